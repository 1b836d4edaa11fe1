"""What is written down of people: the audit's words for this room."""

from enum import StrEnum


class PeopleAction(StrEnum):
    CREATE = "account:create"
    CHANGE_EMAIL = "account:change_email"
    CHANGE_PHONE = "account:change_phone"
    DISABLE = "account:disable"
    EDIT = "account:edit"
    ENABLE = "account:enable"
    END_ROLE = "account:end_role"
    GRANT_ROLE = "account:grant_role"
    HAND_OVER = "account:hand_over"
    INVITE_OFFICIAL = "account:invite_official"
    LINK_LINE = "account:link_line"
    PRINT_RESET_CODE = "account:print_reset_code"
    RESET_PASSWORD = "account:reset_password"
    SET_PASSWORD = "account:set_password"
    UNLINK_LINE = "account:unlink_line"
    VERIFY_EMAIL = "account:verify_email"
    VERIFY_PHONE = "account:verify_phone"
