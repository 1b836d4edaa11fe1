"""The audit's words for what happens to a submission; what a decision does to a group or product has its own room's words."""

from enum import StrEnum


class ReviewAction(StrEnum):
    ADD_PHRASE = "review:add_phrase"
    APPROVE = "review:approve"
    CHANGE_PHRASE = "review:change_phrase"
    REJECT = "review:reject"
    REMOVE_PHRASE = "review:remove_phrase"
    REQUEST_CHANGES = "review:request_changes"
    SUBMIT = "review:submit"
    TAKE_OVER = "review:take_over"
    WITHDRAW = "review:withdraw"
