"""Orders as somebody may see them: ownership is part of the question."""

import hmac
from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
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


def last_delivered_to(account_id: int) -> Order | None:
    """A person's latest order that went by parcel: its address is offered again."""
    asked = select(Order).join(Order.purchase).where(Purchase.account_id == account_id, Order.line1 != "")
    return db.session.scalar(asked.order_by(Order.id.desc()).limit(1))


def purchases_of_account(account_id: int, limit: int, before_id: int | None = None) -> list[Purchase]:
    """A person's purchases with their orders and lines, newest first; `before_id` continues after the last one shown."""
    asked = select(Purchase).where(Purchase.account_id == account_id)
    if before_id is not None:
        asked = asked.where(Purchase.id < before_id)
    whole = selectinload(Purchase.orders).selectinload(Order.lines)
    return list(db.session.scalars(asked.order_by(Purchase.id.desc()).limit(limit).options(whole)))


def count_purchases_of_account(account_id: int) -> int:
    return db.session.scalar(select(func.count(Purchase.id)).where(Purchase.account_id == account_id))


def order_among(code: str, purchase_ids: Collection[int]) -> Order | None:
    """An order of purchases that the asker has been let into before."""
    return _order(Order.code == code, Order.purchase_id.in_(purchase_ids)) if purchase_ids else None


def purchase_among(code: str, purchase_ids: Collection[int]) -> Purchase | None:
    return _purchase(Purchase.code == code, Purchase.id.in_(purchase_ids)) if purchase_ids else None
