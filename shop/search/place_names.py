"""Places as people write them in a question: with and without their level, short names, Thai and English; all of Thailand.

Codes are those of shop.kernel.places. The short names are common usage.
"""

from collections.abc import Iterator
from functools import cache

from shop.kernel import places, thai

_PROVINCE, _DISTRICT, _SUBDISTRICT = 2, 4, 6  # digits of a code
_LEVELS = {
    _PROVINCE: ("จังหวัด", "จ"),
    _DISTRICT: ("อำเภอ", "อ", "เขต", "กิ่งอำเภอ"),
    _SUBDISTRICT: ("ตำบล", "ต", "แขวง"),
}
_SHORT = {
    "ปทุม": "13", "โคราช": "30", "korat": "30", "อยุธยา": "14", "ayutthaya": "14", "กรุงเทพ": "10", "กทม": "10", "bkk": "10",
    "นนท์": "12", "สุพรรณ": "72", "อุบล": "34", "อุดร": "41", "สุราษฎร์": "84", "สุราด": "84", "ประจวบ": "77", "กาญจน์": "71",
    "แปดริ้ว": "24", "แม่กลอง": "75", "มหาชัย": "74", "ปากน้ำ": "11", "พิษโลก": "65", "พิดโลก": "65", "นครศรี": "80",
    "เมืองคอน": "80", "นครปฐม": "73", "เพชรบุรี": "76", "เมืองเพชร": "76", "เมืองจันท์": "22", "จันท์": "22", "เมืองชล": "20",
    "แม่ฮ่องสอน": "58", "กำแพง": "62", "ร้อยเอ็จ": "45", "บุรีรัม": "31", "ศรีสะเกษ": "33",
}  # fmt: skip
_LEAST_UNMARKED = 5  # letters of a subdistrict's name that is recognised without ตำบล: shorter ones are words


def codes_of(text: str) -> frozenset[str]:
    """The places that these letters (in normal form, closed up) are a name of, with its level or without; none for most."""
    found = set(_names(0).get(text, ()))
    for length, words in _LEVELS.items():
        for word in words:
            if text.startswith(word):
                found |= _names(length).get(text[len(word) :], frozenset())
    return frozenset(found)


@cache
def _names(length: int) -> dict[str, frozenset[str]]:
    """Names whose codes have so many digits; 0: those that are recognised without their level."""
    found: dict[str, set[str]] = {}
    for area in _areas():
        unmarked = len(area.code) < _SUBDISTRICT or len(area.name_th) >= _LEAST_UNMARKED
        if length == len(area.code) or (length == 0 and unmarked):
            for name in (area.name_th, area.name_en):
                found.setdefault(closed_up(name), set()).add(area.code)
    for name, code in _SHORT.items():
        if length in (0, _PROVINCE):
            found.setdefault(name, set()).add(code)
        if length in (0, _DISTRICT) and code != places.BANGKOK:
            found.setdefault("เมือง" + name, set()).add(code + "01")
    return {name: frozenset(codes) for name, codes in found.items() if len(name) > 1}


def _areas() -> Iterator[places.Province | places.District | places.Subdistrict]:
    for province in places.provinces():
        yield province
        for district in places.districts(province.code):
            yield district
            yield from places.subdistricts(district.code)


@cache
def latin_forms() -> dict[str, frozenset[str]]:
    """Provinces and districts by how their names are spelled in Latin letters, folded."""
    found: dict[str, set[str]] = {}
    for area in _areas():
        if len(area.code) < _SUBDISTRICT:
            for key in {thai.fold_latin(area.name_en), *thai.latin_keys(area.name_th)} - {""}:
                found.setdefault(key, set()).add(area.code)
    return {key: frozenset(codes) for key, codes in found.items() if len(key) > 3}


def squashed(text: str) -> str:
    """The letters and digits of a text in normal form, closed up: how a question is looked at."""
    return closed_up(thai.normalise(text))


def closed_up(text: str) -> str:
    """The same of what is in normal form already."""
    return thai.letters_alone(text.casefold())
