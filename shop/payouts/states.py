"""The life of a batch of payouts and of each row in it: every step there is."""

from enum import StrEnum


class BatchStatus(StrEnum):
    DRAFT = "draft"  # an official looks at what is due
    CLOSED = "closed"  # its rows are fixed, and wait for another official
    APPROVED = "approved"
    EXPORTED = "exported"  # the bank's file has been made, the money may be moving
    SETTLED = "settled"  # of every row it is known what became of it
    CANCELLED = "cancelled"


class BatchAction(StrEnum):
    APPROVE = "payout_batch:approve"
    CANCEL = "payout_batch:cancel"
    CLOSE = "payout_batch:close"
    DOWNLOAD = "payout_batch:download"
    EXPORT = "payout_batch:export"
    OPEN = "payout_batch:open"
    SETTLE = "payout_batch:settle"


class PayoutStatus(StrEnum):
    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"  # the bank did not pay it: what it was for is owed again
    RETURNED = "returned"  # paid, and sent back later: owed again
    CANCELLED = "cancelled"  # with its batch


class PayoutAction(StrEnum):
    FAIL = "payout:fail"
    PAY = "payout:pay"
    RETURN = "payout:return"


class AdjustmentStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class AdjustmentAction(StrEnum):
    APPROVE = "adjustment:approve"
    PROPOSE = "adjustment:propose"
    REFUSE = "adjustment:refuse"


class BooksAction(StrEnum):
    """Other things officials write into the books, or beside them."""

    CLOSE_EXCEPTION = "money:close_exception"
    RECORD_MOVEMENT = "money:record_movement"


B, P = BatchStatus, PayoutStatus

BATCH_STEPS: dict[tuple[BatchStatus, BatchAction], BatchStatus] = {
    (B.DRAFT, BatchAction.CLOSE): B.CLOSED,
    (B.DRAFT, BatchAction.CANCEL): B.CANCELLED,
    (B.CLOSED, BatchAction.APPROVE): B.APPROVED,
    (B.CLOSED, BatchAction.CANCEL): B.CANCELLED,
    (B.APPROVED, BatchAction.EXPORT): B.EXPORTED,
    (B.APPROVED, BatchAction.CANCEL): B.CANCELLED,
    (B.EXPORTED, BatchAction.SETTLE): B.SETTLED,
}
PAYOUT_STEPS: dict[tuple[PayoutStatus, PayoutAction], PayoutStatus] = {
    (P.WAITING, PayoutAction.PAY): P.PAID,
    (P.WAITING, PayoutAction.FAIL): P.FAILED,
    (P.PAID, PayoutAction.RETURN): P.RETURNED,
}
HAS_FILES = (B.EXPORTED, B.SETTLED)
