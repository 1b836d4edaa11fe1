"""Two languages by path: Thai at `/`, English at `/en/`, the same pages at the same paths."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from flask import request

ENGLISH = "/en"
ONCE = ("/api/", "/webhooks/", "/feeds/", "/static/", "/photos/", "/p/", "/g/")  # addresses that exist once


class LanguageByPath:
    """Moves a leading `/en` from the path to SCRIPT_NAME, so that routes, `url_for` and redirects keep to the language."""

    def __init__(self, wsgi_app: Callable) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: dict, start_response: Callable):
        environ["market.locale"], path = split_language(environ.get("PATH_INFO", ""))
        if environ["market.locale"] == "en":
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + ENGLISH
            environ["PATH_INFO"] = path
        return self.wsgi_app(environ, start_response)


def split_language(path: str) -> tuple[str, str]:
    """The language that a path asks for, and the path within it."""
    if path == ENGLISH or path.startswith(ENGLISH + "/"):
        rest = path[len(ENGLISH) :] or "/"
        if not rest.startswith(ONCE):
            return "en", rest
    return "th", path


def locale() -> str:
    """'th' or 'en', by the address alone."""
    return request.environ.get("market.locale", "th") if request else "th"


def root_path() -> str:
    """What stands before every address of this site, the language aside."""
    script = request.environ.get("SCRIPT_NAME", "")
    return script.removesuffix(ENGLISH) if locale() == "en" else script


def this_page_in(wanted: str) -> str:
    """The path of the page being shown, in the wanted language, its query kept."""
    return _address(root_path() + (ENGLISH if wanted == "en" else ""), request.path, request.query_string)


@lru_cache(maxsize=128)  # a page says its own address seven times
def _address(root: str, path: str, query: bytes) -> str:
    asked = quote(query, safe="%&=+;:/?@!$'()*,~")  # raw bytes are not ours to repeat
    return root + quote(path) + (f"?{asked}" if asked else "")
