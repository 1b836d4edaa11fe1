"""LINE linked, signed in by, and taken away; and every way in which it must not open anything."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
import time_machine

from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices import addresses
from shop.notices.models import Channel, Delivery
from shop.people import recovery
from shop.people.keys import issue_code
from shop.people.line_login import line_login
from shop.people.models import Account
from shop.people.throttle import LIMITS, Limit
from tests.factories.people import PASSWORD, PASSWORD_HASH, given_an_account, given_an_official
from tests.functional.account.keys import told

ONE_DATABASE = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


@pytest.fixture
def malee(session) -> int:
    with transaction():
        return given_an_account("มาลี", "malee@people.example").id


@pytest.fixture
def malees_line(line_on) -> str:
    line_on.signs_in = line_on.add_person()
    return line_on.signs_in


def link(account_id: int, user_id: str) -> None:
    with transaction():
        addresses.keep_line(account_id, user_id, True)


def way_back(begun) -> str:
    """Go where the market sends us, and give the path by which LINE sends us back."""
    assert begun.status_code == 303, begun.text
    answer = requests.get(begun.location, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def begin_linking(client, **form: str):
    return client.post("/account/line/link", data={"password": PASSWORD, **form})


def begin_sign_in(client, root: str = "", **form: str):
    return client.post(f"{root}/account/line/sign-in", data=form)


def is_signed_in(client) -> bool:
    return client.get("/account").status_code == 200


def test_line_is_linked_signs_in_and_is_taken_away(app, client, malee, malees_line):
    client.sign_in(malee)
    assert "เชื่อม LINE" in client.get("/account/line").text
    linked = client.get(way_back(begin_linking(client)))
    assert linked.location == "/account/line"
    assert "เชื่อมแล้ว" in client.get("/account/line").text
    assert told(app) == ["line_linked"]
    assert db.session.query(Delivery.channel).one() == (Channel.EMAIL,)  # not there where a stranger may be

    client.post("/account/sign-out")
    answer = client.get(way_back(begin_sign_in(client, next="/account/notices")))
    assert answer.location == "/account/notices"
    assert is_signed_in(client)

    assert client.post("/account/line/unlink", data={"password": PASSWORD}).location == "/account/line"
    assert told(app) == ["line_linked", "line_unlinked"]
    client.post("/account/sign-out")
    assert client.get(way_back(begin_sign_in(client))).location == "/account/line/problem/not_linked"
    assert not is_signed_in(client)


@ONE_DATABASE
def test_who_left_from_an_english_page_comes_back_to_one(client, malee, malees_line):
    link(malee, malees_line)
    back = way_back(begin_sign_in(client, "/en"))
    to_english = client.get(back)

    assert to_english.location == f"/en{back}"
    assert client.get(to_english.location).location == "/en/account"


def test_a_line_belongs_to_one_account(client, malee, malees_line):
    link(malee, malees_line)
    with transaction():
        other = given_an_account("สมชาย", "somchai@people.example").id
    client.sign_in(other)

    assert client.get(way_back(begin_linking(client))).location == "/account/line/problem/taken"
    assert "LINE นี้เชื่อมกับบัญชีอื่นอยู่" in client.get("/account/line/problem/taken").text
    assert addresses.line_of(other) is None


@ONE_DATABASE
def test_an_equal_mail_address_signs_nobody_in(client, malee, malees_line, line_on):
    line_on.claims = {"email": "malee@people.example", "email_verified": True}

    assert client.get(way_back(begin_sign_in(client))).location == "/account/line/problem/not_linked"
    assert not is_signed_in(client)


@ONE_DATABASE
@pytest.mark.parametrize("role", [Role.COMMERCE_OFFICIAL, Role.LABOUR_OFFICIAL, Role.ADMINISTRATOR])
def test_an_official_does_not_come_in_by_line_alone(client, session, malees_line, role):
    with transaction():
        official = given_an_official(role).id
    link(official, malees_line)

    assert client.get(way_back(begin_sign_in(client))).location == "/account/line/problem/official"
    assert "ใช้รหัสผ่าน" in client.get("/account/line/problem/official").text
    assert not is_signed_in(client)


@ONE_DATABASE
def test_a_closed_account_stays_closed(client, malee, malees_line):
    link(malee, malees_line)
    with transaction():
        db.session.get(Account, malee).disabled_at = now()

    assert client.get(way_back(begin_sign_in(client))).location == "/account/line/problem/closed"
    assert not is_signed_in(client)


@ONE_DATABASE
def test_consent_refused_at_line_changes_nothing(client, malee, line_on):
    client.sign_in(malee)
    assert client.get(way_back(begin_linking(client))).location == "/account/line/problem/cancelled"
    assert "คุณกดยกเลิก" in client.get("/account/line/problem/cancelled").text
    assert addresses.line_of(malee) is None


@ONE_DATABASE
def test_the_way_back_works_once_for_who_left_and_not_for_long(client, malee, malees_line):
    link(malee, malees_line)
    back = way_back(begin_sign_in(client))
    stranger = client.application.test_client()
    assert stranger.get(back).location == "/account/line/problem/stale"  # a link sent to somebody signs nobody in
    assert client.get(back.replace("state=", "state=x")).location == "/account/line/problem/stale"
    assert client.get(back).location == "/account/line/problem/stale"  # what was kept is used up

    late = way_back(begin_sign_in(client))
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert client.get(late).location == "/account/line/problem/stale"
    assert client.get("/account/line/back?state=&code=").location == "/account/line/problem/stale"
    assert not is_signed_in(client)


@ONE_DATABASE
def test_a_code_is_used_once(client, malee, malees_line):
    link(malee, malees_line)
    back = way_back(begin_sign_in(client))
    with client.session_transaction() as held:
        kept = dict(held["line"])
    assert client.get(back).location == "/account"
    client.post("/account/sign-out")
    with client.session_transaction() as held:
        held["line"] = kept  # the cookie of before, kept by somebody

    assert client.get(back).location == "/account/line/problem/unproven"
    assert not is_signed_in(client)


@ONE_DATABASE
@pytest.mark.parametrize(
    "forged",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"aud": "2000000002"}},
        {"claims": {"iss": "https://elsewhere.example"}},
        {"claims": {"exp": 1_700_000_000}},
        {"claims": {"sub": ""}},
        {"signing_secret": "the secret of somebody else altogether"},
    ],
)
def test_a_forged_id_token_proves_nothing(client, malee, malees_line, line_on, forged):
    link(malee, malees_line)
    back = way_back(begin_sign_in(client))
    line_on.__dict__.update(forged)

    assert client.get(back).location == "/account/line/problem/unproven"
    assert not is_signed_in(client)


@ONE_DATABASE
def test_linking_asks_for_the_password_again(client, malee, malees_line):
    client.sign_in(malee)
    for wrong in ("", "not the password"):
        answer = begin_linking(client, password=wrong)
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert client.get("/en/account/line/link").status_code == 200  # the way to the other language leads there
    link(malee, malees_line)
    assert client.post("/account/line/unlink", data={"password": "not the password"}).status_code == 422
    assert addresses.line_of(malee)


@ONE_DATABASE
def test_what_one_began_another_does_not_finish(client, malee, malees_line):
    with transaction():
        other = given_an_account("สมชาย", "somchai@people.example").id
    client.sign_in(malee)
    back = way_back(begin_linking(client))
    client.sign_in(other)

    assert client.get(back).location == "/account/line/problem/stale"
    assert addresses.line_of(other) is None


@ONE_DATABASE
def test_the_second_click_on_unlinking_is_no_trouble(app, client, malee, malees_line):
    link(malee, malees_line)
    client.sign_in(malee)
    answers = [client.post("/account/line/unlink", data={"password": PASSWORD}).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert told(app) == ["line_unlinked"]


@ONE_DATABASE
def test_a_new_password_by_key_takes_a_strangers_line_away(session, malee, malees_line):
    link(malee, malees_line)
    with transaction():
        account = db.session.get(Account, malee)
        account.phone = "+66812345678"
        code = issue_code(account, account)
        recovery.reset_by_code(account.phone, code, PASSWORD_HASH[0])
    assert addresses.address_by_user(malees_line) is None


@ONE_DATABASE
def test_the_users_id_is_unreadable_in_the_database(session, malee, malees_line):
    link(malee, malees_line)
    row = session.execute(db.text("SELECT * FROM line_addresses")).one()

    assert malees_line not in "".join(str(bytes(value) if isinstance(value, memoryview) else value) for value in row)
    assert addresses.address_by_user(malees_line).user_id == malees_line


@ONE_DATABASE
def test_line_is_not_asked_without_end(client, malee, malees_line, line_on, monkeypatch):
    monkeypatch.setitem(LIMITS, "line", Limit(per_name=1, per_address=1))
    assert client.get(way_back(begin_sign_in(client))).location.endswith("not_linked")
    back = way_back(begin_sign_in(client))
    asked = len(line_on.asked)
    answer = client.get(back)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert len(line_on.asked) == asked


@ONE_DATABASE
def test_line_that_does_not_answer_is_said_kindly(client, malee, malees_line, line_on):
    link(malee, malees_line)
    back = way_back(begin_sign_in(client))
    line_login.open("2000000001", "secret", "http://127.0.0.1:9")

    assert client.get(back).location == "/account/line/problem/unproven"
    assert "LINE ยังไม่ยืนยัน" in client.get("/account/line/problem/unproven").text


@ONE_DATABASE
@pytest.mark.parametrize("path", ["/account/line", "/account/line/back", "/account/line/problem/taken"])
def test_without_line_login_nothing_of_line_is_shown(client, malee, path):
    client.sign_in(malee)

    assert client.get(path).status_code == 404
    assert client.post("/account/line/sign-in").status_code == 404
    assert "LINE" not in client.get("/account/profile").text
    assert "LINE" not in client.get("/account/notices/choices").text
    client.post("/account/sign-out")
    assert "LINE" not in client.get("/account/sign-in").text
