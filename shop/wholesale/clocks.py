"""Time ends what nobody has ended: a quote after its last day, a request after the day it was needed by."""

from sqlalchemy import select

from shop.audit import service as audit
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace
from shop.wholesale import notify
from shop.wholesale.models import WholesaleQuote, WholesaleRequest
from shop.wholesale.states import QuoteStatus, RequestStatus
from shop.wholesale.states import WholesaleAction as A
from shop.wholesale.steps import end_quote, end_request, move_invitation


def requests_over(limit: int) -> list[int]:
    over = (WholesaleRequest.status == RequestStatus.OPEN, WholesaleRequest.closes_at <= now())
    return list(db.session.scalars(select(WholesaleRequest.id).where(*over).order_by(WholesaleRequest.closes_at).limit(limit)))


def quotes_over(limit: int) -> list[int]:
    over = (WholesaleQuote.status == QuoteStatus.OFFERED, WholesaleQuote.valid_until <= now())
    return list(db.session.scalars(select(WholesaleQuote.id).where(*over).order_by(WholesaleQuote.valid_until).limit(limit)))


def end_request_in_time(request_id: int) -> None:
    """Raises LostRace where somebody ended it."""
    request = _locked(request_id)
    if request.closes_at > now():
        raise LostRace
    lost = end_request(request, A.EXPIRE)
    audit.record(MARKET, A.EXPIRE, "wholesale", request.code)
    notify.of_expiry(request, lost)


def end_quote_in_time(quote_id: int) -> None:
    """Raises LostRace where it stands no more."""
    quote = db.session.get_one(WholesaleQuote, quote_id)
    request = _locked(quote.invitation.request_id)
    end_quote(quote_id, A.EXPIRE_QUOTE, WholesaleQuote.valid_until <= now())
    move_invitation(quote.invitation, A.EXPIRE_QUOTE)
    audit.record(MARKET, A.EXPIRE_QUOTE, "wholesale", request.code, group_id=quote.invitation.group_id, row=quote_id)
    notify.of_quote_expiry(quote.invitation)


def _locked(request_id: int) -> WholesaleRequest:
    asked = select(WholesaleRequest).where(WholesaleRequest.id == request_id).with_for_update()
    request = db.session.scalars(asked.execution_options(populate_existing=True)).one()
    db.session.expire_all()
    return request
