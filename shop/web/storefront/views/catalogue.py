"""The catalogue and search: /products."""

from flask import render_template, request, url_for

from shop.fairs.queries import fairs_by_slug
from shop.kernel import places, thai
from shop.kernel.refusals import BadValue
from shop.kernel.thai import keyboard
from shop.search import browse
from shop.search.browse import Filters, Sort
from shop.search.queries import LONGEST
from shop.web import asked, words
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.language import locale
from shop.web.page import in_language
from shop.web.shelf import on_shelf
from shop.web.storefront.desk import blueprint

SHORTEST_WORD = 2  # characters: single letters are in every title
MOST_SINGLE_WORDS = 5
MOST_COUNTED = 1000  # facets say "1,000+" beyond it


@blueprint.get("/products")
@public
@kept
def catalogue() -> str | tuple[str, int]:
    typed = {name: thai.tidy(request.args.get(name, "")[:LONGEST]) for name in (*asked.NAMES, "sort")}
    try:
        filters = asked.filters_from(request.args).understood()
        sort = asked.sort_from(request.args)
        page = browse.page_of_products(filters, sort, asked.cursor_from(request.args))
    except BadValue as refused:
        return render_template("storefront/catalogue/refused.html", refused=refused, typed=typed), 422
    total = browse.count_products(filters)
    return render_template(
        "storefront/catalogue/products.html",
        filters=filters,
        typed={name: value for name, value in typed.items() if value},
        sort=sort or (Sort.RELEVANCE if filters.q else Sort.NEWEST),
        items=on_shelf(page.cards, filters.fair),
        total=total,
        facets=facet_options(filters),
        chips=chips(filters, typed),
        read_as=_read_as(filters),
        found=_found_words(filters),
        single_words=_single_words(filters.q) if not page.cards else [],
        near=[],
        next_url=url_for(".catalogue", **_kept(typed), after=page.next) if page.next else "",
        first_url=url_for(".catalogue", **_kept(typed)) if request.args.get("after") else "",
    )


def _read_as(filters: Filters) -> str:
    """The words that were looked for instead of those typed on the other keyboard."""
    return keyboard.other_of(filters.q) if filters.question.other_keyboard else ""


def _found_words(filters: Filters) -> list[str]:
    """What is marked in titles: each term and, where it is several words written together, each of them. Of sounds nothing."""
    question = filters.question
    if question.by_sound:
        return []
    parts = [word for term in question.terms for word in thai.words(term) if len(word) >= SHORTEST_WORD]
    return [*question.terms, *parts]


def _single_words(typed: str) -> list[str]:
    """The words of a question to look for one at a time; none where it is one word."""
    parts = [word for word in dict.fromkeys(thai.words(typed)) if len(word) >= SHORTEST_WORD]
    return parts[:MOST_SINGLE_WORDS] if len(parts) > 1 else []


def facet_options(filters: Filters) -> dict[str, list[tuple[str, str, int]]]:
    """(value, words, count) of each facet, in the order that people expect."""
    counts = browse.facets(filters)
    named = {
        "category": {key.value: text for key, text in words.CATEGORIES.items()},
        "kind": {key.value: text for key, text in words.GROUP_KINDS.items()},
        "standard": {key.value: text for key, text in words.STANDARDS.items()},
        "district": {code: district_name(code) for code in counts["district"]},
        "fair": {fair.slug: in_language(fair, "title") for fair in fairs_by_slug(list(counts["fair"]))},
    }
    return {
        facet: [(value, str(text), counts[facet][value]) for value, text in options.items() if counts[facet].get(value)]
        for facet, options in named.items()
    }


def chips(filters: Filters, typed: dict[str, str]) -> list[tuple[str, str]]:
    """(words, address without it) of every filter that is on."""
    named = {
        "category": filters.category and words.CATEGORIES[filters.category],
        "subcategory": filters.subcategory and words.SUBCATEGORIES[filters.subcategory],
        "kind": filters.kind and words.GROUP_KINDS[filters.kind],
        "district": filters.district and district_name(filters.district),
        "standard": filters.standard and words.STANDARDS[filters.standard],
        "fair": filters.fair and next((in_language(fair, "title") for fair in fairs_by_slug([filters.fair])), filters.fair),
    }
    return [
        (str(text), url_for(".catalogue", **_kept({**typed, name: "", **({"subcategory": ""} if name == "category" else {})})))
        for name, text in named.items()
        if text
    ]


def district_name(code: str) -> str:
    known = places.district(code)
    return known.name(locale()) if known else code


def _kept(typed: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if value}
