"""Pay the groups: fix what is due, have another official approve it, export it for the bank, and write down what became of it.

Every step is a conditional write with its audit in the caller's transaction. The batch's row is locked first, then groups, then
orders; after those locks nothing can be added to or taken from what is paid until the rows are fixed.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.clock import now, today
from shop.kernel.codes import new_code
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.thai import tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all
from shop.orders.models import Order
from shop.orders.returns import queries as returns
from shop.payments import ledger
from shop.payments.models import LedgerAccount, LedgerTransaction
from shop.payouts import queries
from shop.payouts.actors import check, check_second
from shop.payouts.models import Payout, PayoutBatch, PayoutItem, Way
from shop.payouts.states import BATCH_STEPS, HAS_FILES, PAYOUT_STEPS, BatchAction, BatchStatus, PayoutAction, PayoutStatus

LONGEST_REFERENCE = 200
LONGEST_REASON = 300
AT_ONCE = 1000  # ids in one question
TOLD = (Role.GROUP_OWNER, Role.GROUP_STAFF)  # a volunteer does not see what a group earns


class NothingDue(Refusal):
    """None of the chosen groups can be paid now."""


class DueChanged(Refusal):
    """What is due is not what the official has looked at."""


class BatchOutdated(Refusal):
    """Something was refunded, or is being returned, since the rows were fixed: the batch has to be made anew."""


def start_batch(actor: Actor) -> PayoutBatch:
    """The draft in which officials look at what is due: the one there is, or a new one. Raises LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    if draft := queries.draft():
        return draft
    batch = PayoutBatch(code=new_code(), opened_by=actor.id)
    try:
        with db.session.begin_nested():
            db.session.add(batch)
    except IntegrityError as taken:
        raise LostRace from taken
    audit.record(actor, BatchAction.OPEN, "payout_batch", batch.code)
    return batch


def close_batch(batch: PayoutBatch, group_ids: Collection[int], seen_satang: int, actor: Actor) -> None:
    """Fix a row for each of these groups, with where its money goes. `seen_satang`: the sum that the official was shown.

    Raises NothingDue, DueChanged, LostRace.
    """
    check(actor, Permission.MONEY_MANAGE)
    _move(batch, BatchAction.CLOSE, actor, closed_at=now(), closed_by=actor.id)
    looked_at = queries.groups_due(group_ids)
    _lock({due.group.id for due in looked_at}, {item.order_id for due in looked_at for item in due.items} - {None})
    payable = [due for due in queries.groups_due(group_ids) if due.hold is None]
    if not payable:
        raise NothingDue
    if sum(due.satang for due in payable) != seen_satang or {due.group.id for due in payable} != set(group_ids):
        raise DueChanged
    try:
        db.session.add_all(_row(batch, number, due) for number, due in enumerate(payable, 1))
        db.session.flush()
    except IntegrityError as taken:  # an order of theirs is in another batch: the index sees to it
        raise LostRace from taken
    newest = select(func.max(LedgerTransaction.id)).scalar_subquery()
    fixed = update(PayoutBatch).where(PayoutBatch.id == batch.id).values(ledger_id=newest)
    db.session.execute(fixed.execution_options(synchronize_session=False))
    db.session.expire(batch)


def approve_batch(batch: PayoutBatch, actor: Actor) -> None:
    """By another official than the one who closed it, and only while every row is still owed.

    Raises SamePerson, BatchOutdated, LostRace.
    """
    check_second(actor, batch.closed_by)
    _move(batch, BatchAction.APPROVE, actor, approved_at=now(), approved_by=actor.id)
    _check_as_fixed(batch)


def _check_as_fixed(batch: PayoutBatch) -> None:
    """Every item is still owed, and nobody asks for it back."""
    items = _items(batch)
    order_ids, group_ids = {item.order_id for item in items} - {None}, {item.group_id for item in items}
    _lock(group_ids, order_ids)
    owed = queries.left_of(order_ids, group_ids)
    is_as_fixed = all(owed.get((item.group_id, item.order_id)) == item.amount_satang for item in items)
    earned = [item.order_id for item in items if item.order_id and item.amount_satang > 0]
    if not is_as_fixed or returns.orders_asked_back(earned):
        raise BatchOutdated


def cancel_batch(batch: PayoutBatch, actor: Actor) -> None:
    """Before it is exported: what it held is due again. Raises LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    _move(batch, BatchAction.CANCEL, actor, cancelled_at=now(), cancelled_by=actor.id)
    rows = update(Payout).where(Payout.batch_id == batch.id).values(status=PayoutStatus.CANCELLED)
    items = update(PayoutItem).where(PayoutItem.batch_id == batch.id).values(is_open=False)
    for changed in (rows, items):
        db.session.execute(changed.execution_options(synchronize_session=False))
    db.session.expire_all()


def export_batch(batch: PayoutBatch, actor: Actor) -> None:
    """From here on the money may be moving. Raises BatchOutdated, LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    _move(batch, BatchAction.EXPORT, actor, exported_at=now(), exported_by=actor.id)
    _check_as_fixed(batch)


def record_download(batch: PayoutBatch, way: Way, actor: Actor) -> None:
    """Somebody takes a file with account numbers along. Raises LostRace where there is none yet."""
    check(actor, Permission.MONEY_MANAGE)
    if batch.status not in HAS_FILES:
        raise LostRace
    audit.record(actor, BatchAction.DOWNLOAD, "payout_batch", batch.code, file=way)


def mark_paid(row: Payout, actor: Actor, reference: str = "", paid_on: date | None = None) -> None:
    """The bank has paid it: the books follow, and the group is told. Raises BadValue (reference, paid_on), LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    evidence = _evidence(reference, paid_on)
    _lock_batch(row.batch_id)
    _pay(row, actor, evidence)
    _settle_if_done(row.batch, actor)


def mark_all_paid(batch: PayoutBatch, actor: Actor, reference: str = "", paid_on: date | None = None) -> int:
    """All rows that still wait; how many they were. Raises as mark_paid."""
    check(actor, Permission.MONEY_MANAGE)
    evidence = _evidence(reference, paid_on)
    _lock_batch(batch.id)
    asked = select(Payout).where(Payout.batch_id == batch.id, Payout.status == PayoutStatus.WAITING).order_by(Payout.number)
    waiting = list(db.session.scalars(asked.execution_options(populate_existing=True)))
    if not waiting:
        raise LostRace
    for row in waiting:
        _pay(row, actor, evidence)
    _settle_if_done(batch, actor)
    return len(waiting)


def mark_failed(row: Payout, reason: str, actor: Actor) -> None:
    """The bank did not pay it: what it was for comes in the next batch. Raises BadValue (reason), LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    reason = _text("reason", reason, LONGEST_REASON)
    _lock_batch(row.batch_id)
    _step(row, PayoutAction.FAIL, actor, reason=reason, settled_at=now(), settled_by=actor.id)
    _tell(row, NoticeKind.PAYOUT_FAILED, reason=reason)
    _settle_if_done(row.batch, actor)


def mark_returned(row: Payout, reason: str, actor: Actor) -> None:
    """The bank had paid it and sent it back: reversed in the books, and owed again. Raises BadValue (reason), LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    reason = _text("reason", reason, LONGEST_REASON)
    _lock_batch(row.batch_id)
    _step(row, PayoutAction.RETURN, actor, reason=reason, returned_at=now(), returned_by=actor.id)
    _post(row, ledger.PAYOUT_RETURNED, ":returned", -1)
    _tell(row, NoticeKind.PAYOUT_FAILED, reason=reason)


def reference_of(row: Payout) -> str:
    """What the bank shows with it."""
    return f"{row.batch.code}-{row.number}"


def _row(batch: PayoutBatch, number: int, due: queries.GroupDue) -> Payout:
    return Payout(
        batch_id=batch.id,
        number=number,
        group_id=due.group.id,
        way=due.way,
        details=due.details,
        amount_satang=due.satang,
        items=[
            PayoutItem(batch_id=batch.id, group_id=due.group.id, order_id=item.order_id, amount_satang=item.satang)
            for item in due.items
        ],
    )


def _pay(row: Payout, actor: Actor, evidence: dict[str, object]) -> None:
    _step(row, PayoutAction.PAY, actor, settled_at=now(), settled_by=actor.id, **evidence)
    _post(row, ledger.PAYOUT, "", 1)
    _tell(row, NoticeKind.PAYOUT_PAID)


def _post(row: Payout, kind: str, suffix: str, sign: int) -> None:
    """One transaction an order, under the batch's code and the order's id."""
    purchases = select(Order.id, Order.purchase_id).join(PayoutItem, PayoutItem.order_id == Order.id)
    purchase_of = dict(db.session.execute(purchases.where(PayoutItem.payout_id == row.id)).all())
    for item in row.items:
        about = f"order:{item.order_id}" if item.order_id else f"group:{item.group_id}"
        entries = [
            ledger.Entry(LedgerAccount.GROUP_PAYABLE, sign * item.amount_satang, item.group_id),
            ledger.Entry(LedgerAccount.BANK, -sign * item.amount_satang),
        ]
        key = f"payout:{row.batch.code}:{about}{suffix}"
        ledger.post(key, kind, entries, order_id=item.order_id, purchase_id=purchase_of.get(item.order_id))


def _move(batch: PayoutBatch, action: BatchAction, actor: Actor, **values: object) -> None:
    was = batch.status
    if (was, action) not in BATCH_STEPS:
        raise LostRace(action)
    to = BATCH_STEPS[was, action]
    moved = update(PayoutBatch).where(PayoutBatch.id == batch.id, PayoutBatch.status == was).values(status=to, **values)
    if db.session.execute(moved.execution_options(synchronize_session=False)).rowcount == 0:
        raise LostRace(action)
    db.session.expire(batch)
    audit.record(actor, action, "payout_batch", batch.code, status=[str(was), str(to)])


def _step(row: Payout, action: PayoutAction, actor: Actor, **values: object) -> None:
    """Only of a batch that has gone to the bank."""
    was = row.status
    if (was, action) not in PAYOUT_STEPS:
        raise LostRace(action)
    gone = select(PayoutBatch.id).where(PayoutBatch.status.in_(HAS_FILES))
    to = PAYOUT_STEPS[was, action]
    moved = update(Payout).where(Payout.id == row.id, Payout.status == was, Payout.batch_id.in_(gone)).values(status=to, **values)
    if db.session.execute(moved.execution_options(synchronize_session=False)).rowcount == 0:
        raise LostRace(action)
    closed = update(PayoutItem).where(PayoutItem.payout_id == row.id).values(is_open=False)
    db.session.execute(closed.execution_options(synchronize_session=False))
    db.session.expire(row)
    audit.record(
        actor,
        action,
        "payout_batch",
        row.batch.code,
        group_id=row.group_id,
        row=row.number,
        amount_satang=row.amount_satang,
        status=[str(was), str(to)],
    )


def _settle_if_done(batch: PayoutBatch, actor: Actor) -> None:
    """The batch's row is locked: of two that mark the last rows, the second sees what the first did."""
    waits = select(Payout.id).where(Payout.batch_id == batch.id, Payout.status == PayoutStatus.WAITING)
    if batch.status is BatchStatus.EXPORTED and not db.session.scalar(select(waits.exists())):
        _move(batch, BatchAction.SETTLE, actor, settled_at=now())


def _lock_batch(batch_id: int) -> None:
    asked = select(PayoutBatch).where(PayoutBatch.id == batch_id).with_for_update()
    db.session.scalar(asked.execution_options(populate_existing=True))


def _lock(group_ids: Collection[int], order_ids: Collection[int]) -> None:
    """In the order in which everybody locks. SQLite has one writer at a time, and locks nothing here."""
    for table, ids in ((Group, sorted(group_ids)), (Order, sorted(order_ids))):
        for start in range(0, len(ids), AT_ONCE):
            asked = select(table.id).where(table.id.in_(ids[start : start + AT_ONCE])).order_by(table.id)
            db.session.execute(asked.with_for_update(key_share=True))


def _items(batch: PayoutBatch) -> list[PayoutItem]:
    return list(db.session.scalars(select(PayoutItem).where(PayoutItem.batch_id == batch.id).order_by(PayoutItem.id)))


def _evidence(reference: str, paid_on: date | None) -> dict[str, object]:
    reference = tidy(reference)
    if len(reference) > LONGEST_REFERENCE:
        raise BadValue("reference", "too_long")
    if paid_on and paid_on > today():
        raise BadValue("paid_on", "future")
    return {"reference": reference, "paid_on": paid_on or today()}


def _text(field: str, typed: str, most: int) -> str:
    typed = tidy(typed)
    if not typed:
        raise BadValue(field, "empty")
    if len(typed) > most:
        raise BadValue(field, "too_long")
    return typed


def _tell(row: Payout, kind: NoticeKind, **more: object) -> None:
    told = {"group_id": row.group_id, "group_name": row.group.name, "amount_satang": row.amount_satang, "code": reference_of(row)}
    tell_all(groups.recipients_of(row.group_id, TOLD), kind, **told, **more)
