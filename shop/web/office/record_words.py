"""The record's codes in words: the names of what changed, and the values it changed to."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from shop.conversations.states import QuestionStatus
from shop.kernel.access import Role
from shop.kernel.money import format_baht
from shop.kernel.thai import format_date, format_datetime
from shop.moderation.models import SubmissionKind, SubmissionStatus
from shop.web import helping_words, reporting, return_words, review_words
from shop.web.language import locale
from shop.web.office.money_words import BATCH_STATUSES, CAUSES, CLASHES, DISPUTES, PAYOUT_STATUSES
from shop.web.office.words import BULK_KINDS, FIELDS, FINDINGS, GROUP_STATES, LOOKS, OUTCOMES, check_words
from shop.web.order_steps import SHIPPING_KINDS
from shop.web.words import ORDER_STATUSES, PAYMENT_METHODS, REVISION_STATUSES, ROLES, STANDARDS, WEEKDAYS

KEYS = {
    "account": _("บัญชีของ"),
    "among": _("อนุมัติพร้อมกัน (รายการ)"),
    "added": _("สิ่งที่เพิ่ม"),
    "amount_satang": _("จำนวนเงิน"),
    "asked": _("ตัวกรอง"),
    "because": _("เหตุผล"),
    "batch": _("รายชื่อรหัส"),
    "before": _("เดิม"),
    "booth": _("บูธ"),
    "bulk_kinds": _("อนุมัติหลายรายการได้เฉพาะ"),
    "bulk_price_percent": _("ราคาต่างได้ไม่เกินร้อยละ"),
    "booths_added": _("บูธที่เพิ่ม"),
    "booths_changed": _("บูธที่แก้"),
    "booths_removed": _("บูธที่เอาออก"),
    "by": _("โดย"),
    "cause": _("เพราะ"),
    "changed": _("สิ่งที่แก้"),
    "cases": _("เรื่องที่แจ้งปัญหา"),
    "checked": _("ทำเครื่องหมายไว้"),
    "clashes": _("ต้องนับใหม่หรือดูอีกครั้ง"),
    "consent": _("ใบยินยอมเลขที่"),
    "claims": _("คำขอที่ถืออยู่"),
    "cod": _("เก็บเงินปลายทาง"),
    "copy_of": _("สำเนาของสินค้าเลขที่"),
    "counted": _("นับได้"),
    "discarded": _("ทิ้งร่าง"),
    "dispute": _("ข้อโต้แย้งเลขที่"),
    "fair": _("งาน"),
    "drafts_added": _("ร่างสินค้าที่เพิ่ม"),
    "drafts_removed": _("ร่างสินค้าที่เอาออก"),
    "exhibits_added": _("สินค้าที่บอกว่าร่วมงาน"),
    "field": _("เรื่อง"),
    "fields": _("สิ่งที่แก้"),
    "first_sales": _("กลุ่มที่ขายได้ครั้งแรก"),
    "file": _("ไฟล์"),
    "group_profile_id": _("ข้อมูลกลุ่มเลขที่"),
    "groups_added": _("กลุ่มที่เพิ่ม"),
    "groups_removed": _("กลุ่มที่เอาออก"),
    "holder": _("เดิมอยู่กับ"),
    "imported": _("นำเข้าจากรายการ"),
    "income_satang": _("รายได้ของกลุ่ม"),
    "invitation": _("คำเชิญเลขที่"),
    "is_holiday": _("เป็นวันหยุด"),
    "is_late": _("มาหลังหมดเวลา"),
    "kind": _("เรื่อง"),
    "of": _("เลขที่"),
    "outcome": _("ตัดสิน"),
    "method": _("จ่ายโดย"),
    "not_passed": _("ระบบพบว่าไม่ผ่าน"),
    "office": _("หน่วยงาน"),
    "option": _("วิธีส่งเลขที่"),
    "order": _("ลำดับใหม่ของตัวเลือก"),
    "payment": _("การชำระเงินเลขที่"),
    "pickup": _("มารับเอง"),
    "pieces": _("จำนวนชิ้น"),
    "price_satang": _("ราคา"),
    "product": _("สินค้าเลขที่"),
    "product_revision_id": _("ฉบับของสินค้า เลขที่"),
    "products": _("สินค้าเลขที่"),
    "promptpay": _("พร้อมเพย์ถึงกลุ่มโดยตรง"),
    "quantity": _("จำนวน"),
    "reason": _("เหตุผล"),
    "received_satang": _("ได้รับ"),
    "refund": _("การคืนเงินเลขที่"),
    "refused_for": _("เหตุผล"),
    "removed": _("สิ่งที่เอาออก"),
    "retired": _("เลิกใช้"),
    "revision": _("ฉบับที่"),
    "role": _("หน้าที่"),
    "rule": _("แทนรายการเลขที่"),
    "row": _("รายการที่"),
    "second_look_percent": _("สัดส่วนที่ดูซ้ำ ร้อยละ"),
    "scope": _("เรื่องที่ให้ช่วย"),
    "seen": _("ก่อนนับเห็น"),
    "selling_groups": _("กลุ่มที่ขายได้"),
    "sent": _("ส่งข้อความแล้ว"),
    "settled": _("สรุปว่า"),
    "slip": _("สลิปเลขที่"),
    "slug": _("ที่อยู่บนเว็บ"),
    "stars": _("ดาว"),
    "status": _("สถานะ"),
    "submission": _("คำขอเลขที่"),
    "stripe": _("จ่ายผ่านตลาด"),
    "taken_back": _("เอาออก สินค้าเลขที่"),
    "to": _("เป็น"),
    "total_satang": _("ยอดรวม"),
    "unticked": _("ไม่ได้ทำเครื่องหมาย"),
    "until": _("ถึง"),
    "variant": _("ตัวเลือกเลขที่"),
    "variant_id": _("ตัวเลือกเลขที่"),
    "was": _("จาก"),
    "was_decided": _("เคยตัดสินว่า"),
    "weekly": _("หยุดทุกวัน"),
    "way": _("วิธี"),
    "word": _("คำ"),
    "wording": _("ข้อความฉบับที่"),
}
STATES = {
    "group": GROUP_STATES,
    "order": ORDER_STATUSES,
    "product": REVISION_STATUSES,
    "payout_batch": {status: shown[0] for status, shown in {**BATCH_STATUSES, **PAYOUT_STATUSES}.items()},
    "purchase": DISPUTES,
    "question": {
        QuestionStatus.PUBLIC: _("ตอบแล้ว ทุกคนเห็น"),
        QuestionStatus.PRIVATE: _("ตอบแล้ว เห็นเฉพาะคนถาม"),
    },
    "return": return_words.STATUSES,
    "submission": {
        SubmissionStatus.WAITING: _("รอตรวจ"),
        SubmissionStatus.DECIDED: _("ตัดสินแล้ว"),
        SubmissionStatus.WITHDRAWN: _("กลุ่มขอคืน"),
        SubmissionStatus.SUPERSEDED: _("มีฉบับใหม่กว่า"),
    },
}
SUBMISSIONS = {
    SubmissionKind.GROUP: _("ข้อมูลกลุ่ม"),
    SubmissionKind.PRODUCT: _("สินค้า"),
    SubmissionKind.PRICE: _("ราคา"),
}
OFFICES = {
    "commerce": _("พาณิชย์จังหวัด"),
    "labour": _("แรงงานจังหวัด"),
    "community": ROLES[Role.COMMUNITY_OFFICIAL],
    "social": ROLES[Role.SOCIAL_OFFICIAL],
    "admin": _("ผู้ดูแลระบบ"),
}
SOURCES = {"operator": _("ผู้ดูแลเครื่อง"), "email": _("อีเมล"), "phone": _("เบอร์มือถือ")}

MORE_FIELDS = {
    "bank_account": _("เลขบัญชีธนาคาร"),
    "bank_account_name": _("ชื่อบัญชีธนาคาร"),
    "biller_id": _("Biller ID"),
    "bank_code": _("ธนาคาร"),
    "district": _("อำเภอ"),
    "district_code": _("อำเภอ"),
    "ends_on": _("วันสุดท้าย"),
    "free_over_satang": _("ส่งฟรีเมื่อซื้อครบ"),
    "line1": _("บ้านเลขที่ ถนน"),
    "locale": _("ภาษา"),
    "map_url": _("ลิงก์แผนที่"),
    "older_people": _("จำนวนผู้สูงอายุ"),
    "opening_hours": _("เวลาเปิด"),
    "opening_hours_en": _("เวลาเปิด (อังกฤษ)"),
    "organiser": _("ผู้จัด"),
    "password": _("รหัสผ่าน"),
    "people_with_disabilities": _("จำนวนผู้พิการ"),
    "phone": _("เบอร์โทร"),
    "pickup_place": _("ที่รับของ"),
    "place": _("สถานที่"),
    "place_en": _("สถานที่ (อังกฤษ)"),
    "position": _("ลำดับ"),
    "price_satang": _("ราคา"),
    "promptpay_id": _("พร้อมเพย์"),
    "promptpay_kind": _("ชนิดพร้อมเพย์"),
    "province": _("จังหวัด"),
    "province_code": _("จังหวัด"),
    "recipient_name": _("ชื่อผู้รับ"),
    "recipient_phone": _("เบอร์ผู้รับ"),
    "short_name": _("ชื่อย่อ"),
    "short_name_en": _("ชื่อย่อ (อังกฤษ)"),
    "sku": _("รหัสสินค้า"),
    "starts_on": _("วันแรก"),
    "subdistrict": _("ตำบล"),
    "unit": _("หน่วยขาย"),
    "weight_grams": _("น้ำหนัก"),
    "weight_steps": _("ขั้นน้ำหนัก"),
}
# The same column has another name on another thing.
FIELDS_OF = {
    "account": {"name": _("ชื่อ")},
    "fair": {"title": _("ชื่องาน"), "title_en": _("ชื่องาน (อังกฤษ)")},
    "impact_year": {
        "income": _("รายได้ของกลุ่ม"),
        "selling_groups": _("กลุ่มที่ขายได้"),
        "first_sales": _("กลุ่มที่ขายได้ครั้งแรก"),
    },
    "training": {
        "details": _("รายละเอียด"),
        "enrol_phone": _("เบอร์โทรรับสมัคร"),
        "enrol_url": _("ลิงก์หน้าสมัคร"),
        "enrol_words": _("วิธีสมัครอื่น"),
        "helps": _("ช่วยเรื่องอะไร"),
        "hours": _("เวลา"),
        "seats": _("จำนวนที่นั่ง"),
        "shown_until": _("แสดงถึงวันที่"),
        "title": _("ชื่อการอบรม"),
        "title_en": _("ชื่อการอบรม (อังกฤษ)"),
    },
    "order": {"name": _("ชื่อผู้รับ")},
    "product": {"name": _("ชื่อตัวเลือก"), "name_en": _("ชื่อตัวเลือก (อังกฤษ)")},
    "search_word": {"thai": _("คำที่แปลว่าสิ่งเดียวกัน"), "english": _("ภาษาอังกฤษ"), "kinds": _("คำที่แคบกว่า")},
}
OTHER = _("ข้อมูลอื่น")
KNOWN_AS_THEY_ARE = {"because", "booth", "fair", "order", "slug", "word"}  # written by people, a code, or an address


def changes_in_words(subject_kind: str, changes: dict, names: dict[int, str]) -> list[str]:
    """`สิ่งที่แก้: ชื่อกลุ่ม, เรื่องของกลุ่ม`, a line each. `names`: of accounts, by id."""
    kept = {key: value for key, value in sorted(changes.items()) if value not in (None, [], {}, "")}
    if "was" in kept and "to" in kept:
        kept = {"status": [kept.pop("was"), kept.pop("to")]} | kept
    return [f"{_key(key, value)}: {_value(subject_kind, key, value, names)}" for key, value in kept.items()]


def accounts_in(changes: dict) -> set[int]:
    """Ids of the people that the changes name."""
    return {changes[key] for key in ("account", "holder", "to") if type(changes.get(key)) is int}


def _key(key: str, value: object) -> str:
    """An order is named by its code; of a product's variants `order` is a list."""
    return gettext("คำสั่งซื้อ") if key == "order" and isinstance(value, str) else str(KEYS.get(key, OTHER))


def _value(subject_kind: str, key: str, value: object, names: dict[int, str]) -> str:
    if type(value) is bool:
        return gettext("ใช่") if value else gettext("ไม่")
    if key in ("account", "holder", "to") and type(value) is int:
        return names.get(value, f"#{value}")
    if key == "pieces" and isinstance(value, dict):
        return str(sum(value.values()))
    if key.endswith("_satang") or key == "before":
        return format_baht(int(str(value)))
    if key in ("status", "was", "to"):
        states = STATES.get(subject_kind, {})
        return " → ".join(str(states.get(one, OTHER)) for one in (value if isinstance(value, list) else [value]))
    if key in ("fields", "field", "changed"):
        return ", ".join(_field(subject_kind, one) for one in _several(value))
    if key in WORDS:
        return ", ".join(WORDS[key](one) for one in _several(value))
    is_plain = key in KNOWN_AS_THEY_ARE or all(type(one) is int for one in _several(value))
    return ", ".join(map(str, _several(value))) if is_plain else str(OTHER)


def _several(value: object) -> list:
    return value if isinstance(value, list) else [value]


def _field(subject_kind: str, name: str) -> str:
    if name.startswith("standard:"):
        return gettext("มาตรฐาน %(name)s", name=STANDARDS.get(name.partition(":")[2], OTHER))
    tables = (FIELDS_OF.get(subject_kind, {}), FIELDS, MORE_FIELDS)
    return str(next((table[name] for table in tables if name in table), OTHER))


def _among(*tables: dict) -> Callable[[object], str]:
    return lambda value: str(next((table[value] for table in tables if value in table), OTHER))


def _finding(key: str) -> str:
    """A finding without its figures."""
    return str(FINDINGS[key]) % defaultdict(lambda: "…") if key in FINDINGS else str(OTHER)


def _day(value: object) -> str:
    """A day as the calendar says it; a way to send goods is added under the same key."""
    try:
        return format_date(date.fromisoformat(str(value)), locale())
    except ValueError:
        return _among(SHIPPING_KINDS)(value)


ASKED = {
    "action": _("ทำอะไร"),
    "subject": _("กับอะไร"),
    "id": _("เลขที่หรือรหัส"),
    "actor": _("เลขบัญชีผู้ทำ"),
    "who": _("ชื่อ อีเมล หรือเบอร์ของผู้ทำ"),
    "group": _("เลขที่กลุ่ม"),
    "from": _("ตั้งแต่วันที่"),
    "to": _("ถึงวันที่"),
}  # of an export only which filters were set: what was typed may be a person's name
WORDS: dict[str, Callable[[object], str]] = {
    "added": _day,
    "asked": _among(ASKED),
    "by": _among(SOURCES),
    "cause": _among(CAUSES),
    "file": _among({"bank": _("ไฟล์ธนาคาร"), "promptpay": _("ไฟล์พร้อมเพย์"), "a4": _("สองใบต่อกระดาษ A4"), "a5": _("ใบละหน้า A5")}),
    "clashes": _among(CLASHES),
    "kind": _among(SUBMISSIONS, reporting.KINDS, CLASHES, {"csv": "CSV", "xlsx": "Excel"}),
    "method": _among(PAYMENT_METHODS),
    "bulk_kinds": _among(BULK_KINDS),
    "checked": check_words,
    "not_passed": _finding,
    "office": _among(OFFICES),
    "outcome": _among(reporting.OUTCOMES),
    "reason": _among(reporting.REASONS, return_words.REASONS),
    "refused_for": _among(review_words.REASONS),
    "removed": _day,
    "role": _among(ROLES),
    "settled": _among(LOOKS),
    "unticked": check_words,
    "until": lambda value: format_datetime(datetime.fromisoformat(str(value)), locale()),
    "was_decided": _among(OUTCOMES),
    "scope": _among(helping_words.SCOPES),
    "way": _among(helping_words.WAYS),
    "weekly": lambda day: str(WEEKDAYS[int(str(day)) - 1]),
}
