"""What in somebody's words might lead to a person: numbers, addresses, names in other places. It decides nothing."""

import re

_SEPARATED = r"[\s.\-]*"
_DIGIT = "[0-9๐-๙]"
_FOUND = re.compile(
    rf"(?:\+?66|[0๐]){_SEPARATED}(?:{_DIGIT}{_SEPARATED}){{8,9}}(?<=[0-9๐-๙])"  # a Thai telephone number
    rf"|(?<!{_DIGIT})(?:{_DIGIT}-?){{13}}(?!{_DIGIT})"  # a citizen's number
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:https?://|www\.)\S+"
    r"|(?:ไลน์|ไอดีไลน์|line\s*id|line|facebook|เฟส(?:บุ๊ค)?|ig)\s*[:：]?\s*@?[a-z0-9][\w.\-]{3,}",
    re.IGNORECASE,
)


def found_in(words: str) -> list[str]:
    """Pieces of the words to be marked where they stand, each once."""
    return list(dict.fromkeys(match[0].strip() for match in _FOUND.finditer(words)))
