"""What must be true of recalls at any moment: asked by `doctor`."""

from sqlalchemy import func, select

from shop.catalogue.models import Product
from shop.kernel.database import db
from shop.recalls.models import Recall, RecallTelling
from shop.recalls.states import RecallStatus

MOST_SHOWN = 20


def recalls_are_whole() -> list[str]:
    """A recall counts whom it told, and what stands recalled is out of buyers' reach."""
    truth = select(func.count(RecallTelling.id)).where(RecallTelling.recall_id == Recall.id).scalar_subquery()
    wrong = db.session.scalars(select(Recall.id).where(Recall.told_count != truth).order_by(Recall.id).limit(MOST_SHOWN))
    in_reach = select(Recall.id).join(Product, Product.id == Recall.product_id)
    in_reach = in_reach.where(Recall.status == RecallStatus.STANDING, Product.is_listed).order_by(Recall.id).limit(MOST_SHOWN)
    found = [f"recall {number} counts other buyers than it told" for number in wrong]
    return found + [f"recall {number} stands, and its product is on sale" for number in db.session.scalars(in_reach)]


CHECKS = {"recalls": recalls_are_whole}
