"""Forms in which somebody writes to somebody else: their words, the warning before a phone number goes out, and the token."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, MultipleFileField, TextAreaField

from shop.conversations.message_photos import MOST_PHOTOS, message_photos
from shop.kernel.codes import new_key
from shop.kernel.refusals import BadValue
from shop.orders.models import Order
from shop.web import evidence
from shop.web.evidence import Evidence
from shop.web.forms import Form

REFUSALS = {
    ("words", "empty"): _("เขียนข้อความก่อนส่ง"),
    ("words", "too_long"): _("ยาวเกินไป เขียนได้ไม่เกิน 1,000 ตัวอักษร"),
    ("words", "contact"): _(
        "ในข้อความมีเบอร์โทร อีเมล ไลน์ ลิงก์ หรือเลขบัญชี คุยและจ่ายเงินผ่านตลาดปลอดภัยกว่า เอาออกก่อนส่ง หรือติ๊กด้านล่างถ้าตั้งใจส่ง"
    ),
    ("photos", "too_many"): _("ใส่รูปได้ไม่เกิน 4 รูป"),
    ("reason", "empty"): _("เขียนเหตุผล"),
    ("reason", "too_long"): _("ยาวเกินไป เขียนได้ไม่เกิน 300 ตัวอักษร"),
}


class WordsForm(Form):
    """`token` names this very form, so that a second click sends nothing more; `sure` is asked only after the warning."""

    refusals = REFUSALS

    words = TextAreaField(_("ข้อความถึงอีกฝ่าย"))
    sure = BooleanField(_("ตั้งใจส่งตามนี้"))
    token = HiddenField()

    is_warned = False

    @classmethod
    def blank(cls, **shown: object) -> "WordsForm":
        return cls(formdata=None, data={"token": new_key(), **shown})

    def refuse(self, refused: BadValue) -> None:
        super().refuse(refused)
        self.is_warned = self.is_warned or refused.reason == "contact"


class MessageForm(WordsForm):
    """To the other side of an order: words, photos, or both."""

    refusals = {**REFUSALS, ("words", "empty"): _("เขียนข้อความหรือเลือกรูปก่อนส่ง")}

    photos = MultipleFileField(_("รูป"))

    def received(self, order: Order) -> Evidence:
        """What was sent with it, stored. Call it before the transaction begins."""
        sent = evidence.received_about(f"message about {order.code}", MOST_PHOTOS, message_photos.take_in)
        self.photos.errors = [*self.photos.errors, *sent.errors]
        return sent
