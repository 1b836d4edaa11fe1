"""What is said, for tests: a question asked of a product's group, and its answer; a photo shown with a message."""

from itertools import count

from shop.catalogue.models import Product
from shop.conversations import questions
from shop.conversations.message_photos import message_photos
from shop.conversations.models import MessagePhoto, OrderMessage, Question
from shop.kernel.access import GUEST, Actor, Role
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.notices.service import Recipient
from shop.orders.models import Order
from shop.orders.returns.states import Side
from shop.people.models import Account
from shop.people.queries import recipient_of
from tests.factories.orders import group_actor

_numbers = count(1)


def given_a_question(product: Product, words: str = "เก็บได้กี่วันคะ", account: Account | None = None, **more: object) -> Question:
    """By a guest of their own each time, unless `account` asks."""
    asker = recipient_of(account) if account else Recipient(email=f"asker{next(_numbers)}@example.com")
    actor = Actor(account.id, frozenset({Role.BUYER})) if account else GUEST
    number = next(_numbers)
    address = f"10.{number // 256}.{number % 256}.1"  # so many from one place would be stopped
    return questions.ask(product, asker, words, actor, is_sure=True, address=address, **more)


def given_an_answer(question: Question, words: str = "เก็บได้ 7 วันค่ะ", is_public: bool = True) -> Question:
    questions.answer(question, words, group_actor(question.group_id), is_public=is_public, is_sure=True)
    return question


def given_a_message_photo(order: Order, side: Side = Side.BUYER) -> MessagePhoto:
    """Of a message without words, prepared."""
    message = OrderMessage(order_id=order.id, side=side, form_digest=new_key(), words="")
    db.session.add(message)
    db.session.flush()
    photo = MessagePhoto(message_id=message.id, key=new_key(), widths=[320])
    db.session.add(photo)
    db.session.flush()
    storage.put(message_photos.file_key(photo.key, 320), b"RIFF....WEBP")
    return photo


def given_a_message(
    order: Order, side: Side = Side.GROUP, words: str = "ส่งพรุ่งนี้นะคะ", account_id: int | None = None
) -> OrderMessage:
    message = OrderMessage(order_id=order.id, side=side, words=words, account_id=account_id, form_digest=new_key())
    db.session.add(message)
    db.session.flush()
    return message
