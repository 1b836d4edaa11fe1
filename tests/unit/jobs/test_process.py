"""The jobs process, killed in the middle of things and started again: every message is worked to its end."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest

from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.notices.models import DeliveryStatus
from tests.factories.notices import a_notice
from tests.forks import ROOT
from tests.unit.jobs.process import JobsProcess

ON_ONE_DATABASE = pytest.mark.parametrize("market", ["sqlite"], indirect=True)  # where the database makes no difference


@pytest.fixture
def jobs(market, tmp_path):
    process = JobsProcess(market, tmp_path)
    yield process
    if process.process and process.process.is_alive():
        process.kill()


def given_messages(app, count: int = 1) -> None:
    with app.app_context(), transaction():
        for _ in range(count):
            outbox.enqueue("test.held", {})


def messages(app) -> list[tuple]:
    """(attempts, whether done, last error) of each."""
    with app.app_context():
        rows = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
        return [(row.attempts, row.done_at is not None, row.last_error) for row in rows]


DONE = (1, True, None)


def test_killed_inside_a_handler_it_is_taken_up_and_ended(market, jobs):
    given_messages(market.app, 5)
    jobs.hold()
    jobs.start()
    jobs.wait_until(lambda: len(jobs.calls()) == 3)  # as many as are worked at once
    jobs.kill()
    assert messages(market.app) == [(0, False, None)] * 5

    jobs.let_go()
    jobs.start()
    jobs.wait_until(lambda: messages(market.app) == [DONE] * 5)
    assert jobs.stop() == 0
    calls = jobs.calls()
    assert len(calls) == 8  # the three were begun again, the others once
    assert set(calls) == {"1", "2", "3", "4", "5"}


def test_killed_after_the_handler_it_is_not_called_again(market, jobs):
    given_messages(market.app)
    jobs.hold("hold-settling")
    jobs.start()
    jobs.wait_until((jobs.folder / "settling").exists)
    jobs.kill()
    assert messages(market.app) == [(0, False, None)]

    jobs.let_go("hold-settling")
    jobs.start()
    jobs.wait_until(lambda: messages(market.app) == [DONE])
    assert jobs.calls() == ["1"]
    assert jobs.stop() == 0


@ON_ONE_DATABASE
def test_told_to_stop_it_ends_what_it_is_at(market, jobs):
    given_messages(market.app)
    jobs.hold()
    jobs.start()
    jobs.wait_until(lambda: jobs.calls() == ["1"])
    jobs.process.terminate()
    assert jobs.wait(2) is None
    jobs.let_go()
    assert jobs.wait(30) == 0
    assert messages(market.app) == [DONE]


def test_a_second_process_takes_over_from_a_dead_one(market, jobs, tmp_path):
    given_messages(market.app)
    jobs.hold()
    jobs.start()
    jobs.wait_until(lambda: jobs.calls() == ["1"])
    standby = JobsProcess(market, tmp_path / "standby")
    standby.folder.mkdir()
    standby.start()
    try:
        standby.wait_until(lambda: "waiting to take its place" in (standby.folder / "log").read_text())
        jobs.kill()
        standby.wait_until(lambda: messages(market.app) == [DONE])
        assert standby.calls() == ["1"]
    finally:
        standby.kill()


@ON_ONE_DATABASE
def test_a_message_that_comes_back_from_a_backup_is_worked_again(market, jobs):
    """The engine remembers an attempt that the restored row does not."""
    given_messages(market.app)
    jobs.start()
    jobs.wait_until(lambda: messages(market.app) == [DONE])
    with market.app.app_context(), transaction() as session:
        session.query(OutboxMessage).update({"attempts": 0, "done_at": None})
    jobs.wait_until(lambda: messages(market.app)[0][0] == 1)  # that attempt is counted as lost
    with market.app.app_context(), transaction() as session:
        session.query(OutboxMessage).update({"due_at": now()})
    jobs.wait_until(lambda: messages(market.app) == [(2, True, None)])
    assert jobs.calls() == ["1", "1"]


@ON_ONE_DATABASE
def test_a_night_missed_is_made_up_for_in_thai_time(market, jobs):
    def engines_own(statement: str, *values: object) -> list:
        with closing(sqlite3.connect(f"{market.settings['INSTANCE_PATH']}/jobs.sqlite")) as connection, connection:
            return connection.execute(statement, values).fetchall()

    jobs.start()
    jobs.wait_until(lambda: seen(market.app))
    assert jobs.stop() == 0
    assert jobs.nights() == 0
    two_nights_ago = (now() - timedelta(days=1, hours=23)).isoformat()
    engines_own("UPDATE workflow_schedules SET last_fired_at = ? WHERE schedule_name = 'nightly'", two_nights_ago)

    jobs.start()
    jobs.wait_until(lambda: jobs.nights() >= 1)
    [(first,), *_] = engines_own("SELECT workflow_uuid FROM workflow_status WHERE schedule_name = 'nightly' ORDER BY 1")
    assert first.endswith("T03:00:00+07:00")
    jobs.wait_until(lambda: jobs.nights() == len(engines_own("SELECT 1 FROM workflow_status WHERE schedule_name = 'nightly'")))
    assert jobs.nights() in (1, 2)
    assert jobs.stop() == 0


@pytest.mark.long
@ON_ONE_DATABASE
def test_a_message_that_kills_the_process_is_set_aside(market, jobs):
    given_messages(market.app)
    (jobs.folder / "crash").touch()
    for _ in range(12):
        jobs.start()
        try:
            jobs.wait_until(lambda: messages(market.app)[0][0] == 1)
            break
        except AssertionError:
            assert jobs.wait(30) == 1
    assert messages(market.app) == [(1, False, "the process ended while working on it")]
    assert 3 <= len(jobs.calls()) <= 5


@ON_ONE_DATABASE
def test_a_notice_goes_out_and_the_heart_beats(market, jobs):
    with market.app.app_context():
        a_notice()
        assert outbox.jobs_last_seen() is None
    jobs.start()

    def is_sent() -> bool:
        with market.app.app_context():
            return db.session.scalar(db.text("SELECT status FROM deliveries")) == DeliveryStatus.SENT

    jobs.wait_until(is_sent)
    jobs.wait_until(lambda: seen(market.app))
    assert jobs.stop() == 0


def seen(app) -> bool:
    with app.app_context():
        return outbox.jobs_last_seen() is not None


@ON_ONE_DATABASE
def test_the_web_never_loads_the_engine(market):
    code = "import sys; from shop import create_app; create_app(); assert 'dbos' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **market.settings}, check=True)
