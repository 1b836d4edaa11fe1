"""Draws share pictures: 1200 x 630 points, the photo on the left, what it is on the right.

The words are Thai, with the English name under it where there is one: a message shows the same picture to everybody.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from shop.catalogue.models import Photo, PhotoStatus, Product
from shop.catalogue.photos import private_key
from shop.fairs.models import Fair
from shop.groups.models import Group
from shop.kernel import paper, places
from shop.kernel.database import db
from shop.kernel.money import format_baht
from shop.kernel.storage import NoSuchFile, storage
from shop.kernel.thai import format_date
from shop.papers.models import ShareKind

WIDTH, HEIGHT = 1200, 630  # what LINE, Facebook and others show whole
PHOTO_WIDTH = 600
QUALITY = 85


@dataclass(frozen=True)
class Words:
    """`over` stands above the title, `big` is its price or its days."""

    title: str
    title_en: str = ""
    over: str = ""
    big: str = ""
    place: str = ""


def photo_and_words(kind: ShareKind, subject_id: int) -> tuple[str | None, Words]:
    """The storage key of its photo, if it has one that is ready, and what is said. Reads the database."""
    if kind is ShareKind.PRODUCT:
        product = db.session.get_one(Product, subject_id)
        return _photo_key(product.cover_photo_id), _of_product(product)
    if kind is ShareKind.GROUP:
        group = db.session.get_one(Group, subject_id)
        title_en = group.published.name_en
        return _photo_key(group.published.cover_photo_id), Words(group.name, title_en, "กลุ่มอาชีพ", place=_place_of(group))
    return None, _of_fair(db.session.get_one(Fair, subject_id))


def draw(photo_key: str | None, words: Words, market: str) -> bytes:
    """A JPEG. A photo whose file is gone is left out."""
    photo = _photo(photo_key)
    data = {"has_photo": photo is not None, "market": market, "photo_width": PHOTO_WIDTH} | {
        name: paper.breakable(text) for name, text in vars(words).items()
    }
    picture = Image.open(BytesIO(paper.picture("share", data))).convert("RGB")
    if photo is not None:
        picture.paste(photo, (0, 0))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _of_product(product: Product) -> Words:
    lowest = format_baht(product.min_price_satang)
    price = f"เริ่มต้น {lowest}" if product.max_price_satang > product.min_price_satang else lowest
    return Words(product.title, product.title_en, product.group.name, price, _place_of(product.group))


def _of_fair(fair: Fair) -> Words:
    days = format_date(fair.starts_on, "th", "long")
    if fair.ends_on != fair.starts_on:
        days = f"{format_date(fair.starts_on)} – {format_date(fair.ends_on)}"
    return Words(fair.title, fair.title_en, "งานแสดงสินค้า", days, fair.place)


def _place_of(group: Group) -> str:
    district = places.district(group.district_code) if group.district_code else None
    province = places.province(group.province_code) if group.province_code else None
    return " ".join(f"{word}{area.name_th}" for word, area in (("อ.", district), ("จ.", province)) if area)


def _photo_key(photo_id: int | None) -> str | None:
    photo = db.session.get(Photo, photo_id) if photo_id else None
    return private_key(photo.key, max(photo.widths)) if photo and photo.status is PhotoStatus.READY and photo.widths else None


def _photo(key: str | None) -> Image.Image | None:
    if key is None:
        return None
    try:
        found = Image.open(BytesIO(storage.get(key)))
    except (NoSuchFile, OSError):
        return None
    return ImageOps.fit(found.convert("RGB"), (PHOTO_WIDTH, HEIGHT), Image.Resampling.LANCZOS)
