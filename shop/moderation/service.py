"""The door to moderation: what is sent for review, who holds it, what is decided, and what is suspended."""

from shop.moderation.claims import HELD_FOR, HeldByAnother, NotWaiting, claim, release
from shop.moderation.decisions import decide
from shop.moderation.intake import (
    queue_new_variant,
    request_price,
    submit_group,
    submit_product,
    withdraw_group,
    withdraw_price,
    withdraw_product,
)
from shop.moderation.passing import Misses, NotAllPassed, misses_of
from shop.moderation.reversal import TAKEN_BACK_WITHIN, NotYours, TooLate, last_decision, put_to_review_again, take_back
from shop.moderation.suspensions import reinstate_group, reinstate_product, suspend_group, suspend_product

__all__ = [
    "HELD_FOR",
    "TAKEN_BACK_WITHIN",
    "HeldByAnother",
    "Misses",
    "NotAllPassed",
    "NotWaiting",
    "NotYours",
    "TooLate",
    "claim",
    "decide",
    "last_decision",
    "misses_of",
    "put_to_review_again",
    "queue_new_variant",
    "reinstate_group",
    "reinstate_product",
    "release",
    "request_price",
    "submit_group",
    "submit_product",
    "suspend_group",
    "suspend_product",
    "take_back",
    "withdraw_group",
    "withdraw_price",
    "withdraw_product",
]
