"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint
from shop.web.office.views import (
    adjustments,
    audit,
    booths,
    bulk,
    buyer_reviews,
    calls,
    checklist,
    desk_settings,
    exceptions,
    fair_papers,
    fair_pictures,
    fairs,
    groups,
    holidays,
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
    second_looks,
    slips,
    taking_back,
    wholesale,
    written,
)

__all__ = [
    "adjustments", "audit", "blueprint", "booths", "bulk", "buyer_reviews", "calls", "checklist", "desk_settings",
    "exceptions", "fair_papers", "fair_pictures", "fairs", "groups", "holidays", "money", "orders", "payouts", "people",
    "phrases", "products", "questions", "queue", "reports", "returns", "search_words", "second_looks", "slips",
    "taking_back", "wholesale", "written",
]  # fmt: skip
