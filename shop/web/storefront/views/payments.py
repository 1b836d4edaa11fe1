"""The buyer's way to the payment page and back: /purchases/<code>/pay. What these pages say is what is known, never more."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop import reconciler
from shop.basket import service as baskets
from shop.catalogue.stock import OutOfStock
from shop.kernel.database import db, transaction
from shop.kernel.refusals import Refusal
from shop.orders.models import Purchase
from shop.payments.models import Payment, PaymentStatus
from shop.payments.provider import GatewayDown, GatewayRefused
from shop.payments.sessions import PaymentClosed
from shop.web.basket_cookie import basket_to_fill
from shop.web.gate import public
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, let_in_to, purchase_or_404
from shop.web.storefront.views.purchases import to_purchase


@blueprint.post("/purchases/<code>/pay")
@public
def go_to_payment(code: str) -> Response:
    """On to the provider's page. This browser may come back without the link's key, which is nobody else's business."""
    purchase, follower = purchase_or_404(code)
    payment = payment_or_404(purchase)
    let_in_to(purchase.id)
    payment_id, back_to = payment.id, way_back(purchase)
    db.session.rollback()
    try:
        return redirect(reconciler.payment_page(payment_id, back_to), 303)
    except PaymentClosed:
        return back(code, follower, _("ชำระเงินไม่ได้แล้ว นี่คือสถานะล่าสุด"))
    except (GatewayDown, GatewayRefused):
        return back(code, follower, _("หน้าชำระเงินไม่ตอบ ยังไม่มีการเก็บเงิน รอสักครู่แล้วกดอีกครั้ง"))


@blueprint.get("/purchases/<code>/paid")
@public
def come_back(code: str) -> Response:
    """From the payment page, whatever happened there: ask, and show what is known."""
    purchase, follower = purchase_or_404(code)
    payment_id = payment_or_404(purchase).id
    ask(payment_id)
    return to_purchase(code, follower)


@blueprint.get("/purchases/<code>/cancel")
@public
def ask_to_call_off(code: str) -> str | Response:
    purchase, follower = purchase_or_404(code)
    if payment_or_404(purchase).status is not PaymentStatus.PENDING:
        return back(code, follower, _("การสั่งซื้อเดินหน้าไปแล้ว นี่คือสถานะล่าสุด"))
    return render_template("storefront/purchases/call_off.html", purchase=purchase, key=follower.key or None)


@blueprint.post("/purchases/<code>/cancel")
@public
def call_off_purchase(code: str) -> Response:
    """All orders that wait for this payment, once the provider has closed its page."""
    purchase, follower = purchase_or_404(code)
    payment_id = payment_or_404(purchase).id
    try:
        reconciler.call_off(payment_id, follower.actor)
    except PaymentClosed:
        return back(code, follower, _("การสั่งซื้อเดินหน้าไปแล้ว นี่คือสถานะล่าสุด"))
    except (GatewayDown, GatewayRefused):
        return back(code, follower, _("ยังยกเลิกไม่ได้เพราะหน้าชำระเงินไม่ตอบ รอสักครู่แล้วลองอีกครั้ง"))
    flash(_("ยกเลิกการสั่งซื้อแล้ว ไม่มีการเก็บเงิน"), "success")
    return to_purchase(code, follower)


@blueprint.post("/purchases/<code>/again")
@public
def put_back_into_basket(code: str) -> Response:
    """What was not paid in time, once more into the basket; what is gone is said."""
    purchase, _follower = purchase_or_404(code)
    wanted = [(line.variant_id, line.quantity, line.title) for order in purchase.orders for line in order.lines]
    missing = []
    with transaction():
        basket = basket_to_fill()
        for variant_id, quantity, title in wanted:
            try:
                baskets.add(basket, variant_id, quantity)
            except (Refusal, OutOfStock):
                missing.append(title)
    if missing:
        flash(_("ไม่มีขายแล้ว: %(titles)s", titles=", ".join(missing)), "error")
    return redirect(url_for(".show_basket"), 303)


def payment_or_404(purchase: Purchase) -> Payment:
    return db.one_or_404(db.select(Payment).where(Payment.purchase_id == purchase.id, Payment.order_id.is_(None)))


def ask(payment_id: int) -> None:
    """How does it stand? No answer is no harm: the page says what was known before."""
    try:
        reconciler.ask_about(payment_id)
    except (GatewayDown, GatewayRefused) as trouble:
        current_app.logger.warning("payment %s: %s", payment_id, trouble)


def way_back(purchase: Purchase) -> str:
    """The same for every try: the provider compares what it is asked under one key."""
    language = "/en" if purchase.locale == "en" else ""
    return f"{current_app.config['PUBLIC_URL']}{language}/purchases/{purchase.code}/paid"


def back(code: str, follower: Follower, words: str) -> Response:
    flash(words, "error")
    return to_purchase(code, follower)
