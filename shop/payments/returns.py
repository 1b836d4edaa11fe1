"""A return is settled: the money goes back, the pieces are counted, those that can be sold again are on sale, all or nothing."""

from collections.abc import Mapping

from shop.catalogue import stock
from shop.kernel.access import Actor
from shop.kernel.refusals import BadValue
from shop.orders import service as orders
from shop.orders.returns import service as returns
from shop.orders.returns.models import Return
from shop.orders.returns.states import SETTLING, ReturnAction, ReturnReason, ReturnStatus
from shop.orders.service import StepNotAllowed
from shop.payments.models import RefundCause
from shop.payments.refunds import NothingToRefund, request_refund


def settle_return(
    asked: Return,
    action: ReturnAction,
    actor: Actor,
    *,
    pieces: Mapping[int, int] | None = None,
    resold: Mapping[int, int] | None = None,
    with_shipping: bool = False,
    words: str = "",
) -> None:
    """Give a buyer's money back for a return: by its group (REFUND, all that was asked), or by an official (GRANT).

    `pieces`, by return line's id: of an official, what money goes back for. `resold`: of a group, how many can be sold again,
    once they are there. `with_shipping`: delivery too, where it does not come back by itself.
    Raises StepNotAllowed, BadValue; NothingToRefund where nothing is left to give.
    """
    orders.lock(asked.order)
    if action not in SETTLING or action not in returns.actions_for(asked, actor):
        raise StepNotAllowed(action)
    has_come = asked.status is not ReturnStatus.REQUESTED and asked.reason is not ReturnReason.NOT_ARRIVED
    is_there = action is ReturnAction.REFUND and has_come
    again = dict(resold or {}) if is_there else {}
    given = _pieces(asked, action, pieces)
    ships_back = with_shipping or (action is ReturnAction.REFUND and returns.gives_shipping_back(asked, given))
    amount = refund_satang(asked, given, with_shipping=ships_back)
    if amount <= 0:
        raise NothingToRefund
    settled = {"refund_satang": amount, "with_shipping": ships_back and asked.order.shipping_kept_satang > 0}
    returns.advance(asked, action, actor, words=words, settled=settled)
    returns.count_given_back(asked, given, again)
    request_refund(asked.order, amount, RefundCause.RETURNED, actor)
    back = [(line.line, again.get(line.id, 0)) for line in asked.lines]
    for line, quantity in sorted(back, key=lambda one: (one[0].product_id, one[0].variant_id)):
        if quantity and line.takes_stock:
            stock.take_back(line.variant_id, quantity, asked.order_id, actor)


def refund_satang(asked: Return, pieces: Mapping[int, int], *, with_shipping: bool) -> int:
    """What goes back for these pieces (by return line's id), never more than is left of the order."""
    goods = sum(line.line.unit_price_satang * pieces.get(line.id, 0) for line in asked.lines)
    shipping = asked.order.shipping_kept_satang if with_shipping else 0
    return min(goods + shipping, asked.order.kept_satang)


def _pieces(asked: Return, action: ReturnAction, pieces: Mapping[int, int] | None) -> dict[int, int]:
    if action is ReturnAction.REFUND or pieces is None:
        return {line.id: line.quantity for line in asked.lines}
    given = {line.id: pieces.get(line.id, 0) for line in asked.lines}
    if not any(given.values()):
        raise BadValue("pieces", "none")
    if any(not 0 <= given[line.id] <= line.quantity for line in asked.lines):
        raise BadValue("pieces", "out_of_range")
    return given
