"""LINE that takes the call and never answers holds nobody up for long: not the threads, not the mails behind it in the queue."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from time import monotonic

import pytest
import time_machine

from shop.jobs.work import work_everything_due
from shop.kernel.database import transaction
from shop.notices import addresses
from shop.notices import line as room
from shop.notices.circuit import Circuit
from shop.notices.line import LineTrouble, line
from shop.notices.models import Delivery
from shop.notices.service import Recipient
from tests.factories.notices import a_notice
from tests.factories.people import given_an_account

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def silent(line_on, monkeypatch):
    """A double that answers nothing while anybody waits."""
    monkeypatch.setattr(room, "PATIENCE_SECONDS", (0.3, 0.3))
    line_on.hangs_for = 1.5
    yield line_on
    line._circuit.close()


def asked(double) -> int:
    return len(double.asked)


def test_it_is_left_alone_and_the_mails_behind_go_out(app, session, silent, clock):
    with transaction():
        people = [given_an_account(f"คนที่ {number}", f"p{number}@people.example") for number in range(8)]
        for person in people:
            addresses.keep_line(person.id, silent.add_person(), True)
        to = [Recipient(person.id, person.email) for person in people]
    for each in to:
        a_notice("order_accepted", to=each)
    a_notice("order_accepted", to=Recipient(email="guest@people.example"))

    work_everything_due(app)

    assert asked(silent) == room.MOST_SILENCES
    session.rollback()
    went = [(one.channel, one.status) for one in session.query(Delivery).order_by(Delivery.id)]
    assert went == [("line", "pending")] * 8 + [("email", "sent")]

    silent.hangs_for = 0
    clock.shift(timedelta(minutes=30))
    work_everything_due(app)
    session.rollback()
    assert len(silent.told) == 8
    assert {one.status for one in session.query(Delivery)} == {"sent"}


def test_threads_at_once_wait_once(app, silent):
    troubles: list[str] = []

    def push() -> None:
        try:
            line.push("8b0e2f4a-2f6e-4b3a-9f39-0d6e3f4b5a6c", "U1", "ดี")
        except LineTrouble as trouble:
            troubles.append(trouble.reason)

    begin = monotonic()
    for _round in range(3):
        threads = [Thread(target=push) for _each in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert monotonic() - begin < 4  # the first three waited; importing LINE's library takes a second or two
    assert troubles.count("line does not answer") == 6
    assert asked(silent) == 3


def test_one_asks_again_when_it_has_rested(clock):
    circuit = Circuit(2, timedelta(seconds=60))
    circuit.note_silence()
    assert circuit.may_ask()
    circuit.note_silence()
    assert not circuit.may_ask()
    clock.shift(timedelta(seconds=60))
    assert [circuit.may_ask(), circuit.may_ask()] == [True, False]
    circuit.close()
    assert [circuit.may_ask(), circuit.may_ask()] == [True, True]
