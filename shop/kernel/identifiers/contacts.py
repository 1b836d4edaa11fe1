"""Telephone numbers and mail addresses: every spelling of one is stored, and looked up, as the same text."""

import re

from email_validator import EmailNotValidError, validate_email

from shop.kernel.refusals import BadValue
from shop.kernel.thai import normalise

# NBTC's numbering plan: mobiles are 06, 08 and 09 with eight digits more, lines at home 02 to 05 and 07 with seven.
_MOBILE = re.compile(r"[689]\d{8}")
_LANDLINE = re.compile(r"[23457]\d{7}")
_LABEL = re.compile(r"^(?:tel|phone|mobile|โทรศัพท์มือถือ|โทรศัพท์|มือถือ|โทร|เบอร์)[.:\s]*(?:no\.?)?\s*")


class BadPhone(BadValue):
    """Not a Thai telephone number. `reason`: empty, not_a_phone."""

    def __init__(self, reason: str) -> None:
        super().__init__("phone", reason)


class BadEmail(BadValue):
    """Not a mail address. `reason`: empty, not_an_email."""

    def __init__(self, reason: str) -> None:
        super().__init__("email", reason)


def normalise_phone(text: str) -> str:
    """A Thai number in E.164 (`+66812345678`), however it was typed.

    Hyphens, dots, brackets, Thai digits, `โทร.`, +66, 0066 and the first 0 that spreadsheets drop are all read.
    Raises BadPhone.
    """
    typed = _LABEL.sub("", normalise(text))
    if not typed:
        raise BadPhone("empty")
    digits = re.sub(r"[\s().\-‐‑–—_]", "", typed)
    if not re.fullmatch(r"\+?\d+", digits, re.ASCII):
        raise BadPhone("not_a_phone")
    national = re.sub(r"^(?:\+66|0066|66(?=\d{8}))0?|^0", "", digits)
    if not (_MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national)):
        raise BadPhone("not_a_phone")
    return f"+66{national}"


def is_mobile(phone: str) -> bool:
    """Whether a number in E.164 is a Thai mobile, which can receive a message and hold a PromptPay id."""
    return phone.startswith("+66") and bool(_MOBILE.fullmatch(phone[3:]))


def format_phone(phone: str) -> str:
    """A Thai number in E.164 as people here write it: `081-234-5678`, `02-123-4567`, `038-123-456`."""
    national = "0" + phone.removeprefix("+66")
    cut = (2, 5) if national.startswith("02") else (3, 6)
    return f"{national[: cut[0]]}-{national[cut[0] : cut[1]]}-{national[cut[1] :]}"


def normalise_email(text: str) -> str:
    """The address in lower case, its form checked and no server asked. Raises BadEmail."""
    typed = text.strip()
    if not typed:
        raise BadEmail("empty")
    try:
        return validate_email(typed, check_deliverability=False).normalized.lower()
    except (EmailNotValidError, UnicodeError):
        raise BadEmail("not_an_email") from None
