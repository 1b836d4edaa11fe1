"""The market as a WSGI server serves it, except that its process is killed at one point of one request.

`KILL_PATH` says which request (a POST whose address ends so), `KILL_AT` the point: `before commit 1`, `after commit 2`, or the
beginning of a statement, after which the power fails.
"""

import os
import signal
from collections import Counter

from flask import g, has_request_context, request
from sqlalchemy import event

from shop.kernel.database import db
from shop.wsgi import app

PATH, POINT = os.environ["KILL_PATH"], os.environ["KILL_AT"]


def is_it() -> bool:
    return has_request_context() and request.method == "POST" and request.path.endswith(PATH)


def power_fails() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def counted(when: str) -> None:
    """Only what is written counts: a read ends in a rollback."""
    if is_it() and db.session().info.get("writing"):
        seen = g.setdefault("commits", Counter())
        seen[when] += 1
        if f"{when} commit {seen[when]}" == POINT:
            power_fails()


def power_fails_after(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    if statement.startswith(POINT) and is_it() and db.session().info.get("writing"):
        power_fails()


with app.app_context():
    if "commit" in POINT:
        event.listen(db.engine, "commit", lambda _connection: counted("before"))
        event.listen(db.session, "after_commit", lambda session: session.in_nested_transaction() or counted("after"))
    else:
        event.listen(db.engine, "after_cursor_execute", power_fails_after)
