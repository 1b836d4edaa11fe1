"""What a buyer fills in to give something back, and after."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, RadioField, SelectField, StringField, TextAreaField

from shop.kernel.identifiers import CARRIERS
from shop.kernel.refusals import BadValue
from shop.orders.models import Order
from shop.orders.returns import service
from shop.web.evidence import Evidence
from shop.web.forms import Form
from shop.web.language import locale
from shop.web.pieces import typed_pieces
from shop.web.return_words import REASONS, REFUSALS


class AskForm(Form):
    """`pieces` stands for the numbers of all lines, which are fields of their own."""

    refusals = REFUSALS

    pieces = StringField(_("ชิ้นไหนบ้าง"))
    reason = RadioField(_("เพราะอะไร"), validate_choice=False)
    words = TextAreaField(_("เล่าให้กลุ่มฟังว่าเกิดอะไรขึ้น"))
    photos = MultipleFileField(_("รูปของที่ได้รับ"))

    typed: dict[int, int]

    def check(self, order: Order, sent: Evidence) -> bool:
        """Say at once all that is wrong; `typed` is then what was asked, by line's id."""
        try:
            self.typed = typed_pieces(request.form)
        except BadValue as refused:
            self.typed = {}
            wrong = [refused, *self._problems(order)[1:]]
        else:
            wrong = self._problems(order)
        for refused in wrong:
            self.refuse(refused)
        self.photos.errors = [*self.photos.errors, *sent.errors]
        return not (wrong or sent.errors)

    def _problems(self, order: Order) -> list[BadValue]:
        return service.problems_with(order, self.typed, self.reason.data or "", self.words.data or "")

    def offer(self, reasons: list) -> None:
        self.reason.choices = [(str(reason), REASONS[reason]) for reason in reasons]


class SendBackForm(Form):
    refusals = REFUSALS

    carrier = SelectField(_("ส่งกับ"), validate_choice=False)
    tracking_number = StringField(_("เลขพัสดุ"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.carrier.choices = [("", _("ไม่ระบุ")), *((key, carrier.name(locale())) for key, carrier in CARRIERS.items())]


class DisputeForm(Form):
    refusals = REFUSALS

    words = TextAreaField(_("บอกเจ้าหน้าที่ว่าทำไมไม่เห็นด้วย"))
