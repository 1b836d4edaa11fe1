"""A product's score, 0 to 100: points for parts that anybody can look up on its page, and what would gain most. Pure.

Parts that a product need not have are left out, and the rest is brought to 100. Points and why: docs/decisions/0035.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

ENOUGH_PHOTOS = 3
SHORT_TEXT, WHOLE_TEXT = 60, 200  # characters of a description: below it tells nothing; from here on it tells a story
SHORTEST_TITLE = 8  # characters
MOST_STEPS = 3


class Part(StrEnum):
    """In the order in which a buyer reads a page: where two steps gain as much, the first stands first."""

    PHOTOS = "photos"
    CLEAR_PHOTOS = "clear_photos"
    LABEL_PHOTO = "label_photo"
    TITLE = "title"
    DESCRIPTION = "description"
    INGREDIENTS = "ingredients"
    ALLERGENS = "allergens"
    SHELF_LIFE = "shelf_life"
    SIZE = "size"
    PRICE = "price"
    WEIGHT = "weight"
    STOCK = "stock"
    STANDARDS = "standards"
    QUESTIONS = "questions"
    REVIEWS = "reviews"
    ENGLISH = "english"


class Help(StrEnum):
    """What a training helps with: the kinds that steps, advice and trainings have in common."""

    PHOTO = "photo"
    LABEL = "label"
    DESCRIPTION = "description"
    PRICE = "price"
    STANDARD = "standard"
    PACKING = "packing"
    ENGLISH = "english"
    SERVICE = "service"


HELP_FOR: dict[Part, Help] = {
    Part.PHOTOS: Help.PHOTO,
    Part.CLEAR_PHOTOS: Help.PHOTO,
    Part.LABEL_PHOTO: Help.LABEL,
    Part.TITLE: Help.DESCRIPTION,
    Part.DESCRIPTION: Help.DESCRIPTION,
    Part.INGREDIENTS: Help.LABEL,
    Part.ALLERGENS: Help.LABEL,
    Part.SHELF_LIFE: Help.LABEL,
    Part.SIZE: Help.PACKING,
    Part.PRICE: Help.PRICE,
    Part.WEIGHT: Help.PACKING,
    Part.STOCK: Help.PRICE,
    Part.STANDARDS: Help.STANDARD,
    Part.QUESTIONS: Help.SERVICE,
    Part.REVIEWS: Help.SERVICE,
    Part.ENGLISH: Help.ENGLISH,
}
HELP_FOR_ADVICE: dict[str, Help] = {
    "title": Help.DESCRIPTION,
    "photos": Help.PHOTO,
    "description": Help.DESCRIPTION,
    "subcategory": Help.DESCRIPTION,
    "variants": Help.PRICE,
    "ingredients": Help.LABEL,
    "allergens": Help.LABEL,
    "shelf_life_days": Help.LABEL,
    "size_text": Help.PACKING,
    "standards": Help.STANDARD,
}


@dataclass(frozen=True)
class Facts:
    """What is looked at, as it stands in the revision written last.

    `standards`: 0 none that holds, 1 without evidence, 2 with it. `clear_photos`: those of them about which nothing is advised
    and that were not refused. Questions and reviews are counts.
    """

    is_eaten: bool = False
    wears_label: bool = False  # what is eaten, drunk or put on the skin
    needs_serial: bool = False
    photos: int = 0
    clear_photos: int = 0
    has_label_photo: bool = False
    title_length: int = 0
    has_subcategory: bool = False
    description_length: int = 0
    has_ingredients: bool = False
    is_warned_of_allergens: bool = False
    has_shelf_life: bool = False
    has_size: bool = False
    is_priced: bool = False
    is_weighed: bool = False
    is_in_stock: bool = False
    standards: int = 0
    questions_waiting: int = 0
    reviews: int = 0
    reviews_unanswered: int = 0
    has_title_en: bool = False
    has_description_en: bool = False


class Mark(NamedTuple):
    """Of one part: the points it has, of those it could have."""

    part: Part
    points: int
    most: int


class Step(NamedTuple):
    """What to mend next. `gain`: what the score rises by if all of the part is there, `points` of 100."""

    part: Part
    gain: int

    @property
    def help(self) -> Help:
        return HELP_FOR[self.part]


@dataclass(frozen=True)
class Score:
    marks: tuple[Mark, ...]

    @property
    def points(self) -> int:
        return self._of_hundred(sum(mark.points for mark in self.marks))

    @property
    def steps(self) -> list[Step]:
        """All that would gain anything, the most first. Where there is no photo, good ones are one step."""
        lacks = {mark.part: mark.most - mark.points for mark in self.marks if mark.points < mark.most}
        if any(mark.part is Part.PHOTOS and not mark.points for mark in self.marks):
            lacks[Part.PHOTOS] += lacks.pop(Part.CLEAR_PHOTOS, 0)
        there = sum(mark.points for mark in self.marks)
        found = [Step(part, self._of_hundred(there + points) - self.points) for part, points in lacks.items()]
        return sorted((step for step in found if step.gain), key=lambda step: -step.gain)

    @property
    def next_steps(self) -> list[Step]:
        return self.steps[:MOST_STEPS]

    def _of_hundred(self, points: int) -> int:
        most = sum(mark.most for mark in self.marks)
        return (points * 200 + most) // (2 * most)


def _share(there: int, of: int, most: int) -> int:
    return most * min(there, of) // of if of else 0


def _text(length: int) -> int:
    if length >= WHOLE_TEXT:
        return 15
    return 10 if length >= SHORT_TEXT else (4 if length else 0)


# By part: the most it can have, who has it at all, and how many points it has.
_RULES: dict[Part, tuple[Callable[[Facts], int], Callable[[Facts], int]]] = {
    Part.PHOTOS: (lambda _: 15, lambda facts: _share(facts.photos, ENOUGH_PHOTOS, 15)),
    Part.CLEAR_PHOTOS: (lambda _: 10, lambda facts: _share(facts.clear_photos, max(facts.photos, 1), 10)),
    Part.LABEL_PHOTO: (lambda facts: 10 * facts.wears_label, lambda facts: 10 * facts.has_label_photo),
    Part.TITLE: (lambda _: 5, lambda facts: 3 * (facts.title_length >= SHORTEST_TITLE) + 2 * facts.has_subcategory),
    Part.DESCRIPTION: (lambda _: 15, lambda facts: _text(facts.description_length)),
    Part.INGREDIENTS: (lambda facts: 8 * facts.is_eaten, lambda facts: 8 * facts.has_ingredients),
    Part.ALLERGENS: (lambda facts: 4 * facts.is_eaten, lambda facts: 4 * facts.is_warned_of_allergens),
    Part.SHELF_LIFE: (lambda facts: 6 * facts.is_eaten, lambda facts: 6 * facts.has_shelf_life),
    Part.SIZE: (lambda facts: 5 * (not facts.is_eaten), lambda facts: 5 * facts.has_size),
    Part.PRICE: (lambda _: 5, lambda facts: 5 * facts.is_priced),
    Part.WEIGHT: (lambda _: 5, lambda facts: 5 * facts.is_weighed),
    Part.STOCK: (lambda _: 5, lambda facts: 5 * facts.is_in_stock),
    Part.STANDARDS: (lambda facts: 15 if facts.needs_serial else 8, lambda facts: _standards(facts)),
    Part.QUESTIONS: (lambda _: 5, lambda facts: 5 * (not facts.questions_waiting)),
    Part.REVIEWS: (lambda _: 5, lambda facts: _answered(facts)),
    Part.ENGLISH: (lambda _: 7, lambda facts: 4 * facts.has_title_en + 3 * facts.has_description_en),
}


def _standards(facts: Facts) -> int:
    return (0, 9, 15)[facts.standards] if facts.needs_serial else (0, 5, 8)[facts.standards]


def _answered(facts: Facts) -> int:
    return _share(facts.reviews - facts.reviews_unanswered, facts.reviews, 5) if facts.reviews else 5


def score_of(facts: Facts) -> Score:
    marks = [Mark(part, points(facts), most(facts)) for part, (most, points) in _RULES.items()]
    return Score(tuple(mark for mark in marks if mark.most))
