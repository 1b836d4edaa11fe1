"""New products of a list, written table by table: a handful of statements for five hundred rows, whatever hangs on each.

The session would ask for the number of each row as it writes it. Here rows go in many at once, and their numbers are asked for
afterwards, by what is unique about them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from shop.audit import service as audit
from shop.bulk.rows import placed
from shop.catalogue.categories import Category
from shop.catalogue.models import MovementKind, Product, ProductRevision, StockMovement, Variant
from shop.catalogue.states import ProductAction
from shop.kernel.access import MARKET, Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus
from shop.moderation.models import Decision, Outcome, Submission, SubmissionKind, SubmissionStatus

UNNAMED_PRICE = 100_00  # satang, where a published list names none
UNNAMED_PIECES = 10
NOTE = "import"


class Row(Protocol):
    """What a list says of a new product, as `bulk.rows.ProductRow` has it. `key` is its own, and found again by it."""

    title: str
    category: Category | None
    subcategory: str | None
    price_satang: int | None
    pieces: int | None
    description: str | None
    unit: str

    @property
    def key(self) -> str: ...

    @property
    def group_key(self) -> str: ...


def create_products(rows: Sequence[Row], group_ids: dict[str, int], publish: bool, actor: Actor = MARKET) -> list[int]:
    """New products; their ids. A price makes a variant, and pieces its stock.

    Drafts; with `publish` what the operator has approved. `catalogue.listing` has yet to derive what buyers may reach.
    """
    if not rows:
        return []
    moment = now()
    _write(Product, [{"group_id": group_ids[row.group_key], "import_key": row.key} for row in rows])
    numbers = _ids(Product.import_key, [row.key for row in rows])
    by_id = {numbers[row.key]: row for row in rows}
    groups = {product_id: group_ids[row.group_key] for product_id, row in by_id.items()}
    prices = _write_variants(by_id, publish)
    _write_revisions(by_id, prices, moment if publish else None)
    audit.record_many(actor, ProductAction.CREATE, "product", groups, imported=True)
    if publish:
        _approve(groups, moment)
    return list(by_id)


def _write_variants(rows: dict[int, Row], publish: bool) -> dict[int, dict[str, int]]:
    """What there is to buy, and the pieces that came in. The prices by product, as its revision keeps them."""
    asked = {number: row.price_satang or (UNNAMED_PRICE if publish else None) for number, row in rows.items()}
    priced = {number: satang for number, satang in asked.items() if satang}
    pieces = {number: rows[number].pieces if rows[number].pieces is not None else UNNAMED_PIECES * publish for number in priced}
    _write(
        Variant,
        [
            {
                "product_id": number,
                "unit": rows[number].unit,
                "price_satang": satang,
                "reviewed_price_satang": satang if publish else None,
                "available": pieces[number],
            }
            for number, satang in priced.items()
        ],
    )
    variants = _ids(Variant.product_id, priced)
    received = {"kind": MovementKind.RECEIVED, "note": NOTE}
    _write(StockMovement, [{"variant_id": variants[one], "quantity": some, **received} for one, some in pieces.items() if some])
    return {number: {str(variants[number]): satang} for number, satang in priced.items()}


def _write_revisions(rows: dict[int, Row], prices: dict[int, dict[str, int]], approved_at: datetime | None) -> None:
    """What is said of each: a draft, or, where somebody approves it at once, what buyers will read."""
    status = RevisionStatus.APPROVED if approved_at else RevisionStatus.DRAFT
    life = {"status": status, "submitted_at": approved_at, "decided_at": approved_at}
    _write(
        ProductRevision,
        [
            {
                "product_id": number,
                "title": row.title,
                "description": row.description or "",
                "prices": prices.get(number, {}) if approved_at else {},
                **placed(row),
                **life,
            }
            for number, row in rows.items()
        ],
    )


def _approve(groups: dict[int, int], moment: datetime) -> None:
    """What an official's approval leaves behind, decided by the operator."""
    only = select(ProductRevision.id).where(ProductRevision.product_id == Product.id).scalar_subquery()
    shown = update(Product).where(Product.id.in_(groups)).values(published_revision_id=only, published_at=moment)
    db.session.execute(shown.execution_options(synchronize_session=False))
    revisions = _ids(ProductRevision.product_id, groups)
    sent = {"kind": SubmissionKind.PRODUCT, "status": SubmissionStatus.DECIDED}
    _write(Submission, [{"group_id": groups[one], "product_revision_id": revisions[one], **sent} for one in groups])
    submissions = _ids(Submission.product_revision_id, revisions.values())
    _write(Decision, [{"submission_id": one, "outcome": Outcome.APPROVED} for one in submissions.values()])
    audit.record_many(MARKET, ProductAction.APPROVE, "product", groups, by="operator", revision=1)


def _write(table: type, rows: list[dict]) -> None:
    if rows:
        db.session.execute(insert(table.__table__), rows)


def _ids(column: InstrumentedAttribute, values: Iterable) -> dict:
    """The number of the one row that has each of these values, by that value, in the order of the numbers."""
    table = column.class_
    return dict(db.session.execute(select(column, table.id).where(column.in_(list(values))).order_by(table.id)).all())
