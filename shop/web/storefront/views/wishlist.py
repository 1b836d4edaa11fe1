"""Keep a product in view, with or without an account: hearts on cards, the product's own page, and a guest's /wishlist."""

import re
from urllib.parse import urlsplit

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import queries as catalogue
from shop.catalogue.models import Product
from shop.favourites.queries import MOST
from shop.favourites.service import TooMany
from shop.kernel.database import db, transaction
from shop.web.addresses import LARGEST
from shop.web.basket_cookie import OldForm, check_post
from shop.web.gate import public
from shop.web.page import in_language
from shop.web.shelf import on_wishlist
from shop.web.storefront.desk import blueprint
from shop.web.wishlist_cookie import unwish, wish, wishes

PLACE = re.compile(r"[a-z]{1,20}-([0-9]{1,10})", re.ASCII)  # a card on its page: "card-12" shows product 12


@blueprint.get("/wishlist")
@public
def wishlist() -> str | Response:
    """A guest's; who is signed in has theirs in the account."""
    return redirect(url_for("account.wishlist"), 303) if g.account else _list()


@blueprint.post("/wishlist")
@public
def change_wishlist() -> Response | tuple[str, int]:
    """A heart on a card sends `keep` or `leave`, naming the card, and comes back to it."""
    is_old = _is_old_form()
    place = request.form.get("leave") or request.form.get("keep", "")
    found = PLACE.fullmatch(place) or abort(422)
    product_id, is_over = min(int(found[1]), LARGEST), "leave" in request.form
    back = _page_before() or url_for(".product", product_id=product_id)
    return _change(product_id, is_over, is_old) or redirect(f"{back}#{place}", 303)


@blueprint.get("/products/<int:product_id>/wish")
@public
def ask_to_wish(product_id: int) -> str:
    return _one_button(_product_or_404(product_id))


@blueprint.post("/products/<int:product_id>/wish")
@public
def wish_for_product(product_id: int) -> Response | tuple[str, int]:
    is_old, is_over = _is_old_form(), bool(request.form.get("leave"))
    if refused := _change(product_id, is_over, is_old):
        return refused
    if is_over:
        flash(_("เอาออกแล้ว"), "success")
    else:
        flash(_("เก็บไว้ดูแล้ว ถ้าของหมดแล้วกลับมา เราจะบอก") if g.account else _("เก็บไว้ดูแล้ว"), "success")
    return redirect(_own_list() if request.form.get("from_list") else url_for(".product", product_id=product_id), 303)


def _is_old_form() -> bool:
    """Whether it is ours but older than the visitor's basket; one from elsewhere is refused."""
    try:
        check_post()
    except OldForm:
        return True
    return False


def _change(product_id: int, is_over: bool, is_old: bool) -> tuple[str, int] | None:
    """None where it was done; an old form is asked once more."""
    if is_old:
        return _one_button(_product_or_404(product_id), is_over), 400
    try:
        with transaction():
            if is_over:
                unwish(product_id)
            else:
                wish(_product_or_404(product_id))
    except TooMany:
        db.session.rollback()
        return _list(_("เก็บได้ไม่เกิน %(most)s อย่าง เอาบางอย่างออกก่อน", most=MOST)), 409
    return None


def _list(problem: str = "") -> str:
    return render_template("storefront/favourites/wishlist.html", rows=on_wishlist(wishes()), problem=problem)


def _one_button(found: Product, is_over: bool = False) -> str:
    words = _("เอาออก") if is_over else _("เก็บไว้ดู")
    back, title = url_for(".product", product_id=found.id), in_language(found, "title")
    return render_template(
        "storefront/favourites/ask_to_wish.html", product=found, title=title, back=back, words=words, is_over=is_over
    )


def _own_list() -> str:
    return url_for("account.wishlist" if g.account else ".wishlist")


def _page_before() -> str:
    """Our own page on which the heart stood; empty where the browser does not say."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    if not parts.path.startswith("/") or parts.netloc != request.host:
        return ""
    return parts._replace(scheme="", netloc="", path="/" + parts.path.lstrip("/"), fragment="").geturl()


def _product_or_404(product_id: int) -> Product:
    return catalogue.listed_product(product_id) or abort(404)
