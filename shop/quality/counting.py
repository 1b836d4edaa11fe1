"""What stands of each group in the office's lists, counted anew each night: read first, then written, some groups at a time."""

from collections import Counter
from dataclasses import asdict, dataclass, field

from sqlalchemy import delete, select, update

from shop.catalogue.models import Product
from shop.kernel.clock import now
from shop.kernel.database import db, insert
from shop.quality.advised import open_advice
from shop.quality.facts import AT_ONCE, scores_of
from shop.quality.models import GroupQuality

GROUPS_AT_ONCE = 50
MOST_LOWEST = 10
LEAST_GAIN = 3  # points: what gains less is no need that somebody is told of
WORTH_OF_ADVICE = 10  # points: how much a piece of open advice weighs beside steps
COUNTED = (Product.deleted_at.is_(None), Product.archived_at.is_(None), Product.suspended_at.is_(None))


@dataclass
class Figures:
    """Of one group. `needs`: keys of score.Help, those first by which its products would gain most."""

    mean_score: int = 0
    product_count: int = 0
    open_advice: int = 0
    needs: list[str] = field(default_factory=list)
    lowest: list[int] = field(default_factory=list)


def groups_after(group_id: int, limit: int = GROUPS_AT_ONCE) -> list[int]:
    """Ids of groups that have products, or had some when they were counted last."""
    has = select(Product.group_id).where(Product.group_id > group_id, *COUNTED)
    had = select(GroupQuality.group_id).where(GroupQuality.group_id > group_id)
    return list(db.session.scalars(has.union(had).order_by("group_id").limit(limit)))


def figures_of(group_id: int) -> Figures:
    """Counted from its products, AT_ONCE at a time."""
    scores: list[tuple[int, int]] = []
    needs: Counter[str] = Counter()
    advised, last = 0, 0
    while ids := _products_after(group_id, last):
        for product_id, score in scores_of(ids).items():
            scores.append((score.points, product_id))
            for step in score.steps:
                needs[str(step.help)] += step.gain if step.gain >= LEAST_GAIN else 0
        for one in open_advice(ids).values():
            advised += len(one.open)
            needs.update({str(piece.help): WORTH_OF_ADVICE for piece in one.open if piece.help})
        last = ids[-1]
    if not scores:
        return Figures()
    mean = (2 * sum(points for points, _id in scores) + len(scores)) // (2 * len(scores))
    lowest = [product_id for _points, product_id in sorted(scores)[:MOST_LOWEST]]
    return Figures(mean, len(scores), advised, [key for key, points in needs.most_common() if points], lowest)


def write(group_id: int, figures: Figures) -> None:
    """In the caller's transaction. A group without products has no row."""
    if not figures.product_count:
        db.session.execute(delete(GroupQuality).where(GroupQuality.group_id == group_id))
        return
    values = asdict(figures) | {"counted_at": now()}
    there = update(GroupQuality).where(GroupQuality.group_id == group_id).values(values)
    if not db.session.execute(there, execution_options={"synchronize_session": False}).rowcount:
        db.session.execute(insert(GroupQuality).values(group_id=group_id, **values).on_conflict_do_nothing())


def _products_after(group_id: int, product_id: int) -> list[int]:
    asked = select(Product.id).where(Product.group_id == group_id, Product.id > product_id, *COUNTED)
    return list(db.session.scalars(asked.order_by(Product.id).limit(AT_ONCE)))
