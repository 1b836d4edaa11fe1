"""A list becomes groups, booths, exhibits and draft products: all of it in one transaction, counted again before it is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, select

from shop.audit import service as audit
from shop.bulk.fresh import create_products
from shop.bulk.groups import kind_by_name
from shop.catalogue import listing
from shop.catalogue.categories import Category, category_of
from shop.catalogue.models import Product
from shop.exhibitors.keeping import Kept, Likeness
from shop.exhibitors.matching import key_of
from shop.exhibitors.models import ImportBatch, ImportedRow, MadeKind
from shop.exhibitors.planning import Answers, Counts, Line, Plan, plan_of
from shop.exhibitors.reading import CellKey, Meaning, ReadProduct
from shop.fairs.actions import FairAction
from shop.fairs.from_list import place_groups, show_listed
from shop.groups.actions import GroupChange
from shop.groups.claims import make_claims
from shop.groups.models import Group, GroupKind, GroupProfile
from shop.kernel import places
from shop.kernel.access import Actor, Permission
from shop.kernel.codes import new_code
from shop.kernel.database import db, one_at_a_time
from shop.kernel.refusals import NotAllowed, Refusal

AT_ONCE = 500  # rows of one statement


class MarketMoved(Refusal):
    """The list would become something else by now than what was announced: somebody has to look again."""


class Miscounted(RuntimeError):
    """What was written is not what was announced: a fault of ours, and nothing is kept."""


@dataclass(frozen=True)
class DraftRow:
    """A product of the list, as `bulk.fresh` writes it. The count in a list is what was carried to the fair, and is not stock."""

    key: str
    group_key: str
    title: str
    category: Category | None
    subcategory: str | None
    price_satang: int | None
    description: str | None
    unit: str
    pieces: None = None


@dataclass
class Written:
    """The group of each line, by its cell; `new`: ids of those that were not there before."""

    by_cell: dict[CellKey, int]
    new: list[int]

    def as_likeness(self, key: CellKey) -> tuple[Likeness, ...]:
        return (Likeness(self.by_cell[key], "list"),)


def save(batch: ImportBatch, kept: Kept, answers: Answers, announced: Counts, actor: Actor) -> Counts:
    """Write all of it inside the caller's transaction; what was saved is what was announced.

    Raises NotAllowed, MarketMoved (nothing is written), LostRace, Miscounted.
    """
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
    one_at_a_time(f"exhibitor list of fair {batch.fair_id}")
    plan = plan_of(batch.fair_id, kept, answers)
    if plan.counts != announced or not plan.may_be_saved:
        raise MarketMoved
    groups = _write_groups(batch, plan, actor)
    products = _write_products(batch, plan, groups, actor)
    booths, moved = _write_booths(batch, plan, groups, actor)
    exhibits = _write_exhibits(batch, plan, groups)
    made = Counter(groups=len(groups.new), products=products, booths=booths, moved=moved)
    saved = _counted_again(batch, kept, groups, made)
    if saved != announced:
        raise Miscounted(f"announced {announced}, saved {saved}")
    said = {"groups_added": saved.new_groups, "drafts_added": saved.new_products, "booths_added": saved.new_booths}
    said |= {"booths_changed": saved.moved_booths, "exhibits_added": exhibits}
    audit.record(actor, FairAction.IMPORT_LIST, "fair", batch.fair_id, batch=batch.code, **said)
    return saved


def _counted_again(batch: ImportBatch, kept: Kept, groups: Written, made: Counter) -> Counts:
    """Plan the same list once more, over what is there now: nothing of it may be new any more, all of it must be there."""
    db.session.expire_all()
    again = replace(kept, likenesses={key: groups.as_likeness(key) for key in groups.by_cell})
    after = plan_of(batch.fair_id, again, {}).counts
    if after.new_groups or after.new_products or after.new_booths or after.moved_booths:
        raise Miscounted(f"not all of it is there: {after}")
    return replace(
        after, new_groups=made["groups"], new_products=made["products"], new_booths=made["booths"], moved_booths=made["moved"]
    )


# Groups


def _write_groups(batch: ImportBatch, plan: Plan, actor: Actor) -> Written:
    by_cell = {line.group.cell.key: line.known_id for line in plan.lines if line.known_id is not None}
    fresh = _keyed(batch, plan.lines)
    _insert(Group, [{"slug": f"new-{new_code(12).lower()}", "import_key": key, "weekly_rest_days": []} for key in fresh])
    numbers = _numbers(Group, list(fresh))
    _insert(GroupProfile, [{"group_id": numbers[key]} | _profile(line) for key, line in fresh.items()])
    by_cell |= {line.group.cell.key: numbers[key] for key, line in fresh.items()}
    new = list(numbers.values())
    _remember(batch, MadeKind.GROUP, [(one, one) for one in new])
    audit.record_many(actor, GroupChange.START, "group", {one: one for one in new}, imported=True)
    make_claims({numbers[key]: line.group.values.get(Meaning.EMAIL, "") for key, line in fresh.items()}, actor)
    return Written(by_cell, new)


def _keyed(batch: ImportBatch, lines: Sequence[Line]) -> dict[str, Line]:
    """New groups by their key; a second of one key in the same list, or in the market, has the batch's name in its own."""
    fresh = {key_of(batch.fair_id, line.group): line for line in lines if line.known_id is None}
    taken = set(_numbers(Group, list(fresh)))
    keyed: dict[str, Line] = {}
    for number, line in enumerate(line for line in lines if line.known_id is None):
        key = key_of(batch.fair_id, line.group)
        keyed[key if key not in taken and key not in keyed else f"list-{batch.code}-{number}"] = line
    return keyed


def _profile(line: Line) -> dict[str, object]:
    said = line.group.values
    subdistrict, district = said.get(Meaning.SUBDISTRICT), said.get(Meaning.DISTRICT)
    district = district or (subdistrict or "")[:4] or None
    postcodes = places.postcodes(subdistrict) if subdistrict else ()
    return {
        "name": line.group.name,
        "kind": _kind(said.get(Meaning.GROUP_KIND), line.group.name),
        "subdistrict_code": subdistrict,
        "district_code": district,
        "province_code": said.get(Meaning.PROVINCE) or (district or "")[:2] or None,
        "postcode": postcodes[0] if postcodes else "",
        "address_line": said.get(Meaning.ADDRESS, ""),
        "contact_name": said.get(Meaning.CONTACT_NAME, ""),
        "contact_phone": said.get(Meaning.PHONE, ""),
        "enterprise_number": said.get(Meaning.ENTERPRISE_NUMBER, ""),
        "member_count": int(said[Meaning.MEMBER_COUNT]) if said.get(Meaning.MEMBER_COUNT) else None,
    }


def _kind(said: str | None, name: str) -> GroupKind:
    return GroupKind(said) if said in set(GroupKind) and said != GroupKind.OTHER else kind_by_name(name)


# Products


def _write_products(batch: ImportBatch, plan: Plan, groups: Written, actor: Actor) -> int:
    """All new ones as drafts; how many."""
    group_ids = {str(group_id): group_id for group_id in groups.by_cell.values()}
    rows = list(_rows(batch, plan, groups))
    for part in _parts(rows):
        ids = create_products(part, group_ids, publish=False, actor=actor)
        listing.refresh_products(ids)
        numbers = _numbers(Product, [row.key for row in part])
        _remember(batch, MadeKind.PRODUCT, [(numbers[row.key], group_ids[row.group_key]) for row in part])
    return len(rows)


def _rows(batch: ImportBatch, plan: Plan, groups: Written) -> Iterator[DraftRow]:
    number = 0
    for line in plan.lines:
        for product in line.new:
            number += 1
            yield _row(f"list-{batch.code}-{number}", str(groups.by_cell[line.group.cell.key]), product)


def _row(key: str, group_key: str, product: ReadProduct) -> DraftRow:
    said = product.values
    category, subcategory = _category(said.get(Meaning.CATEGORY, ""))
    return DraftRow(
        key=key,
        group_key=group_key,
        title=product.title,
        category=category,
        subcategory=subcategory,
        price_satang=product.price_satang,
        description=said.get(Meaning.DESCRIPTION),
        unit=said.get(Meaning.UNIT, ""),
    )


def _category(key: str) -> tuple[Category | None, str | None]:
    """A category's key, or a sub-category's, which says both."""
    if key in set(Category):
        return Category(key), None
    category = category_of(key) if key else None
    return category, key if category else None


# Booths and exhibits


def _write_booths(batch: ImportBatch, plan: Plan, groups: Written, actor: Actor) -> tuple[int, int]:
    wanted = {groups.by_cell[line.group.cell.key]: line.booth for line in plan.lines if line.booth and not line.is_placed}
    placed = place_groups(batch.fair, wanted, actor)
    _remember(batch, MadeKind.BOOTH, placed.added)
    _remember(
        batch, MadeKind.BOOTH_MOVED, [(one.booth_id, one.group_id) for one in placed.moved], [one.before for one in placed.moved]
    )
    return len(placed.added), len(placed.moved)


def _write_exhibits(batch: ImportBatch, plan: Plan, groups: Written) -> int:
    """Of every product that the list names, those too that were there before."""
    of_batch = select(ImportedRow.subject_id, ImportedRow.group_id)
    of_batch = of_batch.where(ImportedRow.batch_id == batch.id, ImportedRow.kind == MadeKind.PRODUCT)
    shown = dict(db.session.execute(of_batch).all())
    for line in plan.lines:
        shown |= dict.fromkeys(line.there, groups.by_cell[line.group.cell.key])
    made = show_listed(batch.fair_id, shown)
    _remember(batch, MadeKind.EXHIBIT, made)
    return len(made)


# Rows


def _remember(batch: ImportBatch, kind: MadeKind, made: Sequence[tuple[int, int]], before: Sequence[Sequence[str]] = ()) -> None:
    """What the batch made: (its id, whose it is)."""
    was = ["\t".join(one) for one in before] or [""] * len(made)
    rows = [
        {"batch_id": batch.id, "kind": kind, "subject_id": one, "group_id": group_id, "before": words}
        for (one, group_id), words in zip(made, was, strict=True)
    ]
    _insert(ImportedRow, rows)


def _insert(table: type, rows: list[dict]) -> None:
    if rows:
        db.session.execute(insert(table.__table__), rows)


def _numbers(table: type[Group] | type[Product], keys: list[str]) -> dict[str, int]:
    """Ids by import key, in the order of the keys."""
    found: dict[str, int] = {}
    for part in _parts(keys):
        found |= dict(db.session.execute(select(table.import_key, table.id).where(table.import_key.in_(part))).all())
    return {key: found[key] for key in keys if key in found}


def _parts(rows: Sequence) -> Iterable[Sequence]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
