"""Take a person's words out of what was said, at their request: that something stood there stays."""

from sqlalchemy import or_, update

from shop.audit import service as audit
from shop.conversations.message_photos import message_photos
from shop.conversations.models import MessagePhoto, OrderMessage, Question
from shop.conversations.states import MessageAction, QuestionAction, QuestionStatus
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.erased import AT_REQUEST, ERASED
from shop.kernel.refusals import NotAllowed
from shop.orders.models import Order


def erase_question(question: Question, actor: Actor) -> bool:
    """With its asker's name and address; one that waited needs no answer any more. Whether there was any. Raises NotAllowed."""
    _check(actor, question.account_id)
    gone: dict[str, object] = {"words": AT_REQUEST, "asker_name": "", "asker_email": None, "asker_phone": None}
    if not _written(Question, question.id, Question.words.not_in(ERASED), gone):
        return False
    unanswered = {"status": QuestionStatus.PRIVATE, "answer": AT_REQUEST, "answered_at": now(), "answered_by": actor.id}
    _written(Question, question.id, Question.status == QuestionStatus.WAITING, unanswered)
    db.session.refresh(question)
    audit.record(actor, QuestionAction.ERASE, "question", question.id, group_id=question.group_id)
    return True


def erase_answer(question: Question, actor: Actor) -> bool:
    """What the group answered. Raises NotAllowed."""
    _check(actor, question.answered_by)
    stands = Question.answer.not_in((*ERASED, ""))
    if not _written(Question, question.id, stands, {"answer": AT_REQUEST}):
        return False
    db.session.refresh(question)
    audit.record(actor, QuestionAction.ERASE_ANSWER, "question", question.id, group_id=question.group_id)
    return True


def erase_message(message: OrderMessage, actor: Actor) -> bool:
    """Raises NotAllowed."""
    _check(actor, message.account_id)
    left = or_(OrderMessage.words.not_in(ERASED), OrderMessage.photos.any())
    if not _written(OrderMessage, message.id, left, {"words": AT_REQUEST}):
        return False
    message_photos.erase(MessagePhoto.message_id == message.id)
    order = db.session.get_one(Order, message.order_id)
    audit.record(actor, MessageAction.ERASE, "order", order.code, group_id=order.group_id)
    return True


def _check(actor: Actor, writer_id: int | None) -> None:
    """The writer, or who does it for them."""
    if not (actor.can(Permission.WORDS_ERASE) or (actor.id is not None and actor.id == writer_id)):
        raise NotAllowed(Permission.WORDS_ERASE)


def _written(table: type, of_id: int, stands: object, values: dict) -> bool:
    changed = update(table).where(table.id == of_id, stands).values(**values)
    return db.session.execute(changed.execution_options(synchronize_session=False)).rowcount == 1
