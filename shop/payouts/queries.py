"""What groups are owed by the ledger, how much of it is due, and why some of it is not paid yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from shop.groups.income_details import USED_AFTER
from shop.groups.models import Group, IncomeDetails
from shop.groups.states import GroupStatus
from shop.kernel.clock import BANGKOK, now, today
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns.queries import orders_asked_back
from shop.payments.models import Dispute, DisputeStatus, LedgerAccount, LedgerEntry, LedgerTransaction, Payment
from shop.payouts.models import Adjustment, BankMovement, Payout, PayoutBatch, PayoutItem, Way
from shop.payouts.states import AdjustmentStatus, BatchStatus

AFTER_RECEIPT = timedelta(days=7)  # the buyer has said that it came
AFTER_DELIVERY = timedelta(days=14)  # she has said nothing
PAGE = 50


class Stage(StrEnum):
    """How far what is left of an order is on its way to the group."""

    DUE = "due"
    LATER = "later"  # the buyer may still give it back
    RETURN_OPEN = "return_open"  # a buyer, or her bank, asks for it back
    IN_BATCH = "in_batch"


@dataclass(frozen=True)
class Owed:
    """What is left of one order for its group, in satang; negative where it was paid out and refunded after.

    `order_id` None: what two officials have put right outside of any order. `due_at` None: nobody knows yet.
    """

    group_id: int
    order_id: int | None
    code: str
    satang: int
    due_at: datetime | None
    stage: Stage


class Hold(StrEnum):
    """Why a group is not in a batch."""

    NO_DETAILS = "no_details"
    LOCKED = "locked"
    CHANGED_RECENTLY = "changed_recently"
    SUSPENDED = "suspended"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True)
class GroupDue:
    """What is due to one group now. `until`: when the hold ends by itself, where it does."""

    group: Group
    items: tuple[Owed, ...]
    hold: Hold | None
    until: datetime | None
    way: Way | None
    details: dict

    @property
    def satang(self) -> int:
        return sum(item.satang for item in self.items)


@dataclass(frozen=True)
class NextPayout:
    """The soonest day on which something is due to a group, and what is due by then (satang)."""

    on: date
    satang: int


def next_payout(group_id: int) -> NextPayout | None:
    """What of the market's debt to a group can be paid next; None where nothing can: what is in a batch is on its way."""
    waits = [each for each in owed([group_id]) if each.stage in (Stage.DUE, Stage.LATER)]
    days = [thai_day(each.due_at) for each in waits if each.due_at and each.satang > 0]
    soonest = max(min(days), today()) if days else today()
    satang = sum(each.satang for each in waits if each.stage is Stage.DUE or thai_day(each.due_at) <= soonest)
    return NextPayout(soonest, satang) if satang > 0 else None


def thai_day(moment: datetime) -> date:
    return moment.astimezone(BANGKOK).date()


def due_at(order: Order) -> datetime | None:
    """When what an order earned is due, if nobody asks for it back before; None while the goods are on their way."""
    return _due_at(order.received_at, order.delivered_at, order.ended_at)


def owed(group_ids: Collection[int] | None = None) -> list[Owed]:
    """Everything that is left of orders and not paid out, by group and order; of all groups, or of some."""
    asked = (
        select(left, Order.code, Order.received_at, Order.delivered_at, Order.ended_at, _stands_in_open_batch())
        .outerjoin(Order, Order.id == left.c.order_id)
        .order_by(left.c.group_id, left.c.order_id)
    )
    if group_ids is not None:
        asked = asked.where(left.c.group_id.in_(group_ids))
    rows = db.session.execute(asked).all()
    order_ids = [row[1] for row in rows if row[1] is not None]
    returning = orders_asked_back(order_ids) | orders_in_dispute(order_ids)
    at = now()
    found = []
    for group_id, order_id, satang, code, received_at, delivered_at, ended_at, in_batch in rows:
        due = _due_at(received_at, delivered_at, ended_at)
        if in_batch:
            stage = Stage.IN_BATCH
        elif order_id is None or satang < 0:  # a debt is set off as soon as there is something to set it off against
            stage = Stage.DUE
        elif order_id in returning:
            stage = Stage.RETURN_OPEN
        else:
            stage = Stage.DUE if due and due <= at else Stage.LATER
        found.append(Owed(group_id, order_id, code or "", int(satang), due, stage))
    return found


def groups_due(group_ids: Collection[int] | None = None) -> list[GroupDue]:
    """Who could be paid now, each with the reason where she cannot; by name."""
    by_group: dict[int, list[Owed]] = {}
    for each in owed(group_ids):
        if each.stage is Stage.DUE:
            by_group.setdefault(each.group_id, []).append(each)
    groups = db.session.scalars(select(Group).where(Group.id.in_(by_group)).order_by(Group.name, Group.id))
    kept = {row.group_id: row for row in db.session.scalars(select(IncomeDetails).where(IncomeDetails.group_id.in_(by_group)))}
    return [_group_due(group, by_group[group.id], kept.get(group.id)) for group in groups]


def left_of(order_ids: Iterable[int], group_ids: Iterable[int]) -> dict[tuple[int, int | None], int]:
    """What the ledger owes now, by group and order; by None what it owes these groups outside of orders."""
    ids, of_groups = list(order_ids), list(group_ids)
    wanted = left.c.order_id.in_(ids) | (left.c.order_id.is_(None) & left.c.group_id.in_(of_groups))
    return {(row.group_id, row.order_id): int(row.satang) for row in db.session.execute(select(left).where(wanted))}


def draft() -> PayoutBatch | None:
    return db.session.scalar(select(PayoutBatch).where(PayoutBatch.status == BatchStatus.DRAFT))


def batch_by_code(code: str) -> PayoutBatch | None:
    """With its rows, their groups and their items."""
    asked = select(PayoutBatch).where(PayoutBatch.code == code.upper())
    rows = selectinload(PayoutBatch.rows)
    return db.session.scalar(
        asked.options(rows.joinedload(Payout.group), rows.selectinload(Payout.items).joinedload(PayoutItem.order))
    )


@dataclass(frozen=True)
class BatchLine:
    """A batch in a list."""

    batch: PayoutBatch
    rows: int
    satang: int


def batches(before_id: int | None = None, limit: int = PAGE) -> list[BatchLine]:
    """The newest first."""
    total = func.coalesce(func.sum(Payout.amount_satang), 0)
    asked = select(PayoutBatch, func.count(Payout.id), total).outerjoin(Payout, Payout.batch_id == PayoutBatch.id)
    asked = asked.group_by(PayoutBatch.id).order_by(PayoutBatch.id.desc()).limit(limit)
    if before_id is not None:
        asked = asked.where(PayoutBatch.id < before_id)
    return [BatchLine(batch, rows, int(satang)) for batch, rows, satang in db.session.execute(asked)]


def payouts_of_group(group_id: int, limit: int = PAGE) -> list[Payout]:
    """A group's payouts, the newest first, with their batches: cancelled ones apart."""
    asked = select(Payout).join(Payout.batch).where(Payout.group_id == group_id, PayoutBatch.status != BatchStatus.CANCELLED)
    return list(db.session.scalars(asked.options(joinedload(Payout.batch)).order_by(Payout.id.desc()).limit(limit)))


def adjustments(status: AdjustmentStatus | None = None, before_id: int | None = None, limit: int = PAGE) -> list[Adjustment]:
    """The newest first; those that wait for a decision the oldest first."""
    asked = select(Adjustment).options(joinedload(Adjustment.group), joinedload(Adjustment.order)).limit(limit)
    if status:
        asked = asked.where(Adjustment.status == status)
    if before_id is not None:
        asked = asked.where(Adjustment.id < before_id)
    return list(
        db.session.scalars(asked.order_by(Adjustment.id if status is AdjustmentStatus.PROPOSED else Adjustment.id.desc()))
    )


def adjustment_by_id(adjustment_id: int) -> Adjustment | None:
    return db.session.get(Adjustment, adjustment_id)


def group_by_id(group_id: int) -> Group | None:
    return db.session.get(Group, group_id)


def groups_in(statuses: Collection[GroupStatus]) -> list[tuple[int, str]]:
    """Ids and names, to choose from."""
    asked = select(Group.id, Group.name).where(Group.status.in_(statuses)).order_by(Group.name, Group.id)
    return [(group_id, name) for group_id, name in db.session.execute(asked)]


def bank_movements(limit: int = PAGE) -> list[BankMovement]:
    return list(db.session.scalars(select(BankMovement).order_by(BankMovement.id.desc()).limit(limit)))


def _left(*where: ColumnElement[bool]):
    """What is left of each order, in satang, and by no order what is left of the group's outside of orders."""
    satang = -func.sum(LedgerEntry.amount_satang)
    asked = select(LedgerEntry.group_id, LedgerTransaction.order_id, satang.label("satang"))
    asked = asked.join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    asked = asked.where(LedgerEntry.account == LedgerAccount.GROUP_PAYABLE, *where)
    return asked.group_by(LedgerEntry.group_id, LedgerTransaction.order_id).having(satang != 0)


left = _left().subquery("what_is_left")


def _stands_in_open_batch() -> ColumnElement[bool]:
    """Asked in the same breath as what is left: a row that is marked paid in between would be seen twice, or not at all."""
    is_open = select(PayoutItem.id).where(PayoutItem.is_open)
    of_group = is_open.where(PayoutItem.order_id.is_(None), PayoutItem.group_id == left.c.group_id)
    return or_(is_open.where(PayoutItem.order_id == left.c.order_id).exists(), and_(left.c.order_id.is_(None), of_group.exists()))


def _due_at(received_at: datetime | None, delivered_at: datetime | None, ended_at: datetime | None) -> datetime | None:
    """Never while the buyer may still ask for it back, which she may for a week after she has it.

    An order that ended otherwise (sent back to its sender) is due as one that was received.
    """
    if received_at or ended_at:
        return (received_at or ended_at) + AFTER_RECEIPT
    return delivered_at + AFTER_DELIVERY if delivered_at else None


def orders_in_dispute(order_ids: Collection[int]) -> set[int]:
    """Those of these orders whose payment a cardholder denies at the moment."""
    asked = (
        select(Order.id).join(Payment, Payment.purchase_id == Order.purchase_id).join(Dispute, Dispute.payment_id == Payment.id)
    )
    asked = asked.where(
        Order.id.in_(order_ids), Order.payment_method == PaymentMethod.STRIPE, Dispute.status == DisputeStatus.OPEN
    )
    return set(db.session.scalars(asked)) if order_ids else set()


def _group_due(group: Group, items: list[Owed], kept: IncomeDetails | None) -> GroupDue:
    way, details = _destination(group, kept)
    hold, until = _hold(group, sum(item.satang for item in items), way, kept)
    return GroupDue(group, tuple(items), hold, until, way, details)


def _destination(group: Group, kept: IncomeDetails | None) -> tuple[Way | None, dict]:
    """Her bank account, or where there is none her PromptPay: a row stands in one file."""
    if kept and kept.bank_account:
        return Way.BANK, {"name": kept.bank_account_name, "bank_code": kept.bank_code, "account": kept.bank_account}
    if kept and kept.promptpay_id:
        return Way.PROMPTPAY, {"name": group.name, "promptpay_kind": kept.promptpay_kind, "promptpay_id": kept.promptpay_id}
    return None, {}


def _hold(group: Group, satang: int, way: Way | None, kept: IncomeDetails | None) -> tuple[Hold | None, datetime | None]:
    at = now()
    if satang <= 0:
        return Hold.NOTHING_LEFT, None
    if group.status is GroupStatus.SUSPENDED:
        return Hold.SUSPENDED, None
    if kept and kept.locked_until and kept.locked_until > at:
        return Hold.LOCKED, kept.locked_until
    if way is None:
        return Hold.NO_DETAILS, None
    if kept.changed_at > at - USED_AFTER:
        return Hold.CHANGED_RECENTLY, kept.changed_at + USED_AFTER
    return None, None
