"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint
from shop.web.office.views import (
    adjustments,
    audit,
    booths,
    buyer_reviews,
    calls,
    exceptions,
    fair_lists,
    fair_papers,
    fair_pictures,
    fairs,
    groups,
    impact,
    list_results,
    money,
    orders,
    payouts,
    people,
    phrases,
    products,
    quality,
    questions,
    queue,
    recalls,
    reports,
    returns,
    search_words,
    slips,
    trainings,
    wholesale,
    written,
)

__all__ = [
    "adjustments", "audit", "blueprint", "booths", "buyer_reviews", "calls", "exceptions", "fair_lists", "fair_papers",
    "fair_pictures", "fairs", "groups", "impact", "list_results", "money", "orders", "payouts", "people", "phrases",
    "products", "quality", "questions", "queue", "recalls", "reports", "returns", "search_words", "slips", "trainings",
    "wholesale", "written",
]  # fmt: skip
