"""Write checked rows of a product list to the market, a batch at a time; the caller opens the transaction of each."""

from dataclasses import replace
from typing import NamedTuple

from shop.bulk import fresh, groups, products
from shop.bulk.rows import ProductRow
from shop.catalogue import listing
from shop.kernel.database import db
from shop.search import service as search


class Written(NamedTuple):
    """Rows, not products: a second row of the same product updates what the first created."""

    created: int
    updated: int
    refused: list[tuple[int, str]]  # row number and reason


def write_rows(rows: list[ProductRow], publish: bool) -> Written:
    """Create what is new and update what is not. `publish`: the operator approves all of it, and it goes on sale."""
    merged = _merged(rows)
    known = products.known_products(list(merged.values()))
    thrown_away = {key for key, product in known.items() if product.deleted_at}
    refused = [(row.number, "its group has thrown this product away") for row in rows if row.key in thrown_away]
    kept = [row for key, row in merged.items() if key not in thrown_away]
    unknown = [row for row in kept if row.key not in known]
    seen = [row for row in kept if row.key in known]
    group_ids = groups.write_groups(kept, publish)
    created = fresh.create_products(unknown, group_ids, publish)
    if seen:
        products.update_products(seen, known, publish)
    updated = [known[row.key].id for row in seen]
    if publish and updated:
        products.publish_drafts(updated)
    touched = created + updated
    listing.refresh_products(touched)
    search.index_products(touched)
    db.session.expire_all()
    return Written(len(unknown), len(rows) - len(refused) - len(unknown), refused)


def _merged(rows: list[ProductRow]) -> dict[str, ProductRow]:
    """One row a product: a later one says what it says, and leaves the rest as the earlier one said."""
    merged: dict[str, ProductRow] = {}
    for row in rows:
        before = merged.get(row.key)
        if before:
            gaps = {
                name: getattr(before, name) for name in ("price_satang", "pieces", "description") if getattr(row, name) is None
            }
            if row.category is None:
                gaps |= {"category": before.category, "subcategory": before.subcategory}
            row = replace(row, **gaps)
        merged[row.key] = row
    return merged
