"""Buyers whom no message about a whole purchase reached, and what they were to be told by telephone: /office/money/calls."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import LostRace
from shop.orders import calls as room
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint


@blueprint.get("/money/calls")
@requires(Permission.MONEY_READ)
def calls() -> str:
    return render_template("office/money/calls.html", calls=room.buyers_to_call(actor()))


@blueprint.post("/money/calls/<int:delivery_id>")
@requires(Permission.MONEY_MANAGE)
def record_call(delivery_id: int) -> Response | tuple[str, int]:
    call = room.call_about_purchase(delivery_id) or abort(404)
    try:
        with transaction():
            room.record_call(None, call, actor())
    except LostRace:
        flash(_("มีคนโทรบอกเรื่องนี้ไปแล้ว"), "warning")
        return calls(), 409
    flash(_("บันทึกแล้วว่าโทรบอก"), "success")
    return redirect(url_for(".calls"), 303)
