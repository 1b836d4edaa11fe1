"""Consent in words: what is allowed, how it was given, what a group needs; and a consent's questions, alike on every page."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice

from shop.helping.service import last_moment
from shop.helping.states import ConsentAction, ConsentStatus, ConsentWay
from shop.helping.visits import Need
from shop.kernel.access import HelpScope
from shop.kernel.clock import today
from shop.kernel.refusals import BadValue
from shop.kernel.thai import BadDate, format_date, parse_date
from shop.web.forms import Form, Text
from shop.web.language import locale

USUAL = timedelta(days=180)
SCOPES = {
    HelpScope.LISTINGS: _("สินค้า"),
    HelpScope.ORDERS: _("คำสั่งซื้อ"),
    HelpScope.BOTH: _("สินค้าและคำสั่งซื้อ"),
}
SCOPE_HINTS = {
    HelpScope.LISTINGS: _("ลงและแก้สินค้า รูป ราคา จำนวน ตอบคำถาม ไม่เห็นคำสั่งซื้อและที่อยู่ผู้ซื้อ"),
    HelpScope.ORDERS: _("รับคำสั่งซื้อ แพ็ก ส่ง เห็นชื่อและที่อยู่ผู้ซื้อ แก้สินค้าไม่ได้"),
    HelpScope.BOTH: _("ทั้งสองอย่าง"),
}
WAYS = {
    ConsentWay.SCREEN: _("หัวหน้ากลุ่มให้บนหน้าจอ"),
    ConsentWay.PAPER: _("ใบยินยอมที่ลงชื่อ"),
    ConsentWay.CODE: _("รหัสที่ส่งถึงหัวหน้ากลุ่ม"),
    ConsentWay.EARLIER: _("ช่วยอยู่ก่อนตลาดเริ่มถามความยินยอม"),
}
STATUSES = {
    ConsentStatus.ASKED: _("รอหัวหน้ากลุ่มตอบ"),
    ConsentStatus.SENT: _("รอรหัสจากหัวหน้ากลุ่ม"),
    ConsentStatus.PHOTOGRAPHED: _("รอเจ้าหน้าที่เทียบใบยินยอม"),
    ConsentStatus.GIVEN: _("ยินยอมแล้ว"),
    ConsentStatus.REFUSED: _("ไม่ยินยอม"),
    ConsentStatus.WITHDRAWN: _("ถอนคำขอแล้ว"),
}
NEEDS = {
    Need.UNANSWERED: _("คำสั่งซื้อรอตอบ %(count)s"),
    Need.NO_STOCK: _("สินค้าหมด %(count)s"),
    Need.NO_PHOTO: _("สินค้าไม่มีรูป %(count)s"),
    Need.AWAY: _("ไม่ได้เข้าระบบเกิน 30 วัน"),
    Need.ENDS_SOON: _("ความยินยอมใกล้หมด"),
}
EVENTS = {
    ConsentAction.ASK: _("อาสาสมัครขอช่วยกลุ่ม"),
    ConsentAction.CONFIRM_PAPER: _("เทียบใบยินยอมแล้ว ตรง"),
    ConsentAction.END: _("สิ้นสุดความยินยอมให้อาสาสมัคร"),
    ConsentAction.GIVE: _("ยินยอมให้อาสาสมัครช่วย"),
    ConsentAction.PHOTOGRAPH: _("ส่งรูปใบยินยอม"),
    ConsentAction.REFUSE: _("ไม่ให้อาสาสมัครช่วย"),
    ConsentAction.REFUSE_PAPER: _("ไม่รับใบยินยอม"),
    ConsentAction.SEND_CODE: _("ส่งรหัสยินยอมถึงหัวหน้ากลุ่ม"),
    ConsentAction.VISIT: _("ไปเยี่ยมกลุ่ม"),
    ConsentAction.WITHDRAW: _("ถอนคำขอช่วยกลุ่ม"),
}
REFUSALS = {
    ("scope", "unknown"): _("เลือกว่าให้ช่วยเรื่องอะไร"),
    ("until", "empty"): _("ใส่วันสุดท้าย"),
    ("until", "unreadable"): _("อ่านวันที่ไม่ออก ตัวอย่าง 31 ธ.ค. 2569"),
    ("until", "past"): _("วันนี้ผ่านไปแล้ว ใส่วันที่ยังมาไม่ถึง"),
    ("until", "too_far"): _("ให้ได้ครั้งละไม่เกิน 1 ปี"),
}


def last_day(until: datetime) -> str:
    """The last day on which a consent stands; `until` is the midnight after it."""
    return format_date(until - timedelta(seconds=1), locale(), "long")


class HelpForm(Form):
    """What a volunteer may do, and until when."""

    refusals = REFUSALS

    scope = RadioField(
        _("ให้ช่วยเรื่องอะไร"), choices=[SelectChoice(str(one), words) for one, words in SCOPES.items()], validate_choice=False
    )
    until = Text(_("ให้ถึงวันที่"))

    @classmethod
    def usual(cls, scope: HelpScope = HelpScope.LISTINGS, until: datetime | None = None) -> "HelpForm":
        """An empty one, with what is least on top: half a year, the goods alone."""
        day = until - timedelta(seconds=1) if until else today() + USUAL
        return cls(formdata=None, scope=str(scope), until=format_date(day, locale()))

    def read(self) -> tuple[HelpScope, datetime] | None:
        """None where something is missing, which then stands at its field."""
        try:
            return HelpScope(self.scope.data), last_moment(self._day())
        except BadValue as refused:
            self.refuse(refused)
        except ValueError:
            self.refuse(BadValue("scope", "unknown"))
        return None

    def _day(self):
        if not self.until.data:
            raise BadValue("until", "empty")
        try:
            return parse_date(self.until.data)
        except BadDate:
            raise BadValue("until", "unreadable") from None
