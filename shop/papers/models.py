"""Pictures made for previews of what is public, one for each product, group and fair."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column


class ShareKind(StrEnum):
    PRODUCT = "product"
    GROUP = "group"
    FAIR = "fair"


class SharePicture(db.Model):
    """What a message or a post shows of a page. `facts`: what it was drawn of, so that a change is seen."""

    __tablename__ = "share_pictures"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ShareKind] = mapped_column(enum_column(ShareKind))
    subject_id: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # its file's name; None: it could not be drawn
    drawn_at: Mapped[datetime] = mapped_column(default=now)
