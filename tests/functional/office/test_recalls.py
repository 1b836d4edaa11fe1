"""A recall takes down at once, tells each who bought it and nobody else, hears the group, and is never taken away."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.jobs.handlers.recalls import tell_buyers, tell_of_mistake
from shop.jobs.work import work_everything_due
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.moderation import service as moderation
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.orders.states import OrderStatus
from shop.recalls import telling
from shop.recalls.checks import recalls_are_whole
from shop.recalls.models import Recall, RecallTelling
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import official
from tests.factories.orders import given_a_purchase, given_an_order
from tests.factories.people import given_an_account, given_an_official
from tests.factories.quality import given_a_recall

WHY = "พบเชื้อราในรุ่นนี้"
FORM = {"reason": WHY, "hazard": "กินแล้วอาจท้องเสีย", "batch": "L69-11", "todo": ["stop_using", "refund"]}


@pytest.fixture
def product(app: Flask) -> int:
    with app.app_context(), transaction():
        return given_a_product(given_a_group("แม่บ้านบางขะแยง"), "น้ำพริกเผา", stock_pieces=50).id


@pytest.fixture
def office(app: Flask) -> PageClient:
    with app.app_context(), transaction():
        return PageClient(app).sign_in(given_an_official().id)


def desk_of(app: Flask, product_id: int) -> PageClient:
    with app.app_context():
        group = db.session.get_one(Group, db.session.get_one(Product, product_id).group_id)
        return PageClient(app).sign_in(owner_of(group).id)


def sold(app: Flask, product_id: int, *orders: dict) -> list[str]:
    """Codes of an order each; with `phone` by a guest of that number."""
    with app.app_context(), transaction():
        product = db.session.get_one(Product, product_id)
        codes = []
        for columns in orders:
            phone = columns.pop("phone", None)
            bought = {"purchase": given_a_purchase(phone=phone)} if phone else {"account": given_an_account()}
            codes.append(given_an_order(product.group, product, **bought, **columns).code)
        return codes


def the_recall(app: Flask) -> Recall:
    with app.app_context():
        return db.session.scalars(select(Recall)).one()


def told(app: Flask, kind: NoticeKind = NoticeKind.RECALL_TOLD) -> list[Notice]:
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id)))


def recalled(app: Flask, office: PageClient, product_id: int, **more: object) -> int:
    answer = office.post(f"/office/products/{product_id}/recall", data=FORM | {"sold_from": "1/1/2567"} | more)
    assert answer.status_code == 303
    return the_recall(app).id


def test_a_recall_takes_down_at_once_for_all_to_read(app: Flask, client: PageClient, office: PageClient, product: int):
    assert client.get("/recalls").status_code == 200
    assert f"/office/products/{product}/recall" in office.get(f"/office/products/{product}").text
    assert office.get(f"/office/products/{product}/recall").status_code == 200
    for wrong in (
        {"reason": " "},
        {"sold_from": ""},
        {"sold_from": "x"},
        {"todo": []},
        {"todo": "x"},
        {"sold_until": "1/1/2590"},
    ):
        refused = office.post(f"/office/products/{product}/recall", data=FORM | {"sold_from": "1/1/2567"} | wrong)
        assert (refused.status_code, WHY in refused.text or "reason" in wrong) == (422, True)
    assert client.get(f"/products/{product}", follow_redirects=True).status_code == 200

    number = recalled(app, office, product)

    assert client.get(f"/products/{product}", follow_redirects=True).status_code == 404
    page = client.get(f"/recalls/{number}").text
    assert all(words in page for words in ("น้ำพริกเผา", "แม่บ้านบางขะแยง", WHY, "L69-11", "หยุดกินหรือหยุดใช้ทันที"))
    assert "น้ำพริกเผา" in client.get("/recalls").text
    assert "Recalled products" in client.get("/en/recalls").text
    assert "Stop eating or using it at once" in client.get(f"/en/recalls/{number}").text
    assert client.get("/recalls/99999999999").status_code == client.get(f"/recalls/{number + 1}").status_code == 404
    assert client.get("/recalls?before=x").status_code == 422
    assert "เรียกคืนสินค้า" in office.get("/office/audit").text
    assert office.get("/office/recalls").status_code == office.get(f"/en/office/recalls/{number}").status_code == 200


def test_each_buyer_is_told_once_and_sees_no_other(app: Flask, office: PageClient, product: int, monkeypatch):
    monkeypatch.setattr(telling, "ORDERS_AT_ONCE", 2)
    once, twice = "+66810000001", "+66810000002"
    long_ago = now() - timedelta(days=4000)
    codes = sold(
        app, product,
        {"phone": once}, {"phone": twice}, {"phone": twice}, {},
        {"phone": "+66810000003", "placed_at": long_ago}, {"phone": "+66810000004", "status": OrderStatus.CANCELLED},
    )  # fmt: skip
    with app.app_context(), transaction():
        other = given_a_product(db.session.get_one(Product, product).group, "กล้วยตาก")
        given_an_order(other.group, other, purchase=given_a_purchase(phone="+66810000005"))
    number = recalled(app, office, product)
    work_everything_due(app)
    with app.app_context():
        for after in (0, db.session.scalar(select(Recall.told_until))):
            tell_buyers(0, {"recall_id": number, "after": after})  # after a power cut

    notices = told(app)

    assert [notice.params["code"] for notice in notices] == [codes[0], codes[1], codes[3]]
    assert [notice.recipient_phone for notice in notices[:2]] == [once, twice]
    recall = the_recall(app)
    assert (recall.told_count, recall.told_at is not None) == (3, True)
    for notice in notices:
        others = [code for code in codes if code != notice.params["code"]] + [once, twice]
        assert not [secret for secret in others if secret in str(notice.params)]
    with app.app_context():
        kept = str([(one.buyer_fingerprint, one.recall_id) for one in db.session.scalars(select(RecallTelling))])
        assert not [phone for phone in (once, twice) if phone in kept]
        payloads = str([one.payload for one in db.session.scalars(select(OutboxMessage))])
        assert "+66" not in payloads
        assert recalls_are_whole() == []
    pages = PageClient(app).get(f"/recalls/{number}").text + desk_of(app, product).get(f"/sell/recalls/{number}").text
    assert not [secret for secret in (*codes, once, "วิภา") if secret in pages]
    assert "แจ้งแล้ว 3 คน" in office.get(f"/office/recalls/{number}").text


def test_the_group_is_heard_and_the_end_stays_to_be_read(app: Flask, client: PageClient, office: PageClient, product: int):
    number = recalled(app, office, product)
    desk, here = desk_of(app, product), f"/sell/recalls/{number}"
    assert len(told(app, NoticeKind.RECALL_RECORDED)) == 1
    assert "เรื่องเรียกคืนรอกลุ่มเล่า" in desk.get("/sell").text
    assert WHY in desk.get(here).text + desk.get("/sell/recalls").text
    assert desk.post(here, data={"words": " "}).status_code == 422
    assert desk.post(here, data={"words": "ถุงรั่วจากโรงงาน"}).status_code == 303
    assert desk.post(here, data={"words": "อีกครั้ง"}).status_code == 409
    assert "ถุงรั่วจากโรงงาน" in office.get(f"/office/recalls/{number}").text
    assert "ถุงรั่วจากโรงงาน" not in client.get(f"/recalls/{number}").text

    close = f"/office/recalls/{number}/close"
    assert office.post(close, data={"outcome": ""}).status_code == 422
    assert office.post(close, data={"outcome": "เก็บคืนครบแล้ว", "back_on_sale": "y"}).status_code == 303
    assert office.post(close, data={"outcome": "อีกครั้ง"}).status_code == 409

    assert "เก็บคืนครบแล้ว" in client.get(f"/recalls/{number}").text
    assert client.get(f"/products/{product}", follow_redirects=True).status_code == 200
    assert len(told(app, NoticeKind.RECALL_ENDED)) == 1
    theirs = desk_of(app, product)
    with app.app_context(), transaction():
        stranger = given_a_recall(given_a_product(given_a_group())).id
    assert theirs.get(f"/sell/recalls/{stranger}").status_code == 404


def test_a_mistake_is_corrected_in_public_and_told(app: Flask, client: PageClient, office: PageClient, product: int):
    sold(app, product, {"phone": "+66810000001"}, {"phone": "+66810000002"})
    number = recalled(app, office, product)
    work_everything_due(app)
    reverse = f"/office/recalls/{number}/reverse"
    assert office.post(reverse, data={"correction": " "}).status_code == 422

    assert office.post(reverse, data={"correction": "แล็บตรวจผิดตัวอย่าง"}).status_code == 303
    assert office.post(reverse, data={"correction": "อีกครั้ง"}).status_code == 409
    work_everything_due(app)
    with app.app_context():
        tell_of_mistake(0, {"recall_id": number})

    page = client.get(f"/recalls/{number}").text
    assert all(words in page for words in ("แล็บตรวจผิดตัวอย่าง", WHY, "น้ำพริกเผา"))
    assert "หยุดกินหรือหยุดใช้ทันที" not in page
    assert client.get(f"/products/{product}", follow_redirects=True).status_code == 200
    assert len(told(app, NoticeKind.RECALL_CORRECTED)) == len(told(app)) == 2
    with app.app_context():
        actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "recall")))
    assert actions == {"recall:record", "recall:reverse"}


def test_what_an_office_had_taken_down_before_stays_down(app: Flask, office: PageClient, product: int):
    with app.app_context(), transaction():
        moderation.suspend_product(db.session.get_one(Product, product), official(), "รอตรวจ")
    number = recalled(app, office, product)
    assert office.post(f"/office/recalls/{number}/reverse", data={"correction": "แจ้งผิด"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Product, product).suspended_at is not None


def test_a_reversed_recall_tells_nobody_who_was_not_told(app: Flask, office: PageClient, product: int):
    sold(app, product, {"phone": "+66810000001"})
    number = recalled(app, office, product)
    assert office.post(f"/office/recalls/{number}/reverse", data={"correction": "แจ้งผิด"}).status_code == 303
    work_everything_due(app)
    assert told(app) == told(app, NoticeKind.RECALL_CORRECTED) == []
