"""How popular a product is: what was sold of it of late, and its hearts. Counted at night: lists stand still by day."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import Select, bindparam, func, select, update

from shop.catalogue.models import MovementKind, Product, StockMovement, Variant
from shop.favourites.models import GuestWish, Wish
from shop.kernel.clock import now
from shop.kernel.database import db

OF_LATE = timedelta(days=90)
AT_ONCE = 1000


def changes() -> list[tuple[int, int]]:
    """(product, what it is to be): pieces sold within 90 days and not brought back, and hearts; only where that changed."""
    counted: Counter[int] = Counter()
    for asked in (_sold(), *_hearts()):
        counted.update(dict(db.session.execute(asked).all()))
    stands = dict(db.session.execute(select(Product.id, Product.popularity).where(Product.popularity != 0)).all())
    return [
        (product_id, max(counted[product_id], 0))
        for product_id in sorted(counted.keys() | stands.keys())
        if max(counted[product_id], 0) != stands.get(product_id, 0)
    ]


def write(changed: list[tuple[int, int]]) -> None:
    """In the caller's transaction; AT_ONCE at most, lowest id first as everybody who changes products goes."""
    one = update(Product.__table__).where(Product.__table__.c.id == bindparam("of")).values(popularity=bindparam("count"))
    if changed:
        db.session.connection().execute(one, [{"of": product_id, "count": count} for product_id, count in changed])


def _sold() -> Select:
    left = StockMovement.kind.in_((MovementKind.SOLD, MovementKind.RETURNED))
    asked = select(Variant.product_id, -func.sum(StockMovement.quantity)).join(Variant, Variant.id == StockMovement.variant_id)
    return asked.where(left, StockMovement.at > now() - OF_LATE).group_by(Variant.product_id)


def _hearts() -> tuple[Select, Select]:
    return tuple(select(kind.product_id, func.count()).group_by(kind.product_id) for kind in (Wish, GuestWish))
