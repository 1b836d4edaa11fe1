"""Works what is due as the job process does, and is killed at the commit that its argument names: `after commit 1`."""

import os
import signal
import sys
from collections import Counter

from sqlalchemy import event

from shop.app import create_app
from shop.jobs.work import work_everything_due
from shop.kernel.database import db

POINT = sys.argv[1]
app, seen = create_app(), Counter()


def counted(when: str) -> None:
    if db.session().info.get("writing"):
        seen[when] += 1
        if f"{when} commit {seen[when]}" == POINT:
            os.kill(os.getpid(), signal.SIGKILL)


with app.app_context():
    event.listen(db.engine, "commit", lambda _connection: counted("before"))
    event.listen(db.session, "after_commit", lambda session: session.in_nested_transaction() or counted("after"))
work_everything_due(app)
