"""Follow a group, wish for a product, and let go of either. The second click changes nothing."""

from sqlalchemy import delete, func, select

from shop.catalogue.models import Product
from shop.favourites.models import Follow, Wish
from shop.favourites.queries import MOST
from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db, insert
from shop.kernel.refusals import Refusal


class TooMany(Refusal):
    """Nobody keeps an eye on so many."""


def follow(group: Group, account_id: int) -> None:
    """From now on: what is on sale already is not news. Raises TooMany."""
    _check(Follow, account_id)
    values = {"account_id": account_id, "group_id": group.id, "since": now(), "told_until": now()}
    db.session.execute(insert(Follow).values(values).on_conflict_do_nothing())


def unfollow(group_id: int, account_id: int) -> None:
    db.session.execute(delete(Follow).where(Follow.account_id == account_id, Follow.group_id == group_id))


def wish(product: Product, account_id: int) -> None:
    """At the price of today. Raises TooMany."""
    _check(Wish, account_id)
    values = {"account_id": account_id, "product_id": product.id, "price_satang": product.min_price_satang, "added_at": now()}
    values["gone_since"] = None if product.available else now()
    db.session.execute(insert(Wish).values(values).on_conflict_do_nothing())


def unwish(product_id: int, account_id: int) -> None:
    db.session.execute(delete(Wish).where(Wish.account_id == account_id, Wish.product_id == product_id))


def _check(table: type, account_id: int) -> None:
    if db.session.scalar(select(func.count()).select_from(table).where(table.account_id == account_id)) >= MOST:
        raise TooMany
