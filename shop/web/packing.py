"""Answers made for one request, sent packed where that is safe: to visitors without cookies, as kept pages are.

A page for somebody signed in, or with a basket, holds a token that others must not guess. Packed beside words that a link put
into its address, it could be guessed from how long the answer is (the BREACH attack), so such pages are sent as they are; a proxy
that packs them takes that upon itself. The token of a visitor without cookies is another with each answer.
"""

import gzip
import re
from functools import lru_cache

from flask import Flask, Response, request

LEAST = 1_000  # bytes: fewer fit one packet anyhow
KINDS = ("text/html", "application/json", "text/plain", "text/xml", "application/xml")
LEVEL = 4  # half the time of level 6, and 4 % more bytes


def pack_answers(app: Flask) -> None:
    @app.after_request
    def pack(response: Response) -> Response:
        if not _is_packable(response):
            return response
        response.vary.add("Accept-Encoding")
        if takes_gzip(request.headers.get("Accept-Encoding", "")):
            response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            if response.get_etag()[0]:
                response.set_etag(response.get_etag()[0], weak=True)  # the same words in other bytes
        return response


def _is_packable(response: Response) -> bool:
    if request.method != "GET" or request.headers.get("Cookie") or request.headers.get("Authorization"):
        return False
    if response.is_streamed or response.direct_passthrough or response.status_code in (204, 304):
        return False
    if response.mimetype not in KINDS or "Set-Cookie" in response.headers or "Content-Encoding" in response.headers:
        return False
    return len(response.get_data()) >= LEAST


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether a browser that says so in Accept-Encoding reads gzip."""
    taken = re.search(r"\bgzip\s*(?:;\s*q=([\d.]+))?", accepted)
    return bool(taken) and float(taken[1] or 1) > 0
