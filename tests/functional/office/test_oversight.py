"""Officials look through all groups, all products and the record, take them along, suspend and reinstate."""

import importlib
import pkgutil
import re
from datetime import timedelta
from enum import StrEnum

import pytest
from flask import Flask
from sqlalchemy import event, func, select

import shop
from shop.audit import service as audit
from shop.audit.models import AuditEntry
from shop.catalogue.models import Product
from shop.checkout.service import CheckoutAction
from shop.groups.actions import GroupChange
from shop.groups.models import Group, GroupKind
from shop.groups.states import GroupStatus
from shop.kernel.access import MARKET, Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.moderation import oversight
from shop.moderation.models import SubmissionKind
from shop.moderation.oversight import GroupSearch, ProductSearch, Sort
from shop.notices.models import Notice
from shop.web.office import history
from shop.web.office.record_words import changes_in_words
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import given_a_decision, given_a_submission, given_a_submitted_product
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account, given_an_official


def desk_of(app: Flask, role: Role = Role.COMMERCE_OFFICIAL) -> PageClient:
    with app.app_context(), transaction():
        account_id = given_an_official(role).id
    return PageClient(app, app.response_class).sign_in(account_id)


def names_of_groups(search: GroupSearch, **more) -> list[str]:
    return [row.name for row in oversight.find_groups(search, **more).rows]


def test_groups_are_found_by_what_officials_know(session):
    with transaction():
        given_a_group("จักสานคลองสี่", kind=GroupKind.FARMERS, district_code="1302")
        draft = given_a_group("ยังร่างอยู่", status=GroupStatus.DRAFT)
        given_a_group("แม่บ้าน 100%", status=GroupStatus.SUSPENDED)

    assert names_of_groups(GroupSearch()) == ["แม่บ้าน 100%", "ยังร่างอยู่", "จักสานคลองสี่"]
    assert names_of_groups(GroupSearch(words="คลอง")) == ["จักสานคลองสี่"]
    assert names_of_groups(GroupSearch(words="%")) == ["แม่บ้าน 100%"]
    assert names_of_groups(GroupSearch(words=str(draft.id))) == ["ยังร่างอยู่"]
    assert names_of_groups(GroupSearch(status=GroupStatus.SUSPENDED)) == ["แม่บ้าน 100%"]
    assert names_of_groups(GroupSearch(kind=GroupKind.FARMERS, district="1302")) == ["จักสานคลองสี่"]
    assert oversight.groups_by_status() == {GroupStatus.APPROVED: 1, GroupStatus.DRAFT: 1, GroupStatus.SUSPENDED: 1}


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_products_follow_one_another_in_every_order(session, sort):
    with transaction():
        group = given_a_group()
        titles = [given_a_product(group, f"น้ำพริก {n % 3}", 1000 * (n % 4 + 1)).id for n in range(9)]

    seen, after = [], None
    while True:
        page = oversight.find_products(ProductSearch(), sort, after, limit=4)
        seen += [row.product.id for row in page.rows]
        after = page.next
        if after is None:
            break

    assert sorted(seen) == sorted(titles)
    assert page.total == 9


def test_products_are_found_by_their_state(session):
    with transaction():
        group = given_a_group("กลุ่มหนึ่ง")
        given_a_product(group, "ขายอยู่")
        given_a_product(group, "หมดแล้ว", stock_pieces=0)
        given_a_product(group, "พักขาย").archived_at = now()
        given_a_product(group, "ถูกระงับ").suspended_at = now()
        given_a_product(group, "ทิ้งแล้ว", published=False).deleted_at = now()
        given_a_submitted_product("รอตรวจ", group=group)

    found = {
        state: [row.title for row in oversight.find_products(ProductSearch(state=state)).rows]
        for state in ("on_sale", "sold_out", "paused", "suspended", "not_yet")
    }
    assert found == {
        "on_sale": ["ขายอยู่"],
        "sold_out": ["หมดแล้ว"],
        "paused": ["พักขาย"],
        "suspended": ["ถูกระงับ"],
        "not_yet": ["รอตรวจ"],
    }
    assert [row.title for row in oversight.find_products(ProductSearch(is_waiting=True)).rows] == ["รอตรวจ"]
    assert len(oversight.find_products(ProductSearch(words="กลุ่มหนึ่ง")).rows) == 5


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("role", [Role.COMMERCE_OFFICIAL, Role.LABOUR_OFFICIAL, Role.ADMINISTRATOR])
def test_each_list_and_each_page_is_shown(app, role, language):
    with app.app_context(), transaction():
        product = given_a_product(given_a_group())
        product.suspended_at, product.suspended_reason = now(), "ฉลากไม่ตรง"
        draft = given_a_group(status=GroupStatus.DRAFT)
        waiting = given_a_submitted_product()
        given_a_decision(given_a_submission())
        paths = [
            *("/office/groups", "/office/products", f"/office/groups/{draft.id}", f"/office/groups/{product.group_id}"),
            *(f"/office/products/{product.id}", f"/office/products/{waiting.product_revision.product_id}"),
            *("/office/groups?sort=name&q=ก", "/office/products?state=suspended&sort=price&waiting=1&group=1"),
        ]
    desk = desk_of(app, role)
    for path in paths:
        assert desk.get(language + path).status_code == 200, path


@pytest.mark.parametrize(
    "path",
    [
        *("/office/groups?status=x", "/office/groups?kind=x", "/office/groups?sort=x", "/office/groups?after=x"),
        *("/office/products?state=x", "/office/products?group=x", "/office/products?after=WzFd", "/office/audit?actor=x"),
        *("/office/audit?after=x", "/office/audit?from=soon"),
    ],
)
def test_an_unknown_value_is_422(app, path):
    assert desk_of(app).get(path).status_code == 422


def test_a_group_is_suspended_with_a_reason_and_reinstated(app, client):
    with app.app_context(), transaction():
        group = given_a_group()
        product_id, group_id, slug = given_a_product(group).id, group.id, group.slug
    desk = desk_of(app)
    here = f"/office/groups/{group_id}"
    assert desk.get(f"{here}/suspend").status_code == 200
    assert desk.post(f"{here}/suspend", data={"reason": " "}).status_code == 422
    assert client.get(f"/groups/{slug}").status_code == 200

    assert desk.post(f"{here}/suspend", data={"reason": "ส่งของไม่ครบ"}).status_code == 303
    assert "ส่งของไม่ครบ" in desk.get(here).text
    assert client.get(f"/groups/{slug}").status_code == 404
    assert client.get(f"/products/{product_id}").status_code == 404
    again = desk.post(f"{here}/suspend", data={"reason": "อีกครั้ง"})
    assert again.status_code == 409
    assert desk.get(f"{here}/suspend").status_code == 409

    assert desk.post(f"{here}/reinstate").status_code == 303
    assert client.get(f"/groups/{slug}").status_code == 200
    assert desk.post(f"{here}/reinstate").status_code == 409
    with app.app_context():
        assert list(db.session.scalars(select(Notice.kind).order_by(Notice.id))) == ["group_suspended", "group_reinstated"]


def test_a_product_is_suspended_with_a_reason_and_reinstated(app, client):
    with app.app_context(), transaction():
        product_id = given_a_product(given_a_group()).id
    desk = desk_of(app)
    here = f"/office/products/{product_id}"
    assert desk.get(f"{here}/suspend").status_code == 200
    assert desk.post(f"{here}/suspend", data={"reason": "ก" * 301}).status_code == 422

    assert desk.post(f"{here}/suspend", data={"reason": "ฉลากไม่ตรง"}).status_code == 303
    assert client.get(f"/products/{product_id}", follow_redirects=True).status_code == 404
    assert desk.post(f"{here}/suspend", data={"reason": "อีกครั้ง"}).status_code == 409
    assert desk.post(f"{here}/reinstate").status_code == 303
    assert client.get(f"/products/{product_id}", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("role", [Role.LABOUR_OFFICIAL, Role.ADMINISTRATOR])
def test_who_may_not_decide_suspends_nothing(app, role):
    with app.app_context(), transaction():
        product = given_a_product(given_a_group())
        ids = product.id, product.group_id
    desk = desk_of(app, role)

    for path in (f"/office/products/{ids[0]}/suspend", f"/office/groups/{ids[1]}/suspend"):
        assert desk.get(path).status_code == 403
        assert desk.post(path, data={"reason": "เหตุผล"}).status_code == 403
    with app.app_context():
        assert db.session.get_one(Product, ids[0]).suspended_at is None
        assert db.session.get_one(Group, ids[1]).status is GroupStatus.APPROVED
        assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action.contains("suspend"))) == 0


def test_what_is_taken_along_runs_nothing(app):
    with app.app_context(), transaction():
        group = given_a_group("=HYPERLINK(1)")
        given_a_product(group, "@SUM(1)")
    desk = desk_of(app)

    assert "'=HYPERLINK(1)" in desk.get("/office/groups/export.csv").text
    assert "'@SUM(1)" in desk.get("/office/products/export.csv").text
    assert desk.get("/office/audit/export.csv").mimetype == "text/csv"


def test_the_record_is_searched_and_reads_as_sentences(app):
    with app.app_context(), transaction():
        given_a_decision(given_a_submission())
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "product:approve")).one()
        actor_id, subject_id = entry.actor_id, entry.subject_id
    desk = desk_of(app)

    page = desk.get(f"/office/audit?action=product:approve&subject=product&id={subject_id}&actor={actor_id}")
    assert "อนุมัติสินค้า" in page.text
    assert 'role="status">ทั้งหมด <b class="number">1</b>' in page.text
    today, tomorrow = now().date(), now().date() + timedelta(days=2)
    assert "ไม่พบบันทึกตามนี้" not in desk.get(f"/office/audit?from={today - timedelta(days=1)}&to={tomorrow}").text
    assert "ไม่พบบันทึกตามนี้" in desk.get("/office/audit?to=23 ม.ค. 2567").text
    assert desk_of(app, Role.LABOUR_OFFICIAL).get("/office/audit").status_code == 403


def every_action() -> list[StrEnum]:
    """What can stand in the record: the members of every enum whose values read `thing:act`, wherever in the market it is."""
    for module in pkgutil.walk_packages(shop.__path__, "shop."):
        if module.name != "shop.wsgi":  # makes an application
            importlib.import_module(module.name)
    kinds = [kind for kind in StrEnum.__subclasses__() if kind.__module__.startswith("shop.") and kind is not Permission]
    return [act for kind in kinds if all(re.fullmatch(r"[a-z_]+:[a-z_]+", act) for act in kind) for act in kind]


def test_every_action_of_the_market_has_its_words():
    actions = every_action()

    assert {"payment:receive", "order:accept", "account:create"} <= set(actions)
    assert [action for action in actions if action not in history.ACTIONS] == []


def test_whoever_did_it_is_called_by_name_and_a_guest_is_not_the_market(app):
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มทดสอบ")
        order = given_an_order(group, given_a_product(group))
        audit.record(
            Actor(None, frozenset()), CheckoutAction.PLACE_ORDER, "order", order.code, group_id=group.id, total_satang=12000
        )
        helper = given_an_account()
        helper.name = "มานี"
        audit.record(MARKET, GroupChange.JOIN, "group", group.id, group_id=group.id, account=helper.id, role=Role.GROUP_STAFF)
        paths = [f"/office/groups/{group.id}", "/office/audit", f"/office/orders/{order.code}"]
    desk = desk_of(app)

    for path in paths:
        page = desk.get(path).text
        assert "ผู้ซื้อ (ไม่มีบัญชี)" in page, path
        assert "ยอดรวม: ฿120" in page, path
    assert "บัญชีของ: มานี\nหน้าที่: ผู้ช่วยในกลุ่ม" in desk.get(paths[0]).text
    assert "Buyer (no account)" in desk.get("/en" + paths[2]).text
    assert "Total: ฿120" in desk.get("/en/office/audit/export.csv").text


def test_what_the_record_says_is_words(app):
    """Every key that a room writes, as the office reads it."""
    said = {
        "group": {"was": "in_review", "to": "approved", "until": "2026-11-24T03:00:00+00:00", "weekly": [1, 7], "added": "flat"},
        "order": {"status": ["placed", "accepted"], "fields": ["recipient_name", "line1"], "cause": "returned"},
        "submission": {"checked": ["allergens_told"], "not_passed": ["flag_medicine", "standard_expired"], "because": "ok"},
        "product": {"fields": ["standard:fda", "name"], "before": 5500, "price_satang": 6500, "imported": True, "by": "operator"},
        "phrase": {"field": "photos", "unheard_of": "raw_code"},
    }
    with app.test_request_context():
        words = {kind: changes_in_words(kind, changes, {}) for kind, changes in said.items()}

    assert words["group"][0] == "สถานะ: รอตรวจ → ผ่านแล้ว"
    assert words["group"][1:] == ["สิ่งที่เพิ่ม: ส่งถึงบ้าน", "ถึง: 24 พ.ย. 2569 10:00 น.", "หยุดทุกวัน: จันทร์, อาทิตย์"]
    assert words["order"][1] == "สิ่งที่แก้: ชื่อผู้รับ, บ้านเลขที่ ถนน"
    assert words["submission"][1] == "ทำเครื่องหมายไว้: บอกสารก่อภูมิแพ้ครบ"
    assert words["product"][:3] == ["เดิม: ฿55", "โดย: ผู้ดูแลเครื่อง", "สิ่งที่แก้: มาตรฐาน อย., ชื่อตัวเลือก"]
    assert not re.search("[a-z]{3}", str([words[kind] for kind in ("group", "order", "product", "phrase")])), words


def test_a_groups_first_application_stays_that_after_it_was_approved(app):
    with app.app_context(), transaction():
        first = given_a_submission(SubmissionKind.GROUP)
        given_a_decision(first)
        ids = first.id, first.group_id
    desk = desk_of(app)

    for path in (f"/office/submissions/{ids[0]}", f"/office/groups/{ids[1]}"):
        page = desk.get(path).text
        assert "สมัครเป็นกลุ่มอาชีพ" in page, path
        assert "แก้ไขข้อมูลกลุ่ม" not in page, path


def test_lists_ask_the_database_as_often_for_many_as_for_few(app):
    with app.app_context(), transaction():
        given_a_decision(given_a_submission())
    desk = desk_of(app)
    with app.app_context():
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries(path: str) -> int:
        asked.clear()
        assert desk.get(path).status_code == 200
        return len(asked)

    paths = ("/office/groups", "/office/products", "/office/audit")
    few = [queries(path) for path in paths]
    with app.app_context(), transaction():
        for _ in range(8):
            given_a_product(given_a_group())
            given_a_decision(given_a_submission())

    assert [queries(path) for path in paths] == few
    assert max(few) <= 15  # of them one counts papers to compare, one reads the last seal


def test_phrases_are_made_the_offices_own(app):
    desk = desk_of(app)
    assert "แก้ไขข้อความเหล่านี้" in desk.get("/office/phrases").text
    assert desk.post("/office/phrases/begin").status_code == 303
    assert desk.post("/office/phrases", data={"field": "photos", "text": "ถ่ายด้านหลัง"}).status_code == 303
    assert desk.post("/office/phrases", data={"field": "photos", "text": " "}).status_code == 422
    assert desk.post("/office/phrases", data={"field": "nothing", "text": "คำ"}).status_code == 422
    assert desk.post("/office/phrases/1", data={"text": "ชื่อที่ดี"}).status_code == 303
    assert desk.post("/office/phrases/1", data={"text": ""}).status_code == 422
    assert desk.post("/office/phrases/1", data={"remove": "1"}).status_code == 303
    assert desk.post("/office/phrases/1", data={"text": "คำ"}).status_code == 409
    assert 'value="ถ่ายด้านหลัง"' in desk.get("/en/office/phrases").text
    assert desk_of(app, Role.LABOUR_OFFICIAL).get("/office/phrases").status_code == 403
