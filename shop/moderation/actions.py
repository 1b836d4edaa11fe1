"""The audit's words for what happens to a submission; what a decision does to a group or product has its own room's words."""

from enum import StrEnum


class ReviewAction(StrEnum):
    ADD_PHRASE = "review:add_phrase"
    ADD_RULE = "review:add_rule"
    AGREE = "review:agree"
    APPROVE = "review:approve"
    CHANGE_HOLIDAY = "review:change_holiday"
    CHANGE_PHRASE = "review:change_phrase"
    CHANGE_RULE = "review:change_rule"
    CHANGE_SETTINGS = "review:change_settings"
    DISAGREE = "review:disagree"
    DRAW = "review:draw"
    REJECT = "review:reject"
    REMOVE_PHRASE = "review:remove_phrase"
    REMOVE_PICTURE = "review:remove_picture"
    REQUEST_CHANGES = "review:request_changes"
    RESTORE_RULE = "review:restore_rule"
    RETIRE_RULE = "review:retire_rule"
    SETTLE = "review:settle"
    SET_PICTURE = "review:set_picture"
    SUBMIT = "review:submit"
    TAKE_BACK = "review:take_back"
    TAKE_OVER = "review:take_over"
    WITHDRAW = "review:withdraw"
