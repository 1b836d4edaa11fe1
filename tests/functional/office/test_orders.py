"""Officials look at orders and change none: /office/orders."""

import pytest
from sqlalchemy import select

from shop.groups.models import Group
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.orders.states import OrderStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official


@pytest.fixture
def office(app, client):
    with app.app_context(), transaction():
        client.sign_in(given_an_official(Role.LABOUR_OFFICIAL).id)
    return client


def given(app, name: str, status: OrderStatus) -> str:
    with app.app_context(), transaction():
        group = given_a_group(name)
        return given_an_order(group, given_a_product(group), status=status).code


def test_the_list_is_narrowed_by_state_group_and_words(app, office):
    new, sent = given(app, "กลุ่มหนึ่ง", OrderStatus.PLACED), given(app, "กลุ่มสอง", OrderStatus.SHIPPED)
    with app.app_context():
        second = db.session.scalar(select(Group.id).where(Group.name == "กลุ่มสอง"))

    for asked, shown in [
        ("", {new, sent}),
        ("status=shipped", {sent}),
        (f"group={second}", {sent}),
        (f"q={new.lower()}", {new}),
        ("late=1", set()),
        (f"group={second}&status=placed", set()),
        ("status=", {new, sent}),
    ]:
        page = office.get(f"/office/orders?{asked}").text
        assert {code for code in (new, sent) if f"/office/orders/{code}" in page} == shown, asked
    for asked in ("status=nonsense", "group=x", "after=x"):
        assert office.get(f"/office/orders?{asked}").status_code == 422


def test_an_order_shows_its_whole_story_and_no_button(app, office):
    code = given(app, "กลุ่มหนึ่ง", OrderStatus.SHIPPED)

    page = office.get(f"/office/orders/{code}").text

    assert "สั่งซื้อแล้ว รอกลุ่มรับ → กลุ่มรับแล้ว กำลังเตรียม" in page
    assert "กลุ่มหนึ่ง" in page
    assert "อีเมล: รอส่ง" in page
    assert page.count('method="post"') == 1  # signing out
    assert office.get("/office/orders/NOSUCH").status_code == 404
    assert "Accepted" in office.get(f"/en/office/orders/{code}").text
