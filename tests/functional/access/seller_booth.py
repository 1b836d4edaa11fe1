"""Doors of the booth: selling at a fair's table."""

from sqlalchemy import select

from shop.kernel.database import db
from shop.payments.booth.models import BoothClash
from shop.people.models import Account
from tests.factories.booth import given_a_booth_sale, given_a_booth_today
from tests.factories.catalogue import given_a_product
from tests.functional.access.doors import EVERYONE, SENDERS, Door, Side


def a_booth(side: Side, _visitor: Account) -> dict:
    return {"slug": given_a_booth_today(side.group).slug}


def a_sale(side: Side, _visitor: Account) -> dict:
    fair = given_a_booth_today(side.group)
    variant = given_a_product(side.group).variants[0]
    return {"slug": fair.slug, "code": given_a_booth_sale(fair, side.group_id, {variant.id: 1}).order.code}


def an_order_of_a_booth(side: Side, visitor: Account) -> dict:
    return {"code": a_sale(side, visitor)["code"]}


def a_clash(side: Side, _visitor: Account) -> dict:
    fair = given_a_booth_today(side.group)
    variant = given_a_product(side.group, stock_pieces=1).variants[0]
    given_a_booth_sale(fair, side.group_id, {variant.id: 2})
    return {"clash_id": db.session.scalar(select(BoothClash.id).order_by(BoothClash.id.desc()).limit(1))}


DOORS: dict[str, Door] = {
    "seller.booth": Door(SENDERS, a_booth),
    "seller.booth_clashes": Door(SENDERS),
    "seller.booth_day": Door(SENDERS, a_booth),
    "seller.booth_manifest": Door(EVERYONE),
    "seller.booth_receipt": Door(SENDERS, an_order_of_a_booth),
    "seller.booth_sheet": Door(SENDERS, a_booth),
    "seller.booth_state": Door(SENDERS, a_booth),
    "seller.booth_worker": Door(EVERYONE),
    "seller.booths": Door(SENDERS),
    "seller.print_booth_sheet": Door(SENDERS, a_booth),
    "seller.send_booth_sales": Door(SENDERS, a_booth),
    "seller.settle_clash": Door(SENDERS, a_clash, form={"counted": "3", "seen": "0"}),
    "seller.type_booth_sheet": Door(SENDERS, a_booth),
    "seller.void_booth_sale": Door(SENDERS, a_sale),
}
