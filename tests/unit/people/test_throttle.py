"""Guessing is slowed down per name and per address, and who knows the answer is not held up."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from sqlalchemy import func, select

from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.people.models import FailedTry
from shop.people.throttle import LIMITS, TooManyTries, forget_old_tries, forgive, take_try

SOMBAT, ELSEWHERE = "sombat@people.example", "198.51.100.7"
LIMIT = LIMITS["sign_in"]


def tried(times: int, name: str = SOMBAT, address: str = ELSEWHERE, kind: str = "sign_in") -> None:
    for _ in range(times):
        with transaction():
            take_try(kind, name, address)


def test_a_name_is_tried_so_often_and_then_has_to_wait(session):
    with time_machine.travel(now(), tick=False):
        tried(LIMIT.per_name)
        with pytest.raises(TooManyTries) as refused:
            tried(1, address="203.0.113.9")

    assert 890 <= refused.value.retry_after <= 901


def test_the_wait_ends(session):
    tried(LIMIT.per_name)

    with time_machine.travel(now() + LIMIT.within + timedelta(seconds=1)):
        tried(1)


def test_another_name_another_kind_and_a_forgiven_name_go_on(session):
    tried(LIMIT.per_name)

    tried(1, name="malee@people.example")
    tried(1, kind="reset_code")
    with transaction():
        forgive("sign_in", SOMBAT)
    tried(LIMIT.per_name)


def test_an_address_tries_many_names_so_often(session):
    for number in range(LIMIT.per_address):
        tried(1, name=f"person{number}@people.example")

    with pytest.raises(TooManyTries):
        tried(1, name="one.more@people.example")
    tried(1, name="one.more@people.example", address="203.0.113.9")


@pytest.mark.parametrize(
    "one, same", [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("::ffff:198.51.100.7", "198.51.100.7"), (None, "not an address")]
)
def test_one_home_is_one_address(session, one, same):
    with transaction():
        take_try("sign_in", "a", one)
        take_try("sign_in", "b", same)

    assert db.session.scalar(select(func.count(FailedTry.address.distinct()))) == 1


def test_no_name_is_kept(session):
    tried(1)

    assert SOMBAT not in repr([vars(row) for row in db.session.scalars(select(FailedTry))])


def test_many_at_once_are_no_way_around(app, session):
    heard, start = [], Barrier(12)

    def try_it() -> None:
        with app.app_context():
            start.wait()
            try:
                tried(1)
                heard.append(True)
            except TooManyTries:
                heard.append(False)

    threads = [Thread(target=try_it) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (heard.count(True), heard.count(False)) == (LIMIT.per_name, 12 - LIMIT.per_name)


def test_old_tries_are_forgotten(session):
    tried(2)
    with time_machine.travel(now() + timedelta(hours=25)), transaction():
        assert forget_old_tries() == 2
