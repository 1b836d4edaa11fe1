"""After a password reset the money of a person's groups stays where it goes, for 48 hours, and every member is told."""

from datetime import timedelta

from sqlalchemy import select

from shop.groups.income_lock import lock_income_details
from shop.groups.models import IncomeDetails
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from tests.factories.groups import given_a_group, given_a_member
from tests.factories.people import given_an_account


def locked_groups() -> dict[int, float]:
    """Hours left, by group."""
    db.session.expire_all()
    kept = db.session.scalars(select(IncomeDetails).where(IncomeDetails.locked_until.is_not(None)))
    return {row.group_id: round((row.locked_until - now()).total_seconds() / 3600) for row in kept}


def test_owners_and_staff_lock_their_groups_and_nobody_elses(session):
    with transaction():
        person, volunteer = given_an_account(), given_an_account()
        owned, worked, others = given_a_group(owner=person), given_a_group(), given_a_group()
        given_a_member(worked, person, Role.GROUP_STAFF)
        given_a_member(others, volunteer, Role.LABOUR_VOLUNTEER)
        expected = {owned.id: 48, worked.id: 48}
        lock_income_details(person.id, Actor(person.id))
        lock_income_details(volunteer.id, Actor(volunteer.id))

    assert locked_groups() == expected


def test_every_member_is_told(session):
    with transaction():
        group = given_a_group()
        staff = given_an_account()
        given_a_member(group, staff)
        members = {member.account_id for member in group.members}
        lock_income_details(staff.id, Actor(staff.id))

    notices = list(db.session.scalars(select(Notice)))
    assert {notice.account_id for notice in notices} == members
    assert {notice.kind for notice in notices} == {"bank_details_locked"}


def test_a_lock_replaces_nothing_and_never_gets_shorter(session):
    with transaction():
        person = given_an_account()
        group = given_a_group(owner=person)
        far = now() + timedelta(hours=100)
        db.session.add(IncomeDetails(group_id=group.id, bank_account="1234567890", locked_until=far))
        lock_income_details(person.id, Actor(person.id))
        group_id = group.id

    assert locked_groups() == {group_id: 100}
    assert db.session.get(IncomeDetails, group_id).bank_account == "1234567890"
