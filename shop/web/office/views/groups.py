"""All groups: looked through, looked at, suspended and reinstated."""

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.audit import queries as audit
from shop.groups import queries as group_queries
from shop.groups.models import Group, GroupKind
from shop.groups.service import StepNotPossible
from shop.groups.states import GroupAction, GroupStatus, allowed_actions
from shop.helping import queries as helping
from shop.helping.visits import notes_of
from shop.kernel import places
from shop.kernel.access import Permission
from shop.kernel.clock import BANGKOK
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import oversight, queries
from shop.moderation import service as moderation
from shop.moderation.oversight import GroupSearch, Sort
from shop.quality import queries as quality
from shop.web import helping_words, quality_words
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.office import asked, history, words
from shop.web.office.desk import blueprint
from shop.web.office.review import content_of
from shop.web.sheets import csv_file
from shop.web.words import GROUP_KINDS

MOST_ROWS = 20_000


@blueprint.get("/groups")
@requires(Permission.GROUP_OVERSEE)
def groups() -> str:
    search, sort = _search(), asked.choice("sort", Sort) or Sort.NEWEST
    try:
        page = oversight.find_groups(search, sort, request.args.get("after"))
    except BadValue:
        abort(422)
    return render_template(
        "office/groups/index.html",
        page=page,
        search=search,
        sort=sort,
        kept=asked.kept(q=search.words, status=search.status, kind=search.kind, district=search.district),
        by_status=oversight.groups_by_status(),
        districts=_districts(),
        kinds=GROUP_KINDS,
        words=words,
    )


@blueprint.get("/groups/export.csv")
@requires(Permission.GROUP_OVERSEE)
def export_groups() -> Response:
    """The list as it is narrowed, a line a group."""
    names = dict(_districts())
    header = [_("เลขที่"), _("กลุ่ม"), _("สถานะ"), _("ประเภท"), _("อำเภอ"), _("สินค้าวางขาย"), _("เริ่มเมื่อ")]
    rows = [
        [
            row.id,
            row.name,
            words.GROUP_STATES[row.status],
            GROUP_KINDS.get(row.kind, ""),
            names.get(row.district_code, row.district_code or ""),
            row.listed,
            f"{row.created_at.astimezone(BANGKOK):%Y-%m-%d}",
        ]
        for row in oversight.find_groups(_search(), limit=MOST_ROWS).rows
    ]
    return csv_file("groups", header, rows)


@blueprint.get("/groups/<int:group_id>")
@requires(Permission.GROUP_OVERSEE)
def show_group(group_id: int) -> str:
    group = _group_or_404(group_id)
    profile = group.published or group_queries.newest_profile(group.id)
    entries = audit.find_entries(audit.AuditSearch(group_id=group.id), limit=30).entries
    past = queries.decisions_of_group(group.id)
    return render_template(
        "office/groups/show.html",
        group=group,
        name=group.name or (profile.name if profile else ""),
        facts=content_of(profile) if profile else [],
        is_published=group.published is not None,
        record=queries.record_of(group),
        past=past,
        counted=quality.counted_of(group.id),
        advised=quality.open_advice_of_group(group.id),
        quality_words=quality_words,
        entries=entries,
        names=history.names_in(entries) | queries.names_of({decision.decided_by for decision in past}),
        actions=allowed_actions(group.status, actor().roles),
        history=history,
        words=words,
        helpers=helping.helpers_of(group.id),
        visits=notes_of(group.id),
        said=helping_words,
    )


@blueprint.get("/groups/<int:group_id>/suspend")
@requires(Permission.REVIEW_DECIDE)
def ask_to_suspend_group(group_id: int) -> str:
    return _ask(_group_or_404(group_id))


@blueprint.post("/groups/<int:group_id>/suspend")
@requires(Permission.REVIEW_DECIDE)
def suspend_group(group_id: int) -> Response | tuple[str, int]:
    reason = request.form.get("reason", "")
    try:
        with transaction():
            moderation.suspend_group(_group_or_404(group_id), actor(), reason)
    except BadValue as wrong:
        return _ask(_group_or_404(group_id), reason, words.wrong_words(wrong.field, wrong.reason)), 422
    except (StepNotPossible, LostRace):
        return _too_late(group_id)
    flash(_("ระงับแล้ว ผู้ซื้อไม่เห็นร้านและสินค้าของกลุ่มนี้ แจ้งกลุ่มแล้ว"), "success")
    return redirect(url_for("office.show_group", group_id=group_id), 303)


@blueprint.post("/groups/<int:group_id>/reinstate")
@requires(Permission.REVIEW_DECIDE)
def reinstate_group(group_id: int) -> Response | tuple[str, int]:
    try:
        with transaction():
            moderation.reinstate_group(_group_or_404(group_id), actor())
    except (StepNotPossible, LostRace):
        return _too_late(group_id)
    flash(_("ยกเลิกการระงับแล้ว ผู้ซื้อเห็นเฉพาะที่เคยผ่านการตรวจ แจ้งกลุ่มแล้ว"), "success")
    return redirect(url_for("office.show_group", group_id=group_id), 303)


def _search() -> GroupSearch:
    return GroupSearch(
        words=asked.words(),
        status=asked.choice("status", GroupStatus),
        kind=asked.choice("kind", GroupKind),
        district=asked.words("district") or None,
    )


def _districts() -> list[tuple[str, str]]:
    return [(district.code, district.name(locale())) for district in places.districts(current_app.config["PROVINCE"])]


def _group_or_404(group_id: int) -> Group:
    return oversight.group_by_id(group_id) or abort(404)


def _ask(group: Group, reason: str = "", problem: str = "") -> str:
    if GroupAction.SUSPEND not in allowed_actions(group.status, actor().roles):
        abort(409)
    return render_template("office/groups/suspend.html", group=group, reason=reason, problem=problem)


def _too_late(group_id: int) -> tuple[str, int]:
    flash(_("สถานะเปลี่ยนไปแล้ว ด้านล่างคือล่าสุด"), "warning")
    return show_group(group_id), 409
