"""What a buyer was to be told about the money of a whole purchase, and no message reached: the office telephones, once."""

import pytest

from shop.audit.models import AuditEntry
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.notices import service as notices
from shop.notices.kinds import KINDS, NoticeKind
from shop.notices.models import Delivery
from shop.notices.service import Recipient, tell
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account, given_an_official

CALLED_ABOUT = {NoticeKind.PAYMENT_CAME_LATE, NoticeKind.PAYMENT_MISMATCH, NoticeKind.PAYMENT_SENT_BACK}


@pytest.fixture
def code(session) -> str:
    with transaction():
        group = given_a_group()
        return given_an_order(group, given_a_product(group)).purchase.code


def official(client, role: Role = Role.COMMERCE_OFFICIAL):
    with transaction():
        account_id = given_an_official(role).id
    return client.sign_in(account_id)


def unreached(code: str, kind: str = NoticeKind.PAYMENT_MISMATCH, to: Recipient | None = None) -> list[Delivery]:
    with transaction():
        notice = tell(to or Recipient(phone="+66812345678"), kind, code=code, amount_satang=100)
        for delivery in list(notice.deliveries):
            notices.record_not_configured(delivery.id)
        return list(notice.deliveries)


def test_the_office_calls_once_about_all_of_a_purchase(client, code):
    unreached(code)
    newest = unreached(code, NoticeKind.PAYMENT_SENT_BACK)[-1].id
    desk = official(client)
    assert "มีผู้ซื้อที่ข้อความเรื่องเงินไปไม่ถึง 1 คน" in desk.get("/office/money/exceptions").text
    page = desk.get("/office/money/calls").text
    assert page.count('href="tel:+66812345678"') == 1
    assert f"กำลังคืนเงินของการสั่งซื้อ {code}" in page

    assert desk.post(f"/office/money/calls/{newest}").status_code == 303
    again = desk.post(f"/office/money/calls/{newest}")

    assert (again.status_code, "มีคนโทรบอกเรื่องนี้ไปแล้ว" in again.text) == (409, True)
    assert "ไม่มีใครต้องโทรหา" in desk.get("/office/money/calls").text
    assert db.session.query(AuditEntry).filter_by(action="notice:telephone", subject_id=code).count() == 1
    for wrong in (0, 999_999, 10**12):
        assert desk.post(f"/office/money/calls/{wrong}").status_code == 404


def test_no_group_reads_the_number_and_what_needs_no_call_makes_none(client, session, code):
    call = unreached(code)[-1].id
    with transaction():
        owner = owner_of(db.session.scalars(db.select(type(given_a_group()))).first()).id
    client.sign_in(owner)
    assert "tel:+66812345678" not in client.get("/sell/calls").text
    assert client.post(f"/sell/calls/{call}").status_code == 404

    kinds = {kind for kind, about in KINDS.items() if about.subject == "purchase" and about.may_be_called}
    assert kinds == CALLED_ABOUT
    assert [delivery.channel for delivery in unreached(code, NoticeKind.PAYMENT_CALLED_OFF)] == ["sms"]


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_who_has_read_it_needs_no_call_and_labour_officials_may(client, session, code):
    with transaction():
        buyer = given_an_account()
        to = Recipient(buyer.id, phone="+66812345678")
    unreached(code, to=to)
    desk = official(client, Role.LABOUR_OFFICIAL)
    assert "tel:" in desk.get("/en/office/money/calls").text
    with transaction():
        notices.mark_all_read(to.account_id)
    assert "tel:" not in desk.get("/office/money/calls").text
