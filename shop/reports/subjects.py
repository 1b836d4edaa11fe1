"""What is reported, wherever it stands: what everybody may see of it, whose it is, and what it is called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shop.catalogue.models import Product
from shop.conversations.models import OrderMessage, Question
from shop.conversations.states import QuestionStatus
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.database import db
from shop.orders.models import Order
from shop.orders.returns.states import Side
from shop.reports.models import ReportCase
from shop.reports.states import SubjectKind
from shop.reviews.models import Review, Standing

K = SubjectKind
PUBLIC = (K.PRODUCT, K.GROUP, K.QUESTION, K.REVIEW)
Thing = Product | Group | Question | Review | OrderMessage


@dataclass(frozen=True)
class Subject:
    """`title`, `title_en`: the product's or the group's name, or an order's code; never anybody's words."""

    kind: SubjectKind
    id: int
    group_id: int
    title: str
    title_en: str
    thing: Thing
    place_id: int | str  # of the product, the slug of the group, the code of the order: where it is looked at


def public_subject(kind: str, subject_id: int) -> Subject | None:
    """What everybody can see now."""
    if kind not in PUBLIC:
        return None
    subject = subject_of(SubjectKind(kind), subject_id)
    return subject if subject and is_public(subject) else None


def message_subject(order: Order, message_id: int, reader: Side) -> Subject | None:
    """What the other side wrote to this one."""
    message = db.session.get(OrderMessage, message_id)
    if message is None or message.order_id != order.id or message.side is reader:
        return None
    return subject_of(K.MESSAGE, message_id)


def subject_of_case(case: ReportCase) -> Subject | None:
    return subject_of(case.subject_kind, case.subject_id)


def subjects_of_cases(cases: Iterable[ReportCase]) -> dict[int, Subject]:
    """By case, of those that are still there: one question a kind, however many there are."""
    ids: dict[SubjectKind, set[int]] = defaultdict(set)
    for case in cases:
        ids[case.subject_kind].add(case.subject_id)
    found = {(kind, one.id): one for kind, wanted in ids.items() for one in _subjects(kind, wanted)}
    return {case.id: found[key] for case in cases if (key := (case.subject_kind, case.subject_id)) in found}


def _subjects(kind: SubjectKind, ids: set[int]) -> list[Subject]:
    if kind is K.GROUP:
        return [_of_group(group) for group in db.session.scalars(select(Group).where(Group.id.in_(ids)))]
    if kind is K.MESSAGE:
        asked = select(OrderMessage, Order).join(Order, Order.id == OrderMessage.order_id).where(OrderMessage.id.in_(ids))
        return [_of_message(message, order) for message, order in db.session.execute(asked)]
    if kind is K.PRODUCT:
        return [_of_product(kind, one, one) for one in db.session.scalars(select(Product).where(Product.id.in_(ids)))]
    table = {K.QUESTION: Question, K.REVIEW: Review}[kind]
    things = db.session.scalars(select(table).where(table.id.in_(ids)).options(joinedload(table.product)))
    return [_of_product(kind, thing.product, thing) for thing in things]


def subject_of(kind: SubjectKind, subject_id: int) -> Subject | None:
    """Whether or not buyers see it."""
    if kind is K.GROUP:
        group = db.session.get(Group, subject_id)
        return group and _of_group(group)
    if kind is K.MESSAGE:
        found = db.session.execute(_message(subject_id)).one_or_none()
        return found and _of_message(found.OrderMessage, found.Order)
    product, thing = _product_and_thing(kind, subject_id)
    if product is None or thing is None:
        return None
    return _of_product(kind, product, thing)


def _of_group(group: Group) -> Subject:
    return Subject(K.GROUP, group.id, group.id, group.name or "", group.name_en or "", group, group.slug)


def _of_message(message: OrderMessage, order: Order) -> Subject:
    return Subject(K.MESSAGE, message.id, order.group_id, order.code, "", message, order.code)


def _of_product(kind: SubjectKind, product: Product, thing: Thing) -> Subject:
    return Subject(kind, thing.id, product.group_id, product.title or "", product.title_en or "", thing, product.id)


def is_public(subject: Subject) -> bool:
    """Whether it is there for everybody to see, so that it could be taken down."""
    thing = subject.thing
    if isinstance(thing, Product):
        return thing.is_listed
    if isinstance(thing, Group):
        return thing.status is GroupStatus.APPROVED
    if isinstance(thing, Question):
        return thing.status is QuestionStatus.PUBLIC and thing.product.is_listed
    return isinstance(thing, Review) and thing.status is Standing.APPROVED and thing.product.is_listed


def author_of(subject: Subject) -> int | None:
    """The account whose words it is."""
    thing = subject.thing
    if isinstance(thing, Review):
        return thing.line.order.purchase.account_id
    return thing.account_id if isinstance(thing, Question | OrderMessage) else None


def _product_and_thing(kind: SubjectKind, subject_id: int) -> tuple[Product | None, Thing | None]:
    if kind is K.PRODUCT:
        product = db.session.get(Product, subject_id)
        return product, product
    table = {K.QUESTION: Question, K.REVIEW: Review}[kind]
    thing = db.session.scalar(select(table).where(table.id == subject_id).options(joinedload(table.product)))
    return (thing.product, thing) if thing else (None, None)


def _message(message_id: int):
    return select(OrderMessage, Order).join(Order, Order.id == OrderMessage.order_id).where(OrderMessage.id == message_id)
