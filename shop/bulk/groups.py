"""The groups that a list names: found again by their key, or written, and approved by the operator where she publishes."""

from sqlalchemy import select

from shop.audit import service as audit
from shop.bulk.rows import ProductRow
from shop.groups.actions import GroupChange
from shop.groups.models import Group, GroupKind, GroupProfile, ShippingKind, ShippingOption
from shop.groups.states import GroupAction, GroupStatus
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.codes import new_code
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus
from shop.kernel.thai import slugify
from shop.moderation.models import Decision, Outcome, Submission, SubmissionKind, SubmissionStatus

FLAT_SHIPPING = 50_00  # satang

_KINDS = {
    "วิสาหกิจ": GroupKind.COMMUNITY_ENTERPRISE,
    "แม่บ้าน": GroupKind.HOUSEWIVES,
    "สตรี": GroupKind.HOUSEWIVES,
    "เกษตรกร": GroupKind.FARMERS,
    "ผู้สูงอายุ": GroupKind.OLDER_PEOPLE,
    "คนพิการ": GroupKind.PEOPLE_WITH_DISABILITIES,
    "ผู้พิการ": GroupKind.PEOPLE_WITH_DISABILITIES,
}


def write_groups(rows: list[ProductRow], publish: bool) -> dict[str, int]:
    """The id of each row's group, by its key."""
    named = {row.group_key: row for row in rows}
    asked = select(Group).where(Group.import_key.in_(named)).order_by(Group.id).with_for_update()
    groups = {group.import_key: group for group in db.session.scalars(asked)}
    fresh = {key: _start(key, row) for key, row in named.items() if key not in groups}
    db.session.flush()
    for group in fresh.values():
        audit.record(MARKET, GroupChange.START, "group", group.id, group_id=group.id, imported=True)
    groups |= fresh
    if publish:
        _approve([group for group in groups.values() if group.status is GroupStatus.DRAFT])
    return {key: group.id for key, group in groups.items()}


def _start(key: str, row: ProductRow) -> Group:
    group = Group(import_key=key, slug=f"new-{new_code(12).lower()}")
    place = {"province_code": row.province_code, "district_code": row.district_code}
    group.profiles = [GroupProfile(name=row.group_name, kind=kind_by_name(row.group_name), **place)]
    db.session.add(group)
    return group


def kind_by_name(name: str) -> GroupKind:
    """What a group's name says it is."""
    return next((kind for word, kind in _KINDS.items() if word in name), GroupKind.OTHER)


def _approve(groups: list[Group]) -> None:
    """What an official's approval does, decided by the operator: the profile is published and the group can sell."""
    moment = now()
    drafts = {
        profile.group_id: profile
        for profile in db.session.scalars(
            select(GroupProfile).where(
                GroupProfile.group_id.in_([group.id for group in groups]), GroupProfile.status == RevisionStatus.DRAFT
            )
        )
    }
    groups = [group for group in groups if group.id in drafts]
    slugs = _slugs({group.id: drafts[group.id].name for group in groups})
    for group in groups:
        profile = drafts[group.id]
        profile.status, profile.submitted_at, profile.decided_at = RevisionStatus.APPROVED, moment, moment
        group.status, group.approved_at, group.slug = GroupStatus.APPROVED, moment, slugs[group.id]
        group.published_profile_id, group.name, group.name_en, group.kind = (
            profile.id,
            profile.name,
            profile.name_en,
            profile.kind,
        )
        group.province_code, group.district_code = profile.province_code, profile.district_code
        db.session.add(decided(SubmissionKind.GROUP, group.id, group_profile_id=profile.id))
        audit.record(MARKET, GroupAction.APPROVE, "group", group.id, group_id=group.id, by="operator", revision=profile.number)
    _offer_ways(groups)


def _offer_ways(groups: list[Group]) -> None:
    """Cash on delivery, and flat shipping where the group has said nothing of it."""
    asked = select(ShippingOption.group_id).where(ShippingOption.group_id.in_([group.id for group in groups]))
    have = set(db.session.scalars(asked))
    for group in groups:
        if group.id not in have:
            group.accepts_cod = True
            db.session.add(ShippingOption(group_id=group.id, kind=ShippingKind.FLAT, name="พัสดุ", price_satang=FLAT_SHIPPING))


def _slugs(names: dict[int, str]) -> dict[int, str]:
    """An address for each, made of its name; the second of one name has its number behind it."""
    bases = {group_id: slugify(name) for group_id, name in names.items()}
    taken = set(db.session.scalars(select(Group.slug).where(Group.slug.in_(set(bases.values())))))
    slugs = {}
    for group_id, base in bases.items():
        slugs[group_id] = f"{base}-{group_id}" if base in taken else base
        taken.add(base)
    return slugs


def decided(kind: SubmissionKind, group_id: int, **subject: int) -> Submission:
    """What the record of reviews shows: sent and approved in one, by no official."""
    return Submission(
        kind=kind,
        group_id=group_id,
        status=SubmissionStatus.DECIDED,
        decision=Decision(outcome=Outcome.APPROVED),
        **subject,
    )
