"""A training, as an office announces it."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from shop.kernel import places
from shop.kernel.identifiers import format_phone
from shop.quality.models import Training
from shop.quality.trainings import LENGTHS
from shop.web.fields import ThaiDateField, WholeField
from shop.web.forms import Form, Lines, Text
from shop.web.language import locale
from shop.web.quality_words import HELPS

DATES = ("starts_on", "ends_on", "shown_until")


class TrainingForm(Form):
    refusals = {
        **{(name, "too_long"): _("ยาวเกินไป ตัดให้สั้นลง") for name in LENGTHS},
        ("title", "empty"): _("ใส่ชื่อการอบรม"),
        ("place", "empty"): _("ใส่สถานที่"),
        ("starts_on", "empty"): _("ใส่วันที่อบรม"),
        ("starts_on", "past"): _("วันนี้ผ่านไปแล้ว"),
        ("starts_on", "too_far"): _("ไกลเกินหนึ่งปี ตรวจปีอีกครั้ง"),
        ("ends_on", "before_start"): _("วันสุดท้ายอยู่ก่อนวันแรก"),
        ("ends_on", "past"): _("วันนี้ผ่านไปแล้ว"),
        ("ends_on", "too_far"): _("อบรมนานเกิน 60 วัน ตรวจวันที่อีกครั้ง"),
        ("shown_until", "after_end"): _("แสดงได้ถึงวันสุดท้ายของการอบรม"),
        ("helps", "empty"): _("เลือกว่าช่วยเรื่องอะไร อย่างน้อยหนึ่งข้อ"),
        ("helps", "unknown"): _("เลือกจากรายการ"),
        ("district_code", "unknown"): _("เลือกอำเภอจากรายการ"),
        ("seats", "out_of_range"): _("จำนวนที่นั่งต้องอยู่ระหว่าง 1 ถึง 10,000"),
        ("enrol_phone", "unknown"): _("เบอร์นี้อ่านไม่ออก เช่น 02-567-0000"),
        ("enrol_url", "not_https"): _("ลิงก์ต้องขึ้นต้นด้วย https://"),
        ("enrol_words", "empty"): _("บอกวิธีสมัครอย่างน้อยหนึ่งทาง: เบอร์โทร ลิงก์ หรือข้อความ"),
    }

    title = Text(_("ชื่อการอบรม"))
    title_en = Text(_("ชื่อการอบรม (อังกฤษ)"))
    helps = SelectMultipleField(
        _("ช่วยเรื่องอะไร"), choices=[SelectChoice(one.value, words) for one, words in HELPS.items()], validate_choice=False
    )
    starts_on = ThaiDateField(_("วันแรก"))
    ends_on = ThaiDateField(_("วันสุดท้าย"))
    hours = Text(_("เวลา"))
    place = Text(_("สถานที่"))
    district_code = SelectField(_("อำเภอ"), validate_choice=False)
    seats = WholeField(_("จำนวนที่นั่ง"), least=1, most=10_000)
    enrol_phone = Text(_("เบอร์โทรรับสมัคร"))
    enrol_url = Text(_("ลิงก์หน้าสมัคร"))
    enrol_words = Text(_("วิธีสมัครอื่น"))
    details = Lines(_("รายละเอียด"))
    shown_until = ThaiDateField(_("แสดงถึงวันที่"))

    def offer_districts(self, province_code: str) -> None:
        found = [(district.code, district.name(locale())) for district in places.districts(province_code)]
        self.district_code.choices = [("", _("ไม่ระบุ")), *found]

    def fill(self, training: Training) -> None:
        for name in (*LENGTHS, "helps"):
            self[name].data = getattr(training, name)
        self.district_code.data = training.district_code or ""
        self.enrol_phone.data = format_phone(training.enrol_phone) if training.enrol_phone else ""
        for name in (*DATES, "seats"):
            self[name].show(getattr(training, name))

    def values(self) -> dict:
        """What the service wants to be told."""
        texts = {name: self[name].data or "" for name in (*LENGTHS, "enrol_phone", "district_code")}
        return texts | {"helps": self.helps.data or []} | {name: self[name].value for name in (*DATES, "seats")}
