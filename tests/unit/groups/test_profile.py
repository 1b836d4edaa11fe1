"""A group's life: written step by step, sent, decided, published; what was sent stays as it was."""

import pytest
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.groups import queries, selling, service
from shop.groups.models import Group, GroupKind, GroupProfile, Membership, ShippingKind
from shop.groups.states import GroupAction, GroupStatus
from shop.kernel.access import Actor, Role
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.review import RevisionStatus
from tests.factories.groups import given_a_group, given_a_member, owner_of
from tests.factories.people import given_an_account, given_an_official

ANSWERS = {
    "name": "กลุ่มน้ำพริกบ้านใหม่",
    "kind": "housewives",
    "subdistrict_code": "130103",
    "contact_name": "สมใจ ใจดี",
    "contact_phone": "081-234-5678",
    "story": "ทำน้ำพริกขายกันเองในหมู่บ้านมาสิบปีแล้ว",
    "member_count": 9,
}


def an_applicant() -> Actor:
    return Actor(given_an_account().id, frozenset({Role.BUYER, Role.GROUP_OWNER}))


def at_desk_of(actor: Actor, group: Group) -> Actor:
    return Actor(actor.id, actor.roles, group.id)


def a_complete_application() -> tuple[Group, Actor]:
    actor = an_applicant()
    group = service.start_group(actor)
    actor = at_desk_of(actor, group)
    service.save_profile(group, actor, **ANSWERS)
    selling.add_shipping(group, actor, ShippingKind.FLAT, "ไปรษณีย์", 4000)
    selling.set_payment_ways(group, actor, cod=True, pickup=False)
    return group, actor


def the_official() -> Actor:
    return Actor(given_an_official().id, frozenset({Role.BUYER, Role.COMMERCE_OFFICIAL}))


def test_starting_twice_gives_the_same_application(session):
    with transaction():
        actor = an_applicant()
        first, second = service.start_group(actor).id, service.start_group(actor).id

    assert first == second
    assert session.scalar(select(Membership.role).where(Membership.group_id == first)) is Role.GROUP_OWNER


def test_answers_are_kept_in_one_form(session):
    with transaction():
        group, _ = a_complete_application()
        kept = queries.newest_profile(group.id)

    assert (kept.contact_phone, kept.kind, kept.district_code, kept.province_code) == (
        "+66812345678",
        GroupKind.HOUSEWIVES,
        "1301",
        "13",
    )
    assert kept.postcode == "12000"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "  ", "empty"),
        ("name", "...", "empty"),
        ("name", "ก" * 121, "too_long"),
        ("kind", "kings", "unknown"),
        ("subdistrict_code", "999999", "unknown_place"),
        ("contact_phone", "1234", "not_a_phone"),
        ("story", "สั้นไป", "too_short"),
        ("member_count", 0, "out_of_range"),
        ("member_count", 10**9, "out_of_range"),
        ("enterprise_number", "12", "form"),
    ],
)
def test_a_bad_answer_is_refused_by_name_and_changes_nothing(session, field, value, reason):
    with transaction():
        group, actor = a_complete_application()
    before = getattr(queries.newest_profile(group.id), field)

    with pytest.raises(BadValue) as refused, transaction():
        service.save_profile(group, actor, **{field: value})

    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert getattr(queries.newest_profile(group.id), field) == before


def test_a_place_takes_only_its_own_postcode(session):
    with transaction():
        group, actor = a_complete_application()

    with pytest.raises(BadValue), transaction():
        service.save_profile(group, actor, subdistrict_code="130103", postcode="10110")


def test_an_incomplete_application_is_not_sent_and_says_what_is_missing(session):
    with transaction():
        actor = an_applicant()
        group = service.start_group(actor)
        actor = at_desk_of(actor, group)

    with pytest.raises(service.NotReady) as refused, transaction():
        service.submit_profile(group, actor)

    assert refused.value.missing == [*ANSWERS, "shipping", "payment"]
    assert group.status is GroupStatus.DRAFT


def test_what_was_sent_cannot_be_written_nor_sent_again(session):
    with transaction():
        group, actor = a_complete_application()
        sent = service.submit_profile(group, actor).id

    for again in (lambda: service.save_profile(group, actor, name="ชื่อใหม่"), lambda: service.submit_profile(group, actor)):
        with pytest.raises(service.UnderReview), transaction():
            again()

    assert session.get(GroupProfile, sent).name == ANSWERS["name"]
    assert group.status is GroupStatus.IN_REVIEW


def test_approval_publishes_the_reviewed_words_and_names_the_page(session):
    with transaction():
        group, actor = a_complete_application()
        profile = service.submit_profile(group, actor)
        service.approve_profile(profile, the_official())
        slug = group.slug

    assert slug == "กลุ่มน้ำพริกบ้านใหม่"
    found = queries.published_group(slug)
    assert (found.name, found.kind, found.district_code, found.published_profile_id) == (
        ANSWERS["name"],
        GroupKind.HOUSEWIVES,
        "1301",
        profile.id,
    )
    assert found.approved_at is not None


def test_two_groups_of_one_name_have_two_pages(session):
    slugs = []
    for _ in range(2):
        with transaction():
            group, actor = a_complete_application()
            service.approve_profile(service.submit_profile(group, actor), the_official())
            slugs.append(group.slug)

    assert slugs == ["กลุ่มน้ำพริกบ้านใหม่", "กลุ่มน้ำพริกบ้านใหม่-2"]


def test_the_approved_words_stay_while_the_next_are_reviewed(session):
    with transaction():
        group = given_a_group(name="ชื่อเดิม")
        owner, slug = owner_of(group), group.slug
        service.save_profile(group, owner, name="ชื่อใหม่ของกลุ่ม")
    assert queries.published_group(slug).name == "ชื่อเดิม"

    with transaction():
        revision = service.submit_profile(group, owner)
    assert queries.published_group(slug).published.name == "ชื่อเดิม"
    assert group.status is GroupStatus.APPROVED

    with transaction():
        service.approve_profile(revision, the_official())
    assert queries.published_group(slug).published.name == "ชื่อใหม่ของกลุ่ม"
    assert revision.number == 2


def test_after_advice_the_next_revision_begins_with_what_was_sent(session):
    with transaction():
        group, actor = a_complete_application()
        first = service.submit_profile(group, actor)
        service.request_profile_changes(first, the_official())
    assert group.status is GroupStatus.CHANGES_REQUESTED
    with pytest.raises(service.NothingToSubmit), transaction():
        service.submit_profile(group, actor)

    with transaction():
        second = service.save_profile(group, actor, story="ทำน้ำพริกขายมาสิบปี ใช้พริกจากสวนของสมาชิกเอง")
        service.submit_profile(group, actor)

    assert (second.number, second.name, first.status) == (2, ANSWERS["name"], RevisionStatus.CHANGES_REQUESTED)
    assert group.status is GroupStatus.IN_REVIEW


def test_what_was_taken_back_can_be_sent_as_it_is(session):
    with transaction():
        group, actor = a_complete_application()
        sent = service.submit_profile(group, actor)
        service.withdraw_profile(group, actor)
    assert (sent.status, group.status) == (RevisionStatus.SUPERSEDED, GroupStatus.DRAFT)

    with pytest.raises(LostRace), transaction():
        service.withdraw_profile(group, actor)
    with transaction():
        assert service.submit_profile(group, actor).number == 2


def test_what_was_withdrawn_cannot_be_approved(session):
    with transaction():
        group, actor = a_complete_application()
        sent = service.submit_profile(group, actor)
        service.withdraw_profile(group, actor)

    with pytest.raises(LostRace), transaction():
        service.approve_profile(sent, the_official())

    assert queries.count_published() == 0


def test_a_discarded_draft_leaves_what_was_approved(session):
    with transaction():
        group = given_a_group()
        service.save_profile(group, owner_of(group), name="ชื่อใหม่ของกลุ่ม")
    with transaction():
        service.discard_draft(group, owner_of(group))

    assert queries.newest_profile(group.id).status is RevisionStatus.APPROVED


def test_strangers_volunteers_and_the_sellers_themselves_have_their_limits(session):
    with transaction():
        group, other = given_a_group(), given_a_group()
        volunteer = given_a_member(group, given_an_account(), Role.LABOUR_VOLUNTEER)
        helper = Actor(volunteer.account_id, frozenset({Role.BUYER, Role.LABOUR_VOLUNTEER}), group.id)
        stranger, owner = owner_of(other), owner_of(group)
    entries = session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1))

    for who in (stranger, helper):
        for refused in (
            lambda who=who: service.save_profile(group, who, name="ของฉัน"),
            lambda who=who: service.submit_profile(group, who),
            lambda who=who: selling.set_weekly_rest(group, who, [7]),
        ):
            with pytest.raises(NotAllowed), transaction():
                refused()
    with pytest.raises(NotAllowed), transaction():
        service.advance(group, GroupAction.SUSPEND, owner)

    assert group.status is GroupStatus.APPROVED
    assert session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)) == entries


def test_an_official_suspends_and_reinstates_but_publishes_nothing_new(session):
    with transaction():
        group = given_a_group(name="ชื่อเดิม")
        official = the_official()
        service.save_profile(group, owner_of(group), name="ชื่อใหม่ของกลุ่ม")
        service.advance(group, GroupAction.SUSPEND, official)
    assert queries.published_group(group.slug) is None
    with pytest.raises(service.StepNotPossible), transaction():
        service.submit_profile(group, owner_of(group))

    with transaction():
        service.advance(group, GroupAction.REINSTATE, official)

    assert queries.published_group(group.slug).published.name == "ชื่อเดิม"


def test_every_change_says_who_and_what_but_no_words(session):
    with transaction():
        group, actor = a_complete_application()
        service.submit_profile(group, actor)

    entries = session.scalars(select(AuditEntry).where(AuditEntry.group_id == group.id)).all()
    assert {entry.actor_id for entry in entries} == {actor.id}
    assert "group:submit" in {entry.action for entry in entries}
    assert not any(
        str(ANSWERS[name]) in repr(entry.changes)
        for entry in entries
        for name in ("name", "contact_phone", "story", "contact_name")
    )
