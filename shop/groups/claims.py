"""Groups that an office wrote down have nobody yet: whoever holds the group's link comes into it as its owner, once.

The link goes out by SMS or mail, and stands on a paper slip that is handed over at the booth: the same link, so that the one ends
with the other. It is made anew where it got lost, and the old one is worth nothing then.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups.actions import GroupChange
from shop.groups.members import AlreadyMember, InvitationGone
from shop.groups.models import Group, GroupClaim, GroupProfile, Membership
from shop.groups.queries import newest_profile
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_key
from shop.kernel.database import db
from shop.kernel.identifiers import is_mobile
from shop.kernel.refusals import LostRace, NotAllowed
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell_each

CLAIM_LIFE = timedelta(days=60)  # lists come weeks before their fair, and people sign in when it is over
AT_ONCE = 500


class ClaimRow(NamedTuple):
    """A group of the office's, its newest profile, and its last link, if it ever had one."""

    group: Group
    profile: GroupProfile
    claim: GroupClaim | None
    has_owner: bool


def path_of(key: str) -> str:
    return f"/sell/claim/{key}"


# Making


def make_claims(emails: dict[int, str], actor: Actor) -> None:
    """A link for each of these groups (by id, with the address that the list names, or empty), none of which has one."""
    _may(actor)
    until, moment = now() + CLAIM_LIFE, now()
    rows = []
    for group_id, email in emails.items():
        key = new_key()
        kept = {"group_id": group_id, "digest": digest(key), "key": key, "email": email or None}
        rows.append(kept | {"made_by": actor.id, "made_at": moment, "expires_at": until})
    if rows:
        db.session.execute(insert(GroupClaim.__table__), rows)


def make_anew(group: Group, actor: Actor) -> GroupClaim:
    """Another link; the last one ends. Raises NotAllowed, AlreadyMember (the group has its owner), LostRace."""
    _may(actor)
    if has_owner(group.id):
        raise AlreadyMember
    last = _last(group.id)
    _withdraw(group.id)
    key = new_key()
    claim = GroupClaim(
        group_id=group.id, digest=digest(key), key=key, email=last.email if last else None, made_by=actor.id,
        expires_at=now() + CLAIM_LIFE,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(claim)
    except IntegrityError as taken:
        raise LostRace from taken
    audit.record(actor, GroupChange.ASK_TO_CLAIM, "group", group.id, group_id=group.id, invitation=claim.id)
    return claim


def withdraw_claim(group: Group, actor: Actor) -> None:
    """Raises NotAllowed, LostRace (taken up or withdrawn meanwhile)."""
    _may(actor)
    if not _withdraw(group.id):
        raise LostRace
    audit.record(actor, GroupChange.WITHDRAW_CLAIM, "group", group.id, group_id=group.id)


def send_claims(rows: Sequence[ClaimRow], fair_title: str, actor: Actor) -> int:
    """Tell each group that can be reached by SMS or mail of its link, once; how many were told. Raises NotAllowed."""
    _may(actor)
    told = []
    claims = []
    for row in rows:
        to = recipient_of(row)
        if to is None or not is_open(row.claim) or row.claim.sent_at:
            continue
        said = {"group_id": row.group.id, "group_name": row.profile.name, "fair_title": fair_title}
        told.append((to, {**said, "path": path_of(row.claim.key)}))
        claims.append(row.claim)
    if not told:
        return 0
    for claim, notice in zip(claims, tell_each(NoticeKind.GROUP_TO_CLAIM, told), strict=True):
        claim.sent_at, claim.notice_id = now(), notice.id
    groups = {claim.group_id: claim.group_id for claim in claims}
    audit.record_many(actor, GroupChange.ASK_TO_CLAIM, "group", groups, sent=True)
    return len(told)


def recipient_of(row: ClaimRow) -> Recipient | None:
    """Where the group's link can go; a number in the wall takes no SMS, somebody has to ring there."""
    email = row.claim.email if row.claim else None
    phone = row.profile.contact_phone
    phone = phone if phone and is_mobile(phone) else None
    return Recipient(email=email, phone=phone) if email or phone else None


# Reads


def is_open(claim: GroupClaim | None) -> bool:
    return bool(claim and claim.key and not claim.claimed_at and not claim.withdrawn_at and claim.expires_at > now())


def claim_rows(group_ids: Collection[int]) -> list[ClaimRow]:
    """In the order of the groups."""
    found: list[ClaimRow] = []
    ids = sorted(group_ids)
    for start in range(0, len(ids), AT_ONCE):
        found += _claim_rows(ids[start : start + AT_ONCE])
    return found


def _claim_rows(ids: Sequence[int]) -> list[ClaimRow]:
    groups = db.session.scalars(select(Group).where(Group.id.in_(ids)).order_by(Group.id)).all()
    asked = select(GroupProfile).where(GroupProfile.group_id.in_(ids)).order_by(GroupProfile.group_id, GroupProfile.number)
    profiles = {profile.group_id: profile for profile in db.session.scalars(asked)}
    asked = select(GroupClaim).where(GroupClaim.group_id.in_(ids)).order_by(GroupClaim.id)
    last = {claim.group_id: claim for claim in db.session.scalars(asked)}
    owned = set(db.session.scalars(_owners().where(Membership.group_id.in_(ids))))
    return [ClaimRow(group, profiles[group.id], last.get(group.id), group.id in owned) for group in groups]


def has_owner(group_id: int) -> bool:
    return db.session.scalar(_owners().where(Membership.group_id == group_id)) is not None


def _owners():
    return select(Membership.group_id).where(Membership.ended_at.is_(None), Membership.role == Role.GROUP_OWNER)


def open_claim(key: str) -> tuple[GroupClaim, Group, GroupProfile] | None:
    """The link that somebody holds, and the group behind it."""
    asked = select(GroupClaim, Group).join(Group, Group.id == GroupClaim.group_id)
    found = db.session.execute(asked.where(GroupClaim.digest == digest(key), *_open())).first()
    return (found[0], found[1], newest_profile(found[1].id)) if found else None


def spent_claim(key: str) -> tuple[str, Group] | None:
    """How a link that opens nothing any more came to its end (claimed, withdrawn, expired), and its group."""
    asked = select(GroupClaim, Group).join(Group, Group.id == GroupClaim.group_id)
    found = db.session.execute(asked.where(GroupClaim.digest == digest(key))).first()
    if found is None:
        return None
    claim, group = found
    return "claimed" if claim.claimed_at else "withdrawn" if claim.withdrawn_at else "expired", group


def _open() -> tuple:
    return (GroupClaim.claimed_at.is_(None), GroupClaim.withdrawn_at.is_(None), GroupClaim.expires_at > now())


def _last(group_id: int) -> GroupClaim | None:
    return db.session.scalar(select(GroupClaim).where(GroupClaim.group_id == group_id).order_by(GroupClaim.id.desc()).limit(1))


# Taking it up


def take_up(key: str, actor: Actor) -> Membership:
    """Become the owner: once, by whoever is signed in and holds the link.

    Raises NotAllowed, InvitationGone, AlreadyMember (the group has its owner, or this person is in it already).
    """
    if not actor.is_signed_in:
        raise NotAllowed("sign in first")
    found = open_claim(key)
    if found is None:
        raise InvitationGone
    claim, group, _profile = found
    membership = Membership(group_id=group.id, account_id=actor.id, role=Role.GROUP_OWNER)
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError as taken:
        raise AlreadyMember from taken
    closed = update(GroupClaim).where(GroupClaim.id == claim.id, *_open())
    values = {"claimed_at": now(), "claimed_by": actor.id, "key": None, "email": None}
    if db.session.execute(closed.values(**values).execution_options(synchronize_session=False)).rowcount != 1:
        raise InvitationGone
    audit.record(actor, GroupChange.CLAIM, "group", group.id, group_id=group.id, invitation=claim.id, role=Role.GROUP_OWNER)
    return membership


def _withdraw(group_id: int) -> bool:
    still = (GroupClaim.group_id == group_id, GroupClaim.claimed_at.is_(None), GroupClaim.withdrawn_at.is_(None))
    values = {"withdrawn_at": now(), "key": None}
    ended = update(GroupClaim).where(*still).values(**values).execution_options(synchronize_session="fetch")
    return db.session.execute(ended).rowcount == 1


def _may(actor: Actor) -> None:
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
