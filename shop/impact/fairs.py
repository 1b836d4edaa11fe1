"""What a fair brought, by group: scans of its printed codes, baskets, orders, what was earned of them, and sold at the table."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, select

from shop.fairs import codes
from shop.fairs.booths import booths_at, natural
from shop.fairs.models import Booth, ShortCode
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.database import db
from shop.kernel.thai import normalise
from shop.orders.models import Order, OrderLine
from shop.payments import channels
from shop.payments import queries as payments
from shop.payments.booth import queries as booth


@dataclass(frozen=True)
class FairRow:
    """One group at a fair. `booth` None: it had no place there, but a code of the fair was printed for it.

    `baskets`: how often something of it was put into a basket; `orders` were placed, whatever became of them; `satang` is what
    the goods in them have earned until now, by the ledger. `booth_satang` was sold at the table itself, beside that.
    """

    booth: Booth | None
    group: Group
    scans: int
    baskets: int
    orders: int
    satang: int
    name: str  # the group's, though no official has approved it yet
    booth_satang: int


def rows_of_fair(fair_id: int, words: str = "") -> list[FairRow]:
    """Every booth and every group that was scanned, in the order of the booths; `words` narrows to those said in a row."""
    booths = {row.group.id: row for row in booths_at(fair_id)}
    counts, orders, satang = codes.counts_at(fair_id), _orders(fair_id), _satang(fair_id)
    at_booths = booth.earned_at_booths(fair_id)
    known = {group_id: row.group for group_id, row in booths.items()}
    known |= groups.groups_by_id((counts.keys() | orders.keys() | at_booths.keys()) - known.keys())
    names = groups.names_of(known.values())
    rows = [
        FairRow(
            booths[group_id].booth if group_id in booths else None,
            group,
            *counts.get(group_id, (0, 0)),
            orders[group_id],
            satang[group_id],
            names[group_id],
            at_booths.get(group_id, 0),
        )
        for group_id, group in known.items()
    ]
    wanted = normalise(words)
    found = [row for row in rows if wanted in normalise(_said_of(row))]
    return sorted(found, key=lambda row: (row.booth is None, natural(row.booth.number) if row.booth else [], row.name))


def _orders(fair_id: int) -> Counter[int]:
    """Group id to orders that hold something its codes led to."""
    asked = select(Order.group_id, Order.id).join(OrderLine, OrderLine.order_id == Order.id)
    asked = asked.where(OrderLine.code_id.in_(_codes(fair_id))).distinct()
    return Counter(group_id for group_id, _ in db.session.execute(asked))


def _satang(fair_id: int) -> Counter[int]:
    """Group id to satang: of an order's income the part of the lines that a code of this fair brought."""
    brought = select(OrderLine.order_id).where(OrderLine.code_id.in_(_codes(fair_id)))
    ours = set(db.session.scalars(_codes(fair_id)))
    income = payments.income_of_each_order(None, brought)
    lines: dict[int, list[OrderLine]] = {}
    asked = select(OrderLine, Order.group_id).join(Order).where(OrderLine.order_id.in_(brought)).order_by(OrderLine.id)
    group_of: dict[int, int] = {}
    for line, group_id in db.session.execute(asked):
        lines.setdefault(line.order_id, []).append(line)
        group_of[line.order_id] = group_id
    satang: Counter[int] = Counter()
    for order_id, earned in income.items():
        for code_id, part in channels.split_by_channel(earned, lines[order_id], "code_id").items():
            satang[group_of[order_id]] += part if code_id in ours else 0
    return satang


def _codes(fair_id: int) -> Select:
    return select(ShortCode.id).where(ShortCode.fair_id == fair_id)


def _said_of(row: FairRow) -> str:
    booth = (row.booth.number, row.booth.zone, row.booth.note) if row.booth else ()
    return " ".join((*booth, row.name, row.group.name_en))
