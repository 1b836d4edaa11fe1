"""Hearts on cards and a guest's wishlist: no cookie before the first press, nothing of it on pages for all, merged at sign-in."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.catalogue.models import Product
from shop.favourites.models import GuestWish, GuestWishlist, Wish
from shop.favourites.queries import MOST
from shop.kernel.database import db, transaction
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account
from tests.queries import queries_of

SESSION, WISHES = "session", "wishlist"


@pytest.fixture
def shown(app: Flask) -> dict:
    """Two products of a group that was at a fair."""
    with app.app_context(), transaction():
        group, fair = given_a_group("กลุ่มไข่เค็ม"), given_a_fair()
        first, second = given_a_product(group, "ไข่เค็ม"), given_a_product(group, "ไข่ดอง")
        given_an_exhibit(fair, first)
        return {"first": first.id, "second": second.id, "group": f"/groups/{group.slug}", "fair": f"/fairs/{fair.slug}"}


def press(client: PageClient, place: str, name: str = "keep", page: str = "/products?category=food", **more: object):
    """As a browser sends it from a page that was kept without cookies."""
    headers = {"Referer": f"http://localhost{page}", "Sec-Fetch-Site": "same-origin"}
    return client.post("/wishlist", data={name: place}, token=False, headers=headers, **more)


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def hearts(text: str) -> tuple[int, int]:
    """How many stand empty and how many full."""
    return text.count('aria-pressed="false"'), text.count('aria-pressed="true"')


def test_pages_for_everybody_hold_nothing_of_anybody(client: PageClient, shown: dict):
    for path in ("/", "/products", shown["group"], shown["fair"], f"/products/{shown['first']}-ไข่เค็ม", "/wishlist"):
        page = client.get(path)
        assert "Set-Cookie" not in page.headers, path
        assert 'name="csrf_token" value=""' in page.text or path == "/wishlist"
        assert 'aria-pressed="true"' not in page.text
    assert hearts(client.get("/products").text) == (2, 0)


def test_a_guest_presses_a_heart_and_comes_back_to_the_same_place(app: Flask, client: PageClient, shown: dict):
    place = f"card-{shown['first']}"
    answer = press(client, place)
    assert (answer.status_code, answer.location) == (303, f"/products?category=food#{place}")
    assert client.get_cookie(WISHES).http_only
    assert client.get_cookie(SESSION) is None
    assert press(client, place, page="/en/products").location == f"/en/products#{place}"
    assert count(app, GuestWish) == count(app, GuestWishlist) == 1

    page = client.get("/products").text
    assert hearts(page) == (1, 1)
    assert f'name="leave" value="{place}"' in page
    assert "ไข่เค็ม" in client.get("/wishlist").text
    assert "60 days" in client.get("/en/wishlist").text
    assert hearts(PageClient(app, app.response_class).get("/products").text) == (2, 0)

    assert press(client, place, "leave").status_code == 303
    assert "ยังไม่ได้เก็บอะไรไว้" in client.get("/wishlist").text


def test_a_heart_without_a_page_before_leads_to_the_product(client: PageClient, shown: dict):
    def back(referer: str) -> str:
        answer = client.post("/wishlist", data={"keep": f"card-{shown['first']}"}, token=False, headers={"Referer": referer})
        return answer.location or str(answer.status_code)

    product = f"/products/{shown['first']}-#card-{shown['first']}"
    assert back("") == product
    assert back("http://localhost//elsewhere.example/a").startswith("/elsewhere.example")
    assert back("https://elsewhere.example/a") == "400"
    assert back("http://[broken") == "400"


@pytest.mark.parametrize("place", ["", "card-", "card-0x1", "12", "card-12\0", "card-๑", "a" * 10_000, "\ud800-1"])
def test_what_names_no_card_is_refused(app: Flask, client: PageClient, place: str):
    assert press(client, place.encode("utf-8", "surrogatepass")).status_code == 422
    assert count(app, GuestWishlist) == 0


def test_strange_products_and_strange_pages_keep_nothing(app: Flask, client: PageClient, shown: dict):
    assert press(client, "card-9999999999").status_code == press(client, "card-987654").status_code == 404
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/wishlist", data={"keep": f"card-{shown['first']}"}, token=False, headers=cross).status_code == 400
    assert press(client, "card-9999999999", "leave").status_code == 303
    assert count(app, GuestWishlist) == 0


def test_a_page_older_than_the_basket_is_asked_once_more(client: PageClient, shown: dict):
    client.set_cookie("basket", "of-a-shop-before")
    asked = press(client, f"card-{shown['first']}")
    assert (asked.status_code, f"/products/{shown['first']}/wish" in asked.text) == (400, True)
    assert client.post(f"/products/{shown['first']}/wish").status_code == 303
    assert hearts(client.get("/products").text) == (1, 1)


def test_a_guest_takes_the_wishlist_along_at_sign_up(app: Flask, client: PageClient, shown: dict):
    press(client, f"card-{shown['first']}")
    press(client, f"card-{shown['second']}")
    with app.app_context(), transaction():
        db.session.get_one(Product, shown["second"]).min_price_satang = 100
    form = {"name": "วิภา", "identifier": "0812345678", "password": "ตะกร้าสานใบใหญ่สีคราม"}
    assert client.post("/account/sign-up", data=form).status_code == 303
    assert client.get_cookie(WISHES) is None
    assert count(app, GuestWishlist) == count(app, GuestWish) == 0
    page = client.get("/account/wishlist").text
    assert all(words in page for words in ("ไข่เค็ม", "ไข่ดอง", "ถูกลง"))
    assert client.get("/wishlist").location == "/account/wishlist"
    assert hearts(client.get("/products").text) == (0, 2)


def test_a_full_list_says_so(app: Flask, client: PageClient, shown: dict, monkeypatch):
    monkeypatch.setattr("shop.favourites.guests.MOST", 1)
    press(client, f"card-{shown['first']}")
    refused = press(client, f"card-{shown['second']}")
    assert (refused.status_code, f"เก็บได้ไม่เกิน {MOST} อย่าง" in refused.text) == (409, True)
    assert count(app, GuestWish) == 1


def test_hearts_cost_one_question_and_nothing_where_there_is_no_list(app: Flask, client: PageClient, shown: dict):
    def asked(visitor: PageClient, path: str) -> int:
        with queries_of(app) as questions:
            assert visitor.get(path).status_code == 200
        return len(questions)

    paths = ("/", "/products", shown["group"], shown["fair"], f"/products/{shown['first']}-ไข่เค็ม")
    without = [asked(client, path) for path in paths]
    with queries_of(app) as questions:
        client.get("/products")
    assert not [question for question in questions if "wish" in question]
    press(client, f"card-{shown['first']}")
    assert [asked(client, path) for path in paths] == [cost + 1 for cost in without]

    with app.app_context(), transaction():
        person = given_an_account().id
    signed_in = PageClient(app, app.response_class).sign_in(person)
    for path in paths:
        with queries_of(app) as questions:
            signed_in.get(path)
        assert len([question for question in questions if "FROM wishes" in question]) == 1


def test_a_signed_in_heart_is_the_accounts(app: Flask, client: PageClient, shown: dict):
    with app.app_context(), transaction():
        client.sign_in(given_an_account().id)
    place = f"popular-{shown['first']}"
    answer = client.post("/wishlist", data={"keep": place}, headers={"Referer": "http://localhost/"})
    assert (answer.status_code, answer.location) == (303, f"/#{place}")
    assert (count(app, Wish), count(app, GuestWishlist)) == (1, 0)
    assert client.get_cookie(WISHES) is None
