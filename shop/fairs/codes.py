"""Short codes: what a printed QR code holds, whom it leads to, and how often it was scanned.

A code is made the first time it is printed and stays for ever, for paper cannot be called back. What is counted is the code's
own: a number a day, and nothing of who scanned it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from shop.catalogue.models import Product
from shop.fairs.models import CodeDay, ShortCode
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel import thai
from shop.kernel.access import Actor
from shop.kernel.clock import today
from shop.kernel.codes import new_code
from shop.kernel.database import db, insert

LETTERS = 6  # 7e8 codes: what they lead to is public anyhow
LONGEST = 12
TRIES = 5


@dataclass(frozen=True)
class Target:
    """Where a code leads. `is_open`: buyers may see it now; `group_slug` and `product` only where that is so of each."""

    code: str
    code_id: int
    group_slug: str = ""
    product: tuple[int, str] | None = None  # id and title
    is_open: bool = False


class Brought(NamedTuple):
    """The code that brought a buyer to something, and the fair it was printed for: their ids, and the code itself."""

    code_id: int
    fair_id: int | None
    code: str


# Made


def codes_of_groups(group_ids: Collection[int], fair_id: int | None, actor: Actor) -> dict[int, str]:
    """The code of each group at a fair, or without one; made where it was never printed."""
    return _codes([(group_id, None) for group_id in group_ids], fair_id, actor, ShortCode.group_id)


def codes_of_products(products: Collection[tuple[int, int]], fair_id: int | None, actor: Actor) -> dict[int, str]:
    """The code of each product, `products` being (id, group id), at a fair or without one; made where it was never printed."""
    wanted = [(group_id, product_id) for product_id, group_id in products]
    return _codes(wanted, fair_id, actor, ShortCode.product_id)


def _codes(wanted: list[tuple[int, int | None]], fair_id: int | None, actor: Actor, by) -> dict[int, str]:
    for _attempt in range(TRIES):
        known = _known(wanted, fair_id, by)
        missing = [pair for pair in wanted if (pair[1] or pair[0]) not in known]
        if not missing:
            return known
        rows = [
            {"code": new_code(LETTERS), "group_id": group_id, "product_id": product_id, "fair_id": fair_id, "made_by": actor.id}
            for group_id, product_id in missing
        ]
        db.session.execute(insert(ShortCode).on_conflict_do_nothing(), rows)  # a letter-for-letter twin: another try
    raise RuntimeError("no free code was found")


def _known(wanted: list[tuple[int, int | None]], fair_id: int | None, by) -> dict[int, str]:
    ids = [product_id or group_id for group_id, product_id in wanted]
    of_product = ShortCode.product_id.is_not(None) if by is ShortCode.product_id else ShortCode.product_id.is_(None)
    asked = select(by, ShortCode.code).where(of_product, ShortCode.fair_id == fair_id if fair_id else ShortCode.fair_id.is_(None))
    found: dict[int, str] = {}
    for part in _parts(ids):
        found.update(dict(db.session.execute(asked.where(by.in_(part))).all()))
    return found


# Followed


def as_printed(typed: str) -> str:
    """A code as it stands on paper, of what somebody typed: any case, with spaces and hyphens."""
    letters = thai.thai_digits_to_arabic(typed[: 4 * LONGEST]).upper()
    return "".join(c for c in letters if c.isascii() and c.isalnum())[: LONGEST + 1]


def target_of(typed: str) -> Target | None:
    """Where a code leads, None where there is none such."""
    asked = (
        select(ShortCode.id, ShortCode.code, ShortCode.product_id, Group.slug, Group.status, Product.title, Product.is_listed)
        .join(Group, Group.id == ShortCode.group_id)
        .outerjoin(Product, Product.id == ShortCode.product_id)
        .where(ShortCode.code == as_printed(typed))
    )
    row = db.session.execute(asked).one_or_none()
    if row is None:
        return None
    slug = row.slug if row.status is GroupStatus.APPROVED else ""
    if row.product_id is None:
        return Target(row.code, row.id, slug, None, bool(slug))
    product = (row.product_id, row.title) if slug and row.is_listed else None
    return Target(row.code, row.id, slug, product, product is not None)


def brought_by(typed: str, group_id: int) -> Brought | None:
    """The code that somebody came by, if it is one of that group's: what a code leads to is a group and all it sells."""
    if not typed:
        return None
    asked = select(ShortCode.id, ShortCode.fair_id, ShortCode.code)
    asked = asked.where(ShortCode.code == as_printed(typed), ShortCode.group_id == group_id)
    row = db.session.execute(asked).one_or_none()
    return Brought(*row) if row else None


# Counted: one statement, so that two scans at once are two.


def count_scan(code_id: int) -> None:
    _count(code_id, scans=1)


def count_basket(code_id: int) -> None:
    """Something that the code led to was put into a basket where it was not yet."""
    _count(code_id, baskets=1)


def _count(code_id: int, scans: int = 0, baskets: int = 0) -> None:
    row = insert(CodeDay).values(code_id=code_id, day=today(), scans=scans, baskets=baskets)
    more = {"scans": CodeDay.scans + scans, "baskets": CodeDay.baskets + baskets}
    db.session.execute(row.on_conflict_do_update(index_elements=["code_id", "day"], set_=more))


def counts_at(fair_id: int) -> dict[int, tuple[int, int]]:
    """Group id to (scans, baskets filled) by all codes of a fair."""
    asked = (
        select(ShortCode.group_id, func.sum(CodeDay.scans), func.sum(CodeDay.baskets))
        .join(CodeDay, CodeDay.code_id == ShortCode.id)
        .where(ShortCode.fair_id == fair_id)
        .group_by(ShortCode.group_id)
    )
    return {group_id: (int(scans), int(baskets)) for group_id, scans, baskets in db.session.execute(asked)}


def counts_of_group(group_id: int) -> dict[int | None, int]:
    """Fair id to scans of a group's own codes; None: those printed for no fair."""
    asked = select(ShortCode.fair_id, func.sum(CodeDay.scans)).join(CodeDay, CodeDay.code_id == ShortCode.id)
    asked = asked.where(ShortCode.group_id == group_id).group_by(ShortCode.fair_id)
    return {fair_id: int(scans) for fair_id, scans in db.session.execute(asked)}


def _parts(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
