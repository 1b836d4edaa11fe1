"""Time acts on returns where people do not: see CLOCKS in `states` for what and when."""

from sqlalchemy import select

from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.returns import service
from shop.orders.returns.models import Return
from shop.orders.returns.states import CLOCKS, ReturnAction


def due_return_ids(limit: int) -> list[int]:
    """Returns to look at now, longest overdue first."""
    asked = select(Return.id).where(Return.acts_at <= now()).order_by(Return.acts_at, Return.id)
    return list(db.session.scalars(asked.limit(limit)))


def let_time_act(return_id: int) -> ReturnAction | None:
    """Take the step that is due, if one is. Raises StepNotAllowed in a lost race."""
    asked = db.session.get(Return, return_id)
    if asked is None or asked.acts_at is None or asked.acts_at > now() or asked.status not in CLOCKS:
        return None
    action = CLOCKS[asked.status][0]
    service.advance(asked, action, MARKET)
    return action
