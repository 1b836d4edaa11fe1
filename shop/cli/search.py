"""`flask search ...`: what products are found by, for an operator at a terminal."""

import sys

from flask.cli import AppGroup
from tqdm import tqdm

from shop.kernel.database import db, transaction
from shop.search import service

search = AppGroup("search", help="What products are found by.")


@search.command("reindex")
def reindex() -> None:
    """Write anew what every product is found by, while the market goes on."""
    count = 0
    with tqdm(unit=" products", file=sys.stderr, desc="reindex") as bar:
        for ids in service.batches_of_products():
            with transaction():
                service.index_products(ids)
            count += len(ids)
            bar.update(len(ids))
    db.session.rollback()
    print(f"{count} products indexed")
