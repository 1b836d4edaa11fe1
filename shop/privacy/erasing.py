"""All that one person wrote in the market, found again so that it can be erased, a piece or all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, update

from shop.audit import service as audit
from shop.conversations import erasing as conversations
from shop.conversations.models import OrderMessage, Question
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db
from shop.kernel.erased import AT_REQUEST, ERASED
from shop.kernel.refusals import NotAllowed
from shop.kernel.secrets import vault
from shop.orders.models import Order, OrderLine, Purchase
from shop.orders.returns.states import Side
from shop.people.identifier import Identifier
from shop.people.queries import account_by_identifier
from shop.reports.models import Report
from shop.reports.states import CaseAction
from shop.reviews import erasing as reviews
from shop.reviews.models import Review, ReviewAnswer
from shop.wholesale import erasing as wholesale
from shop.wholesale.models import WholesaleRequest

GONE = (*ERASED, "")


@dataclass(frozen=True)
class Person:
    """By their account, and by addresses known to be theirs (in normal form): what a guest wrote is found by these."""

    account_id: int | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def names(self) -> list[str]:
        account = f"account {self.account_id}" if self.account_id is not None else None
        return [name for name in (account, self.email, self.phone) if name]


@dataclass(frozen=True)
class Piece:
    """`kind`: a key of KINDS."""

    kind: str
    id: int
    words: str
    at: datetime


def person_of_identifier(given: Identifier) -> Person:
    """Who an official has before them, with their number or address seen to be theirs."""
    account = account_by_identifier(given)
    return Person(account.id if account else None, given.email, given.phone)


def pieces_of(person: Person) -> list[Piece]:
    """What is not erased yet, the newest first."""
    found = [Piece(kind, *row) for kind, ask in ASKED.items() for row in db.session.execute(ask(person))]
    return sorted(found, key=lambda piece: piece.at, reverse=True)


def own_piece(kind: str, of_id: int, person: Person) -> Piece | None:
    return next((piece for piece in pieces_of(person) if (piece.kind, piece.id) == (kind, of_id)), None)


def piece_by_id(kind: str, of_id: int) -> Piece | None:
    """Anybody's, for who erases at another's request."""
    if kind not in KINDS:
        return None
    table = KINDS[kind][0]
    row = db.session.execute(_standing(kind).where(table.id == of_id)).one_or_none()
    return Piece(kind, *row) if row else None


def erase_piece(kind: str, of_id: int, actor: Actor) -> bool:
    """Whether there was something. Raises NotAllowed."""
    table, _words, _at, erase = KINDS[kind]
    thing = db.session.get(table, of_id)
    return thing is not None and erase(thing, actor)


def erase_all(person: Person, actor: Actor) -> int:
    """How many pieces. By the person themselves, or who does it at their request. Raises NotAllowed."""
    if not (actor.can(Permission.WORDS_ERASE) or (actor.id is not None and actor.id == person.account_id)):
        raise NotAllowed(Permission.WORDS_ERASE)
    return sum(erase_piece(piece.kind, piece.id, actor) for piece in pieces_of(person))


def _erase_report(voice: Report, actor: Actor) -> bool:
    if not (actor.can(Permission.WORDS_ERASE) or (actor.id is not None and voice.account_id == actor.id)):
        raise NotAllowed(Permission.WORDS_ERASE)
    stands = update(Report).where(Report.id == voice.id, Report.words.not_in(GONE))
    gone = stands.values(words=AT_REQUEST, contact_email=None, contact_phone=None)
    if db.session.execute(gone.execution_options(synchronize_session=False)).rowcount != 1:
        return False
    audit.record(actor, CaseAction.ERASE, "report_case", voice.case_id, group_id=voice.case.group_id)
    return True


def _questions(person: Person) -> Select:
    asker = Question.asker_fingerprint.in_(_fingerprints("asker", person))
    return _standing("question").where(_or_account(Question.account_id, person, asker))


def _messages(person: Person) -> Select:
    asked = _standing("message").join(Order, Order.id == OrderMessage.order_id).join(Order.purchase)
    by_guest = (OrderMessage.side == Side.BUYER) & OrderMessage.account_id.is_(None) & _bought(person)
    return asked.where(_or_account(OrderMessage.account_id, person, by_guest))


def _reviews(person: Person) -> Select:
    return _standing("review").join(Review.line).join(OrderLine.order).join(Order.purchase).where(_bought(person))


def _reports(person: Person) -> Select:
    voice = Report.reporter_fingerprint.in_(_fingerprints("reporter", person))
    return _standing("report").where(_or_account(Report.account_id, person, voice))


def _requests(person: Person) -> Select:
    asker = WholesaleRequest.asker_fingerprint.in_(_fingerprints("wholesale", person))
    return _standing("wholesale").where(_or_account(WholesaleRequest.account_id, person, asker))


def _standing(kind: str) -> Select:
    table, words, at, _erase = KINDS[kind]
    beside = BESIDE_WORDS.get(kind)
    says = words.not_in(GONE) if beside is None else or_(words.not_in(GONE), beside)
    return select(table.id, words, at).where(says)


def _bought(person: Person) -> ColumnElement[bool]:
    """Their own orders. A number typed by somebody with another account is not believed."""
    given = [column == value for column, value in ((Purchase.phone, person.phone), (Purchase.email, person.email)) if value]
    by_guest = Purchase.account_id.is_(None) & or_(*given) if given else Purchase.id.is_(None)
    return _or_account(Purchase.account_id, person, by_guest)


def _or_account(column: object, person: Person, other: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(other, column == person.account_id) if person.account_id is not None else other


def _fingerprints(purpose: str, person: Person) -> list[str]:
    return [one for name in person.names for one in vault.fingerprints(purpose, name)]


# What it is: its table, the column of its words, when it was written, and the verb that erases it.
KINDS: dict[str, tuple[type, object, object, Callable]] = {
    "question": (Question, Question.words, Question.asked_at, conversations.erase_question),
    "answer": (Question, Question.answer, Question.answered_at, conversations.erase_answer),
    "message": (OrderMessage, OrderMessage.words, OrderMessage.sent_at, conversations.erase_message),
    "review": (Review, Review.words, Review.written_at, reviews.erase_review),
    "review_answer": (ReviewAnswer, ReviewAnswer.words, ReviewAnswer.written_at, reviews.erase_review_answer),
    "wholesale": (WholesaleRequest, WholesaleRequest.words, WholesaleRequest.asked_at, wholesale.erase_request),
    "report": (Report, Report.words, Report.reported_at, _erase_report),
}
# What is a person's own where there are no words.
BESIDE_WORDS = {"message": OrderMessage.photos.any(), "review": or_(Review.name != "", Review.photos.any())}
ASKED = {"question": _questions, "message": _messages, "review": _reviews, "report": _reports, "wholesale": _requests}
