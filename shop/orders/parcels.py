"""What stands on a parcel: where it goes as the Thai post reads it, what it weighs, what its bearer collects; its label."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups.models import ShippingKind
from shop.kernel.access import GROUP_ROLES, Actor
from shop.kernel.clock import BANGKOK, now
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod
from shop.orders.queries import WHOLE
from shop.orders.service import StepNotAllowed, roles_towards
from shop.orders.states import OrderEvent
from shop.orders.states import OrderStatus as S

PRINTABLE = (S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED, S.DELIVERED)  # paid for or to be paid in cash, and not ended
COLLECTING = (S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED)


def address_on_parcel(order: Order) -> list[str]:
    """House and road, then the places, in Thai whatever its reader speaks; the postcode stands apart."""
    is_bangkok = order.province.startswith("กรุงเทพ")
    words = ("แขวง", "เขต", "") if is_bangkok else ("ต.", "อ.", "จ.")
    names = (order.subdistrict, order.district, order.province)
    place = " ".join(word + name for word, name in zip(words, names, strict=True) if name)
    return [line for line in (order.line1, place) if line]


def is_sent(order: Order) -> bool:
    """Whether it goes by parcel; else the buyer comes for it."""
    return order.shipping_kind != ShippingKind.COLLECT


def weight_grams(order: Order) -> int | None:
    """Of all pieces that are sent; None where one of them was never weighed."""
    sent = [line for line in order.lines if line.sent_quantity]
    if any(line.weight_grams is None for line in sent):
        return None
    return sum(line.weight_grams * line.sent_quantity for line in sent)


def cash_to_collect(order: Order) -> int:
    """Satang that whoever hands it over takes from the buyer; 0 where it is paid."""
    is_cash = order.payment_method in (PaymentMethod.COD, PaymentMethod.PICKUP)
    return order.due_satang if is_cash and order.status in COLLECTING else 0


def orders_of_group(codes: list[str], group_id: int) -> list[Order]:
    """The group's own among these codes, at whatever step."""
    codes = [code for code in codes if "\0" not in code]  # PostgreSQL would not even look for it
    asked = select(Order).where(Order.code.in_(codes), Order.group_id == group_id)
    return list(db.session.scalars(asked.options(*WHOLE).order_by(Order.id)))


def orders_to_print(codes: list[str], group_id: int) -> list[Order]:
    """The group's own among these codes that may still be printed, oldest first, with all that their papers show."""
    return [order for order in orders_of_group(codes, group_id) if order.status in PRINTABLE]


def orders_to_choose(group_id: int, statuses: tuple[S, ...], limit: int) -> list[Order]:
    """Those at these steps: without a label first, in each the oldest first."""
    asked = select(Order).where(Order.group_id == group_id, Order.status.in_(statuses))
    asked = asked.options(*WHOLE)
    return list(db.session.scalars(asked.order_by(Order.label_printed_at.is_not(None), Order.id).limit(limit)))


def record_labels(orders: list[Order], actor: Actor) -> None:
    """Their labels are printed: so that nobody sends one twice. Raises StepNotAllowed where one has ended meanwhile."""
    for order in orders:
        if not roles_towards(order, actor) & GROUP_ROLES:
            raise StepNotAllowed(OrderEvent.PRINT_LABEL)
    ids = [order.id for order in orders]
    printed = update(Order).where(Order.id.in_(ids), Order.status.in_(PRINTABLE)).values(label_printed_at=now())
    if db.session.execute(printed.execution_options(synchronize_session=False)).rowcount != len(ids):
        raise StepNotAllowed(OrderEvent.PRINT_LABEL)
    for order in orders:
        db.session.expire(order, ["label_printed_at"])
        audit.record(actor, OrderEvent.PRINT_LABEL, "order", order.code, group_id=order.group_id)


def orders_waiting(group_id: int, limit: int) -> list[Order]:
    """Packed, and to be sent: the oldest first."""
    asked = select(Order).where(Order.group_id == group_id, Order.status == S.PACKED, Order.shipping_kind != ShippingKind.COLLECT)
    return list(db.session.scalars(asked.options(*WHOLE).order_by(Order.id).limit(limit)))


def orders_sent_on(group_id: int, day: date) -> list[Order]:
    """Handed to a carrier on that day in Thailand, in the order they were; what the group brings itself is left out."""
    begin = datetime.combine(day, time(), BANGKOK)
    asked = select(Order).where(
        Order.group_id == group_id,
        Order.shipped_at >= begin,
        Order.shipped_at < begin + timedelta(days=1),
        Order.carrier != "own",
    )
    return list(db.session.scalars(asked.options(*WHOLE).order_by(Order.shipped_at, Order.id)))
