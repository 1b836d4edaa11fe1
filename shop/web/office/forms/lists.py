"""What an official answers of an exhibitor list. Fields are named by their place in what was read: a version holds it still."""

from collections.abc import Mapping, Sequence

from flask import abort, request
from flask_babel import gettext as _

from shop.exhibitors.keeping import Kept
from shop.exhibitors.reading import CellKey, Column, Gravity, Meaning, Problem
from shop.exhibitors.service import Answers
from shop.kernel.money import BadAmount, parse_baht

NEW = "new"
SEVERAL, ONE = "several", "one"


class BadAnswer(ValueError):
    """`words`: what is wrong with it, in the reader's language."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def invalid_file(content: bytes, most_bytes: int) -> str:
    """Why it is not taken in at all; whatever else is wrong with it the job says."""
    if not content:
        return _("เลือกไฟล์ก่อน ไฟล์ที่ว่างเปล่าใช้ไม่ได้")
    if len(content) > most_bytes:
        return _("ไฟล์ใหญ่กว่า 10 MB ลบรูปหรือชีตที่ไม่ใช้ออกแล้วลองใหม่")
    return ""


def version_given() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else abort(422)


def columns_given(columns: Sequence[Column]) -> dict[Column, Meaning]:
    """Those that are not what they were read as."""
    said = {}
    for at, column in enumerate(columns):
        typed = request.form.get(f"meaning-{at}")
        if typed is None or typed == (column.meaning or ""):
            continue
        meaning = typed or Meaning.IGNORED
        if meaning not in set(Meaning):
            abort(422)
        said[column] = Meaning(meaning)
    return said


def answers_given(kept: Kept) -> Answers:
    """Raises BadAnswer."""
    asked = {at: problem for at, problem in enumerate(kept.reading.problems) if problem.gravity is Gravity.ASKED}
    return Answers(cuts=_cuts(asked), prices=_prices(asked), matches=_matches(kept))


def _cuts(asked: Mapping[int, Problem]) -> dict[CellKey, bool]:
    said = {}
    for at, problem in asked.items():
        typed = request.form.get(f"cut-{at}", "")
        if problem.meaning is Meaning.PRODUCT and typed in (ONE, SEVERAL):
            said[problem.cell.key] = typed == SEVERAL
    return said


def _prices(asked: Mapping[int, Problem]) -> dict[CellKey, int | None]:
    """An empty field: there is no price."""
    said: dict[CellKey, int | None] = {}
    for at, problem in asked.items():
        typed = request.form.get(f"price-{at}")
        if problem.meaning is not Meaning.PRICE or typed is None:
            continue
        try:
            said[problem.cell.key] = parse_baht(typed) if typed.strip() else None
        except BadAmount as bad:
            where = f"{problem.cell.column}{problem.cell.row}"
            raise BadAnswer(_("อ่านราคาของช่อง %(cell)s ไม่ออก ใส่ตัวเลขเป็นบาท เช่น 35 หรือ 12.50", cell=where)) from bad
    return said


def _matches(kept: Kept) -> dict[CellKey, int | None]:
    """The id of one of those that it is like, or that it is a new group."""
    said: dict[CellKey, int | None] = {}
    for at, group in enumerate(kept.reading.groups):
        typed = request.form.get(f"match-{at}", "")
        likely = {str(one.group_id): one.group_id for one in kept.likenesses.get(group.cell.key, ())}
        if typed == NEW and likely:
            said[group.cell.key] = None
        elif typed in likely:
            said[group.cell.key] = likely[typed]
    return said
