"""The Latin letters of the face come in two files; no letter falls between them or stands in both."""

import re

from config import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text()


def letters_of(file: str) -> set[int]:
    """Code points that the sheet says a file is for."""
    said = re.search(rf"{file}\.woff2.*?unicode-range: ([^}}]*)", TOKENS)[1]
    ends = [(first, last or first) for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", said)]
    return {letter for first, last in ends for letter in range(int(first, 16), int(last, 16) + 1)}


def test_each_letter_is_in_one_file_of_each_weight():
    for weight in (400, 600):
        everyday, others, thai = (letters_of(f"plex-{part}-{weight}") for part in ("latin", "more", "thai"))
        assert not everyday & others
        assert not thai & (everyday | others)
        assert everyday | others >= set(range(0x100)) | set(range(0x2000, 0x2070)) - {0x200C, 0x200D}
        assert set(map(ord, "abc 019.,()·×–“”…›")) <= everyday
