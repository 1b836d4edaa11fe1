"""The same picture or the same words in the goods of two groups: prints kept of each, and how near ones are found.

A print of a photo is made by the job that prepares it, of a text when it is sent for review; what was there before gets its
own at night. How near ones are found without reading all of them: shop/kernel/prints.py.
"""

from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from shop.catalogue.models import Photo, PhotoStatus, Product, ProductRevision, RevisionPhoto
from shop.groups.models import Group
from shop.kernel.database import db, insert
from shop.kernel.prints import bands_of, distance, print_of_text, says_much
from shop.kernel.review import RevisionStatus

SAME_PHOTO = 6  # bits of 64: what another size, another quality or a little light changes
SAME_TEXT = 8
MOST_COMPARED = 2000  # rows with an equal band: more of them says that the band tells nothing
SEEN = (RevisionStatus.APPROVED, RevisionStatus.IN_REVIEW)


class PhotoPrint(db.Model):
    __tablename__ = "photo_prints"
    __table_args__ = tuple(Index(None, f"band_{place}") for place in range(4))

    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    seal: Mapped[int] = mapped_column(BigInteger)
    band_0: Mapped[int]
    band_1: Mapped[int]
    band_2: Mapped[int]
    band_3: Mapped[int]


class TextPrint(db.Model):
    """Of a revision's description."""

    __tablename__ = "text_prints"
    __table_args__ = tuple(Index(None, f"band_{place}") for place in range(4))

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("product_revisions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seal: Mapped[int] = mapped_column(BigInteger)
    band_0: Mapped[int]
    band_1: Mapped[int]
    band_2: Mapped[int]
    band_3: Mapped[int]


class Double(NamedTuple):
    """Another group has the same."""

    group_id: int
    group_name: str


def keep_photo_print(photo_id: int, seal: int) -> None:
    _keep(PhotoPrint, photo_id=photo_id, seal=seal)


def keep_text_print(revision: ProductRevision) -> None:
    """Nothing where the description is too short to be somebody's."""
    if (seal := print_of_text(revision.description)) is not None:
        _keep(TextPrint, revision_id=revision.id, seal=seal)


def photo_doubles(photo_ids: list[int], group_id: int) -> list[Double]:
    """Other groups that have one of these photos, in a listing that is on sale or waits: two questions, however many photos."""
    mine = dict(db.session.execute(select(PhotoPrint.photo_id, PhotoPrint.seal).where(PhotoPrint.photo_id.in_(photo_ids))).all())
    mine = {photo_id: seal for photo_id, seal in mine.items() if says_much(seal)}
    if not mine:
        return []
    shown = select(RevisionPhoto.id).join(ProductRevision, ProductRevision.id == RevisionPhoto.revision_id)
    shown = shown.where(RevisionPhoto.photo_id == Photo.id, ProductRevision.status.in_(SEEN))
    asked = (
        select(PhotoPrint.seal, Group.id, Group.name)
        .join(Photo, Photo.id == PhotoPrint.photo_id)
        .join(Group, Group.id == Photo.group_id)
        .where(_has_band(PhotoPrint, mine.values()), Photo.group_id != group_id, shown.exists())
    )
    return _near(asked, mine.values(), SAME_PHOTO)


def text_doubles(revision: ProductRevision, group_id: int) -> list[Double]:
    """Other groups whose listing says the same."""
    seal = print_of_text(revision.description)
    if seal is None:
        return []
    asked = (
        select(TextPrint.seal, Group.id, Group.name)
        .join(ProductRevision, ProductRevision.id == TextPrint.revision_id)
        .join(Product, Product.id == ProductRevision.product_id)
        .join(Group, Group.id == Product.group_id)
        .where(_has_band(TextPrint, [seal]), Group.id != group_id, ProductRevision.status.in_(SEEN))
    )
    return _near(asked, [seal], SAME_TEXT)


def photos_without_print(limit: int) -> list[tuple[int, str, list[int]]]:
    """(id, key, widths) of ready photos that have none yet, the newest first."""
    lacks = ~select(PhotoPrint.photo_id).where(PhotoPrint.photo_id == Photo.id).exists()
    asked = select(Photo.id, Photo.key, Photo.widths).where(Photo.status == PhotoStatus.READY, lacks)
    return [tuple(row) for row in db.session.execute(asked.order_by(Photo.id.desc()).limit(limit))]


def revisions_without_print(limit: int, below: int | None = None) -> list[ProductRevision]:
    """Of those on sale or waiting, with an id under `below`, the newest first."""
    lacks = ~select(TextPrint.revision_id).where(TextPrint.revision_id == ProductRevision.id).exists()
    asked = select(ProductRevision).where(ProductRevision.status.in_(SEEN), lacks)
    asked = asked.where(ProductRevision.id < below) if below is not None else asked
    return list(db.session.scalars(asked.order_by(ProductRevision.id.desc()).limit(limit)))


def _keep(table: type, **values: int) -> None:
    """Once: a print never changes, as that which it is of does not."""
    bands = {f"band_{place}": band for place, band in enumerate(bands_of(values["seal"]))}
    db.session.execute(insert(table).values(**values, **bands).on_conflict_do_nothing())


def _has_band(table: type, seals) -> ColumnElement[bool]:
    wanted: list[set[int]] = [set(), set(), set(), set()]
    for seal in seals:
        for place, band in enumerate(bands_of(seal)):
            wanted[place].add(band)
    return or_(*(getattr(table, f"band_{place}").in_(sorted(bands)) for place, bands in enumerate(wanted)))


def _near(asked, seals, most: int) -> list[Double]:
    rows = db.session.execute(asked.limit(MOST_COMPARED)).all()
    found = {Double(group_id, name) for seal, group_id, name in rows if any(distance(seal, one) <= most for one in seals)}
    return sorted(found)
