"""What a PromptPay QR code holds, and what the small code on a bank's transfer slip tells: text in, text out.

EMVCo, "QR Code Specification for Payment Systems, Merchant-Presented Mode": fields of two digits of id, two of length, a value;
the last one is a CRC. Thailand's own fields and their order are those of the published vectors in tests/data/.
"""

import re
from binascii import crc_hqx
from typing import NamedTuple

from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.money import SATANG
from shop.kernel.refusals import BadValue

CREDIT_TRANSFER, BILL_PAYMENT = "A000000677010111", "A000000677010112"
LONGEST_REFERENCE = 20
_KINDS = {PromptPayKind.PHONE: "01", PromptPayKind.NATIONAL_ID: "02", PromptPayKind.TAX_ID: "02", PromptPayKind.EWALLET: "03"}
_BAHT, _THAILAND = ("53", "764"), ("58", "TH")
_REFERENCE = re.compile(r"[A-Z0-9]{1,20}", re.ASCII)
_BILLER = re.compile(r"\d{13}(\d{2})?", re.ASCII)
_MOST_SATANG = 10**12  # thirteen characters of an amount at most, EMVCo's field 54


class BadPayload(BadValue):
    """Nothing a bank's app could pay. `field`: amount, biller_id, reference."""


class Slip(NamedTuple):
    """What a slip's code says: which bank sent (its three digits), and the transfer's number, unique among all banks."""

    sending_bank: str
    trans_ref: str


class Parts(NamedTuple):
    """A payload without its amount and CRC; a bill's reference stands between the two texts, always of the same length."""

    before: str
    has_reference: bool
    after: str


REFERENCE_LENGTH = 12  # of a bill whose code is made elsewhere


def transfer_payload(to: PromptPayId, amount_satang: int | None = None) -> str:
    """Money to a phone, a national or tax id, or an e-wallet. With an amount the payer cannot change it. Raises BadPayload."""
    value = f"00{to.value.removeprefix('+')}".zfill(13) if to.kind is PromptPayKind.PHONE else to.value
    account = _field("29", _field("00", CREDIT_TRANSFER) + _field(_KINDS[to.kind], value))
    return _signed(_head(amount_satang) + account + _field(*_THAILAND) + _field(*_BAHT) + _amount(amount_satang))


def bill_payload(
    biller_id: str, reference1: str, reference2: str = "", amount_satang: int | None = None, terminal: str = ""
) -> str:
    """A bill of a biller (13 digits of tax id, with or without its suffix of 2), known by its references. Raises BadPayload.

    `reference1`, `reference2`, `terminal`: up to 20 capital letters and digits.
    """
    if not _BILLER.fullmatch(biller_id):
        raise BadPayload("biller_id", "form")
    for reference in filter(None, (reference1 or "-", reference2, terminal)):
        if not _REFERENCE.fullmatch(reference):
            raise BadPayload("reference", "form")
    bill = _field("00", BILL_PAYMENT) + _field("01", biller_id) + _field("02", reference1) + _field("03", reference2)
    more = _field("62", _field("07", terminal)) if terminal else ""
    return _signed(
        _head(amount_satang) + _field("30", bill) + _field(*_BAHT) + _field(*_THAILAND) + _amount(amount_satang) + more
    )


def parts_of_payload(to: PromptPayId | str) -> Parts:
    """For a device that makes codes of any amount without asking: of an id, or of a biller's id and suffix."""
    mark, amount = "X" * REFERENCE_LENGTH, _amount(1)
    whole = bill_payload(to, mark, "", 1) if isinstance(to, str) else transfer_payload(to, 1)
    head = whole[: whole.index(amount)]  # a point stands nowhere but in an amount, which comes before the CRC alone
    before, _, after = head.partition(mark)
    return Parts(before, isinstance(to, str), after)


def payload_of_parts(parts: Parts, amount_satang: int, reference: str) -> str:
    """As the device puts them together; `reference`: twelve capital letters and digits, which only a bill takes."""
    return _signed(parts.before + (reference if parts.has_reference else "") + parts.after + _amount(amount_satang))


def read_slip(text: str) -> Slip | None:
    """What a slip's small code tells, or None where this is no such code: another QR, a cut one, a made-up one."""
    if len(text) > 200 or not _is_signed(text):
        return None
    slip = _fields(text).get("00", "")
    inside = _fields(slip)
    bank, trans_ref = inside.get("01", ""), inside.get("02", "")
    if inside.get("00") != "000001" or not re.fullmatch(r"\d{3}", bank, re.ASCII):
        return None
    return Slip(bank, trans_ref) if re.fullmatch(r"[A-Za-z0-9]{8,40}", trans_ref, re.ASCII) else None


def _head(amount_satang: int | None) -> str:
    """A code without an amount may be paid many times, one with an amount is for once."""
    return _field("00", "01") + _field("01", "11" if amount_satang is None else "12")


def _amount(satang: int | None) -> str:
    if satang is None:
        return ""
    if not 0 < satang < _MOST_SATANG:
        raise BadPayload("amount", "out_of_range")
    return _field("54", f"{satang // SATANG}.{satang % SATANG:02}")


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}" if value else ""


def _signed(text: str) -> str:
    return f"{text}6304{crc(f'{text}6304')}"


def crc(text: str) -> str:
    """CRC-16/CCITT with the start value FFFF, as EMVCo asks, in four capital digits."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def _is_signed(text: str) -> bool:
    """A slip's last field is 91, four characters: its CRC over everything before them."""
    return text.isascii() and text[-8:-4] == "9104" and text[-4:].upper() == crc(text[:-4])


def _fields(text: str) -> dict[str, str]:
    """Values by id; empty where the lengths do not fit."""
    found, at = {}, 0
    while at + 4 <= len(text):
        number, length = text[at : at + 2], text[at + 2 : at + 4]
        if not length.isdecimal() or at + 4 + int(length) > len(text):
            return {}
        found[number] = text[at + 4 : at + 4 + int(length)]
        at += 4 + int(length)
    return found if at == len(text) else {}
