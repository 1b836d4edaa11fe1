"""The desk's blueprint: the views register with it. Its pages are one person's, or hold a key: nobody keeps a copy."""

from flask import Blueprint, Response

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.after_request
def keep_private(answer: Response) -> Response:
    """Not kept by any cache, and the address, which may hold a key, is not told to other sites."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
