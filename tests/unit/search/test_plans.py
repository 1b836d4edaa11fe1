"""How lists are read: along indexes, at any depth and with any filters, by a fixed number of statements; counted to 1,000."""

from itertools import combinations

import pytest
from sqlalchemy import event, text, update

from shop.catalogue.categories import Category
from shop.catalogue.models import Product, StandardKind
from shop.groups.models import GroupKind
from shop.kernel.database import db, transaction
from shop.search import browse, facets
from shop.search.browse import Filters, Sort
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group

MANY = 300
ASKED = {
    "category": Category.FOOD,
    "subcategory": "eggs",
    "kind": GroupKind.FARMERS,
    "district": "1302",
    "min_price": 3000,
    "max_price": 9000,
    "in_stock": True,
    "standard": StandardKind.FDA,
}


@pytest.fixture
def many(session):
    """Listed products of two groups, food and things of the house, at many prices."""
    with transaction():
        groups = [given_a_group("แม่บ้านคลองหนึ่ง"), given_a_group("เกษตรกรคลองห้า", district_code="1302")]
        groups[1].kind = GroupKind.FARMERS
        product = given_a_product(groups[0], "ไข่เค็ม", subcategory="eggs")
        given_a_product(groups[1], "ไข่เค็มคลองห้า", subcategory="eggs")
        table = Product.__table__
        columns = [column.name for column in table.columns if column.name not in ("id", "import_key", "published_revision_id")]
        quoted = ", ".join(f'"{name}"' for name in columns)
        copied = text(f"INSERT INTO products ({quoted}) SELECT {quoted} FROM products WHERE id = :id")
        session.execute(copied, [{"id": product.id}] * MANY)
        of = {"group_id": groups[1].id, "kind": "farmers", "district_code": "1302"}
        session.execute(update(table).where(table.c.id % 3 == 0, table.c.published_revision_id.is_(None)).values(**of))
        house = {"category": Category.HOUSEHOLD, "subcategory": "basketry"}
        session.execute(update(table).where(table.c.id % 5 == 0).values(**house))
        prices = {"min_price_satang": table.c.id % 40 * 500 + 100, "max_price_satang": table.c.id % 40 * 500 + 100}
        session.execute(update(table).values(popularity=table.c.id % 7, **prices))


@pytest.fixture
def few(monkeypatch):
    """So that some hundreds are many."""
    monkeypatch.setattr(browse, "FEW", 5)
    monkeypatch.setattr(facets, "MOST", 5)
    for kept in (browse._statement, facets._total, facets._counted):
        kept.cache_clear()
    yield
    for kept in (browse._statement, facets._total, facets._counted):
        kept.cache_clear()


def statements_of(work) -> list[tuple[str, object]]:
    """Each with what was sent along."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if not statement.startswith("BEGIN"):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return asked


def plan_of(statement: str, parameters: object) -> list[str]:
    """What SQLite does about products."""
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    return [row[3] for row in rows]


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.POPULAR, Sort.PRICE_ASC, Sort.PRICE_DESC])
@pytest.mark.parametrize("names", [(), ("category",), ("district", "kind"), ("max_price",), ("in_stock", "category")])
def test_a_long_list_is_walked_along_an_index_in_its_own_order(many, few, sort, names):
    filters = Filters(**{name: ASKED[name] for name in names})
    page = browse.page_of_products(filters, sort, limit=5)
    onward = statements_of(lambda: browse.page_of_products(filters, sort, after=page.next, limit=5))[-1]

    plan = plan_of(*onward)

    assert not [step for step in plan if step.startswith("SCAN") or "ORDER BY" in step], plan
    index = {"newest": "newest", "popular": "popular"}.get(sort.value, "price")
    assert any(f"products USING INDEX ix_products_listed_{index} (is_listed=? AND" in step for step in plan), plan


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize("names", [n for size in range(4) for n in combinations(("category", "district", "kind"), size)])
def test_counts_are_read_along_indexes_alone(many, names):
    asked = {name: ASKED[name] for name in names}
    [total] = statements_of(lambda: browse.count_products(Filters(**asked)))
    [counted] = statements_of(lambda: browse.facets(Filters(**asked)))

    for step in plan_of(*total) + plan_of(*counted):
        assert not step.startswith("SCAN products"), step
        assert "SEARCH products" not in step or "COVERING INDEX" in step or "INTEGER PRIMARY KEY" in step, step


@pytest.mark.parametrize("size", [0, 1, 2, 3, len(ASKED)])
def test_a_page_and_its_figures_are_three_statements_whatever_the_filters(many, size):
    for names in list(combinations(ASKED, size))[:20]:
        filters = Filters(**{name: ASKED[name] for name in names})

        def page(filters=filters) -> None:
            total = browse.count_products(filters)
            browse.facets(filters)
            browse.page_of_products(filters, total=total)

        assert len(statements_of(page)) == 3, names


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.POPULAR, Sort.PRICE_ASC, Sort.PRICE_DESC])
@pytest.mark.parametrize("names", [(), ("category",), ("district", "kind", "max_price"), ("min_price",)])
def test_walked_or_found_whole_a_list_is_the_same(many, monkeypatch, sort, names):
    filters = Filters(**{name: ASKED[name] for name in names})

    def whole(found: int) -> list[int]:
        seen, after = [], None
        while True:
            page = browse.page_of_products(filters, sort, after, limit=40, total=found)
            seen += [card.id for card in page.cards]
            after = page.next
            if after is None:
                return seen

    assert whole(browse.FEW) == whole(browse.FEW + 1)
    assert len(whole(1)) == browse.count_products(filters) > 40


def test_a_choice_gives_as_many_as_its_facet_says(many):
    for asked in ({}, {"category": Category.FOOD}, {"district": "1302"}, {"max_price": 9000, "kind": GroupKind.FARMERS}):
        found = browse.facets(Filters(**asked))
        for facet, kind in (("category", Category), ("kind", GroupKind), ("district", str)):
            for value, count in found[facet].items():
                assert browse.count_products(Filters(**asked | {facet: kind(value)})) == count


def test_the_same_facets_are_counted_over_what_a_search_found(many):
    every = tuple(card.id for card in browse.page_of_products(Filters(), limit=1000).cards)

    for asked in ({}, {"category": Category.FOOD}, {"district": "1302", "min_price": 3000}):
        assert browse.facets(Filters(**asked, among=every)) == browse.facets(Filters(**asked))
        assert browse.count_products(Filters(**asked, among=every)) == browse.count_products(Filters(**asked))
    assert browse.count_products(Filters(among=every[:7])) == 7


def test_beyond_what_is_counted_there_are_more(many, few):
    assert f"{browse.count_products(Filters()):,}" == str(browse.facets(Filters())["category"]["food"]) == "5+"
    assert str(browse.count_products(Filters(min_price=10**9))) == "0"
