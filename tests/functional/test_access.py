"""Every route, every role, own and other's object: who is let in, who is not, and that a refusal changes nothing.

The tables stand in tests/functional/access/; doors.py says how a line reads. One database is enough: what is asked here is asked
before any SQL that could differ.
"""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from shop.kernel.database import db, transaction
from tests.client import PageClient
from tests.functional.access import account, machines, office, seller, storefront
from tests.functional.access.doors import ANYBODYS, GUEST, VISITORS, Door, Side, given_a_side

DOORS: dict[str, Door] = storefront.DOORS | seller.DOORS | office.DOORS | account.DOORS | machines.DOORS
REFUSALS = {401, 403, 404, 405}

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


@pytest.fixture
def commits(app: Flask) -> Iterator[Callable[[], int]]:
    """A number that becomes another when anything is written to the database, however small: SQLite's `data_version`."""
    with app.app_context():
        connection = sqlite3.connect(db.engine.url.database)
    yield lambda: connection.execute("PRAGMA data_version").fetchone()[0]
    connection.close()


def test_a_commit_does_not_go_unseen(app: Flask, commits: Callable[[], int]):
    before = commits()
    assert commits() == before

    with app.app_context(), transaction():
        given_a_side()

    assert commits() != before


def test_every_endpoint_has_its_line_and_every_line_its_endpoint(app: Flask):
    assert set(DOORS) == {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}


@pytest.mark.parametrize("endpoint", sorted(DOORS))
def test_only_those_are_let_in_who_may(app: Flask, commits: Callable[[], int], endpoint: str):
    door = DOORS[endpoint]
    with app.app_context(), transaction():
        here, there = given_a_side(), given_a_side()
    addresses: dict[tuple[bool, str], str] = {}
    for method, visitor, is_own, side in knocks(app, endpoint, here, there):
        expected = expected_refusal(door, method, visitor, is_own)
        # Who is let in may use up what an address names; one at which all were refused, changing nothing, serves the next.
        kind = (is_own, visitor if visitor in door.admits else "stranger")
        path = (addresses.get if expected else addresses.pop)(kind, None) or address(app, endpoint, side, visitor)
        if expected:
            addresses[kind] = path
        client = client_of(app, here, visitor)
        before = commits() if expected else 0
        client.reads_pages = is_own and not expected

        answer = client.open(path, method=method, data=dict(door.form) if method != "GET" else None)

        told = f"{visitor} {method} {path} ({'own' if is_own else 'other'}): {answer.status_code} {answer.location or ''}"
        if expected:
            assert answer.status_code == expected, told
            assert expected != 303 or "/account/sign-in?next=" in answer.location, told
            assert commits() == before, f"{told}, and something changed"
        else:
            assert answer.status_code not in REFUSALS, told
            assert answer.status_code < 500, told
            assert "/account/sign-in?next=" not in (answer.location or ""), told


@pytest.mark.parametrize("endpoint", sorted(name for name, door in DOORS.items() if door.needs_token))
def test_a_form_without_its_token_changes_nothing(app: Flask, commits: Callable[[], int], endpoint: str):
    door = DOORS[endpoint]
    with app.app_context(), transaction():
        here = given_a_side()
    visitor = next(name for name in reversed(VISITORS) if name in door.admits & door.finds)
    for method in methods_of(app, endpoint) - {"GET"}:
        path = address(app, endpoint, here, visitor)
        before = commits()

        answer = client_of(app, here, visitor).open(path, method=method, data=dict(door.form), token=False)

        assert answer.status_code == 400, f"{method} {path}: {answer.status_code}"
        assert commits() == before


def knocks(app: Flask, endpoint: str, here: Side, there: Side) -> Iterator[tuple[str, str, bool, Side]]:
    """(method, visitor, is their own, side): everybody at their own side, and where there are objects at the other's, too.

    Who is not let in is refused before anything is looked for, so one side tells as much as two.
    """
    sides = [(True, here), (False, there)] if DOORS[endpoint].has_objects else [(True, here)]
    for method in sorted(methods_of(app, endpoint)):
        for visitor in VISITORS:
            yield from ((method, visitor, is_own, side) for is_own, side in sides if is_own or visitor in DOORS[endpoint].admits)


def expected_refusal(door: Door, method: str, visitor: str, is_own: bool) -> int | None:
    if visitor not in door.admits:
        return 403 if visitor != GUEST else 303 if method == "GET" else 401
    if visitor not in door.finds or (not is_own and door.whose != ANYBODYS):
        return 404
    return None


def methods_of(app: Flask, endpoint: str) -> set[str]:
    rules: list[Rule] = list(app.url_map.iter_rules(endpoint))
    return set().union(*(rule.methods for rule in rules)) - {"HEAD", "OPTIONS"}


def address(app: Flask, endpoint: str, side: Side, visitor: str) -> str:
    """Build what the endpoint's address names."""
    with app.test_request_context():
        with transaction():
            values = DOORS[endpoint].build(side, side.person(visitor))
        return url_for(endpoint, **values)


def client_of(app: Flask, side: Side, visitor: str) -> PageClient:
    client = PageClient(app, app.response_class)
    if visitor != GUEST:
        client.sign_in(side.account_ids[visitor])
    return client
