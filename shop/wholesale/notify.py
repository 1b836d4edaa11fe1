"""What each side is told of a request: that something happened, never whose words or numbers."""

from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import HelpScope
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell, tell_all
from shop.people.models import Account
from shop.people.queries import recipient_of
from shop.wholesale.models import WholesaleInvitation, WholesaleRequest


def of_asking(request: WholesaleRequest, group_ids: list[int]) -> None:
    """The buyer has the link; each group has something to answer."""
    _tell_buyer(request, NoticeKind.WHOLESALE_SENT, group_count=len(group_ids))
    of_reopening(request, group_ids)


def of_reopening(request: WholesaleRequest, group_ids: list[int]) -> None:
    """The buyer knows: she has done it."""
    for group_id in group_ids:
        tell_all(
            groups.recipients_of(group_id, about=HelpScope.ORDERS),
            NoticeKind.WHOLESALE_ASKED,
            code=request.code,
            quantity=request.quantity,
        )


def of_quote(invitation: WholesaleInvitation) -> None:
    _tell_buyer_of_group(invitation, NoticeKind.WHOLESALE_QUOTED)


def of_decline(invitation: WholesaleInvitation) -> None:
    _tell_buyer_of_group(invitation, NoticeKind.WHOLESALE_DECLINED)


def of_withdrawal(invitation: WholesaleInvitation) -> None:
    _tell_buyer_of_group(invitation, NoticeKind.WHOLESALE_WITHDRAWN)


def of_acceptance(invitation: WholesaleInvitation) -> None:
    tell_all(
        groups.recipients_of(invitation.group_id, about=HelpScope.ORDERS),
        NoticeKind.WHOLESALE_ACCEPTED,
        code=invitation.request.code,
    )


def of_quote_expiry(invitation: WholesaleInvitation) -> None:
    _tell_buyer_of_group(invitation, NoticeKind.WHOLESALE_QUOTE_EXPIRED)
    told = {"code": invitation.request.code, "group_name": db.session.get_one(Group, invitation.group_id).name}
    tell_all(
        groups.recipients_of(invitation.group_id, about=HelpScope.ORDERS),
        NoticeKind.WHOLESALE_QUOTE_EXPIRED,
        for_group=True,
        **told,
    )


def of_end(request: WholesaleRequest, lost: list[WholesaleInvitation]) -> None:
    """To those who still waited for the buyer."""
    for invitation in lost:
        tell_all(
            groups.recipients_of(invitation.group_id, about=HelpScope.ORDERS), NoticeKind.WHOLESALE_CLOSED, code=request.code
        )


def of_expiry(request: WholesaleRequest, lost: list[WholesaleInvitation]) -> None:
    _tell_buyer(request, NoticeKind.WHOLESALE_EXPIRED)
    of_end(request, lost)


def _tell_buyer_of_group(invitation: WholesaleInvitation, kind: NoticeKind) -> None:
    request, group = invitation.request, db.session.get_one(Group, invitation.group_id)
    _tell_buyer(request, kind, group_name=(request.locale == "en" and group.name_en) or group.name)


def _tell_buyer(request: WholesaleRequest, kind: NoticeKind, **told: object) -> None:
    if buyer := _buyer_of(request):
        tell(buyer, kind, code=request.code, key=request.link_key, **told)


def _buyer_of(request: WholesaleRequest) -> Recipient | None:
    """Nobody, where the account was closed meanwhile."""
    if request.account_id is None:
        return Recipient(None, request.asker_email, request.asker_phone, request.locale)
    account = db.session.get(Account, request.account_id)
    return recipient_of(account) if account and account.disabled_at is None else None
