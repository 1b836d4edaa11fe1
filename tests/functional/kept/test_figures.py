"""Figures of the market are counted once for all who come with cookies, and anew as soon as anything changes."""

from sqlalchemy import update

from shop.catalogue import stock
from shop.groups.models import Group
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from shop.search import service
from shop.search.models import SearchDocument
from tests.factories.catalogue import given_a_product
from tests.queries import queries_of


def counts_in(statements: list[str]) -> int:
    return sum("count(*)" in statement and "products" in statement for statement in statements)


def visit(window, path: str):
    """As somebody with a cookie, for whom no page is kept."""
    with queries_of(window.app) as asked:
        page = window.get(path, Cookie="any=1")
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


def test_a_reindex_is_seen_in_the_count_as_in_the_list(app, window, shown):
    with app.app_context(), transaction():
        service.index_product(shown.product_id)
        db.session.execute(update(SearchDocument).values(tokens=""))  # as in a market of before these were there
    assert 'id="card-' not in visit(window, "/products?q=ตะกร้า")[0].text

    with app.app_context(), transaction():
        service.index_product(shown.product_id)
    page = visit(window, "/products?q=ตะกร้า")[0].text

    assert f'id="card-{shown.product_id}"' in page
    assert '<b class="number">1</b>' in page


def test_what_a_question_found_is_not_kept_with_its_count(app, window, shown):
    with app.app_context(), transaction():
        service.index_product(shown.product_id)
    assert visit(window, "/products?q=ตะกร้า")[1] == 1
    assert visit(window, "/products?q=ตะกร้า")[1] == 0

    _language, _root, (_what, (asked, found, _is_more)) = next(reversed(window.front.figures._kept))
    assert (asked.q, asked.found, asked.among) == ("ตะกร้า", None, None)
    assert isinstance(found, int)
