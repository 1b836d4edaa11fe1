"""What people and programs read when something went wrong."""

from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import HTTPException

from shop.kernel.database import db
from shop.kernel.refusals import Refusal
from shop.kernel.storage import StorageFull


def handle_faults(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http_fault(fault: HTTPException) -> Response:
        if fault.code is None or fault.code < 400:  # a redirect raised by the router
            return fault.get_response()
        return answer(
            fault.code, headers=dict(getattr(fault, "market_headers", {})), retry_after=getattr(fault, "retry_after", None)
        )

    @app.errorhandler(Refusal)
    def refusal(refused: Refusal) -> Response:
        db.session.rollback()
        return answer(refused.status, name=type(refused).__name__, retry_after=getattr(refused, "retry_after", None))

    @app.errorhandler(StorageFull)
    def no_room(_fault: StorageFull) -> Response:
        app.logger.error("no room to store what was sent to %s", request.path)
        db.session.rollback()
        return answer(507)

    @app.errorhandler(Exception)
    def unforeseen(fault: Exception) -> Response:
        app.logger.exception("unforeseen fault at %s %s", request.method, request.path)
        db.session.rollback()
        try:
            return answer(500)
        except Exception:  # the error page needs what is broken: say it without
            app.logger.exception("the error page itself failed")
            return Response("ระบบขัดข้อง ลองใหม่อีกครั้ง / Something went wrong, please try again", 500, mimetype="text/plain")


def answer(status: int, name: str = "", headers: dict | None = None, retry_after: object = None) -> Response:
    """An error page for people, RFC 9457 problem JSON under /api and for other programs."""
    if request.path.startswith(("/api/", "/webhooks/")):
        problem = {"type": "about:blank", "title": name or _TITLES.get(status, "Error"), "status": status}
        response = Response(json.dumps(problem), status, mimetype="application/problem+json")
    else:
        response = Response(render_template("errors/error.html", code=status, name=name), status)
    response.headers.update(headers or {})
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


_TITLES = {
    400: "Bad request", 401: "Sign in first", 403: "Not allowed", 404: "Not found", 405: "Method not allowed",
    409: "Conflict", 413: "Too large", 415: "Unsupported media type", 422: "Invalid values", 429: "Too many requests",
    500: "Internal error", 503: "Not available", 507: "No room to store it",
}  # fmt: skip
