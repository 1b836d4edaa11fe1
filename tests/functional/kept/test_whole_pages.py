"""Which pages are kept, for whom, under what, and how they are sent; and that nothing personal is ever among them."""

import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from shop.catalogue import stock
from shop.kernel.access import MARKET
from shop.kernel.database import transaction
from shop.web.kept import front, watch
from tests.client import PageClient
from tests.factories.people import given_an_account
from tests.functional.kept.conftest import addresses
from tests.functional.kept.window import opened
from tests.queries import queries_of

one_database = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def test_every_page_is_kept_and_the_same_as_when_it_is_made(app, window, shown):
    """A page that reads a table which nobody watches fails here: give the table its line in shop/kernel/changes.py."""
    live = PageClient(app, app.response_class)
    for page in addresses(shown):
        first = window.get(page)

        assert window.is_kept(page), page
        assert window.get(page).data == first.data == live.get(page).data, page
        assert first.headers["Vary"] == "Accept-Encoding"
        assert first.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in first.headers
        assert "csrf_token" not in first.text or 'name="csrf_token" value=""' in first.text
        assert "nonce" not in first.text


@one_database
def test_a_kept_page_asks_nothing_of_the_database_but_what_changed(window, shown):
    window.get(shown.product)
    with queries_of(window.app) as asked:
        window.get(shown.product)

    assert len(asked) == 1
    assert "page_changes" in asked[0]


@one_database
def test_whoever_has_a_cookie_sees_their_own_page_and_leaves_nothing_behind(app, window, shown):
    with app.app_context(), transaction():
        account_id = given_an_account("วิภา").id
    person = PageClient(window.app, window.app.response_class).sign_in(account_id)
    guest = PageClient(window.app, window.app.response_class)
    added = guest.post("/basket/items", data={"variant_id": shown.variant_id, "quantity": "2"}, token=False)
    assert added.status_code == 303
    for page in (shown.product, "/", "/products", shown.group):
        theirs, filled = person.get(page), guest.get(page)

        assert "/account/sign-out" in theirs.text
        assert '<b class="count">2' in filled.text
        for seen in (theirs, filled):
            assert seen.headers["Cache-Control"] == "private, no-cache"
            assert "Cookie" in seen.headers["Vary"]
            assert "ETag" not in seen.headers
        nobody = window.get(page)
        assert "sign-out" not in nobody.text
        assert '<b class="count">' not in nobody.text
        assert "flash" not in nobody.text
        again = person.get(page, headers={"If-None-Match": nobody.headers["ETag"]})
        assert again.status_code == 200, "a browser that held the page of nobody is given its own"
        assert "/account/sign-out" in again.text


@one_database
def test_what_is_not_for_everybody_is_not_kept(window, shown):
    for page in ("/basket", "/account/sign-in", "/orders/find", f"/products/{shown.product_id}/ask", f"/p/{shown.code}", "/sell"):
        window.get(page)
        assert not window.is_kept(page), page
    for page in (
        "/products/999",
        "/groups/none",
        "/fairs/none",
        "/products?sort=odd",
        f"/products/{shown.product_id}",
        "/nowhere",
    ):
        assert window.get(page).status_code != 200
        assert not window.is_kept(page), page
    window.get(shown.product)
    for header in ({"Cookie": "session=x"}, {"Cookie": "anything=1"}, {"Authorization": "x"}, {"HX-Request": "true"}):
        assert not window.is_kept(shown.product, **header), header


@one_database
def test_a_scan_is_counted_each_time(window, shown):
    with queries_of(window.app) as asked:
        for _ in range(2):
            window.get(f"/p/{shown.code}")

    assert sum("INSERT INTO code_days" in one for one in asked) == 2


@one_database
def test_the_same_question_in_other_words_is_one_page(window, shown):
    window.get("/products?category=food&sort=newest")

    for query in (
        "sort=newest&category=food",
        "sort=newest&fbclid=abc&category=food&utm_source=line",
        "category=food&q=&sort=newest",
    ):
        assert window.is_kept(f"/products?{query}"), query
    assert not window.is_kept("/products?category=food&sort=price_asc")
    assert "fbclid" not in window.get("/products?fbclid=tell-tale").text
    window.get(shown.product)
    assert window.is_kept(f"{shown.product}?utm_source=line")
    for endless in (
        "/products?q=ตะกร้า",
        "/products?min_price=1",
        "/products?max_price=99",
        f"/products?sort=newest&x={'x' * 600}",
    ):
        window.get(endless)
        assert not window.is_kept(endless), endless
    assert "ตะกร้า" in window.get("/products?q=ตะกร้า").text


@one_database
@pytest.mark.parametrize("odd", ["%00", "%ff", "%ed%a0%80", "a%00b", "x" * 300, "%E0%B8%81", ";", "%", "&&", "=", "=%00&a"])
def test_odd_addresses_are_answered_as_without_keeping(app, window, shown, odd):
    live = PageClient(app, app.response_class)
    live.reads_pages = False
    for path in (
        f"/products?after={odd}",
        f"/products?{odd}",
        f"{shown.product}?code={odd}",
        f"/groups/{odd}",
        f"/en/fairs/{odd}",
    ):
        for _ in range(2):
            kept, made = window.get(path), live.get(path)
            assert kept.status_code == made.status_code < 500, path


def test_no_host_and_no_browser_changes_what_is_kept(window, shown):
    first = window.get(shown.product)
    for headers in ({"Host": "evil.example"}, {"User-Agent": "Googlebot"}, {"Accept-Language": "en"}, {"Range": "bytes=0-9"}):
        window.front.store.drop(next(iter(window.front.store._pages)))
        other = window.get(shown.product, **headers)
        assert (other.status_code, other.data) == (200, first.data), headers


@one_database
def test_a_language_is_a_page_of_its_own(window, shown):
    thai, english = window.get(shown.product), window.get(f"/en{shown.product}")

    assert '<html lang="th">' in thai.text
    assert '<html lang="en">' in window.get(f"/en{shown.product}").text == english.text


@one_database
def test_who_has_it_already_is_told_so(market, window, shown):
    first = window.get("/products")
    etag = first.headers["ETag"]

    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = window.get("/products", **{"If-None-Match": known})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert window.get("/products", **{"If-None-Match": '"other"'}).status_code == 200
    with opened(market) as other:
        assert other.get("/products").headers["ETag"] == etag, "another process tells it by the same mark"


@one_database
def test_a_head_is_its_page_without_the_body(window):
    page = window.get("/products")
    head = window.app.test_client(use_cookies=False).head("/products")

    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", page.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(page.data))


@one_database
def test_a_page_is_sent_packed_to_who_takes_it(window):
    plain = window.get("/products")
    for accepted in ("gzip, br", "br;q=1.0, gzip;q=0.8"):
        packed = window.get("/products", **{"Accept-Encoding": accepted})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 3
    for refused in ("", "br", "gzip;q=0"):
        assert "Content-Encoding" not in window.get("/products", **{"Accept-Encoding": refused}).headers


@one_database
def test_what_is_kept_has_an_end(market, shown, monkeypatch):
    monkeypatch.setattr(watch, "OFTEN_SECONDS", 0)
    with opened(market, megabytes=1) as window:
        for number in range(80):
            assert window.get(f"/products?code={number}").status_code == 200

        assert window.front.store.bytes <= 1024 * 1024
        assert 5 < len(window.front.store) < 80
        assert window.is_kept("/products?code=79")
        assert not window.is_kept("/products?code=0")


@one_database
def test_of_a_herd_one_makes_the_page(window, shown, monkeypatch):
    made = window._next
    monkeypatch.setattr(window, "_next", lambda environ, start: time.sleep(0.3) or made(environ, start))
    with ThreadPoolExecutor(8) as herd:
        answers = list(herd.map(lambda _: window.get("/products"), range(8)))

    assert window.made == ["/products"]
    assert {answer.data for answer in answers} == {answers[0].data}
    assert {answer.status_code for answer in answers} == {200}


@one_database
def test_an_old_page_is_shown_while_one_makes_it_anew_and_never_past_a_change(app, window, shown, monkeypatch):
    window.get("/products")
    monkeypatch.setattr(front, "OLD_SECONDS", 0)
    made = window._next
    monkeypatch.setattr(window, "_next", lambda environ, start: time.sleep(0.5) or made(environ, start))
    with ThreadPoolExecutor(2) as two:
        anew = two.submit(window.get, "/products")
        time.sleep(0.1)
        begun = time.monotonic()
        assert window.get("/products").status_code == 200
        assert time.monotonic() - begun < 0.3, "who came meanwhile did not wait"
        anew.result()
        assert window.made == ["/products"] * 2

        again = two.submit(window.get, "/products")
        time.sleep(0.1)
        with app.app_context(), transaction():
            stock.hold(shown.variant_id, 9, shown.order_id, MARKET)
        seen = window.get("/products").text
        again.result()
    assert seen == PageClient(app, app.response_class).get("/products").text


@one_database
def test_without_word_from_the_database_nothing_kept_is_shown(window, shown, monkeypatch):
    window.get("/products")

    def silent(*_rest):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(watch, "news_since", silent)

    assert not window.is_kept("/products")


@one_database
def test_who_was_away_too_long_and_another_database_begin_anew(window, shown, monkeypatch):
    window.get("/products")
    monkeypatch.setattr(window.front.watch, "_asked_at", time.monotonic() - 100_000)
    assert not window.is_kept("/products")
    assert window.is_kept("/products")

    monkeypatch.setattr(window.front.watch, "_mark", 10**9)
    assert not window.is_kept("/products")
    window.get("/products")
    assert window.is_kept("/products")


@one_database
def test_a_page_that_reads_what_nobody_watches_is_made_each_time(window, shown, monkeypatch, caplog):
    monkeypatch.delitem(front.WATCHED, "reviews")
    window.get(shown.product)

    assert not window.is_kept(shown.product)
    assert "nobody watches reviews" in caplog.text
    window.get(shown.elsewhere)


@one_database
def test_0_megabytes_keep_nothing(market: object, shown):
    app: Flask = market.app

    assert "kept" not in app.extensions
    answer = app.test_client(use_cookies=False).get("/products")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_two_processes_see_a_sale_within_a_second(market, shown, serve):
    """Served as production does, by two workers that each keep the page."""
    server = serve(workers=2, jobs=False)
    address = f"{server.url}{quote(shown.product)}"
    before = {_read(address) for _ in range(20)}
    assert len(before) == 1, "both workers say the same"

    with market.app.app_context(), transaction():
        stock.hold(shown.variant_id, 9, shown.order_id, MARKET)
    time.sleep(1)

    after = {_read(address) for _ in range(20)}
    assert len(after) == 1
    assert after != before


def _read(address: str) -> bytes:
    with urlopen(address) as answer:
        return answer.read()
