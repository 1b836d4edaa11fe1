"""The officials' desk's doors."""

from shop.groups.states import GroupStatus
from shop.kernel.access import Role
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.moderation.models import Phrase
from shop.orders.returns.states import ReturnStatus
from shop.people.models import Account
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.moderation import given_a_submitted_product
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official
from tests.factories.returns import given_a_return, given_a_return_photo
from tests.functional.access.doors import ADMINISTRATOR, ANYBODYS, BUYER, COMMERCE, LABOUR, OFFICIALS, Door, Side

ADMINISTRATORS = frozenset({ADMINISTRATOR})
DECIDERS = frozenset({COMMERCE})
READERS = frozenset({COMMERCE, ADMINISTRATOR})
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


def a_return(side: Side, _visitor: Account) -> dict:
    return {"return_id": given_a_return(side.group, given_a_product(side.group), status=ReturnStatus.DISPUTED).id}


def a_return_photo(side: Side, _visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group))
    return {"photo_key": given_a_return_photo(asked).key, "width": 320}


def a_fair(_side: Side, _visitor: Account) -> dict:
    return {"slug": given_a_fair().slug}


def a_group(side: Side, _visitor: Account) -> dict:
    return {"group_id": side.group_id}


def another_group(_side: Side, _visitor: Account) -> dict:
    return {"group_id": given_a_group().id}


def a_suspended_group(_side: Side, _visitor: Account) -> dict:
    return {"group_id": given_a_group(status=GroupStatus.SUSPENDED).id}


def a_product(side: Side, _visitor: Account) -> dict:
    return {"product_id": given_a_product(side.group).id}


def a_phrase(_side: Side, _visitor: Account) -> dict:
    phrase = Phrase(field="photos", text="ถ่ายด้านหลัง")
    db.session.add(phrase)
    db.session.flush()
    return {"phrase_id": phrase.id}


DOORS: dict[str, Door] = {
    "office.add_phrase": Door(DECIDERS, form={"field": "photos", "text": "ถ่ายด้านหลัง"}),
    "office.ask_to_disable": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.ask_to_end_role": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.ask_to_suspend_group": Door(DECIDERS, a_group, whose=ANYBODYS),
    "office.ask_to_suspend_product": Door(DECIDERS, a_product, whose=ANYBODYS),
    "office.audit": Door(READERS),
    "office.begin_phrases": Door(DECIDERS),
    "office.change_fair": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.change_phrase": Door(DECIDERS, a_phrase, whose=ANYBODYS, form={"text": "ถ่ายด้านหน้า"}),
    "office.claim_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.create_fair": Door(FAIR_MAKERS),
    "office.decide_exhibits": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.decide_return": Door(READERS, a_return, whose=ANYBODYS, form={"outcome": "return:decline", "words": "ดูรูปแล้ว"}),
    "office.decide_submission": Door(DECIDERS, a_submission, whose=ANYBODYS, form={"outcome": "approved"}),
    "office.disable_person": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.edit_fair": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.edit_phrases": Door(DECIDERS),
    "office.enable_person": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.end_role": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.export_audit": Door(READERS),
    "office.export_groups": Door(OFFICIALS),
    "office.export_products": Door(OFFICIALS),
    "office.fairs": Door(FAIR_JUDGES),
    "office.groups": Door(OFFICIALS),
    "office.invite_official": Door(ADMINISTRATORS),
    "office.new_fair": Door(FAIR_MAKERS),
    "office.orders": Door(OFFICIALS),
    "office.people": Door(OFFICIALS),
    "office.photo": Door(OFFICIALS, a_private_photo, whose=ANYBODYS),
    "office.print_reset_code": Door(OFFICIALS, a_person, whose=ANYBODYS),
    "office.products": Door(OFFICIALS),
    "office.queue": Door(OFFICIALS),
    "office.reinstate_group": Door(DECIDERS, a_suspended_group, whose=ANYBODYS),
    "office.reinstate_product": Door(DECIDERS, a_product, whose=ANYBODYS),
    "office.release_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.reset_code": Door(OFFICIALS, a_person, whose=ANYBODYS),
    "office.return_photo": Door(READERS, a_return_photo, whose=ANYBODYS),
    "office.returns": Door(READERS),
    "office.review": Door(OFFICIALS, a_submission, whose=ANYBODYS),
    "office.send_invitation": Door(ADMINISTRATORS),
    "office.show_fair": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.show_group": Door(OFFICIALS, a_group, whose=ANYBODYS),
    "office.show_order": Door(
        OFFICIALS, lambda side, visitor: {"code": given_an_order(side.group, given_a_product(side.group)).code}, whose=ANYBODYS
    ),
    "office.show_person": Door(OFFICIALS, a_person, whose=ANYBODYS),
    "office.show_product": Door(OFFICIALS, a_product, whose=ANYBODYS),
    "office.show_return": Door(READERS, a_return, whose=ANYBODYS),
    "office.suspend_group": Door(DECIDERS, another_group, whose=ANYBODYS, form={"reason": "ส่งของไม่ครบ"}),
    "office.suspend_product": Door(DECIDERS, a_product, whose=ANYBODYS, form={"reason": "ฉลากไม่ตรง"}),
}
