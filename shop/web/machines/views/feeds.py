"""Lists of goods for other places where buyers look: /feeds/google.xml and /feeds/meta.csv, an item for each variant.

Google: "Product data specification" of Merchant Center; Meta: "Catalog fields". Both want a picture, so a product without one
is not in them. Handmade goods have no number of a trade register, which `identifier_exists` says.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import SimpleNamespace
from typing import NamedTuple
from xml.sax.saxutils import escape

from flask import Response, current_app, send_file
from sqlalchemy import Row

from shop.catalogue.offers import offers
from shop.kernel.sheets import baht_number, cell
from shop.web.gate import public
from shop.web.machines.desk import blueprint
from shop.web.page import photo_url
from shop.web.shelf import product_address
from shop.web.words import CATEGORIES

LONGEST_TITLE, LONGEST_TEXT = 150, 5000  # characters: the less of what the two take
IN_MEMORY = 2_000_000  # bytes; beyond that a file
WIDE = 1280  # pixels: both want large pictures
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACE = "http://base.google.com/ns/1.0"
META = (
    "id",
    "title",
    "description",
    "availability",
    "condition",
    "price",
    "link",
    "image_link",
    "brand",
    "item_group_id",
    "product_type",
)


class Item(NamedTuple):
    """What both lists say of a variant, in words of the first language."""

    id: str
    title: str
    description: str
    is_available: bool
    price: str
    link: str
    image_link: str
    brand: str
    item_group_id: str
    product_type: str
    weight_grams: int | None


@blueprint.get("/feeds/google.xml")
@public
def google_feed() -> Response:
    return _written(_google(), "application/xml")


@blueprint.get("/feeds/meta.csv")
@public
def meta_feed() -> Response:
    return _written(_meta(), "text/csv")


def _written(parts: Iterator[str], mimetype: str) -> Response:
    """Written aside first: whoever reads slowly must not hold a transaction open, and a large market must not fill the memory."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    for part in parts:
        file.write(part.encode())
    file.seek(0)
    return send_file(file, mimetype=mimetype)


def _google() -> Iterator[str]:
    site, base = current_app.config["SITE_NAME"], current_app.config["PUBLIC_URL"]
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="{SPACE}"><channel>'
    yield f"<title>{escape(site)}</title><link>{escape(base)}</link><description>{escape(site)}</description>"
    for item in _items():
        said = {
            "id": item.id,
            "title": item.title,
            "description": item.description,
            "link": item.link,
            "image_link": item.image_link,
            "availability": "in_stock" if item.is_available else "out_of_stock",
            "price": item.price,
            "brand": item.brand,
            "condition": "new",
            "identifier_exists": "no",
            "item_group_id": item.item_group_id,
            "product_type": item.product_type,
            **({"shipping_weight": f"{item.weight_grams} g"} if item.weight_grams else {}),
        }
        yield "<item>" + "".join(f"<g:{name}>{_xml_text(value)}</g:{name}>" for name, value in said.items()) + "</item>\n"
    yield "</channel></rss>"


def _xml_text(text: str) -> str:
    """Without what XML 1.0 does not know (2.2 Characters): one such character, and the whole list is not read."""
    return escape(NOT_XML.sub(" ", text))


def _meta() -> Iterator[str]:
    yield _line(META)
    for item in _items():
        stock = "in stock" if item.is_available else "out of stock"
        said = item._asdict() | {"availability": stock, "condition": "new"}
        yield _line([cell(said[name]) for name in META])


def _line(cells: object) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _items() -> Iterator[Item]:
    base = current_app.config["PUBLIC_URL"]
    return (_item(row, base) for row in offers())


def _item(row: Row, base: str) -> Item:
    title = " ".join(filter(None, (row.title, row.name)))
    formats = json.loads(row.formats)
    photo = SimpleNamespace(key=row.photo_key, widths=json.loads(row.widths))
    return Item(
        str(row.variant_id),
        title[:LONGEST_TITLE],
        (row.description or title)[:LONGEST_TEXT],
        row.available > 0,
        f"{baht_number(row.price_satang)} THB",
        base + product_address(row.product_id, row.title),
        base + photo_url(photo, WIDE, "jpg" if "jpg" in formats else "webp"),
        row.group_name,
        str(row.product_id),
        str(CATEGORIES[row.category]) if row.category else "",
        row.weight_grams,
    )
