"""The people of a group: invited by a link for one use, removed, leaving, and handing over what they own."""

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups import queries
from shop.groups.actions import GroupChange
from shop.groups.models import Group, Membership, StaffInvitation
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_key
from shop.kernel.database import db
from shop.kernel.identifiers import BadEmail, BadPhone, is_mobile, normalise_email, normalise_phone
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell, tell_all
from shop.people.models import Account
from shop.people.queries import account_by_email, account_by_phone, recipient_of

INVITATION_LIFE = timedelta(days=7)
MOST_WAITING = 10  # invitations of a group that nobody has taken up


class InvitationGone(Refusal):
    """Taken up, withdrawn, or too old."""

    status = 404


class AlreadyMember(Refusal):
    """This person works for the group already."""


class OwnerCannotLeave(Refusal):
    """A group is never without an owner: hand it over first."""


# Reads


def members_of(group_id: int) -> list[tuple[Membership, Account]]:
    """Those who work for the group now, the owner first."""
    asked = (
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.group_id == group_id, *queries.is_current())
    )
    found = [tuple(row) for row in db.session.execute(asked.order_by(Membership.id))]
    return sorted(found, key=lambda pair: pair[0].role is not Role.GROUP_OWNER)


def member_of(group_id: int, membership_id: int) -> Membership | None:
    """A current membership of this group."""
    asked = select(Membership).where(Membership.id == membership_id, Membership.group_id == group_id, *queries.is_current())
    return db.session.scalar(asked)


def waiting_invitations(group_id: int) -> list[StaffInvitation]:
    return list(
        db.session.scalars(
            select(StaffInvitation).where(StaffInvitation.group_id == group_id, *_open()).order_by(StaffInvitation.id)
        )
    )


def open_invitation(key: str) -> tuple[StaffInvitation, Group, Account] | None:
    """The invitation behind a link, its group, and who invites."""
    asked = (
        select(StaffInvitation, Group, Account)
        .join(Group, Group.id == StaffInvitation.group_id)
        .join(Account, Account.id == StaffInvitation.invited_by)
        .where(StaffInvitation.digest == digest(key), *_open())
    )
    found = db.session.execute(asked).first()
    return tuple(found) if found else None


def spent_invitation(key: str) -> tuple[str, Group] | None:
    """How a link that opens nothing any more came to its end (accepted, withdrawn, expired), and its group."""
    asked = select(StaffInvitation, Group).join(Group, Group.id == StaffInvitation.group_id)
    found = db.session.execute(asked.where(StaffInvitation.digest == digest(key))).first()
    if found is None:
        return None
    invitation, group = found
    return "accepted" if invitation.accepted_at else "withdrawn" if invitation.withdrawn_at else "expired", group


def _open() -> tuple:
    return (StaffInvitation.accepted_at.is_(None), StaffInvitation.withdrawn_at.is_(None), StaffInvitation.expires_at > now())


# Inviting


def invite_staff(group: Group, actor: Actor, to: str) -> tuple[StaffInvitation, str]:
    """Send a link for one use, good for seven days, to an e-mail address or a Thai mobile number; the key is told to the caller
    alone. Raises NotAllowed, BadValue (field `to`: empty, not_reachable, not_a_mobile, own, too_many)."""
    check_may(actor, Permission.GROUP_STAFF_MANAGE, group.id)
    recipient, address = _recipient(to)
    if address in _addresses_of(actor):
        raise BadValue("to", "own")
    waiting = db.session.scalar(select(func.count(StaffInvitation.id)).where(StaffInvitation.group_id == group.id, *_open()))
    if waiting >= MOST_WAITING:
        raise BadValue("to", "too_many")
    key = new_key()
    invitation = StaffInvitation(
        group_id=group.id, sent_to=address, digest=digest(key), invited_by=actor.id, expires_at=now() + INVITATION_LIFE
    )
    db.session.add(invitation)
    db.session.flush()
    tell(
        recipient, NoticeKind.STAFF_INVITED, group_id=group.id, group_name=queries.name_of(group), path=f"/sell/invitations/{key}"
    )
    audit.record(actor, GroupChange.INVITE_STAFF, "group", group.id, group_id=group.id, invitation=invitation.id)
    return invitation, key


def _addresses_of(actor: Actor) -> tuple[str | None, ...]:
    account = db.session.get(Account, actor.id) if actor.id else None
    return (account.email, account.phone) if account else ()


def _recipient(to: str) -> tuple[Recipient, str]:
    """Whom an owner means: a person known by a proven address has the notice in the inbox too."""
    if not to.strip():
        raise BadValue("to", "empty")
    if "@" in to:
        try:
            email = normalise_email(to)
        except BadEmail:
            raise BadValue("to", "not_reachable") from None
        account = account_by_email(email)
        known = account.id if account and account.email_verified_at else None
        return Recipient(account_id=known, email=email, locale=account.locale if account else "th"), email
    try:
        phone = normalise_phone(to)
    except BadPhone:
        raise BadValue("to", "not_reachable") from None
    if not is_mobile(phone):
        raise BadValue("to", "not_a_mobile")
    account = account_by_phone(phone)
    known = account.id if account and account.phone_verified_at else None
    return Recipient(account_id=known, phone=phone, locale=account.locale if account else "th"), phone


def withdraw_invitation(invitation: StaffInvitation, actor: Actor) -> None:
    """Raises NotAllowed, LostRace (taken up meanwhile)."""
    check_may(actor, Permission.GROUP_STAFF_MANAGE, invitation.group_id)
    _close(invitation, withdrawn_at=now())
    audit.record(
        actor,
        GroupChange.WITHDRAW_INVITATION,
        "group",
        invitation.group_id,
        group_id=invitation.group_id,
        invitation=invitation.id,
    )


def accept_invitation(key: str, actor: Actor) -> Membership:
    """Join as staff: once, by whoever is signed in and holds the link. Raises InvitationGone, AlreadyMember, NotAllowed."""
    if not actor.is_signed_in:
        raise NotAllowed("sign in first")
    found = open_invitation(key)
    if found is None:
        raise InvitationGone
    invitation, group, _inviter = found
    membership = Membership(group_id=group.id, account_id=actor.id, role=Role.GROUP_STAFF)
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError as taken:
        raise AlreadyMember from taken
    try:
        _close(invitation, accepted_at=now(), accepted_by=actor.id)
    except LostRace as lost:
        raise InvitationGone from lost
    audit.record(actor, GroupChange.JOIN, "group", group.id, group_id=group.id, invitation=invitation.id, role=Role.GROUP_STAFF)
    return membership


def _close(invitation: StaffInvitation, **columns: object) -> None:
    closed = update(StaffInvitation).where(StaffInvitation.id == invitation.id, *_open()).values(**columns)
    if db.session.execute(closed.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace


# Going


def remove_staff(membership: Membership, actor: Actor) -> None:
    """Raises NotAllowed (also for the owner, who is never removed), LostRace."""
    check_may(actor, Permission.GROUP_STAFF_MANAGE, membership.group_id)
    if membership.role is Role.GROUP_OWNER:
        raise NotAllowed("an owner hands over")
    end_membership(membership, actor)
    group = db.session.get_one(Group, membership.group_id)
    removed = db.session.get_one(Account, membership.account_id)
    tell(recipient_of(removed), NoticeKind.STAFF_REMOVED, group_id=group.id, group_name=queries.name_of(group))
    audit.record(actor, GroupChange.REMOVE_STAFF, "group", group.id, group_id=group.id, account=removed.id, role=membership.role)


def leave_group(membership: Membership, actor: Actor) -> None:
    """Raises NotAllowed (not their own), OwnerCannotLeave, LostRace."""
    if membership.account_id != actor.id:
        raise NotAllowed("one leaves for oneself")
    if membership.role is Role.GROUP_OWNER:
        raise OwnerCannotLeave
    end_membership(membership, actor)
    audit.record(actor, GroupChange.LEAVE, "group", membership.group_id, group_id=membership.group_id, role=membership.role)


def end_membership(membership: Membership, actor: Actor) -> None:
    """The row's end alone: rights, notices and the record are the caller's. Raises LostRace."""
    standing = update(Membership).where(
        Membership.id == membership.id, Membership.ended_at.is_(None), Membership.role == membership.role
    )
    ended = standing.values(ended_at=now(), ended_by=actor.id).execution_options(synchronize_session=False)
    if db.session.execute(ended).rowcount != 1:
        raise LostRace


def hand_over(group: Group, to: Membership, actor: Actor) -> None:
    """Make a member of staff the owner, and the owner a member of staff. All members are told; the desk has asked the password.

    Raises NotAllowed, LostRace.
    """
    check_may(actor, Permission.GROUP_HAND_OVER, group.id)
    if to.group_id != group.id or to.role is not Role.GROUP_STAFF:
        raise NotAllowed("only to somebody on the staff")
    # The owner first: there is never a second one, an index sees to it.
    _change_role(Membership.account_id == actor.id, group.id, Role.GROUP_OWNER, Role.GROUP_STAFF)
    _change_role(Membership.id == to.id, group.id, Role.GROUP_STAFF, Role.GROUP_OWNER)
    tell_all(
        queries.recipients_of(group.id), NoticeKind.OWNERSHIP_HANDED_OVER, group_id=group.id, group_name=queries.name_of(group)
    )
    audit.record(actor, GroupChange.HAND_OVER, "group", group.id, group_id=group.id, to=to.account_id)


def _change_role(who: object, group_id: int, was: Role, to: Role) -> None:
    standing = update(Membership).where(
        who, Membership.group_id == group_id, Membership.ended_at.is_(None), Membership.role == was
    )
    if db.session.execute(standing.values(role=to)).rowcount != 1:
        raise LostRace
