"""The life of a return: every step there is, and who may take it."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from shop.kernel.access import GROUP_ROLES, Role


class ReturnStatus(StrEnum):
    REQUESTED = "requested"  # the group has to answer
    ACCEPTED = "accepted"  # the goods are to come back
    SENT_BACK = "sent_back"  # the buyer says that they are on their way
    REFUSED = "refused"  # the buyer may still ask the office
    DISPUTED = "disputed"  # the office has to decide
    REFUNDED = "refunded"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class ReturnAction(StrEnum):
    ACCEPT = "return:accept"
    DECLINE = "return:decline"
    DISPUTE = "return:dispute"
    ESCALATE = "return:escalate"
    GRANT = "return:grant"
    LAPSE = "return:lapse"
    REFUND = "return:refund"
    REFUSE = "return:refuse"
    SEND_BACK = "return:send_back"
    WITHDRAW = "return:withdraw"


class ReturnEvent(StrEnum):
    """What happens without moving one that stands: words of the audit."""

    OPEN = "return:open"


class ReturnReason(StrEnum):
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    CHANGED_MIND = "changed_mind"
    NOT_ARRIVED = "not_arrived"


class Side(StrEnum):
    """Whose photo it is."""

    BUYER = "buyer"
    GROUP = "group"


class Step(NamedTuple):
    to: ReturnStatus
    by: frozenset[Role]


MARKET = frozenset({Role.MARKET})
BUYER = frozenset({Role.BUYER})
OFFICE = frozenset({Role.ADMINISTRATOR, Role.COMMERCE_OFFICIAL})
S, A = ReturnStatus, ReturnAction

TRANSITIONS: dict[tuple[ReturnStatus, ReturnAction], Step] = {
    (S.REQUESTED, A.ACCEPT): Step(S.ACCEPTED, GROUP_ROLES),
    (S.REQUESTED, A.REFUND): Step(S.REFUNDED, GROUP_ROLES),  # at once: keep it, here is the money
    (S.REQUESTED, A.REFUSE): Step(S.REFUSED, GROUP_ROLES),
    (S.REQUESTED, A.ESCALATE): Step(S.DISPUTED, MARKET),
    (S.REQUESTED, A.WITHDRAW): Step(S.WITHDRAWN, BUYER),
    (S.REQUESTED, A.LAPSE): Step(S.LAPSED, MARKET),
    (S.ACCEPTED, A.SEND_BACK): Step(S.SENT_BACK, BUYER),
    (S.ACCEPTED, A.REFUND): Step(S.REFUNDED, GROUP_ROLES),  # handed over, or the buyer never said that it was sent
    (S.ACCEPTED, A.WITHDRAW): Step(S.WITHDRAWN, BUYER),
    (S.ACCEPTED, A.LAPSE): Step(S.LAPSED, MARKET),
    (S.SENT_BACK, A.REFUND): Step(S.REFUNDED, GROUP_ROLES),
    (S.SENT_BACK, A.DISPUTE): Step(S.DISPUTED, GROUP_ROLES),  # what came is not what was sent
    (S.SENT_BACK, A.ESCALATE): Step(S.DISPUTED, MARKET),
    (S.SENT_BACK, A.LAPSE): Step(S.LAPSED, MARKET),
    (S.REFUSED, A.DISPUTE): Step(S.DISPUTED, BUYER),
    (S.REFUSED, A.WITHDRAW): Step(S.WITHDRAWN, BUYER),
    (S.REFUSED, A.LAPSE): Step(S.LAPSED, MARKET),
    (S.DISPUTED, A.GRANT): Step(S.REFUNDED, OFFICE),
    (S.DISPUTED, A.DECLINE): Step(S.DECLINED, OFFICE),
    (S.DISPUTED, A.REFUND): Step(S.REFUNDED, GROUP_ROLES),  # the group gives in
    (S.DISPUTED, A.LAPSE): Step(S.LAPSED, MARKET),
}

ENDED = frozenset({S.REFUNDED, S.DECLINED, S.LAPSED, S.WITHDRAWN})
OPEN = frozenset(ReturnStatus) - ENDED
SETTLING = frozenset({A.REFUND, A.GRANT})  # moves money: taken in payments.returns
FAULTY = frozenset(ReturnReason) - {ReturnReason.CHANGED_MIND}  # not the buyer's doing

# What time does where nobody acts: the step, and how long after the state began.
ANSWERED_WITHIN = timedelta(hours=72)
SENT_BACK_WITHIN = timedelta(days=14)
CONFIRMED_WITHIN = timedelta(days=7)
DISPUTED_WITHIN = timedelta(days=7)
CLOCKS: dict[ReturnStatus, tuple[ReturnAction, timedelta]] = {
    S.REQUESTED: (A.ESCALATE, ANSWERED_WITHIN),
    S.ACCEPTED: (A.LAPSE, SENT_BACK_WITHIN),
    S.SENT_BACK: (A.ESCALATE, CONFIRMED_WITHIN),
    S.REFUSED: (A.LAPSE, DISPUTED_WITHIN),
}


def allowed_actions(status: ReturnStatus, roles: frozenset[Role]) -> list[ReturnAction]:
    """What somebody with these roles may do next, in the order of the table: the buttons of a page."""
    return [action for (at, action), step in TRANSITIONS.items() if at == status and roles & step.by]
