"""Orders as somebody may see them: ownership is part of the question."""

import hmac

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from shop.kernel.codes import digest
from shop.kernel.database import db
from shop.orders.models import Order, Purchase

WHOLE = (joinedload(Order.purchase), selectinload(Order.lines))


def order_for_group(code: str, group_id: int) -> Order | None:
    """A group's own order, with its lines and its purchase."""
    return _order(Order.code == code, Order.group_id == group_id)


def order_for_official(code: str) -> Order | None:
    return _order(Order.code == code)


def order_for_account(code: str, account_id: int) -> Order | None:
    """An order that this person placed or has claimed."""
    return _order(Order.code == code, Order.purchase.has(Purchase.account_id == account_id))


def order_for_phone(code: str, phone: str) -> Order | None:
    """By code and the buyer's phone (E.164): the caller counts failed tries."""
    return _order(Order.code == code, Order.purchase.has(Purchase.phone == phone))


def order_for_key(code: str, key: str) -> Order | None:
    """By the link that was sent."""
    order = _order(Order.code == code)
    return order if order and opens(order.purchase, key) else None


def purchase_for_account(code: str, account_id: int) -> Purchase | None:
    return _purchase(Purchase.code == code, Purchase.account_id == account_id)


def purchase_for_phone(code: str, phone: str) -> Purchase | None:
    return _purchase(Purchase.code == code, Purchase.phone == phone)


def purchase_for_key(code: str, key: str) -> Purchase | None:
    purchase = _purchase(Purchase.code == code)
    return purchase if purchase and opens(purchase, key) else None


def opens(purchase: Purchase, key: str) -> bool:
    """Whether this key is the purchase's: its link shows the purchase and all its orders."""
    return hmac.compare_digest(purchase.key_digest, digest(key))


def _order(*which: ColumnElement[bool]) -> Order | None:
    return db.session.scalar(select(Order).where(*which).options(*WHOLE))


def _purchase(*which: ColumnElement[bool]) -> Purchase | None:
    whole = selectinload(Purchase.orders).selectinload(Order.lines)
    return db.session.scalar(select(Purchase).where(*which).options(whole))
