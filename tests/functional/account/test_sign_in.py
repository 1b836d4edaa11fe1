"""Coming in, going out, and what a guesser learns: nothing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.people.models import Account, FailedTry
from shop.people.throttle import LIMITS
from shop.web.account.session import is_own_path
from tests.factories.groups import given_a_group
from tests.factories.people import PASSWORD, given_an_account, given_an_official
from tests.functional.account.keys import mailed_path, told

MAIL, PHONE, TYPED_PHONE = "malee@people.example", "+66812345678", "081-234-5678"
NEW = {"name": "มาลี", "password": "rain falls upward"}


@pytest.fixture
def malee(session) -> int:
    with transaction():
        return given_an_account("มาลี", MAIL, PHONE).id


def sign_in(client, identifier: str = MAIL, password: str = PASSWORD, **more: str):
    return client.post("/account/sign-in", data={"identifier": identifier, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize("identifier", [MAIL, " MALEE@People.Example", TYPED_PHONE, "+66812345678", "๐๘๑๒๓๔๕๖๗๘"])
def test_a_person_comes_in_by_mail_address_or_number(client, malee, identifier):
    answer = sign_in(client, identifier)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_signed_in(client)


def test_in_english_everything_stays_english(client, malee):
    page = client.get("/en/account/sign-in")
    assert "Sign in" in page.text
    answer = client.post("/en/account/sign-in", data={"identifier": MAIL, "password": PASSWORD})

    assert answer.location == "/en/account"
    assert 'lang="en"' in client.get("/en/account").text


def test_an_official_comes_to_the_officials_desk(client, session):
    with transaction():
        given_an_official(Role.LABOUR_OFFICIAL, email=MAIL)

    assert "office" in sign_in(client).location


def test_a_groups_people_come_to_their_shop(client, malee):
    with transaction():
        given_a_group(owner=db.session.get(Account, malee))

    assert sign_in(client).location == "/sell"


def test_a_person_unknown_and_a_wrong_password_read_the_same(client, malee):
    wrong = sign_in(client, MAIL, "not the password")
    unknown = sign_in(client, "nobody@people.example", "not the password")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.text.replace(MAIL, "X") == unknown.text.replace("nobody@people.example", "X")
    assert not is_signed_in(client)


def test_what_was_typed_stays_and_the_password_does_not(client, malee):
    page = sign_in(client, "malee@@", "a-secret-of-hers").text

    assert 'value="malee@@"' in page
    assert "a-secret-of-hers" not in page
    assert 'href="#identifier"' in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"identifier": "", "password": ""},
        {"identifier": "ก" * 100_000, "password": "x" * 100_000},
        {"identifier": MAIL, "password": "\0"},
    ],
)
def test_bad_input_is_a_form_again(client, malee, form):
    assert client.post("/account/sign-in", data=form).status_code == 422


def test_a_closed_account_is_told_so_only_to_who_knows_its_password(client, malee):
    with transaction():
        db.session.get(Account, malee).disabled_at = now()

    assert "บัญชีนี้ปิดอยู่" in sign_in(client).text
    assert "บัญชีนี้ปิดอยู่" not in sign_in(client, MAIL, "not the password").text
    assert not is_signed_in(client)


@pytest.mark.parametrize("identifier", [MAIL, "nobody@people.example"])
def test_guessing_has_to_wait_whoever_is_guessed_at(client, malee, identifier):
    for _ in range(LIMITS["sign_in"].per_name):
        assert sign_in(client, identifier, "a guess of theirs").status_code == 422
    answer = sign_in(client, identifier, PASSWORD)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 901
    assert "รออีก" in answer.text
    assert not is_signed_in(client)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert sign_in(client).status_code == 303


def test_a_right_password_begins_the_count_anew(client, malee):
    for _ in range(3):
        for _ in range(LIMITS["sign_in"].per_name - 1):
            sign_in(client, MAIL, "a guess of theirs")
        assert sign_in(client).status_code == 303
    assert db.session.scalars(select(FailedTry)).all() == []


@pytest.mark.parametrize(
    "wanted, where",
    [
        ("/account/notices", "/account/notices"),
        ("/products?q=%E0%B8%99", "/products?q=%E0%B8%99"),
        ("https://elsewhere.example/", "/account"),
        ("//elsewhere.example/", "/account"),
        ("/\\elsewhere.example/", "/account"),
        ("/\t/elsewhere.example/", "/%20/elsewhere.example/"),
        ("javascript:alert(1)", "/account"),
        ("", "/account"),
    ],
)
def test_one_is_sent_on_only_within_the_market(client, malee, wanted, where):
    assert sign_in(client, next=wanted).location == where


def test_who_was_sent_to_sign_in_comes_back_in_the_same_language(client, malee):
    asked = client.get("/en/account/notices?before=5")
    assert asked.status_code == 303
    client.get(asked.location)

    answer = client.post(
        "/en/account/sign-in", data={"identifier": MAIL, "password": PASSWORD, "next": "/en/account/notices?before=5"}
    )
    assert answer.location == "/en/account/notices?before=5"
    assert "next=/en/account/notices?before%3D5" in asked.location


def test_going_out_ends_the_session(client, malee):
    sign_in(client)
    assert client.get("/account/sign-out").status_code == 405
    assert client.post("/account/sign-out").status_code == 303
    assert not is_signed_in(client)


def test_signing_in_drops_what_the_session_held_before(client, malee):
    with client.session_transaction() as held:
        held["group_id"] = 7
    sign_in(client)

    with client.session_transaction() as held:
        assert "group_id" not in held


def test_no_cache_keeps_these_pages(client, malee):
    assert client.get("/account/sign-in").headers["Cache-Control"] == "private, no-store"


def test_signing_up_by_number_comes_in_at_once(client, session):
    answer = client.post("/account/sign-up", data={**NEW, "identifier": TYPED_PHONE})

    assert answer.status_code == 303
    assert is_signed_in(client)
    account = db.session.scalars(select(Account)).one()
    assert (account.phone, account.phone_verified_at, account.name) == (PHONE, None, "มาลี")


def test_a_number_that_has_an_account_is_answered_kindly(client, malee):
    answer = client.post("/account/sign-up", data={**NEW, "identifier": TYPED_PHONE})

    assert answer.status_code == 422
    assert "มีบัญชีแล้ว" in answer.text
    assert not is_signed_in(client)


def test_signing_up_by_mail_says_the_same_for_a_known_address(app, client, malee):
    known = client.post("/account/sign-up", data={**NEW, "identifier": MAIL})
    fresh = client.post("/account/sign-up", data={**NEW, "identifier": "new@people.example"})

    assert (known.status_code, known.location) == (fresh.status_code, fresh.location) == (303, "/account/sign-up/sent")
    assert known.headers.get("Set-Cookie", "") == fresh.headers.get("Set-Cookie", "") or not is_signed_in(client)
    assert told(app) == ["account_exists", "email_verification"]
    assert sign_in(client, MAIL, NEW["password"]).status_code == 422
    assert sign_in(client, "new@people.example", NEW["password"]).status_code == 303


def test_every_field_that_is_wrong_is_marked_and_kept(client, session):
    page = client.post("/account/sign-up", data={"name": " ", "identifier": "malee", "password": "1234567890"})

    assert page.status_code == 422
    assert page.text.count('class="field-error"') == 3
    assert page.text.count("ใส่ชื่อที่ให้เราเรียก") == 2  # over the form, and at its field
    assert 'value="malee"' in page.text
    assert "1234567890" not in page.text
    assert db.session.scalars(select(Account)).all() == []


def test_the_link_in_the_mail_asks_first_and_proves_once(app, client, session):
    client.post("/account/sign-up", data={**NEW, "identifier": MAIL})
    path = mailed_path(app)

    for _ in range(2):
        assert MAIL in client.get(path).text
    assert client.post(path).status_code == 303
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert db.session.scalars(select(Account)).one().email_verified_at


def test_mails_to_one_address_are_limited(app, client, malee):
    answers = [client.post("/account/sign-up", data={**NEW, "identifier": MAIL}).status_code for _ in range(9)]

    assert answers == [303] * 8 + [429]
    assert len(told(app)) == 8


@pytest.mark.parametrize("path", ["/\t/elsewhere.example", "/\n", "/a\\b", "//x", "x", "", "http://x/", "/ก\x00"])
def test_no_spelling_of_another_site_is_a_path_of_ours(path):
    assert not is_own_path(path)
