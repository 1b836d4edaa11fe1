"""The record: what was done, by whom, to what; searched, and taken along."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from shop.audit import queries, sealing
from shop.audit.actions import AuditAction
from shop.audit.models import AuditEntry
from shop.audit.queries import AuditSearch
from shop.audit.service import record
from shop.kernel.access import Permission
from shop.kernel.clock import BANGKOK
from shop.kernel.database import db, transaction
from shop.kernel.thai import BadDate, parse_date
from shop.people import queries as people
from shop.web.gate import actor, requires
from shop.web.office import asked, history
from shop.web.office.desk import blueprint
from shop.web.sheets import csv_file, xlsx_file

MOST_ROWS = 20_000
MOST_PEOPLE = 100  # of one name
ASKED = ("action", "subject", "id", "actor", "who", "group", "from", "to")


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
        kept=_kept(),
        last_seal=sealing.last_seal(),
        names=history.names_in(page.entries),
        history=history,
    )
    return (shown, 422) if problems else shown


@blueprint.get("/audit/export.<any(csv, xlsx):ending>")
@requires(Permission.AUDIT_READ)
def export_audit(ending: str) -> Response:
    """The record as it is narrowed, a line an entry, the newest MOST_ROWS; that it was taken along is written down itself."""
    search, problems = _search()
    if problems:
        abort(422)
    with transaction():
        record(actor(), AuditAction.EXPORT, "audit", "export", kind=ending, asked=sorted(_kept()))
    header = [
        *(_("เวลา"), _("ใครทำ"), _("เลขบัญชี"), _("หน้าที่"), _("ทำอะไร"), _("รหัสการกระทำ")),
        *(_("กับอะไร"), _("เลขที่"), _("กลุ่ม"), _("เปลี่ยน")),
    ]
    rows = _rows(search)
    return csv_file("audit", header, rows) if ending == "csv" else xlsx_file("audit", _("บันทึกการทำงาน"), header, rows)


def _rows(search: AuditSearch) -> Iterator[list[object]]:
    for page in queries.pages_of(search, MOST_ROWS):
        names = history.names_in(page)
        yield from (_row(entry, names) for entry in page)
        db.session.expunge_all()


def _kept() -> dict[str, str]:
    return asked.kept(**{name: request.args.get(name, "")[:80] for name in ASKED})


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
        actor_ids=_people(asked.words("who")),
        group_id=asked.number("group"),
        since=bounds.get("from"),
        until=until + timedelta(days=1) if until else None,
    ), problems


def _people(words: str) -> frozenset[int] | None:
    """Whose name, address or number holds what was typed; None where nothing was."""
    return frozenset(person.id for person in people.find_people(words, limit=MOST_PEOPLE).people) if words else None


def _midnight(typed: str) -> datetime:
    return datetime.combine(parse_date(typed), time(), BANGKOK)
