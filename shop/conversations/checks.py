"""What must be true of questions at any moment: asked by `doctor`."""

from sqlalchemy import or_, select

from shop.catalogue.models import Product
from shop.conversations.message_photos import message_photos
from shop.conversations.models import Question
from shop.conversations.states import QuestionStatus
from shop.kernel.database import db
from shop.kernel.erased import AT_REQUEST

MOST_SHOWN = 20


def questions_are_whole() -> list[str]:
    """One is asked of the group whose product it is about, by somebody who can be told; one answered has its answer."""
    is_answered = Question.status != QuestionStatus.WAITING
    nobody_to_tell = Question.account_id.is_(None) & Question.asker_email.is_(None) & Question.asker_phone.is_(None)
    wrong = or_(
        Product.group_id != Question.group_id,
        is_answered & (Question.answer == ""),
        (Question.words != AT_REQUEST) & nobody_to_tell,
    )
    asked = select(Question.id).join(Product, Product.id == Question.product_id).where(wrong)
    return [f"question {number} is not whole" for number in db.session.scalars(asked.limit(MOST_SHOWN))]


def photos_have_their_files() -> list[str]:
    return [f"{key} is missing" for key in message_photos.missing_files()]


CHECKS = {"questions": questions_are_whole}
