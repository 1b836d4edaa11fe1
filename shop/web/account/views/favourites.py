"""A person's followed groups and wishlist: /account/following, /account/wishlist."""

from flask import render_template

from shop.favourites import queries
from shop.kernel.access import Permission
from shop.search import cards
from shop.web.account.desk import blueprint
from shop.web.gate import actor, requires
from shop.web.shelf import on_shelf


@blueprint.get("/following")
@requires(Permission.ACCOUNT_USE)
def following() -> str:
    return render_template("account/favourites/following.html", follows=queries.follows_of(actor().id))


@blueprint.get("/wishlist")
@requires(Permission.ACCOUNT_USE)
def wishlist() -> str:
    wishes = queries.wishes_of(actor().id)
    found = cards.cards_of([wish.product_id for wish in wishes])
    items = dict(zip([card.id for card in found], on_shelf(found), strict=True))
    rows = [(wish, items[wish.product_id]) for wish in wishes if wish.product_id in items]
    return render_template("account/favourites/wishlist.html", rows=rows)
