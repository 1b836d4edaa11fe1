"""The queue: what waits, oldest first; one submission beside its checklist; and the decision."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue import photos
from shop.catalogue.models import Photo
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import advice, checklist, findings, queries
from shop.moderation import service as moderation
from shop.moderation.holidays import holidays
from shop.moderation.models import Outcome, Submission, SubmissionKind, SubmissionStatus
from shop.moderation.settings import read_settings
from shop.moderation.turnaround import turnaround_this_month
from shop.web.gate import actor, requires
from shop.web.office import words
from shop.web.office.clock import wait_of, wait_words
from shop.web.office.desk import blueprint
from shop.web.office.review import marked, review_of
from shop.web.office.titles import title_of
from shop.web.office.views.taking_back import last_decision


@blueprint.context_processor
def waiting_count() -> dict:
    """The figures at the head of every office page: how many wait, and how long the oldest has in office hours."""
    if "waiting" not in g:
        g.waiting = queries.waiting()
    return {"waiting": g.waiting, "queue_count": g.waiting.count, "wait_of": wait_of, "last_decision": last_decision}


@blueprint.get("")
@requires(Permission.OFFICE_ENTER)
def queue() -> str:
    if "holidays" not in g:
        g.holidays = holidays()
    return render_template(
        "office/queue/index.html",
        queue=queries.queue(),
        first_id=queries.first_free(actor()),
        month=turnaround_this_month(g.holidays),
        wait_words=wait_words,
        settings=read_settings(),
        words=words,
    )


@blueprint.get("/submissions/<int:submission_id>")
@requires(Permission.OFFICE_ENTER)
def review(submission_id: int) -> str:
    """Opening it holds it for the official who may decide."""
    submission = _submission_or_404(submission_id)
    if submission.status is not SubmissionStatus.WAITING:
        return _moved(submission)
    if actor().can(Permission.REVIEW_DECIDE) and not queries.is_held_by_another(submission, actor()):
        try:
            with transaction():
                moderation.claim(submission, actor())
        except (moderation.HeldByAnother, moderation.NotWaiting):
            pass  # somebody was quicker: the page below says who
        submission = _submission_or_404(submission_id)
    return _review(submission)


@blueprint.post("/submissions/<int:submission_id>/claim")
@requires(Permission.REVIEW_DECIDE)
def claim_submission(submission_id: int) -> Response | tuple[str, int]:
    """Renew her hold while she works (htmx), or take it over from `from_holder`, whose name she was shown."""
    holder = request.form.get("from_holder", type=int)
    submission = _submission_or_404(submission_id)
    try:
        with transaction():
            moderation.claim(submission, actor(), from_holder=holder)
    except (moderation.HeldByAnother, moderation.NotWaiting) as refused:
        submission = _submission_or_404(submission_id)
        if "HX-Request" in request.headers:
            return _claim_line(submission), refused.status
        return _lost(submission), refused.status
    if "HX-Request" in request.headers:
        return _claim_line(_submission_or_404(submission_id)), 200
    return redirect(url_for("office.review", submission_id=submission_id), 303)


@blueprint.post("/submissions/<int:submission_id>/release")
@requires(Permission.REVIEW_DECIDE)
def release_submission(submission_id: int) -> Response:
    submission = _submission_or_404(submission_id)
    with transaction():
        moderation.release(submission, actor())
    return redirect(url_for("office.queue"), 303)


@blueprint.post("/submissions/<int:submission_id>/decision")
@requires(Permission.REVIEW_DECIDE)
def decide_submission(submission_id: int) -> Response | str | tuple[str, int]:
    submission = _submission_or_404(submission_id)
    typed = _typed(submission)
    if "back" in request.form:
        return _review(submission, typed)
    despite = {"accepted": request.form.getlist("accepted"), "because": request.form.get("because", "")}
    try:
        with transaction():
            moderation.claim(submission, actor())  # a hold that ran out, and that nobody took up, is hers again
            moderation.decide(submission, _outcome(), actor(), typed["reason"], typed["advice"], typed["checked"], **despite)
    except moderation.NotAllPassed:
        return _ask_about_misses(_submission_or_404(submission_id), typed), 422
    except BadValue as wrong:
        submission, said = _submission_or_404(submission_id), words.wrong_words(wrong.field, wrong.reason)
        if wrong.field == "because":
            return _ask_about_misses(submission, typed, despite["because"], said), 422
        return _review(submission, typed, {wrong.field: said}), 422
    except (moderation.HeldByAnother, LostRace, moderation.NotWaiting) as lost:
        return _lost(_submission_or_404(submission_id)), lost.status
    submission = _submission_or_404(submission_id)
    outcome = words.OUTCOMES[submission.decision.outcome]
    flash(_("%(outcome)s: “%(title)s” แจ้งกลุ่มแล้ว", outcome=outcome, title=title_of(submission)), "success")
    following = queries.next_free(submission, actor())
    return redirect(url_for("office.review", submission_id=following) if following else url_for("office.queue"), 303)


@blueprint.get("/photos/<key>/<int:width>.webp")
@requires(Permission.OFFICE_ENTER)
def photo(key: str, width: int) -> Response:
    """Any photo, approved or not, for officials only; never kept by a cache that others share."""
    asked = db.session.scalar(db.select(Photo).where(Photo.key == key))
    content = photos.private_file(asked, width) if asked else None
    if content is None:
        abort(404)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, max-age=3600"})


def _submission_or_404(submission_id: int) -> Submission:
    """Read anew, so that what is shown is what is so."""
    db.session.expire_all()
    return queries.submission_by_id(submission_id) or abort(404)


def _typed(submission: Submission) -> dict:
    known = {check.key for check in checklist.checks_for(submission)}
    return {
        "reason": request.form.get("reason", ""),
        "advice": {field: request.form.get(f"advice-{field}", "") for field in checklist.advice_fields(submission)},
        "checked": [key for key in request.form.getlist("checked") if key in known],
    }


def _outcome() -> Outcome:
    try:
        return Outcome(request.form.get("outcome", ""))
    except ValueError:
        raise BadValue("outcome", "unknown") from None


def _review(submission: Submission, typed: dict | None = None, errors: dict[str, str] | None = None) -> str:
    shown = review_of(submission)
    product_id = shown.product.id if shown.product else None
    past = queries.decisions_of_product(product_id) if product_id else queries.decisions_of_group(submission.group_id)
    flagged = findings.flagged_words(submission)
    return render_template(
        "office/queue/review.html",
        submission=submission,
        title=title_of(submission),
        review=shown,
        queue=queries.queue(around=submission),
        checks=checklist.checks_for(submission),
        findings=findings.findings_for(submission),
        advice_fields=checklist.advice_fields(submission),
        phrases=advice.phrases_by_field(),
        past=past,
        record=queries.record_of(submission.group),
        names=queries.names_of({submission.submitted_by, submission.claimed_by, *(decision.decided_by for decision in past)}),
        typed=typed or {"reason": "", "advice": {}, "checked": []},
        errors=errors or {},
        **_hold(submission),
        marked=lambda text: marked(text, flagged),
        words=words,
        is_price=submission.kind is SubmissionKind.PRICE,
    )


def _ask_about_misses(submission: Submission, typed: dict, because: str = "", problem: str = "") -> str:
    """Before it is approved: what did not pass, and why it shall be on sale all the same."""
    return render_template(
        "office/queue/approve.html",
        submission=submission,
        title=title_of(submission),
        queue=queries.queue(around=submission),
        misses=moderation.misses_of(submission, typed["checked"]),
        typed=typed,
        because=because,
        problem=problem,
        words=words,
    )


def _hold(submission: Submission) -> dict:
    return {
        "is_mine": submission.claimed_by is not None and submission.claimed_by == actor().id,
        "is_held": queries.is_held_by_another(submission, actor()),
        "holder": queries.holder_of(submission),
    }


def _claim_line(submission: Submission) -> str:
    return render_template("office/queue/_claim.html", submission=submission, **_hold(submission))


def _lost(submission: Submission) -> str:
    """Nothing was done, and why: another has it, or it is decided, withdrawn, replaced, or no longer asked."""
    return _moved(submission, nothing_done=True)


def _moved(submission: Submission, nothing_done: bool = False) -> str:
    following = queries.next_free(submission, actor())
    decision = submission.decision
    return render_template(
        "office/queue/moved.html",
        submission=submission,
        title=title_of(submission),
        product_id=_product_id(submission),
        queue=queries.queue(),
        decision=decision,
        names=queries.names_of({decision.decided_by if decision else None, submission.claimed_by}),
        following=following,
        nothing_done=nothing_done,
        is_held=submission.status is SubmissionStatus.WAITING and queries.is_held_by_another(submission, actor()),
        words=words,
    )


def _product_id(submission: Submission) -> int | None:
    about = submission.product_revision or submission.variant
    return about.product_id if about else None
