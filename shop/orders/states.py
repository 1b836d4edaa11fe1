"""The life of an order: every step there is, and who may take it."""

from enum import StrEnum
from typing import NamedTuple

from shop.kernel.access import GROUP_ROLES, Role


class OrderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    PLACED = "placed"
    ACCEPTED = "accepted"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RETURNED_TO_SENDER = "returned_to_sender"


class OrderAction(StrEnum):
    ACCEPT = "order:accept"
    CANCEL = "order:cancel"
    CONFIRM_PAYMENT = "order:confirm_payment"
    CONFIRM_RECEIPT = "order:confirm_receipt"
    DELIVER = "order:deliver"
    EXPIRE = "order:expire"
    PACK = "order:pack"
    RETURN_TO_SENDER = "order:return_to_sender"
    SHIP = "order:ship"
    SHOW_PAYMENT = "order:show_payment"
    TAKE_AGAIN = "order:take_again"
    TAKE_SLIP_AWAY = "order:take_slip_away"
    VOID = "order:void"


class OrderEvent(StrEnum):
    """What happens to an order without moving it: words of the audit."""

    CALL_OFF = "order:call_off"
    CLAIM = "purchase:claim"
    CORRECT_ADDRESS = "order:correct_address"
    PRINT_LABEL = "order:print_label"
    REMIND = "order:remind"


class Step(NamedTuple):
    to: OrderStatus
    by: frozenset[Role]


GROUP = GROUP_ROLES
MARKET = frozenset({Role.MARKET})
BUYER = frozenset({Role.BUYER})
S, A = OrderStatus, OrderAction

TRANSITIONS: dict[tuple[OrderStatus, OrderAction], Step] = {
    (S.AWAITING_PAYMENT, A.SHOW_PAYMENT): Step(S.AWAITING_CONFIRMATION, BUYER | MARKET),
    (S.AWAITING_PAYMENT, A.CONFIRM_PAYMENT): Step(S.PLACED, GROUP | MARKET),
    (S.AWAITING_PAYMENT, A.CANCEL): Step(S.CANCELLED, BUYER | GROUP | MARKET),
    (S.AWAITING_PAYMENT, A.EXPIRE): Step(S.EXPIRED, MARKET),
    (S.AWAITING_CONFIRMATION, A.CONFIRM_PAYMENT): Step(S.PLACED, GROUP | MARKET),
    (S.AWAITING_CONFIRMATION, A.CANCEL): Step(S.CANCELLED, MARKET),  # somebody has said that the money did not come
    (S.AWAITING_CONFIRMATION, A.TAKE_SLIP_AWAY): Step(S.AWAITING_PAYMENT, MARKET),  # its slip was another order's
    (S.PLACED, A.ACCEPT): Step(S.ACCEPTED, GROUP),
    (S.PLACED, A.CANCEL): Step(S.CANCELLED, BUYER | GROUP | MARKET),
    (S.ACCEPTED, A.PACK): Step(S.PACKED, GROUP),
    (S.ACCEPTED, A.SHIP): Step(S.SHIPPED, GROUP),
    (S.ACCEPTED, A.CANCEL): Step(S.CANCELLED, BUYER | GROUP | MARKET),
    (S.PACKED, A.SHIP): Step(S.SHIPPED, GROUP),
    (S.PACKED, A.DELIVER): Step(S.DELIVERED, GROUP),  # handed over at collection
    (S.PACKED, A.CANCEL): Step(S.CANCELLED, GROUP | MARKET),
    (S.SHIPPED, A.DELIVER): Step(S.DELIVERED, GROUP | MARKET),
    (S.SHIPPED, A.CONFIRM_RECEIPT): Step(S.RECEIVED, BUYER),
    (S.SHIPPED, A.RETURN_TO_SENDER): Step(S.RETURNED_TO_SENDER, GROUP),
    (S.DELIVERED, A.CONFIRM_RECEIPT): Step(S.RECEIVED, BUYER | MARKET),
    (S.RECEIVED, A.VOID): Step(S.CANCELLED, GROUP),  # a sale at a booth that never was: a slip of the finger
    (S.EXPIRED, A.TAKE_AGAIN): Step(S.PLACED, MARKET),  # its money came late, and its goods were still there
}

ENDED = frozenset({S.RECEIVED, S.CANCELLED, S.EXPIRED, S.RETURNED_TO_SENDER})
HOLDING = frozenset({S.AWAITING_PAYMENT, S.AWAITING_CONFIRMATION, S.PLACED, S.ACCEPTED, S.PACKED})  # pieces still at home
SENT = frozenset({S.SHIPPED, S.DELIVERED, S.RECEIVED})  # its pieces have left the house
CALLED_OFF = frozenset({S.CANCELLED, S.EXPIRED})  # ended before it was sent
CALLING_OFF = frozenset({S.PLACED, S.ACCEPTED, S.PACKED})  # some of its pieces may be taken off
ADDRESS_OPEN = HOLDING - {S.PACKED}  # the label is not written yet


VOIDED = "voided"  # the reason of a sale at a booth that never was


def allowed_actions(status: OrderStatus, roles: frozenset[Role]) -> list[OrderAction]:
    """What somebody with these roles may do next, in the order of the table: the buttons of a page."""
    return [action for (at, action), step in TRANSITIONS.items() if at == status and roles & step.by]
