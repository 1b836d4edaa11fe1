"""A person's followed groups and wishlist: /account/following, /account/wishlist."""

from flask import render_template

from shop.favourites import queries
from shop.kernel.access import Permission
from shop.web.account.desk import blueprint
from shop.web.gate import actor, requires
from shop.web.shelf import on_wishlist
from shop.web.wishlist_cookie import wishes


@blueprint.get("/following")
@requires(Permission.ACCOUNT_USE)
def following() -> str:
    return render_template("account/favourites/following.html", follows=queries.follows_of(actor().id))


@blueprint.get("/wishlist")
@requires(Permission.ACCOUNT_USE)
def wishlist() -> str:
    return render_template("account/favourites/wishlist.html", rows=on_wishlist(wishes()))
