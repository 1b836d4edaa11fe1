"""A group's life and its reviewed profile: started, written step by step, sent, decided, published."""

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups import profile as profiles
from shop.groups import queries
from shop.groups.actions import GroupChange
from shop.groups.models import Group, GroupProfile, Membership
from shop.groups.rights import check_may
from shop.groups.selling import missing_ways
from shop.groups.states import OFFICE, TRANSITIONS, GroupAction, GroupStatus
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.codes import new_code
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, NotAllowed, Refusal
from shop.kernel.review import RevisionStatus
from shop.kernel.thai import slugify
from shop.people.models import Account


class StepNotPossible(Refusal):
    """The group is not in a state from which this step can be taken."""


class UnderReview(Refusal):
    """An official is looking at it: it can be withdrawn, not changed."""


class NothingToSubmit(Refusal):
    """Nothing was written since the last decision."""


class NotReady(Refusal):
    """Something is still missing. `missing`: fields of the profile, and shipping or payment."""

    status = 422

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


# The life of the group


def advance(group: Group, action: GroupAction, actor: Actor, **details: object) -> None:
    """Take one step of states.TRANSITIONS. `details` (codes, never words) go to the audit.

    Raises StepNotPossible, NotAllowed, LostRace.
    """
    step = TRANSITIONS.get((group.status, action))
    if step is None:
        raise StepNotPossible(f"{action} from {group.status}")
    if not actor.roles & step.by:
        raise NotAllowed(action)
    if not actor.roles & step.by & OFFICE:
        check_may(actor, Permission.GROUP_EDIT, group.id)
    was, at = group.status, now()
    times = {
        GroupAction.APPROVE: {"approved_at": group.approved_at or at},
        GroupAction.SUSPEND: {"suspended_at": at},
        GroupAction.REINSTATE: {"suspended_at": None},
    }.get(action, {})
    _change(Group, group, GroupStatus(was), status=step.to, **times)
    audit.record(actor, action, "group", group.id, group_id=group.id, was=was, to=step.to, **details)


def start_group(actor: Actor) -> Group:
    """The group that this person applies with: a new one of which she is the owner, or the one she has begun and not yet sent.

    The market itself starts groups without an owner.
    """
    if not actor.can(Permission.GROUP_APPLY):
        raise NotAllowed(Permission.GROUP_APPLY)
    if actor.id is not None:
        # Two starts of one person wait for each other here on PostgreSQL; SQLite has one writer at a time.
        db.session.execute(select(Account.id).where(Account.id == actor.id).with_for_update())
        begun = _begun_application(actor.id)
        if begun:
            return begun
    group = Group(slug=f"new-{new_code(12).lower()}", weekly_rest_days=[])
    db.session.add(group)
    db.session.flush()
    db.session.add(GroupProfile(group_id=group.id))
    if actor.id is not None:
        db.session.add(Membership(group_id=group.id, account_id=actor.id, role=Role.GROUP_OWNER))
    db.session.flush()
    audit.record(actor, GroupChange.START, "group", group.id, group_id=group.id)
    return group


def _begun_application(account_id: int) -> Group | None:
    return db.session.scalar(
        select(Group)
        .join(Group.members)
        .where(
            Group.status == GroupStatus.DRAFT,
            Membership.account_id == account_id,
            Membership.role == Role.GROUP_OWNER,
            Membership.ended_at.is_(None),
        )
        .order_by(Group.id)
        .limit(1)
    )


# The profile, while it is written


def save_profile(group: Group, actor: Actor, **fields: object) -> GroupProfile:
    """Write these fields of the draft, beginning the next revision where the last was decided or withdrawn and says otherwise.

    Raises NotAllowed, UnderReview, BadValue, LostRace.
    """
    check_may(actor, Permission.GROUP_EDIT, group.id)
    columns = profiles.clean(fields)
    newest = queries.newest_profile(group.id)
    if newest and newest.status is not RevisionStatus.IN_REVIEW and profiles.says(newest, columns):
        return newest
    draft = _draft_of(group)
    _change(GroupProfile, draft, RevisionStatus.DRAFT, **columns)
    audit.record(
        actor, GroupChange.CHANGE_PROFILE, "group", group.id, group_id=group.id, revision=draft.number, fields=sorted(columns)
    )
    return draft


def _draft_of(group: Group) -> GroupProfile:
    """The revision to write in: only one at a time, seen to by an index."""
    newest = queries.newest_profile(group.id)
    if newest and newest.status is RevisionStatus.DRAFT:
        return newest
    if newest and newest.status is RevisionStatus.IN_REVIEW:
        raise UnderReview
    content = {name: getattr(newest, name) for name in profiles.CONTENT} if newest else {}
    draft = GroupProfile(group_id=group.id, number=newest.number + 1 if newest else 1, **content)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError as taken:
        raise LostRace from taken
    return draft


def discard_draft(group: Group, actor: Actor) -> None:
    """Forget what was written since the last decision. Raises NotAllowed, LostRace (there is no draft), StepNotPossible."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    if group.published_profile_id is None:
        raise StepNotPossible("an application has nothing to go back to")
    gone = delete(GroupProfile).where(GroupProfile.group_id == group.id, GroupProfile.status == RevisionStatus.DRAFT)
    if db.session.execute(gone.execution_options(synchronize_session="fetch")).rowcount != 1:
        raise LostRace
    audit.record(actor, GroupChange.CHANGE_PROFILE, "group", group.id, group_id=group.id, discarded=True)


# The profile, sent and decided: called by moderation, which keeps the submission


def submit_profile(group: Group, actor: Actor) -> GroupProfile:
    """Send the draft for review; a group that is not approved goes with it.

    Raises NotAllowed, NotReady, UnderReview (sent already), NothingToSubmit, StepNotPossible (suspended), LostRace.
    """
    check_may(actor, Permission.GROUP_EDIT, group.id)
    if group.status is GroupStatus.SUSPENDED:
        raise StepNotPossible("suspended")
    newest = queries.newest_profile(group.id)
    if newest is None or newest.status in (RevisionStatus.APPROVED, RevisionStatus.CHANGES_REQUESTED, RevisionStatus.REJECTED):
        raise NothingToSubmit
    draft = _draft_of(group)  # what was withdrawn may be sent again as it is
    missing = profiles.missing_fields(draft) + missing_ways(group)
    if missing:
        raise NotReady(missing)
    _change(GroupProfile, draft, RevisionStatus.DRAFT, status=RevisionStatus.IN_REVIEW, submitted_at=now())
    if group.status is not GroupStatus.APPROVED:
        advance(group, GroupAction.SUBMIT, actor, revision=draft.number)
    else:
        audit.record(actor, GroupChange.SUBMIT_PROFILE, "group", group.id, group_id=group.id, revision=draft.number)
    return draft


def withdraw_profile(group: Group, actor: Actor) -> GroupProfile:
    """Take back what is in review, and give what was taken back. Raises NotAllowed, LostRace (nothing is in review)."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    asked = select(GroupProfile).where(GroupProfile.group_id == group.id, GroupProfile.status == RevisionStatus.IN_REVIEW)
    sent = db.session.scalar(asked)
    if sent is None:
        raise LostRace
    _change(GroupProfile, sent, RevisionStatus.IN_REVIEW, status=RevisionStatus.SUPERSEDED)
    if group.status is GroupStatus.IN_REVIEW:
        advance(group, GroupAction.WITHDRAW, actor, revision=sent.number)
    else:
        audit.record(actor, GroupChange.WITHDRAW_PROFILE, "group", group.id, group_id=group.id, revision=sent.number)
    return sent


def approve_profile(profile: GroupProfile, actor: Actor) -> None:
    """Make this revision the one that buyers read; its address is made from the name the first time.

    Raises NotAllowed, LostRace (withdrawn or decided meanwhile).
    """
    group = _decide(profile, RevisionStatus.APPROVED, actor)
    if group.approved_at is None:
        _give_slug(group, profile.name)
    copied = {name: getattr(profile, name) for name in ("name", "name_en", "kind", "province_code", "district_code")}
    db.session.execute(update(Group).where(Group.id == group.id).values(published_profile_id=profile.id, **copied))
    db.session.refresh(group)
    _follow(group, profile, GroupAction.APPROVE, GroupChange.APPROVE_PROFILE, actor)


def request_profile_changes(profile: GroupProfile, actor: Actor) -> None:
    """Send it back with advice. Raises NotAllowed, LostRace."""
    group = _decide(profile, RevisionStatus.CHANGES_REQUESTED, actor)
    _follow(group, profile, GroupAction.REQUEST_CHANGES, GroupChange.REQUEST_PROFILE_CHANGES, actor)


def reject_profile(profile: GroupProfile, actor: Actor) -> None:
    """Raises NotAllowed, LostRace."""
    group = _decide(profile, RevisionStatus.REJECTED, actor)
    _follow(group, profile, GroupAction.REJECT, GroupChange.REJECT_PROFILE, actor)


def _decide(profile: GroupProfile, to: RevisionStatus, actor: Actor) -> Group:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    _change(GroupProfile, profile, RevisionStatus.IN_REVIEW, status=to, decided_at=now())
    return profile.group


def _follow(group: Group, profile: GroupProfile, action: GroupAction, change: GroupChange, actor: Actor) -> None:
    """A group in review goes where its profile went; one that sells already stays as it is."""
    if group.status is GroupStatus.IN_REVIEW:
        advance(group, action, actor, revision=profile.number)
    else:
        audit.record(actor, change, "group", group.id, group_id=group.id, revision=profile.number)


def _give_slug(group: Group, name: str) -> None:
    base = slugify(name)
    for number in range(1, 1000):
        try:
            with db.session.begin_nested():
                slug = base if number == 1 else f"{base}-{number}"
                db.session.execute(update(Group).where(Group.id == group.id).values(slug=slug))
            return
        except IntegrityError:
            continue
    raise LostRace


def _change(table: type, row: Group | GroupProfile, at: GroupStatus | RevisionStatus, **columns: object) -> None:
    """Write where it still stands `at` this status. Raises LostRace."""
    written = update(table).where(table.id == row.id, table.status == at).values(**columns)
    if db.session.execute(written.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace
    db.session.refresh(row)
