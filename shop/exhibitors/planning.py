"""What a list would become in the market as it stands now: which groups, products and booths are new, and what is in the way.

Nothing is written here. What the plan counts is what is announced; saving plans again in its transaction, and saves only that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import func, select

from shop.catalogue import prices
from shop.catalogue.models import Product, ProductRevision
from shop.exhibitors.keeping import Kept, Likeness
from shop.exhibitors.reading import Cell, CellKey, Gravity, Meaning, Problem, ReadGroup, ReadProduct
from shop.fairs.booth_lines import LENGTHS
from shop.fairs.booths import MOST_BOOTHS
from shop.fairs.from_list import booths_of_fair
from shop.fairs.models import Booth
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.groups.profile import LONGEST_NAME, MOST_MEMBERS
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise

AT_ONCE = 500
LONGEST_TITLE = 200
LONGEST = {
    Meaning.CONTACT_NAME: 120,
    Meaning.ADDRESS: 200,
    Meaning.ZONE: LENGTHS["zone"],
    Meaning.NOTE: LENGTHS["note"],
    Meaning.BOOTH: LENGTHS["number"],
}
LONGEST_OF_PRODUCT = {Meaning.DESCRIPTION: 5000, Meaning.UNIT: 40}
Answers = Mapping[CellKey, int | None]


@dataclass(frozen=True)
class Counts:
    """`groups`, `products` and `booths` are those named in the list; the others, what they become."""

    groups: int = 0
    products: int = 0
    booths: int = 0
    new_groups: int = 0
    new_products: int = 0
    new_booths: int = 0
    moved_booths: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Line:
    """A group of the list. `known_id`: the group it is, None: a new one. `by`: how that is known, or `person`."""

    group: ReadGroup
    known_id: int | None
    by: str
    new: tuple[ReadProduct, ...]
    there: tuple[int, ...]  # ids of products that the group has already
    booth: dict[str, str] | None
    is_placed: bool  # the booth stands so already
    had_booth: str  # the number that the group has now

    @property
    def has_new_booth(self) -> bool:
        return bool(self.booth) and not self.had_booth

    @property
    def is_moved(self) -> bool:
        return bool(self.booth) and bool(self.had_booth) and not self.is_placed


@dataclass(frozen=True)
class Question:
    """A group whose name is like that of known ones: somebody says which it is, or that it is a new one."""

    group: ReadGroup
    likenesses: tuple[Likeness, ...]


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]  # the reading's and the plan's own
    questions: tuple[Question, ...]  # unanswered ones
    counts: Counts = field(default_factory=Counts)

    def of_gravity(self, gravity: Gravity) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.gravity is gravity)

    @property
    def refused(self) -> tuple[Problem, ...]:
        return self.of_gravity(Gravity.REFUSED)

    @property
    def asked(self) -> tuple[Problem, ...]:
        return self.of_gravity(Gravity.ASKED)

    @property
    def may_be_saved(self) -> bool:
        return bool(self.lines) and not (self.refused or self.asked or self.questions)


def plan_of(fair_id: int, kept: Kept, answers: Answers) -> Plan:
    """`answers`: by the cell of a group, the known group that somebody says it is, or None for a new one."""
    read = kept.reading.groups
    links, questions, problems = _links(read, kept.likenesses, answers)
    standing = {booth.group_id: booth for booth in booths_of_fair(fair_id)}
    titles = _titles({group_id for group_id, _by in links.values()})
    lines = tuple(_line(group, links.get(group.cell.key), titles, standing) for group in read)
    problems += [*_too_long(read), *_booths_in_the_way(lines, standing)]
    return Plan(lines, (*kept.reading.problems, *problems), questions, _counts(lines))


def _counts(lines: Sequence[Line]) -> Counts:
    return Counts(
        groups=len(lines),
        products=sum(len(line.group.products) for line in lines),
        booths=sum(line.booth is not None for line in lines),
        new_groups=sum(line.known_id is None for line in lines),
        new_products=sum(len(line.new) for line in lines),
        new_booths=sum(line.has_new_booth for line in lines),
        moved_booths=sum(line.is_moved for line in lines),
    )


# Which known group each one is


def _links(
    read: Sequence[ReadGroup], likenesses: Mapping[CellKey, tuple[Likeness, ...]], answers: Answers
) -> tuple[dict[CellKey, tuple[int, str]], tuple[Question, ...], list[Problem]]:
    """A known group is one group of the list at most: what a person said goes first, then what is exact."""
    links: dict[CellKey, tuple[int, str]] = {}
    taken: dict[int, str] = {}
    problems: list[Problem] = []
    questions: list[Question] = []
    for group in read:
        answer = answers.get(group.cell.key)
        if answer is not None and answer in {one.group_id for one in likenesses.get(group.cell.key, ())}:
            if answer in taken:
                said = {"group": taken[answer]}
                problems.append(Problem(group.cell, Meaning.GROUP_NAME, Gravity.REFUSED, "same_group_twice", said))
                continue
            links[group.cell.key] = (answer, "person")
            taken[answer] = group.name
    for group in read:
        found = likenesses.get(group.cell.key, ())
        if group.cell.key in links or not found or group.cell.key in answers:
            continue
        exact = next((one for one in found if one.is_exact and one.group_id not in taken), None)
        if exact:
            links[group.cell.key] = (exact.group_id, exact.by)
            taken[exact.group_id] = group.name
        elif any(one.is_exact for one in found):
            said = {"group": taken[found[0].group_id]}
            problems.append(Problem(group.cell, Meaning.PHONE, Gravity.NOTED, "number_of_another", said))
        elif left := tuple(one for one in found if one.group_id not in taken):
            questions.append(Question(group, left))
    return links, tuple(questions), problems


# What of it is there


def _titles(group_ids: set[int]) -> dict[int, dict[str, list[int]]]:
    """By group and title in normal form, the ids of the products called so; thrown away ones do not count."""
    newest = select(func.max(ProductRevision.number)).where(ProductRevision.product_id == Product.id).correlate(Product)
    found: dict[int, dict[str, list[int]]] = {}
    for part in _parts(sorted(group_ids)):
        asked = select(Product.group_id, Product.id, ProductRevision.title)
        asked = asked.join(ProductRevision, ProductRevision.product_id == Product.id)
        asked = asked.where(
            Product.group_id.in_(part), Product.deleted_at.is_(None), ProductRevision.number == newest.scalar_subquery()
        )
        for group_id, product_id, title in db.session.execute(asked.order_by(Product.id)):
            found.setdefault(group_id, {}).setdefault(normalise(title), []).append(product_id)
    return found


def _line(
    group: ReadGroup,
    link: tuple[int, str] | None,
    titles: Mapping[int, Mapping[str, list[int]]],
    standing: Mapping[int, Booth],
) -> Line:
    known_id, by = link or (None, "")
    left = {title: list(ids) for title, ids in titles.get(known_id, {}).items()}
    new: list[ReadProduct] = []
    there: list[int] = []
    for product in group.products:
        ids = left.get(normalise(product.title))
        if ids:
            there.append(ids.pop(0))
        else:
            new.append(product)
    booth = _booth(group)
    now = standing.get(known_id)
    is_placed = bool(booth and now and all(getattr(now, name) == value for name, value in booth.items()))
    return Line(group, known_id, by, tuple(new), tuple(there), booth, is_placed, now.number if now else "")


def _booth(group: ReadGroup) -> dict[str, str] | None:
    """What the list does not say of a booth stays as it is."""
    number = group.values.get(Meaning.BOOTH)
    if not number:
        return None
    said = {"zone": group.values.get(Meaning.ZONE), "note": group.values.get(Meaning.NOTE)}
    return {"number": number} | {name: value for name, value in said.items() if value}


# What is in the way


def _booths_in_the_way(lines: Sequence[Line], standing: Mapping[int, Booth]) -> Iterator[Problem]:
    """Numbers that a group beside the list has at this fair, or one of the list that keeps its own."""
    leaving = {line.known_id for line in lines if line.known_id is not None and line.booth}
    kept = {booth.number: group_id for group_id, booth in standing.items() if group_id not in leaving}
    wanted = [line for line in lines if line.booth and line.booth["number"] in kept]
    names = {group.id: groups.name_of(group) for group in _groups({kept[line.booth["number"]] for line in wanted})}
    for line in wanted:
        said = {"booth": line.booth["number"], "group": names[kept[line.booth["number"]]]}
        yield Problem(line.group.cell, Meaning.BOOTH, Gravity.REFUSED, "booth_taken_at_fair", said)
    new = [line for line in lines if line.has_new_booth]
    if new and len(standing) + len(new) > MOST_BOOTHS:
        yield Problem(new[0].group.cell, Meaning.BOOTH, Gravity.REFUSED, "too_many_booths", {"most": MOST_BOOTHS})


def _groups(group_ids: set[int]) -> list[Group]:
    return list(db.session.scalars(select(Group).where(Group.id.in_(group_ids)).order_by(Group.id))) if group_ids else []


def _too_long(read: Sequence[ReadGroup]) -> Iterator[Problem]:
    """The database holds no more than that, whatever a cell holds."""
    for group in read:
        yield from _longer(group.cell, Meaning.GROUP_NAME, group.name, LONGEST_NAME)
        for meaning, most in LONGEST.items():
            yield from _longer(group.cell, meaning, group.values.get(meaning, ""), most)
        if int(group.values.get(Meaning.MEMBER_COUNT) or 1) not in range(1, MOST_MEMBERS + 1):
            yield Problem(group.cell, Meaning.MEMBER_COUNT, Gravity.REFUSED, "member_count", {"most": MOST_MEMBERS})
        for product in group.products:
            yield from _longer(product.cell, Meaning.PRODUCT, product.title, LONGEST_TITLE)
            for meaning, most in LONGEST_OF_PRODUCT.items():
                yield from _longer(product.cell, meaning, product.values.get(meaning, ""), most)
            yield from _priced(product)


def _longer(cell: Cell, meaning: Meaning, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(cell, meaning, Gravity.REFUSED, "longer_than_kept", {"most": most})


def _priced(product: ReadProduct) -> Iterator[Problem]:
    if product.price_satang is None:
        return
    try:
        prices.check_price(product.price_satang)
    except BadValue as bad:
        yield Problem(product.cell, Meaning.PRICE, Gravity.REFUSED, f"price_{bad.reason}", {})


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
