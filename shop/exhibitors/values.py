"""The text of one cell in the normal form of what it means, or the reason why it has none."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from shop.catalogue.categories import Category, category_of
from shop.catalogue.guess import spoken_of
from shop.exhibitors.reading import Gravity, Meaning
from shop.fairs.booth_lines import checked
from shop.groups.models import GroupKind
from shop.groups.profile import MOST_MEMBERS
from shop.kernel.clock import today
from shop.kernel.identifiers import BadEmail, BadEnterpriseNumber, BadPhone, enterprise_number, normalise_email, normalise_phone
from shop.kernel.refusals import BadValue
from shop.kernel.thai import BadDate, has_letter_or_digit, normalise, parse_date, thai_digits_to_arabic, tidy

LONGEST = {Meaning.GROUP_NAME: 120, Meaning.PRODUCT: 120, Meaning.CONTACT_NAME: 120, Meaning.ADDRESS: 200, Meaning.ZONE: 60}
LONGEST_OTHER = 500
_NOTHING = re.compile(r"[-–—_.\s]*|ไม่มี|ไม่ระบุ|n/?a|none", re.IGNORECASE)
_PHONES = re.compile(r"[,/;\n]|\s{2,}|และ|หรือ|ต่อ(?=\s*\d)")
_IN_WORDS = re.compile(r"(?:\+?66|0)[\s().\-–]?(?:\d[\s().\-–]{0,2}){7,9}(?!\d)")
_BOOTH_LABEL = re.compile(
    r"^(?:(?:เลขที่|หมายเลข|เลข)?(?:บูธ|บู๊ธ|บูท|ล็อค|ล็อก|แผง|booth|stall)\s*(?:ที่|เลขที่|หมายเลข|no\.?|#)?)\s*[:.]?\s*", re.IGNORECASE
)
_MEMBERS = re.compile(r"(?:ประมาณ|จำนวน)?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*(?:คน|ราย|persons?|people|members?)?")
_STOCK = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*[ก-๎a-z]*\.?")
_SHORT_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_DAY = date(1899, 12, 30)  # Excel counts days from here (from March 1900 on, which all lists are after)
_NEAR = 15  # years on either side of today that two digits may mean
_KINDS = (
    (r"รับงานไปทำ|home.?work", GroupKind.HOME_WORKERS),
    (r"วิสาหกิจชุมชน|วสช|community enterprise", GroupKind.COMMUNITY_ENTERPRISE),
    (r"พิการ|disab", GroupKind.PEOPLE_WITH_DISABILITIES),
    (r"สูงอายุ|สูงวัย|ผู้เฒ่า|older|elder|senior", GroupKind.OLDER_PEOPLE),
    (r"แม่บ้าน|สตรี|housewi|women", GroupKind.HOUSEWIVES),
    (r"เกษตร|farmer", GroupKind.FARMERS),
    (r"รับจ้าง|hired", GroupKind.HIRED_WORKERS),
)
_CATEGORIES = {  # in this order: `สมุนไพรที่ไม่ใช่อาหาร` is no food, `เครื่องดื่มสมุนไพร` is a drink
    **dict.fromkeys(("เครื่องดื่ม", "drink"), Category.DRINKS),
    **dict.fromkeys(("สมุนไพร", "herb"), Category.HERBAL),
    **dict.fromkeys(("ผ้า", "เครื่องแต่งกาย", "textile"), Category.TEXTILES),
    **dict.fromkeys(("ของใช้", "ของตกแต่ง", "ของที่ระลึก", "หัตถกรรม", "household"), Category.HOUSEHOLD),
    **dict.fromkeys(("อาหาร", "food"), Category.FOOD),
}


class Value(NamedTuple):
    """`text` is empty where the cell says nothing or nothing readable; `also` is what else it told, by meaning."""

    text: str = ""
    gravity: Gravity | None = None
    reason: str = ""
    also: dict[Meaning, str] | None = None


@lru_cache(maxsize=8192)
def value_of(meaning: Meaning, text: str) -> Value:
    """In the normal form that `ReadGroup` and `ReadProduct` promise. Places are read by `whereabouts`, prices by `prices`."""
    if _NOTHING.fullmatch(tidy(text)):
        return Value()
    read = _READERS.get(meaning)
    if read:
        return read(text)
    kept = " ".join(tidy(text).split())
    longest = LONGEST.get(meaning, LONGEST_OTHER)
    return Value(kept) if len(kept) <= longest else Value(kept[:longest].rstrip(), Gravity.NOTED, "too_long")


def _phone(text: str) -> Value:
    """The first number of a cell that is one; a name beside it is the contact's."""
    whole = _spelt_out(text)
    found = _valid([whole, *_PHONES.split(whole)])
    if not found:
        found = _valid(_IN_WORDS.findall(normalise(whole)))
        if not found:
            return Value(gravity=Gravity.REFUSED, reason="phone_form")
    name = " ".join(_LABELS.sub(" ", re.sub(r"[\d+()\-–.,/;:]+", " ", thai_digits_to_arabic(text))).split())
    also = {Meaning.CONTACT_NAME: name} if len(re.findall(r"[ก-ฮa-zA-Z]", name)) > 2 else None
    several = len(set(found)) > 1
    return Value(found[0], Gravity.NOTED if several else None, "phone_second" if several else "", also)


_LABELS = re.compile(r"โทรศัพท์มือถือ|โทรศัพท์|มือถือ|โทร|เบอร์|ต่อ|และ|หรือ|mobile|phone|tel|บ้าน|line|fax|ext|แฟกซ์", re.IGNORECASE)


def _spelt_out(text: str) -> str:
    """`800005572.0` and `8.00005572E8` are what sheets make of a number."""
    text = thai_digits_to_arabic(tidy(text, multiline=True)).lstrip("'")
    if re.fullmatch(r"\d+\.0+", text):
        return text.partition(".")[0]
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d{1,2}", text):
        return str(int(float(text)))
    return text


def _valid(pieces: list[str]) -> list[str]:
    found = []
    for piece in pieces:
        try:
            found.append(normalise_phone(piece))
        except BadPhone:
            continue
    return found


def _booth(text: str) -> Value:
    bare = _BOOTH_LABEL.sub("", " ".join(tidy(text).split()))
    bare = re.sub(r"^(\d+)\.0+$", r"\1", thai_digits_to_arabic(bare))
    if not re.search(r"\d", bare) and len(bare) > 3:  # `รอจัดสรร`, `ภายในอาคาร`
        return Value(gravity=Gravity.NOTED, reason="booth_words")
    try:
        return Value(checked(bare, "", "")["number"])
    except BadValue:
        return Value(gravity=Gravity.REFUSED, reason="booth_form")


def _enterprise(text: str) -> Value:
    try:
        return Value(enterprise_number(_spelt_out(text)))
    except BadEnterpriseNumber:
        return Value(gravity=Gravity.NOTED, reason="enterprise_form")


def _email(text: str) -> Value:
    try:
        return Value(normalise_email(tidy(text)))
    except BadEmail:
        return Value(gravity=Gravity.NOTED, reason="email_form")


def _members(text: str) -> Value:
    found = _MEMBERS.fullmatch(normalise(text))
    digits = found[1].replace(",", "") if found else ""
    if not digits or len(digits) > 6 or not 1 <= int(digits) <= MOST_MEMBERS:
        return Value(gravity=Gravity.NOTED, reason="member_count_form")
    return Value(str(int(digits)))


def _stock(text: str) -> Value:
    found = _STOCK.fullmatch(normalise(text))
    digits = found[1].replace(",", "") if found else ""
    return Value(str(int(digits))) if 0 < len(digits) < 7 else Value(gravity=Gravity.NOTED, reason="stock_form")


def _kind(text: str) -> Value:
    words = normalise(text)
    for pattern, kind in _KINDS:
        if re.search(pattern, words):
            return Value(str(kind))
    return Value(str(GroupKind.OTHER), Gravity.NOTED, "kind_unknown")


def _category(text: str) -> Value:
    """A sub-category's key where the words speak of one, else a category's."""
    words = normalise(text)
    if words in set(Category) or category_of(words):
        return Value(words)
    for word, category in _CATEGORIES.items():
        if normalise(word) in words:
            return Value(str(category))
    found = spoken_of(text)
    return Value(found) if found else Value(gravity=Gravity.NOTED, reason="category_unknown")


def _date(text: str) -> Value:
    words = normalise(text).removesuffix(" 00:00")
    try:
        return Value(_day(words).isoformat())
    except (BadDate, ValueError, OverflowError):
        return Value(gravity=Gravity.NOTED, reason="date_form")


def _day(words: str) -> date:
    if found := _SERIAL.fullmatch(words):
        return _FIRST_DAY + timedelta(days=int(found[1]))
    if found := _SHORT_DATE.fullmatch(words):
        return date(_near_year(int(found[3])), int(found[2]), int(found[1]))
    return parse_date(words)


def _near_year(two: int) -> int:
    """Of a Buddhist and a common year that end so, the one near today; the Buddhist one where both are."""
    for year in (2500 + two - 543, 2000 + two):
        if abs(year - today().year) <= _NEAR:
            return year
    raise ValueError("neither era has such a year near today")


def _name(text: str) -> Value:
    name = re.sub(r"^\(?\d{1,3}[.)]\s*(?=\D)", "", " ".join(tidy(text).split()))
    if not has_letter_or_digit(name):
        return Value()
    longest = LONGEST[Meaning.GROUP_NAME]
    return Value(name) if len(name) <= longest else Value(name[:longest], Gravity.REFUSED, "name_long")


_READERS = {
    Meaning.PHONE: _phone,
    Meaning.BOOTH: _booth,
    Meaning.ENTERPRISE_NUMBER: _enterprise,
    Meaning.EMAIL: _email,
    Meaning.MEMBER_COUNT: _members,
    Meaning.STOCK: _stock,
    Meaning.GROUP_KIND: _kind,
    Meaning.CATEGORY: _category,
    Meaning.DATE: _date,
    Meaning.GROUP_NAME: _name,
}
