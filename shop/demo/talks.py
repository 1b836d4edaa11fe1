"""What the demonstration's people asked group@demo.example and wrote about an order: answered, private, and waiting."""

from datetime import timedelta

from sqlalchemy import exists, select

from shop.catalogue.models import Product
from shop.conversations import order_messages, questions
from shop.conversations.message_photos import message_photos
from shop.conversations.models import Question
from shop.demo import people, sellers
from shop.demo.buyers import MAIN
from shop.demo.history import back_then, days_ago
from shop.demo.pictures import draw
from shop.demo.reading import PREFIX
from shop.evidence.photos import StoredPhoto
from shop.groups.models import Group
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.notices.service import Recipient
from shop.orders.models import Order
from shop.orders.states import OrderStatus

HOUR = timedelta(hours=1)
# How many days ago, by whose name (empty: the buyer who can sign in), the question, its answer, whether for all.
ASKED = (
    (9, "มาลี", "แกะถุงแล้วเก็บได้นานไหมคะ", "ปิดถุงให้สนิทเก็บในตู้เย็นได้ประมาณ 2 สัปดาห์ค่ะ", True),
    (5, "", "ซื้อ 20 ถุงเป็นของฝาก จัดใส่กล่องให้ได้ไหม", "ได้ค่ะ บอกในช่องหมายเหตุตอนสั่งได้เลย ไม่คิดเพิ่ม", True),
    (3, "", "คุณพ่อแพ้กุ้ง กินได้ไหมคะ", "สูตรนี้ไม่มีกุ้ง แต่ใช้ครัวเดียวกับที่ทำกะปิค่ะ ถ้าแพ้มากไม่แนะนำค่ะ", False),
    (1, "สุดา", "รสนี้เผ็ดมากไหมคะ เด็กกินได้หรือเปล่า", "", True),
    (0, "", "มีขนาดเล็กกว่านี้ไหมครับ", "", True),
)
WRITTEN = (
    (Role.BUYER, "ฝากห่อกันกระแทกเพิ่มหน่อยนะคะ จะเอาไปฝากผู้ใหญ่"),
    (Role.GROUP_OWNER, "ได้ค่ะ ห่อให้สองชั้นเลย"),
    (Role.BUYER, "ขอบคุณมากค่ะ"),
)


def is_missing() -> bool:
    return not db.session.scalar(select(exists(select(Question.id))))


def add() -> None:
    """Once, in one transaction; the photo of the group's message is stored before it."""
    wrapped = message_photos.store(draw("bag", 3))
    with transaction():
        group = db.session.scalars(select(Group).where(Group.import_key == PREFIX + MAIN)).first()
        listed = select(Product).where(Product.group_id == group.id, Product.is_listed).order_by(Product.id)
        products = list(db.session.scalars(listed.limit(2)))
        for number, asked in enumerate(ASKED if products else ()):
            _ask(products[number % len(products)], f"demo question number {number}", *asked)
        _write(group.id, wrapped)


def _ask(product: Product, token: str, days: int, name: str, words: str, answer: str, is_public: bool) -> None:
    buyer = people.actor_of("buyer")
    asker = Recipient(email=f"asker-{days}@{people.DOMAIN}") if name else Recipient(buyer.id, f"buyer@{people.DOMAIN}")
    who = Actor() if name else buyer
    with back_then(days_ago(days, 9)):
        private = not is_public
        question = questions.ask(product, asker, words, who, token=token, name=name, wants_private=private)
    if answer:
        with back_then(days_ago(days, 9) + 2 * HOUR):
            questions.answer(question, answer, sellers.actor_at(product.group_id), is_public=is_public)


def _write(group_id: int, wrapped: StoredPhoto) -> None:
    waiting = select(Order).where(Order.group_id == group_id, Order.status == OrderStatus.ACCEPTED)
    order = db.session.scalars(waiting.order_by(Order.id.desc()).limit(1)).first()
    if order is None:
        return
    buyer = Actor(order.purchase.account_id, frozenset({Role.BUYER}))
    for number, (role, words) in enumerate(WRITTEN):
        actor = buyer if role is Role.BUYER else sellers.actor_at(group_id)
        with back_then(max(order.accepted_at, days_ago(0, 8)) + number * timedelta(seconds=20)):
            if number:
                order_messages.mark_read(order, actor)
            photos = () if role is Role.BUYER else (wrapped,)
            order_messages.send(order, words, actor, token=f"demo message number {number}", photos=photos)
