"""What can be seen without a person: each finding says how grave it is and where. They decide nothing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median

from sqlalchemy import func, select

from shop.catalogue import likeness
from shop.catalogue.categories import Category
from shop.catalogue.models import Photo, PhotoStatus, Product, ProductRevision, RevisionStandard, StandardKind, Variant
from shop.catalogue.picture_advice import BLURRED, DARK
from shop.catalogue.prohibited import Kind, flags
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.kernel.identifiers import enterprise_number, fda_serial, tcps
from shop.kernel.refusals import BadValue
from shop.moderation.checklist import lacks_serial
from shop.moderation.models import Submission, SubmissionKind

SMALLEST_PHOTO = 600  # pixels wide: below it a label cannot be read
SHORTEST_TEXT = 60  # characters: below it a description or a story tells nothing
NEAR = 1.25  # times the median of its kind, or its part: what may be called near
FAR = 3  # times the median of its kind, or a third of it
FEWEST_PRICES = 5  # to call something usual
MOST_PRICES = 1000
NAMED = 3  # groups that have the same
NUMBER_FORMS = {StandardKind.FDA: fda_serial, StandardKind.TCPS: tcps}


class Level(StrEnum):
    OK = "ok"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """`key` has its words in the desk; `params` fill them (amounts in satang)."""

    key: str
    level: Level
    field: str
    params: dict = field(default_factory=dict)


def findings_for(submission: Submission) -> list[Finding]:
    """The grave ones first."""
    if submission.kind is SubmissionKind.GROUP:
        found = _of_group(submission.group_profile)
    elif submission.kind is SubmissionKind.PRICE:
        found = _of_price(submission)
    else:
        found = _of_product(submission.product_revision)
    return sorted(found, key=lambda finding: [Level.BAD, Level.LOOK, Level.OK].index(finding.level))


def grave_findings(submission: Submission) -> list[Finding]:
    """Those that stand against approving, without asking what only deserves a look: prices of others, copies."""
    if submission.kind is SubmissionKind.PRICE:
        return []
    of_product = submission.kind is SubmissionKind.PRODUCT
    found = _of_itself(submission.product_revision) if of_product else _of_profile(submission.group_profile)
    return [finding for finding in found if finding.level is Level.BAD]


def flagged_words(submission: Submission) -> list[str]:
    """Words of the submission to be marked where they stand."""
    if submission.product_revision is not None:
        return [flag["word"] for flag in submission.product_revision.flags]
    return [flag.word for flag in flags(submission.group_profile.story)] if submission.group_profile else []


def _of_product(revision: ProductRevision) -> list[Finding]:
    seen = list(revision.prices.values()) or [variant.price_satang for variant in _on_sale(revision)]
    usual = _usual_price(seen, revision.category, revision.subcategory, revision.product_id)
    return [*_of_itself(revision), *_doubles(revision), *usual]


def _of_itself(revision: ProductRevision) -> list[Finding]:
    """What can be said without looking at anybody else's."""
    found = [*_flags(revision.flags), *_photos([shown.photo for shown in revision.photos]), *_eaten(revision)]
    found += _text("description", revision.description)
    for standard in revision.standards:
        found += _standard(standard)
    if lacks_serial(revision):
        found.append(Finding("serial_missing", Level.BAD, "standards"))
    if any(variant.weight_grams is None for variant in _on_sale(revision)):
        found.append(Finding("weight_missing", Level.BAD, "variants"))
    return found


def _on_sale(revision: ProductRevision) -> list[Variant]:
    return [variant for variant in revision.product.variants if variant.retired_at is None]


def _flags(found: list[dict]) -> list[Finding]:
    level = {Kind.HEALTH_CLAIM: Level.LOOK}
    return [
        Finding(f"flag_{flag['kind']}", level.get(flag["kind"], Level.BAD), "description", {"word": flag["word"]})
        for flag in found
    ]


def _photos(photos: list[Photo]) -> list[Finding]:
    if not photos:
        return [Finding("photos_none", Level.BAD, "photos")]
    found = []
    if any(photo.status is PhotoStatus.REFUSED for photo in photos):
        found.append(Finding("photos_refused", Level.BAD, "photos"))
    if any(photo.status is PhotoStatus.WAITING for photo in photos):
        found.append(Finding("photos_waiting", Level.LOOK, "photos"))
    small = [photo for photo in photos if photo.width is not None and photo.width < SMALLEST_PHOTO]
    if small:
        found.append(Finding("photos_small", Level.LOOK, "photos", {"count": len(small), "width": min(p.width for p in small)}))
    for key, advice in (("photos_blurred", BLURRED), ("photos_dark", DARK)):
        if told := sum(advice in photo.advice for photo in photos):
            found.append(Finding(key, Level.LOOK, "photos", {"count": told}))
    count = {"count": len(photos)}
    return [
        *found,
        Finding("photos_few", Level.LOOK, "photos", count)
        if len(photos) < 2
        else Finding("photos_enough", Level.OK, "photos", count),
    ]


def _doubles(revision: ProductRevision) -> list[Finding]:
    """The same photo, or the same words, in the goods of another group: who made whose is for a person to find out."""
    group_id = revision.product.group_id
    found = {
        ("photo_double", "photos"): likeness.photo_doubles([shown.photo_id for shown in revision.photos], group_id),
        ("text_double", "description"): likeness.text_doubles(revision, group_id),
    }
    return [
        Finding(key, Level.LOOK, field, {"groups": ", ".join(double.group_name for double in doubles[:NAMED])})
        for (key, field), doubles in found.items()
        if doubles
    ]


def _eaten(revision: ProductRevision) -> list[Finding]:
    if revision.category not in (Category.FOOD, Category.DRINKS):
        return []
    wanted = {
        "ingredients": (revision.ingredients, Level.BAD),
        "shelf_life_days": (revision.shelf_life_days, Level.BAD),
        "allergens": (revision.allergens, Level.LOOK),
    }
    return [Finding(f"{name}_missing", level, name) for name, (value, level) in wanted.items() if not value]


def _text(name: str, text: str) -> list[Finding]:
    return [Finding(f"{name}_short", Level.LOOK, name, {"count": len(text)})] if len(text) < SHORTEST_TEXT else []


def _standard(standard: RevisionStandard) -> list[Finding]:
    about = {"standard": standard.kind, "number": standard.number}
    found = []
    if not _has_form(standard.kind, standard.number):
        found.append(Finding("standard_form", Level.BAD, "standards", about))
    if _is_over(standard.expires_on):
        found.append(Finding("standard_expired", Level.BAD, "standards", {**about, "date": standard.expires_on}))
    if standard.evidence_photo_id is None:
        found.append(Finding("standard_no_evidence", Level.LOOK, "standards", about))
    return found or [Finding("standard_fine", Level.OK, "standards", about)]


def _has_form(kind: StandardKind, number: str) -> bool:
    try:
        return bool(NUMBER_FORMS.get(kind, str)(number))
    except BadValue:
        return False


def _is_over(expires_on: date | None) -> bool:
    return expires_on is not None and expires_on < today()


def _usual_price(seen: list[int], category: Category | None, subcategory: str | None, product_id: int) -> list[Finding]:
    """Against what others of its kind cost: of its sub-category, or where there are few, of its category."""
    if not seen or category is None:
        return []
    asked = select(Product.min_price_satang, Product.subcategory).where(
        Product.is_listed, Product.category == category, Product.id != product_id
    )
    rows = db.session.execute(asked.order_by(Product.id.desc()).limit(MOST_PRICES)).all()
    same = [satang for satang, sub in rows if sub == subcategory]
    others = same if len(same) >= FEWEST_PRICES else [satang for satang, _sub in rows]
    if len(others) < FEWEST_PRICES:
        return []
    usual = round(median(others))
    is_far = max(seen) > FAR * usual or min(seen) * FAR < usual
    about = {"low": min(seen), "high": max(seen), "usual": usual}
    if is_far:
        return [Finding("price_far", Level.LOOK, "variants", about)]
    is_near = max(seen) <= NEAR * usual and min(seen) * NEAR >= usual
    return [Finding("price_usual" if is_near else "price_within", Level.OK, "variants", about)]


def _of_group(profile: GroupProfile) -> list[Finding]:
    found = _of_profile(profile)
    doubles = select(func.count(Group.id)).where(
        Group.id != profile.group_id, Group.name == profile.name, Group.status.in_([GroupStatus.APPROVED, GroupStatus.SUSPENDED])
    )
    if count := db.session.scalar(doubles):
        found.append(Finding("name_double", Level.LOOK, "name", {"count": count}))
    else:
        found.append(Finding("name_single", Level.OK, "name"))
    return found


def _of_profile(profile: GroupProfile) -> list[Finding]:
    found = [*_flags([{"kind": flag.kind, "word": flag.word} for flag in flags(profile.story)]), *_text("story", profile.story)]
    if profile.cover_photo_id is None:
        found.append(Finding("cover_none", Level.LOOK, "cover_photo_id"))
    if profile.enterprise_number:
        is_number = _is_enterprise_number(profile.enterprise_number)
        about = {"number": profile.enterprise_number}
        key, level = ("enterprise_fine", Level.OK) if is_number else ("enterprise_form", Level.BAD)
        found.append(Finding(key, level, "enterprise_number", about))
    return found


def _is_enterprise_number(number: str) -> bool:
    try:
        enterprise_number(number)
    except BadValue:
        return False
    return True


def _of_price(submission: Submission) -> list[Finding]:
    variant: Variant = submission.variant
    product = variant.product
    found = []
    reviewed = variant.reviewed_price_satang
    if reviewed:
        percent = round((submission.price_satang - reviewed) * 100 / reviewed)
        about = {"percent": abs(percent), "before": reviewed, "after": submission.price_satang}
        found.append(Finding("price_up" if percent > 0 else "price_down", Level.LOOK, "variants", about))
    else:
        found.append(Finding("price_first", Level.LOOK, "variants", {"after": submission.price_satang}))
    return found + _usual_price([submission.price_satang], product.category, product.subcategory, product.id)
