"""A person's own pages: name, addresses, number, password, notices."""

import pytest
from sqlalchemy import event, select

from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.notices.service import tell
from shop.people.models import Account
from shop.people.queries import recipient_of
from tests.client import PageClient
from tests.factories.groups import given_a_group
from tests.factories.people import PASSWORD, given_an_account
from tests.functional.account.keys import mailed_path, told

MAIL, PHONE, NEW = "malee@people.example", "+66812345678", "rain falls upward"


@pytest.fixture
def malee(session) -> int:
    with transaction():
        return given_an_account("มาลี", MAIL, PHONE, phone_verified_at=now()).id


@pytest.fixture
def hers(client, malee) -> PageClient:
    return client.sign_in(malee)


def account() -> Account:
    db.session.expire_all()
    return db.session.scalars(select(Account).where(Account.name != "อื่น")).one()


def test_her_front_page_leads_to_her_group_and_notices(client, session):
    with transaction():
        person = given_an_account("มาลี")
        given_a_group("กลุ่มน้ำพริกแม่มาลี", owner=person)
        tell(recipient_of(person), NoticeKind.PASSWORD_CHANGED)
        person_id = person.id

    page = client.sign_in(person_id).get("/account").text
    assert "สวัสดี มาลี" in page
    assert "กลุ่มน้ำพริกแม่มาลี" in page
    assert "1 ข้อความ" in page
    assert "กลุ่มน้ำพริกแม่มาลี" in client.get("/en/account").text


@pytest.mark.parametrize("path", ["", "/profile", "/profile/name", "/profile/email", "/profile/phone", "/security", "/notices"])
def test_her_pages_are_whole_in_both_languages(hers, path):
    assert hers.get(f"/account{path}").status_code == 200
    assert hers.get(f"/en/account{path}").status_code == 200


def test_name_and_language(hers):
    assert hers.post("/account/profile/name", data={"name": "  มาลี ใจดี ", "locale": "en"}).status_code == 303
    assert (account().name, account().locale) == ("มาลี ใจดี", "en")

    for wrong in ({"name": "", "locale": "th"}, {"name": "มาลี", "locale": "xx"}, {"name": "ก" * 5000, "locale": "th"}):
        assert hers.post("/account/profile/name", data=wrong).status_code == 422
    assert account().name == "มาลี ใจดี"


def test_a_new_address_counts_once_its_link_was_followed(app, hers):
    form = {"email": "New@People.example", "password": PASSWORD}
    assert hers.post("/account/profile/email", data=form).status_code == 303
    assert account().email == MAIL

    assert hers.post(mailed_path(app)).status_code == 303
    assert (account().email, bool(account().email_verified_at)) == ("new@people.example", True)


def test_changing_address_or_number_asks_the_password(hers):
    for path, form in (("email", {"email": "new@people.example"}), ("phone", {"phone": "089-999-9999"})):
        for password in ("", "not the password"):
            page = hers.post(f"/account/profile/{path}", data={**form, "password": password})
            assert page.status_code == 422
            assert next(iter(form.values())) in page.text
    assert (account().email, account().phone) == (MAIL, PHONE)


def test_a_taken_address_is_answered_alike_and_its_owner_told(app, hers):
    with transaction():
        given_an_account("อื่น", "other@people.example")
    answer = hers.post("/account/profile/email", data={"email": "other@people.example", "password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/account/profile")
    assert told(app) == ["account_exists"]


def test_another_number_is_unproven(hers):
    assert hers.post("/account/profile/phone", data={"phone": "089 999 9999", "password": PASSWORD}).status_code == 303

    assert (account().phone, account().phone_verified_at) == ("+66899999999", None)
    assert "ยังไม่ยืนยัน" in hers.get("/account/profile").text


def test_a_number_can_be_taken_away_but_not_the_last_way_in(hers, malee):
    assert hers.post("/account/profile/phone", data={"phone": "", "password": PASSWORD}).status_code == 303
    assert account().phone is None

    with transaction():
        kept = db.session.get(Account, malee)
        kept.phone, kept.email = PHONE, None
    assert hers.post("/account/profile/phone", data={"phone": "", "password": PASSWORD}).status_code == 422


def test_a_taken_number_is_refused(hers):
    with transaction():
        given_an_account("อื่น", phone="+66899999999")

    assert hers.post("/account/profile/phone", data={"phone": "0899999999", "password": PASSWORD}).status_code == 422
    assert account().phone == PHONE


def test_a_new_password_ends_every_other_session(app, hers, malee):
    other = PageClient(app, app.response_class).sign_in(malee)
    assert other.get("/account").status_code == 200

    answer = hers.post("/account/security", data={"old_password": PASSWORD, "password": NEW})

    assert answer.status_code == 303
    assert hers.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert "password_changed" in told(app)


@pytest.mark.parametrize(
    "old, new, field",
    [
        ("not the password", NEW, "old_password"),
        ("", NEW, "old_password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "malee@people.example", "password"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_and_to_a_good_one(hers, old, new, field):
    page = hers.post("/account/security", data={"old_password": old, "password": new})

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert account().session_epoch == 0


def test_asking_again_for_the_link(app, client, session):
    with transaction():
        person_id = given_an_account(email=MAIL).id
        db.session.get(Account, person_id).email_verified_at = None
    client.sign_in(person_id)

    assert client.post("/account/profile/email/again").status_code == 303
    assert client.post(mailed_path(app)).status_code == 303
    assert account().email_verified_at
    client.post("/account/profile/email/again")
    assert told(app) == ["email_verification"]


def given_notices(account_id: int, many: int) -> list[int]:
    with transaction():
        recipient = recipient_of(db.session.get(Account, account_id))
        return [tell(recipient, NoticeKind.PASSWORD_CHANGED).id for _ in range(many)]


def test_opening_a_notice_reads_it_and_leads_on(hers, malee):
    notice_id = given_notices(malee, 2)[0]

    assert hers.get("/account/notices").text.count("notice-row unread") == 2
    assert hers.get(f"/en/account/notices/{notice_id}").location == "/en/account"
    assert hers.get("/account/notices").text.count("notice-row unread") == 1
    assert hers.post("/account/notices/read").status_code == 303
    assert "notice-row unread" not in hers.get("/account/notices").text


def test_a_strangers_notice_is_not_there(hers, session):
    with transaction():
        stranger = given_an_account("อื่น").id
    notice_id = given_notices(stranger, 1)[0]

    assert hers.get(f"/account/notices/{notice_id}").status_code == 404
    hers.post("/account/notices/read")
    assert db.session.get(Notice, notice_id).read_at is None


def test_notices_come_page_by_page_with_few_queries(app, hers, malee):
    given_notices(malee, 65)
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    first = hers.get("/account/notices")
    assert first.text.count('class="row notice-row') == 30
    assert len(asked) <= 8
    older = hers.get("/account/notices?before=36")
    assert older.text.count('class="row notice-row') == 30
    assert hers.get("/account/notices?before=6").text.count('class="row notice-row') == 5
    for odd in ("x", "-1", "9" * 30, "%00", "๑"):
        assert hers.get(f"/account/notices?before={odd}").status_code == 200


def test_an_empty_inbox_says_so(hers):
    assert "ยังไม่มีข้อความ" in hers.get("/account/notices").text
