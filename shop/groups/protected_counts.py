"""How many members are older people or people with disabilities: by consent, encrypted, shown only as totals of many groups."""

from sqlalchemy import delete, select

from shop.audit import service as audit
from shop.groups.actions import GroupChange
from shop.groups.models import Group, ProtectedCounts
from shop.groups.profile import MOST_MEMBERS
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue

# Personal Data Protection Act B.E. 2562, sections 19 and 26: disability is sensitive, the consent is explicit, and withdrawn as
# easily as given.
FEWEST_GROUPS = 5  # a total of fewer would tell of one


def counts_of(group_id: int) -> ProtectedCounts | None:
    """For the group's own desk, which may correct or withdraw them."""
    return db.session.get(ProtectedCounts, group_id)


def record_protected_counts(
    group: Group, actor: Actor, *, older_people: int, people_with_disabilities: int, consents: bool
) -> None:
    """Raises NotAllowed, BadValue (consent, older_people, people_with_disabilities)."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    if not consents:
        raise BadValue("consent", "missing")
    counts = {"older_people": older_people, "people_with_disabilities": people_with_disabilities}
    for field, count in counts.items():
        if not 0 <= count <= MOST_MEMBERS:
            raise BadValue(field, "out_of_range")
    kept = counts_of(group.id)
    if kept is None:
        kept = ProtectedCounts(group_id=group.id)
        db.session.add(kept)
    kept.counts, kept.consent_at, kept.consent_by = counts, now(), actor.id
    db.session.flush()
    audit.record(actor, GroupChange.RECORD_PROTECTED_COUNTS, "group", group.id, group_id=group.id, fields=sorted(counts))


def forget_protected_counts(group: Group, actor: Actor) -> bool:
    """Withdraw the consent and the numbers with it. Whether there were any. Raises NotAllowed."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    gone = db.session.execute(delete(ProtectedCounts).where(ProtectedCounts.group_id == group.id)).rowcount == 1
    if gone:
        audit.record(actor, GroupChange.FORGET_PROTECTED_COUNTS, "group", group.id, group_id=group.id)
    return gone


def totals() -> dict[str, int] | None:
    """Over all groups that gave them: {"groups": n, "older_people": n, "people_with_disabilities": n}; None while too few did."""
    found = list(db.session.scalars(select(ProtectedCounts.counts)))
    if len(found) < FEWEST_GROUPS:
        return None
    sums = {name: sum(counts[name] for counts in found) for name in ("older_people", "people_with_disabilities")}
    return {"groups": len(found)} | sums
