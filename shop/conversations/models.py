"""What was said: the words stand here and nowhere else, so that they can be taken out; notices and the record hold ids."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import Product
from shop.conversations.states import QuestionStatus
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, index_where
from shop.kernel.secrets import Encrypted
from shop.orders.returns.states import Side

UNREAD = "read_at IS NULL"


class Question(db.Model):
    """Asked of a group about a product. A guest's address is sealed, serves the answer alone, and no member ever sees it."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("(status = 'waiting') = (answered_at IS NULL)", name="answered_has_a_time"),
        CheckConstraint("(status = 'taken_down') = (taken_down_at IS NOT NULL)", name="taken_down_has_a_time"),
        CheckConstraint("NOT wants_private OR status IN ('waiting', 'private')", name="private_stays_private"),
        Index(None, "product_id", "status", "id"),
        Index(None, "group_id", "status", "id"),
        Index(None, "account_id", "id"),
        Index(None, "asker_fingerprint", "product_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    status: Mapped[QuestionStatus] = mapped_column(enum_column(QuestionStatus), default=QuestionStatus.WAITING)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    asker_email: Mapped[str | None] = mapped_column(Encrypted)
    asker_phone: Mapped[str | None] = mapped_column(Encrypted)
    asker_fingerprint: Mapped[str] = mapped_column(String(64))
    asker_name: Mapped[str] = mapped_column(String(40), default="")  # as they wish to be called; empty: a buyer
    locale: Mapped[str] = mapped_column(String(2), default="th")
    form_digest: Mapped[str] = mapped_column(String(64), unique=True)  # of the form's token: a second click asks nothing more
    link_key: Mapped[str] = mapped_column(Encrypted)  # opens its page; goes out with the answer
    wants_private: Mapped[bool] = mapped_column(default=False, server_default=false())
    words: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    take_down_reason: Mapped[str] = mapped_column(Text, default="")  # the official's words to both

    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    corrected_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    taken_down_by: Mapped[int | None]

    product: Mapped[Product] = relationship(viewonly=True)


class OrderMessage(db.Model):
    """Written by one side of an order to the other."""

    __tablename__ = "order_messages"
    __table_args__ = (
        Index(None, "order_id", "id"),
        index_where("ix_order_messages_unread", "order_id", "side", where=UNREAD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    side: Mapped[Side] = mapped_column(enum_column(Side))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))  # None: a buyer without an account
    form_digest: Mapped[str] = mapped_column(String(64), unique=True)
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]  # by the other side
    read_by: Mapped[int | None]

    photos: Mapped[list["MessagePhoto"]] = relationship(order_by="MessagePhoto.id", lazy="selectin")


class MessagePhoto(db.Model):
    """Shown with a message to the two sides, and to who decides a dispute. Without `widths` it waits for its job.

    Its files stand under private/ and are never public.
    """

    __tablename__ = "order_message_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("order_messages.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    widths: Mapped[list] = mapped_column(default=list)
    refusal: Mapped[str] = mapped_column(String(40), default="")  # why no picture could be made of it
