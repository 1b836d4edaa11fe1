"""Who forgot their password comes back by mail or by a printed code, once, and nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from shop.groups.models import IncomeDetails
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.people.models import Account, FailedTry
from shop.people.recovery import print_reset_code
from tests.client import PageClient
from tests.factories.groups import given_a_group
from tests.factories.people import PASSWORD, given_an_account
from tests.functional.account.keys import mailed_path, told

MAIL, PHONE, TYPED_PHONE, NEW = "malee@people.example", "+66812345678", "081 234 5678", "rain falls upward"
LABOUR = Actor(9_999, frozenset({Role.LABOUR_OFFICIAL}))


@pytest.fixture
def malee(session) -> int:
    with transaction():
        person = given_an_account("มาลี", MAIL, PHONE)
        given_a_group(owner=person)
        return person.id


@pytest.fixture
def code(malee) -> str:
    with transaction():
        return print_reset_code(db.session.get(Account, malee), LABOUR)


def can_sign_in(app, password: str, identifier: str = MAIL) -> bool:
    form = {"identifier": identifier, "password": password}
    return PageClient(app, app.response_class).post("/account/sign-in", data=form).status_code == 303


def test_the_answer_does_not_tell_whether_there_is_an_account(app, client, malee):
    known = client.post("/account/forgot", data={"identifier": MAIL})
    unknown = client.post("/account/forgot", data={"identifier": "nobody@people.example"})
    by_number = client.post("/account/forgot", data={"identifier": "089-999-9999"})

    assert known.status_code == unknown.status_code == by_number.status_code == 303
    assert known.location == unknown.location == by_number.location
    assert client.get(known.location).status_code == 200
    assert told(app) == ["password_reset_link"]


def test_the_link_sets_a_password_once(app, client, malee):
    signed_in = PageClient(app, app.response_class).sign_in(malee)
    client.post("/account/forgot", data={"identifier": TYPED_PHONE})
    path = mailed_path(app)

    assert client.get(path).status_code == 200
    assert client.post(path, data={"password": "1234567890"}).status_code == 422
    assert client.post(path, data={"password": NEW}).status_code == 303
    assert client.get(path).status_code == 404
    assert client.post(path, data={"password": "another long secret"}).status_code == 404
    assert can_sign_in(app, NEW)
    assert not can_sign_in(app, PASSWORD)
    assert signed_in.get("/account").status_code == 303


def test_the_link_ends_after_an_hour(app, client, malee):
    client.post("/account/forgot", data={"identifier": MAIL})

    with time_machine.travel(now() + timedelta(minutes=61)):
        assert client.post(mailed_path(app), data={"password": NEW}).status_code == 404
    assert can_sign_in(app, PASSWORD)


def test_a_reset_locks_the_groups_money_and_tells_its_members(app, client, malee):
    client.post("/account/forgot", data={"identifier": MAIL})
    client.post(mailed_path(app), data={"password": NEW})

    locked = db.session.scalars(select(IncomeDetails)).one().locked_until
    assert timedelta(hours=47, minutes=59) < locked - now() <= timedelta(hours=48)
    assert {"password_changed", "bank_details_locked"} <= set(told(app))


def test_a_made_up_link_is_not_found(client, malee):
    for path in ("/account/reset/made-up", "/account/verify/made-up", "/account/reset/" + "x" * 3000):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"password": NEW}).status_code == 404


def test_asking_for_many_links_has_to_wait(client, malee):
    answers = [client.post("/account/forgot", data={"identifier": MAIL}).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]


def enter(client, code: str, phone: str = TYPED_PHONE, password: str = NEW):
    return client.post("/account/reset-code", data={"identifier": phone, "code": code, "password": password})


def test_a_code_sets_a_password_proves_the_number_and_locks_the_money(app, client, malee, code):
    assert enter(client, code.lower()).status_code == 303

    assert can_sign_in(app, NEW, PHONE)
    assert db.session.get(Account, malee).phone_verified_at
    assert db.session.scalars(select(IncomeDetails)).one().locked_until
    assert enter(client, code).status_code == 422
    assert db.session.scalars(select(FailedTry.kind)).all() == ["reset_code"]


@pytest.mark.parametrize("phone", ["089-999-9999", TYPED_PHONE])
def test_a_wrong_code_reads_the_same_for_every_number(client, malee, code, phone):
    page = enter(client, "AAAABBBB", phone)

    assert page.status_code == 422
    assert "เบอร์หรือรหัสไม่ถูกต้อง" in page.text
    assert 'value="AAAABBBB"' in page.text
    assert NEW not in page.text


def test_guessing_codes_has_to_wait(app, client, malee, code):
    for _ in range(8):
        enter(client, "AAAABBBB")

    answer = enter(client, code)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert can_sign_in(app, PASSWORD)


def test_a_code_ends_after_a_week(app, client, malee, code):
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        assert enter(client, code).status_code == 422
    assert can_sign_in(app, PASSWORD)


def test_a_weak_password_does_not_use_up_the_code(client, malee, code):
    assert enter(client, code, password="0812345678").status_code == 422
    assert enter(client, code).status_code == 303


@pytest.mark.parametrize(
    "form", [{}, {"identifier": "x"}, {"identifier": TYPED_PHONE}, {"identifier": TYPED_PHONE, "code": "\0" * 9, "password": NEW}]
)
def test_bad_input_is_a_form_again(client, malee, form):
    assert client.post("/account/reset-code", data=form).status_code == 422
