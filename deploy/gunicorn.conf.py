"""How the production server serves the market; `python -m shop.serve` starts it so."""

import gc
import os
from contextlib import suppress

wsgi_app = "shop.wsgi:app"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
proc_name = "market-web"

worker_class = "shop.worker.Worker"  # gthread, which gives no thread to half a header
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 8
preload_app = True

timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 0
control_socket_disable = True
# A worker's sign of life, kept where no slow disk can delay it.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def when_ready(server: object) -> None:
    """The dictionary and what search knows of the trade are 100 MB: read once, before the workers part, and shared by them."""
    from sqlalchemy.exc import SQLAlchemyError

    from shop.kernel.database import db
    from shop.kernel.thai.words import load
    from shop.search import meanings

    load()
    with server.app.wsgi().app_context(), suppress(SQLAlchemyError):  # who has no database yet reads it when it is asked
        meanings.warm()
        db.session.remove()
        db.engine.dispose()
    gc.collect()
    gc.freeze()  # what is there stays: a worker that looked through it for garbage would copy it


def post_fork(_server: object, worker: object) -> None:
    """A connection opened before the fork belongs to the parent: each worker opens its own."""
    from shop.kernel.database import db

    app = worker.app.wsgi()
    with app.app_context():
        db.engine.dispose(close=False)
