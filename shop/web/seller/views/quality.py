"""How good the group's pages are and what mends them first: /sell/quality; trainings that help: /sell/trainings/<id>."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import queries as catalogue
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.quality import queries, trainings
from shop.quality.advised import advice_on
from shop.quality.facts import scores_of, scores_of_own
from shop.quality.models import Training
from shop.web import quality_words
from shop.web.gate import actor, requires
from shop.web.seller import mending
from shop.web.seller.desk import blueprint


@blueprint.context_processor
def words_of_quality() -> dict:
    return {"quality_words": quality_words, "mending": mending}


@blueprint.get("/quality")
@requires(Permission.PRODUCT_EDIT)
def quality() -> str:
    group_id = actor().group_id or abort(404)
    counted = queries.counted_of(group_id)
    shown = queries.trainings_shown()
    titles = catalogue.titles_of_group(group_id, counted.lowest if counted else None)
    scores = scores_of(titles)
    return render_template(
        "seller/quality/quality.html",
        counted=counted,
        titles=titles,
        scores=sorted(scores.items(), key=lambda one: one[1].points),
        advised=queries.open_advice_of_group(group_id),
        trainings=shown,
        wanted=queries.interests_of_group(group_id, [one.id for one in shown]),
    )


def quality_of(own: catalogue.OwnProduct) -> dict:
    """What a product's own page says of it: its score, what was advised, and trainings that help."""
    product_id = own.product.id
    score = scores_of_own([own])[product_id]
    return {"score": score, "advised": advice_on(product_id), "trainings": queries.trainings_shown()}


@blueprint.get("/trainings/<int:training_id>")
@requires(Permission.PRODUCT_EDIT)
def show_training(training_id: int) -> str:
    training = _training_or_404(training_id)
    group_id = actor().group_id or abort(404)
    return render_template(
        "seller/quality/training.html",
        training=training,
        is_wanted=training.id in queries.interests_of_group(group_id, [training.id]),
        interested=queries.count_interested(training.id),
    )


@blueprint.post("/trainings/<int:training_id>/interest")
@requires(Permission.PRODUCT_EDIT)
def say_interest(training_id: int) -> Response:
    try:
        with transaction():
            trainings.say_interest(_training_or_404(training_id), actor())
    except trainings.TrainingOver:
        flash(_("การอบรมนี้จบหรือยกเลิกแล้ว"), "warning")
    else:
        flash(_("บอกสำนักงานแล้วว่ากลุ่มสนใจ เจ้าหน้าที่จะเห็นชื่อและเบอร์ของกลุ่ม"), "success")
    return redirect(url_for(".show_training", training_id=training_id), 303)


@blueprint.post("/trainings/<int:training_id>/no-interest")
@requires(Permission.PRODUCT_EDIT)
def take_interest_back(training_id: int) -> Response:
    with transaction():
        trainings.take_interest_back(_training_or_404(training_id), actor())
    flash(_("ถอนแล้ว"), "success")
    return redirect(url_for(".show_training", training_id=training_id), 303)


def _training_or_404(training_id: int) -> Training:
    found = queries.training_for_groups(training_id)
    return found or abort(404)
