"""The report's tables and charts, said once: pages, the PDF and the workbook show the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shop.impact.reports import Figure, Report
from shop.kernel import charts
from shop.kernel.charts import Mark
from shop.kernel.money import format_baht
from shop.papers import impact_words as words
from shop.papers.voice import Voice

MOST_BARS = 10


class Money(int):
    """Satang that are shown as baht."""


Value = str | int | Money | None  # None: not counted, or too few to tell


@dataclass(frozen=True)
class Table:
    """`rows` as long as `columns`, the first of each the name of what it is of; `total` may be empty."""

    name: str
    title: str
    columns: list[str]
    rows: list[list[Value]]
    total: list[Value]


def tables_of(report: Report, voice: Voice) -> list[Table]:
    """By month, channel, district, kind and fair; those without rows are left out."""
    _, asked = voice.gettext, report.asked
    sides: list[tuple[str, str, str, Sequence[Figure], Callable]] = [
        ("month", _("รายได้แต่ละเดือน"), _("เดือน"), report.by_month, lambda key: words.month_words(key, voice.locale)),
        ("channel", _("ขายทางไหน"), _("ช่องทาง"), report.by_channel, lambda key: words.channel_words(key, _)),
        ("district", _("รายได้แต่ละอำเภอ"), _("อำเภอ"), report.by_district, _district(voice)),
        ("kind", _("รายได้แต่ละประเภทกลุ่ม"), _("ประเภทกลุ่ม"), report.by_kind, lambda key: words.kind_words(key, _)),
        ("fair", _("รายได้จากแต่ละงาน"), _("งาน"), report.by_fair, _fair(report, voice)),
    ]
    assert asked.first <= asked.last
    return [_table(name, title, head, figures, say, report, voice) for name, title, head, figures, say in sides if figures]


def group_table(report: Report, voice: Voice) -> Table:
    """Every group with figures, in the order of the report."""
    _ = voice.gettext
    rows: list[list[Value]] = [
        [
            (voice.locale == "en" and group.name_en) or group.name,
            words.kind_words(group.kind, _),
            words.district_words(group.district, voice.locale, _),
            group.members,
            Money(group.satang),
            group.orders,
            group.pieces,
        ]
        for group in report.by_group
    ]
    head = [_("กลุ่ม"), _("ประเภทกลุ่ม"), _("อำเภอ"), _("สมาชิก"), *_figure_heads(voice)]
    return Table("group", _("รายได้แต่ละกลุ่ม"), head, rows, [_("รวม"), "", "", None, *_sums(report)])


def charts_of(report: Report, voice: Voice) -> dict[str, str]:
    """SVG by the name of the table it stands beside; none where there is nothing to compare."""
    _ = voice.gettext
    tables = {table.name: table for table in tables_of(report, voice)}
    drawn = {}
    if len(report.by_month) > 1 and not report.is_empty:
        drawn["month"] = month_chart([(figure.key, figure.satang) for figure in report.by_month], voice)
    for name in ("channel", "district", "kind", "fair"):
        if name in tables and len(tables[name].rows) > 1:
            drawn[name] = bar_chart(tables[name], voice)
    return drawn


def month_chart(months: Sequence[tuple[date, int]], voice: Voice, key: str = "chart-month") -> str:
    """`months`: (first day, satang), oldest first."""
    _ = voice.gettext
    every = -(-len(months) // 12)
    marks = [
        Mark(
            words.month_words(month, voice.locale),
            satang,
            words.short_baht(satang, _),
            words.short_month(month, voice.locale, with_year=every > 1) if place % every == 0 else " ",
        )
        for place, (month, satang) in enumerate(months)
    ]
    best = max(marks, key=lambda mark: mark.value)
    said = _("มากที่สุด %(month)s %(amount)s", month=best.name, amount=format_baht(best.value))
    ticks = [(value, words.short_baht(value, _)) for value in charts.nice_ticks(best.value)]
    return charts.columns(key, _("รายได้แต่ละเดือน (บาท)"), said, marks, ticks)


def bar_chart(table: Table, voice: Voice) -> str:
    """The largest first, as many as are read at a glance."""
    _ = voice.gettext
    marks = [Mark(str(row[0]), int(row[1]), words.short_baht(int(row[1]), _), _cut(str(row[0]))) for row in table.rows]
    marks = [mark for mark in marks if mark.value > 0][:MOST_BARS]
    said = _("มากที่สุด %(name)s %(amount)s", name=marks[0].name, amount=format_baht(marks[0].value)) if marks else ""
    return charts.bars(f"chart-{table.name}", _("%(title)s (บาท)", title=table.title), said, marks)


def _table(name: str, title: str, head: str, figures: Sequence[Figure], say: Callable, report: Report, voice: Voice) -> Table:
    has_groups = any(figure.groups is not None for figure in figures)
    rows = [
        [say(figure.key), Money(figure.satang), figure.orders, figure.pieces, *([figure.groups or 0] if has_groups else [])]
        for figure in figures
    ]
    columns = [head, *_figure_heads(voice), *([voice.gettext("กลุ่มที่ขายได้")] if has_groups else [])]
    total = [voice.gettext("รวม"), *_sums(report), *([report.groups] if has_groups else [])]
    return Table(name, title, columns, rows, total if name != "fair" else [])


def _figure_heads(voice: Voice) -> list[str]:
    _ = voice.gettext
    return [_("รายได้ (บาท)"), _("คำสั่งซื้อ"), _("ชิ้น")]


def _sums(report: Report) -> list[Value]:
    return [Money(report.satang), report.orders, report.pieces]


def _district(voice: Voice) -> Callable:
    return lambda key: words.district_words(key, voice.locale, voice.gettext)


def _fair(report: Report, voice: Voice) -> Callable:
    def say(fair_id: int) -> str:
        fair = report.fairs.get(fair_id)
        return ((voice.locale == "en" and fair.title_en) or fair.title) if fair else voice.gettext("งานที่ลบไปแล้ว")

    return say


def _cut(name: str) -> str:
    """Where a name is too long for its place: cut between words where it has any."""
    return name if len(name) <= 24 else f"{name[:23].rstrip()}…"
