"""What must be true of the money at any moment: asked by `doctor` and after each step of the property tests."""

from sqlalchemy import and_, func, or_, select

from shop.kernel.database import db
from shop.orders.checks import MOST_SHOWN
from shop.orders.models import Order
from shop.payments.ledger import CASH_INCOME
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment, PaymentStatus
from shop.payments.service import IN_HAND, PAID_ON, UNPAID_ON


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
    """A cash order that arrived has exactly its total as its group's direct income, any other order nothing."""
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
    is_due = and_(Order.status.in_(PAID_ON), Order.payment_method.in_(IN_HAND))
    is_right = and_(earned.c.times == 1, earned.c.satang == Order.total_satang, earned.c.group_id == Order.group_id)
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
    expected = or_(
        and_(Order.status.in_(UNPAID_ON), Payment.status == PaymentStatus.CANCELLED),
        and_(in_hand, Order.status.in_(PAID_ON), Payment.status == PaymentStatus.PAID),
        and_(in_hand, Order.status.not_in([*PAID_ON, *UNPAID_ON]), Payment.status == PaymentStatus.PENDING),
        and_(~in_hand, Order.status.not_in(UNPAID_ON)),
    )
    agrees = and_(expected, Payment.amount_satang == Order.total_satang, Payment.method == Order.payment_method)
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


CHECKS = {
    "ledger": ledger_balances,
    "income": cash_is_earned_once,
    "payments": payments_agree_with_orders,
}
