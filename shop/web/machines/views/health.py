"""Whether the market is up: for those who watch it."""

import socket
import ssl
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from flask import Response, current_app, jsonify
from sqlalchemy import text

from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.web.gate import public
from shop.web.machines.desk import blueprint

REDIS_PORT = 6379
PATIENCE_SECONDS = 2


@blueprint.get("/healthz")
@public
def process_is_up() -> Response:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def everything_answers() -> tuple[Response, int]:
    """503, naming what does not answer, so that a balancer sends nobody here."""
    checks = {"database": _check_database, "storage": storage.check}
    if current_app.config["REDIS_URL"]:
        checks["redis"] = _check_redis
    silent = [name for name, check in checks.items() if not _answers(name, check)]
    return jsonify(status="unavailable" if silent else "ok", not_answering=silent), 503 if silent else 200


def _check_database() -> None:
    db.session.execute(text("SELECT 1"))


def _check_redis() -> None:
    """One PING as Redis' own protocol has it; nothing else here speaks to it yet."""
    url = urlsplit(current_app.config["REDIS_URL"])
    with socket.create_connection((url.hostname, url.port or REDIS_PORT), timeout=PATIENCE_SECONDS) as plain:
        is_secret = url.scheme == "rediss"
        link = ssl.create_default_context().wrap_socket(plain, server_hostname=url.hostname) if is_secret else plain
        with link, link.makefile("rwb") as talk:
            if url.password:
                _tell(talk, "AUTH", *filter(None, (unquote(url.username or ""), unquote(url.password))))
            _tell(talk, "PING")


def _tell(talk: BinaryIO, *words: str) -> None:
    """Raises ConnectionError where the answer is no."""
    parts = [word.encode() for word in words]
    talk.write(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts))
    talk.flush()
    if not talk.readline().startswith(b"+"):
        raise ConnectionError("Redis refused")


def _answers(name: str, check) -> bool:
    try:
        check()
    except Exception:  # whatever it is, it does not answer
        current_app.logger.exception("%s does not answer", name)
        db.session.rollback()
        return False
    return True
