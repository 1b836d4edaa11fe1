"""`flask products ...`: lists of products, for an operator at a terminal."""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError
from tqdm import tqdm

from shop.bulk.rows import REQUIRED, ProductRow, RowRefused, checked
from shop.bulk.service import Written, write_rows
from shop.bulk.sheet import NotAList, lines
from shop.kernel.database import transaction

products = AppGroup("products", help="Lists of products.")

ROWS_AT_ONCE = 500  # in one transaction: buyers write in between
TRIES = 3


@products.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Approve every row as the operator, and put it on sale.")
def import_products(file: Path, publish: bool) -> None:
    """Bring in a CSV list: product_name, seller_name, local_authority, district, province, and where present category,
    price_baht, stock, description. A second run updates. Prints one line of JSON."""
    said = {"rows": 0, "created": 0, "updated": 0, "refused": []}
    with tqdm(total=file.stat().st_size, unit="B", unit_scale=True, file=sys.stderr, desc=file.name) as bar:

        def told(position: int) -> None:
            bar.update(position - bar.n)

        rows = _checked_rows(file, told, said)
        try:
            while batch := list(islice(rows, ROWS_AT_ONCE)):
                written = _write(batch, publish)
                said["created"] += written.created
                said["updated"] += written.updated
                said["refused"] += [{"row": number, "reason": reason} for number, reason in written.refused]
        except NotAList as unreadable:
            raise click.ClickException(f"{file.name}: {unreadable}") from unreadable
    said["refused"].sort(key=lambda refusal: refusal["row"])
    print(json.dumps(said, ensure_ascii=False))


def _checked_rows(file: Path, told, said: dict) -> Iterator[ProductRow]:
    for line in lines(file, REQUIRED, told):
        said["rows"] += 1
        try:
            yield checked(line)
        except RowRefused as reason:
            said["refused"].append({"row": line.number, "reason": str(reason)})


def _write(batch: list[ProductRow], publish: bool) -> Written:
    """One transaction. Where another import writes the same rows at the same moment, what it wrote is updated."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                return write_rows(batch, publish)
        except IntegrityError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")
