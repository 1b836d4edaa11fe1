"""Fairs as buyers see them: /fairs and each one's own page."""

from flask import abort, render_template, request, url_for

from shop.fairs import queries
from shop.kernel import places
from shop.kernel.clock import today
from shop.kernel.refusals import BadValue
from shop.papers.models import ShareKind
from shop.search import browse
from shop.search.browse import Filters
from shop.web import asked, share
from shop.web.gate import public
from shop.web.language import locale
from shop.web.page import in_language
from shop.web.shelf import on_shelf
from shop.web.storefront.desk import blueprint
from shop.web.storefront.views.groups import group_cards


@blueprint.get("/fairs")
@public
def fairs() -> str:
    """Those to come, soonest first; then those that were, newest first."""
    found = queries.public_fairs()
    coming = [row for row in found if row.fair.ends_on >= today()]
    past = [row for row in found if row.fair.ends_on < today()]
    return render_template("storefront/fairs/fairs.html", coming=coming[::-1], past=past)


@blueprint.get("/fairs/<slug>")
@public
def fair(slug: str) -> str:
    found = queries.fair_by_slug(slug) or abort(404)
    shown = Filters(fair=found.slug)
    try:
        page = browse.page_of_products(shown, after=asked.cursor_from(request.args))
    except BadValue:
        abort(422)
    district = places.district(found.district_code) if found.district_code else None
    return render_template(
        "storefront/fairs/fair.html",
        fair=found,
        shared=share.picture_of(ShareKind.FAIR, found.id, None, in_language(found, "title")),
        district=district.name(locale()) if district else "",
        is_coming=found.starts_on > today(),
        is_on=found.starts_on <= today() <= found.ends_on,
        items=on_shelf(page.cards, found.slug),
        total=browse.count_products(shown),
        cards=group_cards(queries.groups_seen_at(found.id)),
        next_url=url_for(".fair", slug=slug, after=page.next) if page.next else "",
        first_url=url_for(".fair", slug=slug) if request.args.get("after") else "",
    )
