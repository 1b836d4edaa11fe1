"""What must be true of the money at any moment: asked by `doctor` and after each step of the property tests."""

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from shop.kernel.database import db
from shop.orders.checks import MOST_SHOWN
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import CALLED_OFF, OrderStatus
from shop.payments.direct import IN_HAND, PAID_ON, UNPAID_ON
from shop.payments.ledger import CASH_INCOME, OUT_OF_PAYABLE
from shop.payments.models import (
    Dispute,
    DisputeStatus,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)

IS_VOIDED = and_(Order.booth_fair_id.is_not(None), Order.status == OrderStatus.CANCELLED)  # income written, and given back
NOT_SENT = (RefundStatus.REQUESTED, RefundStatus.PENDING, RefundStatus.FAILED)


def ledger_balances() -> list[str]:
    """Each transaction has entries, and they sum to zero."""
    total = func.coalesce(func.sum(LedgerEntry.amount_satang), 0)
    asked = (
        select(LedgerTransaction.key, total, func.count(LedgerEntry.id))
        .outerjoin(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .group_by(LedgerTransaction.id, LedgerTransaction.key)
        .having(or_(total != 0, func.count(LedgerEntry.id) < 2))
    )
    return [
        f"transaction {key}: {count} entries, {satang} satang over"
        for key, satang, count in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def cash_is_earned_once() -> list[str]:
    """A cash order that arrived has exactly its total as its group's direct income, any other order nothing.

    A sale at a booth that was voided had arrived, too: what was given back of it is another transaction.
    """
    earned = (
        select(
            LedgerTransaction.order_id,
            func.count(LedgerEntry.id).label("times"),
            func.sum(-LedgerEntry.amount_satang).label("satang"),
            func.min(LedgerEntry.group_id).label("group_id"),
        )
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerTransaction.kind == CASH_INCOME, LedgerEntry.account == LedgerAccount.GROUP_DIRECT_INCOME)
        .group_by(LedgerTransaction.order_id)
        .subquery()
    )
    is_due = and_(or_(Order.status.in_(PAID_ON), IS_VOIDED), Order.payment_method.in_(IN_HAND))
    due = Order.total_satang - Order.called_off_satang
    is_right = and_(earned.c.times == 1, earned.c.satang == due, earned.c.group_id == Order.group_id)
    asked = (
        select(Order.code, Order.status, earned.c.times, earned.c.satang)
        .outerjoin(earned, earned.c.order_id == Order.id)
        .where(or_(and_(is_due, or_(earned.c.times.is_(None), ~is_right)), and_(~is_due, earned.c.times.is_not(None))))
    )
    return [
        f"order {code} ({status}): income written {times or 0} times, {satang or 0} satang"
        for code, status, times, satang in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def payments_agree_with_orders() -> list[str]:
    """A payment of one order is of its amount and method, and as paid or called off as the order says."""
    in_hand = Order.payment_method.in_(IN_HAND)
    given_back = and_(Payment.status == PaymentStatus.PAID, Order.refunded_satang > 0)  # the money came, the goods did not go
    waits = Order.status.in_([OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_CONFIRMATION])
    expected = or_(
        and_(in_hand, ~IS_VOIDED, Order.status.in_(UNPAID_ON), Payment.status == PaymentStatus.CANCELLED),
        and_(in_hand, IS_VOIDED, given_back),
        and_(in_hand, Order.status.in_(PAID_ON), Payment.status == PaymentStatus.PAID),
        and_(in_hand, Order.status.not_in([*PAID_ON, *UNPAID_ON]), Payment.status == PaymentStatus.PENDING),
        and_(~in_hand, waits, Payment.status == PaymentStatus.PENDING),
        and_(~in_hand, Order.status == OrderStatus.CANCELLED, or_(Payment.status == PaymentStatus.CANCELLED, given_back)),
        and_(~in_hand, Order.status == OrderStatus.EXPIRED, or_(Payment.status == PaymentStatus.EXPIRED, given_back)),
        and_(~in_hand, ~waits, Order.status.not_in(CALLED_OFF), Payment.status == PaymentStatus.PAID),
    )
    due = Order.total_satang - Order.called_off_satang
    agrees = and_(expected, Payment.amount_satang == due, Payment.method == Order.payment_method)
    asked = select(Order.code, Order.status, Payment.status).join(Payment, Payment.order_id == Order.id).where(~agrees)
    problems = [
        f"order {code} is {order}, its payment {payment}" for code, order, payment in db.session.execute(asked.limit(MOST_SHOWN))
    ]
    paid = select(Payment.id).where(
        or_(Payment.order_id == Order.id, and_(Payment.order_id.is_(None), Payment.purchase_id == Order.purchase_id))
    )
    return problems + [
        f"order {code} has no payment" for code in db.session.scalars(select(Order.code).where(~paid.exists()).limit(MOST_SHOWN))
    ]


def collected_payments_agree_with_orders() -> list[str]:
    """A payment of several orders is of their sum; they wait while it does, go on once it is paid, and end where it ends."""
    waiting = case((Order.status == OrderStatus.AWAITING_PAYMENT, 1), else_=0)
    ended = case((Order.status.in_(CALLED_OFF), 1), else_=0)
    total, count = func.sum(Order.total_satang), func.count(Order.id)
    asked = (
        select(Payment.id, Payment.status, total, count, func.sum(waiting), func.sum(ended), Payment.amount_satang)
        .join(Order, and_(Order.purchase_id == Payment.purchase_id, Order.payment_method == PaymentMethod.STRIPE))
        .where(Payment.order_id.is_(None))
        .group_by(Payment.id, Payment.status, Payment.amount_satang)
        .having(
            or_(
                total != Payment.amount_satang,
                and_(Payment.status == PaymentStatus.PENDING, func.sum(waiting) != count),
                and_(Payment.status == PaymentStatus.PAID, func.sum(waiting) > 0),
                and_(Payment.status.not_in([PaymentStatus.PENDING, PaymentStatus.PAID]), func.sum(ended) != count),
            )
        )
    )
    return [
        f"payment {payment} is {status} of {amount} satang: {count} orders of {total}, {waits} waiting, {over} called off"
        for payment, status, total, count, waits, over, amount in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def each_purchase_adds_up() -> list[str]:
    """What came = what lies at Stripe + Stripe's fee + what was sent back or is disputed, by the books of each purchase."""
    at_stripe = _balance_of(LedgerAccount.STRIPE_CLEARING, LedgerTransaction.purchase_id == Payment.purchase_id)
    taken = (
        select(func.coalesce(func.sum(Dispute.amount_satang), 0))
        .where(Dispute.payment_id == Payment.id, Dispute.status != DisputeStatus.WON)
        .scalar_subquery()
    )
    cost = select(func.coalesce(func.sum(Dispute.fee_satang), 0)).where(Dispute.payment_id == Payment.id).scalar_subquery()
    sent = _refunds(Refund.status == RefundStatus.SUCCEEDED)
    expected = Payment.received_satang - func.coalesce(Payment.fee_satang, 0) - sent - taken - cost
    asked = select(Payment.id, at_stripe, expected).where(Payment.order_id.is_(None), at_stripe != expected)
    return [
        f"payment {payment}: {satang} satang at Stripe by the books, {right} by its rows"
        for payment, satang, right in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def each_order_adds_up() -> list[str]:
    """What a paid order brought, less what goes back, is the buyer's until it arrives, then the group's and the market's."""
    of_order = LedgerTransaction.order_id == Order.id
    waits = -_balance_of(LedgerAccount.BUYER_FUNDS, of_order)
    is_payout = LedgerTransaction.kind.in_(OUT_OF_PAYABLE)
    earned = -_balance_of(LedgerAccount.GROUP_PAYABLE, of_order, ~is_payout) - _balance_of(LedgerAccount.MARKET_FEE, of_order)
    owed = -_balance_of(LedgerAccount.REFUNDS, of_order)
    going = _refunds_of_order(Refund.status.in_(NOT_SENT))
    is_paid = select(Payment.id).where(Payment.purchase_id == Order.purchase_id, Payment.order_id.is_(None))
    is_paid = is_paid.where(Payment.status == PaymentStatus.PAID).exists()
    kept = Order.total_satang - Order.refunded_satang
    has_arrived = Order.status.in_([*PAID_ON, OrderStatus.RETURNED_TO_SENDER])
    is_right = or_(
        and_(~is_paid, waits == 0, earned == 0, owed == 0),
        and_(is_paid, ~has_arrived, waits == kept, earned == 0, owed == going),
        and_(is_paid, has_arrived, waits == 0, earned == kept, owed == going),
    )
    asked = select(Order.code, Order.status, waits, earned, owed).where(Order.payment_method == PaymentMethod.STRIPE, ~is_right)
    return [
        f"order {code} ({status}): {waits} satang wait, {earned} earned, {owed} owed back"
        for code, status, waits, earned, owed in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def refunds_are_counted() -> list[str]:
    """Orders and payments say as much given back as there are refunds, and none of more than came."""
    by_order, by_payment = _refunds_of_order(), _refunds()
    orders = select(Order.code, Order.refunded_satang, by_order).where(Order.refunded_satang != by_order)
    payments = select(Payment.id, Payment.refunded_satang, by_payment).where(Payment.refunded_satang != by_payment)
    return [
        f"{what} {name}: {says} satang given back, refunds of {are}"
        for what, asked in (("order", orders), ("payment", payments))
        for name, says, are in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def _balance_of(account: LedgerAccount, *where: ColumnElement[bool]):
    total = select(func.coalesce(func.sum(LedgerEntry.amount_satang), 0))
    total = total.join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    return total.where(LedgerEntry.account == account, *where).scalar_subquery()


def _refunds(*where: ColumnElement[bool]):
    asked = select(func.coalesce(func.sum(Refund.amount_satang), 0)).where(Refund.payment_id == Payment.id, *where)
    return asked.scalar_subquery()


def _refunds_of_order(*where: ColumnElement[bool]):
    asked = select(func.coalesce(func.sum(Refund.amount_satang), 0)).where(Refund.order_id == Order.id, *where)
    return asked.scalar_subquery()


CHECKS = {
    "ledger": ledger_balances,
    "income": cash_is_earned_once,
    "payments": payments_agree_with_orders,
    "collected": collected_payments_agree_with_orders,
    "purchases": each_purchase_adds_up,
    "earnings": each_order_adds_up,
    "refunds": refunds_are_counted,
}
