"""Take a person's words and sealed address out of a request for many pieces; the order that came of it is the order's own."""

from sqlalchemy import update

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.erased import AT_REQUEST, ERASED
from shop.kernel.refusals import NotAllowed
from shop.wholesale import asking
from shop.wholesale.models import WholesaleRequest
from shop.wholesale.states import RequestStatus, WholesaleAction


def erase_request(request: WholesaleRequest, actor: Actor) -> bool:
    """Whether there was something. One that is open is cancelled: nobody is left to answer. Raises NotAllowed."""
    if not (actor.can(Permission.WORDS_ERASE) or (actor.id is not None and actor.id == request.account_id)):
        raise NotAllowed(Permission.WORDS_ERASE)
    stands = update(WholesaleRequest).where(WholesaleRequest.id == request.id, WholesaleRequest.words.not_in(ERASED))
    gone = stands.values(words=AT_REQUEST, asker_name="", asker_phone="", asker_email=None)
    if db.session.execute(gone.execution_options(synchronize_session=False)).rowcount != 1:
        return False
    db.session.refresh(request)  # nobody else moves it now: the row is this transaction's
    if request.status is RequestStatus.OPEN and request.closes_at > now():
        asking.cancel(request, actor)
    audit.record(actor, WholesaleAction.ERASE, "wholesale", request.code)
    return True
