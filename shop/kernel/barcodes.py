"""Codes that machines read, as SVG of plain black marks that a paper can hold."""

import zxingcpp


def qr(text: str) -> str:
    """A QR code with its quiet margin."""
    return _drawn(text, zxingcpp.BarcodeFormat.QRCode)


def code128(text: str) -> str:
    """A Code 128 barcode with its quiet margins; ASCII only."""
    return _drawn(text, zxingcpp.BarcodeFormat.Code128)


def _drawn(text: str, kind: zxingcpp.BarcodeFormat) -> str:
    return zxingcpp.write_barcode_to_svg(zxingcpp.create_barcode(text, kind), add_quiet_zones=True)
