"""How many reviews a product has and what stars they gave: kept on its row, so that lists need not count."""

from sqlalchemy import func, or_, select, update

from shop.catalogue.models import Product
from shop.kernel.database import db
from shop.reviews.models import Review, Standing


def count_on_product(product_id: int, reviews: int, stars: int) -> None:
    """Add to what stands there, in the transaction that approved or took back a review."""
    counted = update(Product).where(Product.id == product_id)
    counted = counted.values(review_count=Product.review_count + reviews, star_sum=Product.star_sum + stars)
    db.session.execute(counted.execution_options(synchronize_session=False))


def differences(limit: int = 20) -> list[int]:
    """Ids of products whose figures are not those of their approved reviews: for `doctor`."""
    wrong = or_(*(getattr(Product, name) != truth for name, truth in _truth().items()))
    return list(db.session.scalars(select(Product.id).where(wrong).order_by(Product.id).limit(limit)))


def count_anew(product_ids: list[int]) -> None:
    mended = update(Product).where(Product.id.in_(product_ids)).values(_truth())
    db.session.execute(mended.execution_options(synchronize_session=False))


def _truth() -> dict:
    approved = (Review.product_id == Product.id, Review.status == Standing.APPROVED)
    return {
        "review_count": select(func.count(Review.id)).where(*approved).scalar_subquery(),
        "star_sum": select(func.coalesce(func.sum(Review.stars), 0)).where(*approved).scalar_subquery(),
    }
