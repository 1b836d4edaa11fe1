"""What the demonstration's buyers say of what they received: most is on the products' pages, two wait for an official.

And what the one who can be signed in keeps an eye on.
"""

from datetime import timedelta

from sqlalchemy import case, exists, func, select

from shop.catalogue.models import Product
from shop.demo import people, sellers
from shop.demo.history import back_then, days_ago
from shop.favourites import service as favourites
from shop.favourites.models import Wish
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.orders.models import Order, OrderLine
from shop.orders.states import OrderStatus
from shop.reviews import deciding, service
from shop.reviews.models import Review

DAY = timedelta(days=1)
SAID = (
    (5, "อร่อยเหมือนที่แม่ทำ แพ็กมาแน่นหนา ไม่มีหกเลยค่ะ", True, "ขอบคุณมากค่ะ รอบหน้าจะแถมพริกแห้งไปให้ลองนะคะ"),
    (5, "", False, ""),
    (4, "ของดี แต่ส่งช้าไปหน่อย", False, "ขอโทษด้วยค่ะ ช่วงนั้นฝนตก ตากของไม่แห้ง"),
    (5, "ซื้อซ้ำรอบที่สามแล้ว คนที่บ้านชอบ", False, ""),
    (3, "รสจัดไปนิดสำหรับเด็ก", False, "มีสูตรเผ็ดน้อยด้วยค่ะ สั่งโดยเขียนบอกไว้ได้เลย"),
    (4, "", False, ""),
    (5, "งานละเอียด สวยกว่าในรูป", True, ""),
)
WAITING = ((5, "ห่อของขวัญสวยมาก คนรับดีใจ", True), (2, "ฝาปิดไม่แน่น โทรคุยกับฉันได้ที่ 081-234-5678", False))


def is_missing() -> bool:
    """What is added last is not there."""
    return not db.session.scalar(select(exists(select(Wish.account_id))))


def add() -> None:
    """Once: one review after another, each in its own transaction, of the orders that arrived longest ago but can be reviewed."""
    lines = _received(len(SAID) + len(WAITING))
    kept = set(db.session.scalars(select(Review.order_line_id)))  # of a load that was killed
    db.session.rollback()
    for line_id, (stars, words, with_name, answer) in zip(lines, SAID, strict=False):
        if line_id not in kept:
            _say(line_id, stars, words, with_name, answer)
    for line_id, (stars, words, with_name) in zip(lines[len(SAID) :], WAITING, strict=False):
        if line_id in kept:
            continue
        with transaction(), back_then(days_ago(1, 9)):
            line = db.session.get_one(OrderLine, line_id)
            service.write(line, stars, words, with_name, [], _buyer_of(line))
    _keep_an_eye()


def _keep_an_eye() -> None:
    """A buyer follows the group that can be signed in to, and wishes for the newest product of each of three others."""
    buyer = people.actor_of("buyer").id
    newest = select(func.max(Product.id)).where(Product.is_listed).group_by(Product.group_id).order_by(Product.group_id).limit(3)
    with transaction(), back_then(days_ago(6)):
        favourites.follow(db.session.get_one(Group, _ours()), buyer)
        for product in db.session.scalars(select(Product).where(Product.id.in_(newest))).all():
            favourites.wish(product, buyer)


def _ours() -> int:
    """The group of group@demo.example."""
    return groups.memberships_of(people.actor_of("group").id)[0].group_id


def _received(most: int) -> list[int]:
    """Those of the group that can be signed in to come first."""
    is_ours = case((Order.group_id == _ours(), 0), else_=1)
    asked = select(OrderLine.id).join(OrderLine.order)
    asked = asked.where(Order.status == OrderStatus.RECEIVED, Order.received_at.between(now() - 80 * DAY, now() - 4 * DAY))
    asked = asked.where(OrderLine.returned_quantity + OrderLine.cancelled_quantity < OrderLine.quantity)
    found = list(db.session.scalars(asked.order_by(is_ours, Order.received_at, OrderLine.id).limit(most)))
    db.session.rollback()
    return found


def _say(line_id: int, stars: int, words: str, with_name: bool, answer: str) -> None:
    commerce = people.actor_of("commerce")
    with transaction():
        line = db.session.get_one(OrderLine, line_id)
        moment = line.order.received_at + DAY
        with back_then(moment):
            review = service.write(line, stars, words, with_name, [], _buyer_of(line))
        if words or with_name:
            with back_then(moment + DAY):
                deciding.decide_review(review.id, review.number, None, commerce)
        if answer:
            with back_then(moment + DAY * 1.2):
                service.answer(review, answer, sellers.actor_at(review.group_id))
            with back_then(moment + DAY * 1.5):
                deciding.decide_answer(review.answer.id, review.answer.number, None, commerce)


def _buyer_of(line: OrderLine) -> Actor:
    return Actor(line.order.purchase.account_id, frozenset({Role.BUYER}))
