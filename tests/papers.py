"""PDFs as their readers' programs see them (poppler-utils)."""

import subprocess
import tempfile
from pathlib import Path

import zxingcpp
from PIL import Image


def text_of(drawn: bytes, layout: bool = False) -> str:
    """The words of a PDF; with `layout`, each where it stands."""
    options = ["-layout"] if layout else []
    return subprocess.run(["pdftotext", *options, "-", "-"], input=drawn, capture_output=True, check=True).stdout.decode()


def facts_of(drawn: bytes) -> dict[str, str]:
    """What it says of itself: Title, Pages, Tagged..."""
    told = subprocess.run(["pdfinfo", "-"], input=drawn, capture_output=True, check=True).stdout.decode()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in told.splitlines())}


def codes_in(drawn: bytes) -> list[str]:
    """What a scanner reads from the picture of its pages, QR codes and barcodes alike, in the order of the pages."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-r", "250", "-gray", "-png", "-", f"{folder}/page"], input=drawn, capture_output=True, check=True
        )
        pages = [Image.open(page).convert("L") for page in sorted(Path(folder).iterdir())]
        return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
