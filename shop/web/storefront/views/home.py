"""The home page: /."""

from flask import render_template

from shop.catalogue.categories import Category
from shop.fairs import queries as fairs
from shop.groups import queries as groups
from shop.search import browse
from shop.search.browse import Filters, Sort
from shop.web import words
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.kept.figures import counted_once
from shop.web.shelf import on_shelf
from shop.web.storefront.desk import blueprint
from shop.web.storefront.views.groups import group_cards


@blueprint.get("/")
@public
@kept
def home() -> str:
    newest = browse.page_of_products(Filters(in_stock=True), Sort.NEWEST, limit=8)
    popular = browse.page_of_products(Filters(in_stock=True), Sort.POPULAR, limit=4)
    counts = counted_once("categories", browse.count_by_category)
    makers = counted_once("makers", lambda: group_cards(groups.published_groups(limit=3).items))
    return render_template(
        "storefront/home.html",
        items=on_shelf(newest.cards),
        popular=on_shelf(popular.cards),
        categories=[(category.value, words.CATEGORIES[category], counts.get(category, 0)) for category in Category],
        total=browse.added(counts.values()),
        fairs=[row for row in fairs.public_fairs(limit=10) if row.product_count][:2],
        groups=makers,
        group_count=counted_once("groups", groups.count_published),
    )
