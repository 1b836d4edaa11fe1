"""What officials fill in about the market's money: evidence of a transfer, reasons, corrections, money that came to the bank."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField

from shop.web.fields import AMOUNTS, BahtField, ThaiDateField
from shop.web.forms import Form, Text, tidy_typed

FUTURE = _("วันที่นี้ยังมาไม่ถึง")
TOO_LONG = _("ยาวเกินไป ตัดให้สั้นลง")


class EvidenceForm(Form):
    """That the bank has paid."""

    refusals = {("reference", "too_long"): TOO_LONG, ("paid_on", "future"): FUTURE}

    reference = Text(_("เลขอ้างอิงจากธนาคาร"))
    paid_on = ThaiDateField(_("วันที่โอน"))


class ReasonForm(Form):
    refusals = {("reason", "empty"): _("เขียนเหตุผลก่อน"), ("reason", "too_long"): TOO_LONG}

    reason = TextAreaField(_("เหตุผล"), filters=[tidy_typed])


class ReferenceForm(Form):
    """Money that somebody gave back by hand."""

    refusals = {("reference", "empty"): _("ใส่เลขอ้างอิงหรือหลักฐานก่อน"), ("reference", "too_long"): TOO_LONG}

    reference = Text(_("เลขอ้างอิงการโอน หรือคืนให้ใครเมื่อไร"))


class _Signed(Form):
    """An amount and its direction, of which people forget the minus."""

    @property
    def satang(self) -> int:
        return (self.amount.value or 0) * (-1 if self.direction.data == "less" else 1)


class AdjustmentForm(_Signed):
    refusals = {
        ("amount", "empty"): AMOUNTS["empty"],
        ("direction", "empty"): _("เลือกว่าเพิ่มหรือลด"),
        ("group", "unknown"): _("เลือกกลุ่ม"),
        ("order", "unknown"): _("ไม่พบคำสั่งซื้อรหัสนี้"),
        ("order", "of_another_group"): _("คำสั่งซื้อนี้เป็นของกลุ่มอื่น"),
        **ReasonForm.refusals,
    }

    group = SelectField(_("กลุ่ม"), validate_choice=False)
    direction = RadioField(
        _("ปรับอย่างไร"),
        choices=[SelectChoice("more", _("เพิ่มให้กลุ่ม")), SelectChoice("less", _("ลดจากกลุ่ม"))],
        validate_choice=False,
    )
    amount = BahtField(_("จำนวนเงิน"))
    order = Text(_("รหัสคำสั่งซื้อ"))
    reason = TextAreaField(_("เหตุผล"), filters=[tidy_typed])


class MovementForm(_Signed):
    refusals = {
        ("amount", "empty"): AMOUNTS["empty"],
        ("moved_on", "empty"): _("ใส่วันที่เงินเข้า"),
        ("moved_on", "future"): FUTURE,
        ("reference", "empty"): _("ใส่เลขอ้างอิงจาก Stripe เช่น po_1Abc"),
        ("reference", "taken"): _("เลขอ้างอิงนี้บันทึกไว้แล้ว"),
        ("reference", "too_long"): TOO_LONG,
    }

    direction = RadioField(
        _("ทางไหน"),
        choices=[SelectChoice("more", _("จาก Stripe เข้าธนาคาร")), SelectChoice("less", _("Stripe ดึงกลับจากธนาคาร หรือแก้ที่บันทึกผิด"))],
        default="more",
        validate_choice=False,
    )
    amount = BahtField(_("จำนวนเงิน"))
    moved_on = ThaiDateField(_("วันที่เงินเข้า"))
    reference = Text(_("เลขอ้างอิงจาก Stripe"))
