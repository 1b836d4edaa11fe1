"""A fair, as a labour official writes it."""

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, SelectField, TextAreaField

from shop.kernel import places
from shop.kernel.clock import today
from shop.kernel.refusals import BadValue
from shop.kernel.thai import BadDate, format_date, has_letter_or_digit, parse_date
from shop.web.evidence import REFUSED
from shop.web.forms import Form, Text
from shop.web.language import locale

TEXTS = (
    *("title", "title_en", "short_name", "short_name_en", "place", "place_en"),
    *("district_code", "organiser", "description", "description_en", "map_url", "opening_hours", "opening_hours_en"),
)


class FairForm(Form):
    refusals = {
        **{(name, "too_long"): _("ยาวเกินไป ตัดให้สั้นลง") for name in TEXTS},
        ("map_url", "not_https"): _("ลิงก์แผนที่ต้องขึ้นต้นด้วย https:// คัดลอกจากแอปแผนที่มาวางทั้งลิงก์"),
        ("title", "empty"): _("ใส่ชื่องาน"),
        ("place", "empty"): _("ใส่สถานที่จัดงาน"),
        ("starts_on", "empty"): _("ใส่วันแรกของงาน"),
        ("starts_on", "date"): _("อ่านวันที่ไม่ออก ตัวอย่าง 23 ม.ค. 2567 หรือ 23/1/2567"),
        ("ends_on", "date"): _("อ่านวันที่ไม่ออก ตัวอย่าง 23 ม.ค. 2567 หรือ 23/1/2567"),
        ("ends_on", "before_start"): _("วันสุดท้ายอยู่ก่อนวันแรก"),
        ("ends_on", "too_far"): _("งานยาวเกิน 31 วัน ตรวจวันที่อีกครั้ง"),
        ("district_code", "unknown"): _("เลือกอำเภอจากรายการ"),
    }

    title = Text(_("ชื่องาน"))
    title_en = Text(_("ชื่องาน (อังกฤษ)"))
    short_name = Text(_("ชื่อสั้น"))
    short_name_en = Text(_("ชื่อสั้น (อังกฤษ)"))
    starts_on = Text(_("วันแรก"))
    ends_on = Text(_("วันสุดท้าย"))
    place = Text(_("สถานที่"))
    place_en = Text(_("สถานที่ (อังกฤษ)"))
    map_url = Text(_("ลิงก์แผนที่"))
    opening_hours = Text(_("เวลาเปิด"))
    opening_hours_en = Text(_("เวลาเปิด (อังกฤษ)"))
    district_code = SelectField(_("อำเภอ"), validate_choice=False)
    organiser = Text(_("ผู้จัด"))
    description = TextAreaField(_("เล่าเรื่องงาน"))
    description_en = TextAreaField(_("เล่าเรื่องงาน (อังกฤษ)"))

    def offer_districts(self, province_code: str) -> None:
        found = [(district.code, district.name(locale())) for district in places.districts(province_code)]
        chosen = self.district_code.data
        if chosen and chosen not in dict(found) and (other := places.district(chosen)):
            found.append((other.code, other.name(locale())))  # a fair of another province stays where it is
        self.district_code.choices = [("", _("ไม่ระบุ")), *found]

    def fill(self, fair: object) -> None:
        """With a fair as it is; dates as they are read."""
        for name in TEXTS:
            self[name].data = getattr(fair, name) or ""
        self.starts_on.data, self.ends_on.data = format_date(fair.starts_on, locale()), format_date(fair.ends_on, locale())

    def is_whole(self) -> bool:
        """Whether all that is needed is there and can be read; if not, each field says so at once."""
        for name in ("title", "place"):
            if not has_letter_or_digit(self[name].data or ""):
                self.refuse(BadValue(name, "empty"))
        if not self.starts_on.data:
            self.refuse(BadValue("starts_on", "empty"))
        for name in ("starts_on", "ends_on"):
            try:
                parse_date(self[name].data or format_date(today()))
            except BadDate:
                self.refuse(BadValue(name, "date"))
        return not self.errors

    def values(self) -> dict:
        """What services want to be told. Raises BadValue where a date cannot be read."""
        texts = {name: self[name].data or "" for name in TEXTS}
        starts_on = self._date("starts_on")
        return {**texts, "starts_on": starts_on, "ends_on": self._date("ends_on") if self.ends_on.data else starts_on}

    def _date(self, name: str):
        try:
            return parse_date(self[name].data or "")
        except BadDate:
            raise BadValue(name, "date") from None


class PicturesForm(Form):
    refusals = {("photos", reason): words for reason, words in REFUSED.items()} | {
        ("photos", "empty"): _("เลือกรูปก่อน"),
        ("photos", "too_many"): _("งานหนึ่งมีรูปได้ไม่เกิน 12 รูป"),
    }

    photos = MultipleFileField(_("เพิ่มรูป"))

    def refuse(self, refused: BadValue) -> None:
        """Whatever else is wrong with a picture, another one may do."""
        words = self.refusals.get((refused.field, refused.reason), self.refusals["photos", "broken"])
        self.photos.errors = [*self.photos.errors, str(words)]
