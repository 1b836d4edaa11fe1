"""What the office wants of its review desk: /office/desk."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.moderation import settings
from shop.moderation.models import BulkKind
from shop.web.gate import actor, requires
from shop.web.office import words
from shop.web.office.desk import blueprint


@blueprint.get("/desk")
@requires(Permission.REVIEW_DECIDE)
def desk_settings() -> str:
    return _page()


@blueprint.post("/desk")
@requires(Permission.REVIEW_DECIDE)
def save_desk_settings() -> Response | tuple[str, int]:
    try:
        with transaction():
            settings.save_settings(
                actor(), request.form.getlist("bulk_kinds"), _percent("bulk_price_percent"), _percent("second_look_percent")
            )
    except BadValue as wrong:
        return _page({wrong.field: words.wrong_words(wrong.field, wrong.reason)}), 422
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for("office.desk_settings"), 303)


def _percent(name: str) -> int:
    typed = request.form.get(name, "").strip()
    if not (typed.isdecimal() and len(typed) < 4):
        raise BadValue(name, "range")
    return int(typed)


def _page(errors: dict | None = None) -> str:
    return render_template(
        "office/desk/index.html",
        settings=settings.read_settings(),
        kinds=BulkKind,
        words=words,
        errors=errors or {},
        typed=request.form,
    )
