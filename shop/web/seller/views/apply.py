"""The application: begun, gone on with from any phone, checked, sent, taken back: /sell/apply."""

from flask import flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups import queries, service
from shop.groups.profile import missing_fields
from shop.groups.selling import missing_ways
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.review import RevisionStatus
from shop.moderation import service as moderation
from shop.web.gate import actor, requires
from shop.web.seller import journey
from shop.web.seller.answers import answers_of
from shop.web.seller.desk import blueprint


@blueprint.get("/apply")
@requires(Permission.GROUP_APPLY)
def apply() -> str | Response:
    """What it is and what it takes; whoever has begun goes on where she was."""
    group = g.membership.group if g.membership else None
    if group is None or not journey.is_applying(group) or not actor().can(Permission.GROUP_EDIT):
        return render_template("seller/group/apply.html", has_group=group is not None)
    if group.status not in journey.WRITABLE or group.status is GroupStatus.REJECTED:
        return redirect(url_for(".group"), 303)
    profile = queries.newest_profile(group.id)
    missing = journey.first_missing(missing_fields(profile) + missing_ways(group))
    if missing is None:
        return redirect(url_for(".check_answers"), 303)
    has_begun = profile.name != ""
    return render_template(
        "seller/group/apply.html", has_group=False, resume_url=journey.step_url(missing), begun=profile.name if has_begun else ""
    )


@blueprint.post("/apply/start")
@requires(Permission.GROUP_APPLY)
def start_application() -> Response:
    with transaction():
        group = service.start_group(actor())
        group_id = group.id
    session["group_id"] = group_id
    return redirect(url_for(".profile_step", step="name"), 303)


@blueprint.get("/apply/check")
@requires(Permission.GROUP_EDIT)
def check_answers() -> str | Response:
    group = journey.current_group()
    if not journey.is_applying(group) or group.status not in journey.WRITABLE:
        return redirect(url_for(".group"), 303)
    return _page_of_answers()


def _page_of_answers(missing: list[str] | None = None) -> str:
    group = journey.current_group()
    steps = journey.steps_for_visitor()
    return render_template(
        "seller/group/check.html",
        group=group,
        answers=answers_of(group, steps),
        missing={journey.STEP_OF[name] for name in missing or ()},
        back_url=journey.step_url(steps[-1]),
        steps_by_key=journey.BY_KEY,
        step_url=journey.step_url,
    )


@blueprint.post("/apply/submit")
@requires(Permission.GROUP_EDIT)
def submit_application() -> Response | tuple[str, int]:
    """Send what was written for review: an application, or the next profile of a group that sells already."""
    group = journey.current_group()
    try:
        with transaction():
            moderation.submit_group(group, actor())
    except service.NotReady as not_ready:
        return _page_of_answers(not_ready.missing), 422
    except service.UnderReview:
        flash(_("ส่งไปแล้ว เจ้าหน้าที่กำลังตรวจ"), "success")
    except service.NothingToSubmit:
        flash(_("ยังไม่ได้แก้อะไรจากครั้งก่อน แก้ตามคำแนะนำแล้วค่อยส่งใหม่"), "warning")
    else:
        flash(_("ส่งให้เจ้าหน้าที่แล้ว เราจะแจ้งผลให้ทราบทันทีที่ตรวจเสร็จ"), "success")
    return redirect(url_for(".group"), 303)


@blueprint.post("/apply/withdraw")
@requires(Permission.GROUP_EDIT)
def withdraw_application() -> Response:
    """Take back what waits for review, to change it."""
    group = journey.current_group()
    was_applying = journey.is_applying(group)
    with transaction():
        moderation.withdraw_group(group, actor())
    flash(_("ถอนกลับมาแก้แล้ว แก้เสร็จแล้วอย่าลืมส่งใหม่"), "success")
    return redirect(url_for(".check_answers" if was_applying else ".group"), 303)


@blueprint.post("/group/discard")
@requires(Permission.GROUP_EDIT)
def discard_profile() -> Response:
    """Forget the changes that were not sent; what buyers read stays."""
    group = journey.current_group()
    newest = queries.newest_profile(group.id)
    if newest and newest.status is RevisionStatus.DRAFT:
        with transaction():
            service.discard_draft(group, actor())
        flash(_("ทิ้งสิ่งที่แก้ไว้แล้ว หน้าร้านเหมือนเดิม"), "success")
    return redirect(url_for(".group"), 303)
