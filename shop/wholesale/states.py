"""The life of a request for many pieces, of each group's part in it, and of a quote: every step there is."""

from enum import StrEnum


class RequestStatus(StrEnum):
    OPEN = "open"
    FILLED = "filled"  # the buyer has found enough
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # the day it was needed by is over


class InvitationStatus(StrEnum):
    """Where one group stands with a request."""

    NEW = "new"  # waits for the group's answer
    QUOTED = "quoted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LOST = "lost"  # the request ended without this group


class QuoteStatus(StrEnum):
    OFFERED = "offered"
    REPLACED = "replaced"  # by a later one of the same group
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    LOST = "lost"


class WholesaleAction(StrEnum):
    ACCEPT = "wholesale:accept"
    ASK = "wholesale:ask"
    CANCEL = "wholesale:cancel"
    CLOSE = "wholesale:close"
    DECLINE = "wholesale:decline"
    ERASE = "wholesale:erase"  # the words and address of who asked, at their request
    EXPIRE = "wholesale:expire"
    EXPIRE_QUOTE = "wholesale:expire_quote"
    QUOTE = "wholesale:quote"
    REOPEN = "wholesale:reopen"
    WITHDRAW = "wholesale:withdraw"


R, N, Q, A = RequestStatus, InvitationStatus, QuoteStatus, WholesaleAction
ENDINGS = (A.CANCEL, A.CLOSE, A.EXPIRE)

REQUEST_STEPS: dict[tuple[RequestStatus, WholesaleAction], frozenset[RequestStatus]] = {
    (R.OPEN, A.CANCEL): frozenset({R.CANCELLED}),
    (R.OPEN, A.CLOSE): frozenset({R.FILLED}),
    (R.OPEN, A.EXPIRE): frozenset({R.EXPIRED}),
    (R.FILLED, A.REOPEN): frozenset({R.OPEN}),  # an order of it came to nothing
}
INVITATION_STEPS: dict[tuple[InvitationStatus, WholesaleAction], frozenset[InvitationStatus]] = {
    (N.NEW, A.QUOTE): frozenset({N.QUOTED}),
    (N.DECLINED, A.QUOTE): frozenset({N.QUOTED}),
    (N.QUOTED, A.QUOTE): frozenset({N.QUOTED}),
    (N.ACCEPTED, A.QUOTE): frozenset({N.ACCEPTED}),
    (N.NEW, A.DECLINE): frozenset({N.DECLINED}),
    (N.QUOTED, A.WITHDRAW): frozenset({N.NEW}),
    (N.ACCEPTED, A.WITHDRAW): frozenset({N.ACCEPTED}),
    (N.QUOTED, A.EXPIRE_QUOTE): frozenset({N.NEW}),
    (N.ACCEPTED, A.EXPIRE_QUOTE): frozenset({N.ACCEPTED}),
    (N.QUOTED, A.ACCEPT): frozenset({N.ACCEPTED}),
    (N.ACCEPTED, A.ACCEPT): frozenset({N.ACCEPTED}),
    (N.LOST, A.REOPEN): frozenset({N.NEW}),
    **{(status, ending): frozenset({N.LOST}) for status in (N.NEW, N.QUOTED) for ending in ENDINGS},
}
QUOTE_STEPS: dict[tuple[QuoteStatus, WholesaleAction], frozenset[QuoteStatus]] = {
    (Q.OFFERED, A.QUOTE): frozenset({Q.REPLACED}),
    (Q.OFFERED, A.WITHDRAW): frozenset({Q.WITHDRAWN}),
    (Q.OFFERED, A.EXPIRE_QUOTE): frozenset({Q.EXPIRED}),
    (Q.OFFERED, A.ACCEPT): frozenset({Q.ACCEPTED}),
    **{(Q.OFFERED, ending): frozenset({Q.LOST}) for ending in ENDINGS},
}
TRANSITIONS = {RequestStatus: REQUEST_STEPS, InvitationStatus: INVITATION_STEPS, QuoteStatus: QUOTE_STEPS}
