"""QR codes as pictures for papers: lines only, so that little ink is used and they stay sharp at any size."""

import io

import segno


def qr_svg(address: str) -> str:
    """With the quiet border that readers need. Level M: a crease or a drop of fish sauce does no harm."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=4, xmldecl=False, dark="#000")
    return drawn.getvalue().decode()


def as_read(address: str) -> str:
    """An address as people type it: without https://."""
    return address.partition("://")[2] or address
