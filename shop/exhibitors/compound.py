"""Workbooks of old (XLS): the compound file they come in, and the records of their sheets, looked through before they are opened.

Structures: [MS-CFB] Compound File Binary File Format and [MS-XLS] Excel Binary File Format, both published by Microsoft.
"""

import struct
from collections.abc import Iterator

from shop.exhibitors.facts import MOST_ELEMENTS, Facts
from shop.exhibitors.reading import BadFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COUNTS = (40, 44, 64, 72)  # where the header says how many sectors each of its tables takes
_LAST = 0xFFFFFFFA  # sector numbers from here on say "end" or "none"
_BOF, _EOF, _SHEET, _LOCKED, _ROW = 0x0809, 0x000A, 0x0085, 0x002F, 0x0208
_CELLS = {0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006}  # number, label, error, RK, shared text, rich text, formula
_TEXTS = 0x00FC  # how many shared texts follow, and they themselves
_MANY = {0x00BD}  # several numbers side by side, the last column at its end
_ERROR, _FORMULA = 0x0205, 0x0006


def kind_of(data: bytes) -> str:
    """Always xls. Raises BadFile: macros, encrypted, unknown_kind, broken."""
    names = {name for name, _start, _size in _entries(data)}
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise BadFile("encrypted")
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"}:
        raise BadFile("macros")
    if not names & {"Workbook", "Book"}:
        raise BadFile("unknown_kind")
    return "xls"


def facts(data: bytes) -> dict[str, Facts]:
    """By sheet name. Raises BadFile."""
    stream = _workbook(data)
    starts: dict[int, str] = {}
    for at, kind, body in _records(stream, 0):
        if kind == _LOCKED:
            raise BadFile("encrypted")
        if kind == _TEXTS and (len(body) < 8 or struct.unpack_from("<I", body, 4)[0] > len(stream)):
            raise BadFile("broken")  # room would be made for as many texts as it announces
        if kind == _SHEET and len(body) > 8:
            if body[5] in (1, 6):  # a sheet of macros, a module of code
                raise BadFile("macros")
            if body[5] == 0:
                starts[struct.unpack_from("<I", body)[0]] = _name(body[6:])
        if kind == _EOF or at > len(stream):
            break
    return {name: _sheet(stream, start) for start, name in starts.items()}


def _sheet(stream: bytes, start: int) -> Facts:
    found = Facts()
    depth = 0
    for _at, kind, body in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if len(body) < 6:
            continue
        row, column = struct.unpack_from("<HH", body)
        if kind in _CELLS:
            found.fits(row, column)
            if kind == _ERROR and len(body) > 7 and body[7]:
                found.faulty.add((row, column))
            elif kind == _FORMULA and len(body) > 13 and body[12:14] == b"\xff\xff" and body[6] == 2:
                found.faulty.add((row, column))  # its result was an error
        elif kind in _MANY:
            found.fits(row, struct.unpack_from("<H", body, len(body) - 2)[0])
        elif kind == _ROW and len(body) > 12 and body[12] & 0x20:
            found.hidden_rows.add(row)
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    for _count in range(MOST_ELEMENTS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _name(body: bytes) -> str:
    """A short text of BIFF8: its length, whether two bytes are a character, its characters."""
    length, wide = body[0], body[1] & 1
    return body[2 : 2 + length * 2].decode("utf-16-le", "replace") if wide else body[2 : 2 + length].decode("latin-1")


def _workbook(data: bytes) -> bytes:
    found = {name: (start, size) for name, start, size in _entries(data)}
    start, size = found.get("Workbook") or found["Book"]
    if size < 4096:  # kept among the small streams, which no workbook with a sheet is small enough for
        raise BadFile("broken")
    return _chain(data, start)[:size]


def _entries(data: bytes) -> list[tuple[str, int, int]]:
    """Name, first sector and size of each stream and folder. Raises BadFile."""
    try:
        directory = _chain(data, struct.unpack_from("<I", data, 48)[0])
        return [_entry(directory[at : at + 128]) for at in range(0, len(directory) - 127, 128)]
    except (struct.error, IndexError, UnicodeDecodeError) as broken:
        raise BadFile("broken") from broken


def _entry(entry: bytes) -> tuple[str, int, int]:
    length = struct.unpack_from("<H", entry, 64)[0]
    start, size = struct.unpack_from("<II", entry, 116)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le"), start, size


def _chain(data: bytes, sector: int) -> bytes:
    """The sectors of one stream. A chain that bites its tail ends where it has as many sectors as the file."""
    size = _sector_size(data)
    table = _table(data, size)
    pieces = []
    while sector < _LAST and len(pieces) <= len(data) // size:
        if sector >= len(table):
            raise BadFile("broken")
        pieces.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(pieces)


def _sector_size(data: bytes) -> int:
    shift = struct.unpack_from("<H", data, 30)[0] if len(data) >= 512 else 0
    if shift not in (9, 12) or max(struct.unpack_from("<I", data, at)[0] for at in _COUNTS) > len(data) >> shift:
        raise BadFile("broken")
    return 1 << shift


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows each: read from the sectors that the header names, and from the lists it points on to."""
    named = list(struct.unpack_from("<109I", data, 76))
    more, per = struct.unpack_from("<I", data, 68)[0], size // 4
    for _list in range(len(data) // size):
        if more >= _LAST:
            break
        block = data[(more + 1) * size : (more + 2) * size]
        if len(block) < size:
            raise BadFile("broken")
        *further, more = struct.unpack(f"<{per}I", block)
        named += further
    joined = b"".join(data[(sector + 1) * size : (sector + 2) * size] for sector in named if sector < _LAST)
    return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])
