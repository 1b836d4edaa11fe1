"""Labels for parcels: who sends it, who receives it in the order of a Thai address, what the bearer collects.

The words on them are Thai and English at once, whatever their printer reads: it is the post that reads them.
"""

from enum import StrEnum

from shop.groups.models import Group
from shop.kernel import barcodes, paper, places
from shop.kernel.identifiers import format_phone
from shop.kernel.money import format_baht
from shop.orders import parcels
from shop.orders.models import Order
from shop.papers.voice import Voice


class Sheet(StrEnum):
    """What they are printed on."""

    A6 = "a6"  # one a page
    A4 = "a4"  # four a page


class Mark(StrEnum):
    """What whoever carries it must heed."""

    FRAGILE = "fragile"
    KEEP_COLD = "keep_cold"


MARKS = {Mark.FRAGILE: "ระวังแตก · FRAGILE", Mark.KEEP_COLD: "เก็บเย็น · KEEP COLD"}
PLACES_ON_SHEET = {Sheet.A6: 1, Sheet.A4: 4}


def draw_labels(
    orders: list[Order], group: Group, voice: Voice, sheet: Sheet = Sheet.A6, first: int = 1, marks: tuple[Mark, ...] = ()
) -> bytes:
    """A PDF with a label for each order, in their order. `first`: the first free place of a started sheet of four, from 1."""
    _ = voice.gettext
    return paper.draw(
        "labels",
        {
            "title": _("ใบปะหน้าพัสดุ"),
            "locale": "th",
            "market": voice.market,
            "foot": "",
            "sheet": sheet,
            "skipped": first - 1 if first <= PLACES_ON_SHEET[sheet] else 0,
            "sender": sender_of(group),
            "marks": [MARKS[mark] for mark in marks],
            "labels": [_label(order) for order in orders],
        },
    )


def sender_of(group: Group) -> dict:
    """A group as it sends: its name, its own address and its telephone, as far as its profile says."""
    profile = group.published
    lines = [profile.address_line, _place(profile.subdistrict_code, profile.postcode)] if profile else []
    return {
        "name": paper.breakable(group.name),
        "lines": [paper.breakable(line) for line in lines if line],
        "phone": format_phone(profile.contact_phone) if profile and profile.contact_phone else "",
    }


def _label(order: Order) -> dict:
    cash = parcels.cash_to_collect(order)
    return {
        "name": paper.breakable(order.recipient_name),
        "phone": format_phone(order.recipient_phone),
        "lines": [paper.breakable(line) for line in parcels.address_on_parcel(order)],
        "postcode": order.postcode,
        "cash": format_baht(cash) if cash else "",
        "way": paper.breakable(order.shipping_name),
        "code": order.code,
        "qr": barcodes.qr(order.code),
    }


def _place(subdistrict_code: str | None, postcode: str) -> str:
    try:
        return places.format_place(places.place(subdistrict_code or "", postcode or None))
    except places.UnknownPlace:
        return ""
