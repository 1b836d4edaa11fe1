"""Writes down what was looked for and not found, after a page has been sent: no page waits for it, none fails with it."""

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError

from shop.kernel.database import transaction
from shop.search import misses
from shop.web.kept import OF_GROUP


def write_misses(app: Flask) -> None:
    def write() -> None:
        taken = misses.notebook.take()
        if not taken:
            return
        with app.app_context():  # the request's is gone by now
            try:
                with transaction():
                    misses.write(taken)
            except SQLAlchemyError as fault:
                app.logger.warning("searches that found nothing were not written down: %s", type(fault).__name__)

    @app.after_request
    def write_after_it(response: Response) -> Response:
        is_being_kept = OF_GROUP in request.environ  # read to its end before anybody is sent it
        if misses.notebook.is_due() and not is_being_kept:
            response.call_on_close(write)
        return response
