"""Workbooks that are zip packages (XLSX, ODS), examined before anything opens them, and packed anew from what was examined.

What a package says of its own sizes is not believed: every part is unpacked here within bounds, looked through, and only the
parts that hold sheets are handed on. Nothing is handed on that names entities, runs, or lies so far off that opening it would
fill the memory.
"""

import io
import re
import zipfile
import zlib

from shop.exhibitors import sheet_xml
from shop.exhibitors.facts import Facts
from shop.exhibitors.reading import BadFile

MOST_ENTRIES = 2_000
MOST_BYTES = 120 * 2**20  # of all parts, unpacked
BOMB_FROM = 20 * 2**20  # below this nobody is harmed by what shrank well
BOMB_RATIO = 100  # unpacked to packed; sheets of real lists come to 10 to 40
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|mimetype|content\.xml|META-INF/manifest\.xml|xl/[^/]+\.xml|xl/_rels/[^/]+|xl/worksheets/[^/]+\.xml"
)
_ODS_CODE = re.compile(r"Basic/.+/(?!script-lb\.xml)[^/]+|Scripts/.+")


def kind_of(data: bytes) -> str:
    """xlsx or ods. Raises BadFile: broken, macros, encrypted, zip_bomb, unknown_kind."""
    names = _names(data)
    if any(name.lower().endswith("vbaproject.bin") or _ODS_CODE.fullmatch(name) for name in names):
        raise BadFile("macros")
    if "xl/workbook.xml" in names:
        if any(name.startswith("xl/macrosheets/") for name in names):
            raise BadFile("macros")
        return "xlsx"
    if "content.xml" in names and _part(data, "mimetype").strip() == _ODS.encode():
        return "ods"
    raise BadFile("macros" if "xl/workbook.bin" in names else "unknown_kind")


def examined(data: bytes, kind: str) -> tuple[bytes, dict[str, Facts]]:
    """The same workbook packed anew, and the facts of each of its sheets by name. Raises BadFile."""
    parts = {name: sheet_xml.without_blanks(part) if "worksheets/" in name else part for name, part in _parts(data).items()}
    for name, content in parts.items():
        if name != "mimetype":
            sheet_xml.must_be_plain(content)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise BadFile("encrypted")
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise BadFile("macros")
    facts = sheet_xml.ods_facts(parts["content.xml"]) if kind == "ods" else sheet_xml.xlsx_facts(parts)
    return _packed(parts), facts


def _names(data: bytes) -> set[str]:
    with _opened(data) as package:
        return {entry.filename for entry in package.infolist()}


def _part(data: bytes, name: str) -> bytes:
    with _opened(data) as package:
        return _unpacked(package, package.getinfo(name)) if name in package.namelist() else b""


def _parts(data: bytes) -> dict[str, bytes]:
    with _opened(data) as package:
        return {entry.filename: _unpacked(package, entry) for entry in package.infolist() if _KEPT.fullmatch(entry.filename)}


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError) as broken:
        raise BadFile("broken") from broken
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES or (unpacked > BOMB_FROM and unpacked > BOMB_RATIO * len(data)):
        raise BadFile("zip_bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile("encrypted")
    if len({entry.filename for entry in entries}) < len(entries):
        raise BadFile("broken")
    return package


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the entry announces, which `_opened` has bounded; one that holds more fails by its checksum."""
    try:
        return package.read(entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as broken:
        raise BadFile("broken") from broken


def without(package: bytes, unwanted: re.Pattern[bytes]) -> bytes:
    """A package from `examined` with what matches taken out of its sheets."""
    return _packed({name: unwanted.sub(b"", part) if "worksheets/" in name else part for name, part in _parts(package).items()})


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()
