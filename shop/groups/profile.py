"""What a group says of itself: how each field is kept, and what is still missing before an official can look at it."""

from shop.groups.models import GroupKind, GroupProfile
from shop.kernel.identifiers import BadEnterpriseNumber, BadPhone, enterprise_number, normalise_phone
from shop.kernel.places import UnknownPlace, place
from shop.kernel.refusals import BadValue
from shop.kernel.thai import has_letter_or_digit, tidy

MOST_MEMBERS = 5000
SHORTEST_NAME, LONGEST_NAME = 3, 120
SHORTEST_STORY, LONGEST_STORY = 20, 4000
LONGEST_ADDRESS = 200

# What an official reviews: copied from one revision to the next.
CONTENT = (
    *("name", "name_en", "kind", "subdistrict_code", "district_code", "province_code", "postcode", "address_line"),
    *("contact_name", "contact_phone", "story", "story_en", "enterprise_number", "cover_photo_id", "member_count"),
)
REQUIRED = ("name", "kind", "subdistrict_code", "contact_name", "contact_phone", "story", "member_count")


def clean(fields: dict[str, object]) -> dict[str, object]:
    """The columns to write for the fields given, each in its normal form; a place fills all four of its columns.

    Raises BadValue, naming the field.
    """
    unknown = fields.keys() - set(CONTENT)
    if unknown:
        raise TypeError(f"not a field of a profile: {sorted(unknown)}")
    kept = {name: _KEEPERS[name](value) for name, value in fields.items() if name in _KEEPERS}
    if "subdistrict_code" in fields:
        kept |= _place(str(fields["subdistrict_code"]), str(fields.get("postcode") or ""))
    if "cover_photo_id" in fields:
        kept["cover_photo_id"] = fields["cover_photo_id"]
    return kept


def problems_with(fields: dict[str, object]) -> list[BadValue]:
    """All that is wrong with these answers, not only the first."""
    problems = []
    for name, value in fields.items():
        try:
            clean(fields if name == "subdistrict_code" else {name: value})
        except BadValue as bad:
            if bad.field == name:
                problems.append(bad)
    return problems


def says(profile: GroupProfile, columns: dict[str, object]) -> bool:
    """Whether it holds exactly this already."""
    return all(getattr(profile, name) == value for name, value in columns.items())


def missing_fields(profile: GroupProfile) -> list[str]:
    """What an official would ask for first."""
    return [name for name in REQUIRED if getattr(profile, name) in (None, "")]


def _name(value: object) -> str:
    name = tidy(str(value))
    if not has_letter_or_digit(name):
        raise BadValue("name", "empty")
    return _between(name, "name", SHORTEST_NAME, LONGEST_NAME)


def _story(value: object) -> str:
    story = tidy(str(value), multiline=True)
    if not has_letter_or_digit(story):
        raise BadValue("story", "empty")
    return _between(story, "story", SHORTEST_STORY, LONGEST_STORY)


def _between(text: str, field: str, shortest: int, longest: int) -> str:
    if len(text) < shortest:
        raise BadValue(field, "too_short")
    if len(text) > longest:
        raise BadValue(field, "too_long")
    return text


def _kind(value: object) -> GroupKind:
    try:
        return GroupKind(value)
    except ValueError:
        raise BadValue("kind", "unknown") from None


def _contact_name(value: object) -> str:
    name = tidy(str(value))
    if not has_letter_or_digit(name):
        raise BadValue("contact_name", "empty")
    return _between(name, "contact_name", 2, LONGEST_NAME)


def _contact_phone(value: object) -> str:
    try:
        return normalise_phone(str(value))
    except BadPhone as bad:
        raise BadValue("contact_phone", bad.reason) from None


def _enterprise_number(value: object) -> str:
    if not str(value or "").strip():
        return ""
    try:
        return enterprise_number(str(value))
    except BadEnterpriseNumber as bad:
        raise BadValue("enterprise_number", bad.reason) from None


def _member_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadValue("member_count", "not_a_number")
    if not 1 <= value <= MOST_MEMBERS:
        raise BadValue("member_count", "out_of_range")
    return value


def _place(subdistrict_code: str, postcode: str) -> dict[str, object]:
    try:
        where = place(subdistrict_code, postcode or None)
    except UnknownPlace as unknown:
        raise BadValue("subdistrict_code", unknown.reason) from None
    return {
        "subdistrict_code": where.subdistrict.code,
        "district_code": where.district.code,
        "province_code": where.province.code,
        "postcode": where.postcode,
    }


_KEEPERS = {
    "name": _name,
    "name_en": lambda value: _between(tidy(str(value)), "name_en", 0, LONGEST_NAME),
    "kind": _kind,
    "address_line": lambda value: _between(tidy(str(value)), "address_line", 0, LONGEST_ADDRESS),
    "contact_name": _contact_name,
    "contact_phone": _contact_phone,
    "story": _story,
    "story_en": lambda value: _between(tidy(str(value), multiline=True), "story_en", 0, LONGEST_STORY),
    "enterprise_number": _enterprise_number,
    "member_count": _member_count,
}
