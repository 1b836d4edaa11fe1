"""A group answers a request: it quotes, quotes better, takes its quote back, or declines kindly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from shop.audit import service as audit
from shop.catalogue.models import Product, Variant
from shop.catalogue.prices import check_price
from shop.conversations.words import LONGEST, said
from shop.groups.models import Group
from shop.groups.rights import check_may
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, Refusal
from shop.kernel.thai import tidy
from shop.wholesale import notify
from shop.wholesale.models import WholesaleInvitation, WholesaleQuote, WholesaleQuoteLine
from shop.wholesale.states import INVITATION_STEPS, QuoteStatus
from shop.wholesale.states import WholesaleAction as A
from shop.wholesale.steps import end_of, end_quote, lock_open, move_invitation

MOST_LINES = 5
MOST_QUOTES = 20  # of one group for one request
MOST_SHIPPING = 10_000_000  # satang
MOST_TOTAL = 1_000_000_000  # satang: ten million baht
LONGEST_VALID = timedelta(days=60)
LONGEST_READY = timedelta(days=365)


class GroupClosed(Refusal):
    """The group may not sell now."""


class TooManyQuotes(Refusal):
    """Whoever has changed it so often does better to wait."""


@dataclass(frozen=True)
class OfferedLine:
    variant_id: int
    quantity: int
    unit_price_satang: int


@dataclass(frozen=True)
class Offered:
    """What a group can do: `quantity` of what was asked for, made up of `lines`."""

    quantity: int
    lines: Sequence[OfferedLine]
    ready_by: date
    valid_until: date  # the last day
    shipping_satang: int = 0
    includes: str = ""
    gives_tax_invoice: bool = False


def quote(invitation: WholesaleInvitation, offered: Offered, actor: Actor) -> WholesaleQuote:
    """Offer this; what was offered before is replaced, and kept. Raises NotAllowed, BadValue, LostRace, GroupClosed,
    TooManyQuotes."""
    check_may(actor, Permission.ORDER_FULFIL, invitation.group_id)
    lock_open(invitation.request)
    if db.session.scalar(select(Group.status).where(Group.id == invitation.group_id)) is not GroupStatus.APPROVED:
        raise GroupClosed
    _check(invitation, offered)
    number = _next_number(invitation.id)
    if earlier := _offered_id(invitation.id):
        end_quote(earlier, A.QUOTE)
    move_invitation(invitation, A.QUOTE, decline_reason="")
    new = WholesaleQuote(
        invitation_id=invitation.id,
        number=number,
        quantity=offered.quantity,
        ready_by=offered.ready_by,
        shipping_satang=offered.shipping_satang,
        includes=_words(offered.includes),
        gives_tax_invoice=offered.gives_tax_invoice,
        valid_until=end_of(offered.valid_until),
        offered_by=actor.id,
        lines=[
            WholesaleQuoteLine(variant_id=line.variant_id, quantity=line.quantity, unit_price_satang=line.unit_price_satang)
            for line in offered.lines
        ],
    )
    db.session.add(new)
    db.session.flush()
    _record(actor, A.QUOTE, invitation, row=new.id, total_satang=new.total_satang)
    notify.of_quote(invitation)
    return new


def withdraw(invitation: WholesaleInvitation, quote_id: int, actor: Actor) -> None:
    """Take the quote back before anybody has accepted it. Raises NotAllowed, LostRace."""
    check_may(actor, Permission.ORDER_FULFIL, invitation.group_id)
    lock_open(invitation.request)
    end_quote(quote_id, A.WITHDRAW, WholesaleQuote.invitation_id == invitation.id)
    move_invitation(invitation, A.WITHDRAW)
    _record(actor, A.WITHDRAW, invitation, row=quote_id)
    notify.of_withdrawal(invitation)


def decline(invitation: WholesaleInvitation, reason: str, actor: Actor) -> None:
    """Say no, and why. It may still quote later. Raises NotAllowed, BadValue, LostRace."""
    check_may(actor, Permission.ORDER_FULFIL, invitation.group_id)
    lock_open(invitation.request)
    kept = said(reason, field="reason")
    move_invitation(invitation, A.DECLINE, decline_reason=kept)
    _record(actor, A.DECLINE, invitation)
    notify.of_decline(invitation)


def may(invitation: WholesaleInvitation, action: A) -> bool:
    """Whether the group can take this step now: the buttons of its page."""
    return bool(INVITATION_STEPS.get((invitation.status, action)))


def variants_to_offer(group_id: int) -> list[Variant]:
    """What the group may name in a quote: what is on sale, and so was seen by an official, sold out or not."""
    asked = select(Variant).join(Variant.product).where(Product.group_id == group_id, Product.is_listed)
    asked = asked.where(Variant.retired_at.is_(None)).order_by(Product.title, Product.id, Variant.position, Variant.id)
    return list(db.session.scalars(asked.limit(500)))


def _check(invitation: WholesaleInvitation, offered: Offered) -> None:
    if not 0 < offered.quantity <= invitation.request.quantity:
        raise BadValue("quantity", "out_of_range")
    _check_lines(invitation.group_id, offered.lines)
    if not today() <= offered.ready_by <= today() + LONGEST_READY:
        raise BadValue("ready_by", "out_of_range")
    if not today() <= offered.valid_until <= today() + LONGEST_VALID:
        raise BadValue("valid_until", "out_of_range")
    if not 0 <= offered.shipping_satang <= MOST_SHIPPING:
        raise BadValue("shipping", "out_of_range")
    total = sum(line.quantity * line.unit_price_satang for line in offered.lines) + offered.shipping_satang
    if total > MOST_TOTAL:
        raise BadValue("price_1", "total_too_large")


def _check_lines(group_id: int, lines: Sequence[OfferedLine]) -> None:
    """Each names another thing of this group that is on sale. The fields of a refusal are numbered from 1."""
    if not lines:
        raise BadValue("variant_1", "empty")
    if len(lines) > MOST_LINES:
        raise BadValue("variant_1", "too_many")
    known = {variant.id for variant in variants_to_offer(group_id)}
    seen: set[int] = set()
    for number, line in enumerate(lines, 1):
        if line.variant_id not in known:
            raise BadValue(f"variant_{number}", "unknown")
        if line.variant_id in seen:
            raise BadValue(f"variant_{number}", "twice")
        seen.add(line.variant_id)
        if not 0 < line.quantity <= 1_000_000:
            raise BadValue(f"pieces_{number}", "out_of_range")
        try:
            check_price(line.unit_price_satang)
        except BadValue as refused:
            raise BadValue(f"price_{number}", refused.reason) from None


def _words(typed: str) -> str:
    words = tidy(typed, multiline=True)
    if len(words) > LONGEST:
        raise BadValue("includes", "too_long")
    return words


def _next_number(invitation_id: int) -> int:
    last = db.session.scalar(select(func.max(WholesaleQuote.number)).where(WholesaleQuote.invitation_id == invitation_id)) or 0
    if last >= MOST_QUOTES:
        raise TooManyQuotes
    return last + 1


def _offered_id(invitation_id: int) -> int | None:
    offered = (WholesaleQuote.invitation_id == invitation_id, WholesaleQuote.status == QuoteStatus.OFFERED)
    return db.session.scalar(select(WholesaleQuote.id).where(*offered))


def _record(actor: Actor, action: A, invitation: WholesaleInvitation, **changes: object) -> None:
    audit.record(actor, action, "wholesale", invitation.request.code, group_id=invitation.group_id, **changes)
