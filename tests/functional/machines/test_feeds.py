"""Lists of goods for Google and Meta: what is on sale with a picture, as it is now, in a bounded number of questions."""

import csv
import io
from xml.etree import ElementTree

import pytest

from shop.catalogue import offers
from shop.catalogue.models import Product
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from tests.factories.catalogue import given_a_photo, given_a_product, given_a_variant
from tests.factories.groups import given_a_group
from tests.queries import queries_of

G = "{http://base.google.com/ns/1.0}"


def given_a_pictured_product(group, title: str, **values: object) -> Product:
    product = given_a_product(group, title, **values)
    product.cover_photo_id = given_a_photo(group, published_at=now()).id
    return product


@pytest.fixture
def jar(session):
    with transaction():
        group = given_a_group("แม่บ้าน <คลองสาม> & เพื่อน")
        made = given_a_pictured_product(group, "น้ำพริกเผา", price_satang=4550)
        given_a_product(group, "ไม่มีรูป")
    return made


def google(client) -> list[dict[str, str]]:
    answer = client.get("/feeds/google.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [{part.tag.removeprefix(G): part.text for part in item} for item in ElementTree.fromstring(answer.text).iter("item")]


def meta(client) -> list[dict[str, str]]:
    answer = client.get("/feeds/meta.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_google_is_told_of_every_variant_that_has_a_picture(client, session, jar):
    with transaction():
        other = given_a_variant(db.session.get_one(Product, jar.id), name="ขวดเล็ก", price_satang=2500, stock_pieces=0)

    first, second = google(client)
    assert first["price"] == "45.50 THB"
    assert (first["availability"], second["availability"]) == ("in_stock", "out_of_stock")
    assert first["brand"] == "แม่บ้าน <คลองสาม> & เพื่อน"
    assert second["id"] == str(other.id)
    assert first["item_group_id"] == second["item_group_id"] == str(jar.id)
    assert first["image_link"].startswith("http://127.0.0.1:8000/photos/")
    assert client.get(first["link"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_meta_is_told_the_same_and_no_cell_is_a_formula(client, session, jar):
    with transaction():
        given_a_pictured_product(db.session.get_one(Product, jar.id).group, "=cmd|' /C calc'!A0")

    first, second = meta(client)
    assert (first["title"], first["price"], first["availability"]) == ("น้ำพริกเผา 200 กรัม", "45.50 THB", "in stock")
    assert second["title"].startswith("'=")
    assert {row["condition"] for row in (first, second)} == {"new"}


def test_a_character_that_xml_does_not_know_loses_nothing_else(client, session, jar):
    with transaction():
        given_a_pictured_product(db.session.get_one(Product, jar.id).group, "ไข่\x0bเค็ม\ufffe")

    assert [item["title"] for item in google(client)] == ["น้ำพริกเผา 200 กรัม", "ไข่ เค็ม  200 กรัม"]


def test_what_is_not_listed_is_in_neither(client, session, jar):
    with transaction():
        db.session.get_one(Product, jar.id).is_listed = False

    assert google(client) == meta(client) == []


def test_a_large_market_is_read_in_pieces(client, session, jar, monkeypatch):
    monkeypatch.setattr(offers, "_PIECE", 2)
    with transaction():
        group = given_a_group()
        for number in range(3):
            given_a_product(group, f"ไม่มีรูป {number}")
        for number in range(4):
            given_a_pictured_product(group, f"ไข่เค็ม {number}")

    with queries_of(client.application) as asked:
        titles = [item["title"] for item in google(client)]
    assert [title.removesuffix(" 200 กรัม") for title in titles] == ["น้ำพริกเผา", *(f"ไข่เค็ม {number}" for number in range(4))]
    assert len(asked) == 4
