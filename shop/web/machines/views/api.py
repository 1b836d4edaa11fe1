"""The JSON API: /api/v1/products, groups, fairs, impact, for other programs. Read only, as the OpenAPI document says."""

from typing import Any

import orjson
from flask import Response, current_app, request, url_for

from shop.catalogue import queries as catalogue
from shop.catalogue.models import Product
from shop.fairs import queries as fairs
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.groups.queries import GroupFilters
from shop.impact import published
from shop.impact.models import PublishedYear
from shop.kernel import thai
from shop.kernel.refusals import BadValue
from shop.search import browse, cards, misses
from shop.search.cards import Card
from shop.web import asked
from shop.web.gate import public
from shop.web.kept import kept, shows_only
from shop.web.kept.figures import counted_once
from shop.web.machines.desk import blueprint
from shop.web.machines.openapi import document
from shop.web.page import photo_url
from shop.web.shelf import average, product_address

MOST = 100
USUAL = 24


@blueprint.get("/api/v1/products")
@public
@kept
def api_products() -> Response:
    """Listed products; the same filters as /products, `limit` up to 100."""
    try:
        filters, after = asked.filters_from(request.args), asked.cursor_from(request.args)
        filters = counted_once(("understood", filters), filters.understood)
        page = browse.page_of_products(filters, asked.sort_from(request.args), after, _limit())
    except BadValue as refused:
        return _refused(refused)
    if not page.cards and not after and filters.asks_only_words:
        misses.note(filters.q)
    near = [] if page.cards else browse.near(filters)
    return _json({"items": [_item(card) for card in page.cards], "next": page.next, "near": [_item(card) for card in near]})


@blueprint.get("/api/v1/products/<int:product_id>")
@public
@kept
def api_product(product_id: int) -> Response:
    found = catalogue.listed_product(product_id)
    card = next(iter(cards.cards_of([product_id])), None) if found else None
    if found is None or card is None:
        return _problem(404, "No such product")
    shows_only(found.group_id)
    return _json(_item(card) | _details(found))


@blueprint.get("/api/v1/groups")
@public
@kept
def api_groups() -> Response:
    try:
        filters = asked.filters_from(request.args)
        chosen = GroupFilters(kind=filters.kind, district=filters.district)
        page = groups.published_groups(chosen, asked.cursor_from(request.args), _limit())
    except BadValue as refused:
        return _refused(refused)
    counts = browse.count_by_group([group.id for group in page.items])
    return _json({"items": [_group(group, counts.get(group.id, 0)) for group in page.items], "next": page.next})


@blueprint.get("/api/v1/fairs")
@public
@kept
def api_fairs() -> Response:
    return _json({"items": [_fair(row) for row in fairs.public_fairs(MOST)], "next": None})


@blueprint.get("/api/v1/impact")
@public
@kept
def api_impact() -> Response:
    """What was earned, by fiscal year, the newest first; `year` (Buddhist) asks for one of them."""
    years = published.published_years()
    typed = request.args.get("year", "").strip()
    if typed and typed not in {str(year.year) for year in years}:
        return _refused(BadValue("year", "unknown"))
    slugs = {fair.id: fair.slug for fair in published.fairs_in(years).values()}
    return _json({"items": [_year(year, slugs) for year in years if typed in ("", str(year.year))], "next": None})


@blueprint.get("/api/v1/openapi.json")
@public
@kept
def api_document() -> Response:
    return _json(document(current_app.config["SITE_NAME"], current_app.config["PUBLIC_URL"]))


def _item(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "slug": thai.slugify(card.title),
        "title": card.title,
        "title_en": card.title_en or None,
        "price_satang": card.price_satang,
        "currency": "THB",
        "in_stock": card.is_in_stock,
        "group": {"slug": card.group_slug, "name": card.group_name},
        "category": card.category,
        "url": _absolute(product_address(card.id, card.title)),
        "image_url": _absolute(photo_url(card.photo, 640)) if card.photo else None,
        **_rating(card),
    }


def _rating(card: Card) -> dict[str, Any]:
    """Only where there are reviews."""
    value = average(card.star_sum, card.review_count)
    return {"rating": {"average": value, "count": card.review_count}} if value is not None else {}


def _details(found: Product) -> dict[str, Any]:
    revision = found.published
    return {
        "description": revision.description,
        "description_en": revision.description_en or None,
        "subcategory": revision.subcategory,
        "standards": [{"kind": standard.kind.value, "number": standard.number} for standard in revision.valid_standards],
        "variants": [
            {
                "id": variant.id,
                "sku": variant.sku or None,
                "title": variant.name or variant.unit,
                "price_satang": variant.price_satang,
                "available": variant.available,
            }
            for variant in found.variants
            if variant.retired_at is None
        ],
    }


def _group(group: Group, product_count: int) -> dict[str, Any]:
    return {
        "slug": group.slug,
        "name": group.name,
        "name_en": group.name_en or None,
        "kind": group.kind,
        "province": group.province_code,
        "district": group.district_code,
        "product_count": product_count,
        "url": _absolute(url_for("storefront.group", slug=group.slug)),
    }


def _fair(row: fairs.FairRow) -> dict[str, Any]:
    fair = row.fair
    return {
        "slug": fair.slug,
        "title": fair.title,
        "title_en": fair.title_en or None,
        "starts_on": fair.starts_on.isoformat(),
        "ends_on": fair.ends_on.isoformat(),
        "place": fair.place,
        "group_count": row.group_count,
        "product_count": row.product_count,
        "url": _absolute(url_for("storefront.fair", slug=fair.slug)),
    }


def _year(year: PublishedYear, slugs: dict[int, str]) -> dict[str, Any]:
    content = year.content
    counts = ("groups", "orders", "first_sales", "quiet_groups", "buyers", "repeat_buyers")
    return {
        "year": year.year,
        "first_month": content["first"][:7],
        "last_month": content["last"][:7],
        "is_final": year.is_final,
        "as_of": year.published_at.isoformat(timespec="seconds"),
        "currency": "THB",
        "income_satang": content["satang"],
        **{name: content[name] for name in counts},
        "tables": {name: [_cell(name, cell, slugs) for cell in cells] for name, cells in content["tables"].items()},
        "how": _absolute(url_for("storefront.impact_how")),
    }


def _cell(table: str, cell: dict[str, Any], slugs: dict[int, str]) -> dict[str, Any]:
    """A fair's key is its slug, `none` where it was at none; of a month, or several together, the first and the last."""
    key = cell["key"]
    if table == "month":
        key = "/".join(month[:7] for month in key)
    elif isinstance(key, int):
        key = slugs.get(key, "removed") if key else "none"
    return {"key": key, "income_satang": cell["satang"], "groups": cell["groups"], "orders": cell["orders"]}


def _limit() -> int:
    typed = request.args.get("limit", "").strip()
    if not typed:
        return USUAL
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 5 and 1 <= int(typed) <= MOST):
        raise BadValue("limit", "out_of_range")
    return int(typed)


def _absolute(path: str) -> str:
    return current_app.config["PUBLIC_URL"] + path


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, mimetype="application/json")


def _refused(refused: BadValue) -> Response:
    return _problem(422, "Invalid parameter", errors=[{"field": refused.field, "reason": refused.reason}])


def _problem(status: int, title: str, **more: Any) -> Response:
    """RFC 9457."""
    answer = _json({"type": "about:blank", "title": title, "status": status, **more}, status)
    answer.mimetype = "application/problem+json"
    return answer
