"""Requests as somebody may see them: the buyer all of her own, a group its own part, an official who asked whom for how much."""

import hmac
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.codes import digest
from shop.kernel.database import db
from shop.wholesale.models import (
    WholesaleInvitation,
    WholesaleQuote,
    WholesaleQuoteLine,
    WholesaleRequest,
    WholesaleWant,
)
from shop.wholesale.states import InvitationStatus

PAGE = 20
LARGEST_ID = 2**31 - 1

_QUOTES = selectinload(WholesaleInvitation.quotes)
_LINES = _QUOTES.selectinload(WholesaleQuote.lines).joinedload(WholesaleQuoteLine.variant).joinedload(Variant.product)
_WANTS = selectinload(WholesaleRequest.wants).joinedload(WholesaleWant.product)


def request_for_key(code: str, key: str) -> WholesaleRequest | None:
    """By the link that was sent."""
    request = _request(WholesaleRequest.code == code)
    return request if request and hmac.compare_digest(request.key_digest, digest(key)) else None


def request_for_account(code: str, account_id: int) -> WholesaleRequest | None:
    return _request(WholesaleRequest.code == code, WholesaleRequest.account_id == account_id)


def requests_of_account(account_id: int, limit: int = PAGE, before_id: int | None = None) -> list[WholesaleRequest]:
    """Newest first."""
    asked = select(WholesaleRequest).where(WholesaleRequest.account_id == account_id)
    return _newest(
        asked.options(selectinload(WholesaleRequest.invitations).selectinload(WholesaleInvitation.quotes)), limit, before_id
    )


def requests_for_official(limit: int = PAGE, before_id: int | None = None) -> list[WholesaleRequest]:
    """Of everybody, newest first, with the groups that were asked."""
    invitations = selectinload(WholesaleRequest.invitations)
    whole = (invitations.joinedload(WholesaleInvitation.group), invitations.selectinload(WholesaleInvitation.quotes))
    return _newest(select(WholesaleRequest).options(*whole), limit, before_id)


def invitation_for_group(code: str, group_id: int) -> WholesaleInvitation | None:
    """A group's own part, with nothing of the other groups'."""
    asked = select(WholesaleInvitation).join(WholesaleInvitation.request).options(_LINES)
    asked = asked.options(joinedload(WholesaleInvitation.request).options(_WANTS))
    mine = (WholesaleRequest.code == code, WholesaleInvitation.group_id == group_id)
    return db.session.scalar(asked.where(*mine))


def invitations_of_group(
    group_id: int, status: InvitationStatus | None = None, limit: int = PAGE, after_id: int | None = None
) -> list[WholesaleInvitation]:
    """What waits for the group on top, the oldest first; `status` picks."""
    waits = WholesaleInvitation.status == InvitationStatus.NEW
    asked = select(WholesaleInvitation).where(WholesaleInvitation.group_id == group_id)
    if status:
        asked = asked.where(WholesaleInvitation.status == status)
    if after_id is not None:
        asked = asked.where(WholesaleInvitation.id > after_id)
    whole = (joinedload(WholesaleInvitation.request), _QUOTES.selectinload(WholesaleQuote.lines))
    order = (WholesaleInvitation.id,) if status else (case((waits, 0), else_=1), WholesaleInvitation.id)
    return list(db.session.scalars(asked.options(*whole).order_by(*order).limit(limit)))


def count_by_status(group_id: int) -> dict[InvitationStatus, int]:
    asked = select(WholesaleInvitation.status, func.count()).where(WholesaleInvitation.group_id == group_id)
    return dict(tuple(row) for row in db.session.execute(asked.group_by(WholesaleInvitation.status)))


def requests_waiting(group_id: int) -> ScalarSelect[int]:
    """How many wait for the group's quote: part of a question."""
    waits = (WholesaleInvitation.group_id == group_id, WholesaleInvitation.status == InvitationStatus.NEW)
    return select(func.count(WholesaleInvitation.id)).where(*waits).scalar_subquery()


@dataclass(frozen=True)
class Askable:
    """What a form of a new request begins with: a product and its group, or a group alone."""

    groups: tuple[Group, ...] = ()
    products: tuple[Product, ...] = ()


def askable(product_ids: list[int], slugs: list[str]) -> Askable:
    """Those of them that are on sale; unknown ones are left out."""
    listed = select(Product).where(Product.id.in_([one for one in product_ids if 0 < one <= LARGEST_ID]), Product.is_listed)
    products = list(db.session.scalars(listed.options(joinedload(Product.group)).order_by(Product.id))) if product_ids else []
    found = {product.group.id: product.group for product in products}
    if slugs:
        named = select(Group).where(Group.slug.in_(slugs), Group.status == GroupStatus.APPROVED).order_by(Group.id)
        found |= {group.id: group for group in db.session.scalars(named)}
    return Askable(tuple(found.values()), tuple(products))


def groups_to_choose(words: str = "", limit: int = 20) -> list[Group]:
    """Groups that have something on sale; `words` looks in their names and in what they sell."""
    asked = select(Group).where(Group.status == GroupStatus.APPROVED)
    selling = select(Product.group_id).where(Product.is_listed)
    if words:
        named = Group.name.icontains(words, autoescape=True) | Group.name_en.icontains(words, autoescape=True)
        sold = Product.title.icontains(words, autoescape=True) | Product.title_en.icontains(words, autoescape=True)
        asked = asked.where(named | Group.id.in_(selling.where(sold)))
    return list(db.session.scalars(asked.where(Group.id.in_(selling)).order_by(Group.name, Group.id).limit(limit)))


def _request(*which: ColumnElement[bool]) -> WholesaleRequest | None:
    invitations = selectinload(WholesaleRequest.invitations)
    quotes = invitations.selectinload(WholesaleInvitation.quotes)
    lines = quotes.selectinload(WholesaleQuote.lines).joinedload(WholesaleQuoteLine.variant).joinedload(Variant.product)
    whole = (
        invitations.joinedload(WholesaleInvitation.group),
        lines.joinedload(Product.published),
        quotes.joinedload(WholesaleQuote.purchase),
        _WANTS,
    )
    return db.session.scalar(select(WholesaleRequest).where(*which).options(*whole))


def _newest(asked, limit: int, before_id: int | None) -> list[WholesaleRequest]:
    if before_id is not None:
        asked = asked.where(WholesaleRequest.id < before_id)
    return list(db.session.scalars(asked.order_by(WholesaleRequest.id.desc()).limit(limit)))
