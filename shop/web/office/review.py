"""A submission as an official reads it: each field in words, what was taken out and put in, photos beside photos."""

import re
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from shop.catalogue.models import Photo, Product, ProductRevision, RevisionStandard
from shop.groups.models import GroupProfile
from shop.kernel.identifiers import format_phone
from shop.kernel.places import UnknownPlace, format_place, place
from shop.moderation import queries
from shop.moderation.changes import Change, Piece, changes_of, compare_texts
from shop.moderation.models import Submission, SubmissionKind
from shop.web.language import locale
from shop.web.office.words import FIELDS
from shop.web.words import ALLERGENS, CATEGORIES, GROUP_KINDS, SUBCATEGORIES


class Row(NamedTuple):
    """A field in words: its pieces, each `same`, `added` or `removed`."""

    field: str
    label: str
    pieces: list[Piece]
    is_change: bool


class Shown(NamedTuple):
    """A photo, and whether it is new beside the approved ones."""

    photo: Photo
    alt: str
    is_new: bool


class Review(NamedTuple):
    """All that stands on the left of the checklist. `approved` is what buyers read now, None where there is nothing."""

    changed: list[Row]
    same: list[Row]
    photos: list[Shown]
    approved_photos: list[Shown]
    standards: list[RevisionStandard]
    product: Product | None
    approved: GroupProfile | ProductRevision | None


def review_of(submission: Submission) -> Review:
    if submission.kind is SubmissionKind.GROUP:
        return _group(submission)
    if submission.kind is SubmissionKind.PRODUCT:
        return _product(submission)
    return Review([], [], [], [], [], submission.variant.product, None)


def _group(submission: Submission) -> Review:
    new, approved = submission.group_profile, submission.group.published
    rows = [_row(change, approved is None) for change in changes_of(new, approved)]
    covers = queries.photos_by_id({profile.cover_photo_id for profile in (new, approved) if profile})
    sides = [
        [Shown(covers[profile.cover_photo_id], "", approved is None or profile.cover_photo_id != approved.cover_photo_id)]
        if profile and profile.cover_photo_id in covers
        else []
        for profile in (new, approved)
    ]
    return _sorted(rows, sides[0], sides[1], [], None, approved)


def _product(submission: Submission) -> Review:
    new = submission.product_revision
    approved = queries.approved_revision(new.product)
    rows = [_row(change, approved is None) for change in changes_of(new, approved)]
    known = {shown.photo_id for shown in approved.photos} if approved else set()
    sides = [
        [Shown(shown.photo, shown.alt, shown.photo_id not in known) for shown in revision.photos] if revision else []
        for revision in (new, approved)
    ]
    return _sorted(rows, sides[0], sides[1], list(new.standards), new.product, approved)


def _sorted(rows: list[Row], photos: list, approved_photos: list, standards: list, product: Product | None, approved) -> Review:
    changed, same = [row for row in rows if row.is_change], [row for row in rows if not row.is_change]
    if approved is None:  # all of it is new: nothing is marked, everything is read
        changed, same = rows, []
    return Review(changed, same, photos, approved_photos, standards, product, approved)


def _row(change: Change, is_new: bool) -> Row:
    before, after = field_words(change.field, change.before), field_words(change.field, change.after)
    pieces = [Piece("same", after)] if is_new or not change.is_change else compare_texts(before, after)
    return Row(change.field, str(FIELDS[change.field]), pieces, change.is_change)


def field_words(field: str, value: object) -> str:
    """A field's value as people read it."""
    if value in (None, "", []):
        return ""
    special = {
        "allergens": lambda keys: ", ".join(str(ALLERGENS.get(key, key)) for key in keys),
        "category": lambda key: str(CATEGORIES.get(key, key)),
        "contact_phone": format_phone,
        "kind": lambda key: str(GROUP_KINDS.get(key, key)),
        "made_to_order_days": _days,
        "member_count": lambda count: _("%(count)s คน", count=count),
        "shelf_life_days": _days,
        "subcategory": lambda key: str(SUBCATEGORIES.get(key, key)),
        "subdistrict_code": _place,
        "weekly_capacity": lambda count: _("%(count)s ชิ้น", count=count),
    }
    return special.get(field, str)(value)


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """The text in runs, and whether each is one of these words: what the market flagged, marked where it stands."""
    if not words:
        return [(text, False)]
    found = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    runs, reached = [], 0
    for match in found.finditer(text):
        runs += [(text[reached : match.start()], False), (match[0], True)]
        reached = match.end()
    return [run for run in [*runs, (text[reached:], False)] if run[0]]


def _days(count: int) -> str:
    return ngettext("%(num)s วัน", "%(num)s วัน", count)


def _place(code: str) -> str:
    try:
        return format_place(place(code), locale()).rsplit(" ", 1)[0]
    except UnknownPlace:
        return code


def content_of(revision: GroupProfile | ProductRevision) -> list[tuple[str, str]]:
    """(field, value) in words, of everything that was written."""
    return [(str(FIELDS[change.field]), field_words(change.field, change.after)) for change in changes_of(revision, None)]
