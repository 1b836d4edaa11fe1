"""Counts the ledger into figures by month, group and channel. Counted anew they come to the same, however often.

An order's income of a month is split between channels by its lines as they are kept today (shop.payments.channels does the same
for a group's own page), so a return may move some of an earlier month from one channel to another: it never changes what a group
earned in a month that is over. Why so: docs/decisions/0039.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from shop.impact import people
from shop.impact.models import Channel, Count, GroupSales, MonthFigure, YearBuyers
from shop.impact.periods import last_whole_month, month_of
from shop.kernel.clock import BANGKOK, now, today
from shop.kernel.database import db, one_at_a_time
from shop.kernel.money import allocate
from shop.kernel.thai import fiscal_year
from shop.orders.models import Order, OrderLine
from shop.payments import queries as ledger

AT_ONCE = 5000  # orders whose lines are read by one question
LOOK_BACK = timedelta(days=1)  # a transaction may be seen later than the time it bears
Way = tuple[Channel, int | None]  # a channel, and the fair it belongs to


class Part(NamedTuple):
    """What of an order went one way: its weight in satang, and pieces."""

    way: Way
    weight: int
    pieces: int


class Whole(NamedTuple):
    """`groups`: (id, first sale, last sale); `buyers`: by fiscal year (all, who came again); `people` None: told this month."""

    groups: list[tuple[int, date, date]]
    buyers: dict[int, tuple[int, int]]
    people: list[dict] | None


def months_to_count() -> list[date]:
    """Those in which something changed since the last time; all of them where nothing was counted yet."""
    last = counted()
    return ledger.months_of_income(last.counted_at - LOOK_BACK if last else None)


def counted() -> Count | None:
    return db.session.get(Count, 1)


def count_month(month: date) -> int:
    """Write the figures of a Thai month anew, in the caller's transaction. How many rows it has."""
    one_at_a_time("impact")
    rows = list(_rows(month))
    db.session.execute(delete(MonthFigure).where(MonthFigure.month == month))
    if rows:
        db.session.execute(insert(MonthFigure.__table__), rows)
    return len(rows)


def read_whole() -> Whole:
    """What spans months, to be kept by `keep_whole`: read before the transaction, since it takes a while."""
    last = counted()
    is_new = last is None or last.people_on is None or month_of(last.people_on) != month_of(today())
    return Whole(
        [(group_id, _day(first), _day(last)) for group_id, first, last in ledger.first_and_last_sales()],
        buyers_by_year(ledger.paid_purchases(), last_whole_month()),
        people.rows_by_district() if is_new else None,
    )


def keep_whole(whole: Whole) -> None:
    """In the caller's transaction; the time is kept with it."""
    one_at_a_time("impact")
    for table in (GroupSales, YearBuyers):
        db.session.execute(delete(table))
    if whole.groups:
        columns = ("group_id", "first_sale_on", "last_sale_on")
        db.session.execute(insert(GroupSales.__table__), [dict(zip(columns, row, strict=True)) for row in whole.groups])
    db.session.add_all(YearBuyers(year=year, buyers=all_, repeat_buyers=again) for year, (all_, again) in whole.buyers.items())
    last = counted() or Count(id=1, people=[])
    last.counted_at = now()
    if whole.people is not None:
        last.people_on, last.people = today(), whole.people
    db.session.add(last)
    db.session.flush()


def _rows(month: date) -> Iterator[dict]:
    moved = ledger.moved_in_month(month)
    figures: dict[tuple[int, Way], list[int]] = defaultdict(lambda: [0, 0, 0])
    for first in range(0, len(moved), AT_ONCE):
        some = moved[first : first + AT_ONCE]
        parts = _parts([each.order_id for each in some])
        for order in some:
            _add(figures, order, parts.get(order.order_id) or [Part((Channel.ONLINE, None), 1, 0)])
    for (group_id, (channel, fair_id)), (orders, pieces, satang) in sorted(figures.items(), key=str):
        where = {"month": month, "group_id": group_id, "channel": channel, "fair_id": fair_id}
        yield where | {"orders": orders, "pieces": pieces, "satang": satang}


def _add(figures: dict, order: ledger.Moved, parts: list[Part]) -> None:
    most = max(range(len(parts)), key=lambda place: parts[place].weight)
    weights = [part.weight for part in parts]
    for place, satang in enumerate(allocate(order.satang, weights if any(weights) else [1] * len(parts))):
        figure = figures[order.group_id, parts[place].way]
        figure[0] += order.times if place == most else 0
        figure[1] += parts[place].pieces if order.times else 0
        figure[2] += satang


def _parts(order_ids: list[int]) -> dict[int, list[Part]]:
    """Order id to the ways its lines went; of an order of which nothing was kept, as it was ordered."""
    kept = OrderLine.quantity - OrderLine.cancelled_quantity - OrderLine.returned_quantity
    columns = (OrderLine.order_id, Order.booth_fair_id, OrderLine.fair_id)
    asked = select(*columns, kept, kept * OrderLine.unit_price_satang, OrderLine.total_satang)
    asked = asked.join(Order, Order.id == OrderLine.order_id).where(OrderLine.order_id.in_(order_ids)).order_by(OrderLine.id)
    sums: dict[int, dict[Way, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for order_id, booth_fair_id, fair_id, pieces, worth, ordered in db.session.execute(asked):
        part = sums[order_id][_way(booth_fair_id, fair_id)]
        part[0], part[1], part[2] = part[0] + pieces, part[1] + worth, part[2] + ordered
    return {order_id: _weighed(ways) for order_id, ways in sums.items()}


def _weighed(ways: dict[Way, list[int]]) -> list[Part]:
    is_kept = any(worth for _pieces, worth, _ordered in ways.values())
    return [Part(way, worth if is_kept else ordered, pieces) for way, (pieces, worth, ordered) in ways.items()]


def _way(booth_fair_id: int | None, fair_id: int | None) -> Way:
    if booth_fair_id is not None:
        return Channel.BOOTH, booth_fair_id
    return (Channel.ONLINE, None) if fair_id is None else (Channel.FAIR, fair_id)


def buyers_by_year(purchases: Iterable[tuple[int | None, str, datetime]], last_month: date) -> dict[int, tuple[int, int]]:
    """Fiscal year to (buyers, of these those who bought twice until its end). `purchases` oldest first.

    A buyer is an account, and of guests a telephone number; who gave neither is not counted, and nothing of it is kept.
    """
    times: dict[object, int] = defaultdict(int)
    of_year: dict[int, dict[object, int]] = defaultdict(dict)
    for account_id, phone, at in purchases:
        buyer = account_id or (phone if phone.startswith("+") else None)
        day = _day(at)
        if buyer is None or month_of(day) > last_month:
            continue
        times[buyer] += 1
        of_year[fiscal_year(day)][buyer] = times[buyer]
    return {year: (len(seen), sum(count > 1 for count in seen.values())) for year, seen in of_year.items()}


def _day(moment: datetime) -> date:
    return moment.astimezone(BANGKOK).date()
