"""Stripe's bracketed forms, `line_items[0][price_data][currency]=thb`, as nested values."""

import re
from collections.abc import Iterable

from tests.stripe_double.errors import invalid

PLAIN = frozenset({"metadata"})  # whose keys are the caller's own, digits among them


def nested(pairs: Iterable[tuple[str, str]]) -> dict:
    """Every value is still text; `int_of` and the schema check say what it should be."""
    found: dict = {}
    for name, value in pairs:
        head, _, rest = name.partition("[")
        keys = [head, *re.findall(r"([^\[\]]*)\]", rest)]
        place = found
        for key in keys[:-1]:
            place = place.setdefault(key or str(len(place)), {})
            if not isinstance(place, dict):
                raise invalid(f"Invalid object: {name}", name, "parameter_invalid_object")
        place[keys[-1] or str(len(place))] = value
    return {key: _with_lists(key, value) for key, value in found.items()}


def _with_lists(name: str, value: object) -> object:
    if not isinstance(value, dict) or name in PLAIN:
        return value
    inner = {key: _with_lists(key, each) for key, each in value.items()}
    if all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def int_of(values: dict, name: str, shown: str | None = None) -> int | None:
    """The whole number under `name`, None where there is none."""
    text = values.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not re.fullmatch(r"-?\d{1,15}", text):
        raise invalid(f"Invalid integer: {text}", shown or name, "parameter_invalid_integer")
    return int(text)


def metadata_of(values: dict) -> dict[str, str]:
    given = values.get("metadata") or {}
    if not isinstance(given, dict) or len(given) > 50:
        raise invalid("Metadata is up to 50 keys with text", "metadata", "parameter_invalid_object")
    for key, text in given.items():
        if len(key) > 40 or len(text) > 500:
            raise invalid(f"Metadata key or value too long: {key}", "metadata", "parameter_invalid_string")
    return {key: text for key, text in given.items() if text}


def refuse_strangers(values: dict, known: frozenset[str]) -> None:
    """What the double does not act on it refuses: silence would be a promise."""
    for name in values:
        if name not in known:
            raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")
