"""Whom to telephone: people of a group and buyers whom no message reached, and what they were to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, func, or_, select
from sqlalchemy.orm import contains_eager

from shop.audit.service import record
from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace
from shop.notices import service as notices
from shop.notices import wording
from shop.notices.actions import NoticeAction
from shop.notices.models import Channel, Delivery, DeliveryStatus, Notice
from shop.orders.models import Order, Purchase
from shop.people.models import Account

NEWS_FOR = timedelta(days=7)  # what is older was found out some other way
AT_ONCE = 200  # deliveries looked at; who was called makes room


@dataclass(frozen=True)
class Call:
    """One person, about one thing. `told`: the newest first; the first one's delivery names the call."""

    name: str
    phone: str | None
    is_buyer: bool
    about: str  # order, group, product or purchase
    about_id: str
    told: list[Notice]
    delivery_ids: list[int]

    @property
    def id(self) -> int:
        return self.delivery_ids[0]


def people_to_call(group_id: int, actor: Actor) -> list[Call]:
    """Who waits longest first. Not the person who asks: they are reading."""
    return _named(group_id, _waiting_calls(_about(group_id), actor))


def calls_waiting(group_id: int, actor: Actor) -> ScalarSelect[int]:
    """How many calls that is: part of a question."""
    return _count(_about(group_id), actor)


def call_of(group_id: int, delivery_id: int) -> Delivery | None:
    """A call that this group's desk has, or had, to make."""
    return _call_among(_about(group_id), delivery_id)


def record_call(group_id: int | None, call: Delivery, actor: Actor) -> None:
    """Somebody telephoned: all that this person was to be told of it, up to this. Raises LostRace where somebody did before."""
    notice = call.notice
    same = (
        Notice.subject_kind == notice.subject_kind,
        Notice.subject_id == notice.subject_id,
        Notice.account_id.is_not_distinct_from(notice.account_id),
        Notice.recipient_phone.is_not_distinct_from(notice.recipient_phone),
    )
    asked = select(Delivery.id).join(Delivery.notice).where(*same, Delivery.channel == Channel.CALL, Delivery.id <= call.id)
    if not notices.record_called(list(db.session.scalars(asked.where(Delivery.status == DeliveryStatus.PENDING)))):
        raise LostRace
    record(actor, NoticeAction.TELEPHONE, notice.subject_kind, notice.subject_id, group_id=group_id)


# What concerns a whole purchase: its money is the market's to see to, its groups may not have heard of it. The office calls.

ABOUT_PURCHASES = Notice.subject_kind == "purchase"


def buyers_to_call(actor: Actor) -> list[Call]:
    """Who waits longest first."""
    rows = _waiting_calls(ABOUT_PURCHASES, actor)
    codes = {row[0].notice.subject_id for row in rows}
    found = db.session.scalars(select(Purchase).where(Purchase.code.in_(codes))) if codes else ()
    purchases = {purchase.code: purchase for purchase in found}
    return [_call_about_purchase(row, purchases.get(row[0].notice.subject_id)) for row in rows]


def buyers_waiting(actor: Actor) -> ScalarSelect[int]:
    """How many calls that is: part of a question."""
    return _count(ABOUT_PURCHASES, actor)


def call_about_purchase(delivery_id: int) -> Delivery | None:
    return _call_among(ABOUT_PURCHASES, delivery_id)


def _call_about_purchase(row: list[Delivery], purchase: Purchase | None) -> Call:
    notice = row[0].notice
    name, phone = (purchase.name, purchase.phone) if purchase else ("", None)
    told, ids = [delivery.notice for delivery in row], [delivery.id for delivery in row]
    return Call(name, notice.recipient_phone or phone, True, notice.subject_kind, notice.subject_id, told, ids)


def _waiting_calls(about: ColumnElement[bool], actor: Actor) -> list[list[Delivery]]:
    """Deliveries, the newest first, of each call."""
    asked = select(Delivery).join(Delivery.notice).options(contains_eager(Delivery.notice)).where(_waiting(about, actor))
    rows: dict[tuple, list[Delivery]] = {}
    for delivery in db.session.scalars(asked.order_by(Delivery.id).limit(AT_ONCE)):
        rows.setdefault(_row_of(delivery.notice), []).insert(0, delivery)
    return list(rows.values())


def _count(about: ColumnElement[bool], actor: Actor) -> ScalarSelect[int]:
    row = Notice.subject_kind, Notice.subject_id, Notice.account_id, Notice.recipient_phone
    calls = select(*row).join(Delivery, Delivery.notice_id == Notice.id).where(_waiting(about, actor)).distinct()
    return select(func.count()).select_from(calls.subquery()).scalar_subquery()


def _call_among(about: ColumnElement[bool], delivery_id: int) -> Delivery | None:
    asked = select(Delivery).join(Delivery.notice).where(Delivery.id == delivery_id, Delivery.channel == Channel.CALL)
    return db.session.scalar(asked.where(about))


def _waiting(about: ColumnElement[bool], actor: Actor) -> ColumnElement[bool]:
    """Who has read it here needs no call."""
    return and_(
        Delivery.channel == Channel.CALL,
        Delivery.status == DeliveryStatus.PENDING,
        Notice.created_at > now() - NEWS_FOR,
        Notice.read_at.is_(None),
        or_(Notice.account_id.is_(None), Notice.account_id != actor.id),
        about,
    )


def _about(group_id: int) -> ColumnElement[bool]:
    orders = select(Order.code).where(Order.group_id == group_id)
    products = select(cast(Product.id, String)).where(Product.group_id == group_id)
    return or_(
        and_(Notice.subject_kind == "order", Notice.subject_id.in_(orders)),
        and_(Notice.subject_kind == "product", Notice.subject_id.in_(products)),
        and_(Notice.subject_kind == "group", Notice.subject_id == str(group_id)),
    )


def _row_of(notice: Notice) -> tuple:
    return notice.subject_kind, notice.subject_id, notice.account_id, notice.recipient_phone


def _named(group_id: int, rows: Iterable[list[Delivery]]) -> list[Call]:
    """Buyers by the order, the group's people by their account."""
    rows = list(rows)
    codes = {row[0].notice.subject_id for row in rows if row[0].notice.subject_kind == "order"}
    orders = {order.code: order for order in db.session.scalars(select(Order).where(Order.code.in_(codes)))} if codes else {}
    ids = {row[0].notice.account_id for row in rows} - {None}
    people = {person.id: person for person in db.session.scalars(select(Account).where(Account.id.in_(ids)))} if ids else {}
    group = db.session.get_one(Group, group_id)
    return [_call(row, orders, people, group) for row in rows]


def _call(row: list[Delivery], orders: dict[str, Order], people: dict[int, Account], group: Group) -> Call:
    notice = row[0].notice
    order, person = orders.get(notice.subject_id), people.get(notice.account_id)
    is_buyer = order is not None and not wording.is_for_group(notice)
    if is_buyer:
        name, phone = order.recipient_name, notice.recipient_phone or order.recipient_phone
    else:
        of_group = group.published.contact_phone if group.published else None
        name, phone = person.name if person else "", (person and person.phone) or notice.recipient_phone or of_group
    told, ids = [delivery.notice for delivery in row], [delivery.id for delivery in row]
    return Call(name, phone, is_buyer, notice.subject_kind, notice.subject_id, told, ids)
