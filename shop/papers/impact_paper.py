"""What the market earned, on paper for the governor's meeting; the same tables as a workbook for the offices."""

import io
from decimal import Decimal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from shop.impact.reports import Report
from shop.impact.targets import Progress
from shop.kernel import paper
from shop.kernel.money import SATANG, format_amount, format_baht
from shop.kernel.thai import format_datetime
from shop.papers import impact_words as words
from shop.papers.impact_tables import Money, Table, Value, charts_of, group_table, tables_of
from shop.papers.statement_sheet import AS_WRITTEN
from shop.papers.voice import Voice

MOST_GROUPS = 100  # on paper; the workbook has them all
FORBIDDEN = "[]:*?/\\"  # in the name of a sheet


def draw_report(report: Report, goals: list[Progress], narrowed: list[str], how_url: str, voice: Voice) -> bytes:
    """A PDF. `narrowed`: in words, what it is of where it is not the whole market; `how_url` says how it was counted."""
    _ = voice.gettext
    groups = group_table(report, voice)
    drawn = charts_of(report, voice)
    left_out = len(groups.rows) - MOST_GROUPS
    return paper.draw(
        "impact",
        {
            "title": f"{_('รายได้ของกลุ่มอาชีพ')} {_period(report, voice)}",
            "locale": voice.locale,
            "market": voice.market,
            "foot": voice.foot(_("รายได้ของกลุ่มอาชีพ")),
            "name": _("รายได้ของกลุ่มอาชีพ"),
            "period": _period(report, voice),
            "narrowed": " · ".join(narrowed),
            "as_of": as_of(report, voice),
            "figures": [list(pair) for pair in figures_of(report, voice)],
            "targets_heading": _("เทียบกับเป้าหมาย"),
            "targets": [_goal(goal, voice) for goal in goals],
            "tables": [_on_paper(table, drawn.get(table.name, "")) for table in tables_of(report, voice)],
            "groups": _on_paper(Table(groups.name, groups.title, groups.columns, groups.rows[:MOST_GROUPS], groups.total), ""),
            "left_out": _("อีก %(count)s กลุ่มอยู่ในไฟล์ตาราง ยอดรวมนับครบทุกกลุ่ม", count=left_out) if left_out > 0 else "",
            "nothing": _("ยังไม่มีรายได้ในช่วงนี้"),
            "method_heading": _("นับอย่างไร"),
            "method": method(voice),
            "how": _("วิธีนับทั้งหมด: %(address)s", address=how_url),
        },
    )


def write_report(report: Report, goals: list[Progress], narrowed: list[str], how_url: str, voice: Voice) -> bytes:
    """An XLSX file: figures, every table on a sheet of its own, and how it was counted. Numbers are numbers."""
    _ = voice.gettext
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, AS_WRITTEN)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF4EE"})
    baht = book.add_format({"num_format": "#,##0.00"})

    def sheet(name: str, widths: list[int], rows: list[list[Value]]) -> None:
        page: Worksheet = book.add_worksheet("".join(letter for letter in name if letter not in FORBIDDEN)[:31])
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.freeze_panes(1, 0)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, Money):
                    page.write_number(row, column, Decimal(int(value)) / SATANG, baht)
                elif isinstance(value, int):
                    page.write_number(row, column, value)
                elif value:
                    page.write_string(row, column, value, head if row == 0 else None)

    about: list[list[Value]] = [[_("รายได้ของกลุ่มอาชีพ"), _period(report, voice)], *([["", each] for each in narrowed])]
    about += [[name, value] for name, value in numbers_of(report, voice)]
    about += [[words.aim_words(goal.aim, _), *_goal_numbers(goal)] for goal in goals]
    about.append([as_of(report, voice)])
    sheet(_("สรุป"), [44, 26, 26], about)
    for table in (*tables_of(report, voice), group_table(report, voice)):
        rows = [list(table.columns), *table.rows, *([table.total] if table.total else [])]
        sheet(table.title, [38, *[18] * (len(table.columns) - 1)], rows)
    sheet(_("นับอย่างไร"), [120], [[_("นับอย่างไร")], *([line] for line in method(voice)), [how_url]])
    book.close()
    return written.getvalue()


def numbers_of(report: Report, voice: Voice) -> list[tuple[str, Value]]:
    """What is said first: name and number."""
    _ = voice.gettext
    found: list[tuple[str, Value]] = [
        (_("รายได้ของกลุ่ม"), Money(report.satang)),
        (_("กลุ่มที่ขายได้"), report.groups),
        (_("คำสั่งซื้อ"), report.orders),
        (_("ขายได้ครั้งแรก (กลุ่ม)"), report.first_sales),
        (_("สมาชิกของกลุ่มที่ขายได้"), report.members),
    ]
    if report.buyers:
        found += [(_("ผู้ซื้อ (คน)"), report.buyers[0]), (_("ผู้ซื้อที่กลับมาซื้ออีก (คน)"), report.buyers[1])]
    return found


def figures_of(report: Report, voice: Voice) -> list[tuple[str, str]]:
    return [(name, format_baht(value) if isinstance(value, Money) else f"{value:,}") for name, value in numbers_of(report, voice)]


def as_of(report: Report, voice: Voice) -> str:
    _ = voice.gettext
    if report.counted_at is None:
        return _("ยังไม่เคยนับ")
    return _("ตัวเลข ณ %(when)s", when=format_datetime(report.counted_at, voice.locale))


def method(voice: Voice) -> list[str]:
    """The rules in plain words; the page of the method says more."""
    _ = voice.gettext
    return [
        _("ทุกยอดมาจากบัญชีของตลาด ไม่มีตัวเลขใดพิมพ์เข้าไปเอง นับใหม่เมื่อไรก็ได้เท่าเดิม"),
        _("รายได้คือเงินที่กลุ่มได้จริง: เงินสดและพร้อมเพย์ที่กลุ่มรับเอง กับเงินที่ตลาดเก็บแทนเมื่อของถึงผู้ซื้อ หักค่าธรรมเนียมตลาด"),
        _("เงินที่คืนผู้ซื้อลดยอดของเดือนที่ตัดสินให้คืน ไม่ใช่เดือนที่ขาย"),
        _("เดือนนับตามเวลาไทย ปีงบประมาณนับตั้งแต่ 1 ตุลาคมถึง 30 กันยายน"),
        _("ช่องทางแบ่งตามสินค้าที่ผู้ซื้อเก็บไว้ ค่าส่งแบ่งตามไปในสัดส่วนเดียวกัน ส่วนอำเภอและประเภทเป็นของกลุ่มในวันนี้"),
        _("ผู้ซื้อหนึ่งคนคือหนึ่งบัญชีหรือหนึ่งเบอร์โทร นับจำนวนเท่านั้น ไม่มีรายชื่อ"),
    ]


def _period(report: Report, voice: Voice) -> str:
    _, asked = voice.gettext, report.asked
    months = words.months_words(asked.first, asked.last, voice.locale)
    return _("ปีงบประมาณ %(year)s (%(months)s)", year=year_words(asked.year, voice), months=months) if asked.year else months


def year_words(year: int, voice: Voice) -> str:
    """A fiscal year is named by its Buddhist year, in English with the common one."""
    return str(year) if voice.locale == "th" else f"{year} ({year - 544}/{(year - 543) % 100:02})"


def _goal(goal: Progress, voice: Voice) -> dict:
    _ = voice.gettext
    return {
        "name": words.aim_words(goal.aim, _),
        "wanted": words.aim_amount(goal.aim, goal.amount, _),
        "reached": words.aim_amount(goal.aim, goal.reached, _),
        "percent": goal.percent,
    }


def _goal_numbers(goal: Progress) -> list[Value]:
    kind = Money if goal.aim == "income" else int
    return [kind(goal.reached), kind(goal.amount)]


def _on_paper(table: Table, chart: str) -> dict:
    def said(row: list[Value]) -> list[str]:
        return [_said(value) for value in row]

    return {
        "title": table.title,
        "columns": table.columns,
        "rows": [said(row) for row in table.rows],
        "total": said(table.total),
        "chart": paper.pixels(chart) if chart else [],
    }


def _said(value: Value) -> str:
    if isinstance(value, Money):
        return format_amount(value)
    if isinstance(value, int):
        return f"{value:,}"
    return paper.breakable(value) if value else "–"
