"""What an official looks at with her own eyes, by what it is: keys of the checklist, each with the field it is about."""

from typing import NamedTuple

from shop.catalogue.categories import Category
from shop.catalogue.models import ProductRevision, StandardKind
from shop.moderation.models import Submission, SubmissionKind


class Check(NamedTuple):
    """`key` is kept with the decision when ticked; `field` is where advice about it stands."""

    key: str
    field: str


GROUP = (
    Check("group_exists", "name"),
    Check("group_place_right", "subdistrict_code"),
    Check("group_reached", "contact_phone"),
    Check("group_story_its_own", "story"),
    Check("group_not_double", "name"),
)
PRICE = (Check("price_reason", "variants"), Check("price_not_misleading", "variants"))
ALWAYS = (
    Check("photos_are_of_it", "photos"),
    Check("title_says_what", "title"),
    Check("description_true", "description"),
    Check("size_and_price_agree", "variants"),
)
EATEN = (
    Check("label_readable", "photos"),
    Check("ingredients_as_label", "ingredients"),
    Check("shelf_life_as_label", "shelf_life_days"),
    Check("allergens_told", "allergens"),
)
PREPACKED = (Check("fda_as_label", "standards"),)
BY_CATEGORY = {
    Category.FOOD: EATEN,
    Category.DRINKS: EATEN,
    Category.HERBAL: (
        Check("cosmetic_notified", "standards"),
        Check("herbal_no_cure", "description"),
        Check("herbal_how_to_use", "description"),
    ),
    Category.TEXTILES: (
        Check("fibre_told", "description"),
        Check("textile_size_told", "size_text"),
        Check("care_told", "description"),
    ),
    Category.HOUSEHOLD: (Check("material_told", "description"), Check("household_size_told", "size_text")),
}
BY_SUBCATEGORY = {
    "kitchenware": (Check("food_safe", "description"),),
    "cleaning": (Check("hazard_notified", "standards"),),
}

# Food that is sold as it grew, or made before the buyer's eyes, carries no serial: Ministry of Public Health, notification
# on labels of prepackaged foods.
WITHOUT_SERIAL = {"fresh_produce", "eggs", "ready_to_eat", "rice"}


def checks_for(submission: Submission) -> tuple[Check, ...]:
    if submission.kind is SubmissionKind.GROUP:
        return GROUP
    return PRICE if submission.kind is SubmissionKind.PRICE else checks_for_product(submission.product_revision)


def checks_for_product(revision: ProductRevision) -> tuple[Check, ...]:
    serial = PREPACKED if needs_serial(revision) else ()
    of_category = BY_CATEGORY.get(revision.category, ()) + BY_SUBCATEGORY.get(revision.subcategory, ())
    return ALWAYS + serial + of_category


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
