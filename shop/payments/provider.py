"""What a payment provider tells us, in our words: sessions, refunds, disputes, events, and how it refuses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GatewayDown(Exception):
    """The provider did not answer, or not so that we know what it did: ask again later, with the same key."""


class GatewayRefused(Exception):
    """The provider answered and will not do it. The message is its code, never a person's data."""


class NotFromProvider(ValueError):
    """A message that the provider did not sign, or signed too long ago."""


class SessionState(StrEnum):
    OPEN = "open"
    CONFIRMING = "confirming"  # the buyer has done her part, the bank has not answered
    PAID = "paid"
    FAILED = "failed"  # the bank refused
    EXPIRED = "expired"


class RefundState(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class LineToPay:
    """As the buyer reads it on the payment page; `amount_satang` each."""

    name: str
    amount_satang: int
    quantity: int


@dataclass(frozen=True)
class SessionReport:
    """A payment session as the provider has it now. `fee_satang` is None until the provider knows it."""

    id: str
    state: SessionState
    payment_id: int | None  # ours, from its metadata
    url: str | None = None
    intent_id: str | None = None
    received_satang: int = 0
    fee_satang: int | None = None
    instrument: str | None = None
    email: str | None = None
    failure: str = ""


@dataclass(frozen=True)
class RefundReport:
    """A refund as the provider has it now."""

    id: str | None
    state: RefundState
    failure: str = ""
    key: str | None = None  # ours, from its metadata
    amount_satang: int = 0


@dataclass(frozen=True)
class DisputeReport:
    id: str
    intent_id: str
    amount_satang: int
    fee_satang: int
    is_open: bool
    is_won: bool
    reason: str
    answer_by: datetime | None


@dataclass(frozen=True)
class Event:
    """Something happened over there. `object_id` names what; how it is now has to be asked."""

    id: str
    kind: str
    object_id: str
    created_at: datetime
    intent_id: str | None = None
