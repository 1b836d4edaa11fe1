"""What an official looks at with her own eyes, by what it is: keys of the checklist, each with the field it is about."""

from typing import NamedTuple

from shop.catalogue.categories import Category
from shop.catalogue.models import ProductRevision, StandardKind
from shop.moderation import rules
from shop.moderation.models import ChecklistRule, Submission, SubmissionKind


class Check(NamedTuple):
    """`key` is kept with the decision when ticked; `field` is where advice about it stands."""

    key: str
    field: str
    text: str
    text_en: str


# Food that is sold as it grew, or made before the buyer's eyes, carries no serial: Ministry of Public Health, notification
# on labels of prepackaged foods.
WITHOUT_SERIAL = {"fresh_produce", "eggs", "ready_to_eat", "rice"}


def checks_for(submission: Submission) -> tuple[Check, ...]:
    """In the order of the office's list."""
    asked = [rule for rule in rules.active_rules() if _applies(rule, submission)]
    return tuple(Check(rule.key, rule.field, rule.text, rule.text_en) for rule in asked)


def _applies(rule: ChecklistRule, submission: Submission) -> bool:
    if rule.kind is not submission.kind:
        return False
    revision = submission.product_revision
    if revision is None:
        return True
    of_category = not rule.categories or revision.category in rule.categories
    of_subcategory = not rule.subcategories or revision.subcategory in rule.subcategories
    return of_category and of_subcategory and (not rule.needs_serial or needs_serial(revision))


def needs_serial(revision: ProductRevision) -> bool:
    """Whether its label has to show a food serial (อย.)."""
    return revision.category in (Category.FOOD, Category.DRINKS) and revision.subcategory not in WITHOUT_SERIAL


def lacks_serial(revision: ProductRevision) -> bool:
    """Whether that serial is not there."""
    return needs_serial(revision) and not any(one.kind is StandardKind.FDA for one in revision.standards)


def advice_fields(submission: Submission) -> tuple[str, ...]:
    """The fields that advice can be about, in the order of the group's own form; `general` is about all of it."""
    if submission.kind is SubmissionKind.GROUP:
        fields = (
            "name",
            "kind",
            "subdistrict_code",
            "contact_phone",
            "story",
            "cover_photo_id",
            "member_count",
            "enterprise_number",
        )
    elif submission.kind is SubmissionKind.PRICE:
        fields = ("variants",)
    else:
        eaten = ("ingredients", "allergens", "shelf_life_days")
        is_eaten = submission.product_revision.category in (Category.FOOD, Category.DRINKS)
        fields = (
            "title",
            "photos",
            "description",
            "subcategory",
            "variants",
            *(eaten if is_eaten else ()),
            "size_text",
            "standards",
        )
    return (*fields, "general")
