"""A visitor at the checkout for tests: fills a basket, reads the form as a browser would, sends it."""

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.kernel.database import db, transaction
from shop.orders.models import Purchase
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group

BUYER = {"name": "วิภา ใจดี", "phone": "089-123-4567", "email": "wipha@buyers.example", "note": "ฝากไว้ที่ป้อมยาม"}
ADDRESS = {"line1": "99/9 หมู่ 3", "subdistrict": "คลองหนึ่ง", "district": "คลองหลวง", "province": "ปทุมธานี", "postcode": "12120"}


def given_goods(app: Flask, stock_pieces: int = 10, groups: int = 1, price_satang: int = 6500, **columns: object) -> list[int]:
    """The variant ids of one product in each of so many groups, saved."""
    with app.app_context(), transaction():
        found = [
            given_a_product(given_a_group(**columns), price_satang=price_satang, stock_pieces=stock_pieces) for _ in range(groups)
        ]
        return [variant_of(product).id for product in found]


def variant_of(product: Product) -> Variant:
    return db.session.scalars(db.select(Variant).where(Variant.product_id == product.id)).first()


def group_of(variant_id: int) -> Group:
    return db.session.get_one(Group, db.session.get_one(Variant, variant_id).product.group_id)


def add(
    client: PageClient, variant_id: int, quantity: int | str = 1, prefix: str = "", fair: str = "", code: str = "", **more: object
) -> TestResponse:
    """`fair`: the slug of the fair on whose page it was found; `code`: the printed code that led there."""
    wanted = {"variant_id": variant_id, "quantity": quantity}
    wanted |= {name: value for name, value in (("fair", fair), ("code", code)) if value}
    return client.post(f"{prefix}/basket/items", data=wanted, **more)


def fields(html: str, form_id: str = "checkout") -> dict[str, str]:
    """What a browser would send of a form as it comes up: typed fields, the chosen of each radio, selects; no buttons."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(form for form in tree.iter("form") if form.get("id") == form_id)
    sent = {}
    for field in form.iter("input"):
        if field.get("type") not in ("radio", "checkbox") or "checked" in field.attrib:
            sent[field.get("name")] = field.get("value", "")
    for area in form.iter("textarea"):
        sent[area.get("name")] = (area.text or "").lstrip("\n")
    for select in form.iter("select"):
        chosen = [option for option in select.iter("option") if "selected" in option.attrib] or list(select.iter("option"))
        sent[select.get("name")] = chosen[0].get("value")
    return sent


def filled(client: PageClient, prefix: str = "", **changes: object) -> dict[str, str]:
    """The checkout's form filled in by a buyer, ready to send."""
    page = client.get(f"{prefix}/checkout")
    assert page.status_code == 200, page.status_code
    return fields(page.text) | BUYER | ADDRESS | {name: str(value) for name, value in changes.items()}


def place(client: PageClient, form: dict[str, str] | None = None, prefix: str = "", **changes: object) -> TestResponse:
    form = form or filled(client, prefix, **changes)
    return client.post(f"{prefix}/checkout", data=form)


def purchases() -> list[Purchase]:
    return list(db.session.scalars(db.select(Purchase).order_by(Purchase.id)))
