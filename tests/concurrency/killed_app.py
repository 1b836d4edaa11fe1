"""The market as a WSGI server serves it, except that its process is killed at one point of a checkout: for test_killed_checkout.

`KILL_AT` names the point: `before commit`, `after commit`, or the beginning of a statement, after which the power fails.
"""

import os
import signal

from flask import Response, has_request_context, request
from sqlalchemy import event

from shop.kernel.database import db
from shop.wsgi import app

POINT = os.environ["KILL_AT"]


def is_checkout() -> bool:
    return has_request_context() and request.method == "POST" and request.path == "/checkout"


def power_fails(*_arguments: object) -> None:
    if is_checkout() and db.session().info.get("writing"):
        os.kill(os.getpid(), signal.SIGKILL)


@app.after_request
def power_fails_before_the_answer(response: Response) -> Response:
    if POINT == "after commit" and is_checkout():
        os.kill(os.getpid(), signal.SIGKILL)
    return response


def power_fails_after(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    if statement.startswith(POINT):
        power_fails()


with app.app_context():
    if POINT == "before commit":
        event.listen(db.engine, "commit", power_fails)
    else:
        event.listen(db.engine, "after_cursor_execute", power_fails_after)
