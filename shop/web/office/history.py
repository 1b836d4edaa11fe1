"""What was done, in words: every action of the market's record as a sentence, and who did it to what."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import lazy_gettext as _

from shop.audit.actions import AuditAction
from shop.audit.models import AuditEntry
from shop.catalogue.states import ProductAction
from shop.checkout.service import CheckoutAction
from shop.conversations.states import MessageAction, QuestionAction
from shop.fairs.actions import FairAction
from shop.groups.actions import GroupChange
from shop.groups.states import GroupAction
from shop.impact.targets import ImpactChange
from shop.kernel.access import Role
from shop.moderation.actions import ReviewAction
from shop.moderation.queries import names_of
from shop.notices.actions import NoticeAction
from shop.orders.states import OrderEvent
from shop.search.actions import SearchAction
from shop.upkeep.actions import UpkeepAction
from shop.web import helping_words, quality_words, recall_words, reporting, return_words, review_words
from shop.web.office.money_words import MONEY_EVENTS, MONEY_SUBJECTS
from shop.web.office.people_words import PEOPLE_EVENTS
from shop.web.office.record_words import OTHER, accounts_in, changes_in_words
from shop.web.order_steps import ORDER_EVENTS
from shop.web.wholesale_words import ACTIONS as WHOLESALE_ACTIONS
from shop.web.words import ROLES

UNKNOWN = _("สิ่งที่โปรแกรมรุ่นนี้ไม่รู้จัก")
GUEST = _("ผู้ซื้อ (ไม่มีบัญชี)")
ACTIONS = {
    **ORDER_EVENTS,
    **return_words.EVENTS,
    **reporting.EVENTS,
    **recall_words.EVENTS,
    **quality_words.EVENTS,
    **review_words.EVENTS,
    **PEOPLE_EVENTS,
    **MONEY_EVENTS,
    **WHOLESALE_ACTIONS,
    **helping_words.EVENTS,
    AuditAction.EXPORT: _("ส่งออกบันทึกการทำงาน"),
    CheckoutAction.PLACE_ORDER: _("สั่งซื้อ"),
    CheckoutAction.PLACE_PURCHASE: _("สั่งซื้อทั้งตะกร้า"),
    FairAction.ADD_PICTURES: _("เพิ่มรูปของงาน"),
    FairAction.CHANGE: _("แก้ไขงาน"),
    FairAction.CHANGE_PICTURE: _("แก้รูปของงาน"),
    FairAction.CLAIM_EXHIBITS: _("บอกว่านำสินค้าไปแสดงในงาน"),
    FairAction.CONFIRM_EXHIBIT: _("ยืนยันสินค้าที่ร่วมงาน"),
    FairAction.CREATE: _("สร้างงาน"),
    FairAction.IMPORT_LIST: _("นำเข้ารายชื่อผู้ออกบูธ"),
    FairAction.UNDO_LIST: _("ยกเลิกการนำเข้ารายชื่อ"),
    GroupChange.ASK_TO_CLAIM: _("เชิญกลุ่มมารับร้าน"),
    GroupChange.CLAIM: _("รับร้านของกลุ่ม"),
    GroupChange.UNDO_START: _("เอาร่างกลุ่มออกเพราะยกเลิกการนำเข้า"),
    GroupChange.WITHDRAW_CLAIM: _("ถอนลิงก์รับร้าน"),
    FairAction.MAKE_PACK: _("ทำการ์ดทุกบูธของงาน"),
    FairAction.PASTE_BOOTHS: _("วางรายการบูธ"),
    ImpactChange.SET_TARGETS: _("ตั้งเป้าหมายของปีงบประมาณ"),
    FairAction.REFUSE_EXHIBIT: _("ไม่ยืนยันสินค้าที่ร่วมงาน"),
    FairAction.REMOVE_BOOTH: _("เอาบูธออก"),
    FairAction.REMOVE_PICTURE: _("เอารูปของงานออก"),
    FairAction.SET_BOOTH: _("ตั้งบูธ"),
    GroupAction.APPROVE: _("อนุมัติกลุ่ม"),
    GroupAction.REINSTATE: _("ยกเลิกการระงับกลุ่ม"),
    GroupAction.REJECT: _("ไม่อนุมัติกลุ่ม"),
    GroupAction.REQUEST_CHANGES: _("ขอให้กลุ่มแก้คำขอ"),
    GroupAction.SUBMIT: _("ส่งคำขอเปิดร้าน"),
    GroupAction.SUSPEND: _("ระงับกลุ่ม"),
    GroupAction.WITHDRAW: _("ถอนคำขอเปิดร้าน"),
    GroupChange.APPROVE_PROFILE: _("อนุมัติข้อมูลกลุ่ม"),
    GroupChange.CHANGE_INCOME_DETAILS: _("เปลี่ยนบัญชีรับเงิน"),
    GroupChange.CHANGE_PAYMENT_WAYS: _("เปลี่ยนวิธีรับชำระ"),
    GroupChange.CHANGE_PROFILE: _("แก้ร่างข้อมูลกลุ่ม"),
    GroupChange.CHANGE_REST_DAYS: _("เปลี่ยนวันหยุด"),
    GroupChange.CHANGE_SHIPPING: _("เปลี่ยนค่าส่ง"),
    GroupChange.FORGET_PROTECTED_COUNTS: _("ถอนความยินยอมเรื่องจำนวนผู้สูงอายุและผู้พิการแล้ว"),
    GroupChange.HAND_OVER: _("มอบกลุ่มให้หัวหน้าคนใหม่"),
    GroupChange.INVITE_STAFF: _("เชิญคนมาช่วยดูแลร้าน"),
    GroupChange.JOIN: _("รับคำเชิญเข้ากลุ่ม"),
    GroupChange.LEAVE: _("ออกจากกลุ่มเอง"),
    GroupChange.LOCK_INCOME_DETAILS: _("ล็อกข้อมูลรับเงินชั่วคราว"),
    GroupChange.RECORD_PROTECTED_COUNTS: _("บันทึกจำนวนผู้สูงอายุและผู้พิการโดยความยินยอม"),
    GroupChange.REJECT_PROFILE: _("ไม่อนุมัติข้อมูลกลุ่ม"),
    GroupChange.REMOVE_STAFF: _("นำคนออกจากกลุ่ม"),
    GroupChange.REQUEST_PROFILE_CHANGES: _("ขอให้แก้ข้อมูลกลุ่ม"),
    GroupChange.START: _("เริ่มคำขอเปิดร้าน"),
    GroupChange.SUBMIT_PROFILE: _("ส่งข้อมูลกลุ่มให้ตรวจ"),
    GroupChange.TAKE_BACK: _("ถอนคำตัดสินเรื่องข้อมูลกลุ่ม"),
    GroupChange.WITHDRAW_INVITATION: _("ถอนคำเชิญแล้ว"),
    GroupChange.WITHDRAW_PROFILE: _("ถอนข้อมูลกลุ่มที่ส่งตรวจ"),
    ProductAction.ADD_VARIANT: _("เพิ่มตัวเลือกสินค้า"),
    ProductAction.APPROVE: _("อนุมัติสินค้า"),
    ProductAction.APPROVE_PRICE: _("อนุมัติราคา"),
    ProductAction.ARCHIVE: _("พักขายสินค้า"),
    ProductAction.COUNT_STOCK: _("นับสต็อกใหม่"),
    ProductAction.CREATE: _("เพิ่มสินค้า"),
    ProductAction.DELETE: _("ทิ้งร่างสินค้า"),
    ProductAction.EDIT_VARIANT: _("แก้ตัวเลือกสินค้า"),
    ProductAction.RECEIVE_STOCK: _("เพิ่มสต็อก"),
    ProductAction.REFUSE_PRICE: _("ไม่อนุมัติราคา"),
    ProductAction.REINSTATE: _("ยกเลิกการระงับสินค้า"),
    ProductAction.REQUEST_PRICE: _("ขอเปลี่ยนราคา"),
    ProductAction.RETIRE_VARIANT: _("เลิกขายตัวเลือก"),
    ProductAction.RETURN: _("ส่งสินค้ากลับให้แก้"),
    ProductAction.SAVE_DRAFT: _("แก้ร่างสินค้า"),
    ProductAction.SET_PRICE: _("เปลี่ยนราคา"),
    ProductAction.SUBMIT: _("ส่งสินค้าให้ตรวจ"),
    ProductAction.SUSPEND: _("ระงับสินค้า"),
    ProductAction.TAKE_BACK: _("ถอนคำตัดสินเรื่องสินค้า"),
    ProductAction.UNARCHIVE: _("กลับมาขายสินค้า"),
    ProductAction.WITHDRAW: _("ถอนสินค้าที่ส่งตรวจ"),
    OrderEvent.CLAIM: _("นำการซื้อเข้าบัญชีของตน"),
    NoticeAction.TELEPHONE: _("โทรบอกคนที่ข้อความไปไม่ถึง"),
    ReviewAction.ADD_PHRASE: _("เพิ่มข้อความแนะนำ"),
    ReviewAction.ADD_RULE: _("เพิ่มรายการตรวจ"),
    ReviewAction.AGREE: _("ดูซ้ำแล้วเห็นตรงกัน"),
    ReviewAction.APPROVE: _("ตัดสินคำขอ: อนุมัติ"),
    ReviewAction.CHANGE_HOLIDAY: _("แก้วันหยุดของสำนักงาน"),
    ReviewAction.CHANGE_RULE: _("แก้รายการตรวจ"),
    ReviewAction.CHANGE_SETTINGS: _("แก้การตั้งค่าโต๊ะตรวจ"),
    ReviewAction.DISAGREE: _("ดูซ้ำแล้วเห็นต่าง"),
    ReviewAction.DRAW: _("สุ่มให้เจ้าหน้าที่อีกคนดูซ้ำ"),
    ReviewAction.CHANGE_PHRASE: _("แก้ข้อความแนะนำ"),
    ReviewAction.REJECT: _("ตัดสินคำขอ: ไม่อนุมัติ"),
    ReviewAction.REMOVE_PHRASE: _("ลบข้อความแนะนำ"),
    ReviewAction.REQUEST_CHANGES: _("ตัดสินคำขอ: ขอให้แก้"),
    ReviewAction.REMOVE_PICTURE: _("เอารูปตัวอย่างออกจากข้อความแนะนำ"),
    ReviewAction.RESTORE_RULE: _("ใช้รายการตรวจอีกครั้ง"),
    ReviewAction.RETIRE_RULE: _("เลิกใช้รายการตรวจ"),
    ReviewAction.SETTLE: _("สรุปเรื่องที่เห็นต่าง"),
    ReviewAction.SET_PICTURE: _("ใส่รูปตัวอย่างให้ข้อความแนะนำ"),
    ReviewAction.TAKE_BACK: _("เอาคำตัดสินคืน"),
    ReviewAction.SUBMIT: _("เข้าคิวตรวจ"),
    ReviewAction.TAKE_OVER: _("รับช่วงคำขอจากเจ้าหน้าที่คนอื่น"),
    MessageAction.LOOK: _("อ่านข้อความของผู้ซื้อกับกลุ่ม"),
    MessageAction.TAKE_DOWN: _("เอาข้อความในคำสั่งซื้อออก"),
    MessageAction.SEND: _("เขียนข้อความเรื่องคำสั่งซื้อ"),
    QuestionAction.ANSWER: _("ตอบคำถาม"),
    QuestionAction.ASK: _("ถามกลุ่มเรื่องสินค้า"),
    QuestionAction.CORRECT: _("แก้คำตอบของคำถาม"),
    QuestionAction.ERASE: _("ลบคำถามตามคำขอ"),
    QuestionAction.ERASE_ANSWER: _("ลบคำตอบของคำถามตามคำขอ"),
    MessageAction.ERASE: _("ลบข้อความในคำสั่งซื้อตามคำขอ"),
    QuestionAction.TAKE_DOWN: _("เอาคำถามออก"),
    ReviewAction.WITHDRAW: _("ออกจากคิวโดยไม่ตัดสิน"),
    SearchAction.ADD_WORD: _("เพิ่มคำของการค้นหา"),
    SearchAction.CHANGE_WORD: _("แก้คำของการค้นหา"),
    SearchAction.DISMISS_MISS: _("พักคำที่ค้นไม่พบ"),
    SearchAction.REMOVE_WORD: _("เอาคำออกจากการค้นหา"),
    SearchAction.RESTORE_WORD: _("นำคำที่มากับตลาดกลับมา"),
    UpkeepAction.ROTATE_KEYS: _("เปลี่ยนกุญแจของข้อมูลลับ"),
}
SUBJECTS = {
    **MONEY_SUBJECTS,
    "account": _("บัญชี"),
    "audit": _("บันทึกการทำงาน"),
    "buyer_review": _("รีวิว"),
    "checklist_rule": _("รายการตรวจ"),
    "desk": _("การตั้งค่าโต๊ะตรวจ"),
    "exhibit": _("สินค้าที่ร่วมงาน"),
    "fair": _("งาน"),
    "group": _("กลุ่ม"),
    "impact_year": _("ปีงบประมาณ"),
    "holiday": _("วันหยุด"),
    "order": _("คำสั่งซื้อ"),
    "phrase": _("ข้อความแนะนำ"),
    "product": _("สินค้า"),
    "purchase": _("การซื้อ"),
    "question": _("คำถามเรื่องสินค้า"),
    "recall": _("เรื่องเรียกคืน"),
    "refund": _("การคืนเงิน"),
    "market": _("ตลาด"),
    "report_case": _("เรื่องที่แจ้งปัญหา"),
    "search_miss": _("คำที่ค้นไม่พบ"),
    "search_word": _("คำของตลาด"),
    "second_look": _("การดูซ้ำ"),
    "submission": _("คำขอ"),
    "training": _("การอบรม"),
    "wholesale": _("คำขอราคาจำนวนมาก"),
}


def action_words(action: str) -> str:
    return str(ACTIONS.get(action, UNKNOWN))


def subject_words(kind: str) -> str:
    return str(SUBJECTS.get(kind, OTHER))


def subject_url(entry: AuditEntry) -> str:
    """Where its subject is looked at, if officials have a page of it."""
    pages = {
        "account": ("office.show_person", "account_id"),
        "group": ("office.show_group", "group_id"),
        "order": ("office.show_order", "code"),
        "payout_batch": ("office.show_batch", "code"),
        "product": ("office.show_product", "product_id"),
        "recall": ("office.show_recall", "recall_id"),
        "report_case": ("office.show_report", "case_id"),
        "second_look": ("office.show_second_look", "look_id"),
        "submission": ("office.review", "submission_id"),
        "training": ("office.show_training", "training_id"),
    }
    if entry.subject_kind not in pages:
        return ""
    endpoint, name = pages[entry.subject_kind]
    return url_for(endpoint, **{name: entry.subject_id})


def actor_words(entry: AuditEntry, names: dict[int, str]) -> str:
    """Who did it: a person by name, everybody else by what they are."""
    if entry.actor_id is not None:
        return names.get(entry.actor_id, f"#{entry.actor_id}")
    return role_words(entry)


def role_words(entry: AuditEntry) -> str:
    """In which capacity: who has no account can only have been buying."""
    if entry.actor_id is None and entry.actor_role in ("guest", Role.BUYER):
        return str(GUEST)
    return str(ROLES.get(entry.actor_role, GUEST))


def changes_words(entry: AuditEntry, names: dict[int, str]) -> str:
    """What changed, a line each."""
    return "\n".join(changes_in_words(entry.subject_kind, entry.changes, names))


def names_in(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """The names of all who did something in these entries, and of those it was done to."""
    return names_of({account for entry in entries for account in {entry.actor_id, *accounts_in(entry.changes)}})
