"""Numbers of many parcels, typed beside their orders or pasted as lines, and what is said where one does not fit."""

import re
from collections.abc import Iterator, Mapping

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField

from shop.kernel.codes import ALPHABET
from shop.kernel.identifiers import CARRIERS
from shop.kernel.thai import normalise
from shop.web.forms import Form
from shop.web.language import locale

_CODE = re.compile(rf"[{ALPHABET}]{{8}}")
LONGEST = 20_000  # letters of what is pasted
PROBLEMS = {
    "unknown_order": _("ไม่พบคำสั่งซื้อนี้ของกลุ่ม"),
    "not_to_send": _("คำสั่งซื้อนี้ส่งไม่ได้ อาจส่งแล้ว ยกเลิกแล้ว ยังไม่ได้กดรับ หรือผู้ซื้อมารับเอง"),
    "number_twice": _("เลขพัสดุนี้ซ้ำกับคำสั่งซื้ออื่นของผู้รับคนละคน"),
    "form": _("เลขพัสดุไม่ตรงรูปแบบของขนส่งนี้ ของไปรษณีย์ไทยเป็นอักษร 2 ตัว ตัวเลข 9 ตัว แล้วตามด้วย TH"),
    "check_digit": _("เลขพัสดุมีตัวเลขผิดอย่างน้อย 1 ตัว ดูเทียบกับใบเสร็จอีกครั้ง"),
    "incomplete": _("ต้องมีทั้งรหัสคำสั่งซื้อ 8 ตัวและเลขพัสดุ"),
    "code_twice": _("คำสั่งซื้อนี้มีเลขพัสดุสองเลข ลบออกหนึ่งเลข"),
    "none": _("ใส่เลขพัสดุอย่างน้อย 1 กล่อง"),
    "too_many": _("ใส่ได้ครั้งละไม่เกิน 200 กล่อง"),
    "unknown_carrier": _("เลือกว่าส่งกับใคร"),
}


class ParcelsForm(Form):
    """Beside these, a field `number-<code>` for each order that waits."""

    carrier = SelectField(_("ส่งกับ"), validate_choice=False)
    pasted = TextAreaField(_("หรือวางทีละหลายบรรทัด"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.carrier.choices = [(key, carrier.name(locale())) for key, carrier in CARRIERS.items() if key != "own"]


class BadLines(ValueError):
    """`problems`: by what stands at the line, why it is no order with its number."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(str(problems))
        self.problems = problems


def typed_numbers(form: Mapping[str, str]) -> dict[str, str]:
    """By order's code, what was typed beside it or pasted. Raises BadLines."""
    beside = {name.removeprefix("number-"): typed for name, typed in form.items() if name.startswith("number-") and typed.strip()}
    found, problems = dict(beside), {}
    for code, number in _pairs(form.get("pasted", "")[:LONGEST]):
        if not _is_code(code) or not number:
            problems[" ".join(filter(None, (code, number)))] = "incomplete"
        elif found.setdefault(code, number) != number:
            problems[code] = "code_twice"
    if problems:
        raise BadLines(problems)
    return found


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Code and number of each line; a reader that puts every scan on a line of its own gives two lines for one."""
    alone = ""
    for line in text.splitlines():
        words = [word for word in re.split(r"[\s,;]+", normalise(line).upper()) if word]
        if not words:
            continue
        if len(words) == 1:
            if alone and _is_code(alone) == _is_code(words[0]):  # its other half was left out
                yield alone, ""
                alone = words[0]
            elif alone:
                yield (alone, words[0]) if _is_code(alone) else (words[0], alone)
                alone = ""
            else:
                alone = words[0]
        elif _is_code(words[-1]) and not _is_code(words[0]):
            yield words[-1], "".join(words[:-1])
        else:
            yield words[0], "".join(words[1:])
    if alone:
        yield alone, ""


def _is_code(word: str) -> bool:
    return bool(_CODE.fullmatch(word))
