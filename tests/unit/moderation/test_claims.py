"""One official looks at a submission at a time; her hold ends by itself, and can be taken over by name."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import NotAllowed
from shop.moderation import queries
from shop.moderation import service as moderation
from shop.moderation.models import Submission, SubmissionStatus
from shop.moderation.service import HeldByAnother, NotWaiting
from tests.factories.moderation import given_a_submission, official
from tests.factories.people import given_an_official


def given() -> tuple[Submission, Actor, Actor]:
    with transaction():
        return given_a_submission(), official(), official()


def test_who_opens_it_holds_it_and_renews_her_hold(session):
    submission, somchai, _malee = given()
    with transaction():
        moderation.claim(submission, somchai)
        first = submission.claimed_until
    with time_machine.travel(now() + timedelta(minutes=10), tick=False), transaction():
        moderation.claim(submission, somchai)

    assert submission.claimed_by == somchai.id
    assert submission.claimed_until > first + timedelta(minutes=9)


def test_another_finds_it_held_until_its_time_is_over(session):
    submission, somchai, malee = given()
    with transaction():
        moderation.claim(submission, somchai)

    with pytest.raises(HeldByAnother), transaction():
        moderation.claim(submission, malee)
    assert queries.is_held_by_another(submission, malee)
    assert queries.holder_of(submission).id == somchai.id
    with time_machine.travel(now() + moderation.HELD_FOR + timedelta(seconds=1)), transaction():
        moderation.claim(submission, malee)

    assert submission.claimed_by == malee.id


def test_it_is_taken_over_from_whom_one_was_shown_and_that_is_recorded(session):
    submission, somchai, malee = given()
    with transaction():
        pim = official()
    with transaction():
        moderation.claim(submission, somchai)
    with transaction():
        moderation.claim(submission, malee, from_holder=somchai.id)

    assert submission.claimed_by == malee.id
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "review:take_over")).one()
    assert (entry.actor_id, entry.subject_id, entry.changes) == (malee.id, str(submission.id), {"holder": somchai.id})

    with pytest.raises(HeldByAnother), transaction():  # pim still sees somchai's name, but malee has it by now
        moderation.claim(submission, pim, from_holder=somchai.id)
    assert submission.claimed_by == malee.id


def test_what_is_given_back_is_free_at_once(session):
    submission, somchai, malee = given()
    with transaction():
        moderation.claim(submission, somchai)
    with transaction():
        moderation.release(submission, malee)  # not hers: nothing happens
    session.refresh(submission)
    assert submission.claimed_by == somchai.id

    with transaction():
        moderation.release(submission, somchai)
    with transaction():
        moderation.claim(submission, malee)

    assert submission.claimed_by == malee.id


def test_who_goes_on_to_another_leaves_the_first_to_others(session):
    submission, somchai, malee = given()
    with transaction():
        other = given_a_submission()
    with transaction():
        moderation.claim(submission, somchai)
    with transaction():
        moderation.claim(other, somchai)
    with transaction():
        moderation.claim(submission, malee)

    assert (submission.claimed_by, other.claimed_by) == (malee.id, somchai.id)


@pytest.mark.parametrize("role", [Role.LABOUR_OFFICIAL, Role.ADMINISTRATOR, Role.GROUP_OWNER, Role.BUYER])
def test_only_those_who_decide_hold_anything(session, role):
    submission, _somchai, _malee = given()
    with transaction():
        stranger = Actor(given_an_official().id, frozenset({role}))

    with pytest.raises(NotAllowed), transaction():
        moderation.claim(submission, stranger)
    assert submission.claimed_by is None


@pytest.mark.parametrize("status", [SubmissionStatus.DECIDED, SubmissionStatus.WITHDRAWN, SubmissionStatus.SUPERSEDED])
def test_what_no_longer_waits_cannot_be_held(session, status):
    submission, somchai, _malee = given()
    with transaction():
        submission.status = status

    with pytest.raises(NotWaiting), transaction():
        moderation.claim(submission, somchai)


def test_of_two_who_open_it_at_once_one_holds_it(app):
    with app.app_context():
        submission, *officials = given()
        submission_id, actors = submission.id, officials
        db.session.remove()
    start, won, lost = threading.Barrier(2), [], []

    def open_it(actor: Actor) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    moderation.claim(db.session.get_one(Submission, submission_id), actor)
                won.append(actor.id)
            except HeldByAnother:
                lost.append(actor.id)

    threads = [threading.Thread(target=open_it, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(won), len(lost)) == (1, 1)
    with app.app_context():
        assert db.session.get_one(Submission, submission_id).claimed_by == won[0]


def test_the_queue_is_oldest_first_and_says_who_has_what(session):
    with transaction():
        young = given_a_submission(submitted_at=now() - timedelta(hours=1))
        old = given_a_submission(submitted_at=now() - timedelta(days=3))
        middle = given_a_submission(submitted_at=now() - timedelta(days=1))
        somchai, malee = official(), official()
    with transaction():
        moderation.claim(old, somchai)

    rows = queries.queue().rows

    assert [row.id for row in rows] == [old.id, middle.id, young.id]
    assert [row.is_held_by_another(malee) for row in rows] == [True, False, False]
    assert rows[0].holder_name == "เจ้าหน้าที่"
    assert queries.waiting() == (3, old.submitted_at)
    assert queries.first_free(malee) == middle.id
    assert queries.first_free(somchai) == old.id
    assert queries.next_free(middle, malee) == young.id
    assert queries.next_free(young, malee) == middle.id  # from the end to the beginning
