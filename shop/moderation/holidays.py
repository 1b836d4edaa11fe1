"""The days on which offices are closed: those of every year by rule, those by the moon as announced, and the office's own.

Of the fixed days a Saturday or Sunday is made up for on the next working day (the cabinet's rule since 2544). Days by the moon,
the Ploughing Ceremony and special days stand here as the cabinet announced them for 2568 and 2569, year by year in `ANNOUNCED`.
Not entered, because no announcement was at hand: the Ploughing Ceremony of 2569, and every day by the moon and every special day
of 2570. The office enters them at /office/holidays; what it says there stands over what is given here.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import today
from shop.kernel.database import db, insert
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.moderation.actions import ReviewAction
from shop.moderation.models import OfficeHoliday

LONGEST = 120
FIRST_YEAR, LAST_YEAR = 2025, 2027


class Name(NamedTuple):
    name: str
    name_en: str


FIXED: dict[tuple[int, int], Name] = {
    (1, 1): Name("วันขึ้นปีใหม่", "New Year's Day"),
    (4, 6): Name("วันจักรี", "Chakri Day"),
    (4, 13): Name("วันสงกรานต์", "Songkran"),
    (4, 14): Name("วันสงกรานต์", "Songkran"),
    (4, 15): Name("วันสงกรานต์", "Songkran"),
    (5, 4): Name("วันฉัตรมงคล", "Coronation Day"),
    (6, 3): Name("วันเฉลิมพระชนมพรรษาสมเด็จพระนางเจ้าฯ พระบรมราชินี", "H.M. the Queen's birthday"),
    (7, 28): Name("วันเฉลิมพระชนมพรรษาพระบาทสมเด็จพระเจ้าอยู่หัว", "H.M. the King's birthday"),
    (8, 12): Name("วันแม่แห่งชาติ", "Mother's Day"),
    (10, 13): Name("วันนวมินทรมหาราช", "King Bhumibol Memorial Day"),
    (10, 23): Name("วันปิยมหาราช", "Chulalongkorn Day"),
    (12, 5): Name("วันพ่อแห่งชาติ", "Father's Day"),
    (12, 10): Name("วันรัฐธรรมนูญ", "Constitution Day"),
    (12, 31): Name("วันสิ้นปี", "New Year's Eve"),
}
MAKHA, VISAKHA = Name("วันมาฆบูชา", "Makha Bucha"), Name("วันวิสาขบูชา", "Visakha Bucha")
ASALHA, LENT = Name("วันอาสาฬหบูชา", "Asalha Bucha"), Name("วันเข้าพรรษา", "Beginning of Buddhist Lent")
PLOUGHING = Name("วันพืชมงคล", "Royal Ploughing Ceremony")
SPECIAL = Name("วันหยุดพิเศษ", "Special holiday")
ANNOUNCED: dict[date, Name] = {
    date(2025, 2, 12): MAKHA,
    date(2025, 5, 9): PLOUGHING,
    date(2025, 5, 11): VISAKHA,
    date(2025, 6, 2): SPECIAL,
    date(2025, 7, 10): ASALHA,
    date(2025, 7, 11): LENT,
    date(2025, 8, 11): SPECIAL,
    date(2026, 1, 2): SPECIAL,
    date(2026, 3, 3): MAKHA,
    date(2026, 5, 31): VISAKHA,
    date(2026, 7, 29): ASALHA,
    date(2026, 7, 30): LENT,
}


class Holiday(NamedTuple):
    """`is_own`: the office said so; `is_holiday` is False where it says that the offices are open after all."""

    day: date
    name: str
    name_en: str
    is_own: bool
    is_holiday: bool


@lru_cache(maxsize=1)
def given_holidays() -> dict[date, Name]:
    """Those that came with the market, with the days that make up for a Saturday or Sunday."""
    found = {date(year, *day): name for year in range(FIRST_YEAR, LAST_YEAR + 1) for day, name in FIXED.items()} | ANNOUNCED
    for day in sorted(day for day in found if day.weekday() >= 5):
        instead = day
        while instead.weekday() >= 5 or instead in found:
            instead += timedelta(days=1)
        found[instead] = Name(f"ชดเชย{found[day].name}", f"In lieu of {found[day].name_en}")
    return found


def holidays() -> frozenset[date]:
    """What the clocks of the desk leave out: one small question."""
    own = dict(db.session.execute(select(OfficeHoliday.day, OfficeHoliday.is_holiday)).all())
    return frozenset(
        set(given_holidays()) - {day for day, closed in own.items() if not closed} | {d for d, c in own.items() if c}
    )


def holidays_of(year: int) -> list[Holiday]:
    """Of one year of the common era, in the order of the calendar; what the office took out stands there as open."""
    found = {day: Holiday(day, *name, False, True) for day, name in given_holidays().items() if day.year == year}
    for own in db.session.scalars(select(OfficeHoliday).order_by(OfficeHoliday.day)):
        if own.day.year == year:
            name = given_holidays().get(own.day, Name(own.name, own.name_en))
            found[own.day] = Holiday(own.day, own.name or name.name, own.name_en or name.name_en, True, own.is_holiday)
    return [found[day] for day in sorted(found)]


def set_holiday(actor: Actor, day: date, is_holiday: bool, name: str = "", name_en: str = "") -> None:
    """Closed or open on that day, over what came with the market. Raises NotAllowed, BadValue (day, name)."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    if abs(day.year - today().year) > 5:
        raise BadValue("day", "far")
    name, name_en = tidy(name), tidy(name_en)
    if is_holiday and day not in given_holidays() and not has_letter_or_digit(name):
        raise BadValue("name", "empty")
    if max(len(name), len(name_en)) > LONGEST:
        raise BadValue("name", "too_long")
    values = {"is_holiday": is_holiday, "name": name, "name_en": name_en}
    written = insert(OfficeHoliday).values(day=day, **values)
    db.session.execute(written.on_conflict_do_update(index_elements=["day"], set_=values))
    db.session.expire_all()
    audit.record(actor, ReviewAction.CHANGE_HOLIDAY, "holiday", day.isoformat(), is_holiday=is_holiday)
