"""What the record says of sales at a booth; their voiding is a step of the order."""

from enum import StrEnum


class BoothAction(StrEnum):
    SELL = "booth:sell"
    SETTLE_CLASH = "booth:settle_clash"
