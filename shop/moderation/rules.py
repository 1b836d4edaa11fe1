"""The office's own checklist: which things are looked at, by kind and category. Words once ticked stand for ever.

A rule is never rewritten: who changes one retires it and puts another in its place, so that a decision of before still says what
was ticked then. While nobody has edited the list, the one that came with the market stands.
"""

from sqlalchemy import func, select, update

from shop.audit import service as audit
from shop.catalogue.categories import SUBCATEGORIES, Category
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.codes import new_code
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.moderation.actions import ReviewAction
from shop.moderation.advice import FIELDS
from shop.moderation.first_rules import FIRST_RULES
from shop.moderation.models import ChecklistRule, SubmissionKind

LONGEST = 200
MOST = 200


def active_rules() -> list[ChecklistRule]:
    """Those that are asked, in order."""
    return [rule for rule in all_rules() if rule.retired_at is None]


def all_rules() -> list[ChecklistRule]:
    """Retired ones too; those that came with the market while nobody has edited them (their ids are then None)."""
    kept = list(db.session.scalars(select(ChecklistRule).order_by(ChecklistRule.position, ChecklistRule.id)))
    return kept or _first_rules()


def begin_editing(actor: Actor) -> None:
    """Make the list the office's own, so that each rule has an id."""
    _check(actor)
    if not db.session.scalar(select(func.count(ChecklistRule.id))):
        db.session.add_all(_first_rules())
        db.session.flush()


def add_rule(actor: Actor, **said: object) -> ChecklistRule:
    """At the end. `said`: kind, field, text, text_en, categories, subcategories, needs_serial. Raises NotAllowed, BadValue."""
    begin_editing(actor)
    if db.session.scalar(select(func.count(ChecklistRule.id)).where(ChecklistRule.retired_at.is_(None))) >= MOST:
        raise BadValue("text", "too_many")
    last = db.session.scalar(select(func.max(ChecklistRule.position))) or 0
    rule = _new(position=last + 1, **_checked(**said))
    audit.record(actor, ReviewAction.ADD_RULE, "checklist_rule", rule.id, kind=rule.kind, field=rule.field)
    return rule


def change_rule(rule_id: int, actor: Actor, **said: object) -> ChecklistRule:
    """The old one is retired, another stands where it stood. Raises NotAllowed, BadValue, LostRace where it was retired."""
    _check(actor)
    values = _checked(**said)
    position = _retire(rule_id)
    rule = _new(position=position, **values)
    audit.record(actor, ReviewAction.CHANGE_RULE, "checklist_rule", rule.id, rule=rule_id, kind=rule.kind, field=rule.field)
    return rule


def retire_rule(rule_id: int, actor: Actor) -> None:
    """Not asked any more. Raises NotAllowed, LostRace."""
    _check(actor)
    _retire(rule_id)
    audit.record(actor, ReviewAction.RETIRE_RULE, "checklist_rule", rule_id)


def restore_rule(rule_id: int, actor: Actor) -> None:
    """Asked again. Raises NotAllowed, LostRace."""
    _check(actor)
    _write(rule_id, ChecklistRule.retired_at.is_not(None), retired_at=None)
    audit.record(actor, ReviewAction.RESTORE_RULE, "checklist_rule", rule_id)


def move_up(rule_id: int, actor: Actor) -> None:
    """Before the one that stands before it among those of its kind. Raises NotAllowed, LostRace."""
    _check(actor)
    rule = db.session.get(ChecklistRule, rule_id)
    if rule is None or rule.retired_at is not None:
        raise LostRace(f"rule {rule_id}")
    there = [one for one in active_rules() if one.kind is rule.kind]
    place = next(at for at, one in enumerate(there) if one.id == rule.id)
    if place:
        other = there[place - 1]
        rule.position, other.position = other.position, rule.position
        if rule.position == other.position:
            other.position += 1
        db.session.flush()
        audit.record(actor, ReviewAction.CHANGE_RULE, "checklist_rule", rule_id, fields=["position"])


def _first_rules() -> list[ChecklistRule]:
    return [
        ChecklistRule(
            **{name: getattr(rule, name) for name in ("key", "kind", "field", "text", "text_en", "needs_serial")},
            categories=[str(one) for one in rule.categories],
            subcategories=list(rule.subcategories),
            position=position,
        )
        for position, rule in enumerate(FIRST_RULES, 1)
    ]


def _new(**values: object) -> ChecklistRule:
    rule = ChecklistRule(key=f"rule-{new_code(10).lower()}", **values)
    db.session.add(rule)
    db.session.flush()
    return rule


def _retire(rule_id: int) -> int:
    """Gives the place it had."""
    position = db.session.scalar(select(ChecklistRule.position).where(ChecklistRule.id == rule_id))
    _write(rule_id, ChecklistRule.retired_at.is_(None), retired_at=now())
    return position


def _write(rule_id: int, where, **values: object) -> None:
    wanted = update(ChecklistRule).where(ChecklistRule.id == rule_id, where).values(**values)
    if db.session.execute(wanted.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace(f"rule {rule_id}")
    db.session.expire_all()


def _checked(
    kind: str,
    field: str,
    text: str,
    text_en: str = "",
    categories: list[str] = (),
    subcategories: list[str] = (),
    needs_serial: bool = False,
) -> dict:
    if kind not in set(SubmissionKind):
        raise BadValue("kind", "unknown")
    if field not in FIELDS:
        raise BadValue("field", "unknown")
    if not set(categories) <= set(Category):
        raise BadValue("categories", "unknown")
    if not set(subcategories) <= {key for some in SUBCATEGORIES.values() for key in some}:
        raise BadValue("subcategories", "unknown")
    words = {"text": tidy(text), "text_en": tidy(text_en)}
    if not has_letter_or_digit(words["text"]):
        raise BadValue("text", "empty")
    for name, said in words.items():
        if len(said) > LONGEST:
            raise BadValue(name, "too_long")
    of_product = kind == SubmissionKind.PRODUCT
    return {
        "kind": SubmissionKind(kind),
        "field": field,
        **words,
        "categories": sorted(categories) if of_product else [],
        "subcategories": sorted(subcategories) if of_product else [],
        "needs_serial": bool(needs_serial) and of_product,
    }


def _check(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
