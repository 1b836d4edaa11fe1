"""What the record says of money."""

from enum import StrEnum


class PaymentAction(StrEnum):
    CALL_OFF_PAYMENT = "payment:call_off"
    CONFIRM_SLIP = "slip:confirm"
    CLOSE_DISPUTE = "payment:close_dispute"
    DENY_SLIP = "slip:deny"
    EXPIRE_PAYMENT = "payment:expire"
    FAIL_PAYMENT = "payment:fail"
    FAIL_REFUND = "refund:fail"
    HAND_OVER_SLIP = "slip:hand_over"
    MISMATCH_PAYMENT = "payment:mismatch"
    MOVE_SLIP = "slip:move"
    OBJECT_SLIP = "slip:object"
    OPEN_DISPUTE = "payment:open_dispute"
    OPEN_SESSION = "payment:open_session"
    RECEIVE_LATE_PAYMENT = "payment:receive_late"
    RECEIVE_PAYMENT = "payment:receive"
    REQUEST_REFUND = "refund:request"
    RETRY_REFUND = "refund:retry"
    SEND_REFUND = "refund:send"
    SEND_SLIP = "slip:send"
    SETTLE_REFUND = "refund:settle"
