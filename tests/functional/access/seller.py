"""The group's desk's doors."""

from datetime import timedelta

from shop.groups.models import RestPeriod, ShippingKind, ShippingOption, StaffInvitation
from shop.groups.queries import newest_profile
from shop.kernel.access import Role
from shop.kernel.clock import now, today
from shop.kernel.codes import digest, new_key
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import record_not_configured, tell
from shop.orders.returns.states import ReturnStatus
from shop.orders.returns.states import Side as Side_
from shop.orders.states import OrderStatus
from shop.payments.queries import refunds_of_order
from shop.people.models import Account
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.conversations import given_a_message, given_a_message_photo, given_a_question
from tests.factories.exhibitors import given_an_unclaimed_group, key_of
from tests.factories.fairs import given_a_booth, given_a_fair
from tests.factories.groups import given_a_group, given_a_member
from tests.factories.helping import given_a_code, given_a_paper, given_a_request
from tests.factories.notices import GUEST_BY_PHONE
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account
from tests.factories.quality import given_a_recall, given_a_training
from tests.factories.reports import given_an_asked_group
from tests.factories.returns import given_a_return, given_a_return_photo
from tests.factories.reviews import given_a_received_line, given_a_review
from tests.factories.slips import given_a_kept_slip, given_a_promptpay_order
from tests.factories.wholesale import given_a_wholesale_request
from tests.functional.access import seller_booth, seller_listing, seller_products
from tests.functional.access.doors import (
    ANYBODYS,
    DESK,
    EVERYONE,
    LISTERS,
    MEMBERS,
    OWNER,
    SENDERS,
    SIGNED_IN,
    VOLUNTEERS,
    Door,
    Side,
)

OWNERS = frozenset({OWNER})


def order(status: OrderStatus = OrderStatus.PLACED):
    """What builds the address of an order that came to this status."""

    def build(side: Side, _visitor: Account) -> dict:
        return {"code": given_an_order(side.group, given_a_product(side.group), status=status).code}

    return build


def step_of_order(side: Side, visitor: Account) -> dict:
    return order()(side, visitor) | {"step": "accept"}


def slips_of_orders(side: Side, visitor: Account) -> dict:
    return {"codes": order()(side, visitor)["code"]}


def a_return(side: Side, _visitor: Account) -> dict:
    return {"return_id": given_a_return(side.group, given_a_product(side.group)).id}


def a_request(side: Side, _visitor: Account) -> dict:
    return {"code": given_a_wholesale_request(side.group).code}


def a_case(side: Side, _visitor: Account) -> dict:
    return {"case_id": given_an_asked_group(given_a_product(side.group)).id}


def a_recall(side: Side, _visitor: Account) -> dict:
    return {"recall_id": given_a_recall(given_a_product(side.group)).id}


def a_training(_side: Side, _visitor: Account) -> dict:
    return {"training_id": given_a_training().id}


def a_message(side: Side, _visitor: Account) -> dict:
    """What a buyer wrote to the group."""
    placed = given_an_order(side.group, given_a_product(side.group))
    return {"code": placed.code, "message_id": given_a_message(placed, Side_.BUYER).id}


def a_question(side: Side, _visitor: Account) -> dict:
    return {"question_id": given_a_question(given_a_product(side.group)).id}


def step_of_return(side: Side, visitor: Account) -> dict:
    return a_return(side, visitor) | {"step": "accept"}


def a_return_photo(side: Side, _visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group))
    return {"photo_key": given_a_return_photo(asked).key, "width": 320}


def a_message_photo(side: Side, _visitor: Account) -> dict:
    shown = given_an_order(side.group, given_a_product(side.group))
    return {"code": shown.code, "photo_key": given_a_message_photo(shown).key, "width": 320}


def a_slip(step: str = ""):
    """What builds the address of a slip's photo, or of a step of its order."""

    def build(side: Side, _visitor: Account) -> dict:
        order = given_a_promptpay_order(side.group, given_a_product(side.group))
        slip = given_a_kept_slip(order)
        return {"code": order.code, "step": step} if step else {"slip_key": slip.key, "width": 320}

    return build


def an_owed_refund(side: Side, _visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group), status=ReturnStatus.REFUNDED)
    (refund,) = refunds_of_order(asked.order_id)
    return {"code": asked.order.code, "refund_id": refund.id}


def a_fair(_side: Side, _visitor: Account) -> dict:
    return {"slug": given_a_fair().slug}


def a_call(side: Side, _visitor: Account) -> dict:
    code = given_an_order(side.group, given_a_product(side.group)).code
    notice = tell(GUEST_BY_PHONE, NoticeKind.ORDER_ACCEPTED, code=code, group_name="กลุ่ม")
    record_not_configured(notice.deliveries[0].id)
    return {"delivery_id": notice.deliveries[-1].id}


def a_fair_of_theirs(side: Side, _visitor: Account) -> dict:
    fair = given_a_fair()
    given_a_booth(fair, side.group)
    return {"slug": fair.slug}


def _added(row: object) -> object:
    db.session.add(row)
    db.session.flush()
    return row


def option(side: Side, _visitor: Account) -> dict:
    return {"option_id": _added(ShippingOption(group_id=side.group.id, kind=ShippingKind.FLAT, price_satang=4000)).id}


def rest_period(side: Side, _visitor: Account) -> dict:
    return {"period_id": _added(RestPeriod(group_id=side.group.id, starts_on=today(), ends_on=today())).id}


def helper(side: Side, _visitor: Account) -> dict:
    return {"membership_id": given_a_member(side.group, given_an_account()).id}


def _an_invitation(side: Side) -> tuple[StaffInvitation, str]:
    key = new_key()
    until, inviter = now() + timedelta(days=1), side.person(OWNER).id
    sent = StaffInvitation(
        group_id=side.group.id, sent_to="a@b.example", digest=digest(key), invited_by=inviter, expires_at=until
    )
    return _added(sent), key


def invitation_id(side: Side, _visitor: Account) -> dict:
    return {"invitation_id": _an_invitation(side)[0].id}


def invitation_key(side: Side, _visitor: Account) -> dict:
    return {"key": _an_invitation(side)[1]}


def claim_key(_side: Side, _visitor: Account) -> dict:
    return {"key": key_of(given_an_unclaimed_group())}


def their_group(side: Side, _visitor: Account) -> dict:
    return {"group_id": side.group.id}


def a_cover(side: Side, _visitor: Account) -> dict:
    """Of the profile that an official approved."""
    photo = given_a_photo(side.group)
    newest_profile(side.group.id).cover_photo_id = photo.id
    return {"photo_id": photo.id}


def always(**values: object):
    return lambda side, visitor: values


def a_review(side: Side, _visitor: Account) -> dict:
    return {"review_id": given_a_review(given_a_received_line(side.group, given_a_product(side.group))).id}


def a_help_request(side: Side, _visitor: Account) -> dict:
    return {"consent_id": given_a_request(side.group).id}


def own_request(side: Side, visitor: Account) -> dict:
    return {"consent_id": given_a_request(side.group, visitor).id}


def own_code(side: Side, visitor: Account) -> dict:
    return {"consent_id": given_a_code(side.group, visitor)[0].id}


def a_helper(side: Side, _visitor: Account) -> dict:
    return {"membership_id": given_a_member(side.group, given_an_account(), Role.LABOUR_VOLUNTEER).id}


def a_paper_photo(side: Side, _visitor: Account) -> dict:
    return {"photo_key": given_a_paper(side.group).photos[0].key, "width": 320}


def group_they_help(_side: Side, visitor: Account) -> dict:
    """Another one of the volunteer's each time, for some ways lead out of it; nobody else is made one by being asked for."""
    group = given_a_group()
    is_one = any(granted.role is Role.LABOUR_VOLUNTEER for granted in visitor.roles)
    given_a_member(group, visitor if is_one else given_an_account(), Role.LABOUR_VOLUNTEER)
    return {"group_id": group.id}


def any_group(_side: Side, _visitor: Account) -> dict:
    return {"group_id": given_a_group().id}


LETS = {"scope": "listings", "until": f"31/12/{today().year + 543}"}

DOORS: dict[str, Door] = {
    "seller.helpers": Door(MEMBERS),
    "seller.done": Door(MEMBERS),
    "seller.give_consent": Door(OWNERS, form=LETS),
    "seller.show_request": Door(OWNERS, a_help_request),
    "seller.answer_request": Door(OWNERS, a_help_request, form=LETS | {"answer": "yes"}),
    "seller.ask_to_end_help": Door(OWNERS, a_helper),
    "seller.end_help": Door(OWNERS, a_helper),
    "seller.consent_photo": Door(MEMBERS, a_paper_photo),
    "seller.helping": Door(VOLUNTEERS),
    "seller.visit_list": Door(VOLUNTEERS),
    "seller.record_visit": Door(VOLUNTEERS, group_they_help, form={"note": "ถ่ายรูปให้แล้ว"}),
    "seller.find_group_to_help": Door(VOLUNTEERS),
    "seller.ask_to_help": Door(VOLUNTEERS, any_group, whose=ANYBODYS),
    "seller.send_request": Door(VOLUNTEERS, any_group, whose=ANYBODYS, form=LETS | {"way": "code"}),
    "seller.consent_form": Door(VOLUNTEERS, any_group, whose=ANYBODYS),
    "seller.photograph_paper": Door(VOLUNTEERS, any_group, whose=ANYBODYS),
    "seller.send_paper": Door(VOLUNTEERS, any_group, whose=ANYBODYS, form=LETS),
    "seller.enter_consent_code": Door(VOLUNTEERS, own_code),
    "seller.use_consent_code": Door(VOLUNTEERS, own_code, form={"code": "000000"}),
    "seller.withdraw_request": Door(VOLUNTEERS, own_request),
    "seller.ask_to_stop_helping": Door(VOLUNTEERS, group_they_help),
    "seller.stop_helping": Door(VOLUNTEERS, group_they_help),
    "seller.quality": Door(LISTERS),
    "seller.show_training": Door(LISTERS, a_training, whose=ANYBODYS),
    "seller.say_interest": Door(LISTERS, a_training, whose=ANYBODYS),
    "seller.take_interest_back": Door(LISTERS, a_training, whose=ANYBODYS),
    "seller.recalls": Door(LISTERS),
    "seller.show_recall": Door(LISTERS, a_recall),
    "seller.answer_recall": Door(LISTERS, a_recall, form={"words": "ผลิตเมื่อวาน"}),
    "seller.reports": Door(LISTERS),
    "seller.show_report": Door(LISTERS, a_case),
    "seller.answer_report": Door(LISTERS, a_case, form={"words": "พิมพ์เดือนที่แล้วค่ะ"}),
    "seller.ask_to_report_message": Door(SENDERS, a_message),
    "seller.report_message": Door(SENDERS, a_message, form={"reason": "rude"}),
    "seller.apply": Door(SIGNED_IN),
    "seller.start_application": Door(SIGNED_IN),
    "seller.check_answers": Door(MEMBERS),
    "seller.submit_application": Door(MEMBERS),
    "seller.withdraw_application": Door(MEMBERS),
    "seller.discard_profile": Door(MEMBERS),
    "seller.profile_step": Door(MEMBERS, always(step="name"), whose=ANYBODYS),
    "seller.save_profile_step": Door(MEMBERS, always(step="name"), whose=ANYBODYS, form={"name": "กลุ่มใหม่"}),
    "seller.place_step": Door(MEMBERS),
    "seller.save_place": Door(MEMBERS),
    "seller.cover_step": Door(MEMBERS),
    "seller.save_cover": Door(MEMBERS),
    "seller.cover_picture": Door(MEMBERS, finds=frozenset(), needs_token=False),  # there is none yet, so nobody finds it
    "seller.edit_cover": Door(MEMBERS, a_cover),
    "seller.save_cover_edit": Door(MEMBERS, a_cover, form={"turns": "0"}),
    "seller.members_step": Door(MEMBERS),
    "seller.save_members": Door(MEMBERS, form={"member_count": "5"}),
    "seller.forget_protected": Door(MEMBERS),
    "seller.shipping": Door(MEMBERS),
    "seller.save_shipping": Door(MEMBERS),
    "seller.new_shipping": Door(MEMBERS, always(kind="flat"), whose=ANYBODYS),
    "seller.add_shipping": Door(MEMBERS, always(kind="flat"), whose=ANYBODYS, form={"price": "40"}),
    "seller.edit_shipping": Door(MEMBERS, option),
    "seller.change_shipping": Door(MEMBERS, option, form={"price": "45"}),
    "seller.retire_shipping": Door(MEMBERS, option),
    "seller.payment_ways": Door(MEMBERS),
    "seller.save_payment_ways": Door(MEMBERS, form={"ways": "cod"}),
    "seller.rest_days": Door(MEMBERS),
    "seller.save_rest_days": Door(MEMBERS),
    "seller.announce_rest": Door(MEMBERS),
    "seller.cancel_rest": Door(MEMBERS, rest_period),
    "seller.income_page": Door(OWNERS),
    "seller.save_income_details": Door(OWNERS, form={"promptpay_id": "0812345678"}),
    "seller.fair": Door(LISTERS, a_fair, whose=ANYBODYS),
    "seller.fair_card": Door(LISTERS, a_fair_of_theirs),
    "seller.fair_tags": Door(LISTERS, a_fair_of_theirs),
    "seller.fairs": Door(LISTERS),
    "seller.group": Door(DESK),
    "seller.group_card": Door(LISTERS),
    "seller.price_tags": Door(LISTERS),
    "seller.people": Door(MEMBERS),
    "seller.invite_staff": Door(OWNERS, form={"to": "new@people.example"}),
    "seller.withdraw_invitation": Door(OWNERS, invitation_id),
    "seller.confirm_removal": Door(OWNERS, helper),
    "seller.remove_staff": Door(OWNERS, helper),
    "seller.confirm_leaving": Door(DESK),
    "seller.leave": Door(DESK),
    "seller.hand_over_page": Door(OWNERS),
    "seller.hand_over": Door(OWNERS),
    "seller.claim": Door(EVERYONE, claim_key, whose=ANYBODYS),
    "seller.take_up_claim": Door(SIGNED_IN, claim_key, whose=ANYBODYS),
    "seller.invitation": Door(EVERYONE, invitation_key, whose=ANYBODYS),
    "seller.accept_invitation": Door(SIGNED_IN, invitation_key, whose=ANYBODYS),
    "seller.choose_group": Door(DESK),
    "seller.switch_group": Door(DESK, their_group),
    "seller.calls": Door(SENDERS),
    "seller.record_call": Door(SENDERS, a_call),
    "seller.today": Door(SIGNED_IN),
    "seller.orders": Door(SENDERS),
    "seller.ask_to_call_off": Door(SENDERS, order()),
    "seller.call_off": Door(SENDERS, order()),
    "seller.record_given_back": Door(SENDERS, an_owed_refund, form={"reference": "โอนแล้ว"}),
    "seller.return_photo": Door(SENDERS, a_return_photo),
    "seller.returns": Door(SENDERS),
    "seller.message_photo": Door(SENDERS, a_message_photo),
    "seller.messages_of_order": Door(SENDERS, order()),
    "seller.write_to_buyer": Door(SENDERS, order(), form={"words": "ขอบคุณค่ะ"}),
    "seller.wholesale": Door(SENDERS),
    "seller.show_wholesale": Door(SENDERS, a_request),
    "seller.quote_wholesale": Door(SENDERS, a_request),
    "seller.withdraw_quote": Door(SENDERS, a_request),
    "seller.decline_wholesale": Door(SENDERS, a_request, form={"reason": "ทำไม่ทันค่ะ"}),
    "seller.list_questions": Door(LISTERS),
    "seller.show_question": Door(LISTERS, a_question),
    "seller.answer_question": Door(LISTERS, a_question, form={"words": "ได้ค่ะ", "shown_to": "all"}),
    "seller.reviews": Door(LISTERS),
    "seller.answer_review": Door(LISTERS, a_review, form={"words": "ขอบคุณค่ะ"}),
    "seller.ask_about_slip": Door(SENDERS, a_slip("deny")),
    "seller.decide_slip": Door(SENDERS, a_slip("confirm")),
    "seller.slip_photo": Door(SENDERS, a_slip()),
    "seller.slips": Door(SENDERS),
    "seller.show_return": Door(SENDERS, a_return),
    "seller.step_of_return": Door(SENDERS, step_of_return),
    "seller.show_at_fair": Door(LISTERS, a_fair, whose=ANYBODYS),
    "seller.export_orders": Door(SENDERS),
    "seller.show_order": Door(SENDERS, order()),
    "seller.take_step": Door(SENDERS, step_of_order),
    "seller.ship_order": Door(SENDERS, order(OrderStatus.PACKED), form={"carrier": "own"}),
    "seller.ask_to_cancel": Door(SENDERS, order()),
    "seller.cancel_order": Door(SENDERS, order(), form={"reason": "out_of_stock"}),
    "seller.ask_to_return": Door(SENDERS, order(OrderStatus.SHIPPED)),
    "seller.edit_address": Door(SENDERS, order()),
    "seller.save_address": Door(SENDERS, order()),
    "seller.choose_papers": Door(SENDERS, slips_of_orders),
    "seller.print_papers": Door(SENDERS, slips_of_orders),
    "seller.papers_ready": Door(SENDERS, slips_of_orders),
    "seller.labels": Door(SENDERS, slips_of_orders),
    "seller.parcels": Door(SENDERS),
    "seller.ship_parcels": Door(SENDERS),
    "seller.hand_over_list": Door(SENDERS, finds=frozenset(), needs_token=False),  # nothing was sent today, so nobody finds it
    "seller.packing_slip": Door(SENDERS, order()),
    "seller.packing_slips": Door(SENDERS, slips_of_orders),
    "seller.packing_slips_page": Door(SENDERS, slips_of_orders),
    "seller.income": Door(MEMBERS),
    "seller.export_income": Door(MEMBERS),
    "seller.statement_pdf": Door(MEMBERS),
    "seller.statement_xlsx": Door(MEMBERS),
    **seller_booth.DOORS,
    **seller_listing.DOORS,
    **seller_products.DOORS,
}
