"""Parcels go out: their numbers, many at once, and the list that is signed where they are handed over: /sell/orders/parcels."""

from datetime import date

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response as Redirect

from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.orders import parcels as rooms
from shop.orders.models import Order
from shop.papers import handover
from shop.payments import many_parcels
from shop.payments.many_parcels import NotShipped
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.parcels import PROBLEMS, BadLines, ParcelsForm, typed_numbers
from shop.web.seller.journey import current_group
from shop.web.seller.views.order_papers import as_file, voice
from shop.web.seller.views.orders import as_group

FIRST_DAY = date(2020, 1, 1)  # nothing was sent before there was a market


@blueprint.get("/orders/parcels")
@requires(Permission.ORDER_FULFIL)
def parcels() -> str:
    return _page(ParcelsForm(formdata=None))


@blueprint.post("/orders/parcels")
@requires(Permission.ORDER_FULFIL)
def ship_parcels() -> Redirect | tuple[str, int]:
    """All that were typed are sent, or none and each trouble is said."""
    form = ParcelsForm()
    try:
        with transaction():
            sent = many_parcels.ship_parcels(typed_numbers(request.form), form.carrier.data or "", as_group())
    except (BadLines, NotShipped) as refused:
        return _page(form, refused.problems), 422
    except BadValue as refused:
        field = form.carrier if refused.field == "carrier" else form.pasted
        field.errors = [str(PROBLEMS[refused.reason])]
        return _page(form), 422
    flash(_("บันทึกการส่งแล้ว %(count)s กล่อง", count=len(sent)), "success")
    return redirect(url_for(".parcels"), 303)


@blueprint.get("/orders/hand-over.pdf")
@requires(Permission.ORDER_FULFIL)
def hand_over_list() -> Response:
    """Of a day, `?day=2026-11-26`, else of today, with those that still wait. 404 where there are none."""
    day, group = _day(), current_group()
    sent, waiting = rooms.orders_sent_on(group.id, day), _waiting() if day == today() else []
    if not sent and not waiting:
        abort(404)
    return as_file("hand-over", handover.draw_handover(day, sent, waiting, group, voice()))


def _page(form: ParcelsForm, problems: dict[str, str] | None = None) -> str:
    group_id = actor().group_id or abort(404)
    waiting, day = _waiting(), _day()
    beside = {order.code for order in waiting if request.form.get(f"number-{order.code}", "").strip()}
    said = {code: str(PROBLEMS[reason]) for code, reason in (problems or {}).items()}
    form.pasted.errors = [*form.pasted.errors, *(f"{code}: {words}" for code, words in said.items() if code not in beside)]
    return render_template(
        "seller/orders/parcels.html",
        form=form,
        waiting=waiting,
        problems={code: words for code, words in said.items() if code in beside},
        typed=request.form,
        day=day,
        is_today=day == today(),
        sent=rooms.orders_sent_on(group_id, day),
    )


def _waiting() -> list[Order]:
    return rooms.orders_waiting(actor().group_id or abort(404), many_parcels.MOST)


def _day() -> date:
    try:
        day = date.fromisoformat(request.args["day"]) if request.args.get("day") else today()
    except ValueError:
        abort(422)
    return day if FIRST_DAY <= day <= today() else abort(422)
