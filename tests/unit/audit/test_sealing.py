"""The record's seals: what is done to a sealed entry behind the market's back is found; what is not over is not sealed."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from shop.audit import sealing
from shop.audit.models import AuditEntry, AuditSeal
from shop.audit.service import record
from shop.jobs.handlers.audit import seal_finished
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.triggers import create_triggers, drop_triggers
from shop.people.actions import PeopleAction
from shop.upkeep.checks import CHECKS


def given_entries(count: int) -> None:
    with transaction():
        for number in range(count):
            record(MARKET, PeopleAction.EDIT, "account", number, fields=["name"], ชื่อ="ก" * number)


def behind_its_back(statement: str, **values: object) -> None:
    """As somebody would who holds the database: the guards off, the deed, the guards on."""
    with transaction() as session:
        connection = session.connection()
        drop_triggers(connection)
        connection.execute(text(statement), values)
        create_triggers(connection)


def fresh(count: int, batch: int = 4) -> list[int]:
    """A record of so many sealed entries; their ids."""
    behind_its_back("DELETE FROM audit_seals")
    behind_its_back("DELETE FROM audit_entries")
    given_entries(count)
    assert seal_finished(batch) == count
    ids = list(db.session.scalars(db.select(AuditEntry.id).order_by(AuditEntry.id)))
    db.session.rollback()
    return ids


def test_batches_lead_on_from_one_another_and_are_sealed_once(session):
    given_entries(10)

    assert seal_finished(batch=4) == 10
    assert seal_finished(batch=4) == 0

    seals = list(db.session.scalars(db.select(AuditSeal).order_by(AuditSeal.id)))
    assert [seal.count for seal in seals] == [4, 4, 2]
    assert [seal.from_id for seal in seals] == [1, seals[0].to_id + 1, seals[1].to_id + 1]
    verdict = sealing.verify()
    assert verdict == (3, 10, sealing.last_seal().digest, None)
    assert sealing.verify(verdict.digest) == (0, 0, verdict.digest, None)
    assert CHECKS["audit chain"]() == []


DEEDS = {
    "changed": "UPDATE audit_entries SET subject_id = 'x' WHERE id = :id",
    "given to somebody else": "UPDATE audit_entries SET actor_id = 77 WHERE id = :id",
    "dated otherwise": "UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE id = :id",
    "taken away": "DELETE FROM audit_entries WHERE id = :id",
    "moved": "UPDATE audit_entries SET id = -id WHERE id = :id",
    "put in before all": (
        "INSERT INTO audit_entries (id, at, actor_role, action, subject_kind, subject_id, changes) SELECT -1, at, actor_role,"
        " action, subject_kind, subject_id, changes FROM audit_entries WHERE id = :id"
    ),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_whatever_is_done_to_a_sealed_entry_is_found(session, deed: str):
    ids = fresh(9)

    behind_its_back(DEEDS[deed], id=ids[5])

    (problem,) = CHECKS["audit chain"]()
    assert "seal" in problem
    if deed not in ("put in before all", "moved"):
        assert f"entries {ids[4]} to {ids[7]}" in problem


def test_an_entry_put_into_a_gap_is_found(session):
    ids = fresh(3)
    behind_its_back("DELETE FROM audit_seals")
    behind_its_back("DELETE FROM audit_entries WHERE id = :id", id=ids[1])
    assert seal_finished() == 2
    entry = {"at": now(), "actor_role": "market", "action": "account:edit", "subject_kind": "account", "subject_id": "1"}

    with transaction() as session:
        session.execute(insert(AuditEntry.__table__), [{"id": ids[1], "changes": {}, **entry}])

    (problem,) = CHECKS["audit chain"]()
    assert "2 entries, 3 are there" in problem


def test_a_seal_taken_out_of_the_middle_is_found_and_one_from_the_end_by_the_digest_on_paper(session):
    fresh(12)
    on_paper = sealing.last_seal().digest
    last, middle = sealing.last_seal().id, sealing.last_seal().id - 1

    behind_its_back("DELETE FROM audit_seals WHERE id = :id", id=last)
    assert CHECKS["audit chain"]() == []  # it fits in itself,
    with pytest.raises(KeyError):
        sealing.verify(on_paper)  # but is not what was noted
    assert seal_finished(batch=4) == 4
    behind_its_back("DELETE FROM audit_seals WHERE id = :id", id=middle)

    (problem,) = CHECKS["audit chain"]()
    assert "missing" in problem


def test_seals_themselves_are_never_changed_by_the_market(session):
    fresh(2)
    with pytest.raises(Exception, match="append-only"), transaction() as session:
        session.execute(text("UPDATE audit_seals SET count = 1"))


@pytest.mark.parametrize("market", ["postgresql"], indirect=True)
def test_an_id_that_is_not_committed_yet_holds_the_seal_back_and_its_writer_waits_for_nobody(app: Flask, session):
    """The later id is committed first: a seal over both would close an entry that nobody has seen."""
    given_entries(1)
    written, go = Event(), Event()

    def slowly() -> None:
        with app.app_context():
            with transaction():
                record(MARKET, PeopleAction.EDIT, "account", "slow")
                db.session.flush()
                written.set()
                assert go.wait(20)
            db.session.remove()

    writer = Thread(target=slowly)
    writer.start()
    assert written.wait(20)
    given_entries(1)  # takes the next id, and is over before the first
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        go.set()
        writer.join(20)

    newest = sealing.surely_over(nap)
    with transaction():
        assert sealing.seal_next(newest) == 3

    assert naps
    assert CHECKS["audit chain"]() == []


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 12), batch=st.integers(1, 5), at=st.integers(0, 11))
def test_any_entry_changed_breaks_the_seal_it_is_in(session, count: int, batch: int, at: int):
    ids = fresh(count, batch)
    changed = ids[at % count]

    behind_its_back("UPDATE audit_entries SET action = 'account:disable' WHERE id = :id", id=changed)

    broken = sealing.verify().broken
    assert broken
    assert broken.from_id <= changed <= broken.to_id


def test_an_operator_reads_the_last_digest(session, runner: Callable):
    fresh(3)
    digest = sealing.last_seal().digest
    db.session.rollback()

    assert digest in runner.invoke(args=["audit", "verify"]).output
    assert runner.invoke(args=["audit", "verify", "--from", digest]).exit_code == 0
    assert runner.invoke(args=["audit", "verify", "--from", "f" * 64]).exit_code == 1
    behind_its_back("UPDATE audit_entries SET subject_id = 'x'")
    failed = runner.invoke(args=["audit", "verify"])
    assert failed.exit_code == 1
    assert "FAIL" in failed.output
