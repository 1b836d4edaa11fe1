"""Stock: every change is a movement, `available` is their sum, and nothing is promised twice.

Each function changes `variants.available` by a conditional write and adds the movement in the same transaction. Products'
derived `available` follows by the same statement, so lists stay true without a second pass.

A product's row is locked before its variants', so that whoever moves several goes by (product id, variant id) and never
deadlocks with another who does. SQLite writes one at a time and needs no lock.
"""

from sqlalchemy import func, select, update

from shop.catalogue.listing import lock_products
from shop.catalogue.models import MovementKind, Product, StockMovement, Variant
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, Refusal

BEYOND = "booth_clash"  # the note of pieces that were found because they had been sold
MOST = 1_000_000  # pieces of one variant: beyond it somebody mistyped


class OutOfStock(Refusal):
    """Fewer pieces are left than were asked for. `variant_id` says of what, `available` how many are left."""

    def __init__(self, variant_id: int, available: int) -> None:
        super().__init__(f"variant {variant_id}: {available} left")
        self.variant_id, self.available = variant_id, available


def receive(variant_id: int, quantity: int, actor: Actor, note: str = "") -> None:
    """Pieces were made or bought in. Raises BadValue."""
    if not 0 < quantity <= MOST:
        raise BadValue("quantity", "out_of_range")
    _move(variant_id, MovementKind.RECEIVED, quantity, actor, note=note)


def count_again(variant_id: int, counted: int, seen: int, actor: Actor, note: str = "") -> None:
    """The seller looked: `counted` pieces can be sold. `seen` is the figure she was shown; a sale since then is kept.

    The difference she reported is what is booked, so a piece sold meanwhile is not given back.
    Raises BadValue, OutOfStock where the sales since leave less than the difference.
    """
    if not 0 <= counted <= MOST:
        raise BadValue("stock", "out_of_range")
    if counted != seen:
        _move(variant_id, MovementKind.CORRECTED, counted - seen, actor, note=note)


def hold(variant_id: int, quantity: int, order_id: int, actor: Actor) -> None:
    """Set pieces aside for an order. Raises OutOfStock, and then nothing was taken."""
    _move(variant_id, MovementKind.HELD, -quantity, actor, order_id)


def release(variant_id: int, quantity: int, order_id: int, actor: Actor) -> None:
    """The order ended before it was sent: its pieces can be sold again."""
    _move(variant_id, MovementKind.HELD, quantity, actor, order_id)


def sell_held(variant_id: int, quantity: int, order_id: int, actor: Actor) -> None:
    """The held pieces left the house: the hold ends and they are sold. `available` does not change."""
    db.session.add_all(
        [
            StockMovement(variant_id=variant_id, kind=MovementKind.HELD, quantity=quantity, order_id=order_id, actor_id=actor.id),
            StockMovement(
                variant_id=variant_id, kind=MovementKind.SOLD, quantity=-quantity, order_id=order_id, actor_id=actor.id
            ),
        ]
    )
    _count_sold(variant_id, quantity)


def take_back(variant_id: int, quantity: int, order_id: int, actor: Actor) -> None:
    """Sold pieces came back and can be sold again."""
    _move(variant_id, MovementKind.RETURNED, quantity, actor, order_id)
    _count_sold(variant_id, -quantity)


def sell_at_once(variant_id: int, quantity: int, order_id: int, actor: Actor) -> int:
    """Pieces that left with their buyer before anybody wrote it down: they are sold, whatever the figure says.

    What was sold beyond the figure was evidently there: so many are found beside it (BEYOND), so that `available` is the sum of
    its movements and never negative. Gives how many were found; somebody has to count again.
    """
    found = 0
    try:
        _move(variant_id, MovementKind.SOLD, -quantity, actor, order_id)
    except OutOfStock as short:  # its product is locked: the figure stands still until the commit
        found = quantity - short.available
        _move(variant_id, MovementKind.CORRECTED, found, actor, order_id, BEYOND)
        _move(variant_id, MovementKind.SOLD, -quantity, actor, order_id)
    _count_sold(variant_id, quantity)
    return found


def take_sale_back(variant_id: int, quantity: int, found: int, order_id: int, actor: Actor) -> None:
    """The sale never was: its pieces are there, and `found`, which were only found for its sake, are not."""
    _move(variant_id, MovementKind.SOLD, quantity, actor, order_id)
    if found:
        _move(variant_id, MovementKind.CORRECTED, -found, actor, order_id, BEYOND)
    _count_sold(variant_id, -quantity)


def _move(variant_id: int, kind: MovementKind, quantity: int, actor: Actor, order_id: int | None = None, note: str = "") -> None:
    lock_products(Product.id == _product_of(variant_id))
    changed = db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id, Variant.available + quantity >= 0, Variant.available + quantity <= MOST)
        .values(available=Variant.available + quantity)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount == 0:
        left = db.session.scalar(select(Variant.available).where(Variant.id == variant_id)) or 0
        if quantity > 0:
            raise BadValue("stock", "out_of_range")
        raise OutOfStock(variant_id, left)
    db.session.execute(
        update(Product)
        .where(Product.id == _product_of(variant_id, on_sale=True))
        .values(available=Product.available + quantity)
        .execution_options(synchronize_session=False)
    )
    db.session.add(
        StockMovement(variant_id=variant_id, kind=kind, quantity=quantity, order_id=order_id, actor_id=actor.id, note=note)
    )


def _count_sold(variant_id: int, quantity: int) -> None:
    db.session.execute(
        update(Product)
        .where(Product.id == _product_of(variant_id))
        .values(sold_count=Product.sold_count + quantity)
        .execution_options(synchronize_session=False)
    )


def _product_of(variant_id: int, on_sale: bool = False):
    """The product of a variant; `on_sale`: none where the variant is retired and counts for nothing there."""
    asked = select(Variant.product_id).where(Variant.id == variant_id)
    return (asked.where(Variant.retired_at.is_(None)) if on_sale else asked).scalar_subquery()


def differences() -> list[tuple[int, int, int]]:
    """(variant id, available, sum of movements) wherever the two differ: for `doctor`, empty when all is well."""
    total = func.coalesce(func.sum(StockMovement.quantity), 0)
    asked = (
        select(Variant.id, Variant.available, total)
        .outerjoin(StockMovement, StockMovement.variant_id == Variant.id)
        .group_by(Variant.id, Variant.available)
        .having(Variant.available != total)
    )
    return [tuple(row) for row in db.session.execute(asked)]
