"""Reviews as somebody may see them: the public what is approved and on sale, a group its own, a buyer theirs, an official all."""

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop.catalogue.models import Product
from shop.kernel.database import counts, db
from shop.orders.models import Order, OrderLine
from shop.reviews.models import Review, ReviewAnswer, ReviewPhoto, Standing

PAGE = 20
WHOLE = (joinedload(Review.answer), selectinload(Review.photos))
IS_PUBLIC = (Review.status == Standing.APPROVED, Review.product.has(Product.is_listed))


# For everybody


def reviews_of_product(product_id: int, limit: int = PAGE, before_id: int | None = None) -> list[Review]:
    """What is public of a product, newest first; `before_id` continues after the last one shown."""
    asked = select(Review).where(Review.product_id == product_id, *IS_PUBLIC)
    return _page(asked, limit, before_id)


def spread_of_product(product_id: int) -> dict[int, int]:
    """How many gave each number of stars, from five down to one."""
    asked = select(Review.stars, func.count(Review.id)).where(Review.product_id == product_id, *IS_PUBLIC)
    counted = dict(db.session.execute(asked.group_by(Review.stars)).all())
    return {stars: counted.get(stars, 0) for stars in range(5, 0, -1)}


def rating_of_group(group_id: int) -> tuple[int, int]:
    """How many reviews its products on sale have, and all their stars together."""
    figures = (func.coalesce(func.sum(Product.review_count), 0), func.coalesce(func.sum(Product.star_sum), 0))
    count, stars = db.session.execute(select(*figures).where(Product.group_id == group_id, Product.is_listed)).one()
    return count, stars


def public_photo(key: str) -> ReviewPhoto | None:
    return _photo(key, *IS_PUBLIC)


# For a buyer


def reviews_of_order(order_id: int) -> dict[int, Review]:
    """By line's id."""
    asked = select(Review).join(Review.line).where(OrderLine.order_id == order_id).options(*WHOLE)
    return {review.order_line_id: review for review in db.session.scalars(asked)}


def photo_of_order(key: str, order_id: int) -> ReviewPhoto | None:
    return _photo(key, Review.line.has(OrderLine.order_id == order_id))


# For a group


def reviews_of_group(group_id: int, before_id: int | None = None, limit: int = PAGE) -> list[Review]:
    """What an official has let through, newest first: before that the group is shown nothing either."""
    asked = select(Review).where(Review.group_id == group_id, Review.status == Standing.APPROVED)
    return _page(asked.options(joinedload(Review.product)), limit, before_id)


def review_for_group(review_id: int, group_id: int) -> Review | None:
    own = (Review.id == review_id, Review.group_id == group_id, Review.status == Standing.APPROVED)
    return db.session.scalar(select(Review).where(*own).options(*WHOLE))


# For officials


def waiting(limit: int = PAGE) -> list[Review | ReviewAnswer]:
    """What waits to be looked at, longest waiting first: reviews, and answers with their reviews."""
    of_line = joinedload(Review.line).joinedload(OrderLine.order).joinedload(Order.purchase)
    reviews = select(Review).where(Review.status == Standing.WAITING).options(of_line, joinedload(Review.product), *WHOLE)
    answers = select(ReviewAnswer).join(ReviewAnswer.review).where(ReviewAnswer.status == Standing.WAITING)
    answers = answers.options(contains_eager(ReviewAnswer.review).joinedload(Review.product))
    found = [*_oldest(reviews, Review, limit), *_oldest(answers, ReviewAnswer, limit)]
    return sorted(found, key=lambda one: one.changed_at)[:limit]


def count_waiting() -> int:
    """Reviews and answers, by one question."""
    return sum(counts(**{table.__tablename__: _waiting_of(table) for table in (Review, ReviewAnswer)}).values())


def _waiting_of(table: type[Review] | type[ReviewAnswer]) -> ScalarSelect[int]:
    return select(func.count(table.id)).where(table.status == Standing.WAITING).scalar_subquery()


def photo_for_official(key: str) -> ReviewPhoto | None:
    return _photo(key)


def _oldest(asked: Select, table: type, limit: int) -> list:
    return list(db.session.scalars(asked.order_by(table.changed_at, table.id).limit(limit)).unique())


def _page(asked: Select, limit: int, before_id: int | None) -> list[Review]:
    if before_id is not None:
        asked = asked.where(Review.id < before_id)
    return list(db.session.scalars(asked.order_by(Review.id.desc()).limit(limit).options(*WHOLE)))


def _photo(key: str, *of: ColumnElement[bool]) -> ReviewPhoto | None:
    return db.session.scalar(select(ReviewPhoto).join(Review).where(ReviewPhoto.key == key, *of))
