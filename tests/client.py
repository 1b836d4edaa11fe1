"""A test client that reads each page as strictly as a browser, a screen reader and our own rules would."""

import hashlib
import os

from flask import g, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.pages import check_page


class PageClient(FlaskClient):
    """Checks every HTML answer, and sends with each form the token its page would have carried.

    `client.post(url, data=..., token=False)` leaves the token out; a JSON body gets none.
    """

    reads_pages = True  # False where the same page is asked for a hundred times

    def open(self, *args: object, token: bool = True, **kwargs: object) -> TestResponse:
        if token and kwargs.get("method") in ("POST", "PUT", "PATCH", "DELETE") and self._is_form(kwargs):
            kwargs["data"] = {"csrf_token": self.csrf_token(), **(kwargs.get("data") or {})}
        if has_app_context():
            g.pop("_login_user", None)  # a test that keeps a context open would have all its visitors be the first
        kwargs.setdefault("buffered", True)  # read to its end and closed, as a browser does
        answer = super().open(*args, **kwargs)
        answer.request.environ["wsgi.input"].close()  # a large upload was a file, which werkzeug leaves to the garbage collector
        is_page = self.reads_pages and answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        if is_page and answer.request.method != "HEAD":
            is_fragment = "HX-Request" in answer.request.headers
            check_page(answer.text, answer.request.root_path + answer.request.path, self.application, is_fragment=is_fragment)
        return answer

    def sign_in(self, account_id: int, epoch: int = 0) -> "PageClient":
        """Give this visitor the session of an account, as its sign-in would."""
        with self.session_transaction() as session:
            session.update(_user_id=f"{account_id}:{epoch}", _fresh=True)
        return self

    def csrf_token(self) -> str:
        """The token a form of this visitor's session carries."""
        with self.session_transaction() as session:
            secret = session.setdefault("csrf_token", hashlib.sha256(os.urandom(16)).hexdigest())
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(secret)

    @staticmethod
    def _is_form(kwargs: dict) -> bool:
        return kwargs.get("json") is None and isinstance(kwargs.get("data"), dict | None)
