"""The form of how a person wants to be told: one row of ways for each topic, and the quiet hours."""

from collections.abc import Sequence

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectChoice, SelectField

from shop.kernel.refusals import BadValue
from shop.notices import choices
from shop.notices.choices import USUAL_QUIET, Topic, Way
from shop.notices.models import NoticeSettings
from shop.web.account.forms import AccountForm

HOURS = [SelectChoice(str(hour), f"{hour:02}:00") for hour in range(24)]


def _ways_of(label: str) -> RadioField:
    return RadioField(label, validate_choice=False)


def _hour(label: str) -> SelectField:
    return SelectField(label, choices=HOURS, validate_choice=False)


class NoticeChoicesForm(AccountForm):
    buying = _ways_of(_("ของที่ฉันสั่งซื้อ"))
    favourites = _ways_of(_("กลุ่มที่ติดตามและของที่เก็บไว้ดู"))
    orders = _ways_of(_("คำสั่งซื้อที่ร้านของกลุ่ม"))
    money = _ways_of(_("เงินที่ได้รับ"))
    shop = _ways_of(_("ผลการตรวจร้านและสินค้า"))
    training = _ways_of(_("การอบรมของสำนักงาน"))
    is_quiet = BooleanField(_("พักเสียงตอนกลางคืน"))
    quiet_from = _hour(_("ตั้งแต่เวลา"))
    quiet_until = _hour(_("ถึงเวลา"))

    @classmethod
    def of(cls, kept: NoticeSettings, topics: Sequence[Topic], ways: Sequence[Way]) -> "NoticeChoicesForm":
        """As it was chosen; a way that leads nowhere any more is shown as the usual one."""
        known = {topic.value: kept.ways.get(topic) for topic in topics}
        shown = {topic: way if way in ways else ways[0].value for topic, way in known.items()}
        quiet = choices.quiet_of(kept.account_id)
        begins, ends = (str(hour) for hour in quiet or USUAL_QUIET)
        form = cls(formdata=None, data={**shown, "is_quiet": quiet is not None, "quiet_from": begins, "quiet_until": ends})
        return form._shaped(topics, ways)

    @classmethod
    def typed(cls, topics: Sequence[Topic], ways: Sequence[Way]) -> "NoticeChoicesForm":
        return cls()._shaped(topics, ways)

    def chosen_ways(self) -> dict[Topic, str]:
        """Raises BadValue."""
        ways = {topic: self[topic.value].data or "" for topic in self.topics}
        for topic, way in ways.items():
            if way not in self.ways:
                raise BadValue(topic.value, "unknown")
        return ways

    def chosen_quiet(self) -> tuple[int, int] | None:
        """Raises BadValue."""
        return (self._hour_in("quiet_from"), self._hour_in("quiet_until")) if self.is_quiet.data else None

    def _hour_in(self, field: str) -> int:
        typed = self[field].data or ""
        if typed not in {choice.value for choice in HOURS}:
            raise BadValue(field, "unknown")
        return int(typed)

    def _shaped(self, topics: Sequence[Topic], ways: Sequence[Way]) -> "NoticeChoicesForm":
        """Only the rows and ways that mean something to this person."""
        self.topics, self.ways = topics, {way.value for way in ways}
        mail = _("อีเมล") if g.account.email else _("SMS")
        words = {Way.LINE: _("LINE"), Way.EMAIL: mail, Way.INBOX: _("ดูเองที่นี่เท่านั้น")}
        for topic in Topic:
            self[topic.value].choices = [SelectChoice(way.value, words[way]) for way in ways]
        return self
