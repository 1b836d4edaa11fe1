"""What the figures of the market are called, on paper, in sheets and on pages alike."""

from collections.abc import Callable
from datetime import date

from shop.groups.models import GroupKind
from shop.impact.models import Aim, Channel
from shop.kernel import places
from shop.kernel.money import SATANG, format_baht
from shop.kernel.thai import format_date

Words = Callable[..., str]
MILLION = 1_000_000


def channel_words(channel: str, _: Words) -> str:
    return {
        Channel.ONLINE: _("ออนไลน์"),
        Channel.BOOTH: _("ที่บูธในงาน"),
        Channel.FAIR: _("หลังงาน (หน้างาน, QR)"),
    }[Channel(channel)]


def kind_words(kind: str | None, _: Words) -> str:
    return {
        GroupKind.HOME_WORKERS: _("ผู้รับงานไปทำที่บ้าน"),
        GroupKind.FARMERS: _("เกษตรกร"),
        GroupKind.HIRED_WORKERS: _("รับจ้างทั่วไป"),
        GroupKind.HOUSEWIVES: _("แม่บ้าน"),
        GroupKind.OLDER_PEOPLE: _("ผู้สูงอายุ"),
        GroupKind.PEOPLE_WITH_DISABILITIES: _("ผู้พิการ"),
        GroupKind.COMMUNITY_ENTERPRISE: _("วิสาหกิจชุมชน"),
        GroupKind.OTHER: _("กลุ่มอื่น"),
    }.get(kind, _("ยังไม่บอกประเภท"))


def district_words(code: str | None, locale: str, _: Words) -> str:
    found = places.district(code) if code else None
    return found.name(locale) if found else _("ไม่ทราบอำเภอ")


def aim_words(aim: Aim, _: Words) -> str:
    return {
        Aim.INCOME: _("รายได้ของกลุ่ม"),
        Aim.SELLING_GROUPS: _("กลุ่มที่ขายได้"),
        Aim.FIRST_SALES: _("กลุ่มที่ขายได้ครั้งแรก"),
    }[aim]


def aim_amount(aim: Aim, amount: int, _: Words) -> str:
    return format_baht(amount) if aim is Aim.INCOME else _("%(count)s กลุ่ม", count=f"{amount:,}")


def month_words(month: date, locale: str) -> str:
    return format_date(month, locale, "month")


def short_month(month: date, locale: str, with_year: bool = False) -> str:
    """`ต.ค.`, or `ต.ค. 68`."""
    _day, name, year = format_date(month, locale).split(" ")
    return f"{name} {year[-2:]}" if with_year else name


def months_words(first: date, last: date, locale: str) -> str:
    """`ตุลาคม 2568 – กันยายน 2569`; of a single month its name."""
    between = [month_words(month, locale) for month in (first, last)]
    return between[0] if first == last else " – ".join(between)


def short_baht(satang: int, _: Words) -> str:
    """For an axis: `12,500`, `1.2 ล้าน`."""
    baht = satang // SATANG
    if abs(baht) < MILLION:
        return f"{baht:,}"
    return _("%(number)s ล้าน", number=f"{baht / MILLION:.1f}".removesuffix(".0"))
