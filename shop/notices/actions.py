"""What is written down of notices: the audit's words for this room."""

from enum import StrEnum


class NoticeAction(StrEnum):
    TELEPHONE = "notice:telephone"
