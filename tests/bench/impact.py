"""How long the figures of a large market take: counted anew, counted as each night, each report, each page of the office."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import NamedTuple

from flask import Flask
from sqlalchemy import Table, insert, select

from shop.app import create_app
from shop.groups.models import Group, GroupKind, GroupProfile
from shop.groups.states import GroupStatus
from shop.impact import checks, counting
from shop.impact.periods import months_between, this_year
from shop.jobs.handlers.impact import count_and_publish
from shop.kernel import places
from shop.kernel.access import Role
from shop.kernel.clock import now, today
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.orders.models import Order, OrderLine, PaymentMethod, Purchase
from shop.orders.states import OrderStatus
from shop.payments.ledger import CASH_INCOME
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction
from shop.payments.queries import months_of_income
from tests.bench import bare
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_official

ORDERS, GROUPS, MONTHS, FAIRS = 100_000, 5_000, 24, 12
AT_ONCE = 10_000
TIMES = 5
REPORT, PAGE = 5, 0.3  # seconds
ROW = "{:<44} {:>9} {:>9} {:>9}   {}"


def measure_impact(market: SimpleNamespace, orders: int = ORDERS, groups: int = GROUPS) -> None:
    """Print the table. The market has so many orders and groups more afterwards."""
    app = create_app({**market.settings, "TESTING": True, "PAGE_CACHE_MB": "0"})
    with app.app_context():
        begun = time.perf_counter()
        account_id = fill(orders, groups)
        print(f"\nfigures of {orders:,} orders of {groups:,} groups, made in {time.perf_counter() - begun:.0f} s")
        print(ROW.format("", "seconds", "processor", "wanted", ""))
        _say("every month counted from nothing, and told", _spent(lambda: count_and_publish(months_of_income())))
        _say("what moved since, counted", _spent(lambda: count_and_publish(counting.months_to_count())))
        _say("doctor: figures against the ledger", _spent(lambda: print(*checks.figures_are_the_ledgers(), end="")))
        _pages(app, account_id)
        db.session.remove()
        db.engine.dispose()


def fill(orders: int, groups: int, seed: int = 1) -> int:
    """Written at once, table by table, as checkouts and couriers would have over two years. The id of an official's account."""
    draw = random.Random(seed)
    with transaction():
        official = given_an_official(Role.COMMERCE_OFFICIAL)
        product = given_a_product(given_a_group("กลุ่มตั้งต้น"))
        fairs = [given_a_fair(f"งานแสดงสินค้าครั้งที่ {number}", slug=f"bench-{number}").id for number in range(FAIRS)]
        account_id, line = official.id, {"product_id": product.id, "variant_id": product.variants[0].id}
        group_ids = _groups(groups, draw)
        _orders(orders, group_ids, fairs, line, draw)
    return account_id


def _groups(count: int, draw: random.Random) -> list[int]:
    kinds, districts = list(GroupKind), [district.code for district in places.districts("13")]
    first = (db.session.scalar(select(db.func.max(Group.id))) or 0) + 1
    ids = list(range(first, first + count))
    rows = [
        {
            "id": number,
            "slug": f"bench-group-{number}",
            "name": f"กลุ่มอาชีพที่ {number}",
            "status": GroupStatus.APPROVED,
            "kind": draw.choice(kinds),
            "province_code": "13",
            "district_code": draw.choice(districts),
            "approved_at": now() - timedelta(days=800),
        }
        for number in ids
    ]
    _write(Group.__table__, rows)
    profiles = (db.session.scalar(select(db.func.max(GroupProfile.id))) or 0) + 1
    members = [
        {
            "id": profiles + place,
            "group_id": number,
            "status": RevisionStatus.APPROVED,
            "name": f"กลุ่มอาชีพที่ {number}",
            "member_count": draw.randint(5, 40),
        }
        for place, number in enumerate(ids)
    ]
    _write(GroupProfile.__table__, members)
    db.session.execute(
        db.text("UPDATE groups SET published_profile_id = id + :by WHERE id >= :first"), {"by": profiles - first, "first": first}
    )
    return ids


def _orders(count: int, group_ids: list[int], fairs: list[int], line: dict, draw: random.Random) -> None:
    first = {table: (db.session.scalar(select(db.func.max(table.id))) or 0) + 1 for table in (Purchase, Order, LedgerTransaction)}
    last = today().replace(day=1)
    months = list(months_between(date(last.year - 2, last.month, 1), last))[:MONTHS]
    rows: dict[type, list[dict]] = {table: [] for table in (Purchase, Order, OrderLine, LedgerTransaction, LedgerEntry)}
    for number in range(count):
        month, satang, pieces = draw.choice(months), draw.randint(30, 900) * 100, draw.randint(1, 4)
        at = datetime(month.year, month.month, draw.randint(1, 28), draw.randint(0, 16), tzinfo=UTC)
        group_id = group_ids[
            min(int(draw.paretovariate(0.6)) * 7 % len(group_ids), len(group_ids) - 1)
            if draw.random() < 0.3
            else draw.randrange(len(group_ids))
        ]
        way = draw.random()
        fair_id = draw.choice(fairs) if way < 0.35 else None
        purchase_id, order_id = first[Purchase] + number, first[Order] + number
        whole = {"items_satang": satang * pieces, "shipping_satang": 0, "total_satang": satang * pieces}
        rows[Purchase].append(
            {"id": purchase_id, "code": f"B{number:09}", "checkout_token": f"bench {number}", "key_digest": "-", "link_key": "-"}
            | {
                "name": "-",
                "phone": f"+6681{draw.randrange(count * 2 // 3):07}",
                "total_satang": satang * pieces,
                "placed_at": at,
            }
        )
        rows[Order].append(
            {"id": order_id, "code": f"B{number:09}", "purchase_id": purchase_id, "group_id": group_id, **whole, "placed_at": at}
            | {
                "status": OrderStatus.RECEIVED,
                "payment_method": PaymentMethod.COD,
                "shipping_kind": "flat",
                "recipient_name": "-",
            }
            | {"recipient_phone": "-", "booth_fair_id": fair_id if way < 0.2 else None, "review_asked_at": at}
        )
        rows[OrderLine].append(
            {"order_id": order_id, **line, "title": "-", "unit_price_satang": satang, "quantity": pieces, "fair_id": fair_id}
            | {"total_satang": satang * pieces}
        )
        moved = first[LedgerTransaction] + number
        rows[LedgerTransaction].append(
            {"id": moved, "key": f"order:{order_id}:cash", "kind": CASH_INCOME, "order_id": order_id, "at": at}
        )
        for account, sign in ((LedgerAccount.GROUP_CASH, 1), (LedgerAccount.GROUP_DIRECT_INCOME, -1)):
            entry = {"transaction_id": moved, "account": account, "group_id": group_id, "amount_satang": sign * satang * pieces}
            rows[LedgerEntry].append(entry)
    for table, some in rows.items():
        _write(table.__table__, some)


def _write(table: Table, rows: list[dict]) -> None:
    for first in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(table), rows[first : first + AT_ONCE])


def _pages(app: Flask, account_id: int) -> None:
    client = PageClient(app, app.response_class).sign_in(account_id)
    client.reads_pages = False
    floor = _median(lambda: bare.app.test_client().get("/"))
    year = this_year() - 1
    for name, path, wanted in (
        ("office: a fiscal year", f"/office/impact?year={year}", PAGE),
        ("office: two years", f"/office/impact?from={year - 544}-11&to={year - 543}-10", PAGE),
        ("office: a district and a kind", f"/office/impact?year={year}&district=1302&kind=housewives", PAGE),
        ("office: groups that sell nothing", "/office/impact/quiet", PAGE),
        ("office: targets", "/office/impact/targets", PAGE),
        ("public page, made anew", "/impact", PAGE),
        ("public data (CSV)", "/impact/data.csv", PAGE),
        ("PDF of a fiscal year", f"/office/impact/report.pdf?year={year}", REPORT),
        ("XLSX of a fiscal year", f"/office/impact/report.xlsx?year={year}", REPORT),
    ):
        spent = _median(lambda path=path: _get(client, path))
        _say(name, spent, wanted, f"{spent.processor / floor.processor:.0f} times a bare page")


def _get(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


class Spent(NamedTuple):
    """Seconds by the clock, and of a processor: what other work on the machine does not bend."""

    clock: float
    processor: float


def _median(act: Callable) -> Spent:
    act()
    runs = [_spent(act) for _ in range(TIMES)]
    return Spent(*(statistics.median(column) for column in zip(*runs, strict=True)))


def _spent(act: Callable) -> Spent:
    begun, processor = time.perf_counter(), time.process_time()
    act()
    return Spent(time.perf_counter() - begun, time.process_time() - processor)


def _say(name: str, spent: Spent, wanted: float = 0, aside: str = "") -> None:
    met = ("met" if spent.clock <= wanted else "not met") if wanted else ""
    limit = f"<= {wanted:g}" if wanted else ""
    print(ROW.format(name, f"{spent.clock:.3f}", f"{spent.processor:.3f}", limit, " ".join(filter(None, (met, aside)))))
