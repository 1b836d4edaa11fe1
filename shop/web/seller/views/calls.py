"""Whom no message reached, and what they were to be told by telephone: /sell/calls."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import LostRace
from shop.orders import calls as room
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint


@blueprint.get("/calls")
@requires(Permission.ORDER_FULFIL)
def calls() -> str:
    return render_template("seller/calls/list.html", calls=room.people_to_call(actor().group_id or abort(404), actor()))


@blueprint.post("/calls/<int:delivery_id>")
@requires(Permission.ORDER_FULFIL)
def record_call(delivery_id: int) -> Response | tuple[str, int]:
    group_id = actor().group_id or abort(404)
    call = room.call_of(group_id, delivery_id) or abort(404)
    try:
        with transaction():
            room.record_call(group_id, call, actor())
    except LostRace:
        flash(_("มีคนโทรบอกเรื่องนี้ไปแล้ว"), "warning")
        return calls(), 409
    flash(_("บันทึกแล้วว่าโทรบอก"), "success")
    return redirect(url_for(".calls"), 303)
