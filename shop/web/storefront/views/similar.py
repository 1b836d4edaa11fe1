"""Products of other groups like one: /products/<id>/similar."""

from flask import abort, render_template

from shop.catalogue import queries as catalogue
from shop.search.similar import similar_to
from shop.web.gate import public
from shop.web.shelf import on_shelf, product_address
from shop.web.storefront.desk import blueprint

MOST = 24


@blueprint.get("/products/<int:product_id>/similar")
@public
def similar(product_id: int) -> str:
    """A page of its own: a product's page changes with its own group alone, this one with every group."""
    found = catalogue.listed_product(product_id)
    if found is None:
        abort(404)
    return render_template(
        "storefront/catalogue/similar.html",
        product=found,
        url=product_address(found.id, found.title),
        items=on_shelf(similar_to(found, MOST)),
    )
