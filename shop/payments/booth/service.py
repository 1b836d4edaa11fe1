"""Write down what was sold at a booth: once each, whole, and whatever the market thought of its stock meanwhile.

The buyer has paid and gone before the market hears of it. So nothing that is true of the table is refused: what does not fit the
market's figures is written down as well, and becomes a task (`clashes`).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.audit import service as audit
from shop.catalogue import stock
from shop.catalogue.models import Variant
from shop.fairs.models import Fair
from shop.fairs.queries import is_at
from shop.groups.income_details import pay_to
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import BANGKOK, now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, Refusal
from shop.orders import booth as orders
from shop.orders.booth import Piece
from shop.orders.models import Order, PaymentMethod
from shop.payments import ledger
from shop.payments.booth.actions import BoothAction
from shop.payments.booth.models import BoothClash, BoothSale, ClashKind
from shop.payments.models import Payment, PaymentStatus

METHODS = (PaymentMethod.CASH, PaymentMethod.PROMPTPAY)
CLOCKS_DIFFER = timedelta(minutes=5)  # a device may be so far ahead
AROUND = timedelta(days=1)  # the tables are laid out on the eve, and the last ones count on the morning after
MOST_LINES = 200
MOST_PIECES = 999  # of one variant in one sale
DEAREST_SATANG = 10_000_000


class SaleDiffers(Refusal):
    """Another sale was sent under this id before: one of the two is not what the device meant."""


class NoBooth(Refusal):
    """The group has no place at this fair."""


@dataclass(frozen=True)
class Sale:
    """What a device says: its own id (UUID) and time (aware) of a sale, how it was paid, and the pieces."""

    client_id: str
    method: PaymentMethod
    at: datetime
    pieces: tuple[Piece, ...]

    @property
    def total_satang(self) -> int:
        return sum(piece.total_satang for piece in self.pieces)

    def digest(self, fair_id: int) -> str:
        lines = sorted([piece.variant_id, piece.quantity, piece.unit_price_satang] for piece in self.pieces)
        said = [fair_id, str(self.method), self.at.astimezone(BANGKOK).isoformat(), lines]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def record_sale(fair: Fair, sale: Sale, actor: Actor, *, is_typed: bool = False) -> BoothSale:
    """One sale, in the caller's transaction; the same again gives the same row, also when both arrive at the very same moment.

    Raises NotAllowed, NoBooth, BadValue where it is no sale of this group, SaleDiffers.
    """
    group_id = actor.group_id or 0
    check_may(actor, Permission.ORDER_FULFIL, group_id)
    if already := sale_under(group_id, sale.client_id):
        return _the_same(already, fair, sale)
    check_sale(sale)
    if not is_at(fair.id, group_id):
        raise NoBooth(fair.slug)
    variants = orders.variants_of_group(group_id, [piece.variant_id for piece in sale.pieces])
    purchase = orders.claim_sale(f"booth {group_id} {sale.client_id}", sale.total_satang)
    if purchase is None:
        return _the_same(sale_under(group_id, sale.client_id), fair, sale)
    sold_at = believed(sale.at, fair)
    order = orders.order_of_sale(purchase, group_id, fair.id, sale.method, sale.pieces, sold_at or now())
    beyond = _take_from_stock(order, sale.pieces, variants, actor)
    row = BoothSale(
        group_id=group_id,
        client_id=sale.client_id,
        digest=sale.digest(fair.id),
        fair_id=fair.id,
        order_id=order.id,
        device_at=sale.at,
        is_typed=is_typed,
        recorded_by=actor.id,
    )
    row.clashes = _clashes(group_id, beyond, variants, is_time_wrong=sold_at is None)
    db.session.add(row)
    _earn(order)
    said = {"total_satang": order.total_satang, "fair": fair.id, "method": str(sale.method)}
    said |= {"clashes": sorted({str(clash.kind) for clash in row.clashes})} if row.clashes else {}
    audit.record(actor, BoothAction.SELL, "order", order.code, group_id=group_id, **said)
    db.session.flush()
    return row


def sale_under(group_id: int, client_id: str) -> BoothSale | None:
    """What this group's device has sent under that id."""
    return db.session.scalar(select(BoothSale).where(BoothSale.group_id == group_id, BoothSale.client_id == client_id))


def check_sale(sale: Sale) -> None:
    """Raises BadValue: method, lines (none, too_many, twice), quantity, price."""
    ids = [piece.variant_id for piece in sale.pieces]
    if sale.method not in METHODS:
        raise BadValue("method", "unknown")
    if not 0 < len(ids) <= MOST_LINES:
        raise BadValue("lines", "too_many" if ids else "none")
    if len(set(ids)) != len(ids):
        raise BadValue("lines", "twice")
    if not all(0 < piece.quantity <= MOST_PIECES for piece in sale.pieces):
        raise BadValue("quantity", "out_of_range")
    if not all(0 < piece.unit_price_satang <= DEAREST_SATANG for piece in sale.pieces):
        raise BadValue("price", "out_of_range")
    if sale.total_satang >= 2**31:
        raise BadValue("price", "out_of_range")


def believed(at: datetime, fair: Fair) -> datetime | None:
    """When a sale was made, by a device's clock: never in the future; None where there was no fair about that day."""
    at = now() if at > now() + CLOCKS_DIFFER else min(at, now())
    day = at.astimezone(BANGKOK).date()
    return at if fair.starts_on - AROUND <= day <= fair.ends_on + AROUND else None


def _the_same(row: BoothSale, fair: Fair, sale: Sale) -> BoothSale:
    if row.digest != sale.digest(fair.id):
        raise SaleDiffers(sale.client_id)
    return row


def _take_from_stock(order: Order, pieces: Sequence[Piece], variants: dict[int, Variant], actor: Actor) -> dict[int, int]:
    """Variant id to pieces that were sold beyond the figure. In the one order in which everybody locks; lines come after."""
    in_order = sorted(pieces, key=lambda piece: (variants[piece.variant_id].product_id, piece.variant_id))
    found = {piece.variant_id: stock.sell_at_once(piece.variant_id, piece.quantity, order.id, actor) for piece in in_order}
    order.lines = [orders.line_of_sale(piece, variants[piece.variant_id], order.booth_fair_id) for piece in pieces]
    return {variant_id: count for variant_id, count in found.items() if count}


def _clashes(group_id: int, beyond: dict[int, int], variants: dict[int, Variant], *, is_time_wrong: bool) -> list[BoothClash]:
    """Short, and off sale: each of its variant; a wrong time of the whole sale."""
    tasks = [BoothClash(kind=ClashKind.SHORT, variant_id=one, quantity=count) for one, count in sorted(beyond.items())]
    off_sale = [one for one, variant in sorted(variants.items()) if variant.retired_at or not variant.product.is_listed]
    tasks += [BoothClash(kind=ClashKind.OFF_SALE, variant_id=one) for one in off_sale]
    tasks += [BoothClash(kind=ClashKind.WRONG_TIME)] if is_time_wrong else []
    for task in tasks:
        task.group_id = group_id
    return tasks


def _earn(order: Order) -> None:
    """The group holds the money already, cash or PromptPay: it is its direct income at once."""
    where = pay_to(order.group_id) if order.payment_method is PaymentMethod.PROMPTPAY else None
    db.session.add(
        Payment(
            purchase_id=order.purchase_id,
            order_id=order.id,
            method=order.payment_method,
            status=PaymentStatus.PAID,
            amount_satang=order.total_satang,
            received_satang=order.total_satang,
            paid_at=order.placed_at,
            pay_to=asdict(where) if where else None,
        )
    )
    post = ledger.post_cash_income if order.payment_method is PaymentMethod.CASH else ledger.post_promptpay_income
    post(order)
