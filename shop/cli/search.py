"""`flask search ...`: what products are found by, for an operator at a terminal."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import func, select
from tqdm import tqdm

from shop.kernel import thai
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.search import engine, explaining, service
from shop.search.models import SearchDocument

AT_ONCE = 500

search = AppGroup("search", help="What products are found by.")


@search.command("reindex")
def reindex() -> None:
    """Write anew what every product is found by, while the market goes on."""
    words, begun = set[str](), now()
    count, total = 0, db.session.scalar(select(func.count()).select_from(SearchDocument))
    with tqdm(total=total or None, unit=" products", file=sys.stderr, desc="reindex") as bar:
        for ids in service.batches_of_products():
            with transaction():
                words |= service.index_products(ids)
            count += len(ids)
            bar.update(len(ids))
    with transaction():
        service.forget_words_but(words)
    again = service.published_since(begun)  # after their turn: their new words are among those forgotten
    for first in range(0, len(again), AT_ONCE):
        with transaction():
            service.index_products(again[first : first + AT_ONCE])
    is_left = True
    while is_left:
        with transaction():
            is_left = engine.merge_a_little()
    db.session.rollback()
    print(f"{count} products indexed")


@search.command("explain")
@click.argument("query")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many hits are explained.")
def explain(query: str, limit: int) -> None:
    """Print how QUERY is read and why each hit stands where it stands."""
    for line in explaining.lines(thai.tidy(query), limit):
        print(line)
    db.session.rollback()
