"""What must be true of payouts at any moment: asked by `doctor` and after each step of the property tests."""

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select

from shop.groups.models import Group
from shop.kernel.database import db
from shop.orders.checks import MOST_SHOWN
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderStatus
from shop.payments import ledger
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment, PaymentStatus
from shop.payments.service import PAID_ON
from shop.payouts.models import Adjustment, Payout, PayoutBatch, PayoutItem
from shop.payouts.states import HAS_FILES, AdjustmentStatus, BatchStatus, PayoutStatus

WERE_PAID = (PayoutStatus.PAID, PayoutStatus.RETURNED)


def payouts_are_in_the_books() -> list[str]:
    """Each paid row has its items in the ledger, once; a returned one has them reversed; and the ledger pays nothing else."""
    key = _key_of_item()
    paid, back = _moved_under(key), _moved_under(key + literal(":returned"))
    was_paid, came_back = Payout.status.in_(WERE_PAID), Payout.status == PayoutStatus.RETURNED
    is_right = and_(
        paid == case((was_paid, PayoutItem.amount_satang), else_=0), back == case((came_back, -PayoutItem.amount_satang), else_=0)
    )
    asked = select(key, Payout.status, paid, back).select_from(PayoutItem).join(Payout, Payout.id == PayoutItem.payout_id)
    asked = asked.join(PayoutBatch, PayoutBatch.id == PayoutItem.batch_id).where(~is_right)
    known = select(PayoutItem.id).join(PayoutBatch, PayoutBatch.id == PayoutItem.batch_id)
    known = known.where(or_(key == LedgerTransaction.key, key + literal(":returned") == LedgerTransaction.key))
    strange = select(LedgerTransaction.key).where(
        LedgerTransaction.kind.in_([ledger.PAYOUT, ledger.PAYOUT_RETURNED]), ~known.exists()
    )
    return [
        f"{name} is {status}: {out} satang paid by the books, {returned} returned"
        for name, status, out, returned in db.session.execute(asked.limit(MOST_SHOWN))
    ] + [f"{name}: no row of a batch says so" for name in db.session.scalars(strange.limit(MOST_SHOWN))]


def rows_are_sums_and_open_once() -> list[str]:
    """A row is the sum of its items, which are open while it waits; no order stands in two open ones."""
    total = func.coalesce(func.sum(PayoutItem.amount_satang), 0)
    is_open = func.coalesce(func.sum(case((PayoutItem.is_open, 1), else_=0)), 0)
    wrong = or_(
        total != Payout.amount_satang,
        and_(Payout.status == PayoutStatus.WAITING, is_open != func.count(PayoutItem.id)),
        and_(Payout.status != PayoutStatus.WAITING, is_open > 0),
    )
    rows = select(Payout.id, Payout.status, Payout.amount_satang, total, is_open).outerjoin(PayoutItem)
    rows = rows.group_by(Payout.id, Payout.status, Payout.amount_satang).having(wrong)
    twice = select(PayoutItem.order_id).where(PayoutItem.is_open, PayoutItem.order_id.is_not(None))
    twice = twice.group_by(PayoutItem.order_id).having(func.count(PayoutItem.id) > 1)
    waits = select(Payout.id).where(Payout.batch_id == PayoutBatch.id, Payout.status == PayoutStatus.WAITING).exists()
    ended = select(PayoutBatch.code, PayoutBatch.status).where(
        PayoutBatch.status.in_([BatchStatus.SETTLED, BatchStatus.CANCELLED]), waits
    )
    return [
        *(
            f"payout {row} is {status} of {amount} satang: items of {items}, {count} open"
            for row, status, amount, items, count in db.session.execute(rows.limit(MOST_SHOWN))
        ),
        *(f"order {order} stands in several open payouts" for order in db.session.scalars(twice.limit(MOST_SHOWN))),
        *(f"batch {code} is {status}, and rows of it wait" for code, status in db.session.execute(ended.limit(MOST_SHOWN))),
    ]


def nothing_is_paid_that_was_not_earned() -> list[str]:
    """No row pays more of an order than the ledger owed when the rows were fixed, and two people stand behind each payment."""
    same = func.coalesce(LedgerTransaction.order_id, 0) == func.coalesce(PayoutItem.order_id, 0)
    left = -_sum_of(
        LedgerAccount.GROUP_PAYABLE,
        LedgerEntry.group_id == PayoutItem.group_id,
        same,
        LedgerTransaction.id <= PayoutBatch.ledger_id,
    )
    asked = select(PayoutBatch.code, PayoutItem.order_id, PayoutItem.amount_satang, left).select_from(PayoutItem)
    asked = asked.join(PayoutBatch, PayoutBatch.id == PayoutItem.batch_id).where(PayoutItem.amount_satang > left)
    alone = select(PayoutBatch.code).where(
        PayoutBatch.status.in_([BatchStatus.APPROVED, *HAS_FILES]),
        or_(PayoutBatch.approved_by.is_(None), PayoutBatch.approved_by == PayoutBatch.closed_by),
    )
    return [
        f"batch {code} pays {amount} satang of order {order}, which had earned {earned}"
        for code, order, amount, earned in db.session.execute(asked.limit(MOST_SHOWN))
    ] + [f"batch {code} was not approved by a second person" for code in db.session.scalars(alone.limit(MOST_SHOWN))]


def groups_are_owed_what_is_left() -> list[str]:
    """What the ledger owes a group = what its arrived orders kept, less the market's fee and what was paid, and adjustments."""
    is_paid = select(Payment.id).where(Payment.purchase_id == Order.purchase_id, Payment.order_id.is_(None))
    is_paid = is_paid.where(Payment.status == PaymentStatus.PAID).exists()
    kept = func.coalesce(func.sum(Order.total_satang - Order.refunded_satang), 0)
    earned = select(kept).where(
        Order.group_id == Group.id,
        Order.payment_method == PaymentMethod.STRIPE,
        Order.status.in_([*PAID_ON, OrderStatus.RETURNED_TO_SENDER]),
        is_paid,
    )
    of_group = LedgerEntry.group_id == Group.id
    fee = -_sum_of(LedgerAccount.MARKET_FEE, of_group)
    paid = select(func.coalesce(func.sum(Payout.amount_satang), 0)).where(
        Payout.group_id == Group.id, Payout.status == PayoutStatus.PAID
    )
    adjusted = select(func.coalesce(func.sum(Adjustment.amount_satang), 0)).where(
        Adjustment.group_id == Group.id, Adjustment.status == AdjustmentStatus.APPROVED
    )
    owed = -_sum_of(LedgerAccount.GROUP_PAYABLE, of_group)
    expected = earned.scalar_subquery() - fee - paid.scalar_subquery() + adjusted.scalar_subquery()
    asked = select(Group.id, owed, expected).where(owed != expected)
    return [
        f"group {group}: {satang} satang owed by the books, {right} by its orders and payouts"
        for group, satang, right in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def _key_of_item() -> ColumnElement[str]:
    about = case(
        (PayoutItem.order_id.is_not(None), literal("order:") + cast(PayoutItem.order_id, String)),
        else_=literal("group:") + cast(PayoutItem.group_id, String),
    )
    return literal("payout:") + PayoutBatch.code + literal(":") + about


def _moved_under(key: ColumnElement[str]):
    """Satang that left what the item's group is owed."""
    return _sum_of(LedgerAccount.GROUP_PAYABLE, LedgerTransaction.key == key, LedgerEntry.group_id == PayoutItem.group_id)


def _sum_of(account: LedgerAccount, *where: ColumnElement[bool]):
    total = select(func.coalesce(func.sum(LedgerEntry.amount_satang), 0))
    total = total.join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    return total.where(LedgerEntry.account == account, *where).scalar_subquery()


CHECKS = {
    "payouts": payouts_are_in_the_books,
    "payout rows": rows_are_sums_and_open_once,
    "payout amounts": nothing_is_paid_that_was_not_earned,
    "payable": groups_are_owed_what_is_left,
}
