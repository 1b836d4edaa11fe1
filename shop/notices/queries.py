"""A person's inbox, and what became of the notices about something."""

from sqlalchemy import func, select

from shop.kernel.database import db
from shop.notices.models import Delivery, Notice


def notices_for_account(account_id: int, limit: int = 50, before_id: int | None = None) -> list[Notice]:
    """A person's notices, newest first; `before_id` continues after the last one shown."""
    asked = select(Notice).where(Notice.account_id == account_id)
    if before_id is not None:
        asked = asked.where(Notice.id < before_id)
    return list(db.session.scalars(asked.order_by(Notice.id.desc()).limit(limit)))


def notice_for_account(notice_id: int, account_id: int) -> Notice | None:
    return db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.account_id == account_id))


def unread_count(account_id: int) -> int:
    asked = select(func.count(Notice.id)).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.session.scalar(asked)


def notices_about(subject_kind: str, subject_id: object) -> list[Notice]:
    """All notices about one thing, with their deliveries, oldest first: for the desks, which show whether they went out."""
    asked = select(Notice).where(Notice.subject_kind == subject_kind, Notice.subject_id == str(subject_id))
    return list(db.session.scalars(asked.order_by(Notice.id)))


def deliveries_for(subject_kind: str, subject_id: object) -> list[Delivery]:
    """Each channel's delivery of them, oldest first; `delivery.notice` is what was told."""
    asked = select(Delivery).join(Delivery.notice)
    asked = asked.where(Notice.subject_kind == subject_kind, Notice.subject_id == str(subject_id))
    return list(db.session.scalars(asked.order_by(Delivery.id)))


def delivery(delivery_id: int) -> Delivery | None:
    return db.session.get(Delivery, delivery_id)
