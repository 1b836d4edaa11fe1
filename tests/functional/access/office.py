"""The officials' desk's doors."""

from shop.kernel.storage import storage
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.moderation import given_a_submitted_product
from tests.factories.orders import given_an_order
from tests.functional.access.doors import ANYBODYS, COMMERCE, OFFICIALS, Door, Side

DECIDERS = frozenset({COMMERCE})


def a_submission(side: Side, _visitor) -> dict:
    return {"submission_id": given_a_submitted_product(group=side.group).id}


def a_private_photo(side: Side, _visitor) -> dict:
    photo = given_a_photo(side.group)
    storage.put(f"private/photos/{photo.key}/320.webp", b"webp")
    return {"key": photo.key, "width": 320}


DOORS: dict[str, Door] = {
    "office.queue": Door(OFFICIALS),
    "office.review": Door(OFFICIALS, a_submission, whose=ANYBODYS),
    "office.claim_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.release_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.decide_submission": Door(DECIDERS, a_submission, whose=ANYBODYS, form={"outcome": "approved"}),
    "office.photo": Door(OFFICIALS, a_private_photo, whose=ANYBODYS),
    "office.orders": Door(OFFICIALS),
    "office.show_order": Door(
        OFFICIALS, lambda side, visitor: {"code": given_an_order(side.group, given_a_product(side.group)).code}, whose=ANYBODYS
    ),
}
