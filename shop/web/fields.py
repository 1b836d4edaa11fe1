"""Form fields for what people type here: baht, whole numbers in either digits, Thai dates. What was typed is shown again."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError

from shop.kernel import money, thai
from shop.web.language import locale

AMOUNTS = {
    "empty": _("กรุณาใส่จำนวนเงิน"),
    "not_a_number": _("ใส่เป็นตัวเลข เช่น 65 หรือ 1,240"),
    "negative": _("จำนวนเงินต้องไม่ติดลบ"),
    "too_precise": _("ใส่สตางค์ได้ไม่เกิน 2 ตำแหน่ง"),
    "too_large": _("จำนวนเงินมากเกินไป"),
}
DATES = {
    "not_a_date": _("ใส่วันที่ เช่น 31/12/2570 หรือ 31 ธ.ค. 2570"),
    "no_such_day": _("ไม่มีวันที่นี้ในปฏิทิน"),
    "year": _("ใส่ปี พ.ศ. ให้ครบ 4 ตัว เช่น 2570"),
}


class TypedField(StringField):
    """A line of text that stands for something else: `value` is what it means, once valid; None where it was left empty."""

    value: object = None

    def show(self, value: object) -> None:
        """Fill the form with what is kept."""
        self.value, self.data = value, self.written(value)

    def written(self, value: object) -> str:
        return "" if value is None else str(value)

    def pre_validate(self, form: object) -> None:
        typed = (self.data or "").strip()
        self.value = self.read(typed) if typed else None

    def read(self, typed: str) -> object:
        """Raises ValidationError."""
        raise NotImplementedError


class BahtField(TypedField):
    """An amount in baht; `value` is satang."""

    def written(self, value: int | None) -> str:
        return "" if value is None else money.format_baht(value).removeprefix("฿").replace(",", "")

    def read(self, typed: str) -> int:
        try:
            return money.parse_baht(typed)
        except money.BadAmount as bad:
            raise ValidationError(AMOUNTS[bad.reason]) from bad


class WholeField(TypedField):
    """A whole number between `least` and `most`."""

    def __init__(self, label: str = "", validators=None, *, least: int = 0, most: int = 1_000_000, **more: object) -> None:
        super().__init__(label, validators, **more)
        self.least, self.most = least, most

    def read(self, typed: str) -> int:
        digits = thai.thai_digits_to_arabic(typed).replace(",", "")
        if not (digits.isascii() and digits.isdecimal()):
            raise ValidationError(_("ใส่เป็นจำนวนเต็ม เช่น 12"))
        if len(digits) > 12 or not self.least <= int(digits) <= self.most:
            raise ValidationError(_("ใส่ได้ตั้งแต่ %(least)s ถึง %(most)s", least=f"{self.least:,}", most=f"{self.most:,}"))
        return int(digits)


class ThaiDateField(TypedField):
    """A day, typed in any of the ways people here write one."""

    def written(self, value: date | None) -> str:
        return "" if value is None else thai.format_date(value, locale())

    def read(self, typed: str) -> date:
        try:
            return thai.parse_date(typed)
        except thai.BadDate as bad:
            raise ValidationError(DATES.get(bad.reason, DATES["not_a_date"])) from bad
