"""Approvals drawn by lot, looked at again by another official: /office/second-looks."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue.reversal import ChangedMeanwhile, SoldMeanwhile
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import queries, second_looks
from shop.moderation import service as moderation
from shop.moderation.models import LookStatus, SecondLook
from shop.web.gate import actor, requires
from shop.web.office import words
from shop.web.office.desk import blueprint
from shop.web.office.review import review_of
from shop.web.office.titles import title_of
from shop.web.office.views.taking_back import said_why_not


@blueprint.context_processor
def second_looks_waiting() -> dict:
    """The number on the rail, for those who look."""
    return {"look_count": second_looks.count_for(actor())} if actor().can(Permission.REVIEW_DECIDE) else {}


@blueprint.get("/second-looks")
@requires(Permission.REVIEW_DECIDE)
def list_second_looks() -> str:
    found = second_looks.looks_for(actor())
    everybody = {who for some in found for look in some for who in (look.first_by, look.looked_by, look.settled_by)}
    return render_template(
        "office/second_looks/list.html", looks=found, names=queries.names_of(everybody), title_of=title_of, words=words
    )


@blueprint.get("/second-looks/<int:look_id>")
@requires(Permission.REVIEW_DECIDE)
def show_second_look(look_id: int) -> str:
    return _page(_look_or_404(look_id))


@blueprint.post("/second-looks/<int:look_id>")
@requires(Permission.REVIEW_DECIDE)
def decide_second_look(look_id: int) -> Response | tuple[str, int]:
    """`verdict`: agree or disagree, with a note; in a talk `stands` or `again`, with words."""
    verdict, note = request.form.get("verdict", ""), request.form.get("note", "")
    look = _look_or_404(look_id)
    try:
        with transaction():
            _step(look, verdict, note)
    except BadValue as wrong:
        return _page(_look_or_404(look_id), note, words.wrong_words(wrong.field, wrong.reason)), 422
    except (second_looks.NotOnesOwn, LostRace) as refused:
        mine = isinstance(refused, second_looks.NotOnesOwn)
        flash(_("เรื่องนี้ต้องให้เจ้าหน้าที่คนอื่นทำ") if mine else _("มีคนทำก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
        return _page(_look_or_404(look_id)), 409
    except (SoldMeanwhile, ChangedMeanwhile) as refused:
        return _page(_look_or_404(look_id), note, said_why_not(refused)), 409
    said = {
        "agree": _("บันทึกแล้ว เห็นตรงกัน"),
        "disagree": _("บันทึกแล้ว คุยกับคนที่อนุมัติ แล้วให้เขาหรือคนที่สามสรุป"),
        "stands": _("บันทึกแล้ว คำตัดสินเดิมคงอยู่"),
        "again": _("กลับเข้าคิวตรวจแล้ว แจ้งกลุ่มแล้ว"),
    }
    flash(said[verdict], "success")
    return redirect(url_for("office.list_second_looks"), 303)


def _step(look: SecondLook, verdict: str, note: str) -> None:
    if verdict == "agree":
        second_looks.agree(look, actor(), note)
    elif verdict == "disagree":
        second_looks.disagree(look, actor(), note)
    elif verdict in ("stands", "again"):
        second_looks.settle(look, actor(), LookStatus(verdict), note)
        if verdict == "again":
            moderation.put_to_review_again(look.submission, actor())
    else:
        abort(422)


def _page(look: SecondLook, note: str = "", problem: str = "") -> str:
    submission = queries.submission_by_id(look.submission_id)
    return render_template(
        "office/second_looks/show.html",
        look=look,
        submission=submission,
        title=title_of(submission),
        review=review_of(submission),
        decision=submission.decision,
        names=queries.names_of({look.first_by, look.looked_by, look.settled_by}),
        words=words,
        note=note,
        problem=problem,
    )


def _look_or_404(look_id: int) -> SecondLook:
    db.session.expire_all()
    return second_looks.look_by_id(look_id) or abort(404)
