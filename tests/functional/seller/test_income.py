"""What the group earned: /sell/income, from the ledger."""

import pytest
import time_machine
from sqlalchemy import select

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.database import db, transaction
from shop.orders.models import PaymentMethod
from shop.orders.states import OrderAction, OrderStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order, take
from tests.factories.people import given_an_account


@pytest.fixture(autouse=True)
def _in_april():
    with time_machine.travel("2026-04-20T00:00:00Z"):
        yield


def given_income(app, client):
    """105 baht at 06:59 Thai time on 1 March, which is 28 February in UTC; 65 in collection on 15 April; a stranger's 105."""
    with app.app_context():
        with transaction():
            owner = given_an_account()
            group = given_a_group(owner=owner)
            given_a_product(group)
            other = given_a_group()
            given_an_order(other, given_a_product(other), status=OrderStatus.DELIVERED)
            owner_id, group_id = owner.id, group.id
        for when, method in (("2026-02-28T23:59:00Z", PaymentMethod.COD), ("2026-04-15T05:00:00Z", PaymentMethod.PICKUP)):
            with time_machine.travel(when, tick=False), transaction():
                product = db.session.scalar(select(Product).where(Product.group_id == group_id))
                order = given_an_order(db.session.get(Group, group_id), product, status=OrderStatus.PACKED, payment_method=method)
                if method is PaymentMethod.COD:
                    take(order, OrderAction.SHIP)
                take(order, OrderAction.DELIVER)
            with transaction():
                given_an_order(db.session.get(Group, group_id), db.session.get(Product, product.id), status=OrderStatus.SHIPPED)
    client.sign_in(owner_id)


def test_income_stands_in_the_thai_month_it_came_in(app, client):
    given_income(app, client)

    page = client.get("/sell/income").text
    march = client.get("/sell/income?month=2026-03").text
    february = client.get("/sell/income?month=2026-02").text
    assert '<b class="big">฿65</b>' in page
    assert "มีนาคม 2569" in page
    assert "กุมภาพันธ์ 2569" not in page
    assert '<b class="big">฿105</b>' in march
    assert '<b class="big">฿0</b>' in february
    assert "April 2026" in client.get("/en/sell/income").text


def test_the_sheet_has_a_line_an_order(app, client):
    given_income(app, client)
    lines = client.get("/sell/income/export.csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("2026-04-15 12:00")
    assert lines[2].endswith("105.00")


def test_a_month_that_is_none_is_refused(app, client):
    given_income(app, client)
    for asked in ("month=2026-13", "month=x", "month=0000-01", "after=x", "month=2026-03-01"):
        assert client.get(f"/sell/income?{asked}").status_code == 422


def test_a_group_that_earned_nothing_reads_when_it_will(app, client):
    with app.app_context(), transaction():
        owner = given_an_account()
        given_a_group(owner=owner)
        client.sign_in(owner.id)
    assert "ยังไม่มีรายได้" in client.get("/sell/income").text
