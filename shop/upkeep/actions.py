"""The audit's words for what is done to the market itself."""

from enum import StrEnum


class UpkeepAction(StrEnum):
    ROTATE_KEYS = "upkeep:rotate_keys"
