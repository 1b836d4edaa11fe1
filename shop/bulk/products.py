"""The products that a list names and the market has: found again by their key, brought up to date, and approved."""

from datetime import datetime

from sqlalchemy import func, select, update

from shop.audit import service as audit
from shop.bulk.fresh import NOTE, UNNAMED_PIECES, UNNAMED_PRICE
from shop.bulk.groups import decided
from shop.bulk.rows import ProductRow, placed
from shop.catalogue import drafts, photos, stock
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.catalogue.states import ProductAction
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus
from shop.moderation import service as moderation
from shop.moderation.models import SubmissionKind


def known_products(rows: list[ProductRow]) -> dict[str, Product]:
    """Those that are there already, by key; held in the order in which buyers' orders hold them."""
    asked = select(Product).where(Product.import_key.in_([row.key for row in rows]))
    return {product.import_key: product for product in db.session.scalars(asked.order_by(Product.id).with_for_update())}


def update_products(rows: list[ProductRow], known: dict[str, Product], publish: bool) -> None:
    """What the list says and the market does not have yet."""
    latest = _latest([known[row.key].id for row in rows])
    for row in rows:
        product = known[row.key]
        changes = _changes(row, latest[product.id])
        if changes and publish:
            _revise(product, changes)
        elif changes:
            drafts.save_draft(product, MARKET, **changes)
        _price_and_count(row, product, publish)


def publish_drafts(product_ids: list[int]) -> None:
    """The operator approves what no official has seen yet: every first draft of these is what buyers read."""
    moment = now()
    asked = select(ProductRevision).join(Product, Product.id == ProductRevision.product_id)
    asked = asked.where(Product.id.in_(product_ids), Product.published_revision_id.is_(None))
    revisions = list(db.session.scalars(asked.where(ProductRevision.status == RevisionStatus.DRAFT)))
    products = {
        one.id: one for one in db.session.scalars(select(Product).where(Product.id.in_([r.product_id for r in revisions])))
    }
    prices: dict[int, dict[str, int]] = {}
    for variant in db.session.scalars(select(Variant).where(Variant.product_id.in_(products), Variant.retired_at.is_(None))):
        variant.reviewed_price_satang, variant.requested_price_satang = variant.price_satang, None
        prices.setdefault(variant.product_id, {})[str(variant.id)] = variant.price_satang
    for revision in revisions:
        revision.prices = prices.get(revision.product_id, {})
        _approve(products[revision.product_id], revision, moment)
    db.session.flush()


def _latest(product_ids: list[int]) -> dict[int, ProductRevision]:
    last = select(func.max(ProductRevision.number)).where(ProductRevision.product_id == Product.id).correlate(Product)
    asked = select(ProductRevision).join(Product, Product.id == ProductRevision.product_id)
    asked = asked.where(Product.id.in_(product_ids), ProductRevision.number == last.scalar_subquery())
    return {revision.product_id: revision for revision in db.session.scalars(asked)}


def _changes(row: ProductRow, latest: ProductRevision) -> dict[str, object]:
    changes: dict[str, object] = {}
    if row.description is not None and row.description != latest.description:
        changes["description"] = row.description
    is_elsewhere = row.category is not None and (
        row.category is not latest.category or row.subcategory not in (None, latest.subcategory)
    )
    return changes | (placed(row) if is_elsewhere else {})


def _revise(product: Product, changes: dict[str, object]) -> None:
    """The operator approves changed content. What its group is writing stays its draft; what it has sent is a draft again."""
    asked = select(ProductRevision).where(ProductRevision.product_id == product.id)
    if db.session.scalar(asked.where(ProductRevision.status == RevisionStatus.IN_REVIEW)):
        moderation.withdraw_product(product, MARKET)
    draft = db.session.scalar(asked.where(ProductRevision.status == RevisionStatus.DRAFT))
    if product.published_revision_id is None:
        draft = draft or drafts.open_draft(product)
        for name, value in changes.items():
            setattr(draft, name, value)
        db.session.flush()
        return
    published = db.session.get_one(ProductRevision, product.published_revision_id)
    number = drafts.latest_revision(product.id).number + 1
    if draft:
        # The latest revision is the one being written: it makes room.
        number, draft.number = draft.number, number
        db.session.flush()
    revision = drafts.copy_revision(published, product, number)
    revision.status, revision.prices = RevisionStatus.APPROVED, published.prices
    for name, value in changes.items():
        setattr(revision, name, value)
    db.session.flush()
    _approve(product, revision, now())
    photos.place_revisions([published.id, revision.id])


def _approve(product: Product, revision: ProductRevision, moment: datetime) -> None:
    revision.status, revision.submitted_at, revision.decided_at = RevisionStatus.APPROVED, moment, moment
    product.published_revision_id, product.published_at = revision.id, product.published_at or moment
    db.session.add(decided(SubmissionKind.PRODUCT, product.group_id, product_revision_id=revision.id))
    audit.record(
        MARKET,
        ProductAction.APPROVE,
        "product",
        product.id,
        group_id=product.group_id,
        by="operator",
        revision=revision.number,
    )


def _price_and_count(row: ProductRow, product: Product, publish: bool) -> None:
    first_sale = publish and product.published_revision_id is None
    asked = select(Variant).where(Variant.product_id == product.id, Variant.retired_at.is_(None))
    variant = db.session.scalar(asked.order_by(Variant.position, Variant.id).limit(1))
    if variant is None:
        price = row.price_satang or (UNNAMED_PRICE if first_sale else None)
        if price is None:
            return
        variant = Variant(product_id=product.id, price_satang=price)
        db.session.add(variant)
        db.session.flush()
    elif row.price_satang not in (None, variant.price_satang):
        _set_price(variant, row.price_satang, product, publish)
    pieces = row.pieces
    if pieces is None and first_sale and variant.available == 0:
        pieces = UNNAMED_PIECES
    if pieces is not None:
        stock.count_again(variant.id, pieces, variant.available, MARKET, note=NOTE)


def _set_price(variant: Variant, satang: int, product: Product, publish: bool) -> None:
    if not publish:
        moderation.request_price(variant, satang, MARKET)
        return
    before = variant.price_satang
    agreed = {"price_satang": satang, "reviewed_price_satang": satang, "requested_price_satang": None}
    db.session.execute(update(Variant).where(Variant.id == variant.id).values(**agreed))
    moderation.withdraw_price(variant, MARKET)
    audit.record(
        MARKET,
        ProductAction.SET_PRICE,
        "product",
        product.id,
        group_id=product.group_id,
        variant=variant.id,
        before=before,
        price_satang=satang,
        by="operator",
    )
    db.session.refresh(variant)
