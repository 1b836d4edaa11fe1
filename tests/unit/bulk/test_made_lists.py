"""Lists of any size for the bench: no product twice, the same in every run, brought in and furnished soundly."""

import csv
import json
from itertools import islice

import pytest
from sqlalchemy import func, select

from shop.bulk.rows import REQUIRED, checked
from shop.bulk.sheet import lines
from shop.catalogue import listing, stock
from shop.catalogue.models import Product
from shop.kernel.database import db
from shop.search.browse import Filters, page_of_products
from tests.bench import make_catalogue
from tests.bench.furnish import furnish


def test_no_product_and_no_group_is_there_twice():
    titles = [make_catalogue.title(number) for number in range(30_000)]
    groups = [(name, district.code) for name, district in map(make_catalogue.group, range(make_catalogue.MOST_GROUPS))]

    assert len(set(titles)) == len(titles)
    assert len(set(groups)) == len(groups)


def test_more_than_can_be_told_apart_is_refused(tmp_path):
    with pytest.raises(SystemExit):
        make_catalogue.write_list(tmp_path / "list.csv", make_catalogue.possible() + 1)


def test_every_row_is_one_that_the_importer_takes(tmp_path):
    make_catalogue.write_list(tmp_path / "list.csv", 400)

    rows = [checked(line) for line in lines(tmp_path / "list.csv", REQUIRED)]

    assert len({row.key for row in rows}) == 400
    assert len({row.group_key for row in rows}) == make_catalogue.FEWEST_GROUPS
    assert {row.province_code for row in rows} > {make_catalogue.HOME}
    assert 0 < sum(row.pieces == 0 for row in rows) < 40


def test_a_list_goes_on_where_it_was_broken_off(tmp_path):
    make_catalogue.write_list(tmp_path / "rest.csv", 1000, 990)

    with (tmp_path / "rest.csv").open(encoding="utf-8", newline="") as file:
        rest = [tuple(row) for row in islice(csv.reader(file), 1, None)]
    assert rest == list(make_catalogue.rows(1000))[990:]


def test_what_is_furnished_is_sound_and_shown(app, runner, session, tmp_path):
    make_catalogue.write_list(tmp_path / "list.csv", 60)
    answer = runner.invoke(args=["products", "import", str(tmp_path / "list.csv"), "--publish"])
    assert json.loads(answer.stdout)["created"] == 60

    furnish()
    furnish()

    page = page_of_products(Filters(), limit=60)
    assert {len(page.cards), len({card.photo.key for card in page.cards})} == {60}
    assert any(card.standards for card in page.cards)
    assert not any(card.available for card in page.cards if card.id % 17 == 1)
    assert listing.differences() == stock.differences() == []
    assert db.session.scalar(select(func.count(Product.published_at.distinct()))) == 60
