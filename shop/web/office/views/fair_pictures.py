"""The pictures of a fair: sent, described, one of them the cover: /office/fairs/<slug>/pictures."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue.photos import PhotoRefused
from shop.catalogue.pictures import MOST_BYTES
from shop.fairs import pictures, queries
from shop.fairs.models import Fair
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.office.forms.fairs import PicturesForm


@blueprint.get("/fairs/<slug>/pictures")
@requires(Permission.FAIR_MANAGE)
def fair_pictures(slug: str) -> str:
    return _page(_fair_or_404(slug), PicturesForm(formdata=None))


@blueprint.post("/fairs/<slug>/pictures")
@requires(Permission.FAIR_MANAGE)
def add_fair_pictures(slug: str) -> Response | tuple[str, int]:
    """Those that can be taken are; each of the others says why not."""
    _fair_or_404(slug)
    db.session.rollback()
    form = PicturesForm()
    stored = []
    files = [file for file in request.files.getlist("photos") if file.filename]
    if len(files) > pictures.MOST:
        form.refuse(BadValue("photos", "too_many"))
    else:
        for file in files or [None]:
            try:
                stored.append(pictures.files.store(file.stream.read(MOST_BYTES + 1) if file else b""))
            except PhotoRefused as refused:
                form.refuse(refused)
    if stored:
        try:
            with transaction():
                pictures.add_pictures(_fair_or_404(slug), stored, actor())
        except BadValue as wrong:
            form.refuse(wrong)
    if form.errors:
        return _page(_fair_or_404(slug), form), 422
    flash(_("เพิ่มรูปแล้ว เขียนว่ารูปเห็นอะไร เพื่อคนที่มองไม่เห็น"), "success")
    return redirect(url_for(".fair_pictures", slug=slug), 303)


@blueprint.post("/fairs/<slug>/pictures/<int:picture_id>")
@requires(Permission.FAIR_MANAGE)
def change_fair_picture(slug: str, picture_id: int) -> Response:
    """`do`: save (its words), cover, or remove."""
    do = request.form.get("do", "save")
    files: list[str] = []
    with transaction():
        picture = pictures.picture_of(_fair_or_404(slug).id, picture_id) or abort(404)
        if do == "remove":
            files = pictures.remove(picture, actor())
        else:
            pictures.describe(picture, request.form.get("alt", ""), request.form.get("alt_en", ""), actor())
            if do == "cover":
                pictures.make_cover(picture, actor())
    pictures.forget_files(files)
    flash(_("เอารูปออกแล้ว") if do == "remove" else _("บันทึกแล้ว"), "success")
    return redirect(url_for(".fair_pictures", slug=slug), 303)


def _page(fair: Fair, form: PicturesForm) -> str:
    shown = pictures.pictures_of(fair.id)
    return render_template("office/fairs/pictures.html", fair=fair, form=form, pictures=shown, most=pictures.MOST)


def _fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)
