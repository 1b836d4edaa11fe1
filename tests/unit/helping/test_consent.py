"""A volunteer does only what a group consented to, while it stands: by screen, by code, on paper; both sides end it at once."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.groups import queries as groups
from shop.groups.models import Membership
from shop.helping import codes, papers, queries, reminders, service, visits, volunteers
from shop.helping.models import Consent
from shop.helping.states import ConsentAction, ConsentStatus, ConsentWay
from shop.helping.visits import Need
from shop.kernel.access import Actor, HelpScope, Permission, Role, roles_at_desk
from shop.kernel.clock import now, today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.orders.states import OrderStatus
from shop.people import offices
from shop.people.models import Account
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.helping import CODE, UNTIL, acting, given_a_code, given_a_paper, given_a_request, given_a_volunteer
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account, given_an_official
from tests.queries import queries_of

LABOUR = Actor(7, frozenset({Role.LABOUR_OFFICIAL}))


def may(person: Account, group_id: int, permission: Permission) -> bool:
    """As the next request of theirs at that desk would find it."""
    here = [one for one in groups.memberships_of(person.id) if one.group_id == group_id]
    roles = roles_at_desk(here[0].role, here[0].scope) if here else frozenset()
    return Actor(person.id, roles, group_id).can(permission)


def told(person_id: int) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.account_id == person_id).order_by(Notice.id)))


def actions(group_id: int) -> list[str]:
    asked = select(AuditEntry.action).where(AuditEntry.group_id == group_id, AuditEntry.action.startswith("consent:"))
    return list(db.session.scalars(asked.order_by(AuditEntry.id)))


@pytest.mark.parametrize(
    ("scope", "listings", "orders"),
    [(HelpScope.LISTINGS, True, False), (HelpScope.ORDERS, False, True), (HelpScope.BOTH, True, True)],
)
def test_a_scope_lets_do_what_it_says_and_never_money_staff_or_consent(session, scope, listings, orders):
    group, volunteer = given_a_group(), given_a_volunteer()

    service.give(group, volunteer, scope, UNTIL, owner_of(group))

    assert may(volunteer, group.id, Permission.PRODUCT_EDIT) is listings
    assert may(volunteer, group.id, Permission.ORDER_FULFIL) is orders
    never = (
        Permission.CONSENT_GIVE,
        Permission.GROUP_EDIT,
        Permission.GROUP_HAND_OVER,
        Permission.GROUP_INCOME_DETAILS,
        Permission.GROUP_STAFF_MANAGE,
        Permission.INCOME_READ,
    )
    assert not any(may(volunteer, group.id, permission) for permission in never)


def test_asked_on_screen_and_given_less_than_was_asked_for(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    owner = owner_of(group)
    asked = given_a_request(group, volunteer, HelpScope.BOTH)
    with pytest.raises(service.AlreadyAsked):
        given_a_request(group, volunteer)
    assert not may(volunteer, group.id, Permission.PRODUCT_EDIT)

    service.give(group, volunteer, HelpScope.LISTINGS, service.last_moment(today()), owner)

    assert asked.status is ConsentStatus.GIVEN
    assert (asked.scope, asked.way, asked.given_by, asked.wording) == (HelpScope.LISTINGS, ConsentWay.SCREEN, owner.id, 1)
    assert may(volunteer, group.id, Permission.PRODUCT_EDIT)
    assert told(owner.id)[-2:] == [NoticeKind.CONSENT_ASKED, NoticeKind.CONSENT_GIVEN]
    assert told(volunteer.id) == [NoticeKind.CONSENT_TAKEN_UP]
    assert actions(group.id) == [ConsentAction.ASK, ConsentAction.GIVE]


def test_it_ends_by_itself_at_the_end_of_its_day_and_needs_no_job(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    service.give(group, volunteer, HelpScope.BOTH, service.last_moment(today() + timedelta(days=1)), owner_of(group))

    with time_machine.travel(now() + timedelta(days=1)):
        assert may(volunteer, group.id, Permission.ORDER_FULFIL)
    with time_machine.travel(now() + timedelta(days=2)):
        assert not may(volunteer, group.id, Permission.ORDER_FULFIL)
        assert queries.helpers_of(group.id) == []
        service.give(group, volunteer, HelpScope.ORDERS, service.last_moment(today()), owner_of(group))
        assert may(volunteer, group.id, Permission.ORDER_FULFIL)


@pytest.mark.parametrize("by", ["owner", "volunteer"])
def test_either_ends_it_at_once_and_the_other_is_told(session, by):
    group, volunteer = given_a_group(), given_a_volunteer()
    owner = owner_of(group)
    service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner)
    (membership,) = groups.memberships_of(volunteer.id)

    service.end(membership, owner if by == "owner" else acting(volunteer))

    assert not may(volunteer, group.id, Permission.PRODUCT_EDIT)
    assert told(volunteer.id if by == "owner" else owner.id)[-1] in (NoticeKind.HELP_ENDED, NoticeKind.HELPER_GONE)
    with pytest.raises(LostRace):
        service.end(membership, owner)


def test_nobody_else_gives_or_ends_it(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    stranger = owner_of(given_a_group())
    with pytest.raises(NotAllowed):
        service.give(group, volunteer, HelpScope.BOTH, UNTIL, stranger)
    with pytest.raises(service.NotAVolunteer):
        service.give(group, given_an_account(), HelpScope.BOTH, UNTIL, owner_of(group))
    service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner_of(group))
    (membership,) = groups.memberships_of(volunteer.id)
    with pytest.raises(NotAllowed):
        service.end(membership, stranger)
    with pytest.raises(NotAllowed):
        service.give(group, given_a_volunteer(), HelpScope.BOTH, UNTIL, Actor(volunteer.id, _roles(membership), group.id))


def _roles(membership: Membership) -> frozenset[Role]:
    return roles_at_desk(membership.role, membership.scope)


@pytest.mark.parametrize(("days", "reason"), [(-1, "past"), (366, "too_far")])
def test_a_year_at_most(session, days, reason):
    with pytest.raises(BadValue) as refused:
        service.last_moment(today() + timedelta(days=days))
    assert refused.value.reason == reason


# By code


def test_a_code_says_what_it_allows_and_works_once(session):
    group, volunteer = given_a_group(), given_a_volunteer("อารีย์")
    consent, code = given_a_code(group, volunteer, HelpScope.ORDERS)
    notice = session.scalars(select(Notice).where(Notice.kind == NoticeKind.CONSENT_CODE_ORDERS)).one()
    assert notice.account_id == owner_of(group).id
    assert notice.params["code"] == code
    assert notice.params["last_day"].endswith(str((UNTIL - timedelta(hours=1)).year + 543))

    with pytest.raises(BadValue, match="wrong"):
        codes.use_code(consent, "654321", acting(volunteer))
    with pytest.raises(NotAllowed):
        codes.use_code(consent, code, acting(given_a_volunteer()))
    codes.use_code(consent, "๑๒๓ ๔๕๖", acting(volunteer))

    assert may(volunteer, group.id, Permission.ORDER_FULFIL)
    with pytest.raises(BadValue, match="spent"):
        codes.use_code(consent, code, acting(volunteer))


def test_a_code_is_too_old_after_ten_minutes_and_the_last_one_counts(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    first, _code = given_a_code(group, volunteer)
    second, _code = given_a_code(group, volunteer)
    session.refresh(first)
    assert first.status is ConsentStatus.WITHDRAWN

    with time_machine.travel(now() + timedelta(minutes=11)), pytest.raises(BadValue, match="spent"):
        codes.use_code(second, CODE, acting(volunteer))
    assert not may(volunteer, group.id, Permission.PRODUCT_EDIT)


# On paper


def test_a_paper_counts_only_once_an_official_compared_it(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    owner = owner_of(group)
    consent = given_a_paper(group, volunteer)
    assert not may(volunteer, group.id, Permission.ORDER_FULFIL)
    with pytest.raises(NotAllowed):
        papers.confirm(consent, Actor(8, frozenset({Role.COMMERCE_OFFICIAL})))
    with pytest.raises(NotAllowed):
        papers.confirm(consent, Actor(volunteer.id, frozenset({Role.LABOUR_OFFICIAL})))

    papers.confirm(consent, LABOUR)

    assert may(volunteer, group.id, Permission.ORDER_FULFIL)
    assert (consent.confirmed_by, consent.given_by) == (LABOUR.id, owner.id)
    assert told(owner.id)[-1] == NoticeKind.CONSENT_GIVEN
    with pytest.raises(LostRace):
        papers.turn_down(consent, "อ่านไม่ออก", LABOUR)


def test_a_paper_that_does_not_agree_is_turned_down_with_a_reason(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    consent = given_a_paper(group, volunteer)
    with pytest.raises(BadValue):
        papers.turn_down(consent, " ", LABOUR)

    papers.turn_down(consent, "ไม่มีลายมือชื่อ", LABOUR)

    assert not may(volunteer, group.id, Permission.ORDER_FULFIL)
    notice = session.scalars(select(Notice).where(Notice.kind == NoticeKind.CONSENT_REFUSED)).one()
    assert (notice.account_id, notice.params["reason"]) == (volunteer.id, "ไม่มีลายมือชื่อ")


# Registration, reminders, visits


def test_who_is_no_volunteer_any_more_helps_nobody(session):
    volunteer, here, there = given_a_volunteer(), given_a_group(), given_a_group()
    service.give(here, volunteer, HelpScope.BOTH, UNTIL, owner_of(here))
    waiting = given_a_request(there, volunteer)
    with pytest.raises(NotAllowed):
        volunteers.end_registration(volunteer, Actor(8, frozenset({Role.SOCIAL_OFFICIAL})))

    assert volunteers.end_registration(volunteer, LABOUR) == 1

    session.refresh(waiting)
    assert waiting.status is ConsentStatus.WITHDRAWN
    assert not may(volunteer, here.id, Permission.PRODUCT_EDIT)
    assert told(owner_of(here).id)[-1] == NoticeKind.HELPER_GONE


def test_both_hear_two_weeks_before_once(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner_of(group))
    assert reminders.remind_of_coming_ends() == 0

    with time_machine.travel(UNTIL - timedelta(days=13)):
        assert reminders.remind_of_coming_ends() == 1
        assert reminders.remind_of_coming_ends() == 0

    assert told(volunteer.id)[-1] == NoticeKind.HELP_ENDS_SOON
    assert told(owner_of(group).id)[-1] == NoticeKind.CONSENT_ENDS_SOON


def test_the_neediest_group_stands_first_and_what_is_not_covered_is_not_counted(session):
    volunteer = given_a_volunteer()
    quiet, busy, closed = given_a_group("ก เงียบ"), given_a_group("ข รอตอบ"), given_a_group("ค ไม่เห็นคำสั่งซื้อ")
    scopes = {quiet: HelpScope.BOTH, busy: HelpScope.BOTH, closed: HelpScope.LISTINGS}
    for group, scope in scopes.items():
        service.give(group, volunteer, scope, UNTIL, owner_of(group))
        session.get_one(Account, owner_of(group).id).signed_in_at = now()
    given_an_order(busy, given_a_product(busy), status=OrderStatus.PLACED)
    given_an_order(closed, given_a_product(closed), status=OrderStatus.PLACED)
    session.flush()

    found = visits.helped_by(volunteer.id)

    assert found[0].group.id == busy.id
    by_group = {one.group.id: one for one in found}
    assert by_group[busy.id].counts[Need.UNANSWERED] == 1
    assert Need.UNANSWERED not in by_group[closed.id].needs
    assert by_group[quiet.id].needs == []


def test_a_visit_is_noted_only_where_consent_stands(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    with pytest.raises(NotAllowed):
        visits.record_visit(group.id, "ไปแล้ว", acting(volunteer))
    service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner_of(group))

    visits.record_visit(group.id, "ถ่ายรูปให้", acting(volunteer))

    assert [(visit.note, name) for visit, name in visits.notes_of(group.id)] == [("ถ่ายรูปให้", "อารีย์")]
    (helped,) = visits.helped_by(volunteer.id)
    assert helped.visits[0][0].note == "ถ่ายรูปให้"


def test_the_list_asks_as_much_for_many_groups_as_for_one(app, session):
    volunteer = given_a_volunteer()
    for _number in range(2):
        group = given_a_group()
        service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner_of(group))
        visits.record_visit(group.id, "", acting(volunteer))
    session.flush()
    with queries_of(app) as asked:
        visits.helped_by(volunteer.id)
    for_two = len(asked)
    for _number in range(3):
        group = given_a_group()
        service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner_of(group))
    session.flush()

    with queries_of(app) as asked:
        visits.helped_by(volunteer.id)

    assert len(asked) == for_two <= 7


def test_volunteers_are_told_only_of_what_they_see_to(session):
    group = given_a_group()
    people = {scope: given_a_volunteer() for scope in HelpScope}
    for scope, person in people.items():
        service.give(group, person, scope, UNTIL, owner_of(group))

    def reached(about: HelpScope | None) -> set[HelpScope]:
        ids = {one.account_id for one in groups.recipients_of(group.id, about=about)}
        return {scope for scope, person in people.items() if person.id in ids}

    assert reached(HelpScope.ORDERS) == {HelpScope.ORDERS, HelpScope.BOTH}
    assert reached(HelpScope.LISTINGS) == {HelpScope.LISTINGS, HelpScope.BOTH}
    assert reached(None) == set()


def test_an_official_hands_work_to_a_colleague_and_leaves(session):
    leaving, colleague, other = (given_an_official(role) for role in (Role.COMMERCE_OFFICIAL,) * 2 + (Role.LABOUR_OFFICIAL,))
    administrator = Actor(given_an_official(Role.ADMINISTRATOR).id, frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(BadValue):
        offices.leave_office(leaving, Role.COMMERCE_OFFICIAL, other, administrator)

    offices.leave_office(leaving, Role.COMMERCE_OFFICIAL, colleague, administrator, claims=2)

    session.refresh(leaving)
    assert leaving.roles == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "account:hand_over")).one()
    assert entry.changes == {"role": "commerce_official", "account": colleague.id, "claims": 2}


def test_what_a_consent_was_stays_recorded_after_it_ended(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    service.give(group, volunteer, HelpScope.BOTH, UNTIL, owner_of(group))
    service.end(groups.memberships_of(volunteer.id)[0], owner_of(group))

    (former,) = queries.former_helpers_of(group.id)
    assert former.membership.ended_by == owner_of(group).id
    assert session.scalars(select(Consent.status)).all() == [ConsentStatus.GIVEN]


def test_a_paper_whose_last_day_is_over_lets_nobody_in_and_ends_nothing(session):
    group, volunteer = given_a_group(), given_a_volunteer()
    service.give(group, volunteer, HelpScope.LISTINGS, service.last_moment(today() + timedelta(days=300)), owner_of(group))
    paper = given_a_paper(group, volunteer)

    with time_machine.travel(UNTIL + timedelta(hours=1), tick=False), pytest.raises(service.IsOver):
        papers.confirm(paper, LABOUR)

    assert may(volunteer, group.id, Permission.PRODUCT_EDIT)
