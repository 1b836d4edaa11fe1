"""How the states of a request move: each by a conditional write, the request's row first, so that nobody crosses another."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from shop.kernel.clock import BANGKOK, now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace
from shop.wholesale.models import WholesaleInvitation, WholesaleQuote, WholesaleRequest
from shop.wholesale.states import (
    INVITATION_STEPS,
    QUOTE_STEPS,
    REQUEST_STEPS,
    InvitationStatus,
    QuoteStatus,
    RequestStatus,
    WholesaleAction,
)


def end_of(day: date) -> datetime:
    """The moment in Thailand when that day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, BANGKOK)


def lock_open(request: WholesaleRequest) -> None:
    """Nobody else changes anything of this request until the commit. Raises LostRace where it has ended."""
    db.session.execute(select(WholesaleRequest.id).where(WholesaleRequest.id == request.id).with_for_update())
    db.session.expire_all()
    if request.status is not RequestStatus.OPEN or request.closes_at <= now():
        raise LostRace


def end_request(request: WholesaleRequest, action: WholesaleAction) -> list[WholesaleInvitation]:
    """End it with all that is still open of it; gives the groups that had not been chosen. Raises LostRace."""
    to = _goal(REQUEST_STEPS, action)
    ended = update(WholesaleRequest).where(WholesaleRequest.id == request.id, WholesaleRequest.status == RequestStatus.OPEN)
    if db.session.execute(ended.values(status=to, ended_at=now())).rowcount != 1:
        raise LostRace
    of_request = select(WholesaleInvitation.id).where(WholesaleInvitation.request_id == request.id)
    waiting = [status for status, step in INVITATION_STEPS if step is action]
    losing = select(WholesaleInvitation).where(WholesaleInvitation.request_id == request.id)
    lost = list(db.session.scalars(losing.where(WholesaleInvitation.status.in_(waiting))))
    offered = update(WholesaleQuote).where(
        WholesaleQuote.invitation_id.in_(of_request), WholesaleQuote.status == QuoteStatus.OFFERED
    )
    db.session.execute(offered.values(status=QuoteStatus.LOST, ended_at=now()), execution_options={"synchronize_session": False})
    for invitation in lost:
        move_invitation(invitation, action)
    db.session.expire_all()
    return lost


def reopen_request(request: WholesaleRequest) -> None:
    """Open a filled one again, to the groups that had not been chosen too. Raises LostRace."""
    filled = update(WholesaleRequest).where(WholesaleRequest.id == request.id, WholesaleRequest.status == RequestStatus.FILLED)
    if db.session.execute(filled.values(status=RequestStatus.OPEN, ended_at=None)).rowcount != 1:
        raise LostRace
    was_lost = (WholesaleInvitation.request_id == request.id, WholesaleInvitation.status == InvitationStatus.LOST)
    lost = list(db.session.scalars(select(WholesaleInvitation).where(*was_lost).order_by(WholesaleInvitation.id)))
    for invitation in lost:
        move_invitation(invitation, WholesaleAction.REOPEN)
    db.session.expire_all()


def move_invitation(invitation: WholesaleInvitation, action: WholesaleAction, **values: object) -> None:
    """Raises LostRace where the group's part has moved on, or cannot go there."""
    was = invitation.status
    goals = INVITATION_STEPS.get((was, action))
    if not goals:
        raise LostRace
    (to,) = goals
    here = update(WholesaleInvitation).where(WholesaleInvitation.id == invitation.id, WholesaleInvitation.status == was)
    if db.session.execute(here.values(status=to, **values)).rowcount != 1:
        raise LostRace
    db.session.refresh(invitation)


def end_quote(quote_id: int, action: WholesaleAction, *which: object, **values: object) -> None:
    """The quote is offered no more; `which`: what else must be so of it. Raises LostRace."""
    to = _goal(QUOTE_STEPS, action)
    here = update(WholesaleQuote).where(WholesaleQuote.id == quote_id, WholesaleQuote.status == QuoteStatus.OFFERED, *which)
    ended = here.values(status=to, ended_at=now(), **values).execution_options(synchronize_session=False)
    if db.session.execute(ended).rowcount != 1:
        raise LostRace
    db.session.expire_all()


def _goal(steps: dict, action: WholesaleAction) -> InvitationStatus | QuoteStatus | RequestStatus:
    (to,) = {goal for (_was, step), goals in steps.items() if step is action for goal in goals}
    return to
