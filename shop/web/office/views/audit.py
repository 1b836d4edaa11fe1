"""The record: what was done, by whom, to what; searched, and taken along."""

from datetime import datetime, time, timedelta

from flask import Response, render_template, request
from flask_babel import gettext as _

from shop.audit import queries
from shop.audit.models import AuditEntry
from shop.audit.queries import AuditSearch
from shop.kernel.access import Permission
from shop.kernel.clock import BANGKOK
from shop.kernel.thai import BadDate, parse_date
from shop.web.gate import requires
from shop.web.office import asked, history
from shop.web.office.desk import blueprint
from shop.web.sheets import csv_file

MOST_ROWS = 20_000
ASKED = ("action", "subject", "id", "actor", "group", "from", "to")


@blueprint.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> str | tuple[str, int]:
    search, problems = _search()
    page = queries.find_entries(search, asked.number("after"))
    shown = render_template(
        "office/audit/index.html",
        page=page,
        search=search,
        problems=problems,
        kept=asked.kept(
            **{name: request.args.get(name, "")[:80] for name in ("action", "subject", "id", "actor", "group", "from", "to")}
        ),
        names=history.names_in(page.entries),
        history=history,
    )
    return (shown, 422) if problems else shown


@blueprint.get("/audit/export.csv")
@requires(Permission.AUDIT_READ)
def export_audit() -> Response:
    """The record as it is narrowed, a line an entry."""
    search, _problems = _search()
    header = [
        *(_("เวลา"), _("ใครทำ"), _("เลขบัญชี"), _("หน้าที่"), _("ทำอะไร"), _("รหัสการกระทำ")),
        *(_("กับอะไร"), _("เลขที่"), _("กลุ่ม"), _("เปลี่ยน")),
    ]
    page = queries.find_entries(search, limit=MOST_ROWS)
    names = history.names_in(page.entries)
    return csv_file("audit", header, [_row(entry, names) for entry in page.entries])


def _row(entry: AuditEntry, names: dict[int, str]) -> list[object]:
    return [
        f"{entry.at.astimezone(BANGKOK):%Y-%m-%d %H:%M:%S}",
        names.get(entry.actor_id, ""),
        entry.actor_id or "",
        history.role_words(entry),
        history.action_words(entry.action),
        entry.action,
        history.subject_words(entry.subject_kind),
        entry.subject_id,
        entry.group_id or "",
        history.changes_words(entry, names),
    ]


def _search() -> tuple[AuditSearch, list[str]]:
    """What is asked, and what is wrong with it."""
    problems, bounds = [], {}
    for name, label in (("from", _("ตั้งแต่วันที่")), ("to", _("ถึงวันที่"))):
        try:
            bounds[name] = _midnight(request.args.get(name, "")) if request.args.get(name) else None
        except BadDate:
            problems.append(_("%(field)s: อ่านวันที่ไม่ออก ตัวอย่าง 23 ม.ค. 2567", field=label))
    until = bounds.get("to")
    return AuditSearch(
        action=asked.words("action"),
        subject_kind=asked.words("subject"),
        subject_id=asked.words("id"),
        actor_id=asked.number("actor"),
        group_id=asked.number("group"),
        since=bounds.get("from"),
        until=until + timedelta(days=1) if until else None,
    ), problems


def _midnight(typed: str) -> datetime:
    return datetime.combine(parse_date(typed), time(), BANGKOK)
