"""Places as lists write them: bare or with their word, several in one cell, misspelt, or only told by an authority's name."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from shop.kernel import places
from shop.kernel.thai import normalise

_LEVELS = re.compile(r"(จังหวัด|จ\.|อำเภอ|อ\.|เขต(?!เทศบาล)|ตำบล|ต\.|แขวง)\s*([ก-๎]+)")
_FIELDS = {"จ": "province", "อ": "district", "เ": "district", "ต": "subdistrict", "แ": "subdistrict"}
_AUTHORITY = re.compile(r"^(?:องค์การบริหารส่วนตำบล|อบต\.?|เทศบาล(?:ตำบล|เมือง|นคร)?|ท[ตมน]\.)\s*(.+)$")
_CLOSE = 75  # of 100: one or two letters of a name of a district


class Found(NamedTuple):
    """`code` is empty where nothing is called so; `guessed` where the name was written otherwise."""

    code: str = ""
    guessed: bool = False


@lru_cache(maxsize=2048)
def parts_of(text: str) -> dict[str, str]:
    """The places an address names by their words: `ต.คลองสาม อ.คลองหลวง` gives a subdistrict and a district."""
    return {_FIELDS[word[0]]: name for word, name in _LEVELS.findall(" ".join(text.split()))}


@lru_cache(maxsize=512)
def province(text: str) -> Found:
    said = parts_of(text).get("province", text)
    try:
        return Found(places.resolve_district(said, "เมือง").province_code)
    except places.UnknownPlace:
        pass
    bangkok = normalise(said).startswith(("กรุงเทพ", "กทม", "bangkok"))
    return Found(places.BANGKOK) if bangkok else _closest(said, places.provinces())


@lru_cache(maxsize=2048)
def district(text: str, province_code: str) -> Found:
    """In this province if there is one of that name; else the only one of that name anywhere."""
    said = parts_of(text).get("district", text)
    here = places.province(province_code)
    try:
        return Found(places.resolve_district(here.name_th, said).code)
    except places.UnknownPlace:
        pass
    guessed = _closest(said, places.districts(province_code))
    return guessed if guessed.code else _anywhere(said, province_code)


@lru_cache(maxsize=4096)
def subdistrict(text: str, district_code: str, province_code: str) -> Found:
    """In the district if one is known, else the only one of that name in the province."""
    said = parts_of(text).get("subdistrict", text)
    near = [district_code] if district_code else [one.code for one in places.districts(province_code)]
    everyone = [one for code in near for one in places.subdistricts(code)]
    name = _bare(said)
    same = [one for one in everyone if name in (normalise(one.name_th), normalise(one.name_en))]
    if len(same) == 1:
        return Found(same[0].code)
    return _closest(said, everyone) if district_code and not same else Found()


@lru_cache(maxsize=2048)
def of_authority(text: str, district_code: str, province_code: str) -> str:
    """The subdistrict that a local authority is named after, where exactly one is; else nothing."""
    named = _AUTHORITY.match(" ".join(text.split()))
    found = subdistrict(named[1], district_code, province_code) if named else Found()
    return "" if found.guessed else found.code


@lru_cache(maxsize=512)
def _anywhere(said: str, province_code: str) -> Found:
    name = _bare(said)
    same = [
        one.code
        for area in places.provinces()
        if area.code != province_code
        for one in places.districts(area.code)
        if name in (normalise(one.name_th), normalise(one.name_en))
    ]
    return Found(same[0]) if len(same) == 1 else Found()


def _closest(said: str, areas: list | tuple) -> Found:
    wanted = _bare(said)
    names = {area.code: normalise(area.name_en if wanted.isascii() else area.name_th) for area in areas}
    close = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=2)
    if not close or (len(close) > 1 and close[0][1] == close[1][1]):
        return Found()
    return Found(close[0][2], guessed=True)


def _bare(said: str) -> str:
    return re.sub(r"^(?:จังหวัด|จ\.|อำเภอ|อ\.|เขต|ตำบล|ต\.|แขวง)\s*", "", normalise(said))
