"""The audit's words for what happens to fairs and to what was shown there."""

from enum import StrEnum


class FairAction(StrEnum):
    CHANGE = "fair:change"
    CLAIM_EXHIBITS = "fair:claim_exhibits"
    CONFIRM_EXHIBIT = "exhibit:confirm"
    CREATE = "fair:create"
    REFUSE_EXHIBIT = "exhibit:refuse"
