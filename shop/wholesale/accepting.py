"""A quote is accepted and becomes an order: exactly the quote that was seen, and once."""

from sqlalchemy import exists, func, select

from shop.audit import service as audit
from shop.checkout.agreed import AgreedLine, Agreement, agreement_with, place_agreed
from shop.checkout.service import Address, Buyer, OfferChanged, placed_with
from shop.groups.models import Group
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.erased import ERASED
from shop.kernel.refusals import LostRace
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import CALLED_OFF
from shop.wholesale import notify
from shop.wholesale.models import WholesaleInvitation, WholesaleQuote, WholesaleRequest
from shop.wholesale.states import InvitationStatus, QuoteStatus, RequestStatus
from shop.wholesale.states import WholesaleAction as A
from shop.wholesale.steps import end_quote, end_request, lock_open, move_invitation, reopen_request


def agreement_of(quote: WholesaleQuote) -> Agreement:
    """What the quote would be as an order, with the ways to get and to pay it at this moment."""
    lines = [AgreedLine(line.variant_id, line.quantity, line.unit_price_satang) for line in quote.lines]
    return agreement_with(db.session.get_one(Group, quote.invitation.group_id), lines, quote.shipping_satang)


def ordered_with(quote: WholesaleQuote, token: str) -> Purchase | None:
    """What this very form has made of this quote already."""
    placed = placed_with(token)
    return placed if placed and placed.id == quote.purchase_id else None


def accept(
    quote: WholesaleQuote,
    token: str,
    buyer: Buyer,
    address: Address,
    shipping: str,
    method: PaymentMethod | None,
    note: str,
    actor: Actor,
) -> Purchase:
    """The buyer takes this quote. The same form again gives the same purchase; the last piece wanted ends the request.

    Raises LostRace where the quote stands no more (replaced, withdrawn, expired, accepted with another form) or its request
    has ended, OfferChanged where its goods or group are no longer on sale, BadValue of `shipping` or `payment_method`.
    """
    request = quote.invitation.request
    db.session.execute(select(WholesaleRequest.id).where(WholesaleRequest.id == request.id).with_for_update())
    db.session.expire(quote)
    if already := ordered_with(quote, token):
        return already
    if placed_with(token):
        raise LostRace
    lock_open(request)
    if not quote.is_standing:
        raise LostRace
    agreement = agreement_of(quote)
    if not agreement.ways:
        raise OfferChanged
    purchase = place_agreed(agreement, token, buyer, address, shipping, method, note, actor)
    end_quote(quote.id, A.ACCEPT, WholesaleQuote.valid_until > now(), purchase_id=purchase.id)
    invitation = quote.invitation
    move_invitation(invitation, A.ACCEPT)
    audit.record(actor, A.ACCEPT, "wholesale", request.code, group_id=invitation.group_id, row=quote.id)
    notify.of_acceptance(invitation)
    if accepted_quantity(request.id) >= request.quantity:
        lost = end_request(request, A.CLOSE)
        audit.record(actor, A.CLOSE, "wholesale", request.code)
        notify.of_end(request, lost)
    return purchase


def accepted_quantity(request_id: int) -> int:
    """How many of what was wanted are ordered; an order that was called off or never paid counts no more."""
    asked = select(func.coalesce(func.sum(WholesaleQuote.quantity), 0)).join(WholesaleQuote.invitation)
    stands = exists().where(Order.purchase_id == WholesaleQuote.purchase_id, Order.status.not_in(CALLED_OFF))
    is_accepted = (WholesaleInvitation.request_id == request_id, WholesaleQuote.status == QuoteStatus.ACCEPTED)
    return db.session.scalar(asked.where(*is_accepted, stands))


def can_reopen(request: WholesaleRequest) -> bool:
    """Whether it was filled by an order that came to nothing, while there is still time to ask again."""
    is_early = request.status is RequestStatus.FILLED and request.closes_at > now() and request.words not in ERASED
    return is_early and accepted_quantity(request.id) < request.quantity


def reopen(request: WholesaleRequest, actor: Actor) -> None:
    """Ask again all groups that did not say no. Raises LostRace where it cannot be."""
    db.session.execute(select(WholesaleRequest.id).where(WholesaleRequest.id == request.id).with_for_update())
    db.session.expire_all()
    if not can_reopen(request):
        raise LostRace
    reopen_request(request)
    audit.record(actor, A.REOPEN, "wholesale", request.code)
    asked = [one.group_id for one in request.invitations if one.status is not InvitationStatus.DECLINED]
    notify.of_reopening(request, asked)
