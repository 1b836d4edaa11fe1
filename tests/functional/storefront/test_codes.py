"""A printed code leads to its page, counts the scan once, and stays with what is bought, from the paper to the order's line."""

import re
from datetime import timedelta

import pytest

from shop.basket.models import BasketItem
from shop.catalogue import listing
from shop.catalogue.models import Product
from shop.fairs.models import CodeDay
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.clock import now, today
from shop.kernel.database import db, transaction
from shop.moderation import service as moderation
from shop.orders.models import OrderLine
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.checkout import add, place, variant_of
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.moderation import official
from tests.factories.people import PASSWORD, given_an_account


@pytest.fixture
def printed(app) -> dict:
    """A group with a booth, a product, and the codes of both at the fair, and of the product at none."""
    with app.app_context(), transaction():
        fair, group = given_a_fair(slug="ban-mai"), given_a_group(slug="weavers")
        product = given_a_product(group, "Honey")
        given_a_booth(fair, group)
        return {
            "g": given_a_code(group, fair), "p": given_a_code(product, fair), "plain": given_a_code(product), "fair": fair.id,
            "product": product.id, "variant": variant_of(product).id, "group": group.id,
        }  # fmt: skip


def counted(app) -> list[tuple[int, int]]:
    with app.app_context():
        return [tuple(row) for row in db.session.execute(db.select(CodeDay.scans, CodeDay.baskets).order_by(CodeDay.code_id))]


def test_a_code_leads_to_its_page_in_the_visitors_language(app, client, printed):
    group, product = client.get(f"/g/{printed['g']}"), client.get(f"/p/{printed['p'].lower()}")
    assert (group.status_code, group.location) == (303, f"/groups/weavers?code={printed['g']}")
    assert product.location == f"/products/{printed['product']}-honey?code={printed['p']}"
    english = PageClient(app, app.response_class).get(
        f"/g/{printed['g']}", headers={"Accept-Language": "en-GB,en;q=0.9,th;q=0.5"}
    )
    assert english.location == f"/en/groups/weavers?code={printed['g']}"
    assert client.get(english.location).status_code == 200
    assert client.get(f"/en/g/{printed['g']}").status_code == 404, "it exists once"
    with app.app_context(), transaction():
        account_id = given_an_account(locale="en").id
    assert PageClient(app, app.response_class).sign_in(account_id).get(f"/g/{printed['g']}").location.startswith("/en/")


def test_a_scan_counts_once_a_person_and_never_a_robot(app, client, printed):
    path = f"/g/{printed['g']}"
    robots = ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {"User-Agent": "facebookexternalhit/1.1"})
    for headers in (*robots, {"Sec-Purpose": "prefetch;prerender"}):
        assert client.get(path, headers=headers).status_code == 303
    assert client.head(path).status_code == 303
    assert counted(app) == []

    first = client.get(path, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9; CUBOT X19)"})
    client.get(path)
    assert counted(app) == [(1, 0)], "a reload within a minute is no other scan"
    assert first.headers["Cache-Control"] == "no-store"
    cookie = first.headers["Set-Cookie"]
    assert f"Path={path}" in cookie
    assert "Max-Age=60" in cookie
    assert "HttpOnly" in cookie
    PageClient(app, app.response_class).get(path)
    assert counted(app) == [(2, 0)]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("letter", ["g", "p"])
def test_from_the_paper_to_the_orders_line(app, client, printed, language, letter):
    page = client.get(language + client.get(f"/{letter}/{printed[letter]}").location)
    if letter == "g":
        page = client.get(re.search(r'href="([^"]*/products/\d+[^"]*\?code=\w+)"', page.text).group(1))
    assert f'<input type="hidden" name="code" value="{printed[letter]}">' in page.text
    assert add(client, printed["variant"], code=printed[letter], prefix=language).status_code == 303
    add(client, printed["variant"], code=printed[letter])
    assert counted(app) == [(1, 1)], "more of the same is no other basket"
    client.post(f"/basket/items/{printed['variant']}", data={"quantity": "0"})
    assert f'<input type="hidden" name="code" value="{printed[letter]}">' in client.get("/basket").text
    add(client, printed["variant"], code=printed[letter], prefix=language)
    assert place(client, prefix=language).status_code == 303

    with app.app_context():
        line = db.session.scalar(db.select(OrderLine))
        assert (line.fair_id, line.code_id is not None) == (printed["fair"], True)


def test_a_code_without_a_fair_brings_no_fair(app, client, printed):
    add(client, printed["variant"], code=printed["plain"])
    assert found(app) == (None, True)


def found(app) -> tuple[int | None, bool]:
    with app.app_context():
        item = db.session.scalar(db.select(BasketItem))
        return item.fair_id, item.code_id is not None


def test_what_was_found_on_a_fairs_page_first_stays_so(app, client, printed):
    with app.app_context(), transaction():
        other = given_a_fair(slug="other")
        given_an_exhibit(other, db.session.get_one(Product, printed["product"]))
        other_id = other.id
    add(client, printed["variant"], fair="other")
    add(client, printed["variant"], code=printed["g"])
    assert found(app) == (other_id, False)


def test_the_code_goes_along_at_sign_in(app, client, printed):
    with app.app_context(), transaction():
        identifier = given_an_account().email
    add(client, printed["variant"], code=printed["g"])
    client.post("/account/sign-in", data={"identifier": identifier, "password": PASSWORD})
    assert found(app) == (printed["fair"], True)


def test_a_code_that_did_not_lead_here_counts_for_nothing(app, client, printed):
    with app.app_context(), transaction():
        anothers = given_a_code(given_a_group())
    for said in ("ZZZZZZ", "", "' OR 1=1", "ก" * 5000, "K7\x00Q2", anothers):
        assert add(client, printed["variant"], code=said).status_code == 303
        page = client.get(f"/products/{printed['product']}-honey", query_string={"code": said})
        assert 'name="code"' not in page.text
    assert found(app) == (None, False)
    assert counted(app) == []


def test_what_it_was_printed_for_is_gone_and_the_page_helps(app, client, printed):
    assert client.get("/g/ZZZZZZ").status_code == 404
    assert "ไม่รู้จักรหัส" in client.get(f"/p/{'Z' * 300}").text
    with app.app_context(), transaction():
        moderation.suspend_group(db.session.get_one(Group, printed["group"]), official(), "ตรวจสอบ")
        assert db.session.get_one(Group, printed["group"]).status is GroupStatus.SUSPENDED
    for path in (f"/g/{printed['g']}", f"/p/{printed['p']}"):
        closed = client.get(path)
        assert closed.status_code == 404
        assert "พักขายอยู่" in closed.text
        assert "weavers" not in closed.text
    assert counted(app) == []


def test_a_tag_whose_product_is_gone_leads_on_to_its_group(app, client, printed):
    with app.app_context(), transaction():
        db.session.get_one(Product, printed["product"]).archived_at = now()
        listing.refresh_product(printed["product"])
    closed = client.get(f"/p/{printed['p']}")
    assert closed.status_code == 404
    assert f"/groups/weavers?code={printed['p']}" in closed.text


def test_a_group_shows_its_booth_while_the_fair_is_to_come_or_on(app, client, printed):
    assert "บูธ" not in client.get("/groups/weavers").text
    with app.app_context(), transaction():
        group = db.session.get_one(Group, printed["group"])
        given_a_booth(
            given_a_fair("งานหน้า", starts_on=today(), ends_on=today() + timedelta(days=1)), group, "C7", note="needs-power"
        )
    page = client.get("/groups/weavers").text
    assert "C7" in page
    assert "งานหน้า" in page
    assert "needs-power" not in page
