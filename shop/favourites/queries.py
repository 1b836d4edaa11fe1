"""A person's own favourites, and how many people have one: never who."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from shop.catalogue.models import Product
from shop.favourites.models import Follow, GuestWish, Wish
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.database import db

MOST = 200  # of each kind a person may keep


def follows_of(account_id: int) -> list[Follow]:
    """Of groups that buyers may see, the latest first; each with what its card needs."""
    asked = select(Follow).join(Follow.group).where(Follow.account_id == account_id, Group.status == GroupStatus.APPROVED)
    whole = joinedload(Follow.group).joinedload(Group.published)
    return list(db.session.scalars(asked.order_by(Follow.since.desc(), Follow.group_id.desc()).options(whole).limit(MOST)))


def wishes_of(account_id: int) -> list[Wish]:
    """Of products that are on sale, the latest first."""
    asked = select(Wish).join(Wish.product).where(Wish.account_id == account_id, Product.is_listed)
    return list(db.session.scalars(asked.order_by(Wish.added_at.desc(), Wish.product_id.desc()).limit(MOST)))


def is_followed(group_id: int, account_id: int) -> bool:
    return db.session.get(Follow, (account_id, group_id)) is not None


def wished_ids(account_id: int) -> set[int]:
    return set(db.session.scalars(select(Wish.product_id).where(Wish.account_id == account_id)))


def count_of_group(group_id: int) -> tuple[int, int]:
    """How many people follow it, and how often its products are wished for."""
    follows = select(func.count(Follow.account_id)).where(Follow.group_id == group_id)
    wishes = [
        select(func.count()).select_from(table).join(table.product).where(Product.group_id == group_id).scalar_subquery()
        for table in (Wish, GuestWish)
    ]
    return db.session.scalar(follows), db.session.scalar(select(wishes[0] + wishes[1]))
