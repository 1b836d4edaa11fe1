"""Labels and packing slips of a group's parcels, many at once: /sell/orders/print."""

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response as Redirect

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.orders import lists, parcels
from shop.orders.lists import STAGES, Stage
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.papers import labels as label_paper
from shop.papers import packing_slips as slip_paper
from shop.papers.labels import PLACES_ON_SHEET, Mark, Sheet
from shop.papers.voice import Voice
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.papers import MOST_ORDERS, PapersForm, told_of
from shop.web.seller.journey import current_group
from shop.web.seller.views.orders import as_group, own_order


@blueprint.get("/orders/print")
@requires(Permission.ORDER_FULFIL)
def choose_papers() -> str:
    """Those of one stage, `?stage=to_pack`, or those named, `?codes=A,B`; without a label yet they are ticked."""
    orders = _offered()
    return _choosing(orders, PapersForm(orders, formdata=None, are_named=bool(_asked_codes())))


@blueprint.post("/orders/print")
@requires(Permission.ORDER_FULFIL)
def print_papers() -> Redirect | tuple[str, int]:
    """Their labels count as printed from here on; the files stand behind the next page."""
    form = PapersForm(_offered())
    chosen = list(dict.fromkeys(form.codes.data or []))
    try:
        with transaction():
            found = _chosen(chosen)
            parcels.record_labels([order for order in found if parcels.is_sent(order)], as_group())
    except (BadValue, StepNotAllowed) as refused:
        problem = refused if isinstance(refused, BadValue) else BadValue("codes", "changed")
        form.add_problem(problem)
        return _choosing(_offered(), form), 409 if problem.reason == "changed" else 422
    what = {
        "codes": ",".join(chosen),
        "sheet": form.sheet.data,
        "first": form.first.data,
        "marks": ",".join(form.marks.data or []),
    }
    return redirect(url_for(".papers_ready", **{name: value for name, value in what.items() if value}), 303)


@blueprint.get("/orders/print/ready")
@requires(Permission.ORDER_FULFIL)
def papers_ready() -> str:
    orders = _asked_orders()
    return render_template(
        "seller/orders/papers_ready.html",
        orders=orders,
        parcel_count=sum(parcels.is_sent(order) for order in orders),
        is_four=_sheet() is Sheet.A4,
        asked=request.args,
    )


@blueprint.get("/orders/labels.pdf")
@requires(Permission.ORDER_FULFIL)
def labels() -> Response:
    """`?codes=A,B&sheet=a6|a4&first=1..4&marks=fragile,keep_cold`: the group's own that are sent and have not ended."""
    orders = [order for order in _asked_orders() if parcels.is_sent(order)] or abort(404)
    drawn = label_paper.draw_labels(orders, current_group(), voice(), _sheet(), _first(), _marks())
    return as_file("labels", drawn)


@blueprint.get("/orders/packing-slips.pdf")
@requires(Permission.ORDER_FULFIL)
def packing_slips() -> Response:
    group = current_group()
    again = current_app.config["PUBLIC_URL"] + url_for("storefront.group", slug=group.slug)
    return as_file("packing-slips", slip_paper.draw_packing_slips(_asked_orders(), group, voice(), again))


@blueprint.get("/orders/<code>/packing-slip")
@requires(Permission.ORDER_FULFIL)
def packing_slip(code: str) -> Redirect:
    """Where the one slip stood when it was a page."""
    return redirect(url_for(".packing_slips", codes=own_order(code).code), 301)


@blueprint.get("/orders/packing-slips")
@requires(Permission.ORDER_FULFIL)
def packing_slips_page() -> Redirect:
    """Where they stood when they were a page."""
    return redirect(url_for(".packing_slips", codes=",".join(order.code for order in _asked_orders())), 301)


def _choosing(orders: list[Order], form: PapersForm) -> str:
    counts = lists.count_by_stage(actor().group_id)
    stage = None if request.args.get("codes") else _stage()
    return render_template(
        "seller/orders/print.html",
        form=form,
        told={order.code: told_of(order) for order in orders},
        stage=stage,
        counts=counts,
        most=MOST_ORDERS,
        codes=request.args.get("codes"),
        is_cut=stage is not None and counts[stage] > MOST_ORDERS,
    )


def _offered() -> list[Order]:
    group_id = actor().group_id or abort(404)
    if codes := _asked_codes():
        return parcels.orders_to_print(codes, group_id) or abort(404)
    return parcels.orders_to_choose(group_id, STAGES[_stage()], MOST_ORDERS)


def _chosen(codes: list[str]) -> list[Order]:
    """Raises BadValue: none, too_many, or `changed` where one can no longer be printed."""
    if not codes or len(codes) > MOST_ORDERS:
        raise BadValue("codes", "too_many" if codes else "none")
    found = parcels.orders_to_print(codes, actor().group_id or abort(404))
    if len(found) != len(codes):
        raise BadValue("codes", "changed")
    return found


def _asked_orders() -> list[Order]:
    """Another group's is not among them, nor one that ended: 404 where nothing is left."""
    return parcels.orders_to_print(_asked_codes(), actor().group_id or abort(404)) or abort(404)


def _asked_codes() -> list[str]:
    codes = [code for given in request.args.getlist("codes") for code in given.split(",") if code]
    return codes if len(codes) <= MOST_ORDERS else abort(422)


def _stage() -> Stage:
    stage = request.args.get("stage") or Stage.TO_PACK
    return Stage(stage) if stage in lists.OLDEST_FIRST else abort(422)


def _sheet() -> Sheet:
    asked = request.args.get("sheet") or Sheet.A6
    return Sheet(asked) if asked in set(Sheet) else abort(422)


def _first() -> int:
    asked = request.args.get("first") or "1"
    return int(asked) if asked in [str(place + 1) for place in range(PLACES_ON_SHEET[Sheet.A4])] else abort(422)


def _marks() -> tuple[Mark, ...]:
    asked = [mark for mark in request.args.get("marks", "").split(",") if mark]
    return tuple(mark for mark in Mark if mark in asked) if set(asked) <= set(Mark) else abort(422)


def voice() -> Voice:
    return Voice(locale(), gettext, current_app.config["SITE_NAME"])


def as_file(name: str, drawn: bytes) -> Response:
    answer = Response(drawn, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
