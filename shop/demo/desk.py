"""What the demonstration's office wants of its review desk: a rule of its own, and near prices approved many at once."""

from shop.demo import people
from shop.kernel.database import transaction
from shop.moderation import rules
from shop.moderation.models import BulkKind
from shop.moderation.settings import save_settings

NEAR_PERCENT = 50
SECOND_LOOK_PERCENT = 5
SEALED = "ของในกระปุก: มีรูปฝาปิดสนิท"
JARS = ["chili_paste", "curry_paste", "condiments"]


def set_up() -> None:
    official = people.actor_of("commerce")
    with transaction():
        save_settings(official, [BulkKind.PRICE], NEAR_PERCENT, SECOND_LOOK_PERCENT)
        if any(rule.text == SEALED for rule in rules.all_rules()):
            return
        said = {"kind": "product", "field": "photos", "subcategories": JARS}
        rules.add_rule(official, text=SEALED, text_en="Food in a jar: a photo shows it sealed", **said)
