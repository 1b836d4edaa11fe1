"""Buyer and group write to one another about an order: told once, read by the two alone, closed when it is long over."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.conversations.models import OrderMessage
from shop.conversations.states import MessageAction
from shop.groups.models import Group
from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.orders.models import Order
from shop.orders.returns.states import ReturnStatus
from shop.orders.states import OrderStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official
from tests.factories.returns import given_a_return

ASKED = "ขอส่งวันศุกร์ได้ไหมคะ"


@pytest.fixture
def it(app: Flask) -> dict:
    """An order that was received, and who is on its two sides."""
    with app.app_context(), transaction():
        group = given_a_group()
        order = given_an_order(group, given_a_product(group), status=OrderStatus.RECEIVED)
        path = f"/orders/{order.code}/messages"
        return {
            "order": order.id,
            "buyer": f"{path}?key={order.purchase.link_key}",
            "path": path,
            "group": f"/sell{path}",
            "desk": PageClient(app).sign_in(owner_of(group).id),
        }


def count(app: Flask, *where: object) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(*where))


def test_both_write_read_and_are_told_once_for_several(app: Flask, client: PageClient, it: dict):
    form = {"words": ASKED, "token": new_key()}
    assert [client.post(it["buyer"], data=form).status_code for _click in range(2)] == [303, 303]
    assert client.post(it["buyer"], data={"words": "และขอถุงด้วยค่ะ"}).status_code == 303
    assert count(app, OrderMessage.id > 0) == 2
    assert count(app, Notice.kind == NoticeKind.ORDER_MESSAGE) == 1
    with app.app_context():
        assert ASKED not in str(db.session.scalar(select(Notice.params).where(Notice.kind == NoticeKind.ORDER_MESSAGE)))

    assert it["path"] in it["desk"].get("/sell").text
    assert ASKED in it["desk"].get(it["group"]).text
    assert it["path"] not in it["desk"].get("/sell").text
    assert "อ่านแล้ว" in client.get(it["buyer"]).text
    assert it["desk"].post(it["group"], data={"words": "ได้ค่ะ"}).status_code == 303
    assert count(app, Notice.kind == NoticeKind.ORDER_MESSAGE) == 2
    order_page = it["buyer"].replace("/messages", "")
    assert "ข้อความใหม่ 1 ข้อความ" in client.get(order_page).text
    assert "ได้ค่ะ" in client.get(f"/en{it['buyer']}").text
    assert "ข้อความใหม่" not in client.get(order_page).text


def test_what_cannot_be_sent_is_not(app: Flask, client: PageClient, it: dict):
    assert client.post(it["path"], data={"words": ASKED}).status_code == 404
    assert client.post(it["buyer"], data={"words": "  "}).status_code == 422
    warned = client.post(it["buyer"], data={"words": "โทร 0812345678"})
    assert (warned.status_code, "ตั้งใจส่งตามนี้" in warned.text) == (422, True)
    with time_machine.travel(now() + timedelta(days=61)):
        assert client.post(it["buyer"], data={"words": ASKED}).status_code == 409
    assert count(app, OrderMessage.id > 0) == 0
    answers = [client.post(it["buyer"], data={"words": ASKED}).status_code for _message in range(31)]
    assert answers.count(303) == 30
    assert answers[-1] == 429


def test_an_official_reads_only_what_is_disputed_and_is_written_down(app: Flask, client: PageClient, it: dict):
    client.post(it["buyer"], data={"words": ASKED})
    with app.app_context(), transaction():
        office = PageClient(app).sign_in(given_an_official(Role.COMMERCE_OFFICIAL).id)
    assert office.get(f"/office{it['path']}").status_code == 404

    with app.app_context(), transaction():
        given_a_return(None, order=db.session.get_one(Order, it["order"]), status=ReturnStatus.DISPUTED)

    assert ASKED in office.get(f"/office{it['path']}").text
    assert count(app, AuditEntry.action == MessageAction.LOOK) == 1


def test_a_suspended_group_still_answers_its_buyers(app: Flask, it: dict):
    with app.app_context(), transaction():
        db.session.scalars(select(Group)).one().status = "suspended"

    assert it["desk"].post(it["group"], data={"words": "ส่งให้พรุ่งนี้ค่ะ"}).status_code == 303
