"""What people type to say who they are: a mail address or a Thai mobile number."""

from dataclasses import dataclass

from shop.kernel.identifiers import is_mobile, normalise_email, normalise_phone
from shop.kernel.refusals import BadValue


class BadIdentifier(BadValue):
    """Neither a mail address nor a Thai mobile number. `reason`: empty, not_an_email, not_a_mobile."""

    def __init__(self, reason: str) -> None:
        super().__init__("identifier", reason)


@dataclass(frozen=True)
class Identifier:
    """One of the two, in normal form (the number in E.164)."""

    email: str | None = None
    phone: str | None = None

    def __str__(self) -> str:
        return self.email or self.phone or ""


def read_identifier(text: str) -> Identifier:
    """Raises BadIdentifier."""
    if not text.strip():
        raise BadIdentifier("empty")
    if "@" in text:
        try:
            return Identifier(email=normalise_email(text))
        except BadValue:
            raise BadIdentifier("not_an_email") from None
    return Identifier(phone=read_mobile(text))


def read_mobile(text: str) -> str:
    """A Thai mobile number in E.164. Raises BadIdentifier."""
    if not text.strip():
        raise BadIdentifier("empty")
    try:
        phone = normalise_phone(text)
    except BadValue:
        raise BadIdentifier("not_a_mobile") from None
    if not is_mobile(phone):
        raise BadIdentifier("not_a_mobile")
    return phone
