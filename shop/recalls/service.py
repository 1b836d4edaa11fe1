"""Record a recall, hear the group, close it, and take it back where it was a mistake: never without a trace."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.catalogue.models import Product
from shop.conversations.words import said
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now, today
from shop.kernel.database import db
from shop.kernel.outbox import enqueue
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.moderation import service as moderation
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all
from shop.recalls import telling
from shop.recalls.models import Recall
from shop.recalls.states import RecallAction, RecallStatus, ToDo, from_states

LENGTHS = {"reason": 300, "reason_en": 300, "hazard": 300, "hazard_en": 300, "batch": 120}
LONGEST_WORDS = 300


def record_recall(
    product: Product,
    actor: Actor,
    *,
    sold_from: date | None,
    sold_until: date | None,
    todo: Iterable[str],
    **texts: str,
) -> Recall:
    """Take the product down at once, where it is not down already; its buyers of these days are told after the commit.

    `texts`: those of LENGTHS. Raises NotAllowed, BadValue (reason, hazard, batch, sold_from, sold_until, todo), LostRace.
    """
    _must_decide(actor)
    if product.published_revision_id is None:
        raise BadValue("product", "unknown")
    values = _checked(texts, sold_from, sold_until, todo)
    group = db.session.get_one(Group, product.group_id)
    is_in_view = product.suspended_at is None
    recall = Recall(
        product_id=product.id,
        group_id=product.group_id,
        title=product.title,
        title_en=product.title_en,
        group_name=groups.name_of(group),
        group_name_en=group.name_en or "",
        suspended=is_in_view,
        recalled_by=actor.id,
        **values,
    )
    if is_in_view:
        moderation.suspend_product(product, actor, values["reason"])
    db.session.add(recall)
    db.session.flush()
    audit.record(actor, RecallAction.RECORD, "recall", recall.id, group_id=recall.group_id, product=product.id)
    told = {"recall_id": recall.id, "product_title": recall.title, "reason": recall.reason}
    tell_all(groups.recipients_of(recall.group_id), NoticeKind.RECALL_RECORDED, **told)
    enqueue(telling.TELL, {"recall_id": recall.id, "after": 0})
    return recall


def answer(recall: Recall, words: str, actor: Actor) -> None:
    """The group tells its side, once. Raises NotAllowed, BadValue (words), LostRace."""
    check_may(actor, Permission.PRODUCT_EDIT, recall.group_id)
    kept = said(words)
    _move(recall, RecallAction.ANSWER, Recall.answered_at.is_(None), answer=kept, answered_at=now(), answered_by=actor.id)
    audit.record(actor, RecallAction.ANSWER, "recall", recall.id, group_id=recall.group_id)


def close(recall: Recall, outcome: str, actor: Actor, outcome_en: str = "", *, back_on_sale: bool = False) -> None:
    """How it ended, for everybody. `back_on_sale`: what it took down may be bought again.

    Raises NotAllowed, BadValue (outcome), LostRace.
    """
    _must_decide(actor)
    values = {"outcome": _words("outcome", outcome), "outcome_en": _words("outcome_en", outcome_en, required=False)}
    ended = {"status": RecallStatus.CLOSED, "ended_at": now(), "ended_by": actor.id}
    _move(recall, RecallAction.CLOSE, **values, **ended)
    audit.record(actor, RecallAction.CLOSE, "recall", recall.id, group_id=recall.group_id)
    if back_on_sale:
        _put_back(recall, actor)
    _tell_group(recall, values["outcome"])


def reverse(recall: Recall, correction: str, actor: Actor, correction_en: str = "") -> None:
    """It was a mistake: the page says so for good, the product comes back, and who was told of it is told this.

    Raises NotAllowed, BadValue (correction), LostRace.
    """
    _must_decide(actor)
    values = {"correction": _words("correction", correction)}
    values["correction_en"] = _words("correction_en", correction_en, required=False)
    ended = {"status": RecallStatus.REVERSED, "ended_at": now(), "ended_by": actor.id}
    _move(recall, RecallAction.REVERSE, **values, **ended)
    audit.record(actor, RecallAction.REVERSE, "recall", recall.id, group_id=recall.group_id)
    _put_back(recall, actor)
    _tell_group(recall, values["correction"])
    enqueue(telling.CORRECT, {"recall_id": recall.id})


def _put_back(recall: Recall, actor: Actor) -> None:
    """What a recall took down, and no other recall keeps down: a suspension from before or after them stands."""
    of_it = Recall.product_id == recall.product_id
    product = db.session.get_one(Product, recall.product_id, populate_existing=True)
    if product.suspended_at is None:
        return
    took_down = select(Recall.id).where(of_it, Recall.suspended, Recall.recalled_at >= product.suspended_at)
    standing = select(Recall.id).where(of_it, Recall.status == RecallStatus.STANDING)
    if db.session.scalar(took_down.limit(1)) is not None and db.session.scalar(standing.limit(1)) is None:
        moderation.reinstate_product(product, actor)


def _tell_group(recall: Recall, words: str) -> None:
    told = {"recall_id": recall.id, "product_title": recall.title, "words": words}
    tell_all(groups.recipients_of(recall.group_id), NoticeKind.RECALL_ENDED, **told)


def _move(recall: Recall, action: RecallAction, *also, **values: object) -> None:
    """Raises LostRace where it has moved on."""
    here = (Recall.id == recall.id, Recall.status.in_(from_states(action)), *also)
    moved = update(Recall).where(*here).values(**values).execution_options(synchronize_session=False)
    if db.session.execute(moved).rowcount != 1:
        raise LostRace
    db.session.refresh(recall)


def _must_decide(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)


def _checked(texts: dict[str, str], sold_from: date | None, sold_until: date | None, todo: Iterable[str]) -> dict:
    values: dict = {name: tidy(texts.get(name) or "") for name in LENGTHS}
    if not has_letter_or_digit(values["reason"]):
        raise BadValue("reason", "empty")
    for name, longest in LENGTHS.items():
        if len(values[name]) > longest:
            raise BadValue(name, "too_long")
    if sold_from is None:
        raise BadValue("sold_from", "empty")
    sold_until = sold_until or today()
    if sold_until < sold_from:
        raise BadValue("sold_until", "before_start")
    if sold_until > today():
        raise BadValue("sold_until", "ahead")
    given = set(todo)
    if given - set(ToDo):
        raise BadValue("todo", "unknown")
    if not given:
        raise BadValue("todo", "empty")
    return values | {"sold_from": sold_from, "sold_until": sold_until, "todo": [one.value for one in ToDo if one in given]}


def _words(field: str, words: str, *, required: bool = True) -> str:
    kept = tidy(words)
    if required and not has_letter_or_digit(kept):
        raise BadValue(field, "empty")
    if len(kept) > LONGEST_WORDS:
        raise BadValue(field, "too_long")
    return kept
