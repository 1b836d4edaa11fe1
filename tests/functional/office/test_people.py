"""Officials look after people: find them, print codes, invite, let go, close and open; always with an administrator left."""

import pytest
from sqlalchemy import event, select

from shop.audit.models import AuditEntry
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.people.models import Account, AccountRole, OneUseKey
from tests.client import PageClient
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account, given_an_official

MAIL, PHONE = "malee@people.example", "+66812345678"


@pytest.fixture
def admin(session) -> int:
    with transaction():
        return given_an_official(Role.ADMINISTRATOR).id


@pytest.fixture
def malee(session) -> int:
    with transaction():
        return given_an_account("มาลี", MAIL, PHONE).id


@pytest.fixture
def desk(client, admin) -> PageClient:
    return client.sign_in(admin)


@pytest.fixture
def labour_desk(app, session) -> PageClient:
    with transaction():
        official = given_an_official(Role.LABOUR_OFFICIAL).id
    return PageClient(app, app.response_class).sign_in(official)


def done(account_id: int) -> list[str]:
    asked = select(AuditEntry.action).where(AuditEntry.subject_kind == "account", AuditEntry.subject_id == str(account_id))
    return list(db.session.scalars(asked.order_by(AuditEntry.id)))


def test_people_are_found_with_their_roles_and_groups(desk, malee):
    with transaction():
        given_a_group("กลุ่มน้ำพริกแม่มาลี", owner=db.session.get(Account, malee))

    for words in ("มาลี", "malee@", "081-234-5678"):
        page = desk.get("/office/people", query_string={"q": words}).text
        assert "กลุ่มน้ำพริกแม่มาลี" in page
        assert "081-234-5678" in page
    assert "ไม่พบใคร" in desk.get("/office/people?q=nobody").text
    assert "ผู้ดูแลระบบ" in desk.get("/office/people").text


@pytest.mark.parametrize("asked", ["q=%00", "q=%25", "q=" + "x" * 5000, "before=x", "before=99999999999999999999", "before=-1"])
def test_odd_searches_are_answered(desk, asked):
    assert desk.get(f"/office/people?{asked}").status_code == 200


def test_the_list_asks_few_questions_and_goes_page_by_page(app, desk, session):
    with transaction():
        for number in range(60):
            given_a_group(owner=given_an_account(f"คนที่ {number}"))
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    page = desk.get("/office/people")
    assert page.text.count('<th scope="row">') == 50
    assert len(asked) <= 12  # three of them count what waits in the rail
    assert desk.get("/office/people?before=12").text.count('<th scope="row">') == 11


def test_pages_are_whole_in_both_languages(desk, malee):
    for path in ("", "/invite", f"/{malee}", f"/{malee}/reset-code", f"/{malee}/disable"):
        assert desk.get(f"/office/people{path}").status_code == 200
        assert desk.get(f"/en/office/people{path}").status_code == 200


def test_nobody_of_that_number_is_not_found(desk):
    for path in ("", "/reset-code", "/disable"):
        for number in (0, 999, 2**31, 10**30):
            assert desk.get(f"/office/people/{number}{path}").status_code == 404
    for path in ("/reset-code", "/disable", "/enable", "/roles/administrator/end"):
        assert desk.post(f"/office/people/999{path}").status_code == 404


def test_a_code_is_printed_once_and_opens_the_account(app, labour_desk, malee):
    answer = labour_desk.post(f"/office/people/{malee}/reset-code")
    paper = labour_desk.get(answer.location)

    assert answer.status_code == 303
    letters = paper.text.split('reset-code code">')[1].split("<")[0]
    assert letters not in labour_desk.get(answer.location).text
    assert done(malee) == ["account:print_reset_code"]
    visitor = PageClient(app, app.response_class)
    form = {"identifier": "081-234-5678", "code": letters, "password": "rain falls upward"}
    assert visitor.post("/account/reset-code", data=form).status_code == 303
    assert db.session.get(Account, malee).phone_verified_at


def test_no_office_prints_a_code_for_another(labour_desk, admin):
    with transaction():
        db.session.get(Account, admin).phone = PHONE

    assert labour_desk.post(f"/office/people/{admin}/reset-code").status_code == 403
    assert "พิมพ์รหัสให้ไม่ได้" in labour_desk.get(f"/office/people/{admin}/reset-code").text
    assert db.session.scalars(select(OneUseKey)).all() == []
    assert done(admin) == []


def test_who_has_no_number_gets_no_code(labour_desk, session):
    with transaction():
        person = given_an_account().id

    assert labour_desk.post(f"/office/people/{person}/reset-code").status_code == 422
    assert done(person) == []


def test_an_official_is_invited_by_a_link_shown_once(app, desk):
    form = {"name": "คุณวิภา", "email": "Wipa@Office.example", "office": "commerce"}
    answer = desk.post("/office/people/invite", data=form)
    page = desk.get(answer.location).text

    assert answer.status_code == 303
    link = page.split("/account/reset/")[1].split("<")[0]
    assert link not in desk.get(answer.location).text
    assert PageClient(app, app.response_class).get(f"/account/reset/{link}").status_code == 200
    person = db.session.scalars(select(Account).where(Account.email == "wipa@office.example")).one()
    assert [granted.role for granted in person.roles] == [Role.COMMERCE_OFFICIAL]
    assert person.name == "คุณวิภา"
    assert done(person.id) == ["account:create", "account:grant_role", "account:invite_official"]
    assert db.session.scalars(select(Notice.kind)).all() == ["official_invited"]


@pytest.mark.parametrize(
    "form, field",
    [
        ({}, "email"),
        ({"email": "x"}, "email"),
        ({"email": MAIL, "office": "mayor"}, "office"),
        ({"email": MAIL}, "office"),
        ({"email": MAIL, "office": "admin", "name": "ก" * 121}, "name"),
    ],
)
def test_a_bad_invitation_is_the_form_again(desk, form, field):
    page = desk.post("/office/people/invite", data=form)

    assert page.status_code == 422
    assert f'href="#{field}' in page.text
    assert db.session.scalars(select(Account).where(Account.email == MAIL)).all() == []


def test_an_empty_invitation_names_every_field_at_once(desk):
    page = desk.post("/office/people/invite", data={})

    assert page.status_code == 422
    assert "ใส่อีเมลของเจ้าหน้าที่" in page.text
    assert "เลือกหน้าที่" in page.text


def test_who_has_the_role_is_not_invited_again(desk, session):
    with transaction():
        given_an_official(Role.LABOUR_OFFICIAL, email=MAIL)

    assert desk.post("/office/people/invite", data={"email": MAIL, "office": "labour"}).status_code == 422
    assert desk.post("/office/people/invite", data={"email": MAIL, "office": "commerce"}).status_code == 303


def test_a_role_ends_and_so_do_the_sessions(app, desk, session):
    with transaction():
        official = given_an_official(Role.LABOUR_OFFICIAL).id
    theirs = PageClient(app, app.response_class).sign_in(official)
    assert theirs.get("/office/people").status_code == 200
    path = f"/office/people/{official}/roles/labour_official/end"

    assert "สิ้นสุดหน้าที่" in desk.get(path).text
    assert desk.post(path).status_code == 303
    assert theirs.get("/office/people").status_code == 303
    assert done(official) == ["account:end_role"]
    assert desk.get(path).status_code == 404
    assert desk.post(path).status_code == 409


def test_the_last_administrator_stays(desk, admin):
    for path in (f"/office/people/{admin}/roles/administrator/end", f"/office/people/{admin}/disable"):
        answer = desk.post(path)
        assert answer.status_code == 409
        assert "ต้องเหลือผู้ดูแลระบบ" in answer.text
    assert db.session.scalars(select(AccountRole.role)).all() == [Role.ADMINISTRATOR]
    assert db.session.get(Account, admin).disabled_at is None
    assert done(admin) == []


def test_closing_an_account_ends_its_sessions_and_opening_it_is_once(app, desk, malee):
    hers = PageClient(app, app.response_class).sign_in(malee)
    assert hers.get("/account").status_code == 200

    assert desk.post(f"/office/people/{malee}/disable").status_code == 303
    assert hers.get("/account").status_code == 303
    assert desk.post(f"/office/people/{malee}/disable").status_code == 409
    assert "ปิดอยู่" in desk.get(f"/office/people/{malee}").text
    assert desk.post(f"/office/people/{malee}/enable").status_code == 303
    assert desk.post(f"/office/people/{malee}/enable").status_code == 409
    assert done(malee) == ["account:disable", "account:enable"]


def test_labour_officials_look_and_print_but_change_nobody(labour_desk, malee):
    page = labour_desk.get(f"/office/people/{malee}").text
    assert "/disable" not in page
    assert "พิมพ์รหัส" in page
    for path in (f"/{malee}/disable", f"/{malee}/enable", "/invite", f"/{malee}/roles/administrator/end"):
        assert labour_desk.post(f"/office/people{path}").status_code == 403
    assert db.session.get(Account, malee).disabled_at is None
