"""Who carries parcels, and the numbers they are followed by."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, slots=True)
class Carrier:
    """`tracking_url` holds `{number}`; None where the carrier has no page for one parcel. `is_tracked`: it gives numbers."""

    key: str
    name_th: str
    name_en: str
    tracking_url: str | None = None
    is_tracked: bool = True

    def name(self, locale: str = "th") -> str:
        return self.name_th if locale == "th" else self.name_en


CARRIERS = {
    carrier.key: carrier
    for carrier in (
        Carrier("thailand_post", "ไปรษณีย์ไทย", "Thailand Post", "https://track.thailandpost.co.th/?trackNumber={number}"),
        Carrier("flash", "แฟลช เอ็กซ์เพรส", "Flash Express", "https://www.flashexpress.co.th/fle/tracking/?se={number}"),
        Carrier(
            "kex", "เคอีเอ็กซ์ (เคอรี่เดิม)", "KEX Express (formerly Kerry)", "https://th.kex-express.com/th/track/?track={number}"
        ),
        Carrier("jt", "เจแอนด์ที เอ็กซ์เพรส", "J&T Express"),
        Carrier("ninja_van", "นินจาแวน", "Ninja Van", "https://www.ninjavan.co/th-th/tracking?id={number}"),
        Carrier("spx", "เอสพีเอ็กซ์ เอ็กซ์เพรส", "SPX Express"),
        Carrier("own", "กลุ่มไปส่งเอง", "Delivered by the group", is_tracked=False),
        Carrier("other", "ขนส่งอื่น", "Another carrier", is_tracked=False),
    )
}


class BadTracking(BadValue):
    """Not a number this carrier gives. `reason`: unknown_carrier, form, check_digit."""

    def __init__(self, reason: str) -> None:
        super().__init__("tracking_number", reason)


class BadTrackingForm(BadTracking):
    """Not two letters, nine digits and TH."""

    def __init__(self) -> None:
        super().__init__("form")


class BadTrackingCheckDigit(BadTracking):
    """The ninth digit does not follow from the eight before it: one of them was misread."""

    def __init__(self) -> None:
        super().__init__("check_digit")


def s10(text: str) -> str:
    """A Thailand Post number in normal form, `EY145587896TH`. Raises BadTrackingForm, BadTrackingCheckDigit.

    UPU standard S10: service, eight digits and a check digit (weights 8 6 4 2 3 5 9 7, modulo 11), country.
    """
    number = re.sub(r"[\s-]", "", normalise(text)).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{9}TH", number, re.ASCII):
        raise BadTrackingForm
    if s10_check_digit(number[2:10]) != number[10]:
        raise BadTrackingCheckDigit
    return number


def s10_check_digit(serial: str) -> str:
    """The digit that follows eight."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def tracking_number(carrier_key: str, text: str) -> str:
    """The number in the carrier's normal form; empty is allowed where the carrier gives none. Raises BadTracking."""
    carrier = CARRIERS.get(carrier_key)
    if not carrier:
        raise BadTracking("unknown_carrier")
    if carrier_key == "thailand_post":
        return s10(text)
    number = re.sub(r"\s", "", normalise(text)).upper()
    if not number and not carrier.is_tracked:
        return ""
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{4,38}[A-Z0-9]", number, re.ASCII):
        raise BadTrackingForm
    return number


def tracking_url(carrier_key: str, number: str) -> str | None:
    """The carrier's own page for this parcel, where it has one."""
    carrier = CARRIERS.get(carrier_key)
    if not (carrier and carrier.tracking_url and number):
        return None
    return carrier.tracking_url.format(number=quote(number, safe=""))
