"""What each listed product can be found by, what the office changed of the words of the trade, and what nobody found."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db, index_where


class SearchDocument(db.Model):
    __tablename__ = "search_documents"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)  # normalised by shop.kernel.thai.normalise
    sound: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # title, group, place, words of the trade: as they sound
    body: Mapped[str] = mapped_column(Text)  # title, group, place, category, standards: normalised


class SearchWord(db.Model):
    """What the office changed of the words of the trade: a concept of its own, one of the file in other words, or one taken out.

    The file `words_of_the_trade.tsv` is the beginning; a row stands in place of the file's concept of the same main word.
    """

    __tablename__ = "search_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    main: Mapped[str] = mapped_column(String(60), unique=True)  # the first of `thai`, by which others name it as a kind
    thai: Mapped[str] = mapped_column(Text)  # forms with | between them, normalised, as in the file; so are the next two
    english: Mapped[str] = mapped_column(Text, default="")
    kinds: Mapped[str] = mapped_column(Text, default="")  # main words of narrower concepts
    is_active: Mapped[bool] = mapped_column(default=True)  # False: the file's concept is taken out
    updated_at: Mapped[datetime] = mapped_column(default=now)


class SearchMiss(db.Model):
    """Words that somebody looked for and nothing was found: the words alone and how often, nothing of who or from where."""

    __tablename__ = "search_misses"
    __table_args__ = (
        index_where("ix_search_misses_waiting", "times", "id", where="settled_at IS NULL"),
        Index(None, "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(100), unique=True)  # normalised by shop.kernel.thai.normalise
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    times: Mapped[int] = mapped_column(default=1)
    settled_at: Mapped[datetime | None]  # an official made a word of it or put it aside: it is listed no more
