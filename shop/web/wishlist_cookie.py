"""The visitor's wishlist: a guest's is opened by a cookie of its own, a signed-in person's by the account.

The cookie comes with the first wish; who has neither it nor an account is asked of no database.
"""

from flask import Flask, Response, g

from shop.catalogue.models import Product
from shop.favourites import guests, queries, service
from shop.favourites.models import GuestWish, Wish
from shop.kernel.database import is_writing, transaction
from shop.people.models import Account
from shop.web.guest_cookies import read_key, write_key

COOKIE = "WISHLIST_COOKIE_NAME"


def keep_wishlists(app: Flask) -> None:
    """Tell pages what is wished for, and keep the cookie."""

    app.jinja_env.globals["is_wished"] = is_wished

    @app.after_request
    def set_cookie(response: Response) -> Response:
        if response.status_code == 303 and "wishlist_key" in g:
            write_key(response, COOKIE, g.wishlist_key, guests.KEPT_FOR)
        return response


def is_wished(product_id: int) -> bool:
    """Asked once a page, however many products it shows."""
    if "wished_ids" not in g:
        g.wished_ids = _wished_ids()
    return product_id in g.wished_ids


def wishes() -> list[Wish] | list[GuestWish]:
    """Of products that are on sale, the latest first."""
    if g.account:
        return queries.wishes_of(g.account.id)
    key = read_key(COOKIE)
    return guests.wishes_of(key) if key else []


def wish(product: Product) -> None:
    """Inside a transaction. A guest's cookie lives on from now. Raises service.TooMany."""
    if g.account:
        service.wish(product, g.account.id)
        return
    key = read_key(COOKIE)
    wishlist = guests.list_by_key(key)
    if wishlist is None:
        wishlist, key = guests.open_list()
    guests.wish(product, wishlist)
    g.wishlist_key = key


def unwish(product_id: int) -> None:
    """Inside a transaction."""
    if g.account:
        service.unwish(product_id, g.account.id)
        return
    key = read_key(COOKIE)
    if wishlist := guests.list_by_key(key):
        guests.unwish(product_id, wishlist)
        g.wishlist_key = key


def take_wishlist_along(account: Account) -> None:
    """At sign-in what the guest wished for is the account's from now on. In a transaction of the caller's, or its own."""
    key, account_id = read_key(COOKIE), account.id
    if not key:
        return
    if is_writing():
        guests.merge(key, account_id)
    else:
        with transaction():
            guests.merge(key, account_id)
    g.wishlist_key = None


def _wished_ids() -> set[int]:
    if g.get("account"):
        return queries.wished_ids(g.account.id)
    key = read_key(COOKIE)
    return guests.wished_ids(key) if key else set()
