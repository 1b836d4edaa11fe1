"""The visitor's basket: a guest's is opened by a cookie, a signed-in person's by the account. Looking at pages sets no cookie."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

from shop.basket import queries, service
from shop.basket.models import Basket
from shop.kernel.database import is_writing, transaction
from shop.people.models import Account
from shop.web.guest_cookies import read_key, write_key

COOKIE = "BASKET_COOKIE_NAME"
_VIEWS = "shop.web.storefront.views"
EXEMPT = (
    *(f"{_VIEWS}.basket.{name}" for name in ("add_to_basket", "change_quantity")),
    *(f"{_VIEWS}.wishlist.{name}" for name in ("change_wishlist", "wish_for_product")),
)


class OldForm(CSRFError):
    """A form of our own page, shown before the visitor had a basket: it is asked again instead of refused."""


def keep_baskets(app: Flask, csrf: CSRFProtect) -> None:
    """Give pages the basket's count, keep the cookie, and take the first form of a visitor without cookies."""
    for view in EXEMPT:
        csrf.exempt(view)  # they call `check_post` instead

    app.jinja_env.globals.update(basket_count=basket_count, basket_token=basket_token)

    @app.after_request
    def set_cookie(response: Response) -> Response:
        if response.status_code == 303 and "basket_key" in g:
            write_key(response, COOKIE, g.basket_key, service.KEPT_FOR)
        return response


def current_basket() -> Basket | None:
    """The visitor's basket, if there is one yet."""
    if g.account:
        return queries.basket_of_account(g.account.id)
    key = _key()
    return queries.basket_by_key(key) if key else None


def basket_to_fill() -> Basket:
    """The visitor's basket, opened where there is none; inside a transaction. A guest's cookie lives 60 days from now."""
    if g.account:
        return service.basket_for_account(g.account.id)
    basket, key = current_basket(), _key()
    if basket is None:
        basket, key = service.open_guest_basket()
    g.basket_key = key
    return basket


def take_basket_along(account: Account) -> None:
    """At sign-in what the guest had in the basket is the account's from now on. In a transaction of the caller's, or its own."""
    key = _key()
    if not key:
        return
    if is_writing():
        service.merge_guest_basket(key, account.id)
    else:
        account_id = account.id
        with transaction():
            service.merge_guest_basket(key, account_id)
    g.basket_key = None


def basket_count() -> int:
    """Pieces in the visitor's basket, asked once a page and only of those who may have one."""
    if "basket_pieces" not in g:
        basket = current_basket() if g.get("account") or _key() else None
        g.basket_pieces = queries.count_pieces(basket.id) if basket else 0
    return g.basket_pieces


def remember_count(pieces: int) -> None:
    """For a page that has read the basket anyhow."""
    g.basket_pieces = pieces


def basket_token() -> str:
    """The csrf token for a form that fills the basket; empty for a visitor without cookies, whose page may be kept by caches."""
    return generate_csrf() if _has_cookies() else ""


def check_post() -> None:
    """Refuse a form from elsewhere with 400. Raises OldForm where it came from our own page without a good token.

    With a session or a basket the token decides. Without either there is nothing that a strange page could use, and the
    browser's word on where the form stood is enough: every browser sends `Origin` with a form from another site, so one that
    says nothing at all is no browser in the hands of a stranger.
    """
    if not _has_cookies():
        if not _is_same_origin(when_unsaid=True):
            abort(400)
        return
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        if _is_same_origin(when_unsaid=False):
            raise OldForm from None
        raise


def _is_same_origin(when_unsaid: bool) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer")
    if not said:
        return when_unsaid
    ours = {_origin(request.host_url), _origin(current_app.config["PUBLIC_URL"])}
    return _origin(said) in ours


def _origin(address: str) -> tuple[str, str]:
    """Of what is no address, nobody's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def _has_cookies() -> bool:
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies or bool(_key())


def _key() -> str:
    return read_key(COOKIE)
