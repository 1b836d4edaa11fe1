"""A group's month on paper."""

from shop.kernel import paper
from shop.kernel.money import format_amount
from shop.kernel.thai import format_date, format_datetime
from shop.papers.statement_words import words_for_kind
from shop.papers.voice import Voice
from shop.payments.statements import Movement, Statement

MOST_ROWS = 500  # on paper, of each kind: beyond it a list is read by programs


def draw_statement(statement: Statement, voice: Voice) -> bytes:
    """A PDF: what was owed, what moved by kind and one by one, what is owed; cash apart."""
    _ = voice.gettext
    month = format_date(statement.month, voice.locale, "month")
    return paper.draw(
        "statement",
        {
            "title": _("สรุปรายได้ %(month)s", month=month),
            "locale": voice.locale,
            "market": voice.market,
            "foot": voice.foot(voice.name_of(statement.group)),
            "name": _("สรุปรายได้"),
            "month": month,
            "group": voice.name_of(statement.group),
            "sums_heading": _("เงินที่ตลาดเก็บแทนกลุ่ม"),
            "sums": _sums(statement, voice),
            "heading": _("ทีละรายการ"),
            "columns": [_("วันที่"), _("รายละเอียด"), _("ยอด (บาท)"), _("ค่าธรรมเนียม"), _("ตลาดค้างจ่าย")],
            "rows": [_row(movement, voice) for movement in statement.movements[:MOST_ROWS]],
            "cash_heading": _("เงินสดและพร้อมเพย์ที่กลุ่มรับเอง"),
            "cash_columns": [_("วันที่"), _("รายละเอียด"), _("ยอด (บาท)")],
            "cash_rows": [_cash_row(movement, voice) for movement in statement.cash[:MOST_ROWS]],
            "cash_sum": _sum(_("รวมเงินที่กลุ่มรับเอง"), statement.cash_satang, is_strong=True),
            "nothing": _("ไม่มีรายการในเดือนนี้"),
            "notes": [
                *_left_out(statement, voice),
                _("ยอดทุกตัวมาจากบัญชีของตลาด เงินสดและพร้อมเพย์ที่กลุ่มรับเองไม่ผ่านตลาด จึงไม่อยู่ในยอดที่ตลาดค้างจ่าย"),
                _("เอกสารนี้เป็นสรุปรายการ ไม่ใช่ใบกำกับภาษี"),
            ],
        },
    )


def _left_out(statement: Statement, voice: Voice) -> list[str]:
    _ = voice.gettext
    count = max(len(statement.movements), len(statement.cash))
    if count <= MOST_ROWS:
        return []
    return [_("พิมพ์ %(most)s รายการแรก ทุกรายการอยู่ในไฟล์ตาราง ยอดรวมนับครบทุกรายการ", most=MOST_ROWS)]


def _sums(statement: Statement, voice: Voice) -> list[dict]:
    _ = voice.gettext
    return [
        _sum(_("ตลาดค้างจ่ายต้นเดือน"), statement.opening_satang),
        *(_sum(words_for_kind(kind, _), satang) for kind, satang in statement.by_kind().items()),
        _sum(_("ตลาดค้างจ่ายสิ้นเดือน (บาท)"), statement.closing_satang, is_strong=True),
    ]


def _sum(label: str, satang: int, is_strong: bool = False) -> dict:
    return {"label": label, "amount": format_amount(satang), "is_strong": is_strong}


def _row(movement: Movement, voice: Voice) -> list[str]:
    fee = format_amount(movement.fee_satang) if movement.fee_satang else ""
    return [*_what(movement, voice), format_amount(movement.gross_satang), fee, format_amount(movement.owed_after_satang)]


def _cash_row(movement: Movement, voice: Voice) -> list[str]:
    return [*_what(movement, voice), format_amount(movement.cash_satang)]


def _what(movement: Movement, voice: Voice) -> tuple[str, str]:
    words = words_for_kind(movement.kind, voice.gettext)
    return format_datetime(movement.at, voice.locale), " · ".join(filter(None, (words, movement.order_code)))
