"""What a group prints for its table: its card and its price tags, each with a QR that leads back to it, at a fair or any day."""

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from shop.fairs import booths, queries
from shop.fairs.booths import BoothRow
from shop.fairs.models import Fair, PackLayout
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.papers.booth_cards import Card, Press, card_of_group, cards_of_booths, draw_cards
from shop.papers.price_tags import draw_tags, tags_of
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.sheets import pdf_file

MOST_CHOSEN = 200


@blueprint.get("/products/card.pdf")
@requires(Permission.PRODUCT_EDIT)
def group_card() -> Response:
    """A card for every day, of no fair."""
    return _card(None)


@blueprint.get("/products/tags.pdf")
@requires(Permission.PRODUCT_EDIT)
def price_tags() -> Response:
    """Of the products named by `product`, else of all on sale; the tags are of no fair."""
    chosen = [number for number in request.args.getlist("product", type=int) if 0 < number < 2**31]
    return _tags(None, set(chosen[:MOST_CHOSEN]), url_for(".products"))


@blueprint.get("/fairs/<slug>/card.pdf")
@requires(Permission.EXHIBIT_CLAIM)
def fair_card(slug: str) -> Response:
    return _card(slug)


@blueprint.get("/fairs/<slug>/tags.pdf")
@requires(Permission.EXHIBIT_CLAIM)
def fair_tags(slug: str) -> Response:
    """Of what the group said it shows there, else of all it has on sale."""
    fair = _fair_or_404(slug)
    shown = queries.products_at(fair.id, g.membership.group_id)
    return _tags(slug, shown, url_for(".fair", slug=slug))


def _card(slug: str | None) -> Response:
    with transaction():
        group = _group_or_404()
        fair = _fair_or_404(slug) if slug else None
        card = _one_card(group, fair)
    return pdf_file("booth-card", draw_cards([card], PackLayout.A5, _press()))


def _one_card(group: Group, fair: Fair | None) -> Card:
    booth = booths.booths_by_fair(group.id).get(fair.id) if fair else None
    if fair and booth:
        return cards_of_booths(fair, [BoothRow(booth, group)], actor())[0]
    return card_of_group(group, fair, actor())


def _tags(slug: str | None, product_ids: set[int], back_to: str) -> Response:
    with transaction():
        group = _group_or_404()
        fair = _fair_or_404(slug) if slug else None
        tags = tags_of(queries.products_to_tag(group.id, product_ids), fair.id if fair else None, actor())
    if not tags:
        flash(_("ยังไม่มีสินค้าวางขายให้พิมพ์ป้าย"), "warning")
        return redirect(back_to, 303)
    return pdf_file("price-tags", draw_tags(tags, _press()))


def _group_or_404() -> Group:
    """What is printed must lead somewhere: only a group that buyers may see prints."""
    group = g.membership.group
    return group if group.status is GroupStatus.APPROVED else abort(404)


def _fair_or_404(slug: str) -> Fair:
    """A fair at which the group has a booth, or said that it showed something."""
    fair = queries.fair_by_slug(slug) or abort(404)
    return fair if queries.is_at(fair.id, g.membership.group_id) else abort(404)


def _press() -> Press:
    return Press(current_app.config["SITE_NAME"], current_app.config["PUBLIC_URL"])
