"""The audit's words for what officials do to the words of the trade."""

from enum import StrEnum


class SearchAction(StrEnum):
    ADD_WORD = "search:add_word"
    CHANGE_WORD = "search:change_word"
    DISMISS_MISS = "search:dismiss_miss"
    REMOVE_WORD = "search:remove_word"
    RESTORE_WORD = "search:restore_word"
