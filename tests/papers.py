"""PDFs as their readers' programs see them (poppler-utils)."""

import subprocess


def text_of(drawn: bytes, layout: bool = False) -> str:
    """The words of a PDF; with `layout`, each where it stands."""
    options = ["-layout"] if layout else []
    return subprocess.run(["pdftotext", *options, "-", "-"], input=drawn, capture_output=True, check=True).stdout.decode()


def facts_of(drawn: bytes) -> dict[str, str]:
    """What it says of itself: Title, Pages, Tagged..."""
    told = subprocess.run(["pdfinfo", "-"], input=drawn, capture_output=True, check=True).stdout.decode()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in told.splitlines())}
