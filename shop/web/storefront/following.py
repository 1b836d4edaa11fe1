"""Who may follow a purchase and its orders: by the link sent, by sign-in, or let in a moment ago by code and phone."""

from dataclasses import dataclass
from time import time
from typing import NoReturn

from flask import abort, g, make_response, render_template, request, session

from shop.kernel.access import Actor, Role
from shop.orders import queries
from shop.orders.models import Order, Purchase
from shop.web.storefront.forms.orders import LONGEST_CODE, FindForm

LET_IN_FOR_SECONDS = 2 * 60 * 60
MOST_LET_IN = 10
SESSION_KEY = "following"


@dataclass(frozen=True)
class Follower:
    """`key` is the link's, carried on by every form and link of the page; empty for those who came another way."""

    key: str
    actor: Actor


def purchase_or_404(code: str) -> tuple[Purchase, Follower]:
    key = request.args.get("key", "")
    purchase = (
        (key and queries.purchase_for_key(code, key))
        or (g.account and queries.purchase_for_account(code, g.account.id))
        or queries.purchase_among(code, let_in())
        or lost(code)
    )
    return purchase, _follower(purchase, key)


def order_or_404(code: str) -> tuple[Order, Follower]:
    key = request.args.get("key", "")
    order = (
        (key and queries.order_for_key(code, key))
        or (g.account and queries.order_for_account(code, g.account.id))
        or queries.order_among(code, let_in())
        or lost(code)
    )
    return order, _follower(order.purchase, key)


def lost(code: str) -> NoReturn:
    """The same 404 whether there is such an order or not, on a page that says how to follow one."""
    form = FindForm(formdata=None, data={"code": code[:LONGEST_CODE]})
    abort(make_response(render_template("storefront/orders/find_order.html", form=form, is_lost=True), 404))


def let_in_to(purchase_id: int) -> None:
    """For a while this browser follows that purchase: somebody knew its code and its phone number."""
    until = {str(number): end for number, end in _grants().items()} | {str(purchase_id): int(time()) + LET_IN_FOR_SECONDS}
    session[SESSION_KEY] = dict(list(until.items())[-MOST_LET_IN:])


def let_in() -> list[int]:
    """Purchases this browser follows now."""
    return list(_grants())


def _grants() -> dict[int, int]:
    kept = session.get(SESSION_KEY) or {}
    return {int(number): end for number, end in kept.items() if end > time()}


def _follower(purchase: Purchase, key: str) -> Follower:
    """The buyer, signed in as themselves or known by what they hold; whatever else they are elsewhere counts for nothing."""
    g.is_private = True
    is_owner = g.account is not None and purchase.account_id == g.account.id
    return Follower(key, Actor(g.account.id if is_owner else None, frozenset({Role.BUYER})))
