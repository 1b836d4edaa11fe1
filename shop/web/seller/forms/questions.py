"""What a group answers to somebody who asks about a product."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, TextAreaField

from shop.kernel.refusals import BadValue
from shop.web.said import REFUSALS, WordsForm

FOR_ALL, FOR_ONE = "all", "one"


class AnswerQuestionForm(WordsForm):
    refusals = {
        **REFUSALS,
        ("words", "empty"): _("เขียนคำตอบก่อนส่ง"),
        ("shown_to", "unknown"): _("เลือกว่าให้ใครเห็นคำตอบ"),
        ("shown_to", "asked_private"): _("คนถามขอให้ตอบเป็นส่วนตัว จึงให้คนอื่นเห็นไม่ได้"),
    }

    words = TextAreaField(_("คำตอบของกลุ่ม"))
    shown_to = RadioField(
        _("ให้ใครเห็นคำตอบ"),
        choices=[SelectChoice(FOR_ALL, _("ทุกคน ที่หน้าสินค้า")), SelectChoice(FOR_ONE, _("เฉพาะคนที่ถาม"))],
        validate_choice=False,
    )

    def is_for_all(self, wants_private: bool) -> bool:
        """Raises BadValue where nothing known was chosen; who asked to be answered alone leaves no choice."""
        if wants_private and not self.shown_to.data:
            return False
        if self.shown_to.data not in (FOR_ALL, FOR_ONE):
            raise BadValue("shown_to", "unknown")
        return self.shown_to.data == FOR_ALL
