"""Numbers on labels and certificates: the food serial (อย.), the community product standard (มผช.), the enterprise register."""

import re

from shop.kernel.places import province
from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise

_FDA = re.compile(r"\d{13}", re.ASCII)
_TCPS = re.compile(r"0*([1-9]\d{0,3}(?:\(\d{1,2}\))?)[/-](2[56]\d\d)", re.ASCII)
_ENTERPRISE = re.compile(r"(\d)(\d{2})(\d{2})(\d{2})([12])(\d{4})", re.ASCII)


class BadFdaSerial(BadValue):
    """Not a food serial. `reason`: length, province, place_status."""

    def __init__(self, reason: str) -> None:
        super().__init__("fda_serial", reason)


class BadTcps(BadValue):
    """Not a community product standard's number. `reason`: form."""

    def __init__(self, reason: str) -> None:
        super().__init__("tcps", reason)


class BadEnterpriseNumber(BadValue):
    """Not a community enterprise's registration number. `reason`: form, province."""

    def __init__(self, reason: str) -> None:
        super().__init__("enterprise_number", reason)


def fda_serial(text: str) -> str:
    """A food serial grouped as on labels: `13-2-01234-1-0001`. Raises BadFdaSerial.

    Food and Drug Administration, meaning of the 13 digits: province of the place; its status (1 and 2 makers licensed by
    the FDA or the province, 3 and 4 importers likewise); the place's number and year; who issued the serial; the product.
    It has no check digit; later issues of the fourth group are not published, so that group is not checked.
    """
    digits = re.sub(r"[\s./-]", "", re.sub(r"^(?:เลขสารบบอาหาร|เลขที่|เลข|อย\.?|fda|[\s.:])+", "", normalise(text)))
    if not _FDA.fullmatch(digits):
        raise BadFdaSerial("length")
    if not province(digits[:2]):
        raise BadFdaSerial("province")
    if digits[2] not in "1234":
        raise BadFdaSerial("place_status")
    return "-".join((digits[:2], digits[2], digits[3:8], digits[8], digits[9:]))


def tcps(text: str) -> str:
    """A community product standard's number and Buddhist year: `มผช. ๓๒๑/๒๕๕๖` is `321/2556`. Raises BadTcps.

    Thai Industrial Standards Institute; a part or revision of a standard stands in brackets: `40(1)/2562`.
    """
    typed = re.sub(r"\s", "", re.sub(r"^(?:มผช\.?|tcps|tcs|เลขที่|[\s.:])+", "", normalise(text)))
    found = _TCPS.fullmatch(typed)
    if not found:
        raise BadTcps("form")
    return f"{found[1]}/{found[2]}"


def enterprise_number(text: str) -> str:
    """A community enterprise's number as its certificate (ท.ว.ช. 2) writes it: `1-13-02-01/1-0001`. Raises BadEnterpriseNumber.

    Department of Agricultural Extension: region, province, district, subdistrict; 1 an enterprise or 2 a network; a running
    number. Districts have been redrawn since numbers were given, so of the places only the province is checked.
    """
    digits = re.sub(r"[\s./-]", "", re.sub(r"^(?:เลขทะเบียน|รหัสทะเบียน|เลขที่|รหัส|[\s.:])+", "", normalise(text)))
    found = _ENTERPRISE.fullmatch(digits)
    if not found:
        raise BadEnterpriseNumber("form")
    if not province(found[2]):
        raise BadEnterpriseNumber("province")
    return f"{found[1]}-{found[2]}-{found[3]}-{found[4]}/{found[5]}-{found[6]}"
