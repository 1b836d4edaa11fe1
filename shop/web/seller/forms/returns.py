"""What a group fills in about pieces it cannot send, and about what its buyers give back."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, StringField, TextAreaField

from shop.web.forms import Form
from shop.web.return_words import REFUSALS
from shop.web.seller.forms.orders import CancelForm


class CallOffForm(CancelForm):
    """`pieces` stands for the numbers of all lines, which are fields of their own."""

    class Meta:
        csrf = False

    pieces = StringField(_("ชิ้นที่ส่งไม่ได้"))
    with_shipping = BooleanField(_("คืนค่าส่งให้ด้วย"))

    def add_problem(self, refused) -> None:
        if (refused.field, refused.reason) in REFUSALS:
            self[refused.field].errors = [*self[refused.field].errors, str(REFUSALS[refused.field, refused.reason])]
        else:
            super().add_problem(refused)


class AnswerForm(Form):
    """Words, photos of the group's own, and what came back."""

    refusals = REFUSALS

    words = TextAreaField(_("บอกผู้ซื้อ"))
    photos = MultipleFileField(_("รูปจากกลุ่ม"))
    resold = StringField(_("ขายต่อได้กี่ชิ้น"))
    with_shipping = BooleanField(_("คืนค่าส่งให้ด้วย"))


class GivenBackForm(Form):
    refusals = {
        ("reference", "empty"): _("เขียนว่าคืนอย่างไร เช่น โอนพร้อมเพย์ เลขอ้างอิง หรือให้เงินสดกับใคร"),
        ("reference", "too_long"): _("ยาวเกินไป ใส่ได้ไม่เกิน 200 ตัวอักษร"),
    }

    reference = StringField(_("คืนอย่างไร เมื่อไร"))
