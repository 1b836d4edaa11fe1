"""What the public is told of a fiscal year: made by the rules of publishing.py when a month is over, and kept."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from shop.fairs.models import Fair
from shop.groups.models import Group
from shop.impact.models import GroupSales, MonthFigure, PublishedYear, YearBuyers
from shop.impact.periods import last_whole_month, month_after, months_between, months_of_year, this_year, year_is_over
from shop.impact.publishing import Atom, Cell, rounded, spans, tables
from shop.impact.quiet import count_quiet
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.thai import fiscal_year

TABLES = ("month", "channel", "district", "kind", "fair")
IN_A_RUNNING_YEAR = ("month",)  # tables that grow by what one group earned would tell it, held against those of a month before


def published_years() -> list[PublishedYear]:
    """The newest first."""
    return list(db.session.scalars(select(PublishedYear).order_by(PublishedYear.year.desc())))


def fairs_in(years: Iterable[PublishedYear]) -> dict[int, Fair]:
    """The fairs that their tables name, by id."""
    ids = {cell["key"] for year in years for cell in year.content["tables"].get("fair", []) if isinstance(cell["key"], int)}
    return {fair.id: fair for fair in db.session.scalars(select(Fair).where(Fair.id.in_(ids)))} if ids else {}


def years_to_publish() -> list[int]:
    """Those of which something new may be told: the running one when a month is over, and each that is over, once."""
    first = db.session.scalar(select(func.min(MonthFigure.month)))
    if first is None:
        return []
    known = {year.year: year for year in published_years()}
    years = range(fiscal_year(first), this_year() + 1)
    return [year for year in years if year not in known or _is_behind(known[year])]


def publish_year(year: int) -> bool:
    """In the caller's transaction. Whether there was anything to tell: what is final stays as it is."""
    kept = db.session.get(PublishedYear, year)
    if kept is not None and kept.is_final:
        return False
    first, last = months_of_year(year)
    last = min(last, last_whole_month())
    content = _content(year, first, last) if first <= last else None
    if content is None and kept is None:
        return False
    kept = kept or PublishedYear(year=year)
    if content is not None:
        kept.content = content
    kept.through, kept.is_final, kept.published_at = last, year_is_over(year), now()
    db.session.add(kept)
    db.session.flush()
    return True


def _is_behind(kept: PublishedYear) -> bool:
    return not kept.is_final and kept.through < last_whole_month()


def _content(year: int, first: date, last: date) -> dict | None:
    """None: too little to show."""
    is_over = year_is_over(year)
    atoms = _atoms(first, last)
    told = spans(list(months_between(first, last)), atoms, 0)
    atoms = [atom._replace(keys=(told[atom.keys[0]], *atom.keys[1:])) for atom in atoms if atom.keys[0] in told]
    names = TABLES if is_over else IN_A_RUNNING_YEAR
    shown = tables([atom._replace(keys=atom.keys[: len(names)]) for atom in atoms], names)
    if not shown:
        return None
    return {
        "first": min(told).isoformat(),
        "last": max(span[1] for span in told.values()).isoformat(),
        "satang": sum(atom.satang for atom in atoms),
        "orders": rounded(sum(atom.orders for atom in atoms)),
        "groups": rounded(len({atom.group_id for atom in atoms if atom.orders})),
        "first_sales": rounded(_first_sales(first, last)),
        "quiet_groups": rounded(count_quiet()) if not is_over else None,
        **(_buyers(year) if is_over else {"buyers": None, "repeat_buyers": None}),
        "tables": {name: [_said(cell) for cell in _sorted(name, cells)] for name, cells in shown.items()},
    }


def _atoms(first: date, last: date) -> list[Atom]:
    """By month, channel, district, kind and fair (0: at none)."""
    columns = (MonthFigure.group_id, MonthFigure.month, MonthFigure.channel, Group.district_code, Group.kind, MonthFigure.fair_id)
    asked = select(*columns, MonthFigure.satang, MonthFigure.orders).join(Group, Group.id == MonthFigure.group_id)
    asked = asked.where(MonthFigure.month.between(first, last))
    return [
        Atom(group_id, (month, str(channel), district or "", str(kind or ""), fair_id or 0), satang, orders)
        for group_id, month, channel, district, kind, fair_id, satang, orders in db.session.execute(asked)
    ]


def _said(cell: Cell) -> dict:
    key = [month.isoformat() for month in cell.key] if isinstance(cell.key, tuple) else cell.key
    return {"key": key, "satang": cell.satang, "groups": cell.groups, "orders": cell.orders}


def _sorted(name: str, cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: cell.key if name == "month" else -cell.satang)


def _first_sales(first: date, last: date) -> int:
    sold = GroupSales.first_sale_on
    return db.session.scalar(select(func.count(GroupSales.group_id)).where(sold >= first, sold < month_after(last)))


def _buyers(year: int) -> dict[str, int | None]:
    found = db.session.get(YearBuyers, year)
    return {name: rounded(getattr(found, name)) if found else None for name in ("buyers", "repeat_buyers")}
