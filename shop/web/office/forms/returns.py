"""How an official settles a return."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField

from shop.orders.returns.states import ReturnAction
from shop.web.forms import Form
from shop.web.return_words import REFUSALS


class DecideForm(Form):
    """`pieces` stands for the numbers of all lines, which are fields of their own."""

    refusals = {**REFUSALS, ("outcome", "unknown"): _("เลือกคำตัดสิน")}

    outcome = RadioField(
        _("คำตัดสิน"),
        choices=[
            SelectChoice(str(ReturnAction.GRANT), _("คืนเงินให้ผู้ซื้อ")),
            SelectChoice(str(ReturnAction.DECLINE), _("ไม่คืนเงิน")),
        ],
        validate_choice=False,
    )
    pieces = StringField(_("คืนเงินกี่ชิ้น"))
    with_shipping = BooleanField(_("คืนค่าส่งให้ด้วย"))
    words = TextAreaField(_("เหตุผล ทั้งสองฝ่ายได้อ่าน"))
