"""`flask people create-official`: the first official comes in."""

import re

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.people.models import Account, AccountRole
from tests.factories.people import given_an_account

MAIL = "officer@office.example"


def run(runner, *more: str):
    return runner.invoke(args=["people", "create-official", MAIL, *more])


def link_in(output: str) -> str:
    return re.search(r"http://\S+(/account/reset/\S+)", output)[1]


@pytest.mark.parametrize(
    "office, role", [("commerce", Role.COMMERCE_OFFICIAL), ("labour", Role.LABOUR_OFFICIAL), ("admin", Role.ADMINISTRATOR)]
)
def test_the_link_it_prints_lets_the_official_in(runner, client, session, office, role):
    answer = run(runner, "--office", office)

    assert answer.exit_code == 0
    link = link_in(answer.output)
    assert client.post(link, data={"password": "rain falls upward"}).status_code == 303
    assert client.post("/account/sign-in", data={"identifier": MAIL, "password": "rain falls upward"}).status_code == 303
    assert client.get("/office/people").status_code == 200
    assert db.session.scalars(select(AccountRole.role)).all() == [role]
    assert db.session.scalars(select(AuditEntry.actor_role).where(AuditEntry.action == "account:grant_role")).all() == ["market"]


def test_again_prints_a_new_link_until_there_is_a_password(runner, client, session):
    first, second = (link_in(run(runner, "--office", "admin").output) for _ in range(2))

    assert client.get(first).status_code == 404
    assert client.post(second, data={"password": "rain falls upward"}).status_code == 303
    third = run(runner, "--office", "admin")
    assert (third.exit_code, "http" in third.output) == (0, False)
    assert db.session.scalar(select(func.count(Account.id))) == db.session.scalar(select(func.count(AccountRole.id))) == 1


def test_a_person_with_a_password_gets_the_role_and_no_link(runner, session):
    with transaction():
        given_an_account(email=MAIL)

    answer = run(runner, "--office", "labour")
    assert (answer.exit_code, "http" in answer.output) == (0, False)
    assert db.session.scalars(select(AccountRole.role)).all() == [Role.LABOUR_OFFICIAL]


@pytest.mark.parametrize("arguments", [["--office", "mayor"], [], ["--office", "admin", "--name", "ก" * 200]])
def test_what_makes_no_sense_is_refused(runner, session, arguments):
    assert run(runner, *arguments).exit_code != 0
    assert db.session.scalars(select(Account)).all() == []


def test_what_is_no_address_is_refused(runner, session):
    assert runner.invoke(args=["people", "create-official", "officer", "--office", "admin"]).exit_code == 1
