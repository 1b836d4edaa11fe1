"""PromptPay ids: what a group may give to be paid by, each told from the others by its shape and checked by its digit."""

import re
from enum import StrEnum
from typing import NamedTuple

from stdnum.exceptions import ValidationError
from stdnum.th import moa, pin

from shop.kernel.identifiers.contacts import BadPhone, is_mobile, normalise_phone
from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise


class PromptPayKind(StrEnum):
    PHONE = "phone"
    NATIONAL_ID = "national_id"
    TAX_ID = "tax_id"
    EWALLET = "ewallet"


class PromptPayId(NamedTuple):
    """`value`: a phone in E.164, else digits only. A QR code made on a national id shows it to every buyer: prefer a phone."""

    kind: PromptPayKind
    value: str


class BadPromptPay(BadValue):
    """Not a PromptPay id. `reason`: empty, form, check_digit (of a national or tax id)."""

    def __init__(self, reason: str) -> None:
        super().__init__("promptpay_id", reason)


def biller_id(number: str, suffix: str) -> str:
    """A biller's 15 digits, as banks print them: the tax id's 13 and a suffix of 2 (`00` where none is given). Raises BadValue.

    The number may hold all 15. Banks publish no check that billers' ids would have to pass.
    """
    digits, tail = (re.sub(r"[\s-]", "", normalise(text)) for text in (number, suffix))
    if not re.fullmatch(r"\d{13}|\d{15}", digits, re.ASCII) or not digits.strip("0"):
        raise BadValue("biller_id", "form")
    if not re.fullmatch(r"\d{0,2}", tail, re.ASCII) or (len(digits) == 15 and tail not in ("", digits[13:])):
        raise BadValue("biller_suffix", "form")
    return digits if len(digits) == 15 else digits + tail.zfill(2)


def promptpay_id(text: str) -> PromptPayId:
    """The kind and normal form of a typed id. Raises BadPromptPay.

    13 digits are a national id, or beginning with 0 a juristic person's tax id (both with the same check digit, python-stdnum);
    15 are an e-wallet, whose issuers publish no check; a phone must be a mobile.
    """
    digits = re.sub(r"[\s-]", "", normalise(text))
    if not digits:
        raise BadPromptPay("empty")
    if re.fullmatch(r"\d{15}", digits, re.ASCII):
        return PromptPayId(PromptPayKind.EWALLET, digits)
    if re.fullmatch(r"\d{13}", digits, re.ASCII) and not digits.startswith("0066"):
        kind, rule = (PromptPayKind.TAX_ID, moa) if digits[0] == "0" else (PromptPayKind.NATIONAL_ID, pin)
        try:
            return PromptPayId(kind, rule.validate(digits))
        except ValidationError:
            raise BadPromptPay("check_digit") from None
    try:
        phone = normalise_phone(text)
    except BadPhone:
        raise BadPromptPay("form") from None
    if not is_mobile(phone):
        raise BadPromptPay("form")
    return PromptPayId(PromptPayKind.PHONE, phone)
