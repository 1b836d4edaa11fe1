"""Where a step or a piece of advice is mended, and what stood in its field then and stands there now, in words."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.quality.advised import Advice
from shop.quality.models import Training
from shop.quality.score import Help, Part
from shop.web.words import ALLERGENS, STANDARDS, SUBCATEGORIES

_SECTIONS = {
    Part.TITLE: ("about", "title"),
    Part.DESCRIPTION: ("about", "description"),
    Part.SIZE: ("about", "size_text"),
    Part.INGREDIENTS: ("food", "ingredients"),
    Part.ALLERGENS: ("food", "allergens-0"),
    Part.SHELF_LIFE: ("food", "shelf_life_days"),
    Part.ENGLISH: ("english", "title_en"),
}
_PHOTOS = (Part.PHOTOS, Part.CLEAR_PHOTOS, Part.LABEL_PHOTO)
_OF_ADVICE = {
    "title": Part.TITLE,
    "description": Part.DESCRIPTION,
    "size_text": Part.SIZE,
    "ingredients": Part.INGREDIENTS,
    "allergens": Part.ALLERGENS,
    "shelf_life_days": Part.SHELF_LIFE,
    "photos": Part.PHOTOS,
    "standards": Part.STANDARDS,
    "variants": Part.WEIGHT,
    "subcategory": Part.TITLE,
}
LONGEST_SHOWN = 300  # characters of a text beside its earlier self


def place_of(part: Part, product_id: int) -> str:
    """The address of the very field."""
    if part in _SECTIONS:
        section, field = _SECTIONS[part]
        return url_for("seller.edit_section", product_id=product_id, section=section, _anchor=field)
    if part in _PHOTOS:
        return url_for("seller.product_photos", product_id=product_id)
    if part is Part.STANDARDS:
        return url_for("seller.product_standards", product_id=product_id)
    if part is Part.QUESTIONS:
        return url_for("seller.list_questions")
    if part is Part.REVIEWS:
        return url_for("seller.reviews")
    if part is Part.PRICE:
        return url_for("seller.new_variant", product_id=product_id)
    return url_for("seller.show_product", product_id=product_id, _anchor="variants")


def place_of_advice(piece: Advice, product_id: int) -> str:
    """Empty where it is about all of it."""
    part = _OF_ADVICE.get(piece.field)
    return place_of(part, product_id) if part else ""


def sides_of(piece: Advice) -> tuple[str, str] | None:
    """What the official read, and what stands there now; None where that is no text."""
    if piece.field in ("variants", "general"):
        return None
    known = {photo_id for photo_id, _alt in piece.before or ()} if piece.field == "photos" else set()
    return _said(piece.field, piece.before, known), _said(piece.field, piece.after, known)


def training_for(trainings: list[Training], helps: Help | None) -> Training | None:
    """The soonest that helps with it."""
    return next((training for training in trainings if helps in training.helps), None) if helps else None


def _said(field: str, value: object, known: set[int]) -> str:
    if not value:
        return _("ยังไม่ได้ใส่")
    if field == "photos":
        return _photos(value, known)
    if field == "standards":
        return ", ".join(_standard(*one) for one in value)
    if field == "allergens":
        return ", ".join(str(ALLERGENS.get(key, key)) for key in value)
    if field == "subcategory":
        return str(SUBCATEGORIES.get(value, value))
    if field == "shelf_life_days":
        return ngettext("%(num)s วัน", "%(num)s วัน", value)
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"


def _photos(shown: list[tuple[int, str]], known: set[int]) -> str:
    words = _("%(count)s รูป", count=len(shown))
    new = sum(photo_id not in known for photo_id, _alt in shown)
    told = [alt for _id, alt in shown if alt]
    parts = [words, *([_("ใหม่ %(count)s รูป", count=new)] if new else []), *told]
    return " · ".join(parts)


def _standard(kind: str, number: str, _expires: object, evidence: int | None) -> str:
    named = f"{STANDARDS[kind]} {number}"
    return _("%(standard)s มีรูปใบรับรอง", standard=named) if evidence else named
