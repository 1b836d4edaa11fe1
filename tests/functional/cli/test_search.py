"""`flask search ...`: written anew while the market goes on, and why each hit stands where it stands."""

from sqlalchemy import delete, select, update

from shop.catalogue.models import Product
from shop.kernel.database import db, transaction
from shop.search import service
from shop.search.models import SearchDocument, SearchSpelling
from shop.search.queries import understand
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group


def told(app, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=["search", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_reindex_writes_what_is_found_and_forgets_words_that_nobody_says(app, session):
    with transaction():
        group = given_a_group()
        kept, renamed = given_a_product(group, "กล้วยตาก"), given_a_product(group, "ปลาส้มทอด")
        service.index_products([kept.id, renamed.id])
        assert understand("ปลาส้ม").ids == [renamed.id]
        db.session.execute(update(SearchDocument).values(tokens=""))
        db.session.execute(update(Product).where(Product.id == renamed.id).values(published_revision_id=None))
        db.session.execute(delete(SearchDocument).where(SearchDocument.product_id == renamed.id))

    assert "1 products indexed" in told(app, "reindex")

    assert understand("กล้วยตาก").ids == understand("kluai tak").ids == [kept.id]
    assert understand("ปลาส้ม").ids == []
    words = set(db.session.scalars(select(SearchSpelling.word)))
    assert "กล้วยตาก" in words
    assert "ปลาส้มทอด" not in words


def test_reindex_of_an_empty_market_is_nothing(app, session):
    assert "0 products indexed" in told(app, "reindex")


def test_explain_says_how_it_reads_and_what_each_score_is_the_sum_of(app, session):
    with transaction():
        service.index_products([given_a_product(given_a_group(), "กล้วยตาก").id])

    lines = told(app, "explain", "kluai tak ไม่เกิน 100").splitlines()

    assert "instead: กล้วยตาก" in lines
    assert any(line.startswith("read as: ") and line.endswith("to 100 baht") for line in lines)
    hit = next(number for number, line in enumerate(lines) if line.startswith("   1. "))
    score = float(lines[hit].split()[1])
    parts = [float(line.split()[0]) for line in lines[hit + 1 :] if line.startswith("            ")]
    assert abs(score - sum(parts)) < 0.1


def test_explain_says_so_where_nothing_is_found(app, session):
    assert "found: 0" in told(app, "explain", "toyota")
