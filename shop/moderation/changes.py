"""What a submission would change: field by field against what buyers read now, and word by word inside a text."""

from difflib import SequenceMatcher
from typing import NamedTuple

from shop.catalogue.models import ProductRevision
from shop.groups.models import GroupProfile
from shop.kernel.thai.words import cut

GROUP_FIELDS = (
    *("name", "name_en", "kind", "subdistrict_code", "postcode", "address_line", "contact_name", "contact_phone"),
    *("story", "story_en", "enterprise_number", "member_count"),
)
PRODUCT_FIELDS = (
    *("title", "title_en", "category", "subcategory", "description", "description_en", "size_text", "ingredients", "allergens"),
    *("shelf_life_days", "made_to_order_days", "weekly_capacity"),
)
LONGEST_COMPARED = 4000  # words: beyond it the comparison of two texts would take longer than reading them


class Change(NamedTuple):
    """One field: what buyers read now (None where nothing was approved), and what they would read."""

    field: str
    before: object
    after: object

    @property
    def is_change(self) -> bool:
        return (self.before or None) != (self.after or None)


class Piece(NamedTuple):
    """A run of text: `same`, `added` or `removed`."""

    kind: str
    text: str


def changes_of(new: GroupProfile | ProductRevision, approved: GroupProfile | ProductRevision | None) -> list[Change]:
    """Every field that has a value on either side, in the order of the form."""
    fields = GROUP_FIELDS if isinstance(new, GroupProfile) else PRODUCT_FIELDS
    sides = [Change(field, getattr(approved, field, None), getattr(new, field)) for field in fields]
    return [change for change in sides if change.before or change.after]


def compare_texts(before: str, after: str) -> list[Piece]:
    """The words of both, in reading order: what is removed stands before what is put in its place."""
    old, new = cut(before), cut(after)
    if len(old) + len(new) > LONGEST_COMPARED:
        return [Piece("removed", before), Piece("added", after)]
    pieces: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        pieces += [Piece("removed", "".join(old[old_from:old_to]))] if old_to > old_from else []
        pieces += [Piece("added", "".join(new[new_from:new_to]))] if new_to > new_from else []
    return pieces
