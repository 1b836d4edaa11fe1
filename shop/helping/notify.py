"""Who is told of a consent: the owner of all that concerns the group, the volunteer of what became of it."""

from datetime import datetime, timedelta

from shop.groups import queries as groups
from shop.groups.models import Group, Membership
from shop.helping.models import Consent
from shop.kernel.access import Actor, HelpScope, Role
from shop.kernel.clock import BANGKOK
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell, tell_all
from shop.people.models import Account
from shop.people.queries import recipient_of

OWNERS = (Role.GROUP_OWNER,)
OF_CODE = {
    HelpScope.LISTINGS: NoticeKind.CONSENT_CODE_LISTINGS,
    HelpScope.ORDERS: NoticeKind.CONSENT_CODE_ORDERS,
    HelpScope.BOTH: NoticeKind.CONSENT_CODE_BOTH,
}


def can_be_reached(owner: Account) -> bool:
    to = recipient_of(owner)
    return bool(to.email or to.phone)


def owner_of_request(consent: Consent) -> None:
    tell_all(groups.recipients_of(consent.group_id, OWNERS), NoticeKind.CONSENT_ASKED, **_about(consent))


def owner_of_code(consent: Consent, owner: Account, code: str) -> None:
    """The scope is in the kind, the last day in figures: a text message has all of it in one line."""
    told = {**_about(consent), "code": code, "last_day": _last_day(consent.until)}
    tell(recipient_of(owner), OF_CODE[consent.scope], **told)


def both_of_consent(consent: Consent) -> None:
    told = {**_about(consent), "way": str(consent.way), "scope": str(consent.scope), "last_day": _last_day(consent.until)}
    tell_all(groups.recipients_of(consent.group_id, OWNERS), NoticeKind.CONSENT_GIVEN, **told)
    tell(_volunteer(consent.account_id), NoticeKind.CONSENT_TAKEN_UP, **told)


def volunteer_of_no(consent: Consent) -> None:
    tell(_volunteer(consent.account_id), NoticeKind.CONSENT_REFUSED, **_about(consent), reason=consent.reason)


def both_of_end(membership: Membership, actor: Actor) -> None:
    """Each but who ended it."""
    told = _names(membership.group_id, membership.account_id)
    if actor.id != membership.account_id:
        tell(_volunteer(membership.account_id), NoticeKind.HELP_ENDED, **told)
    owners = [one for one in groups.recipients_of(membership.group_id, OWNERS) if one.account_id != actor.id]
    tell_all(owners, NoticeKind.HELPER_GONE, **told)


def both_of_coming_end(consent: Consent) -> None:
    told = {**_about(consent), "last_day": _last_day(consent.until)}
    tell_all(groups.recipients_of(consent.group_id, OWNERS), NoticeKind.CONSENT_ENDS_SOON, **told)
    tell(_volunteer(consent.account_id), NoticeKind.HELP_ENDS_SOON, **told)


def _volunteer(account_id: int) -> Recipient:
    return recipient_of(db.session.get_one(Account, account_id))


def _about(consent: Consent) -> dict[str, object]:
    return _names(consent.group_id, consent.account_id)


def _names(group_id: int, account_id: int) -> dict[str, object]:
    group, volunteer = db.session.get_one(Group, group_id), db.session.get_one(Account, account_id)
    return {"group_id": group_id, "group_name": groups.name_of(group), "volunteer_name": volunteer.name}


def _last_day(until: datetime) -> str:
    """`31/12/2569`: `until` is the midnight after it."""
    day = (until - timedelta(seconds=1)).astimezone(BANGKOK)
    return f"{day.day}/{day.month}/{day.year + 543}"
