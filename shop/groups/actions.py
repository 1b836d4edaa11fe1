"""The audit's words for what is done to a group, apart from the steps of its life (states.GroupAction)."""

from enum import StrEnum


class GroupChange(StrEnum):
    APPROVE_PROFILE = "group:approve_profile"
    CHANGE_INCOME_DETAILS = "group:change_income_details"
    CHANGE_PAYMENT_WAYS = "group:change_payment_ways"
    CHANGE_PROFILE = "group:change_profile"
    CHANGE_REST_DAYS = "group:change_rest_days"
    CHANGE_SHIPPING = "group:change_shipping"
    FORGET_PROTECTED_COUNTS = "group:forget_protected_counts"
    HAND_OVER = "group:hand_over"
    INVITE_STAFF = "group:invite_staff"
    JOIN = "group:join"
    LEAVE = "group:leave"
    LOCK_INCOME_DETAILS = "group:lock_income_details"
    RECORD_PROTECTED_COUNTS = "group:record_protected_counts"
    REJECT_PROFILE = "group:reject_profile"
    REMOVE_STAFF = "group:remove_staff"
    REQUEST_PROFILE_CHANGES = "group:request_profile_changes"
    START = "group:start"
    SUBMIT_PROFILE = "group:submit_profile"
    TAKE_BACK = "group:take_back"
    WITHDRAW_INVITATION = "group:withdraw_invitation"
    WITHDRAW_PROFILE = "group:withdraw_profile"
