"""The audit's words for trainings."""

from enum import StrEnum


class TrainingAction(StrEnum):
    ANNOUNCE = "training:announce"
    CANCEL = "training:cancel"
    CHANGE = "training:change"
    INTEREST = "training:interest"
    NO_INTEREST = "training:no_interest"
