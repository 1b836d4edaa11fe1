"""The officials' desk's doors."""

from shop.groups.states import GroupStatus
from shop.kernel.access import MARKET, Role
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.moderation.models import Phrase
from shop.notices.kinds import NoticeKind
from shop.notices.service import record_not_configured, tell
from shop.orders.returns.states import ReturnStatus
from shop.payments.models import RefundCause
from shop.payments.provider import RefundReport, RefundState
from shop.payments.refunds import payment_of, record_made_outside, record_report, request_refund
from shop.payouts import queries as payouts
from shop.payouts import service
from shop.payouts.adjustments import propose_adjustment
from shop.payouts.states import BatchStatus
from shop.people.models import Account
from shop.search.models import SearchMiss
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.conversations import given_a_message_photo, given_a_question, given_an_answer
from tests.factories.fairs import given_a_booth, given_a_fair, given_a_pack, given_a_picture
from tests.factories.groups import given_a_group
from tests.factories.helping import given_a_paper
from tests.factories.moderation import given_a_rule, given_a_second_look, given_a_submitted_product
from tests.factories.notices import GUEST_BY_PHONE
from tests.factories.orders import given_an_order
from tests.factories.payments import given_a_paid_order, given_an_unpaid_purchase, pay
from tests.factories.payouts import an_official, given_a_batch, given_a_due_order, given_a_payable_group
from tests.factories.people import given_an_official
from tests.factories.quality import given_a_recall, given_a_training
from tests.factories.reports import given_a_report
from tests.factories.returns import given_a_return, given_a_return_photo
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo
from tests.factories.slips import given_a_kept_slip, given_a_promptpay_order
from tests.functional.access import office_lists
from tests.functional.access.doors import (
    ADMINISTRATOR,
    ALL_OFFICIALS,
    ANYBODYS,
    BUYER,
    COMMERCE,
    COMMUNITY,
    LABOUR,
    OFFICIALS,
    SOCIAL,
    VOLUNTEER,
    Door,
    Side,
)

ADMINISTRATORS = frozenset({ADMINISTRATOR})
DECIDERS = frozenset({COMMERCE})
READERS = frozenset({COMMERCE, ADMINISTRATOR})
FAIR_MAKERS = frozenset({LABOUR})
FAIR_JUDGES = frozenset({COMMERCE, LABOUR, COMMUNITY})
TRAINERS = frozenset({COMMERCE, LABOUR})
COMPARERS = frozenset({LABOUR, SOCIAL, ADMINISTRATOR})
REGISTRARS = frozenset({LABOUR, ADMINISTRATOR})


def a_miss(_side: Side, _visitor: Account) -> dict:
    miss = SearchMiss(text=f"คำที่ไม่มี {new_key()}")
    db.session.add(miss)
    db.session.flush()
    return {"miss_id": miss.id}


def a_report_case(side: Side, _visitor: Account) -> dict:
    return {"case_id": given_a_report(given_a_product(side.group)).id}


def something_written(side: Side, _visitor: Account) -> dict:
    return {"kind": "question", "piece_id": given_a_question(given_a_product(side.group)).id}


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


def a_disputed_order(side: Side, _visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group), status=ReturnStatus.DISPUTED)
    return {"code": asked.order.code}


def a_message_photo(side: Side, _visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group), status=ReturnStatus.DISPUTED)
    return {"code": asked.order.code, "photo_key": given_a_message_photo(asked.order).key, "width": 320}


def a_return_photo(side: Side, _visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group))
    return {"photo_key": given_a_return_photo(asked).key, "width": 320}


def a_buyers_review_photo(side: Side, _visitor: Account) -> dict:
    line = given_a_received_line(side.group, given_a_product(side.group))
    return {"photo_key": given_a_review_photo(given_a_review(line, approved=False)).key, "width": 320}


def a_fair(_side: Side, _visitor: Account) -> dict:
    return {"slug": given_a_fair().slug}


def a_booth(side: Side, _visitor: Account) -> dict:
    fair = given_a_fair()
    return {"slug": fair.slug, "booth_id": given_a_booth(fair, side.group).id}


def a_pack(side: Side, _visitor: Account) -> dict:
    fair = given_a_fair()
    given_a_booth(fair, side.group)
    return {"slug": fair.slug, "layout": given_a_pack(fair).layout}


def a_fair_picture(_side: Side, _visitor: Account) -> dict:
    fair = given_a_fair()
    return {"slug": fair.slug, "picture_id": given_a_picture(fair).id}


def a_group(side: Side, _visitor: Account) -> dict:
    return {"group_id": side.group_id}


def another_group(_side: Side, _visitor: Account) -> dict:
    return {"group_id": given_a_group().id}


def a_suspended_group(_side: Side, _visitor: Account) -> dict:
    return {"group_id": given_a_group(status=GroupStatus.SUSPENDED).id}


def a_product(side: Side, _visitor: Account) -> dict:
    return {"product_id": given_a_product(side.group).id}


def a_question(side: Side, _visitor: Account) -> dict:
    return {"question_id": given_an_answer(given_a_question(given_a_product(side.group))).id}


def a_phrase(_side: Side, _visitor: Account) -> dict:
    phrase = Phrase(field="photos", text="ถ่ายด้านหลัง")
    db.session.add(phrase)
    db.session.flush()
    return {"phrase_id": phrase.id}


def a_rule(_side: Side, _visitor: Account) -> dict:
    return {"rule_id": given_a_rule().id}


def a_second_look(side: Side, _visitor: Account) -> dict:
    return {"look_id": given_a_second_look(given_a_submitted_product(group=side.group)).id}


PAYERS = frozenset({COMMERCE, ADMINISTRATOR})


def a_batch(status: BatchStatus, **more: object):
    """Of one group, brought so far by two officials of the side."""

    def build(side: Side, _visitor: Account) -> dict:
        if draft := payouts.draft():  # an earlier knock's
            service.cancel_batch(draft, an_official())
        given_a_due_order(given_a_payable_group())
        return {"code": given_a_batch(an_official(), an_official(), status).code, **more}

    return build


def an_adjustment(side: Side, _visitor: Account) -> dict:
    return {"adjustment_id": propose_adjustment(side.group, 100, "ปรับ", an_official()).id, "what": "approve"}


def a_mismatch(side: Side, _visitor: Account) -> dict:
    return {"payment_id": pay(given_an_unpaid_purchase(side.group), received_satang=5).id}


def a_failed_refund(side: Side, _visitor: Account) -> dict:
    refund = request_refund(given_a_paid_order(side.group), 100, RefundCause.RETURNED, MARKET)
    record_report(refund, RefundReport(None, RefundState.FAILED, "declined"))
    return {"refund_id": refund.id}


def an_exception(side: Side, _visitor: Account) -> dict:
    payment = payment_of(given_a_paid_order(side.group))
    record_made_outside(payment, RefundReport(new_key(), RefundState.SUCCEEDED, amount_satang=700))
    return {"subject": "refund", "subject_id": payment.refunds[0].id}


def a_slip(step: str = ""):
    """What builds the address of a slip, or of a step of it."""

    def build(side: Side, _visitor: Account) -> dict:
        slip = given_a_kept_slip(given_a_promptpay_order(side.group, given_a_product(side.group)))
        return {"slip_id": slip.id} | ({"step": step} if step else {})

    return build


def a_call_about_a_purchase(side: Side, _visitor: Account) -> dict:
    code = given_an_order(side.group, given_a_product(side.group)).purchase.code
    notice = tell(GUEST_BY_PHONE, NoticeKind.PAYMENT_MISMATCH, code=code, amount_satang=100)
    record_not_configured(notice.deliveries[0].id)
    return {"delivery_id": notice.deliveries[-1].id}


def a_slip_photo(side: Side, _visitor: Account) -> dict:
    slip = given_a_kept_slip(given_a_promptpay_order(side.group, given_a_product(side.group)))
    return {"slip_key": slip.key, "width": 320}


def a_training(_side: Side, _visitor: Account) -> dict:
    return {"training_id": given_a_training().id}


def a_recall(side: Side, _visitor: Account) -> dict:
    return {"recall_id": given_a_recall(given_a_product(side.group)).id}


def a_paper(side: Side, _visitor: Account) -> dict:
    return {"consent_id": given_a_paper(side.group).id}


def a_paper_photo(side: Side, _visitor: Account) -> dict:
    return {"photo_key": given_a_paper(side.group).photos[0].key, "width": 320}


def a_volunteer(side: Side, _visitor: Account) -> dict:
    return {"account_id": side.person(VOLUNTEER).id}


DOORS: dict[str, Door] = {
    "office.consents": Door(COMPARERS),
    "office.show_consent": Door(COMPARERS, a_paper, whose=ANYBODYS),
    "office.decide_consent": Door(COMPARERS, a_paper, whose=ANYBODYS, form={"outcome": "confirm"}),
    "office.consent_photo": Door(COMPARERS, a_paper_photo, whose=ANYBODYS),
    "office.registered_volunteers": Door(COMPARERS),
    "office.register_volunteer": Door(REGISTRARS, a_person, whose=ANYBODYS),
    "office.ask_to_end_volunteer": Door(REGISTRARS, a_volunteer, whose=ANYBODYS),
    "office.end_volunteer": Door(REGISTRARS, a_volunteer, whose=ANYBODYS),
    "office.announce_training": Door(TRAINERS),
    "office.cancel_training": Door(TRAINERS, a_training, whose=ANYBODYS),
    "office.change_training": Door(TRAINERS, a_training, whose=ANYBODYS),
    "office.edit_training": Door(TRAINERS, a_training, whose=ANYBODYS),
    "office.export_interested": Door(TRAINERS, a_training, whose=ANYBODYS),
    "office.new_training": Door(TRAINERS),
    "office.office_trainings": Door(TRAINERS),
    "office.show_training": Door(TRAINERS, a_training, whose=ANYBODYS),
    "office.quality": Door(ALL_OFFICIALS),
    "office.export_quality": Door(ALL_OFFICIALS, lambda side, visitor: {"ending": "csv"}, whose=ANYBODYS),
    "office.recalls": Door(DECIDERS),
    "office.new_recall": Door(DECIDERS, a_product, whose=ANYBODYS),
    "office.record_recall": Door(
        DECIDERS, a_product, whose=ANYBODYS, form={"reason": "พบเชื้อรา", "sold_from": "1/1/2567", "todo": "refund"}
    ),
    "office.show_recall": Door(DECIDERS, a_recall, whose=ANYBODYS),
    "office.close_recall": Door(DECIDERS, a_recall, whose=ANYBODYS, form={"outcome": "เก็บคืนครบ"}),
    "office.reverse_recall": Door(DECIDERS, a_recall, whose=ANYBODYS, form={"correction": "ตรวจแล้วไม่พบ"}),
    "office.reports": Door(DECIDERS),
    "office.show_report": Door(DECIDERS, a_report_case, whose=ANYBODYS),
    "office.ask_group_about_report": Door(DECIDERS, a_report_case, whose=ANYBODYS, form={"words": "เล่าให้ฟังหน่อย"}),
    "office.close_report": Door(
        DECIDERS, a_report_case, whose=ANYBODYS, form={"outcome": "no_fault", "words": "ดูแล้วตรงดี", "seen": "1"}
    ),
    "office.written": Door(ADMINISTRATORS),
    "office.find_written": Door(ADMINISTRATORS, form={"whose": "0812345678"}),
    "office.erase_all_written": Door(ADMINISTRATORS, form={"whose": "0812345678"}),
    "office.ask_to_erase": Door(ADMINISTRATORS, something_written, whose=ANYBODYS),
    "office.erase_piece": Door(ADMINISTRATORS, something_written, whose=ANYBODYS),
    "office.add_booth": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS, form={"number": "A1", "group": "x"}),
    "office.add_fair_pictures": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.show_slip": Door(OFFICIALS, a_slip(), whose=ANYBODYS),
    "office.decide_slip": Door(PAYERS, a_slip("confirm"), whose=ANYBODYS),
    "office.slip_photo": Door(OFFICIALS, a_slip_photo, whose=ANYBODYS),
    "office.buyer_reviews": Door(DECIDERS),
    "office.buyer_review_photo": Door(DECIDERS, a_buyers_review_photo, whose=ANYBODYS),
    "office.decide_buyer_reviews": Door(DECIDERS, form={"outcome": "approve"}),
    "office.add_rule": Door(DECIDERS, form={"kind": "product", "field": "photos", "text": "มีรูปฝา"}),
    "office.approve_bulk": Door(DECIDERS, form={"submission": "1"}),
    "office.begin_checklist": Door(DECIDERS),
    "office.bulk_approval": Door(DECIDERS),
    "office.change_rule": Door(DECIDERS, a_rule, whose=ANYBODYS, form={"do": "retire"}),
    "office.confirm_bulk": Door(DECIDERS, form={"submission": "1"}),
    "office.decide_second_look": Door(DECIDERS, a_second_look, whose=ANYBODYS, form={"verdict": "agree"}),
    "office.desk_settings": Door(DECIDERS),
    "office.edit_checklist": Door(DECIDERS),
    "office.list_second_looks": Door(DECIDERS),
    "office.office_holidays": Door(ALL_OFFICIALS),
    "office.save_desk_settings": Door(DECIDERS, form={"bulk_price_percent": "30", "second_look_percent": "5"}),
    "office.set_phrase_picture": Door(DECIDERS, a_phrase, whose=ANYBODYS, form={"remove": "1"}),
    "office.set_holiday": Door(DECIDERS, form={"day": "1 มิ.ย. 2570", "name": "วันหยุดพิเศษ"}),
    "office.show_second_look": Door(DECIDERS, a_second_look, whose=ANYBODYS),
    "office.take_back_decision": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.add_phrase": Door(DECIDERS, form={"field": "photos", "text": "ถ่ายด้านหลัง"}),
    "office.adjustments": Door(OFFICIALS),
    "office.all_paid": Door(PAYERS, a_batch(BatchStatus.EXPORTED), whose=ANYBODYS),
    "office.approve_batch": Door(PAYERS, a_batch(BatchStatus.CLOSED), whose=ANYBODYS),
    "office.ask_all_paid": Door(PAYERS, a_batch(BatchStatus.EXPORTED), whose=ANYBODYS),
    "office.ask_refund_again": Door(PAYERS, a_failed_refund, whose=ANYBODYS),
    "office.ask_row_failed": Door(PAYERS, a_batch(BatchStatus.EXPORTED, number=1, what="failed"), whose=ANYBODYS),
    "office.ask_row_paid": Door(PAYERS, a_batch(BatchStatus.EXPORTED, number=1), whose=ANYBODYS),
    "office.ask_to_approve_batch": Door(PAYERS, a_batch(BatchStatus.CLOSED), whose=ANYBODYS),
    "office.ask_to_cancel_batch": Door(PAYERS, a_batch(BatchStatus.CLOSED), whose=ANYBODYS),
    "office.ask_to_close_exception": Door(PAYERS, an_exception, whose=ANYBODYS),
    "office.ask_to_decide_adjustment": Door(PAYERS, an_adjustment, whose=ANYBODYS),
    "office.ask_to_disable": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.ask_to_end_role": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.ask_to_export_batch": Door(PAYERS, a_batch(BatchStatus.APPROVED), whose=ANYBODYS),
    "office.ask_to_send_back": Door(PAYERS, a_mismatch, whose=ANYBODYS),
    "office.ask_to_settle_refund": Door(PAYERS, a_failed_refund, whose=ANYBODYS),
    "office.ask_to_suspend_group": Door(DECIDERS, a_group, whose=ANYBODYS),
    "office.message_photo": Door(READERS, a_message_photo, whose=ANYBODYS),
    "office.read_messages": Door(READERS, a_disputed_order, whose=ANYBODYS),
    "office.wholesale": Door(OFFICIALS),
    "office.ask_to_take_down": Door(DECIDERS, a_question, whose=ANYBODYS),
    "office.take_down_question": Door(DECIDERS, a_question, whose=ANYBODYS, form={"reason": "ไม่สุภาพ"}),
    "office.ask_to_suspend_product": Door(DECIDERS, a_product, whose=ANYBODYS),
    "office.audit": Door(READERS),
    "office.bank": Door(OFFICIALS),
    "office.begin_phrases": Door(DECIDERS),
    "office.booth_card": Door(FAIR_JUDGES, a_booth, whose=ANYBODYS),
    "office.cancel_batch": Door(PAYERS, a_batch(BatchStatus.CLOSED), whose=ANYBODYS),
    "office.change_booth": Door(FAIR_MAKERS, a_booth, whose=ANYBODYS, form={"number": "B2"}),
    "office.change_fair": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.change_fair_picture": Door(FAIR_MAKERS, a_fair_picture, whose=ANYBODYS, form={"alt": "x"}),
    "office.change_phrase": Door(DECIDERS, a_phrase, whose=ANYBODYS, form={"text": "ถ่ายด้านหน้า"}),
    "office.claim_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.close_batch": Door(PAYERS, a_batch(BatchStatus.DRAFT), whose=ANYBODYS),
    "office.close_exception": Door(PAYERS, an_exception, whose=ANYBODYS, form={"reason": "ตลาดรับไว้"}),
    "office.create_fair": Door(FAIR_MAKERS),
    "office.decide_adjustment": Door(PAYERS, an_adjustment, whose=ANYBODYS),
    "office.decide_exhibits": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.decide_return": Door(READERS, a_return, whose=ANYBODYS, form={"outcome": "return:decline", "words": "ดูรูปแล้ว"}),
    "office.decide_submission": Door(DECIDERS, a_submission, whose=ANYBODYS, form={"outcome": "approved"}),
    "office.disable_person": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.edit_booth": Door(FAIR_MAKERS, a_booth, whose=ANYBODYS),
    "office.edit_fair": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.edit_phrases": Door(DECIDERS),
    "office.enable_person": Door(ADMINISTRATORS, a_person, whose=ANYBODYS),
    "office.end_role": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.exceptions": Door(OFFICIALS),
    "office.calls": Door(OFFICIALS),
    "office.record_call": Door(PAYERS, a_call_about_a_purchase, whose=ANYBODYS),
    "office.export_audit": Door(READERS, lambda side, visitor: {"ending": "csv"}, whose=ANYBODYS),
    "office.officials": Door(ADMINISTRATORS),
    "office.ask_to_hand_over": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.hand_over_work": Door(ADMINISTRATORS, an_office, whose=ANYBODYS),
    "office.export_batch": Door(PAYERS, a_batch(BatchStatus.APPROVED), whose=ANYBODYS),
    "office.export_booths": Door(FAIR_JUDGES, lambda side, visitor: a_fair(side, visitor) | {"ending": "csv"}, whose=ANYBODYS),
    "office.export_groups": Door(ALL_OFFICIALS),
    "office.export_money": Door(OFFICIALS),
    "office.export_products": Door(ALL_OFFICIALS),
    "office.fair_booths": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.fair_pack": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.fair_pictures": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.fairs": Door(FAIR_JUDGES),
    "office.groups": Door(ALL_OFFICIALS),
    "office.impact": Door(ALL_OFFICIALS),
    "office.count_impact": Door(ALL_OFFICIALS),
    "office.impact_pdf": Door(ALL_OFFICIALS),
    "office.impact_targets": Door(OFFICIALS),
    "office.impact_xlsx": Door(ALL_OFFICIALS),
    "office.quiet_groups": Door(ALL_OFFICIALS),
    "office.set_impact_targets": Door(OFFICIALS, form={"income": "1000"}),
    "office.invite_official": Door(ADMINISTRATORS),
    "office.make_pack": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS),
    "office.money": Door(OFFICIALS),
    "office.new_adjustment": Door(PAYERS),
    "office.new_fair": Door(FAIR_MAKERS),
    "office.orders": Door(OFFICIALS),
    "office.pack_pdf": Door(FAIR_JUDGES, a_pack, whose=ANYBODYS),
    "office.paste_booths": Door(FAIR_MAKERS, a_fair, whose=ANYBODYS, form={"lines": "A1|x"}),
    "office.payout_file": Door(PAYERS, a_batch(BatchStatus.EXPORTED, way="bank"), whose=ANYBODYS),
    "office.payouts": Door(OFFICIALS),
    "office.people": Door(ALL_OFFICIALS),
    "office.photo": Door(ALL_OFFICIALS, a_private_photo, whose=ANYBODYS),
    "office.print_reset_code": Door(ALL_OFFICIALS, a_person, whose=ANYBODYS),
    "office.products": Door(ALL_OFFICIALS),
    "office.propose_adjustment": Door(PAYERS),
    "office.queue": Door(ALL_OFFICIALS),
    "office.record_movement": Door(PAYERS),
    "office.refund_again": Door(PAYERS, a_failed_refund, whose=ANYBODYS),
    "office.reinstate_group": Door(DECIDERS, a_suspended_group, whose=ANYBODYS),
    "office.reinstate_product": Door(DECIDERS, a_product, whose=ANYBODYS),
    "office.release_submission": Door(DECIDERS, a_submission, whose=ANYBODYS),
    "office.reset_code": Door(ALL_OFFICIALS, a_person, whose=ANYBODYS),
    "office.search_words": Door(READERS),
    "office.edit_word": Door(READERS),
    "office.save_word": Door(READERS, form={"thai": "ขนมใหม่", "english": "new sweet"}),
    "office.remove_word": Door(READERS, form={"main": "กะปิ"}),
    "office.restore_word": Door(READERS, form={"main": "กะปิ"}),
    "office.search_misses": Door(READERS),
    "office.dismiss_miss": Door(READERS, a_miss, whose=ANYBODYS),
    "office.remove_booth": Door(FAIR_MAKERS, a_booth, whose=ANYBODYS),
    "office.return_photo": Door(READERS, a_return_photo, whose=ANYBODYS),
    "office.returns": Door(READERS),
    "office.review": Door(ALL_OFFICIALS, a_submission, whose=ANYBODYS),
    "office.row_failed": Door(
        PAYERS, a_batch(BatchStatus.EXPORTED, number=1, what="failed"), whose=ANYBODYS, form={"reason": "ปิด"}
    ),
    "office.row_paid": Door(PAYERS, a_batch(BatchStatus.EXPORTED, number=1), whose=ANYBODYS),
    "office.send_back": Door(PAYERS, a_mismatch, whose=ANYBODYS),
    "office.send_invitation": Door(ADMINISTRATORS),
    "office.settle_refund": Door(PAYERS, a_failed_refund, whose=ANYBODYS, form={"reference": "T1"}),
    "office.show_batch": Door(OFFICIALS, a_batch(BatchStatus.EXPORTED), whose=ANYBODYS),
    "office.show_fair": Door(FAIR_JUDGES, a_fair, whose=ANYBODYS),
    "office.show_group": Door(ALL_OFFICIALS, a_group, whose=ANYBODYS),
    "office.show_order": Door(
        OFFICIALS, lambda side, visitor: {"code": given_an_order(side.group, given_a_product(side.group)).code}, whose=ANYBODYS
    ),
    "office.show_person": Door(ALL_OFFICIALS, a_person, whose=ANYBODYS),
    "office.show_product": Door(ALL_OFFICIALS, a_product, whose=ANYBODYS),
    "office.start_batch": Door(PAYERS),
    "office.show_return": Door(READERS, a_return, whose=ANYBODYS),
    "office.suspend_group": Door(DECIDERS, another_group, whose=ANYBODYS, form={"reason": "ส่งของไม่ครบ"}),
    "office.suspend_product": Door(DECIDERS, a_product, whose=ANYBODYS, form={"reason": "ฉลากไม่ตรง"}),
    **office_lists.DOORS,
}
