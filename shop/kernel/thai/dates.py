"""Dates and times as people in Thailand read and write them: Thai time, Buddhist years (the common year + 543)."""

import re
from datetime import date, datetime, timedelta

from shop.kernel.clock import BANGKOK
from shop.kernel.refusals import BadValue
from shop.kernel.thai.text import normalise

BUDDHIST_ERA = 543
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # outside these a year is a slip of the finger

_TH = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_TH_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_MONTHS = {
    **{name.replace(".", ""): n for names in (_TH, _TH_SHORT) for n, name in enumerate(names, 1)},
    **{name.casefold()[:size]: n for n, name in enumerate(_EN, 1) for size in (3, len(name))},
    "sept": 9,
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAMED = re.compile(r"(\d{1,2})[ -]?([ก-๎a-z.]+?)\.?,?[ -]?(\d{4}|\d{2})")
_NOISE = re.compile(r"^(?:วัน[ก-๎]*?ที่|วันที่|[ก-๎]+ที่)\s*(?=\d)|(?:พ\.ศ\.|ค\.ศ\.|พ\.ศ|ค\.ศ|พศ|คศ)\s*(?=\d)")


class BadDate(BadValue):
    """Not a date we can read. `reason`: empty, not_a_date, no_such_day, year (far off, or two digits of either era)."""

    def __init__(self, reason: str) -> None:
        super().__init__("date", reason)


def format_date(value: date | datetime, locale: str = "th", style: str = "short") -> str:
    """`23 ม.ค. 2567` (short), `23 มกราคม 2567` (long) or `มกราคม 2567` (month); in English `23 Jan 2024` and so on.

    A datetime must be aware, and gives its day in Thailand.
    """
    day = _thai_time(value).date() if isinstance(value, datetime) else value
    if locale == "th":
        month, year = (_TH_SHORT if style == "short" else _TH)[day.month - 1], day.year + BUDDHIST_ERA
    else:
        name = _EN[day.month - 1]
        month, year = name[:3] if style == "short" else name, day.year
    return f"{month} {year}" if style == "month" else f"{day.day} {month} {year}"


def format_time(value: datetime, locale: str = "th") -> str:
    """The time in Thailand: `14:05 น.`, in English `14:05`."""
    return _thai_time(value).strftime("%H:%M") + (" น." if locale == "th" else "")


def format_datetime(value: datetime, locale: str = "th", style: str = "short") -> str:
    """`23 ม.ค. 2567 14:05 น.`, in English `23 Jan 2024, 14:05`."""
    between = " " if locale == "th" else ", "
    return f"{format_date(value, locale, style)}{between}{format_time(value, locale)}"


def ago(value: datetime, now: datetime, locale: str = "th") -> str:
    """How long since `value`, in its two largest units: `2 วัน 5 ชม.`, in English `2 d 5 h`. What lies ahead counts as now."""
    minutes = max(0, int((now - value).total_seconds())) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    counts = (days, hours, minutes % 60) if not days else (days, hours, 0)
    units = ("วัน", "ชม.", "นาที") if locale == "th" else ("d", "h", "min")
    parts = [f"{count} {unit}" for count, unit in zip(counts, units, strict=True) if count]
    return " ".join(parts) or ("ไม่ถึง 1 นาที" if locale == "th" else "under 1 min")


def parse_date(text: str) -> date:
    """What somebody typed or a sheet holds: `2024-01-23`, `23/1/2567`, `๒๓ ม.ค. ๖๗`, `วันที่ 23 มกราคม พ.ศ. 2567`, `23 Jan 2024`.

    A year from 2400 is Buddhist. Two digits are read only beside a Thai month, as Buddhist: elsewhere either era is meant.
    Raises BadDate.
    """
    typed = _NOISE.sub("", normalise(text))
    if not typed:
        raise BadDate("empty")
    year, month, day = _parts(typed)
    if year >= 2400:
        year -= BUDDHIST_ERA
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadDate("year")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("no_such_day") from None


def _parts(typed: str) -> tuple[int, int, int]:
    """Year as typed (two Buddhist digits made four), month, day."""
    if found := _ISO.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SLASHED.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    found = _NAMED.fullmatch(typed)
    name = found[2].replace(".", "") if found else ""
    if name not in _MONTHS:
        raise BadDate("not_a_date")
    year = int(found[3])
    if year < 100:
        if name.isascii():
            raise BadDate("year")
        year += 2500
    return year, _MONTHS[name], int(found[1])


def fiscal_year(value: date) -> int:
    """The Thai government's fiscal year a day falls in, as a Buddhist year: 1 October 2566 to 30 September 2567 is 2567.

    Source: Budget Procedures Act B.E. 2561, section 4.
    """
    return value.year + BUDDHIST_ERA + (value.month >= 10)


def fiscal_year_dates(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year given as a Buddhist year."""
    common = year - BUDDHIST_ERA
    return date(common - 1, 10, 1), date(common, 10, 1) - timedelta(days=1)


def _thai_time(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without a zone could be any")
    return value.astimezone(BANGKOK)
