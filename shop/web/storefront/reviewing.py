"""What the pages of orders, products and groups say of reviews."""

from dataclasses import dataclass
from datetime import datetime

from shop.catalogue.shown import ShownProduct
from shop.orders.models import Order, OrderLine
from shop.reviews import queries, service
from shop.reviews.models import Review
from shop.web.shelf import average
from shop.web.storefront.following import Follower

FIRST = 5


@dataclass(frozen=True)
class LineReviewed:
    line: OrderLine
    review: Review | None
    may_write: bool
    until: datetime | None


def lines_reviewed(order: Order, follower: Follower) -> list[LineReviewed]:
    """Lines that are reviewed, or may be."""
    if service.written_until(order) is None:
        return []
    found, lines = queries.reviews_of_order(order.id), []
    for line in order.lines:
        if review := found.get(line.id):
            may_write, until = service.may_change(review, follower.actor), service.changed_until(review)
        else:
            may_write, until = service.may_write(line, follower.actor), service.written_until(order)
        if review or may_write:
            lines.append(LineReviewed(line, review, may_write, until))
    return lines


@dataclass(frozen=True)
class Reviewed:
    """A product that has reviews: the average of stars, how many gave which, and the first of what was said."""

    rating: float
    count: int
    spread: dict[int, int]
    first: list[Review]


def reviewed(product: ShownProduct) -> Reviewed | None:
    rating = average(product.star_sum, product.review_count)
    if rating is None:
        return None
    spread, first = queries.spread_of_product(product.id), queries.reviews_of_product(product.id, FIRST)
    return Reviewed(rating, product.review_count, spread, first)


def for_search_engines(product: ShownProduct, title: str, shown: Reviewed | None) -> dict | None:
    """The product's stars as schema.org wants them told."""
    if shown is None:
        return None
    of = {"@type": "AggregateRating", "ratingValue": shown.rating, "reviewCount": shown.count, "bestRating": 5}
    reviews = [
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": review.name or "ผู้ซื้อ"},
            "datePublished": review.written_at.date().isoformat(),
            "reviewRating": {"@type": "Rating", "ratingValue": review.stars, "bestRating": 5},
            **({"reviewBody": review.words} if review.words else {}),
        }
        for review in shown.first
    ]
    about = {"@context": "https://schema.org", "@type": "Product", "name": title, "aggregateRating": of, "review": reviews}
    price = {"@type": "Offer", "price": product.min_price_satang / 100, "priceCurrency": "THB"}
    return about | {"offers": price}
