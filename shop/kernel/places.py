"""Thai places: province > district > subdistrict > postcode, from the geothai package, by code and by what people type.

Codes are text of 2, 4 and 6 digits (Department of Provincial Administration), each beginning with its parent's. A
subdistrict may have two postcodes. Names are bare: `คลองหลวง`, not `อำเภอคลองหลวง`; `format_place` writes them whole.
"""

import re
from dataclasses import dataclass
from functools import cache

import geothai

from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise

BANGKOK = "10"
_BANGKOK_NAMES = ("กรุงเทพ", "กรุงเทพฯ", "กทม", "กทม.")
_LEVEL_WORDS = re.compile(
    r"^(?:จังหวัด|จ[.\s]|กิ่งอำเภอ|อำเภอ|อ[.\s]|เขต|ตำบล|ต[.\s]|แขวง|(?:changwat|amphoe|khet|tambon|khwaeng)\s)\s*"
)


@dataclass(frozen=True, slots=True)
class Province:
    """`code` 2 digits."""

    code: str
    name_th: str
    name_en: str

    def name(self, locale: str = "th") -> str:
        return self.name_th if locale == "th" else self.name_en


@dataclass(frozen=True, slots=True)
class District:
    """`code` 4 digits: an amphoe, in Bangkok a khet."""

    code: str
    name_th: str
    name_en: str

    @property
    def province_code(self) -> str:
        return self.code[:2]

    def name(self, locale: str = "th") -> str:
        return self.name_th if locale == "th" else self.name_en


@dataclass(frozen=True, slots=True)
class Subdistrict:
    """`code` 6 digits: a tambon, in Bangkok a khwaeng; `postcodes` one or more of 5 digits."""

    code: str
    name_th: str
    name_en: str
    postcodes: tuple[str, ...]

    @property
    def district_code(self) -> str:
        return self.code[:4]

    @property
    def province_code(self) -> str:
        return self.code[:2]

    def name(self, locale: str = "th") -> str:
        return self.name_th if locale == "th" else self.name_en


@dataclass(frozen=True, slots=True)
class Place:
    """A subdistrict with all that stands above it and one of its postcodes."""

    province: Province
    district: District
    subdistrict: Subdistrict
    postcode: str


class UnknownPlace(BadValue):
    """No such place, or not there. `field`: province, district, subdistrict or postcode, the first that does not fit."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "unknown_place")


@cache
def provinces() -> tuple[Province, ...]:
    """All 77, by code."""
    return tuple(Province(p.code, p.name_th, p.name_en) for p in geothai.provinces())


@cache
def districts(province_code: str) -> tuple[District, ...]:
    """Those of a province, by code; none for an unknown code."""
    return tuple(District(d.code, d.name_th.removeprefix("เขต"), d.name_en) for d in geothai.districts(province_code))


@cache
def subdistricts(district_code: str) -> tuple[Subdistrict, ...]:
    """Those of a district, by code; none for an unknown code."""
    return tuple(Subdistrict(s.code, s.name_th, s.name_en, s.postal_codes) for s in geothai.subdistricts(district_code))


def postcodes(subdistrict_code: str) -> tuple[str, ...]:
    """Those of a subdistrict, one or more; none for an unknown code."""
    found = subdistrict(subdistrict_code)
    return found.postcodes if found else ()


def province(code: str) -> Province | None:
    return next((p for p in provinces() if p.code == code), None)


def district(code: str) -> District | None:
    return next((d for d in districts(code[:2]) if d.code == code), None)


def subdistrict(code: str) -> Subdistrict | None:
    return next((s for s in subdistricts(code[:4]) if s.code == code), None)


def place(subdistrict_code: str, postcode: str | None = None) -> Place:
    """The place a code stands for; without a postcode, with the subdistrict's first. Raises UnknownPlace."""
    found = subdistrict(subdistrict_code)
    if not found:
        raise UnknownPlace("subdistrict")
    if postcode and postcode not in found.postcodes:
        raise UnknownPlace("postcode")
    return Place(province(found.province_code), district(found.district_code), found, postcode or found.postcodes[0])


def find_by_postcode(postcode: str) -> list[Place]:
    """Every place with this postcode (Thai digits too), by code; none for an unknown one."""
    code = normalise(postcode)
    return [place(s.code, code) for s in geothai.by_postal_code(code)]


def resolve(province_name: str, district_name: str, subdistrict_name: str, postcode: str = "") -> Place:
    """The place that four typed fields mean, in Thai or English, with or without ต./ตำบล/แขวง, อ./อำเภอ/เขต, จ./จังหวัด.

    `เมือง` is the province's capital district; `กรุงเทพฯ` and `กทม.` are Bangkok. An empty postcode is filled in where the
    subdistrict has only one. Raises UnknownPlace, naming the first field that does not fit.
    """
    code = _find(_province_names(), province_name, "province")
    district_code = _find(_district_names(code), district_name, "district")
    found = subdistrict(_find(_subdistrict_names(district_code), subdistrict_name, "subdistrict"))
    typed = normalise(postcode).replace(" ", "") or (found.postcodes[0] if len(found.postcodes) == 1 else "")
    if typed not in found.postcodes:
        raise UnknownPlace("postcode")
    return place(found.code, typed)


def resolve_district(province_name: str, district_name: str) -> District:
    """The district that two typed fields mean, as `resolve` reads them. Raises UnknownPlace: province or district."""
    code = _find(_province_names(), province_name, "province")
    return district(_find(_district_names(code), district_name, "district"))


def format_place(where: Place, locale: str = "th") -> str:
    """As on a parcel: `ต.คลองหนึ่ง อ.คลองหลวง จ.ปทุมธานี 12120`; in Bangkok แขวง and เขต; in English names and commas."""
    names = [area.name(locale) for area in (where.subdistrict, where.district, where.province)]
    if locale != "th":
        return f"{', '.join(names)} {where.postcode}"
    words = ("แขวง", "เขต", "") if where.province.code == BANGKOK else ("ต.", "อ.", "จ.")
    return " ".join([*(word + name for word, name in zip(words, names, strict=True)), where.postcode])


def _find(names: dict[str, str], typed: str, field: str) -> str:
    """The code under a typed name, as it is or without its word for the level. Raises UnknownPlace."""
    for candidate in (typed, _LEVEL_WORDS.sub("", normalise(typed))):
        if code := names.get(_squash(candidate)):
            return code
    raise UnknownPlace(field)


def _squash(name: str) -> str:
    return re.sub(r"[\s.'’-]", "", normalise(name))


def _names(areas: tuple[Province | District | Subdistrict, ...]) -> dict[str, str]:
    return {_squash(name): area.code for area in areas for name in (area.name_en, area.name_th)}


@cache
def _province_names() -> dict[str, str]:
    return _names(provinces()) | {_squash(name): BANGKOK for name in _BANGKOK_NAMES}


@cache
def _district_names(province_code: str) -> dict[str, str]:
    capital = {} if province_code == BANGKOK else dict.fromkeys(("เมือง", "mueang"), f"{province_code}01")
    return capital | _names(districts(province_code))


@cache
def _subdistrict_names(district_code: str) -> dict[str, str]:
    return _names(subdistricts(district_code))
