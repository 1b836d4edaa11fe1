"""Trainings that the office announces: written, changed, called off; and which groups would like to come: /office/trainings."""

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import format_phone
from shop.kernel.refusals import BadValue, LostRace
from shop.quality import queries, trainings
from shop.quality.models import Training
from shop.web import quality_words
from shop.web.gate import actor, requires
from shop.web.office import asked
from shop.web.office.desk import blueprint
from shop.web.office.forms.trainings import TrainingForm
from shop.web.sheets import csv_file


@blueprint.get("/trainings")
@requires(Permission.TRAINING_MANAGE)
def office_trainings() -> str:
    found = queries.office_trainings(asked.number("before"), queries.PAGE + 1)
    rows = found[: queries.PAGE]
    return render_template(
        "office/trainings/list.html",
        rows=rows,
        next_url=url_for(".office_trainings", before=rows[-1].training.id) if len(found) > len(rows) else "",
        first_url=url_for(".office_trainings") if request.args.get("before") else "",
        is_current=trainings.is_current,
        words_of=quality_words,
    )


@blueprint.get("/trainings/new")
@requires(Permission.TRAINING_MANAGE)
def new_training() -> str:
    return _form(TrainingForm(formdata=None), None)


@blueprint.post("/trainings")
@requires(Permission.TRAINING_MANAGE)
def announce_training() -> Response | tuple[str, int]:
    form = TrainingForm()
    if not form.validate():
        return _form(form, None), 422
    try:
        with transaction():
            training_id = trainings.announce(actor(), **form.values()).id
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _form(form, None), 422
    flash(_("ประกาศแล้ว กำลังแจ้งกลุ่มที่ยังขาดเรื่องนี้"), "success")
    return redirect(url_for(".show_training", training_id=training_id), 303)


@blueprint.get("/trainings/<int:training_id>")
@requires(Permission.TRAINING_MANAGE)
def show_training(training_id: int) -> str:
    return _page(training_id)


@blueprint.get("/trainings/<int:training_id>/interested.csv")
@requires(Permission.TRAINING_MANAGE)
def export_interested(training_id: int) -> Response:
    """The groups that would like to come, a line each, with the contact that they give the office."""
    _training_or_404(training_id)
    header = [_("กลุ่ม"), _("ผู้ติดต่อ"), _("เบอร์โทร"), _("บอกว่าสนใจเมื่อ")]
    rows = [
        [
            one.group.name,
            one.group.published.contact_name if one.group.published else "",
            format_phone(one.group.published.contact_phone) if one.group.published else "",
            f"{one.said_at:%Y-%m-%d}",
        ]
        for one in queries.interested_groups(training_id)
    ]
    return csv_file(f"training-{training_id}", header, rows)


@blueprint.get("/trainings/<int:training_id>/edit")
@requires(Permission.TRAINING_MANAGE)
def edit_training(training_id: int) -> str:
    training = _current_or_409(training_id)
    form = TrainingForm(formdata=None)
    form.fill(training)
    return _form(form, training)


@blueprint.post("/trainings/<int:training_id>/edit")
@requires(Permission.TRAINING_MANAGE)
def change_training(training_id: int) -> Response | tuple[str, int]:
    form = TrainingForm()
    if not form.validate():
        return _form(form, _current_or_409(training_id)), 422
    try:
        with transaction():
            trainings.change(_training_or_404(training_id), actor(), **form.values())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _form(form, _current_or_409(training_id)), 422
    except trainings.TrainingOver:
        return _too_late(training_id)
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for(".show_training", training_id=training_id), 303)


@blueprint.post("/trainings/<int:training_id>/cancel")
@requires(Permission.TRAINING_MANAGE)
def cancel_training(training_id: int) -> Response | tuple[str, int]:
    try:
        with transaction():
            trainings.cancel(_training_or_404(training_id), actor())
    except (trainings.TrainingOver, LostRace):
        return _too_late(training_id)
    flash(_("ยกเลิกแล้ว แจ้งกลุ่มที่สนใจแล้ว"), "success")
    return redirect(url_for(".show_training", training_id=training_id), 303)


def _training_or_404(training_id: int) -> Training:
    found = queries.training_by_id(training_id)
    return found or abort(404)


def _current_or_409(training_id: int) -> Training:
    training = _training_or_404(training_id)
    return training if trainings.is_current(training) else abort(409)


def _form(form: TrainingForm, training: Training | None) -> str:
    form.offer_districts(current_app.config["PROVINCE"])
    return render_template("office/trainings/edit.html", form=form, training=training)


def _page(training_id: int) -> str:
    training = _training_or_404(training_id)
    return render_template(
        "office/trainings/show.html",
        training=training,
        interested=queries.interested_groups(training_id),
        is_current=trainings.is_current(training),
        words_of=quality_words,
    )


def _too_late(training_id: int) -> tuple[str, int]:
    db.session.rollback()
    flash(_("การอบรมนี้จบหรือยกเลิกแล้ว"), "warning")
    return _page(training_id), 409
