"""Officials by office and when they were last here, work handed over, the record searched by person and taken along."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from shop.audit.models import AuditEntry
from shop.audit.sealing import last_seal
from shop.jobs.handlers.audit import seal_finished
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.moderation import claims
from shop.moderation.models import Submission
from shop.people import offices
from shop.people.models import Account, AccountRole
from tests.client import PageClient
from tests.factories.moderation import given_a_submission
from tests.factories.people import PASSWORD, given_an_account, given_an_official


@pytest.fixture
def desk(app) -> PageClient:
    """An administrator's."""
    with app.app_context(), transaction():
        account_id = given_an_official(Role.ADMINISTRATOR).id
    return PageClient(app, app.response_class).sign_in(account_id)


def test_a_sign_in_is_noted_and_who_stays_away_is_marked(app, desk):
    with app.app_context(), transaction():
        account = given_an_official(Role.COMMERCE_OFFICIAL, email="here@people.example")
        away = given_an_official(Role.COMMUNITY_OFFICIAL, email="away@people.example")
        longer = update(AccountRole).where(AccountRole.account_id == away.id).values(granted_at=now() - timedelta(days=91))
        db.session.execute(longer)
        account_id = account.id
    visitor = PageClient(app, app.response_class)
    visitor.post("/account/sign-in", data={"identifier": "here@people.example", "password": PASSWORD})

    page = desk.get("/office/people/officials").text

    with app.app_context():
        assert db.session.get_one(Account, account_id).signed_in_at > now() - timedelta(minutes=5)
    assert page.count("ไม่ได้เข้าเกิน 90 วัน") == 1
    assert "เจ้าหน้าที่พัฒนาชุมชน (1)" in page
    assert desk.get("/en/office/people/officials").status_code == 200


def test_what_an_official_holds_goes_to_a_colleague_and_her_role_ends(app, desk):
    with app.app_context(), transaction():
        leaving, colleague = given_an_official(Role.COMMERCE_OFFICIAL), given_an_official(Role.COMMERCE_OFFICIAL)
        stranger = given_an_official(Role.LABOUR_OFFICIAL)
        held = given_a_submission()
        claims.claim(held, Actor(leaving.id, frozenset({Role.COMMERCE_OFFICIAL})))
        leaving_id, colleague_id, stranger_id = leaving.id, colleague.id, stranger.id
    path = f"/office/people/{leaving_id}/roles/commerce_official/hand-over"
    assert f'value="{colleague_id}"' in desk.get(path).text
    for to in ("", str(stranger_id), str(leaving_id), "๑"):
        assert desk.post(path, data={"to": to}).status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Submission.claimed_by)).one() == leaving_id

    assert desk.post(path, data={"to": str(colleague_id)}).status_code == 303

    with app.app_context():
        assert db.session.scalars(select(Submission.claimed_by)).one() == colleague_id
        assert db.session.get_one(Account, leaving_id).roles == []
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "account:hand_over")).one()
        assert entry.changes["claims"] == 1
    assert desk.get(path).status_code == 404
    assert "มอบงานให้เพื่อนร่วมสำนักงาน" in desk.get("/office/audit").text


def test_only_what_is_held_now_and_may_be_decided_is_handed_over(app, desk):
    with app.app_context(), transaction():
        leaving, colleague = (given_an_official(Role.COMMERCE_OFFICIAL) for _ in range(2))
        another = given_an_official(Role.ADMINISTRATOR)
        offices.grant_role(leaving, Role.ADMINISTRATOR, Actor(1, frozenset({Role.ADMINISTRATOR})))
        held = given_a_submission()
        claims.claim(held, Actor(leaving.id, frozenset({Role.COMMERCE_OFFICIAL})))
        leaving_id, colleague_id, another_id, held_id = leaving.id, colleague.id, another.id, held.id
    path = f"/office/people/{leaving_id}/roles"

    assert desk.post(f"{path}/administrator/hand-over", data={"to": another_id}).status_code == 303
    with app.app_context(), transaction():
        held = db.session.get_one(Submission, held_id)
        assert held.claimed_by == leaving_id
        held.claimed_until = now() - timedelta(minutes=1)
    assert desk.post(f"{path}/commerce_official/hand-over", data={"to": colleague_id}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Submission, held_id).claimed_by == leaving_id  # whose time is over: it is anybody's


def test_the_record_is_searched_by_person_and_what_was_taken_along_is_in_it(app, desk):
    with app.app_context(), transaction():
        busy, quiet = given_an_account("วันดี มาก"), given_an_account("เงียบ")
        for account, office in ((busy, "commerce"), (quiet, "labour")):
            offices.grant_role(given_an_account(), offices.OFFICES[office], Actor(account.id, frozenset({Role.ADMINISTRATOR})))
    seal_in(app)
    page = desk.get("/office/audit?who=วันดี").text
    assert "วันดี มาก" in page
    assert "เงียบ" not in page
    assert "ไม่พบบันทึก" in desk.get("/office/audit?who=ไม่มีใครชื่อนี้").text
    with app.app_context():
        assert last_seal().digest in page

    sheet = load_workbook(BytesIO(desk.get("/office/audit/export.xlsx?who=วันดี").data)).active

    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["วันดี มาก"]
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "audit:export")).one()
        assert entry.changes == {"kind": "xlsx", "asked": ["who"]}  # not whom: that is a person's name
    assert "ส่งออกบันทึกการทำงาน" in desk.get("/office/audit").text
    assert desk.get("/office/audit/export.csv?from=เมื่อวาน").status_code == 422


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (
            Role.COMMUNITY_OFFICIAL,
            ("/office/groups", "/office/products", "/office/fairs"),
            ("/office/orders", "/office/consents"),
        ),
        (Role.SOCIAL_OFFICIAL, ("/office/groups", "/office/consents", "/office/volunteers"), ("/office/orders", "/office/money")),
    ],
)
def test_each_new_office_has_its_own_desk(app, role, may, may_not):
    with app.app_context(), transaction():
        account_id = given_an_official(role).id
    desk = PageClient(app, app.response_class).sign_in(account_id)

    for path in ("/office", *may):
        assert desk.get(path).status_code in (200, 303), path
        assert desk.get(f"/en{path}").status_code in (200, 303), path
    for path in may_not:
        assert desk.get(path).status_code == 403, path


def seal_in(app) -> None:
    with app.app_context():
        seal_finished()
