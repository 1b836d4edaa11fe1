"""Put right what a group is owed: one official proposes, another decides, and only then the books move."""

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all
from shop.orders.models import Order
from shop.payments import ledger
from shop.payments.models import LedgerAccount
from shop.payouts.actors import check, check_second
from shop.payouts.models import Adjustment
from shop.payouts.states import AdjustmentAction, AdjustmentStatus

LONGEST_REASON = 300
TOLD = (Role.GROUP_OWNER, Role.GROUP_STAFF)


def propose_adjustment(group: Group, amount_satang: int, reason: str, actor: Actor, order: Order | None = None) -> Adjustment:
    """Positive gives the group more, negative takes from it. Nothing moves yet. Raises BadValue (amount, reason, order)."""
    check(actor, Permission.MONEY_MANAGE)
    reason = tidy(reason)
    if not amount_satang:
        raise BadValue("amount", "empty")
    if not reason:
        raise BadValue("reason", "empty")
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    if order is not None and order.group_id != group.id:
        raise BadValue("order", "of_another_group")
    adjustment = Adjustment(
        group_id=group.id,
        order_id=order.id if order else None,
        amount_satang=amount_satang,
        reason=reason,
        proposed_by=actor.id,
    )
    db.session.add(adjustment)
    db.session.flush()
    _record(AdjustmentAction.PROPOSE, adjustment, actor)
    return adjustment


def approve_adjustment(adjustment: Adjustment, actor: Actor) -> None:
    """The books move, and the group is told. Raises SamePerson, LostRace."""
    check_second(actor, adjustment.proposed_by)
    _lock(adjustment)
    _decide(adjustment, AdjustmentStatus.APPROVED, actor)
    entries = [
        ledger.Entry(LedgerAccount.GROUP_PAYABLE, -adjustment.amount_satang, adjustment.group_id),
        ledger.Entry(LedgerAccount.ADJUSTMENTS, adjustment.amount_satang, adjustment.group_id),
    ]
    purchase_id = adjustment.order.purchase_id if adjustment.order else None
    key = f"adjustment:{adjustment.id}"
    ledger.post(key, ledger.ADJUSTMENT, entries, order_id=adjustment.order_id, purchase_id=purchase_id)
    _record(AdjustmentAction.APPROVE, adjustment, actor)
    kind = NoticeKind.ADJUSTMENT_ADDED if adjustment.amount_satang > 0 else NoticeKind.ADJUSTMENT_TAKEN
    told = {"group_id": adjustment.group_id, "group_name": adjustment.group.name, "reason": adjustment.reason}
    tell_all(groups.recipients_of(adjustment.group_id, TOLD), kind, amount_satang=abs(adjustment.amount_satang), **told)


def refuse_adjustment(adjustment: Adjustment, actor: Actor) -> None:
    """Nothing moves. Raises SamePerson, LostRace."""
    check_second(actor, adjustment.proposed_by)
    _decide(adjustment, AdjustmentStatus.REFUSED, actor)
    _record(AdjustmentAction.REFUSE, adjustment, actor)


def _lock(adjustment: Adjustment) -> None:
    """As a batch that is being fixed does: group, then order."""
    db.session.execute(select(Group.id).where(Group.id == adjustment.group_id).with_for_update(key_share=True))
    if adjustment.order_id:
        db.session.execute(select(Order.id).where(Order.id == adjustment.order_id).with_for_update(key_share=True))


def _decide(adjustment: Adjustment, status: AdjustmentStatus, actor: Actor) -> None:
    proposed = update(Adjustment).where(Adjustment.id == adjustment.id, Adjustment.status == AdjustmentStatus.PROPOSED)
    decided = proposed.values(status=status, decided_at=now(), decided_by=actor.id)
    if db.session.execute(decided.execution_options(synchronize_session=False)).rowcount == 0:
        raise LostRace
    db.session.expire(adjustment)


def _record(action: AdjustmentAction, adjustment: Adjustment, actor: Actor) -> None:
    code = adjustment.order.code if adjustment.order else None
    amount = adjustment.amount_satang
    audit.record(actor, action, "adjustment", adjustment.id, group_id=adjustment.group_id, amount_satang=amount, order=code)
