"""A slip sent at the wrong order is moved, on a phone; the office telephones: both at a desk in English too."""

import pytest

from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.notices import service as notices
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell
from shop.orders.models import Order
from shop.payments.slips import photos, service
from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_returns import signed_in
from tests.factories.orders import GUEST_BUYER, given_a_purchase, group_actor
from tests.factories.people import given_an_official
from tests.factories.slips import a_slip_picture, given_a_promptpay_order

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)
REF = "2023070112345678901"


def test_a_slip_is_moved_where_it_belongs(market, serve, open_page):
    with market.app.app_context():
        with transaction():
            purchase = given_a_purchase(phone="+66891111111")
            wrong, right = given_a_promptpay_order(purchase=purchase), given_a_promptpay_order(purchase=purchase)
            ids = wrong.id, right.id
            path, code = f"/purchases/{purchase.code}?key={purchase.link_key}", right.code
        stored = photos.store(a_slip_picture(REF))
        with transaction():
            slip = service.send(db.session.get(Order, ids[0]), stored, GUEST_BUYER)
            there = f"/orders/{wrong.code}/slips/{slip.key}/move?key={purchase.link_key}"
    url = serve(jobs=False).url
    desk = open_page(**DESK)
    desk.goto(f"{url}/en{there}")
    assert_accessible(desk)

    page = open_page(**PHONE)
    page.goto(url + path)
    page.get_by_role("link", name="สลิปนี้เป็นของรายการอื่น").click()
    page.wait_for_url("**/move?**")
    assert_accessible(page)
    page.get_by_role("button", name="ย้ายสลิป").click()
    page.wait_for_url("**/purchases/**")
    with market.app.app_context():
        statuses = [db.session.get(Order, each).status for each in ids]
        assert statuses == ["awaiting_payment", "awaiting_confirmation"]
        with transaction():
            service.deny(db.session.get(Order, ids[1]), group_actor(db.session.get(Order, ids[1]).group_id))
    page.goto(f"{url}/orders/{code}?{path.partition('?')[2]}")
    assert "ขอให้ดูใหม่ได้อีก 2 ครั้ง" in page.content()


def test_the_office_telephones(market, serve, open_page):
    with market.app.app_context(), transaction():
        official = given_an_official(Role.COMMERCE_OFFICIAL).id
        code = given_a_promptpay_order().purchase.code
        notice = tell(Recipient(phone="+66812345678"), NoticeKind.PAYMENT_MISMATCH, code=code, amount_satang=10500)
        notices.record_not_configured(notice.deliveries[0].id)
    url = serve(jobs=False).url
    for size, prefix in ((DESK, "/en"), (PHONE, "")):
        page = open_page(**size)
        signed_in(page, market.app, url, official)
        page.goto(f"{url}{prefix}/office/money/calls")
        assert_accessible(page)
        page.goto(f"{url}{prefix}/office/money/exceptions")
    page.goto(f"{url}/office/money/calls")
    page.get_by_role("button", name="โทรแล้ว").click()
    page.get_by_text("บันทึกแล้วว่าโทรบอก").wait_for()
