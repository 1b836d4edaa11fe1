"""Products like another one, of other groups: the same words in the title, the same kind of goods."""

from sqlalchemy import select

from shop.catalogue.models import Product
from shop.kernel.database import db
from shop.search import engine, tokens
from shop.search.cards import Card, cards_of
from shop.search.engine import Any
from shop.search.models import SearchDocument

LOOKED_AT = 200  # the newest that share a word
SAME_KIND = 3.0  # as good as a word of so many letters in common
LEAST = 3.0  # a short word in common alone is chance


def similar_to(product: Product, limit: int = 4) -> list[Card]:
    """At most `limit`, most alike first, of equals the most popular. Two questions to the database."""
    document = db.session.get(SearchDocument, product.id)
    words = [word for word in document.words.strip("|").split("|") if len(word) > 1] if document else []
    if not words:
        return []
    asked = select(Product.id, Product.subcategory, Product.popularity, SearchDocument.words)
    asked = engine.documents(asked, Any(tuple(tokens.TITLE + word for word in words)))
    asked = asked.join(Product, Product.id == SearchDocument.product_id)
    asked = asked.where(Product.is_listed, Product.group_id != product.group_id, Product.available > 0).limit(LOOKED_AT)
    likeness = []
    for product_id, kind, popularity, others in db.session.connection().execute(asked):
        alike = sum(len(word) for word in words if f"|{word}|" in others)
        alike += SAME_KIND if kind and kind == product.subcategory else 0
        if alike > LEAST:
            likeness.append((-alike, -popularity, -product_id, product_id))
    return cards_of([product_id for *_order, product_id in sorted(likeness)[:limit]])
