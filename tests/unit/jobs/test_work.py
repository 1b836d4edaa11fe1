"""An outbox message is worked to its end: done, tried again, or given up where people see it."""

from datetime import timedelta

import pytest
import time_machine

from shop.jobs import registry, work
from shop.jobs.registry import Permanent, Retry
from shop.jobs.run import run_once
from shop.jobs.work import MOST_ATTEMPTS, wait_after, work_everything_due
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.kernel.outbox import OutboxMessage


@pytest.fixture
def handled(monkeypatch):
    """`handled(work, give_up=None)` registers a handler of the topic "test" for one test."""

    def register(handler, give_up=None):
        monkeypatch.setitem(registry.HANDLERS, "test", registry.Handler(handler, give_up))

    return register


def given_a_message(topic="test", **given) -> int:
    with transaction() as session:
        message = outbox.enqueue(topic, {"n": 1}, **given)
        session.flush()
        return message.id


def the_message(session) -> OutboxMessage:
    session.rollback()  # an open read would still see what was
    return session.query(OutboxMessage).one()


def test_what_is_due_is_done_once(app, session, handled):
    seen = []
    handled(lambda message_id, payload: seen.append((message_id, payload)))
    message_id = given_a_message()

    assert (work_everything_due(app), work_everything_due(app)) == (1, 0)
    assert seen == [(message_id, {"n": 1})]
    message = the_message(session)
    assert (message.attempts, message.last_error) == (1, None)
    assert message.done_at


def test_what_is_not_due_waits(app, session, handled):
    handled(lambda *_: None)
    given_a_message(due_at=now() + timedelta(hours=1))

    assert work_everything_due(app) == 0
    assert outbox.count_waiting() == 1
    with time_machine.travel(now() + timedelta(hours=2)):
        assert outbox.count_overdue() == 1
        assert work_everything_due(app) == 1
    assert the_message(session).done_at
    assert outbox.count_waiting() == 0


def test_a_handler_is_called_outside_any_transaction(app, session, handled):
    def handler(*_):
        with transaction():
            given = outbox.enqueue("test-more", {})
        assert given.id

    handled(handler)
    given_a_message()
    work_everything_due(app)
    assert session.query(OutboxMessage).filter_by(topic="test").one().done_at


def test_what_fails_is_tried_again_later_and_may_succeed(app, session, handled):
    troubles = [RuntimeError("malee@example.com"), Retry("gateway 503")]

    def handler(*_):
        if troubles:
            raise troubles.pop(0)

    handled(handler)
    given_a_message()

    assert work_everything_due(app) == 1
    message = the_message(session)
    assert (message.attempts, message.last_error, message.done_at) == (1, "RuntimeError", None)  # the words stay out
    assert timedelta(seconds=20) < message.due_at - now() < timedelta(seconds=40)

    with time_machine.travel(now() + timedelta(minutes=1)):
        work_everything_due(app)
        assert the_message(session).last_error == "gateway 503"
    with time_machine.travel(now() + timedelta(minutes=10)):
        work_everything_due(app)
    assert the_message(session).done_at


def test_what_never_works_is_given_up_and_can_be_revived(app, session, handled):
    given_up = []

    def handler(*_):
        raise Retry("gateway 503")

    handled(handler, give_up=lambda payload, error: given_up.append((payload, error)))
    message_id = given_a_message()

    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(MOST_ATTEMPTS + 3):
            work_everything_due(app)
            clock.shift(timedelta(hours=6))
        message = the_message(session)
        assert (message.attempts, message.done_at) == (MOST_ATTEMPTS, None)
        assert message.failed_at
        assert given_up == [({"n": 1}, "gateway 503")]
        assert (outbox.count_dead(), outbox.count_waiting()) == (1, 0)
        assert [dead.id for dead in outbox.dead_messages()] == [message_id]

        with transaction():
            assert outbox.revive(message_id)
        handled(lambda *_: None)
        assert work_everything_due(app) == 1
    assert outbox.count_dead() == 0


def test_a_permanent_trouble_ends_it_at_once(app, session, handled):
    def handler(*_):
        raise Permanent("smtp 550")

    handled(handler)
    given_a_message()
    work_everything_due(app)
    message = the_message(session)
    assert (message.attempts, message.last_error) == (1, "smtp 550")
    assert message.failed_at


def test_a_topic_nobody_handles_is_seen_not_lost(app, session):
    given_a_message("nobody's")
    work_everything_due(app)
    assert the_message(session).last_error == "nothing handles nobody's"
    assert outbox.count_dead() == 1


def test_an_attempt_is_settled_once(app, session):
    message_id = given_a_message()
    with transaction():
        assert outbox.settle_done(message_id, 0)
    with transaction():
        assert not outbox.settle_failed(message_id, 0, "late")
    assert work.attempt(app, message_id, 0) is None
    assert the_message(session).failed_at is None


def test_waits_grow_and_end():
    waits = [wait_after(attempts) for attempts in range(MOST_ATTEMPTS)]
    assert waits[0] <= timedelta(seconds=38)
    assert max(waits) <= timedelta(hours=5)
    assert timedelta(hours=6) < sum(waits, timedelta()) < timedelta(hours=24)


def test_done_messages_are_forgotten_dead_ones_are_not(app, session):
    done, dead = given_a_message(), given_a_message()
    with transaction():
        outbox.settle_done(done, 0)
        outbox.settle_failed(dead, 0, "x")
    with time_machine.travel(now() + timedelta(days=31)):
        work.do_timed(app, "forget-done-messages")
    assert the_message(session).id == dead


def test_a_second_worker_stands_back(app, session, handled):
    inside = []
    handled(lambda *_: inside.append(run_once(app)))
    given_a_message()

    assert run_once(app) == 1
    assert inside == [None]
    assert run_once(app) == 0  # the lock was given back


def test_the_heart_beats_on_one_row(app, session):
    assert outbox.jobs_last_seen() is None
    for _ in range(2):
        with transaction():
            outbox.beat()
    assert now() - outbox.jobs_last_seen() < timedelta(seconds=10)
    assert session.query(outbox.JobsHeartbeat).count() == 1


@pytest.mark.parametrize("minutes", [0, 7, 61])
def test_times_that_do_not_divide_an_hour_are_refused(minutes):
    with pytest.raises(ValueError):
        registry.every(minutes=minutes)
