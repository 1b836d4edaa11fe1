"""What must be true of reviews at any moment, each as a question that answers with what is wrong: `doctor` asks them."""

from sqlalchemy import or_, select

from shop.kernel.database import db
from shop.orders.models import Order, OrderLine
from shop.reviews import counts
from shop.reviews.models import Review
from shop.reviews.photos import review_photos

LIMIT = 20


def counts_are_of_reviews() -> list[str]:
    return [f"product {product_id} counts other reviews than it has" for product_id in counts.differences(LIMIT)]


def reviews_are_of_what_was_bought() -> list[str]:
    """A review's product and group are those of the line that was bought."""
    asked = select(Review.id).join(Review.line).join(OrderLine.order)
    asked = asked.where(or_(Review.product_id != OrderLine.product_id, Review.group_id != Order.group_id))
    return [f"review {number} is of something else than was bought" for number in db.session.scalars(asked.limit(LIMIT))]


def photos_have_their_files() -> list[str]:
    return [f"{key} is missing" for key in review_photos.missing_files()]


CHECKS = {"review counts": counts_are_of_reviews, "reviews": reviews_are_of_what_was_bought}
