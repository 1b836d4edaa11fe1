"""The phrases of advice, as officials want them."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue.photos import PhotoRefused
from shop.catalogue.pictures import MOST_BYTES
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import advice, advice_pictures
from shop.web.evidence import REFUSED
from shop.web.gate import actor, requires
from shop.web.office import words
from shop.web.office.desk import blueprint


@blueprint.get("/phrases")
@requires(Permission.REVIEW_DECIDE)
def edit_phrases() -> str:
    return _page()


@blueprint.post("/phrases")
@requires(Permission.REVIEW_DECIDE)
def add_phrase() -> Response | tuple[str, int]:
    typed = {name: request.form.get(name, "") for name in ("field", "text", "text_en")}
    try:
        with transaction():
            advice.add_phrase(actor(), **typed)
    except BadValue as wrong:
        return _page(typed, {wrong.field: words.wrong_words(wrong.field, wrong.reason)}), 422
    flash(_("เพิ่มข้อความแล้ว"), "success")
    return redirect(url_for("office.edit_phrases", _anchor=f"of-{typed['field']}"), 303)


@blueprint.post("/phrases/begin")
@requires(Permission.REVIEW_DECIDE)
def begin_phrases() -> Response:
    """The list that came with the market becomes the office's own, so that each can be changed."""
    with transaction():
        advice.begin_editing(actor())
    return redirect(url_for("office.edit_phrases"), 303)


@blueprint.post("/phrases/<int:phrase_id>")
@requires(Permission.REVIEW_DECIDE)
def change_phrase(phrase_id: int) -> Response | tuple[str, int]:
    try:
        with transaction():
            if request.form.get("remove"):
                advice.remove_phrase(phrase_id, actor())
            else:
                advice.change_phrase(phrase_id, actor(), request.form.get("text", ""), request.form.get("text_en", ""))
    except BadValue as wrong:
        return _page(errors={f"phrase-{phrase_id}": words.wrong_words(wrong.field, wrong.reason)}), 422
    except LostRace:
        flash(_("ข้อความนี้ถูกลบไปแล้ว"), "warning")
        return _page(), 409
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for("office.edit_phrases"), 303)


@blueprint.post("/phrases/<int:phrase_id>/picture")
@requires(Permission.REVIEW_DECIDE)
def set_phrase_picture(phrase_id: int) -> Response | tuple[str, int]:
    """A good example, in the place of the one there is; `remove` takes it off."""
    file = request.files.get("photo")
    try:
        if request.form.get("remove"):
            with transaction():
                advice_pictures.remove_picture(phrase_id, actor())
        else:
            stored = advice_pictures.files.store(file.stream.read(MOST_BYTES + 1) if file else b"")
            with transaction():
                advice_pictures.set_picture(phrase_id, stored, actor())
    except PhotoRefused as refused:
        return _page(errors={f"phrase-{phrase_id}": str(REFUSED.get(refused.reason, REFUSED["broken"]))}), 422
    except LostRace:
        flash(_("ข้อความหรือรูปนี้ถูกลบไปแล้ว"), "warning")
        return _page(), 409
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for("office.edit_phrases", _anchor=f"phrase-{phrase_id}"), 303)


def _page(typed: dict | None = None, errors: dict | None = None) -> str:
    found = advice.phrases_by_field()
    return render_template(
        "office/phrases/index.html",
        phrases=found,
        pictures=advice_pictures.pictures_by_phrase(),
        is_own=any(phrase.id is not None for some in found.values() for phrase in some),
        fields=advice.FIELDS,
        typed=typed or {},
        errors=errors or {},
        words=words,
    )
