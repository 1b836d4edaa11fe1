"""What somebody fills in to ask a group about a product."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, TextAreaField

from shop.web.forms import Text
from shop.web.said import REFUSALS, WordsForm


class AskForm(WordsForm):
    """`identifier`: where a guest is answered; who is signed in is not asked."""

    refusals = {
        **REFUSALS,
        ("words", "empty"): _("เขียนคำถามก่อนส่ง"),
        ("identifier", "empty"): _("ใส่อีเมลหรือเบอร์มือถือ เพื่อให้เราส่งคำตอบถึงคุณ"),
        ("identifier", "not_an_email"): _("อีเมลไม่ถูกต้อง ตรวจอีกครั้ง เช่น somying@example.com"),
        ("identifier", "not_a_mobile"): _("ใส่อีเมล หรือเบอร์มือถือไทย 10 หลัก เช่น 081-234-5678"),
    }

    words = TextAreaField(_("คำถามของคุณ"))
    name = Text(_("ชื่อที่จะให้เห็น"))
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))
    wants_private = BooleanField(_("ขอคำตอบเป็นส่วนตัว"))
