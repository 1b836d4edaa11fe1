"""The officials' desk's doors."""

from shop.kernel.access import Role
from shop.kernel.storage import storage
from shop.people.models import Account
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.moderation import given_a_submitted_product
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official
from tests.functional.access.doors import ADMINISTRATOR, ANYBODYS, BUYER, COMMERCE, LABOUR, OFFICIALS, Door, Side

ADMINISTRATORS = frozenset({ADMINISTRATOR})
DECIDERS = frozenset({COMMERCE})
FAIR_MAKERS = frozenset({LABOUR})
FAIR_JUDGES = frozenset({COMMERCE, LABOUR})


def a_person(side: Side, _visitor: Account) -> dict:
    return {"account_id": side.person(BUYER).id}


def an_office(_side: Side, _visitor: Account) -> dict:
    return {"account_id": given_an_official(Role.LABOUR_OFFICIAL).id, "role": Role.LABOUR_OFFICIAL.value}


def a_submission(side: Side, _visitor: Account) -> dict:
    return {"submission_id": given_a_submitted_product(group=side.group).id}


def a_private_photo(side: Side, _visitor: Account) -> dict:
    photo = given_a_photo(side.group)
    storage.put(f"private/photos/{photo.key}/320.webp", b"webp")
    return {"key": photo.key, "width": 320}


def a_fair(_side: Side, _visitor: Account) -> dict:
    return {"slug": given_a_fair().slug}


DOORS: dict[str, Door] = {
    "office.ask_to_disable": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.ask_to_end_role": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.change_fair": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.claim_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.create_fair": Door(FAIR_MAKERS),
    "office.decide_exhibits": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.decide_submission": Door(DECIDERS, a_submission, whose=ANYBODYS, form={"outcome": "approved"}),
    "office.disable_person": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.edit_fair": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.enable_person": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.end_role": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.fairs": Door(FAIR_JUDGES),
    "office.invite_official": Door(ADMINISTRATORS),
    "office.new_fair": Door(FAIR_MAKERS),
    "office.orders": Door(OFFICIALS),
    "office.people": Door(OFFICIALS),
    "office.photo": Door(OFFICIALS, a_private_photo, whose=ANYBODYS),
    "office.print_reset_code": Door(OFFICIALS, a_person, whose=ANYBODYS),
    "office.queue": Door(OFFICIALS),
    "office.release_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.reset_code": Door(OFFICIALS, a_person, whose=ANYBODYS),
    "office.review": Door(OFFICIALS, a_submission, whose=ANYBODYS),
    "office.send_invitation": Door(ADMINISTRATORS),
    "office.show_fair": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.show_order": Door(
        OFFICIALS, lambda side, visitor: {"code": given_an_order(side.group, given_a_product(side.group)).code}, whose=ANYBODYS
    ),
    "office.show_person": Door(OFFICIALS, a_person, whose=ANYBODYS),
}
