"""From the basket to a purchase: /checkout."""

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from shop.catalogue.stock import OutOfStock
from shop.checkout import service
from shop.checkout.offer import Change, Offer, changes_since, offer_for
from shop.checkout.service import Buyer, OfferChanged
from shop.kernel import places
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import format_phone, normalise_phone
from shop.kernel.places import Place
from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise
from shop.orders import queries as orders
from shop.orders.models import Purchase
from shop.orders.states import OrderStatus
from shop.web.basket_cookie import current_basket, remember_count
from shop.web.gate import actor, public
from shop.web.language import locale
from shop.web.storefront.checkout_token import CheckoutToken, read_token, token_for
from shop.web.storefront.desk import blueprint
from shop.web.storefront.forms.checkout import ADDRESS_FIELDS, CheckoutForm, checkout_form, mark
from shop.web.storefront.views.basket import basket_page

WHOLE_PURCHASE = {
    "too_small": _l("ยอดที่จ่ายด้วยพร้อมเพย์หรือบัตรต้องตั้งแต่ 10 บาท เลือกวิธีอื่น"),
    "too_many_slips": _l("โอนให้กลุ่มโดยตรงได้ครั้งละไม่เกิน 3 คำสั่งซื้อที่รอกลุ่มยืนยัน รอให้กลุ่มยืนยันสลิปก่อน หรือเลือกวิธีจ่ายอื่น"),
}
HELP_BUTTONS = ("look_up", "use_place", "recalculate")  # they fill in and add up, and place nothing


@blueprint.get("/checkout")
@public
def checkout() -> Response | str:
    offer = current_offer()
    if not offer.orderable:
        return redirect(url_for(".show_basket"), 303)
    return checkout_page(offer, checkout_form(offer, known_of_buyer()), token_for(offer))


@blueprint.post("/checkout")
@public
def place_purchase() -> Response | tuple[str, int] | str:
    """Place what the form says, once for its token; where anything differs from what was shown, show that first."""
    token = read_token(request.form.get("checkout_token", ""))
    if token and (placed := service.placed_with(token.key)):
        return to_purchase(placed)
    offer = current_offer()
    if not offer.orderable:
        return basket_page(_("ของในตะกร้าสั่งไม่ได้แล้ว ยังไม่มีการสั่งซื้อใด ๆ")), 409
    form = checkout_form(offer)
    if any(name in request.form for name in HELP_BUTTONS):
        return helped_page(offer, form, token)
    if token and token.seen != offer.seen():
        return changed_page(offer, form, token)
    if not form.validate() or token is None:
        return checkout_page(offer, form, token_for(offer, token and token.key), is_old=token is None), 422
    try:
        purchase = place(form, token)
    except (OfferChanged, OutOfStock):
        return after_lost_race(token)
    except BadValue as bad:  # of the purchase as a whole
        db.session.rollback()
        mark(form[bad.field], WHOLE_PURCHASE[bad.reason])
        return checkout_page(current_offer(), form, token_for(offer, token.key)), 422
    if all(order.status is OrderStatus.PLACED for order in purchase.orders):
        flash(_("สั่งซื้อเรียบร้อยแล้ว"), "success")
    return to_purchase(purchase)


@blueprint.get("/checkout/places")
@public
def places_of_postcode() -> Response:
    """The subdistricts of a postcode, asked for while it is being typed: what the page would offer after a look-up."""
    found = places.find_by_postcode(request.args.get("postcode", "")[:20])
    return jsonify(
        [
            {
                "words": f"{place.subdistrict.name(locale())} · {place.district.name(locale())}",
                "subdistrict": place.subdistrict.name_th,
                "district": place.district.name_th,
                "province": place.province.name_th,
            }
            for place in found
        ]
    )


def place(form: CheckoutForm, token: CheckoutToken) -> Purchase:
    """In a transaction of its own. Raises OfferChanged, OutOfStock."""
    buyer = Buyer(
        name=form.name.data,
        phone=normalise_phone(form.phone.data),
        email=form.email.data or None,
        account_id=actor().id,
        locale=locale(),
        address=request.remote_addr,
    )
    where_to, wishes = form.where_to(), form.wishes()
    with transaction():
        basket = current_basket()
        if basket is None:
            raise OfferChanged
        return service.place(basket.id, token.key, token.seen, buyer, where_to, wishes, form.note.data or "", actor())


def current_offer() -> Offer:
    basket = current_basket()
    offer = offer_for(basket.id) if basket else Offer(())
    remember_count(sum(line.wanted for part in offer.groups for line in part.lines))
    return offer


def after_lost_race(token: CheckoutToken) -> Response | tuple[str, int]:
    """Somebody was faster by a moment: the same page again, with what is so now."""
    db.session.rollback()
    offer = current_offer()
    if not offer.orderable:
        return basket_page(_("ของหมดก่อนพอดี ยังไม่มีการสั่งซื้อใด ๆ และยังไม่มีการเก็บเงิน")), 409
    return changed_page(offer, checkout_form(offer), token)


def changed_page(offer: Offer, form: CheckoutForm, token: CheckoutToken) -> tuple[str, int]:
    return checkout_page(offer, form, token_for(offer, token.key), changes=changes_since(token.seen, offer)), 409


def helped_page(offer: Offer, form: CheckoutForm, token: CheckoutToken | None) -> str:
    """Fill in the place that was chosen, or offer those of the postcode; everything else stays as typed."""
    found = places.find_by_postcode(form.postcode.data or "") if "look_up" in request.form else []
    chosen = found[0] if len(found) == 1 else chosen_place(form)
    if chosen:
        form.subdistrict.data, form.district.data = chosen.subdistrict.name_th, chosen.district.name_th
        form.province.data, form.postcode.data = chosen.province.name_th, chosen.postcode
        found = []
    # The token stays what was first shown, so that a change since then is still told before placing.
    text = request.form["checkout_token"] if token else token_for(offer)
    return checkout_page(offer, form, text, offered=found, asked="look_up" in request.form and not chosen)


def chosen_place(form: CheckoutForm) -> Place | None:
    code = request.form.get("use_place", "")
    if not places.subdistrict(code):
        return None
    typed = normalise(form.postcode.data or "")
    return places.place(code, typed if typed in places.postcodes(code) else None)


def checkout_page(
    offer: Offer,
    form: CheckoutForm,
    token: str,
    *,
    changes: list[Change] | None = None,
    offered: list[Place] | None = None,
    asked: bool = False,
    is_old: bool = False,
) -> str:
    """`offered` are the places of the postcode asked for; `is_old` says that the page had to be made anew."""
    chosen = {}
    for part in offer.orderable:
        choice = part.choice(form[f"shipping-{part.group.id}"].data or "")
        chosen[part.group.id] = choice
    total = offer.items_satang + sum(choice.cost_satang for choice in chosen.values() if choice)
    return render_template(
        "storefront/checkout/show_checkout.html",
        offer=offer, form=form, token=token, chosen=chosen, total_satang=total,
        changes=changes, places=offered or [], asked=asked, is_old=is_old,
    )  # fmt: skip


def known_of_buyer() -> dict:
    """What a signed-in buyer need not type again: name, phone, e-mail, and the address of the last parcel."""
    if not g.account:
        return {}
    known = {"name": g.account.name, "email": g.account.email or ""}
    known["phone"] = format_phone(g.account.phone) if g.account.phone else ""
    last = orders.last_delivered_to(g.account.id)
    if last:
        known |= {"name": last.recipient_name, "phone": format_phone(last.recipient_phone)}
        known |= {name: getattr(last, name) for name in ADDRESS_FIELDS}
    return known


def to_purchase(purchase: Purchase) -> Response:
    return redirect(url_for(".show_purchase", code=purchase.code, key=purchase.link_key), 303)
