"""The life of a payment that Stripe collects for a whole purchase: begun, settled once, or ended; every change conditional.

Nothing here is remote: `shop.reconciler` asks Stripe and brings what it says. Whatever arrives, in whatever order and however
often, money that came is either in orders that can be sent or on its way back.
"""

from datetime import timedelta

from sqlalchemy import or_, select, update

from shop.audit import service as audit
from shop.catalogue.listing import lock_products
from shop.catalogue.models import Product
from shop.catalogue.stock import OutOfStock
from shop.groups import queries as groups
from shop.kernel.access import MARKET, Actor
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.refusals import Refusal
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell
from shop.orders import messages
from shop.orders import service as orders
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import ledger, refunds
from shop.payments.actions import PaymentAction
from shop.payments.models import Payment, PaymentStatus, RefundCause
from shop.payments.provider import LineToPay, SessionReport, SessionState

BEGIN_WITHIN = timedelta(minutes=31)  # of placing: so long a buyer may take to go to the payment page
HOLD_OUTLIVES = timedelta(minutes=10)  # a session's end, for an answer on its way
MOST_LINES = 90  # Stripe takes 100
LONGEST_LINE = 250
UNPAID = (PaymentStatus.EXPIRED, PaymentStatus.FAILED, PaymentStatus.CANCELLED)


class PaymentClosed(Refusal):
    """It was paid, or can be paid no longer."""


def first_hold(placed_at):
    """How long goods are held for a buyer who has not gone to the payment page yet."""
    return placed_at + BEGIN_WITHIN + HOLD_OUTLIVES


def payment_of_purchase(purchase_id: int) -> Payment | None:
    """The one payment that covers a purchase's orders, where Stripe collects it."""
    return db.session.scalar(select(Payment).where(Payment.purchase_id == purchase_id, Payment.order_id.is_(None)))


def orders_of(payment: Payment) -> list[Order]:
    """The orders it pays, in the order in which everybody locks them."""
    asked = select(Order).where(Order.purchase_id == payment.purchase_id, Order.payment_method == PaymentMethod.STRIPE)
    return list(db.session.scalars(asked.order_by(Order.id)))


def begin(payment: Payment, session_lives: timedelta) -> None:
    """Write down that a session is to be asked for, once: two tabs get the same one. Raises PaymentClosed."""
    at = now()
    values = {"session_key": new_key(), "session_requested_at": at, "expires_at": at + session_lives}
    begun = db.session.execute(
        update(Payment)
        .where(
            Payment.id == payment.id,
            Payment.status == PaymentStatus.PENDING,
            Payment.session_key.is_(None),
            Payment.hold_until > at + HOLD_OUTLIVES,
        )
        .values(**values, hold_until=at + session_lives + HOLD_OUTLIVES)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(payment)
    if begun.rowcount:
        audit.record(MARKET, PaymentAction.OPEN_SESSION, "purchase", payment.purchase.code, amount_satang=payment.amount_satang)
    elif payment.status is not PaymentStatus.PENDING or payment.session_key is None:
        raise PaymentClosed


def lines_of(payment: Payment) -> list[LineToPay]:
    """What the buyer reads on the payment page; sums to what is asked. A long purchase is shown by group."""
    paid = orders_of(payment)
    names = groups.groups_by_id([order.group_id for order in paid])
    if sum(len(order.lines) + 1 for order in paid) > MOST_LINES:
        return [_line(f"{order.code} · {names[order.group_id].name}", order.total_satang) for order in paid]
    lines = []
    for order in paid:
        lines += [
            _line(" · ".join(filter(None, (line.title, line.variant_name))), line.unit_price_satang, line.quantity)
            for line in order.lines
        ]
        if order.shipping_satang:
            lines.append(_line(f"ค่าส่ง · {names[order.group_id].name}", order.shipping_satang))
    return lines


def settle(payment: Payment, report: SessionReport) -> None:
    """Write what Stripe says of the session as it is now."""
    _remember(payment, report)
    if report.state is SessionState.PAID:
        _receive(payment, report)
    elif report.state is SessionState.CONFIRMING:
        _change(payment, Payment.status == PaymentStatus.PENDING, Payment.confirming_at.is_(None), confirming_at=now())
    elif report.state is SessionState.FAILED:
        _end(payment, PaymentStatus.FAILED, PaymentAction.FAIL_PAYMENT, report.failure)
    elif report.state is SessionState.EXPIRED and payment.called_off_at:
        call_off(payment)
    elif report.state is SessionState.EXPIRED:
        _end(payment, PaymentStatus.EXPIRED, PaymentAction.EXPIRE_PAYMENT)


def begin_to_call_off(payment: Payment, actor: Actor) -> None:
    """The buyer does not want it any more: Stripe is asked next, and may tell of the end before it answers.

    Raises PaymentClosed where it was paid, or has ended.
    """
    if not _change(payment, Payment.status == PaymentStatus.PENDING, called_off_at=now()):
        raise PaymentClosed
    _record(PaymentAction.CALL_OFF_PAYMENT, payment, actor=actor)


def call_off(payment: Payment) -> None:
    """The session has ended, or never was, and nobody has paid."""
    if _change(payment, Payment.status == PaymentStatus.PENDING, status=PaymentStatus.CANCELLED):
        _end_orders(payment, OrderAction.CANCEL)
        _tell_buyer(payment, NoticeKind.PAYMENT_CALLED_OFF)


def expire_unbegun(payment: Payment) -> None:
    """Nobody went to the payment page in time: Stripe has never heard of it."""
    if _change(payment, Payment.status == PaymentStatus.PENDING, Payment.session_key.is_(None), status=PaymentStatus.EXPIRED):
        _let_go(payment, PaymentAction.EXPIRE_PAYMENT)


def forget_session(payment: Payment) -> None:
    """Stripe never made the session that was asked for: the next one is asked for anew."""
    unmade = Payment.session_id.is_(None), Payment.status == PaymentStatus.PENDING
    _change(payment, *unmade, session_key=None, session_requested_at=None, expires_at=None)


def _remember(payment: Payment, report: SessionReport) -> None:
    """Which session it is, where to pay it, and what only Stripe knows: the buyer's e-mail and its own fee."""
    _change(payment, Payment.session_id.is_(None), session_id=report.id, session_url=report.url)
    if report.intent_id:
        _change(payment, Payment.intent_id.is_(None), intent_id=report.intent_id)
    _change(payment, asked_at=now())
    if report.email and not payment.purchase.email:
        known = update(Purchase).where(Purchase.id == payment.purchase_id, Purchase.email.is_(None))
        db.session.execute(known.values(email=report.email).execution_options(synchronize_session=False))
        db.session.expire(payment.purchase)


def _receive(payment: Payment, report: SessionReport) -> None:
    if report.received_satang != payment.amount_satang:
        _receive_mismatch(payment, report)
    else:
        came = {"status": PaymentStatus.PAID, "received_satang": report.received_satang, "paid_at": now()}
        came |= {"instrument": report.instrument, "failure": ""}
        if _change(payment, Payment.status == PaymentStatus.PENDING, **came):
            _place(payment)
        elif _change(payment, Payment.status.in_(UNPAID), **came, late_at=now()):
            _place_late(payment)
    has_come = Payment.status.in_((PaymentStatus.PAID, PaymentStatus.MISMATCH))
    fee = report.fee_satang
    if fee is not None and _change(payment, has_come, Payment.fee_satang.is_(None), fee_satang=fee):
        ledger.post_fee(payment)


def _place(payment: Payment) -> None:
    """In time: every order goes to its group."""
    paid = orders_of(payment)
    for order in paid:
        orders.advance(order, OrderAction.CONFIRM_PAYMENT, MARKET)
        messages.tell_group_of_order(order)
    ledger.post_payment(payment, paid)
    _record(PaymentAction.RECEIVE_PAYMENT, payment)
    _tell_buyer(payment, NoticeKind.PAYMENT_RECEIVED)


def _place_late(payment: Payment) -> None:
    """The goods were no longer held: an order whose goods are still there is placed all the same, the others are paid back."""
    paid = orders_of(payment)
    ledger.post_payment(payment, paid)
    _record(PaymentAction.RECEIVE_LATE_PAYMENT, payment)
    _tell_buyer(payment, NoticeKind.PAYMENT_CAME_LATE)
    _lock_goods(paid)
    for order in paid:
        if _take_again(order):
            messages.tell_group_of_order(order)
        else:
            refunds.request_refund(order, order.kept_satang, RefundCause.LATE, MARKET)


def _take_again(order: Order) -> bool:
    """Whether all its pieces could be held once more; an order that was called off stays so."""
    if order.status is not OrderStatus.EXPIRED:
        return False
    try:
        with db.session.begin_nested():
            orders.advance(order, OrderAction.TAKE_AGAIN, MARKET)
    except OutOfStock:
        db.session.expire(order)
        return False
    return True


def _receive_mismatch(payment: Payment, report: SessionReport) -> None:
    """Another amount than was asked: nothing is placed, and the office sends it back."""
    before = payment.status
    came = {"status": PaymentStatus.MISMATCH, "received_satang": report.received_satang, "paid_at": now()}
    not_yet = or_(Payment.status == PaymentStatus.PENDING, Payment.status.in_(UNPAID))
    if report.received_satang > 0 and _change(payment, not_yet, **came, instrument=report.instrument):
        ledger.post_unallocated(payment)
        _record(PaymentAction.MISMATCH_PAYMENT, payment, received_satang=report.received_satang)
        if before is PaymentStatus.PENDING:
            _end_orders(payment, OrderAction.EXPIRE)
        _tell_buyer(payment, NoticeKind.PAYMENT_MISMATCH)


def _end(payment: Payment, status: PaymentStatus, action: PaymentAction, failure: str = "") -> None:
    if _change(payment, Payment.status == PaymentStatus.PENDING, status=status, failure=failure[:80]):
        _let_go(payment, action)


def _let_go(payment: Payment, action: PaymentAction) -> None:
    _end_orders(payment, OrderAction.EXPIRE)
    _record(action, payment)
    _tell_buyer(payment, NoticeKind.PAYMENT_EXPIRED)


def _end_orders(payment: Payment, action: OrderAction) -> None:
    """The market ends them, whoever asked for it: their goods can be sold again."""
    ending = orders_of(payment)
    _lock_goods(ending)
    for order in ending:
        if order.status is OrderStatus.AWAITING_PAYMENT:
            orders.advance(order, action, MARKET)


def _lock_goods(paid: list[Order]) -> None:
    """All their products, before any of them is touched: order by order they would cross a checkout that holds the same ones."""
    lock_products(Product.id.in_({line.product_id for order in paid for line in order.lines}))


def _change(payment: Payment, *where: object, **values: object) -> bool:
    changed = update(Payment).where(Payment.id == payment.id, *where).values(**values)
    is_changed = db.session.execute(changed.execution_options(synchronize_session=False)).rowcount == 1
    db.session.expire(payment)
    return is_changed


def _record(action: PaymentAction, payment: Payment, actor: Actor = MARKET, **more: object) -> None:
    code = payment.purchase.code
    audit.record(actor, action, "purchase", code, payment=payment.id, amount_satang=payment.amount_satang, **more)


def _tell_buyer(payment: Payment, kind: NoticeKind) -> None:
    purchase = payment.purchase
    told = {"code": purchase.code, "amount_satang": payment.received_satang or payment.amount_satang, "key": purchase.link_key}
    tell(messages.buyer_of(purchase), kind, **told)


def _line(name: str, amount_satang: int, quantity: int = 1) -> LineToPay:
    return LineToPay(name[:LONGEST_LINE], amount_satang, quantity)
