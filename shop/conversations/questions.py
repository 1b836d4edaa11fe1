"""Ask a group about a product; answer, correct, take down: each once, however many click."""

from datetime import timedelta

from sqlalchemy import func, select, update

from shop.audit import service as audit
from shop.catalogue.models import Product
from shop.conversations import notify
from shop.conversations.models import Question
from shop.conversations.states import TRANSITIONS, QuestionAction, QuestionStatus
from shop.conversations.words import form_digest, said
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.kernel.secrets import vault
from shop.kernel.thai import tidy
from shop.notices.service import Recipient
from shop.people import throttle

MOST_WAITING = 2  # of one asker, about one product
MOST_PER_PRODUCT = 40  # a day, of all askers
LONGEST_NAME = 40
LONGEST_REASON = 300
A, S = QuestionAction, QuestionStatus


class TooManyWaiting(Refusal):
    """They have asked about this product already, and the group has not answered yet."""


class TooManyToday(Refusal):
    """So many have asked about this product today that the group could not answer more."""


class OwnProduct(Refusal):
    """The group's people do not ask themselves."""


def ask(
    product: Product,
    asker: Recipient,
    words: str,
    actor: Actor,
    *,
    token: str = "",
    name: str = "",
    wants_private: bool = False,
    is_sure: bool = False,
    address: str | None = None,
) -> Question:
    """Ask about a product that is on sale. `asker`: where the answer goes; `address`: where the request came from.

    A form sent twice asks once. Raises BadValue, OwnProduct, TooManyWaiting, TooManyToday, TooManyTries.
    """
    db.session.execute(select(Product.id).where(Product.id == product.id).with_for_update())  # one asks after the other
    which = form_digest(token)
    if sent := db.session.scalar(select(Question).where(Question.form_digest == which)):
        return sent
    if actor.group_id == product.group_id:
        raise OwnProduct
    kept = said(words, is_sure=is_sure)
    who = _asker_fingerprint(asker)
    throttle.take_try("question", who, address)
    _check_room(product.id, who)
    question = Question(
        product_id=product.id,
        group_id=product.group_id,
        account_id=asker.account_id,
        asker_email=None if asker.account_id else asker.email,
        asker_phone=None if asker.account_id else asker.phone,
        asker_fingerprint=who,
        asker_name=tidy(name)[:LONGEST_NAME],
        locale=asker.locale,
        form_digest=which,
        link_key=new_key(),
        wants_private=wants_private,
        words=kept,
    )
    db.session.add(question)
    db.session.flush()
    audit.record(actor, A.ASK, "question", question.id, group_id=product.group_id, product=product.id)
    notify.group_of_question(question)
    return question


def answer(question: Question, words: str, actor: Actor, *, is_public: bool, is_sure: bool = False) -> None:
    """The group answers, for all or for the asker alone. Raises NotAllowed, BadValue, LostRace."""
    check_may(actor, Permission.PRODUCT_EDIT, question.group_id)
    kept = said(words, is_sure=is_sure)
    if is_public and question.wants_private:
        raise BadValue("shown_to", "asked_private")
    to = S.PUBLIC if is_public else S.PRIVATE
    _move(question, A.ANSWER, to, answer=kept, answered_at=now(), answered_by=actor.id)
    audit.record(actor, A.ANSWER, "question", question.id, group_id=question.group_id, to=str(to))
    notify.asker_of_answer(question)


def correct(question: Question, words: str, actor: Actor, *, is_sure: bool = False) -> None:
    """The group puts its public answer right. Raises NotAllowed, BadValue, LostRace."""
    check_may(actor, Permission.PRODUCT_EDIT, question.group_id)
    kept = said(words, is_sure=is_sure)
    _move(question, A.CORRECT, S.PUBLIC, answer=kept, corrected_at=now())
    audit.record(actor, A.CORRECT, "question", question.id, group_id=question.group_id)


def take_down(question: Question, actor: Actor, reason: str) -> None:
    """An official takes a public question and its answer away; both sides are told why. Raises NotAllowed, BadValue, LostRace."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed
    kept = said(reason, field="reason")
    if len(kept) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    _move(question, A.TAKE_DOWN, S.TAKEN_DOWN, take_down_reason=kept, taken_down_at=now(), taken_down_by=actor.id)
    audit.record(actor, A.TAKE_DOWN, "question", question.id, group_id=question.group_id)
    notify.both_of_take_down(question)


def _move(question: Question, action: QuestionAction, to: QuestionStatus, **values: object) -> None:
    """Raises LostRace where it has moved on, or cannot go there."""
    froms = [status for (status, step), goals in TRANSITIONS.items() if step is action and to in goals]
    here = update(Question).where(Question.id == question.id, Question.status.in_(froms))
    if db.session.execute(here.values(status=to, **values)).rowcount != 1:
        raise LostRace
    db.session.refresh(question)


def _check_room(product_id: int, who: str) -> None:
    about = select(func.count(Question.id)).where(Question.product_id == product_id)
    waiting = about.where(Question.asker_fingerprint == who, Question.status == S.WAITING)
    if db.session.scalar(waiting) >= MOST_WAITING:
        raise TooManyWaiting
    if db.session.scalar(about.where(Question.asked_at > now() - timedelta(days=1))) >= MOST_PER_PRODUCT:
        raise TooManyToday


def _asker_fingerprint(asker: Recipient) -> str:
    return vault.fingerprint("asker", f"account {asker.account_id}" if asker.account_id else str(asker.email or asker.phone))
