"""Pages made for one request are packed for visitors without cookies, and for nobody else."""

import gzip

import pytest
from flask import Flask

from shop.kernel.database import transaction
from tests.client import PageClient
from tests.factories.people import given_an_account

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

TAKES_GZIP = {"Accept-Encoding": "gzip, deflate, br"}
SEARCH = "/products?q=น้ำพริก"


@pytest.fixture
def plain(app: Flask) -> PageClient:
    """A visitor whose client does not read the pages, which would need them unpacked."""
    client = PageClient(app, app.response_class)
    client.reads_pages = False
    return client


def test_a_page_is_sent_packed_to_a_visitor_without_cookies(plain: PageClient):
    packed, whole = plain.get(SEARCH, headers=TAKES_GZIP), plain.get(SEARCH)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in whole.vary
    assert gzip.decompress(packed.data) == whole.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(whole.data) / 3


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_it_is_sent_whole_to_whoever_does_not_take_it(plain: PageClient, accepted: str):
    assert "Content-Encoding" not in plain.get(SEARCH, headers={"Accept-Encoding": accepted}).headers


def test_a_page_that_holds_somebodys_token_is_never_packed(app: Flask, plain: PageClient):
    with app.app_context(), transaction():
        account_id = given_an_account().id
    plain.sign_in(account_id)

    for page in (SEARCH, "/account", "/checkout"):
        assert "Content-Encoding" not in plain.get(page, headers=TAKES_GZIP).headers


def test_what_is_small_packed_already_or_only_asked_about_stays_as_it_is(plain: PageClient):
    assert "Content-Encoding" not in plain.get("/search/suggest?q=x", headers=TAKES_GZIP).headers
    assert "Content-Encoding" not in plain.head(SEARCH, headers=TAKES_GZIP).headers
    assert plain.get("/products", headers=TAKES_GZIP).headers["Content-Encoding"] == "gzip"
