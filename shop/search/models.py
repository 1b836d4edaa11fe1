"""What each listed product can be found by."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.database import db


class SearchDocument(db.Model):
    __tablename__ = "search_documents"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)  # normalised by shop.kernel.thai.normalise
    sound: Mapped[str] = mapped_column(
        Text, default="", server_default=""
    )  # title, group, place, words of the trade: as they sound
    body: Mapped[str] = mapped_column(Text)  # title, group, place, category, standards: normalised
