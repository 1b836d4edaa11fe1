"""The catalogue and search: /products."""

from flask import render_template, request, url_for

from shop.fairs.queries import fairs_by_slug
from shop.kernel import places, thai
from shop.kernel.refusals import BadValue
from shop.search import browse, misses
from shop.search.browse import Filters, Sort
from shop.search.queries import LONGEST
from shop.web import asked, words
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.kept.figures import counted_once
from shop.web.language import locale
from shop.web.page import in_language
from shop.web.shelf import on_shelf
from shop.web.storefront.desk import blueprint

Options = tuple[tuple[str, str, str], ...]  # (value, words, count as it is written: 640 and 640+ are equal numbers)
SHORTEST_WORD = 2  # characters: single letters are in every title
MOST_SINGLE_WORDS = 5


@blueprint.get("/products")
@public
@kept
def catalogue() -> str | tuple[str, int]:
    typed = {name: thai.tidy(request.args.get(name, "")[:LONGEST]) for name in (*asked.NAMES, "sort")}
    try:
        filters = asked.filters_from(request.args)
        filters = counted_once(("understood", filters), filters.understood)
        typed["subcategory"] = filters.subcategory or ""
        sort = asked.sort_from(request.args)
        after = asked.cursor_from(request.args)
        total, facets = counted_once(
            ("catalogue", filters.mark), lambda: (browse.count_products(filters), facet_options(filters))
        )
        page = browse.page_of_products(filters, sort, after, total=total)
    except BadValue as refused:
        return render_template("storefront/catalogue/refused.html", refused=refused, typed=typed), 422
    if not total and filters.asks_only_words:
        misses.note(filters.q)
    return render_template(
        "storefront/catalogue/products.html",
        filters=filters,
        typed={name: value for name, value in typed.items() if value},
        sort=sort or (Sort.RELEVANCE if filters.q else Sort.NEWEST),
        items=on_shelf(page.cards, filters.fair),
        total=total,
        facets=facets,
        chips=chips(filters, typed),
        read_as=filters.question.corrected if filters.question.other_keyboard else "",
        corrected=filters.question.corrected,
        found=filters.question.words,
        single_words=_single_words(filters.q) if not page.cards else [],
        near=on_shelf(browse.near(filters)) if not page.cards else [],
        next_url=url_for(".catalogue", **_kept(typed), after=page.next) if page.next else "",
        first_url=url_for(".catalogue", **_kept(typed)) if after else "",
    )


def _single_words(typed: str) -> list[str]:
    """The words of a question to look for one at a time; none where it is one word."""
    parts = [word for word in dict.fromkeys(thai.words(typed)) if len(word) >= SHORTEST_WORD]
    return parts[:MOST_SINGLE_WORDS] if len(parts) > 1 else []


def facet_options(filters: Filters) -> dict[str, Options]:
    """Of each facet, in the order that people expect."""
    counts = browse.facets(filters)
    named = {
        "category": {key.value: text for key, text in words.CATEGORIES.items()},
        "kind": {key.value: text for key, text in words.GROUP_KINDS.items()},
        "standard": {key.value: text for key, text in words.STANDARDS.items()},
        "district": {code: district_name(code) for code in counts["district"]},
        "fair": {fair.slug: in_language(fair, "title") for fair in fairs_by_slug(list(counts["fair"]))},
    }
    return {
        facet: tuple((value, str(text), str(counts[facet][value])) for value, text in options.items() if counts[facet].get(value))
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
