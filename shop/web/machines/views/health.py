"""Whether the market is up: for those who watch it."""

from flask import Response, current_app, jsonify
from sqlalchemy import text

from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.web.gate import public
from shop.web.machines.desk import blueprint


@blueprint.get("/healthz")
@public
def process_is_up() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def everything_answers() -> tuple[Response, int]:
    """503, naming what does not answer, so that a balancer sends nobody here."""
    silent = [name for name, check in (("database", _check_database), ("storage", storage.check)) if not _answers(name, check)]
    return jsonify(status="unavailable" if silent else "ok", not_answering=silent), 503 if silent else 200


def _check_database() -> None:
    db.session.execute(text("SELECT 1"))


def _answers(name: str, check) -> bool:
    try:
        check()
    except Exception:  # whatever it is, it does not answer
        current_app.logger.exception("%s does not answer", name)
        db.session.rollback()
        return False
    return True
