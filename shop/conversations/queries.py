"""Questions as somebody may read them: a group its own, an asker theirs, everybody the public ones of what is on sale."""

import hmac
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, func, select
from sqlalchemy.orm import joinedload

from shop.conversations.models import Question
from shop.conversations.states import QuestionStatus
from shop.kernel.database import db

PAGE = 20


def public_questions(product_id: int, limit: int = PAGE, before_id: int | None = None) -> list[Question]:
    """Newest first; the caller has seen that the product is on sale."""
    asked = _public() if before_id is None else _public().where(Question.id < before_id)
    return list(db.session.scalars(asked, {"product_id": product_id, "limit": limit}))


@cache
def _public() -> Select:
    """Made once: each page of a product asks it."""
    asked = select(Question).where(Question.product_id == bindparam("product_id"), Question.status == QuestionStatus.PUBLIC)
    return asked.order_by(Question.id.desc()).limit(bindparam("limit"))


def count_public(product_id: int) -> int:
    is_public = (Question.product_id == product_id, Question.status == QuestionStatus.PUBLIC)
    return db.session.scalar(select(func.count(Question.id)).where(*is_public))


def question_for_key(question_id: int, key: str) -> Question | None:
    question = _one(Question.id == question_id)
    return question if question and key and hmac.compare_digest(question.link_key.encode(), key.encode()) else None


def question_for_account(question_id: int, account_id: int) -> Question | None:
    return _one(Question.id == question_id, Question.account_id == account_id)


def question_for_group(question_id: int, group_id: int) -> Question | None:
    return _one(Question.id == question_id, Question.group_id == group_id)


def question_for_official(question_id: int) -> Question | None:
    """What waits or is between two people is not the office's to read."""
    return _one(Question.id == question_id, Question.status.in_((QuestionStatus.PUBLIC, QuestionStatus.TAKEN_DOWN)))


def questions_of_account(account_id: int, limit: int = PAGE, before_id: int | None = None) -> list[Question]:
    asked = select(Question).where(Question.account_id == account_id).options(joinedload(Question.product))
    return _newest(asked, limit, before_id)


def questions_of_group(group_id: int, limit: int = PAGE, before_id: int | None = None) -> list[Question]:
    """What waits on top, the longest waiting first; then the newest. `before_id` continues with those answered."""
    waits = Question.status == QuestionStatus.WAITING
    asked = select(Question).where(Question.group_id == group_id).options(joinedload(Question.product))
    if before_id is not None:
        asked = asked.where(Question.id < before_id, ~waits)
    order = (case((waits, 0), else_=1), case((waits, Question.id)), Question.id.desc())
    return list(db.session.scalars(asked.order_by(*order).limit(limit)))


def questions_waiting(group_id: int) -> ScalarSelect[int]:
    """How many: part of a question to the database."""
    waits = (Question.group_id == group_id, Question.status == QuestionStatus.WAITING)
    return select(func.count(Question.id)).where(*waits).scalar_subquery()


def _newest(asked, limit: int, before_id: int | None) -> list[Question]:
    if before_id is not None:
        asked = asked.where(Question.id < before_id)
    return list(db.session.scalars(asked.order_by(Question.id.desc()).limit(limit)))


def _one(*which: ColumnElement[bool]) -> Question | None:
    return db.session.scalar(select(Question).where(*which).options(joinedload(Question.product)))
