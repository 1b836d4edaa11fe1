"""The office's clock in words: how long something has waited in office hours, and whether that is long."""

from datetime import datetime

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.kernel.clock import now
from shop.kernel.office_hours import DAY_MINUTES, working_minutes
from shop.moderation.holidays import holidays
from shop.moderation.turnaround import LATE, SOON


def office_minutes(since: datetime) -> int:
    """Of office hours until now; the holidays are asked for once a page."""
    if "holidays" not in g:
        g.holidays = holidays()
    return working_minutes(since, now(), g.holidays)


def wait_words(minutes: int) -> str:
    """`2 วันทำการ 3 ชม.`, in its two largest units; a working day has eight hours."""
    days, hours, rest = minutes // DAY_MINUTES, minutes % DAY_MINUTES // 60, minutes % 60
    parts = [ngettext("%(num)s วันทำการ", "%(num)s วันทำการ", days)] if days else []
    parts += [_("%(count)s ชม.", count=hours)] if hours else []
    parts += [_("%(count)s นาที", count=rest)] if rest and not days else []
    return " ".join(parts) or _("ไม่ถึง 1 นาทีทำการ")


def wait_of(since: datetime) -> tuple[str, str, str]:
    """In words, how grave (`fresh`, `soon`, `late`), and that in words: colour alone says nothing."""
    minutes = office_minutes(since)
    if minutes >= LATE:
        return wait_words(minutes), "late", _("เกินสองวันทำการ")
    return (wait_words(minutes), "soon", _("เกินหนึ่งวันทำการ")) if minutes >= SOON else (wait_words(minutes), "fresh", "")
