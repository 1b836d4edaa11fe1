"""One purchase, followed by its buyer: /purchases/<code>."""

from flask import Response as FlaskResponse
from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups import queries as groups
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.orders import service
from shop.orders.models import Purchase
from shop.payments.models import Payment, PaymentStatus
from shop.payments.sessions import BEGIN_WITHIN, payment_of_purchase
from shop.people import throttle
from shop.web.gate import actor, public, requires
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, purchase_or_404
from shop.web.transfers import transfer_of


@blueprint.after_request
def keep_to_the_buyer(response: FlaskResponse) -> FlaskResponse:
    """A page opened by a secret link is told to no other site, no search engine and no cache."""
    if g.get("is_private"):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/purchases/<code>")
@public
def show_purchase(code: str) -> str:
    return purchase_page(*purchase_or_404(code))


@blueprint.post("/purchases/<code>/claim")
@requires(Permission.ACCOUNT_USE)
def claim_purchase(code: str) -> Response | tuple[str, int]:
    """A signed-in person who holds a guest's link and knows its phone number keeps the purchase in their account."""
    purchase, follower = purchase_or_404(code)
    with transaction():
        throttle.take_try("order_find", code, request.remote_addr)
    try:
        with transaction():
            purchase, follower = purchase_or_404(code)
            service.claim_purchase(purchase, request.form.get("phone", ""), actor())
            throttle.forgive("order_find", code)
    except BadValue:
        purchase, follower = again(code)
        words = _("เบอร์นี้ไม่ตรงกับเบอร์ที่ใช้สั่งซื้อ ตรวจตัวเลขอีกครั้ง")
        return purchase_page(purchase, follower, phone=request.form.get("phone", ""), phone_problem=words), 422
    except LostRace:
        purchase, follower = again(code)
        flash(_("มีคนเก็บการสั่งซื้อนี้ไว้ในบัญชีแล้ว"), "error")
        return purchase_page(purchase, follower), 409
    flash(_("เก็บการสั่งซื้อนี้ไว้ในบัญชีของคุณแล้ว"), "success")
    return redirect(url_for(".show_purchase", code=code), 303)


def again(code: str) -> tuple[Purchase, Follower]:
    """The purchase as it stands after a refusal."""
    db.session.rollback()
    return purchase_or_404(code)


def payment_state(payment: Payment) -> str:
    """How the payment of a whole purchase stands, in the words that its page is drawn by.

    waiting: not paid yet; confirming: the bank has not answered; else paid, late, expired, failed, cancelled, mismatch.
    """
    if payment.status is PaymentStatus.PENDING:
        return "confirming" if payment.confirming_at else "waiting"
    return "late" if payment.late_at and payment.status is PaymentStatus.PAID else str(payment.status)


def to_purchase(code: str, follower: Follower) -> Response:
    return redirect(url_for("storefront.show_purchase", code=code, key=follower.key or None), 303)


def purchase_page(purchase: Purchase, follower: Follower, phone: str = "", phone_problem: str = "") -> str:
    payment = payment_of_purchase(purchase.id)
    return render_template(
        "storefront/purchases/show_purchase.html",
        purchase=purchase,
        key=follower.key or None,
        groups=groups.groups_by_id([order.group_id for order in purchase.orders]),
        payment=payment,
        pay_by=purchase.placed_at + BEGIN_WITHIN,
        state=payment_state(payment) if payment else None,
        transfers={order.id: transfer for order in purchase.orders if (transfer := transfer_of(order))},
        can_claim=purchase.account_id is None and bool(follower.key) and actor().is_signed_in,
        phone=phone,
        phone_problem=phone_problem,
    )
