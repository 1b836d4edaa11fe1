"""What a printed QR code opens: /g/<code> of a group, /p/<code> of a product. Both exist once, in no language."""

import re

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from shop.fairs import codes
from shop.fairs.codes import Target
from shop.kernel.database import db, transaction
from shop.web.gate import public
from shop.web.language import ENGLISH, root_path
from shop.web.shelf import product_address
from shop.web.storefront.desk import blueprint

SEEN = "scanned"
SEEN_SECONDS = 60  # the same browser coming back sooner is a reload, not another scan
ROBOTS = re.compile(  # CUBOT is a telephone
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|externalhit|facebookcatalog|linepoker|embedly|headless", re.IGNORECASE
)


@blueprint.get("/g/<code>")
@blueprint.get("/p/<code>")
@public
def follow_code(code: str) -> Response | tuple[str, int]:
    """To the page it was printed for, in the visitor's language; the scan is counted for its fair.

    The code goes along in the address, so that what is put into a basket there is known to have come by it. Whoever typed the
    wrong one of the two letters arrives all the same.
    """
    target = codes.target_of(code)
    if target is None or not target.is_open:
        return _closed(target)
    db.session.rollback()
    answer = redirect(_address(target), 303)
    answer.headers["Cache-Control"] = "no-store"
    if _is_a_scan():
        with transaction():
            codes.count_scan(target.code_id)
        # It says that this browser was at this address, to this address alone, and is gone in a minute.
        options = {"httponly": True, "samesite": "Lax", "secure": request.is_secure}
        answer.set_cookie(SEEN, "1", max_age=SEEN_SECONDS, path=request.path, **options)
    return answer


def _is_a_scan() -> bool:
    """A person's browser opening it anew: no robot, no HEAD, no page fetched ahead, no reload within a minute."""
    is_ahead = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")).lower()
    is_robot = bool(ROBOTS.search(request.headers.get("User-Agent", "")))
    return request.method == "GET" and SEEN not in request.cookies and not is_ahead and not is_robot


def _address(target: Target) -> str:
    if target.product:
        path = product_address(*target.product, code=target.code)
    else:
        path = url_for(".group", slug=target.group_slug, code=target.code)
    root = root_path()
    return root + ENGLISH + path.removeprefix(root) if _wanted_language() == "en" else path


def _wanted_language() -> str:
    """Of whoever is signed in, what they chose; of others, what their browser asks for first, Thai where it asks for neither."""
    if g.account:
        return g.account.locale
    return request.accept_languages.best_match(["th", "en"], default="th")


def _closed(target: Target | None) -> Response:
    """The paper is older than what it leads to: say so, and where to go on."""
    page = render_template("storefront/codes/closed.html", target=target, is_known=target is not None)
    answer = make_response(page, 404)
    answer.headers["Cache-Control"] = "no-store"
    return answer
