"""What a column holds: by the words over it, by what stands below, by what the office said before."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from shop.catalogue.guess import spoken_of
from shop.exhibitors.header_words import PARTS, WHOLE
from shop.exhibitors.reading import Meaning
from shop.kernel.identifiers import BadPhone, normalise_phone
from shop.kernel.thai import normalise

_UNIT_OF_HEADER = re.compile(r"[(（\[][^)）\]]*[)）\]]")
_NOT_LETTERS = re.compile(r"[\s.:;,'\"\-–—_*#?]+")

_WHOLE = {_NOT_LETTERS.sub("", normalise(word)): found for words, found in WHOLE for word in words.split()}
_PARTS = tuple((re.compile(normalise(pattern)), found) for pattern, found in PARTS)
_LONGEST_HEADER = 80
KIND_WORDS = re.compile(r"รับงานไปทำ|เกษตรกร|รับจ้าง|แม่บ้าน|สตรี|สูงอายุ|พิการ|วิสาหกิจชุมชน|housewi|farmer|disab|elder|older|enterprise")
_GOODS = re.compile(r"อาหาร|เครื่องดื่ม|ผ้า|ของใช้|ของที่ระลึก|สมุนไพร|หัตถกรรม|food|drink|textile|craft|herb")
KIND_ALONE = re.compile(
    r"(?:ประเภท|กลุ่ม|ชมรม|อาชีพ|\s)*(?:ผู้)?(?:รับงานไปทำที่บ้าน|เกษตรกร|เกษตร|รับจ้างทั่วไป|รับจ้าง|แม่บ้าน|สตรี|สูงอายุ|พิการ|คนพิการ|วิสาหกิจชุมชน)"
)
AUTHORITY_WORDS = re.compile(r"^(?:องค์การบริหารส่วน|อบต|อบจ|เทศบาล|ทต\.?\s|ทม\.?\s|ทน\.?\s|ท\.?ต\.?\s)")
GROUP_WORDS = re.compile(r"^(?:กลุ่ม|วิสาหกิจ|สหกรณ์|ชมรม|ร้าน|ศูนย์|เครือข่าย|บริษัท|หจก|มูลนิธิ|สมาคม|ชุมชน|บ้านขนม|สวน|ไร่)")


def header_key(text: str) -> str:
    """The normal form under which an office's words for a column are remembered."""
    return normalise(text)


@lru_cache(maxsize=4096)
def meanings_of(header: str) -> tuple[Meaning, ...]:
    """What a heading may mean, the likeliest first; nothing for words that are no heading."""
    if len(header) > _LONGEST_HEADER * 2 or not (words := normalise(header)) or len(words) > _LONGEST_HEADER:
        return ()
    for form in (words, _UNIT_OF_HEADER.sub("", words)):
        if found := _WHOLE.get(_NOT_LETTERS.sub("", form)):
            return found
    bare = _NOT_LETTERS.sub("", _UNIT_OF_HEADER.sub("", words)) or _NOT_LETTERS.sub("", words)
    return next((meanings for pattern, meanings in _PARTS if pattern.search(bare)), ())


@lru_cache(maxsize=4096)
def is_whole(header: str) -> bool:
    """Whether these words are a heading by themselves, and not only hold one: for telling headings from what stands below."""
    words = normalise(header)
    return any(_NOT_LETTERS.sub("", form) in _WHOLE for form in (words, _UNIT_OF_HEADER.sub("", words)) if form)


def likeness(meaning: Meaning, cells: Sequence[str]) -> float:
    """How much of what stands below a heading may be this, from 0 to 1; half where the meaning has no form of its own."""
    test = _FORMS.get(meaning)
    return sum(map(test, cells)) / len(cells) if test and cells else 0.5


def by_content(cells: Sequence[str]) -> Meaning | None:
    """What a column without a heading that we know most likely holds, where its values leave no doubt."""
    if len(cells) < 3:
        return None
    for meaning in (Meaning.PHONE, Meaning.EMAIL, Meaning.ENTERPRISE_NUMBER):
        if sum(map(_FORMS[meaning], cells)) * 5 >= len(cells) * 4:
            return meaning
    if sum(bool(GROUP_WORDS.match(normalise(cell))) for cell in cells) * 5 >= len(cells) * 4:
        return Meaning.GROUP_NAME
    return None


def is_phone(text: str) -> bool:
    return any(_is_number(piece) for piece in re.split(r"[,/;\n]|\s{2,}|และ|หรือ", text)) or bool(
        re.search(r"0[\s-]?\d[\d\s-]{7,10}", normalise(text))
    )


def _is_number(text: str) -> bool:
    try:
        return bool(normalise_phone(re.sub(r"\.0+$", "", text.strip())))
    except BadPhone:
        return False


def _whole(pattern: str) -> Callable[[str], bool]:
    return lambda text: bool(re.fullmatch(pattern, normalise(text)))


_FORMS = {
    Meaning.PHONE: is_phone,
    Meaning.EMAIL: lambda text: bool(re.fullmatch(r"\S+@\S+\.\S+", text.strip())),
    Meaning.RUNNING_NUMBER: _whole(r"\d{1,5}[.)]?"),
    Meaning.MEMBER_COUNT: _whole(r"\d{1,5}(?:\.0)?\s*(?:คน|ราย|persons?|people)?"),
    Meaning.STOCK: _whole(r"\d{1,6}(?:\.0)?\s*(?!คน|ราย)[ก-๎a-z]*"),
    Meaning.ENTERPRISE_NUMBER: _whole(r"\d[\s-]?\d\d[\s-]?\d\d[\s-]?\d\d[\s/-]?[12][\s/-]?\d{4}"),
    Meaning.GROUP_KIND: lambda text: len(text) < 50 and bool(KIND_WORDS.search(normalise(text))),
    Meaning.CATEGORY: lambda text: bool(_GOODS.search(normalise(text)) or spoken_of(text)),
    Meaning.ADDRESS: lambda text: len(text) > 3 and bool(re.search(r"[ก-ฮa-z]{2}", normalise(text))),
    Meaning.LOCAL_AUTHORITY: lambda text: bool(AUTHORITY_WORDS.search(normalise(text))),
    Meaning.SUBDISTRICT: lambda text: not AUTHORITY_WORDS.search(normalise(text)),
    Meaning.BOOTH: _whole(
        r"(?:บูธ|ล็อค|ล็อก|booth)?(?:ที่)?\s?[a-zก-ฮ]{0,3}\s?[-./]?\s?[0-9]{1,4}(?:[-/,]\s?[a-z]{0,2}[0-9]{1,4})*[a-z]?"
    ),
    Meaning.PRICE: lambda text: bool(re.search(r"\d|ฟรี|-", normalise(text))),
}
