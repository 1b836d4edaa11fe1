"""What follows on a first listing: sent, shown at a fair, or begun like another: /sell/listing/<id>/sent, /sell/listing/like."""

from datetime import timedelta

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from wtforms import BooleanField, HiddenField

from shop.catalogue import queries, service
from shop.catalogue.first_listing import Step
from shop.catalogue.fullness import parts_told
from shop.fairs import queries as fair_queries
from shop.fairs import service as fairs
from shop.fairs.models import ExhibitStatus, Fair
from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.codes import new_key
from shop.kernel.database import transaction
from shop.kernel.thai import tidy
from shop.moderation import checklist
from shop.moderation import queries as moderation
from shop.web.forms import Form
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.views.listing import frame, where_it_stands
from shop.web.seller.views.products import own_product_or_404

JUST_OVER = timedelta(days=30)  # so long after its last day a fair is still asked about


class LikeForm(Form):
    once = HiddenField()
    with_photos = BooleanField()


@blueprint.get("/listing/<int:product_id>/sent")
@requires(Permission.PRODUCT_EDIT)
def listing_sent(product_id: int) -> str | Response:
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    if own.work != "in_review":
        return redirect(where_it_stands(own), 303)
    return render_template(
        "seller/listing/sent.html",
        own=own,
        told=parts_told(own.latest, own.variants),
        advisable=service.advisable_parts(own.latest),
        wants_serial=checklist.lacks_serial(own.latest),
        usual_days=_days(moderation.usual_wait()),
        fairs=_fairs_to_ask(product_id),
        **frame(Step.STOCK),
    )


@blueprint.post("/listing/<int:product_id>/shown-at")
@requires(Permission.EXHIBIT_CLAIM)
def say_shown(product_id: int) -> Response:
    """It was shown at this fair too, beside what the group said before."""
    product_id = own_product_or_404(product_id).id
    fair = next((one for one in _recent_fairs() if one.slug == request.form.get("fair")), None) or abort(404)
    with transaction():
        own_product_or_404(product_id)
        rows = fair_queries.claims_of(fair.id, actor().group_id)
        said = {row.product_id for row in rows if row.status is ExhibitStatus.CLAIMED}
        fairs.show_products(fair, actor().group_id, said | {product_id}, actor())
    flash(_("บันทึกแล้ว เจ้าหน้าที่จะยืนยันให้"), "success")
    return redirect(url_for(".listing_sent", product_id=product_id), 303)


@blueprint.get("/listing/like")
@requires(Permission.PRODUCT_EDIT)
def choose_like() -> str:
    """Which of the group's products the new one is like."""
    search = tidy(request.args.get("q", ""))[:100]
    found = queries.products_of_group(actor().group_id, "", search)
    named = [own for own in found if own.title]
    return render_template("seller/listing/like.html", rows=named, search=search, **frame(Step.PHOTOS))


@blueprint.get("/listing/like/<int:product_id>")
@requires(Permission.PRODUCT_EDIT)
def ask_like(product_id: int) -> str:
    own = queries.own_product(product_id, actor().group_id) or abort(404)
    form = LikeForm(formdata=None)
    form.once.data = new_key()
    return render_template("seller/listing/like_this.html", own=own, form=form, **frame(Step.PHOTOS))


@blueprint.post("/listing/like/<int:product_id>")
@requires(Permission.PRODUCT_EDIT)
def begin_like(product_id: int) -> Response:
    form = LikeForm()
    try:
        copy_id = _copy(product_id, form)
    except IntegrityError:  # the same form twice at the same moment: the other one has made it
        copy_id = _copy(product_id, form)
    return redirect(url_for(".go_on_listing", product_id=copy_id), 303)


def _copy(product_id: int, form: LikeForm) -> int:
    with transaction():
        source = own_product_or_404(product_id)
        return service.copy_product(source, actor(), with_photos=form.with_photos.data, once=form.once.data or None).id


def _recent_fairs() -> list[Fair]:
    """On, or just over."""
    rows = fair_queries.office_fairs(g.membership.group_id)
    return [row.fair for row in rows if row.fair.starts_on <= today() <= row.fair.ends_on + JUST_OVER]


def _fairs_to_ask(product_id: int) -> list[tuple[Fair, bool]]:
    """Each with whether the group has said that this product was there."""
    if not actor().can(Permission.EXHIBIT_CLAIM):
        return []
    asked = []
    for fair in _recent_fairs()[:3]:
        rows = {row.product_id: row.status for row in fair_queries.claims_of(fair.id, actor().group_id)}
        asked.append((fair, rows.get(product_id) not in (None, ExhibitStatus.WITHDRAWN)))
    return asked


def _days(wait: timedelta | None) -> int | None:
    """Whole days, a begun one counted."""
    return None if wait is None else max(1, -(-wait // timedelta(days=1)))
