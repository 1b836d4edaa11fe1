"""Groups as somebody may see them: ownership and publication are part of the question."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop.groups.models import Group, Membership
from shop.groups.states import GroupStatus
from shop.kernel.database import db


def memberships_of(account_id: int) -> list[Membership]:
    """The groups an account works for now, oldest first, each with its group loaded."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.account_id == account_id, Membership.ended_at.is_(None))
            .options(joinedload(Membership.group))
            .order_by(Membership.id)
        )
    )


def published_group(slug: str) -> Group | None:
    """A group that buyers may see."""
    return db.session.scalar(select(Group).where(Group.slug == slug, Group.status == GroupStatus.APPROVED))
