"""The demonstration's groups: each applies, is approved and sells as a real one does, by the same services."""

from sqlalchemy import select

from shop.catalogue.models import Photo
from shop.demo import people
from shop.demo.history import back_then, days_ago
from shop.demo.painting import COVER, EVIDENCE, Painted
from shop.demo.reading import GroupText
from shop.demo.volunteers import HELPED, add_helper
from shop.groups import income_details, protected_counts, selling
from shop.groups import service as groups
from shop.groups.models import Group, GroupProfile, Membership, ShippingKind
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.money import SATANG
from shop.moderation import checklist
from shop.moderation import service as moderation
from shop.moderation.models import Outcome

REVIEW_HOURS = 5
PROMPTPAY_SHOWN = "PromptPay xxx-xxx-0000"  # on slips
ADVICE = "ดูแลดีมากค่ะ เพิ่มรูปตอนทำงานจริงอีกสักรูป ผู้ซื้อจะรู้จักกลุ่มมากขึ้น"


def kept_groups() -> dict[str, int]:
    """Id of each group that stands already, by its natural key."""
    return dict(db.session.execute(select(Group.import_key, Group.id).where(Group.import_key.is_not(None))).all())


def actor_at(group_id: int) -> Actor:
    """The owner at the group's desk."""
    owner = select(Membership.account_id).where(Membership.group_id == group_id, Membership.role == Role.GROUP_OWNER)
    return Actor(db.session.scalar(owner), frozenset({Role.BUYER, Role.GROUP_OWNER}), group_id)


def add_group(text: GroupText, cover: Painted, evidence: Painted | None) -> int:
    """The whole application in one transaction; a group that is in review waits for an official. Gives its id."""
    days = text.approved_days_ago or text.days_ago
    applied, approved = days_ago(days, hour=9), days_ago(days, hour=9 + REVIEW_HOURS)
    with transaction(), back_then(applied):
        owner = people.owner_of(text)
        group = groups.start_group(Actor(owner.id, frozenset({Role.BUYER})))
        group.import_key = text.key
        actor = Actor(owner.id, frozenset({Role.BUYER, Role.GROUP_OWNER}), group.id)
        _write_profile(group, actor, text, cover.hang(group.id, actor))
        if evidence:
            evidence.hang(group.id, actor)
        _say_how_it_sells(group, actor, text)
        submission = moderation.submit_group(group, actor)
        if text.state == "approved":
            official = people.actor_of("commerce")
            with back_then(approved):
                moderation.claim(submission, official)
                checked = [check.key for check in checklist.checks_for(submission)]
                advice = {"story": ADVICE} if text.slug in HELPED else {}
                moderation.decide(submission, Outcome.APPROVED, official, advice=advice, checked=checked)
                add_helper(group, text.slug, actor, people.actor_of("volunteer"))
        return group.id


def evidence_of(group_id: int) -> Photo | None:
    """The certificate a group has photographed: its photo that is no cover, and the first it ever sent."""
    covers = select(GroupProfile.cover_photo_id).where(GroupProfile.group_id == group_id)
    asked = select(Photo).where(
        Photo.group_id == group_id, Photo.id.not_in(covers.where(GroupProfile.cover_photo_id.is_not(None)))
    )
    return db.session.scalar(asked.order_by(Photo.id).limit(1))


def pictures_of(text: GroupText, number: int) -> list[tuple[str, int]]:
    """What is to be painted for a group, its cover first."""
    return [(COVER, number), *([(EVIDENCE, number)] if text.has_standards else [])]


def _write_profile(group: Group, actor: Actor, text: GroupText, cover: Photo) -> None:
    groups.save_profile(
        group,
        actor,
        name=text.name,
        name_en=text.name_en,
        kind=text.kind,
        subdistrict_code=text.subdistrict,
        postcode=text.postcode,
        address_line=text.address,
        contact_name=text.contact,
        contact_phone=text.phone,
        story=text.story,
        story_en=text.story_en,
        enterprise_number=text.enterprise,
        member_count=text.members,
        cover_photo_id=cover.id,
    )


def _say_how_it_sells(group: Group, actor: Actor, text: GroupText) -> None:
    for way in text.shipping:
        selling.add_shipping(
            group,
            actor,
            ShippingKind(way["kind"]),
            name=way["name"],
            price_satang=way.get("baht", 0) * SATANG,
            weight_steps=[[grams, baht * SATANG] for grams, baht in way.get("steps", [])] or None,
            free_over_satang=way["free_over"] * SATANG if "free_over" in way else None,
        )
    account = income_details.BankAccount("006", "0000" + text.phone[-8:].replace("-", "")[-6:], text.name)  # nobody's
    income_details.set_income_details(group, actor, promptpay=income_details.PromptPay(text.phone), bank=account)
    selling.set_payment_ways(group, actor, cod=True, pickup=True, promptpay=True, pickup_place=text.pickup_place)
    selling.set_weekly_rest(group, actor, text.rest_days)
    counts = {"older_people": text.older, "people_with_disabilities": text.disabled}
    protected_counts.record_protected_counts(group, actor, **counts, consents=True)
