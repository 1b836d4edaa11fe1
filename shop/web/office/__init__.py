"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint
from shop.web.office.history import action_words, subject_words
from shop.web.office.views import (
    adjustments,
    audit,
    booths,
    buyer_reviews,
    calls,
    consents,
    exceptions,
    fair_papers,
    fair_pictures,
    fairs,
    groups,
    money,
    orders,
    payouts,
    people,
    phrases,
    products,
    questions,
    queue,
    reports,
    returns,
    search_words,
    slips,
    wholesale,
    written,
)

__all__ = [
    "action_words", "adjustments", "audit", "blueprint", "booths", "buyer_reviews", "calls", "consents", "exceptions",
    "fair_papers", "fair_pictures", "fairs", "groups", "money", "orders", "payouts", "people", "phrases", "products",
    "questions", "queue", "reports", "returns", "search_words", "slips", "subject_words", "wholesale", "written",
]  # fmt: skip
