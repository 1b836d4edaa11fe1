"""What sales at a booth left to be reconciled: somebody counts again, or has seen it."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from shop.audit import service as audit
from shop.catalogue import variants
from shop.catalogue.models import Variant
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace
from shop.orders.models import Order, OrderLine
from shop.orders.states import HOLDING
from shop.payments.booth.actions import BoothAction
from shop.payments.booth.models import BoothClash, BoothSale, ClashKind

MOST = 100


def open_clashes(group_id: int) -> list[BoothClash]:
    """The oldest first, each with its sale, order and variant."""
    asked = select(BoothClash).where(BoothClash.group_id == group_id, BoothClash.settled_at.is_(None))
    asked = asked.options(
        joinedload(BoothClash.sale).joinedload(BoothSale.order), joinedload(BoothClash.variant).joinedload(Variant.product)
    )
    return list(db.session.scalars(asked.order_by(BoothClash.id).limit(MOST)))


def by_variant(waiting: Sequence[BoothClash]) -> list[tuple[BoothClash, int]]:
    """Tasks as a person sees them, each with its missing pieces: all that is short of one variant is one count of it."""
    missing: dict[int | None, int] = {}
    for clash in waiting:
        missing[clash.variant_id] = missing.get(clash.variant_id, 0) + clash.quantity
    shown: set[int | None] = set()
    tasks = []
    for clash in waiting:
        if clash.kind is not ClashKind.SHORT:
            tasks.append((clash, 0))
        elif clash.variant_id not in shown:
            shown.add(clash.variant_id)
            tasks.append((clash, missing[clash.variant_id]))
    return tasks


def clashes_open(group_id: int) -> ScalarSelect[int]:
    """How many wait: part of a question."""
    waiting = select(func.count(BoothClash.id)).where(BoothClash.group_id == group_id, BoothClash.settled_at.is_(None))
    return waiting.scalar_subquery()


def clash_of_group(clash_id: int, group_id: int) -> BoothClash | None:
    return db.session.scalar(select(BoothClash).where(BoothClash.id == clash_id, BoothClash.group_id == group_id))


def orders_holding(group_id: int, variant_ids: Sequence[int]) -> dict[int, list[Order]]:
    """By variant: orders of the web that still wait for its pieces, the latest first: one of them may have to be called off."""
    asked = select(OrderLine.variant_id, Order).join(Order, Order.id == OrderLine.order_id)
    asked = asked.where(Order.group_id == group_id, Order.status.in_(HOLDING), OrderLine.takes_stock)
    asked = asked.where(OrderLine.variant_id.in_(variant_ids)).options(selectinload(Order.lines))
    found: dict[int, list[Order]] = {}
    for variant_id, order in db.session.execute(asked.order_by(Order.id.desc())):
        found.setdefault(variant_id, []).append(order)
    return found


def count_again(clash: BoothClash, counted: int, seen: int, actor: Actor) -> None:
    """So many can still be sold of it; all that is open of this variant is settled by that. `seen`: the figure on her screen.

    Raises NotAllowed, LostRace where it was settled, BadValue, OutOfStock.
    """
    check_may(actor, Permission.ORDER_FULFIL, clash.group_id)
    same = (BoothClash.group_id == clash.group_id, BoothClash.variant_id == clash.variant_id, BoothClash.kind == ClashKind.SHORT)
    _settle(clash, actor, *same, counted=counted)
    variants.count_stock(clash.variant, counted, seen, actor)


def acknowledge(clash: BoothClash, actor: Actor) -> None:
    """Somebody has seen it. Raises NotAllowed, LostRace."""
    check_may(actor, Permission.ORDER_FULFIL, clash.group_id)
    _settle(clash, actor, BoothClash.id == clash.id)


def _settle(clash: BoothClash, actor: Actor, *which: object, **said: object) -> None:
    if clash.settled_at is not None:
        raise LostRace(clash.id)
    waiting = update(BoothClash).where(*which, BoothClash.settled_at.is_(None))
    settled = waiting.values(settled_at=now(), settled_by=actor.id).execution_options(synchronize_session=False)
    if db.session.execute(settled).rowcount == 0:
        raise LostRace(clash.id)
    db.session.expire(clash)
    audit.record(
        actor, BoothAction.SETTLE_CLASH, "order", clash.sale.order.code, group_id=clash.group_id, kind=str(clash.kind), **said
    )
