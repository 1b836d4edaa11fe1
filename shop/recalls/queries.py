"""Recalls as everybody reads them, as their groups do, and as officials work with them."""

from sqlalchemy import ScalarSelect, func, select

from shop.kernel.database import db
from shop.recalls.models import Recall
from shop.recalls.states import RecallStatus

PAGE = 30


def recalls(before_id: int | None = None, limit: int = PAGE) -> list[Recall]:
    """All of them, the newest first: none is ever taken away."""
    asked = select(Recall).order_by(Recall.id.desc()).limit(limit)
    return list(db.session.scalars(asked.where(Recall.id < before_id) if before_id is not None else asked))


def recall_by_id(recall_id: int) -> Recall | None:
    return db.session.get(Recall, recall_id)


def count_recalls() -> int:
    return db.session.scalar(select(func.count(Recall.id)))


def recalls_of_group(group_id: int, limit: int = PAGE) -> list[Recall]:
    asked = select(Recall).where(Recall.group_id == group_id).order_by(Recall.id.desc())
    return list(db.session.scalars(asked.limit(limit)))


def recall_for_group(recall_id: int, group_id: int) -> Recall | None:
    return db.session.scalar(select(Recall).where(Recall.id == recall_id, Recall.group_id == group_id))


def recalls_to_answer(group_id: int) -> ScalarSelect[int]:
    """How many wait for the group's side: part of a question."""
    waits = (Recall.group_id == group_id, Recall.status == RecallStatus.STANDING, Recall.answered_at.is_(None))
    return select(func.count(Recall.id)).where(*waits).scalar_subquery()


def recalls_of_product(product_id: int) -> list[Recall]:
    return list(db.session.scalars(select(Recall).where(Recall.product_id == product_id).order_by(Recall.id.desc())))


def standing_recall(product_id: int) -> Recall | None:
    """That keeps it off sale now: the last one."""
    stands = (Recall.product_id == product_id, Recall.status == RecallStatus.STANDING)
    return db.session.scalar(select(Recall).where(*stands).order_by(Recall.id.desc()).limit(1))
