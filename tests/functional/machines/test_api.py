"""Other programs read the market: every answer as the OpenAPI document says."""

from datetime import date

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from shop.kernel.database import transaction
from shop.search import service
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.impact import count_everything, given_a_sale
from tests.queries import queries_of


@pytest.fixture
def product(session):
    with transaction():
        made = given_a_product(given_a_group(), "น้ำพริกเผาปลาย่าง")
        given_an_exhibit(given_a_fair(slug="ban-mai-2567"), made)
        service.index_product(made.id)
    return made


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json


def faults(document, name: str, answer) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(answer.json)]


def test_the_document_is_openapi(document):
    validate(document)


@pytest.mark.parametrize("path,name", [("products", "ProductList"), ("groups", "GroupList"), ("fairs", "FairList")])
def test_lists_are_as_described(client, document, product, path, name):
    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == 200
    assert len(answer.json["items"]) == 1
    assert faults(document, name, answer) == []


def test_what_was_earned_is_as_described(client, document, session):
    with transaction():
        for group in [given_a_group() for _ in range(6)]:
            given_a_sale(group, date(2025, 8, 1))
            given_a_sale(group, date(2025, 7, 1), baht=30)
    count_everything()
    answer = client.get("/api/v1/impact")

    assert [row["year"] for row in answer.json["items"]] == [2568]
    assert [row["key"] for row in answer.json["items"][0]["tables"]["month"]] == ["2025-07/2025-07", "2025-08/2025-08"]
    assert faults(document, "ImpactList", answer) == []


def test_a_product_has_its_variants(client, document, product):
    answer = client.get(f"/api/v1/products/{product.id}")

    assert faults(document, "ProductDetails", answer) == []
    assert answer.json["variants"][0]["available"] == 10
    assert answer.json["url"].startswith("http://127.0.0.1:8000/products/")


@pytest.mark.parametrize("path", ["products", "groups", "fairs"])
def test_addresses_are_written_as_a_program_may_open_them(client, product, path):
    [item] = client.get(f"/api/v1/{path}").json["items"]

    assert item["url"].isascii()
    assert client.get(item["url"].removeprefix("http://127.0.0.1:8000")).status_code == 200


@pytest.mark.parametrize("number", [0, 999, 2**31, 10**25])
def test_an_unknown_product_is_a_404_problem(client, document, product, number):
    answer = client.get(f"/api/v1/products/{number}")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert faults(document, "Problem", answer) == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=٣", "category=x", "fair=x", "after=x", "min_price=x", "district=1"]
)
def test_a_bad_parameter_is_a_422_problem_that_names_it(client, document, product, query):
    answer = client.get(f"/api/v1/products?{query}")

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"][0]["field"] == query.split("=")[0]


def test_the_cursor_goes_through_everything_once(client, session):
    with transaction():
        group = given_a_group()
        made = {given_a_product(group, f"ไข่เค็ม {number}").id for number in range(7)}
    seen, after = [], ""
    while after is not None:
        page = client.get("/api/v1/products", query_string={"limit": 3, "after": after}).json
        seen += [item["id"] for item in page["items"]]
        after = page["next"]

    assert sorted(seen) == sorted(made)


def test_a_question_finds_and_a_question_of_signs_finds_nothing(client, product):
    assert client.get("/api/v1/products?q=นำ้พริก").json["items"][0]["id"] == product.id
    assert client.get("/api/v1/products?q=!!!").json == {"items": [], "next": None, "near": []}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_read_only(client, product, method):
    answer = getattr(client, method)("/api/v1/products", json={})

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"


def test_api_addresses_exist_once(client, product):
    assert client.get("/en/api/v1/products").status_code == 404


def test_a_list_is_a_fixed_number_of_queries(app, client, session):
    with transaction():
        group = given_a_group()
        for number in range(20):
            given_a_product(group, f"ไข่เค็ม {number}")

    with queries_of(app) as asked:
        client.get("/api/v1/products?limit=100")

    assert len(asked) == 1


def test_the_sitemap_names_every_public_page_in_both_languages_and_robots_names_the_sitemap(client, product):
    sitemap, robots = client.get("/sitemap.xml"), client.get("/robots.txt")

    assert sitemap.mimetype == "application/xml"
    for part in ("/products/", "/en/products/", f"/groups/{product.group.slug}", "/fairs/ban-mai-2567", "/help"):
        assert f"<loc>http://127.0.0.1:8000{part}" in sitemap.text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots.text
    assert "Disallow: /checkout" in robots.text


def test_a_sitemap_too_large_for_one_file_is_a_list_of_files(client, session, monkeypatch):
    monkeypatch.setattr("shop.web.machines.views.robots.PRODUCTS_A_FILE", 2)
    with transaction():
        group = given_a_group()
        for number in range(5):
            given_a_product(group, f"ไข่เค็ม {number}")
    index = client.get("/sitemap.xml").text

    files = [part.split("</loc>")[0].removeprefix("http://127.0.0.1:8000") for part in index.split("<loc>")[1:]]
    products = "".join(client.get(file).text for file in files)
    assert index.count("<sitemap>") == 4
    assert products.count("<loc>http://127.0.0.1:8000/products/") == 5
