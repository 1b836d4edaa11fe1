"""The audit's words for what happens to reviews and their answers."""

from enum import StrEnum


class BuyerReviewAction(StrEnum):
    ANSWER = "buyer_review:answer"
    APPROVE = "buyer_review:approve"
    APPROVE_ANSWER = "buyer_review:approve_answer"
    ASK = "buyer_review:ask"
    CHANGE = "buyer_review:change"
    ERASE = "buyer_review:erase"  # at the writer's request
    ERASE_ANSWER = "buyer_review:erase_answer"
    REFUSE = "buyer_review:refuse"
    REFUSE_ANSWER = "buyer_review:refuse_answer"
    WRITE = "buyer_review:write"
