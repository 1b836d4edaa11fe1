"""The API's own description, OpenAPI 3.1: what tests hold every answer to."""

from typing import Any

from shop.catalogue.categories import Category
from shop.catalogue.models import StandardKind
from shop.groups.models import GroupKind
from shop.search.browse import Sort

Schema = dict[str, Any]


def document(site_name: str, public_url: str) -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name} API",
            "version": "1",
            "description": "What is on sale, who makes it, where it was shown, and what it earned.",
        },
        "servers": [{"url": public_url}],
        "paths": {
            "/api/v1/products": _list(
                "Listed products", "Product", [*_FILTERS, _parameter("sort", _one_of(Sort)), _AFTER, _LIMIT]
            ),
            "/api/v1/products/{id}": {
                "get": {
                    "summary": "One listed product with its variants",
                    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                    "responses": {"200": _answer("ProductDetails"), "404": _PROBLEM},
                }
            },
            "/api/v1/groups": _list("Groups that sell here", "Group", [_KIND, _DISTRICT, _AFTER, _LIMIT]),
            "/api/v1/fairs": _list("Fairs, newest first", "Fair", []),
            "/api/v1/impact": _list(
                "What was earned, by Thai fiscal year (October to September), newest first", "Impact", [_YEAR]
            ),
            "/api/v1/openapi.json": {"get": {"summary": "This document", "responses": {"200": {"description": "OpenAPI"}}}},
        },
        "components": {"schemas": _SCHEMAS | {f"{name}List": _page_of(name) for name in ("Product", "Group", "Fair", "Impact")}},
    }


def _list(summary: str, name: str, parameters: list[Schema]) -> Schema:
    responses = {"200": _answer(f"{name}List")} | ({"422": _PROBLEM} if parameters else {})
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _answer(name: str) -> Schema:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": name, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, schema: Schema, description: str = "") -> Schema:
    return {"name": name, "in": "query", "schema": schema} | ({"description": description} if description else {})


def _one_of(kind) -> Schema:
    return {"type": "string", "enum": [member.value for member in kind]}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def _page_of(name: str) -> Schema:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    cursor = {"type": ["string", "null"], "description": "the cursor to send as `after`"}
    near = {"near": items | {"description": "where nothing is found: what has all that was asked for but one thing"}}
    return _object({"items": items, "next": cursor} | (near if name == "Product" else {}))


_TEXT, _WHOLE, _MAYBE = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}
_SATANG = {"type": "integer", "minimum": 0, "description": "1/100 baht"}
_BAHT = {"type": "number", "minimum": 0}

_KIND = _parameter("kind", _one_of(GroupKind))
_DISTRICT = _parameter("district", {"type": "string", "pattern": "^[0-9]{4}$"}, "four digits")
_AFTER = _parameter("after", _TEXT, "cursor: `next` of the page before")
_LIMIT = _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 24})
_YEAR = _parameter("year", {"type": "integer"}, "a published fiscal year, Buddhist: 2569")
_FILTERS = [
    _parameter("q", _TEXT, "words, in Thai or English"),
    _parameter("category", _one_of(Category)),
    _KIND,
    _DISTRICT,
    _parameter("fair", _TEXT, "a fair's slug"),
    _parameter("standard", _one_of(StandardKind)),
    _parameter("min_price", _BAHT, "baht"),
    _parameter("max_price", _BAHT, "baht"),
    _parameter("in_stock", {"type": "string", "enum": ["1"]}),
]

_PROBLEM = {
    "description": "RFC 9457 problem details",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}

_PRODUCT = {
    "id": _WHOLE,
    "slug": _TEXT,
    "title": _TEXT,
    "title_en": _MAYBE,
    "price_satang": _SATANG,
    "currency": {"const": "THB"},
    "in_stock": {"type": "boolean"},
    "group": _object({"slug": _TEXT, "name": _TEXT}),
    "category": {"type": ["string", "null"], "enum": [*(category.value for category in Category), None]},
    "url": _TEXT,
    "image_url": _MAYBE,
}
_RATING = {
    "rating": _object({"average": {"type": "number", "minimum": 1, "maximum": 5}, "count": _WHOLE})
    | {"description": "of approved reviews by buyers; not there where there are none"}
}
_VARIANT = _object({"id": _WHOLE, "sku": _MAYBE, "title": _TEXT, "price_satang": _SATANG, "available": _WHOLE})
_STANDARD = _object({"kind": _one_of(StandardKind), "number": _TEXT})

_INCOME = {"type": "integer", "description": "1/100 baht; less than 0 where more was given back than earned"}
_COUNT = {
    "type": ["integer", "null"],
    "minimum": 5,
    "multipleOf": 5,
    "description": "rounded to 5; null: fewer than 5, or not told",
}
_CELL = _object({"key": _TEXT, "income_satang": _INCOME, "groups": _COUNT, "orders": _COUNT})
_TABLES = {
    "type": "object",
    "description": "rows that sum to the whole; `others`: rows that may not be told one by one. Which are told: see `how`",
    "properties": {name: {"type": "array", "items": _CELL} for name in ("month", "channel", "district", "kind", "fair")},
    "required": ["month"],
    "additionalProperties": False,
}
_IMPACT = (
    {"year": _WHOLE, "first_month": _TEXT, "last_month": _TEXT, "is_final": {"type": "boolean"}, "as_of": _TEXT}
    | {"currency": {"const": "THB"}, "income_satang": _INCOME}
    | dict.fromkeys(("groups", "orders", "first_sales", "quiet_groups", "buyers", "repeat_buyers"), _COUNT)
    | {"tables": _TABLES, "how": _TEXT}
)

_SCHEMAS: Schema = {
    "Impact": _object(_IMPACT),
    "Product": _object(_PRODUCT, _RATING),
    "ProductDetails": _object(
        _PRODUCT
        | {
            "description": _TEXT,
            "description_en": _MAYBE,
            "subcategory": _MAYBE,
            "standards": {"type": "array", "items": _STANDARD},
            "variants": {"type": "array", "items": _VARIANT},
        },
        _RATING,
    ),
    "Group": _object(
        {"slug": _TEXT, "name": _TEXT, "name_en": _MAYBE, "kind": _MAYBE, "province": _MAYBE, "district": _MAYBE}
        | {"product_count": _WHOLE, "url": _TEXT}
    ),
    "Fair": _object(
        {"slug": _TEXT, "title": _TEXT, "title_en": _MAYBE, "starts_on": _TEXT, "ends_on": _TEXT, "place": _TEXT}
        | {"group_count": _WHOLE, "product_count": _WHOLE, "url": _TEXT}
    ),
    "Problem": {
        "type": "object",
        "properties": {"type": _TEXT, "title": _TEXT, "status": _WHOLE, "errors": {"type": "array"}},
        "required": ["type", "title", "status"],
    },
}
