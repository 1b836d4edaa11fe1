"""What must be true of returns at any moment: asked by `doctor` and after each step of the property tests."""

from sqlalchemy import func, or_, select

from shop.kernel.database import db
from shop.orders.models import Order, OrderLine
from shop.orders.returns.models import Return, ReturnLine
from shop.orders.returns.photos import return_photos
from shop.orders.returns.service import STAMPS
from shop.orders.returns.states import CLOCKS, ENDED, ReturnStatus

MOST_SHOWN = 20


def returned_pieces_are_counted() -> list[str]:
    """A line has as many pieces returned as returns with money given back say, and no other return says any."""
    settled = (
        select(func.coalesce(func.sum(ReturnLine.refunded_quantity), 0))
        .join(ReturnLine.asked)
        .where(ReturnLine.order_line_id == OrderLine.id, Return.status == ReturnStatus.REFUNDED)
        .scalar_subquery()
    )
    asked = select(Order.code, OrderLine.id, OrderLine.returned_quantity, settled).join(OrderLine.order)
    problems = [
        f"order {code} line {line}: {says} pieces returned, returns of {are}"
        for code, line, says, are in db.session.execute(asked.where(OrderLine.returned_quantity != settled).limit(MOST_SHOWN))
    ]
    early = select(Return.id).join(Return.lines).where(Return.status != ReturnStatus.REFUNDED, ReturnLine.refunded_quantity > 0)
    return problems + [
        f"return {number} counts pieces and gave nothing back" for number in db.session.scalars(early.limit(MOST_SHOWN))
    ]


def returns_have_their_times() -> list[str]:
    """A state has its time, one that has ended its end, and only states that time acts on say when."""
    has_ended = Return.status.in_(ENDED)
    wrong = [
        Return.ended_at.is_not(None) != has_ended,
        Return.acts_at.is_not(None) != Return.status.in_(list(CLOCKS)),
        *((Return.status == status) & getattr(Return, stamp).is_(None) for status, stamp in STAMPS.items()),
    ]
    asked = select(Return.id, Return.status).where(or_(*wrong))
    return [
        f"return {number} is {status} and its times are wrong" for number, status in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def photos_have_their_files() -> list[str]:
    return [f"{key} is missing" for key in return_photos.missing_files()]


CHECKS = {
    "returns": returned_pieces_are_counted,
    "return-times": returns_have_their_times,
}
