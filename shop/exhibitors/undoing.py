"""A saved list undone: what it made goes, as long as nothing of it was sold; what people have made their own since then stays.

A group that was claimed or sent for review is its people's, with all its drafts; a draft that a group went on with is its own.
The plan of the ground is the office's: booths of the list go in any case, and those that it moved stand where they stood.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, exists, or_, select, update

from shop.audit import service as audit
from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, ProductRevision, StockMovement, Variant
from shop.catalogue.states import ProductAction
from shop.exhibitors.models import BatchStatus, ImportBatch, ImportedRow, MadeKind
from shop.exhibitors.service import may_import
from shop.fairs.actions import FairAction
from shop.fairs.from_list import Moved, put_back, take_away
from shop.fairs.models import Booth, ShortCode
from shop.groups.actions import GroupChange
from shop.groups.models import Group, Membership
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, Refusal
from shop.kernel.review import RevisionStatus
from shop.orders.models import OrderLine

AT_ONCE = 500


class AlreadySold(Refusal):
    """Somebody has ordered of it: an order is never without its goods."""


class Stays(StrEnum):
    """Why something stays."""

    CLAIMED = "claimed"  # the group has its people
    SENT = "sent"  # for review, or decided already
    ELSEWHERE = "elsewhere"  # another list or fair has it, too
    PRINTED = "printed"  # a code of it was printed, which is for ever
    WORKED_ON = "worked_on"  # a draft that its group went on with


@dataclass(frozen=True)
class Undoing:
    """Ids of what goes; `stays`: why each group or product that does not go stays, by id."""

    groups: tuple[int, ...]
    products: tuple[int, ...]
    booths: tuple[int, ...]
    exhibits: tuple[int, ...]
    moved: tuple[Moved, ...]
    staying_groups: dict[int, Stays]
    staying_products: dict[int, Stays]
    is_sold: bool


def undoing_of(batch: ImportBatch) -> Undoing:
    """What undoing it now would do."""
    made: dict[str, dict[int, ImportedRow]] = {kind: {} for kind in MadeKind}
    for row in db.session.scalars(select(ImportedRow).where(ImportedRow.batch_id == batch.id).order_by(ImportedRow.id)):
        made[row.kind][row.subject_id] = row
    groups, products = list(made[MadeKind.GROUP]), {one: row.group_id for one, row in made[MadeKind.PRODUCT].items()}
    staying = _staying_groups(batch, groups)
    theirs = {group_id for group_id, why in staying.items() if why in (Stays.CLAIMED, Stays.SENT)}
    staying_products = _staying_products(products) | {one: Stays.CLAIMED for one, group in products.items() if group in theirs}
    staying |= {products[one]: Stays.WORKED_ON for one in staying_products if products[one] in set(groups) - staying.keys()}
    return Undoing(
        groups=tuple(one for one in groups if one not in staying),
        products=tuple(one for one in products if one not in staying_products),
        booths=tuple(made[MadeKind.BOOTH]),
        exhibits=tuple(made[MadeKind.EXHIBIT]),
        moved=tuple(_moved(row) for row in made[MadeKind.BOOTH_MOVED].values()),
        staying_groups=staying,
        staying_products=staying_products,
        is_sold=_is_sold(list(products)),
    )


def undo(batch: ImportBatch, actor: Actor) -> Undoing:
    """Take away what it made; what stayed is said. Raises NotAllowed, AlreadySold, LostRace (undone meanwhile)."""
    may_import(actor)
    here = (ImportBatch.id == batch.id, ImportBatch.status == BatchStatus.SAVED)
    values = {"status": BatchStatus.UNDONE, "undone_at": now(), "undone_by": actor.id}
    turned = update(ImportBatch).where(*here).values(**values).execution_options(synchronize_session=False)
    if db.session.execute(turned).rowcount != 1:
        raise LostRace
    undoing = undoing_of(batch)
    if undoing.is_sold:
        raise AlreadySold
    put_back(undoing.moved, batch.fair_id, actor)
    take_away(undoing.booths, undoing.exhibits, batch.fair_id)
    _delete(Product, undoing.products)
    _delete(Group, undoing.groups)
    stayed = Counter([*undoing.staying_groups.values(), *undoing.staying_products.values()])
    db.session.execute(update(ImportBatch).where(ImportBatch.id == batch.id).values(stayed=dict(stayed)))
    audit.record_many(actor, GroupChange.UNDO_START, "group", {one: one for one in undoing.groups}, imported=True)
    said = {"groups_removed": len(undoing.groups), "drafts_removed": len(undoing.products), "booths_removed": len(undoing.booths)}
    audit.record(actor, FairAction.UNDO_LIST, "fair", batch.fair_id, batch=batch.code, **said)
    db.session.expire_all()
    return undoing


def made_by(batch: ImportBatch, kind: MadeKind) -> list[int]:
    """Ids of what it made, though some may be gone."""
    asked = select(ImportedRow.subject_id).where(ImportedRow.batch_id == batch.id, ImportedRow.kind == kind)
    return list(db.session.scalars(asked.order_by(ImportedRow.id)))


def _staying_groups(batch: ImportBatch, group_ids: Sequence[int]) -> dict[int, Stays]:
    other_list = select(ImportedRow.group_id).join(ImportBatch, ImportBatch.id == ImportedRow.batch_id)
    other_list = other_list.where(ImportedRow.batch_id != batch.id, ImportBatch.status == BatchStatus.SAVED)
    own = select(ImportedRow.subject_id).where(ImportedRow.batch_id == batch.id, ImportedRow.kind == MadeKind.PRODUCT)
    reasons = (
        (Stays.PRINTED, select(ShortCode.group_id), ShortCode.group_id),
        (Stays.ELSEWHERE, select(Booth.group_id).where(Booth.fair_id != batch.fair_id), Booth.group_id),
        (Stays.ELSEWHERE, other_list, ImportedRow.group_id),
        (Stays.ELSEWHERE, select(Product.group_id).where(Product.id.not_in(own)), Product.group_id),
        (Stays.SENT, select(Group.id).where(Group.status != GroupStatus.DRAFT), Group.id),
        (Stays.CLAIMED, select(Membership.group_id), Membership.group_id),
    )
    staying: dict[int, Stays] = {}
    for why, asked, column in reasons:  # the last one that holds is what is said
        for part in _parts(group_ids):
            staying |= dict.fromkeys(db.session.scalars(asked.where(column.in_(part))), why)
    return staying


def _staying_products(products: dict[int, int]) -> dict[int, Stays]:
    """Drafts that somebody went on with: the record knows, or there is more of them than one first draft."""
    staying: dict[int, Stays] = {}
    later = or_(ProductRevision.status != RevisionStatus.DRAFT, ProductRevision.number > 1)
    for part in _parts(list(products)):
        sent = select(ProductRevision.product_id).where(ProductRevision.product_id.in_(part), later)
        touched = select(AuditEntry.subject_id).where(
            AuditEntry.subject_kind == "product", AuditEntry.subject_id.in_(map(str, part))
        )
        touched = touched.where(AuditEntry.action != str(ProductAction.CREATE))
        staying |= dict.fromkeys((int(one) for one in db.session.scalars(touched)), Stays.WORKED_ON)
        stocked = select(Variant.product_id).join(StockMovement, StockMovement.variant_id == Variant.id)
        staying |= dict.fromkeys(db.session.scalars(stocked.where(Variant.product_id.in_(part))), Stays.WORKED_ON)
        staying |= dict.fromkeys(db.session.scalars(sent), Stays.SENT)
    return staying


def _is_sold(product_ids: Sequence[int]) -> bool:
    return any(
        db.session.scalar(select(exists(select(OrderLine.id).where(OrderLine.product_id.in_(part)))))
        for part in _parts(product_ids)
    )


def _moved(row: ImportedRow) -> Moved:
    number, zone, note = row.before.split("\t")
    return Moved(row.subject_id, row.group_id, (number, zone, note))


def _delete(table: type, ids: Sequence[int]) -> None:
    """With all that hangs on each."""
    for part in _parts(ids):
        db.session.execute(delete(table).where(table.id.in_(part)).execution_options(synchronize_session=False))


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
