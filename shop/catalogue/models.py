"""Products: reviewed revisions, variants with price and stock, photos, and stock as movements."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from shop.catalogue.categories import Category
from shop.catalogue.pictures import Edit
from shop.groups.models import Group
from shop.kernel.clock import now, today
from shop.kernel.database import db, enum_column, index_where, unique_where
from shop.kernel.refusals import Refusal
from shop.kernel.review import RevisionStatus

_PRICES = ("max_price_satang", "min_price_satang")
_ASKED = ("category", "subcategory", "kind", "district_code", "max_price_satang")


class Product(db.Model):
    """What is sold. On sale = has a published revision, not suspended, not archived, and its group is approved."""

    __tablename__ = "products"
    __table_args__ = (
        Index(None, "import_key", unique=True),
        Index("ix_products_group_newest", "group_id", "is_listed", "published_at", "id"),
        # A list is walked in its own order along one of these, which holds what filters ask: rows are read for the page alone.
        Index("ix_products_listed_newest", "is_listed", "published_at", "id", *_ASKED),
        Index("ix_products_listed_price", "is_listed", "min_price_satang", "id", *_ASKED),
        Index("ix_products_listed_popular", "is_listed", "popularity", "id", *_ASKED),
        # How many there are is counted along these: whichever of category, district and kind are asked stand in front in one.
        Index("ix_products_listed_category", "is_listed", "category", "district_code", "kind", "subcategory", *_PRICES),
        Index("ix_products_listed_district", "is_listed", "district_code", "kind", "category", "subcategory", *_PRICES),
        Index("ix_products_listed_kind", "is_listed", "kind", "category", "subcategory", "district_code", *_PRICES),
        Index("ix_products_listed_subcategory", "is_listed", "subcategory", "district_code", "kind", *_PRICES),
        # What a deletion asks: which product this revision is shown by, which shows this photo.
        index_where("ix_products_published_revision_id", "published_revision_id", where="published_revision_id IS NOT NULL"),
        index_where("ix_products_cover_photo_id", "cover_photo_id", where="cover_photo_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    published_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_revisions.id", use_alter=True, name="fk_products_published_revision_id")
    )
    published_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(String(300), default="")  # the official's words to the group
    archived_at: Mapped[datetime | None]  # taken off sale by its group
    deleted_at: Mapped[datetime | None]  # thrown away by its group before it was ever published
    created_at: Mapped[datetime] = mapped_column(default=now)
    import_key: Mapped[str | None] = mapped_column(String(64))

    # Kept in step by catalogue.listing for lists and facets: never the truth, always derived.
    is_listed: Mapped[bool] = mapped_column(default=False)  # reachable by a buyer; its group's state included
    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[Category | None] = mapped_column(enum_column(Category))
    subcategory: Mapped[str | None] = mapped_column(String(40))
    min_price_satang: Mapped[int] = mapped_column(default=0)
    max_price_satang: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(
        String(40), default="", server_default=""
    )  # of the cheapest variant, as its name in English
    unit_en: Mapped[str] = mapped_column(String(80), default="", server_default="")
    kind: Mapped[str | None] = mapped_column(String(40))  # its group's, as the district
    district_code: Mapped[str | None] = mapped_column(String(4))
    available: Mapped[int] = mapped_column(default=0)  # pieces over all variants on sale
    # Counted at night by shop.favourites.popularity, so that lists in its order stand still by day.
    popularity: Mapped[int] = mapped_column(default=0, server_default="0")
    sold_count: Mapped[int] = mapped_column(default=0)
    # Kept by shop.reviews with each review that becomes public or ceases to be.
    review_count: Mapped[int] = mapped_column(default=0, server_default="0")
    star_sum: Mapped[int] = mapped_column(default=0, server_default="0")
    cover_photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id"))

    group: Mapped[Group] = relationship()
    published: Mapped["ProductRevision | None"] = relationship(foreign_keys=[published_revision_id], post_update=True)
    revisions: Mapped[list["ProductRevision"]] = relationship(
        back_populates="product", foreign_keys="ProductRevision.product_id", order_by="ProductRevision.number"
    )
    variants: Mapped[list["Variant"]] = relationship(back_populates="product", order_by="Variant.position, Variant.id")
    cover_photo: Mapped["Photo | None"] = relationship(foreign_keys=[cover_photo_id])


class ProductRevision(db.Model):
    """The reviewed content of a product. Written while `draft`, immutable once submitted."""

    __tablename__ = "product_revisions"
    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        unique_where("uq_product_revisions_draft", "product_id", where="status = 'draft'"),
        unique_where("uq_product_revisions_in_review", "product_id", where="status = 'in_review'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    status: Mapped[RevisionStatus] = mapped_column(enum_column(RevisionStatus), default=RevisionStatus.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    title: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[Category | None] = mapped_column(enum_column(Category))
    subcategory: Mapped[str | None] = mapped_column(String(40))
    size_text: Mapped[str] = mapped_column(String(120), default="")  # "30 × 20 × 15 ซม."
    ingredients: Mapped[str] = mapped_column(Text, default="")
    allergens: Mapped[list] = mapped_column(default=list)  # keys of shop.catalogue.allergens
    shelf_life_days: Mapped[int | None]
    made_to_order_days: Mapped[int | None]  # None: ready to send
    weekly_capacity: Mapped[int | None]  # pieces a week
    flags: Mapped[list] = mapped_column(default=list)  # [{"kind", "word"}] found when submitted: prohibited goods, claims
    prices: Mapped[dict] = mapped_column(default=dict)  # {variant id: satang} as submitted: what the official is shown

    product: Mapped[Product] = relationship(back_populates="revisions", foreign_keys=[product_id])
    standards: Mapped[list["RevisionStandard"]] = relationship(back_populates="revision", order_by="RevisionStandard.id")
    photos: Mapped[list["RevisionPhoto"]] = relationship(back_populates="revision", order_by="RevisionPhoto.position")

    @property
    def valid_standards(self) -> list["RevisionStandard"]:
        """Those that hold today: what buyers are shown."""
        return [standard for standard in self.standards if standard.is_valid]


class StandardKind(StrEnum):
    FDA = "fda"  # อย., 13 digits
    TCPS = "tcps"  # มผช., number/year
    OTOP = "otop"  # stars, 1 to 5
    GI = "gi"
    HALAL = "halal"
    ORGANIC = "organic"


class RevisionStandard(db.Model):
    __tablename__ = "revision_standards"
    __table_args__ = (
        UniqueConstraint("revision_id", "kind"),
        Index("ix_revision_standards_kind", "kind", "revision_id", "expires_on"),
        index_where("ix_revision_standards_evidence_photo_id", "evidence_photo_id", where="evidence_photo_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("product_revisions.id", ondelete="CASCADE"))
    kind: Mapped[StandardKind] = mapped_column(enum_column(StandardKind))
    number: Mapped[str] = mapped_column(String(40), default="")  # normal form; for otop the number of stars
    expires_on: Mapped[date | None]
    evidence_photo_id: Mapped[int | None] = mapped_column(ForeignKey("photos.id"))

    revision: Mapped[ProductRevision] = relationship(back_populates="standards")
    evidence: Mapped["Photo | None"] = relationship()

    @property
    def is_valid(self) -> bool:
        """Whether it may be shown to buyers today, in Thailand."""
        return self.expires_on is None or self.expires_on >= today()

    @property
    def stars(self) -> int | None:
        """Of OTOP, 1 to 5."""
        return int(self.number) if self.kind is StandardKind.OTOP and self.number.isdecimal() else None


class RevisionPhoto(db.Model):
    __tablename__ = "revision_photos"
    __table_args__ = (UniqueConstraint("revision_id", "photo_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("product_revisions.id", ondelete="CASCADE"))
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(String(160), default="")  # what it shows, for those who do not see it

    revision: Mapped[ProductRevision] = relationship(back_populates="photos")
    photo: Mapped["Photo"] = relationship(lazy="joined")


class PhotoStatus(StrEnum):
    WAITING = "waiting"  # uploaded, a job has yet to re-encode it
    READY = "ready"
    REFUSED = "refused"


class Photo(db.Model):
    """An uploaded picture: `private/photos/<key>/...`, copied to `public/photos/<key>/...` once approved content shows it."""

    __tablename__ = "photos"
    __table_args__ = (Index(None, "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    status: Mapped[PhotoStatus] = mapped_column(enum_column(PhotoStatus), default=PhotoStatus.WAITING)
    refusal: Mapped[str] = mapped_column(String(40), default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    dominant_colour: Mapped[str] = mapped_column(String(7), default="#eef4ee")
    widths: Mapped[list] = mapped_column(default=list)  # of the files made, e.g. [320, 640, 1280]
    formats: Mapped[list] = mapped_column(default=lambda: ["webp"])  # there is a file of each width in each of these
    advice: Mapped[list] = mapped_column(default=list)  # keys of catalogue.picture_advice: told to its group, never refused
    turns: Mapped[int] = mapped_column(default=0)  # quarters to the right, done to what was sent
    crop: Mapped[list] = mapped_column(default=list)  # then cut: left, top, width, height in thousandths; empty: all of it
    published_at: Mapped[datetime | None]  # its files stand in public/
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None]

    @property
    def edit(self) -> Edit:
        return Edit(self.turns, tuple(self.crop) if self.crop else None)


class PhotoUpload(db.Model):
    """A photo on its way in pieces: `private/uploads/<key>/<offset>`, joined under the same key once all of it is there."""

    __tablename__ = "photo_uploads"
    __table_args__ = (
        CheckConstraint("received_bytes >= 0 AND received_bytes <= size_bytes", name="no_more_than_announced"),
        Index(None, "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    account_id: Mapped[int]  # who sends it: nobody else may go on with it
    size_bytes: Mapped[int]
    received_bytes: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime | None]  # all of it was there, and it is a photo
    refusal: Mapped[str] = mapped_column(String(40), default="")
    touched_at: Mapped[datetime] = mapped_column(default=now)


class Variant(db.Model):
    """A size or flavour with its own price, stock and weight. `available` is the sum of its stock movements."""

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("price_satang > 0", name="price_positive"),
        CheckConstraint("available >= 0", name="never_oversold"),
        CheckConstraint("weight_grams IS NULL OR weight_grams > 0", name="weight_positive"),
        Index(None, "product_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    sku: Mapped[str] = mapped_column(String(40), default="")
    unit: Mapped[str] = mapped_column(String(40), default="")  # what the price buys: "200 กรัม", "ใบ"
    price_satang: Mapped[int]
    reviewed_price_satang: Mapped[int | None]  # the last price an official saw; None before the first approval
    requested_price_satang: Mapped[int | None]  # more than 20 % off the reviewed one, or of a new variant: waits for review
    weight_grams: Mapped[int | None]
    available: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]  # not on sale: taken away, or added to a published product and not yet approved

    product: Mapped[Product] = relationship(back_populates="variants")

    @property
    def unit_en(self) -> str:
        """What the price buys, for who reads English."""
        return self.name_en

    @property
    def is_waiting(self) -> bool:
        """Added to a product that officials already know: on sale once they approve it."""
        return self.retired_at is not None and self.reviewed_price_satang is None and self.requested_price_satang is not None


class MovementKind(StrEnum):
    RECEIVED = "received"  # made or bought in: +
    HELD = "held"  # for an order: -, and + when the hold ends
    SOLD = "sold"  # left with a buyer: -
    RETURNED = "returned"  # came back and can be sold again: +
    CORRECTED = "corrected"  # counted again: + or -


class StockMovement(db.Model):
    """A change of what can be sold. Only ever added; the sum over a variant is its `available`."""

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="moves"),
        Index(None, "variant_id", "id"),
        Index(None, "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    kind: Mapped[MovementKind] = mapped_column(enum_column(MovementKind))
    quantity: Mapped[int]  # pieces, signed: what it adds to `available`
    order_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(120), default="")


class RevisionImmutable(Refusal):
    """A submitted revision is what an official reads and buyers are shown: it never changes."""


_LIFE = {"status", "submitted_at", "submitted_by", "decided_at"}


@event.listens_for(ProductRevision, "before_update")
def _refuse_to_rewrite(_mapper: Mapper, _connection: Connection, revision: ProductRevision) -> None:
    state = inspect(revision)
    was = state.attrs.status.history.deleted or [revision.status]
    content = {attribute.key for attribute in state.mapper.column_attrs} - _LIFE
    if was[0] is not RevisionStatus.DRAFT and any(state.attrs[name].history.has_changes() for name in content):
        raise RevisionImmutable(revision.id)


@event.listens_for(RevisionStandard, "before_update")
@event.listens_for(RevisionStandard, "before_delete")
@event.listens_for(RevisionPhoto, "before_update")
@event.listens_for(RevisionPhoto, "before_delete")
def _refuse_to_rewrite_parts(_mapper: Mapper, connection: Connection, part: RevisionStandard | RevisionPhoto) -> None:
    if (
        connection.scalar(select(ProductRevision.status).where(ProductRevision.id == part.revision_id))
        is not RevisionStatus.DRAFT
    ):
        raise RevisionImmutable(part.revision_id)
