"""The basket: /basket."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug import Response

from shop.basket import queries, service
from shop.basket.service import BasketFull, Filled, NotInBasket, NotOnSale
from shop.catalogue.stock import OutOfStock
from shop.checkout.offer import Offer, offer_for
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.kernel.thai import thai_digits_to_arabic
from shop.web.basket_cookie import OldForm, basket_to_fill, check_post, current_basket, remember_count
from shop.web.gate import public
from shop.web.storefront.desk import blueprint

LONGEST_NUMBER = 10  # digits; a longer one is no id and no quantity


@blueprint.get("/basket")
@public
def show_basket() -> str:
    return basket_page()


@blueprint.post("/basket/items")
@public
def add_to_basket() -> Response | tuple[str, int]:
    """A product's page sends `variant_id` and `quantity`, from a page that may have been kept without cookies.

    `fair` says at which fair's page it was found, `code` which printed code led here; what is not known counts for nothing.
    """
    try:
        check_post()
    except OldForm:
        return ask_again()
    try:
        variant_id = whole_number(request.form.get("variant_id", ""), "variant_id")
        quantity = whole_number(request.form.get("quantity", "1"), "quantity")
        with transaction():
            found = request.form.get("fair", ""), request.form.get("code", "")
            filled = service.add(basket_to_fill(), variant_id, quantity, *found)
    except BadValue as bad:
        return basket_page(words_for(bad)), 422
    except OutOfStock:
        return basket_page(_("ของหมดแล้ว มีคนซื้อชิ้นสุดท้ายไปก่อน")), 409
    tell_of(filled, _("ใส่ตะกร้าแล้ว"))
    return redirect(url_for(".show_basket"), 303)


@blueprint.post("/basket/items/<int(max=2147483647):variant_id>")
@public
def change_quantity(variant_id: int) -> Response | tuple[str, int]:
    """How many are wanted; 0 takes the line out, and the next page offers to put it back."""
    check_post()
    basket = current_basket()
    if basket is None:
        raise NotInBasket
    try:
        quantity = whole_number(request.form.get("quantity", ""), "quantity")
        before, found = queries.wanted_of(basket.id, variant_id), queries.found_by(basket.id, variant_id)
        with transaction():
            filled = service.set_quantity(basket_to_fill(), variant_id, quantity)
    except BadValue as bad:
        return basket_page(words_for(bad)), 422
    except (OutOfStock, NotOnSale):
        return basket_page(_("ของหมดแล้ว หรือกลุ่มหยุดขายแล้ว")), 409
    if quantity:
        tell_of(filled, _("แก้จำนวนแล้ว"))
    else:
        undo = render_template("storefront/basket/_undo.html", variant_id=variant_id, quantity=before, found=found)
        flash(Markup(undo))  # noqa: S704
    return redirect(url_for(".show_basket"), 303)


def basket_page(problem: str = "") -> str:
    """The basket as it stands; `problem` says why what was just asked was not done."""
    db.session.rollback()
    basket = current_basket()
    offer = offer_for(basket.id) if basket else Offer(())
    remember_count(sum(line.wanted for part in offer.groups for line in part.lines))
    return render_template("storefront/basket/show_basket.html", offer=offer, problem=problem)


def ask_again() -> tuple[str, int]:
    """The form is ours but older than the visitor's basket: one more touch adds it, with a token this time."""
    asked = {name: request.form.get(name, "") for name in ("variant_id", "quantity", "fair", "code")}
    return render_template("storefront/basket/ask_again.html", asked=asked), 400


def whole_number(typed: str, field: str) -> int:
    """Raises BadValue."""
    digits = thai_digits_to_arabic(typed.strip())
    if not (digits.removeprefix("-").isdecimal() and digits.isascii() and len(digits) <= LONGEST_NUMBER):
        raise BadValue(field, "not_a_number" if len(digits) <= LONGEST_NUMBER else "out_of_range")
    return int(digits)


def words_for(bad: BadValue) -> str:
    if isinstance(bad, BasketFull):
        return _("ตะกร้าเต็มแล้ว (%(most)s รายการ) สั่งซื้อชุดนี้ก่อน แล้วค่อยเลือกต่อ", most=service.MOST_LINES)
    if bad.field == "variant_id":
        return _("เลือกสินค้าที่หน้าสินค้าก่อน แล้วกดใส่ตะกร้าอีกครั้ง")
    return _("ใส่จำนวนเป็นตัวเลข 1 ถึง %(most)s", most=f"{service.MOST_PIECES:,}")


def tell_of(filled: Filled, words: str) -> None:
    if filled.pieces < filled.wanted:
        flash(_("มีเหลือ %(count)s ชิ้น ใส่ให้เท่าที่มีแล้ว", count=filled.pieces), "warning")
    else:
        flash(words, "success")
