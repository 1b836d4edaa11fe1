"""The first page of the desk: what the group does today, /sell."""

import pytest
from sqlalchemy import select

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.database import db, transaction
from shop.orders.states import OrderStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account


def signed_in(app, client, **columns):
    with app.app_context(), transaction():
        owner = given_an_account()
        given_a_group(owner=owner, **columns)
        client.sign_in(owner.id)
    return client


def given(app, *statuses: OrderStatus, stock_pieces: int = 50) -> list[str]:
    with app.app_context(), transaction():
        group = db.session.scalar(select(Group).order_by(Group.id))
        product = db.session.scalar(select(Product)) or given_a_product(group, stock_pieces=stock_pieces)
        return [given_an_order(group, product, status=status).code for status in statuses]


def test_a_guest_is_asked_to_sign_in(client):
    answer = client.get("/sell")
    assert answer.status_code == 303
    assert answer.location.endswith("/account/sign-in?next=/sell")


def test_a_person_without_a_group_is_led_to_the_application(app, client):
    with app.app_context(), transaction():
        client.sign_in(given_an_account().id)
    assert client.get("/sell").status_code == 303


@pytest.mark.parametrize(
    "status, words",
    [
        (GroupStatus.DRAFT, "กรอกต่อ"),
        (GroupStatus.IN_REVIEW, "รอเจ้าหน้าที่ตรวจ"),
        (GroupStatus.CHANGES_REQUESTED, "ดูคำแนะนำและแก้"),
        (GroupStatus.REJECTED, "ดูเหตุผล"),
    ],
)
def test_a_group_that_is_not_open_reads_what_to_do_next(app, client, status, words):
    assert words in signed_in(app, client, status=status).get("/sell").text


@pytest.mark.parametrize("path", ["/sell", "/sell/group", "/en/sell", "/en/sell/group"])
def test_a_suspended_group_reads_why(app, client, path):
    desk = signed_in(app, client, status=GroupStatus.SUSPENDED, suspended_reason="ส่งของไม่ครบ <3 ครั้ง")
    assert "ส่งของไม่ครบ &lt;3 ครั้ง" in desk.get(path).text


def test_the_offices_telephone_stands_where_a_shop_is_closed_or_begun(app, client):
    desk = signed_in(app, client, status=GroupStatus.SUSPENDED)
    paths = ("/sell", "/sell/group", "/contact", "/en/contact", "/sell/apply")
    assert all("tel:025670000" not in desk.get(path).text for path in paths)

    app.config["OFFICE_PHONE"] = "02-567-0000"

    for path in paths:
        assert '<a href="tel:025670000">02-567-0000</a>' in desk.get(path, follow_redirects=True).text, path


def test_a_new_group_is_calmly_told_what_comes(app, client):
    page = signed_in(app, client).get("/sell").text
    assert "ยังไม่มีคำสั่งซื้อ" in page
    assert "ลงสินค้า" in page
    assert "No orders yet" in client.get("/en/sell").text


def test_orders_come_first_with_one_button_each(app, client):
    desk = signed_in(app, client)
    new, to_pack, to_send, sent = given(app, OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.PACKED, OrderStatus.SHIPPED)

    page = desk.get("/sell").text

    places = [page.index(part) for part in (f"{new}/accept", f"{to_pack}/pack", f"{to_send}#ship", "ส่งแล้ว กำลังไปถึง")]
    assert places == sorted(places)
    assert sent not in page
    answer = desk.post(f"/sell/orders/{new}/accept", data={"back": "today"})
    assert (answer.status_code, answer.location) == (303, "/sell")


def test_late_orders_stand_on_top(app, client):
    desk = signed_in(app, client)
    new, to_pack = given(app, OrderStatus.PLACED, OrderStatus.ACCEPTED)
    with app.app_context(), transaction() as session:
        from datetime import timedelta

        from shop.kernel.clock import now
        from shop.orders.models import Order

        session.execute(db.update(Order).where(Order.code == to_pack).values(accepted_at=now() - timedelta(days=4)))

    page = desk.get("/sell").text

    assert page.index(f"{to_pack}/pack") < page.index(f"{new}/accept")
    assert page.count("ช้าแล้ว") == 1


def test_what_is_nearly_gone_and_what_was_earned(app, client):
    desk = signed_in(app, client)
    given(app, OrderStatus.DELIVERED, OrderStatus.CANCELLED, stock_pieces=3)

    page = desk.get("/sell").text

    assert "เหลือ 2 ชิ้น" in page
    assert "฿105" in page
    assert "วันนี้ไม่มีอะไรค้าง" in page
