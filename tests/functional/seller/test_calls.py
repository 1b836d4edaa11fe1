"""Whom no message reached is telephoned by the group's people: once, and only those of this group."""

from datetime import timedelta

import pytest
import time_machine

from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices import service as notices
from shop.notices.kinds import NoticeKind
from shop.notices.models import Delivery
from shop.notices.service import Recipient, tell
from shop.people.models import Account
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, given_a_member, owner_of
from tests.factories.notices import GUEST_BY_PHONE
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account


@pytest.fixture
def desk(session) -> dict:
    """A group with a volunteer, and an order of it."""
    with transaction():
        group, volunteer = given_a_group(), given_an_account("อาสา")
        given_a_member(group, volunteer, Role.LABOUR_VOLUNTEER)
        order = given_an_order(group, given_a_product(group))
        return {"group": group.id, "volunteer": volunteer.id, "owner": owner_of(group).id, "code": order.code}


@pytest.fixture
def volunteer(client, desk):
    return client.sign_in(desk["volunteer"])


def unreached(kind: str, to: Recipient = GUEST_BY_PHONE, **params: object) -> int:
    """Told, and every way failed; the id of the call."""
    with transaction():
        notice = tell(to, kind, **params)
        notices.record_not_configured(notice.deliveries[0].id)
        return notice.deliveries[-1].id


def accepted(desk: dict) -> int:
    return unreached(NoticeKind.ORDER_ACCEPTED, code=desk["code"], group_name="กลุ่ม")


def test_a_buyer_is_called_once_about_all_of_an_order(volunteer, desk):
    accepted(desk)
    newest = unreached(NoticeKind.ORDER_PACKED, code=desk["code"], group_name="กลุ่ม")
    assert "มีคนที่ข้อความไปไม่ถึง 1 คน" in volunteer.get("/sell").text
    page = volunteer.get("/sell/calls").text
    assert page.count('href="tel:+66812345678"') == 1
    assert f"คำสั่งซื้อ {desk['code']} แพ็กเสร็จแล้ว" in page
    assert f"/sell/calls/{newest}" in page

    assert volunteer.post(f"/sell/calls/{newest}").status_code == 303
    assert "ไม่มีใครต้องโทรหา" in volunteer.get("/sell/calls").text
    again = volunteer.post(f"/sell/calls/{newest}")
    assert again.status_code == 409
    assert "มีคนโทรบอกเรื่องนี้ไปแล้ว" in again.text
    assert "โทรบอกแล้ว" in volunteer.get(f"/sell/orders/{desk['code']}").text


def test_what_came_after_the_call_is_a_new_one(volunteer, desk):
    first = accepted(desk)
    second = unreached(NoticeKind.ORDER_PACKED, code=desk["code"], group_name="กลุ่ม")
    assert volunteer.post(f"/sell/calls/{first}").status_code == 303
    assert f"/sell/calls/{second}" in volunteer.get("/sell/calls").text


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_the_groups_own_people_are_called_until_they_have_read_it(client, volunteer, desk):
    with transaction():
        owner = db.session.get_one(Account, desk["owner"])
        owner.name, owner.phone = "ป้าสมใจ", "+66898765432"
    to = Recipient(desk["owner"], phone="+66898765432")
    unreached(NoticeKind.ORDER_RECEIVED_BY_GROUP, to, code=desk["code"], total_satang=100)
    page = volunteer.get("/en/sell/calls").text
    assert "ป้าสมใจ" in page
    assert "tel:+66898765432" in page
    assert f"New order {desk['code']}" in page

    client.sign_in(desk["owner"])
    assert "tel:" not in client.get("/sell/calls").text  # one's own: one is here already
    with transaction():
        notices.mark_all_read(desk["owner"])
    client.sign_in(desk["volunteer"])
    assert "tel:" not in client.get("/sell/calls").text


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_another_groups_people_and_old_news_are_not_called(volunteer, desk):
    with transaction():
        other = given_a_group()
        code = given_an_order(other, given_a_product(other)).code
    strange = unreached(NoticeKind.ORDER_ACCEPTED, code=code, group_name="กลุ่ม")
    accepted(desk)

    assert volunteer.post(f"/sell/calls/{strange}").status_code == 404
    assert code not in volunteer.get("/sell/calls").text
    with time_machine.travel(now() + timedelta(days=8)):
        assert "tel:" not in volunteer.get("/sell/calls").text
    assert db.session.get(Delivery, strange).status == "pending"
    for wrong in (0, 999_999, 10**12):
        assert volunteer.post(f"/sell/calls/{wrong}").status_code == 404
