"""Income by where it came from: each fair whose page brought the buyer, and online.

An order's income (all of it until now, from the ledger) is split by its lines as they are kept today, pieces times price; its
delivery, the market's fee and whatever else belongs to no line go along in the same proportion. Nothing kept: as it was ordered.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shop.fairs.models import Fair
from shop.kernel.database import db
from shop.kernel.money import allocate
from shop.orders.models import Order, OrderLine
from shop.payments import queries


@dataclass(frozen=True)
class ChannelIncome:
    """`fair` None: online. An order with goods of two fairs counts with each."""

    fair: Fair | None
    satang: int
    order_count: int


def income_by_channel(group_id: int) -> list[ChannelIncome]:
    """Online first, then the fairs, the newest first; they sum to all that the group earned. Empty where it earned nothing."""
    whole, order_count = queries.income_in_all(group_id)
    by_fair, orders_of, only_fairs = _by_fair(group_id)
    fairs = db.session.scalars(select(Fair).where(Fair.id.in_(by_fair)).order_by(Fair.starts_on.desc(), Fair.id.desc()))
    online = ChannelIncome(None, whole - sum(by_fair.values()), order_count - only_fairs)
    return ([online] if order_count else []) + [ChannelIncome(fair, by_fair[fair.id], orders_of[fair.id]) for fair in fairs]


def split_by_channel(satang: int, lines: Sequence[OrderLine], column: str = "fair_id") -> dict[int | None, int]:
    """Parts of an order's income by fair id, None for online; they sum to it. `column`: what else of a line to part them by."""
    weights: Counter[int | None] = Counter()
    for line in lines:
        weights[getattr(line, column)] += line.kept_quantity * line.unit_price_satang
    if not any(weights.values()):
        for line in lines:
            weights[getattr(line, column)] += line.total_satang
    return dict(zip(weights, allocate(satang, list(weights.values())), strict=True))


def _by_fair(group_id: int) -> tuple[Counter[int], Counter[int], int]:
    """(satang by fair, orders by fair, how many orders hold nothing found online)."""
    through_fairs = select(OrderLine.order_id).join(Order).where(Order.group_id == group_id, OrderLine.fair_id.is_not(None))
    income = queries.income_of_each_order(group_id, through_fairs)
    lines: dict[int, list[OrderLine]] = {}
    for line in db.session.scalars(select(OrderLine).where(OrderLine.order_id.in_(income)).order_by(OrderLine.id)):
        lines.setdefault(line.order_id, []).append(line)
    satang: Counter[int] = Counter()
    orders: Counter[int] = Counter()
    for order_id, earned in income.items():
        for fair_id, part in split_by_channel(earned, lines[order_id]).items():
            if fair_id is not None:
                satang[fair_id] += part
                orders[fair_id] += 1
    only = sum(all(line.fair_id is not None for line in lines[order_id]) for order_id in income)
    return satang, orders, only
