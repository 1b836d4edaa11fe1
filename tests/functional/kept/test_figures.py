"""Figures of the market are counted once for all who come with cookies, and anew as soon as anything changes."""

from shop.catalogue import stock
from shop.groups.models import Group
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from tests.factories.catalogue import given_a_product
from tests.queries import queries_of


def counts_in(statements: list[str]) -> int:
    return sum("count(*)" in statement and "products" in statement for statement in statements)


def visit(window, path: str):
    """As somebody with a cookie, for whom no page is kept."""
    with queries_of(window.app) as asked:
        page = window.get(path, headers={"Cookie": "any=1"})
    assert page.status_code == 200
    return page, counts_in(asked)


def test_the_market_is_counted_once_for_all_until_it_changes(app, window, shown):
    _page, first = visit(window, "/products")
    before, second = visit(window, "/products")
    assert (first, second) == (2, 0)

    with app.app_context(), transaction():
        given_a_product(db.session.get(Group, shown.group_id), "ปลาส้มคลองหก")
    after, third = visit(window, "/products")

    assert third == 2
    assert "ปลาส้มคลองหก" in after.text
    assert before.text != after.text


def test_each_language_and_each_question_has_its_own(window, shown):
    visit(window, "/products")

    assert visit(window, "/en/products")[1] == visit(window, "/products?category=food")[1] == 2
    assert "อาหาร" not in visit(window, "/en/products")[0].text.split("<aside")[0].partition("facets")[2].partition("</form>")[0]


def test_a_sale_is_seen_though_nobody_has_the_page_kept(app, window, shown):
    assert "ของหมดแล้ว" not in visit(window, "/products?in_stock=1")[0].text
    with app.app_context(), transaction():
        stock.hold(shown.variant_id, 9, shown.order_id, MARKET)

    live = visit(window, "/products")[0].text

    assert live == visit(window, "/products")[0].text
