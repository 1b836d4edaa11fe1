"""Follow a group and wish for a product, from their own pages: /groups/<slug>/follow, /products/<id>/wish."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import queries as catalogue
from shop.catalogue.models import Product
from shop.favourites import service
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.web.gate import actor, requires
from shop.web.page import in_language
from shop.web.storefront.desk import blueprint


@blueprint.get("/groups/<slug>/follow")
@requires(Permission.ACCOUNT_USE)
def ask_to_follow(slug: str) -> str:
    """Where signing in leads back to: one button."""
    return _one_button(in_language(_group_or_404(slug), "name"), url_for(".group", slug=slug), _("ติดตามกลุ่มนี้"))


@blueprint.post("/groups/<slug>/follow")
@requires(Permission.ACCOUNT_USE)
def follow_group(slug: str) -> Response:
    """Or with `leave` no longer."""
    is_over = bool(request.form.get("leave"))
    with transaction():
        found = _group_or_404(slug)
        if is_over:
            service.unfollow(found.id, actor().id)
        else:
            service.follow(found, actor().id)
    flash(_("เลิกติดตามแล้ว") if is_over else _("ติดตามแล้ว เราจะบอกเมื่อกลุ่มมีของใหม่"), "success")
    return redirect(url_for("account.following") if request.form.get("from_list") else url_for(".group", slug=slug), 303)


@blueprint.get("/products/<int:product_id>/wish")
@requires(Permission.ACCOUNT_USE)
def ask_to_wish(product_id: int) -> str:
    found = _product_or_404(product_id)
    return _one_button(in_language(found, "title"), url_for(".product", product_id=product_id), _("เก็บไว้ดู"))


@blueprint.post("/products/<int:product_id>/wish")
@requires(Permission.ACCOUNT_USE)
def wish_for_product(product_id: int) -> Response:
    is_over = bool(request.form.get("leave"))
    with transaction():
        found = _product_or_404(product_id)
        if is_over:
            service.unwish(found.id, actor().id)
        else:
            service.wish(found, actor().id)
    flash(_("เอาออกแล้ว") if is_over else _("เก็บไว้ดูแล้ว ถ้าของหมดแล้วกลับมา เราจะบอก"), "success")
    back = url_for("account.wishlist") if request.form.get("from_list") else url_for(".product", product_id=product_id)
    return redirect(back, 303)


def _one_button(title: str, back: str, words: str) -> str:
    return render_template("storefront/favourites/ask.html", title=title, back=back, words=words)


def _group_or_404(slug: str) -> Group:
    return groups.published_group(slug) or abort(404)


def _product_or_404(product_id: int) -> Product:
    return (catalogue.listed_product(product_id) if product_id < 2**31 else None) or abort(404)
