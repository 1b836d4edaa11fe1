"""A product's page: /products/<id>-<slug>."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from werkzeug import Response

from shop.catalogue.returnable import is_returnable
from shop.catalogue.shown import Part, ShownProduct, shown_product
from shop.conversations import queries as conversations
from shop.conversations.contacts import mask
from shop.fairs import codes
from shop.fairs.queries import confirmed_fairs_of
from shop.groups.models import ShippingKind
from shop.groups.shipping import ParcelTooHeavy, shipping_cost
from shop.kernel import thai
from shop.kernel.places import district
from shop.papers.models import ShareKind
from shop.search import browse
from shop.search.browse import Filters
from shop.web import share
from shop.web.gate import public
from shop.web.kept import kept, shows_only
from shop.web.page import in_language
from shop.web.shelf import on_shelf, product_address
from shop.web.storefront.desk import blueprint
from shop.web.storefront.reviewing import for_search_engines, reviewed
from shop.web.storefront.views.groups import place_of

SHOWN_QUESTIONS = 3


@dataclass(frozen=True)
class Delivery:
    """One way to get it, and what it costs for one piece of the cheapest variant (satang)."""

    option: Part
    satang: int


@blueprint.get("/products/<int:product_id>")
@blueprint.get("/products/<int:product_id>-<path:slug>")
@blueprint.get("/products/<int:product_id>-", defaults={"slug": ""})
@public
@kept
def product(product_id: int, slug: str = "") -> str | Response:
    """The id decides; any other slug than today's is a redirect to it."""
    found = shown_product(product_id)
    if found is None:
        abort(404)
    shows_only(found.group_id)
    if slug != thai.slugify(found.title):
        return redirect(product_address(found.id, found.title, **request.args.to_dict()), 301)
    fairs = confirmed_fairs_of([found.id]).get(found.id, [])
    brought = codes.brought_by(request.args.get("code", ""), found.group_id)
    code = brought.code if brought else ""
    shown, photos = reviewed(found), found.published.photos
    return render_template(
        "storefront/catalogue/product.html",
        product=found,
        reviewed=shown,
        about=for_search_engines(found, in_language(found, "title"), shown),
        revision=found.published,
        photos=photos,
        variants=found.variants,
        chosen=_chosen(found.variants),
        deliveries=deliveries_of(found),
        is_returnable=is_returnable(found.category, found.subcategory, found.published.made_to_order_days),
        collect=any(option.kind is ShippingKind.COLLECT for option in found.group.shipping_options),
        fairs=fairs,
        found_at=next((fair.slug for fair in fairs if fair.slug == request.args.get("fair")), ""),
        code=code,
        place=place_of(found.group),
        district=district(found.group.district_code) if found.group.district_code else None,
        questions=conversations.public_questions(found.id, SHOWN_QUESTIONS + 1),
        mask=mask,
        more=on_shelf(_more_of(found), code=code)[:4],
        shared=share.picture_of(ShareKind.PRODUCT, found.id, photos[0] if photos else None, in_language(found, "title")),
    )


def deliveries_of(found: ShownProduct) -> list[Delivery]:
    """What delivery of one piece costs, cheapest first; an option that cannot carry it is left out."""
    cheapest = min(found.variants, key=lambda variant: variant.price_satang)
    offers = []
    for option in found.group.shipping_options:
        if option.kind is ShippingKind.COLLECT:
            continue
        try:
            offers.append(Delivery(option, shipping_cost(option, cheapest.price_satang, cheapest.weight_grams or 0)))
        except ParcelTooHeavy:
            continue
    return sorted(offers, key=lambda offer: offer.satang)


def _chosen(variants: list[Part]) -> Part:
    """The variant that is ticked: the one asked for, else the first there is stock of."""
    asked_for = request.args.get("variant", "")
    by_id = {str(variant.id): variant for variant in variants}
    return by_id.get(asked_for) or next((variant for variant in variants if variant.available), variants[0])


def _more_of(found: ShownProduct) -> list:
    return [card for card in browse.page_of_products(Filters(group_id=found.group_id), limit=5).cards if card.id != found.id]
