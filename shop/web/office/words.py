"""The officials' words: what is looked at, what the market found by itself, what was decided, what is wrong with a form."""

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from shop.catalogue.states import SaleState
from shop.groups.states import GroupStatus
from shop.kernel.money import format_baht
from shop.kernel.thai import format_date
from shop.moderation import rules
from shop.moderation.findings import Finding
from shop.moderation.first_rules import FIRST_RULES
from shop.moderation.models import BulkKind, LookStatus, Outcome, Submission, SubmissionKind
from shop.web.language import locale
from shop.web.page import in_language
from shop.web.words import STANDARDS

KINDS = {
    SubmissionKind.GROUP: (_("สมัครเป็นกลุ่มอาชีพ"), _("แก้ไขข้อมูลกลุ่ม")),
    SubmissionKind.PRODUCT: (_("สินค้าใหม่"), _("แก้ไขสินค้า")),
    SubmissionKind.PRICE: (_("ราคาตัวเลือกใหม่"), _("ขอเปลี่ยนราคา")),
}
OUTCOMES = {
    Outcome.APPROVED: _("อนุมัติแล้ว"),
    Outcome.CHANGES_REQUESTED: _("ขอให้แก้แล้ว"),
    Outcome.REJECTED: _("ตัดสินว่าไม่อนุมัติ"),
}
SUBJECT_KINDS = {
    SubmissionKind.GROUP: _("ข้อมูลกลุ่ม"),
    SubmissionKind.PRODUCT: _("สินค้า"),
    SubmissionKind.PRICE: _("ราคา"),
}
BULK_KINDS = {
    BulkKind.PRICE: _("เปลี่ยนราคาไม่เกินที่กำหนด"),
    BulkKind.VARIANT: _("ราคาแรกของตัวเลือกใหม่ในสินค้าที่ขายอยู่"),
    BulkKind.CHANGE: _("แก้ไขสินค้าที่ขายอยู่แล้ว"),
}
LOOKS = {
    LookStatus.WAITING: _("รอดูซ้ำ"),
    LookStatus.AGREED: _("เห็นตรงกัน"),
    LookStatus.TALK: _("เห็นต่าง รอคุยกัน"),
    LookStatus.STANDS: _("คุยแล้ว คำตัดสินเดิมคงอยู่"),
    LookStatus.AGAIN: _("คุยแล้ว ตรวจใหม่"),
}
GROUP_STATES = {
    GroupStatus.DRAFT: _("ร่าง"),
    GroupStatus.IN_REVIEW: _("รอตรวจ"),
    GroupStatus.CHANGES_REQUESTED: _("ขอให้แก้"),
    GroupStatus.APPROVED: _("ผ่านแล้ว"),
    GroupStatus.REJECTED: _("ไม่ผ่าน"),
    GroupStatus.SUSPENDED: _("ระงับ"),
}
SALE_STATES = {
    SaleState.ON_SALE: _("วางขายอยู่"),
    SaleState.SOLD_OUT: _("ของหมด"),
    SaleState.NOT_YET: _("ยังไม่วางขาย"),
    SaleState.PAUSED: _("พักขาย"),
    SaleState.SUSPENDED: _("ระงับ"),
}
FIELDS = {
    "address_line": _("บ้านเลขที่ ถนน"),
    "allergens": _("สารก่อภูมิแพ้"),
    "category": _("หมวดสินค้า"),
    "contact_name": _("ผู้ติดต่อ"),
    "contact_phone": _("เบอร์โทร"),
    "cover_photo_id": _("รูปหน้าปก"),
    "description": _("คำอธิบาย"),
    "description_en": _("คำอธิบาย (อังกฤษ)"),
    "enterprise_number": _("เลขวิสาหกิจชุมชน"),
    "general": _("เรื่องทั่วไป"),
    "ingredients": _("ส่วนประกอบ"),
    "kind": _("ประเภทกลุ่ม"),
    "made_to_order_days": _("เวลาทำตามสั่ง"),
    "member_count": _("จำนวนสมาชิก"),
    "name": _("ชื่อกลุ่ม"),
    "name_en": _("ชื่อกลุ่ม (อังกฤษ)"),
    "photos": _("รูปถ่าย"),
    "postcode": _("รหัสไปรษณีย์"),
    "shelf_life_days": _("อายุการเก็บ"),
    "size_text": _("ขนาด"),
    "standards": _("มาตรฐาน"),
    "story": _("เรื่องของกลุ่ม"),
    "story_en": _("เรื่องของกลุ่ม (อังกฤษ)"),
    "subcategory": _("หมวดย่อย"),
    "subdistrict_code": _("ที่ตั้ง"),
    "title": _("ชื่อสินค้า"),
    "title_en": _("ชื่อสินค้า (อังกฤษ)"),
    "variants": _("ราคาและน้ำหนัก"),
    "weekly_capacity": _("ทำได้ต่อสัปดาห์"),
}
FINDINGS = {
    "allergens_missing": _("ไม่ได้บอกสารก่อภูมิแพ้"),
    "cover_none": _("ไม่มีรูปหน้าปก"),
    "description_short": _("คำอธิบายสั้นมาก (%(count)s ตัวอักษร)"),
    "enterprise_fine": _("เลขวิสาหกิจชุมชนถูกรูปแบบ %(number)s"),
    "enterprise_form": _("เลขวิสาหกิจชุมชนผิดรูปแบบ %(number)s"),
    "flag_alcohol": _("อาจเป็นเครื่องดื่มแอลกอฮอล์: “%(word)s”"),
    "flag_counterfeit": _("อาจเป็นของเลียนแบบ: “%(word)s”"),
    "flag_gambling": _("อาจเกี่ยวกับการพนัน: “%(word)s”"),
    "flag_hazardous": _("อาจเป็นวัตถุอันตราย: “%(word)s”"),
    "flag_health_claim": _("อาจอ้างสรรพคุณทางสุขภาพ: “%(word)s”"),
    "flag_medicine": _("อาจเป็นยา: “%(word)s”"),
    "flag_narcotic": _("อาจเป็นยาเสพติด: “%(word)s”"),
    "flag_obscene": _("อาจเป็นสื่อลามก: “%(word)s”"),
    "flag_tobacco": _("อาจเป็นยาสูบ: “%(word)s”"),
    "flag_weapon": _("อาจเป็นอาวุธหรือวัตถุระเบิด: “%(word)s”"),
    "flag_wildlife": _("อาจเป็นสัตว์ป่า: “%(word)s”"),
    "ingredients_missing": _("ไม่มีส่วนประกอบ"),
    "name_double": _("มีกลุ่มชื่อเดียวกันอยู่แล้ว %(count)s กลุ่ม"),
    "name_single": _("ไม่มีกลุ่มอื่นชื่อเดียวกัน"),
    "photo_double": _("กลุ่มอื่นใช้รูปเดียวกันหรือเกือบเหมือนกัน: %(groups)s"),
    "photos_blurred": _("อาจไม่ชัด %(count)s รูป"),
    "photos_dark": _("รูปมืด %(count)s รูป"),
    "photos_enough": _("มีรูป %(count)s รูป"),
    "photos_few": _("มีรูปเดียว"),
    "photos_none": _("ไม่มีรูป"),
    "photos_refused": _("มีรูปที่เปิดไม่ได้"),
    "photos_small": _("รูปเล็ก อ่านฉลากไม่ออก (%(count)s รูป กว้าง %(width)s พิกเซล)"),
    "photos_waiting": _("ระบบกำลังเตรียมรูปบางรูปอยู่"),
    "price_down": _("ลดลง %(percent)s%% จาก %(before)s เป็น %(after)s"),
    "price_far": _("ราคาห่างจากสินค้าแบบเดียวกันมาก %(range)s (ปกติราว %(usual)s)"),
    "price_first": _("ราคาแรกของตัวเลือกนี้ %(after)s"),
    "price_up": _("เพิ่มขึ้น %(percent)s%% จาก %(before)s เป็น %(after)s"),
    "price_usual": _("ราคาใกล้สินค้าแบบเดียวกัน %(range)s (ปกติราว %(usual)s)"),
    "price_within": _("ราคา %(range)s ไม่ไกลจากสินค้าแบบเดียวกัน แต่ไม่ใกล้ (ปกติราว %(usual)s)"),
    "serial_missing": _("อาหารบรรจุเสร็จต้องมีเลข อย. แต่ไม่ได้ใส่"),
    "shelf_life_days_missing": _("ไม่ได้บอกอายุการเก็บ"),
    "standard_expired": _("%(standard)s %(number)s หมดอายุ %(date)s"),
    "standard_fine": _("%(standard)s %(number)s ถูกรูปแบบ มีหลักฐาน"),
    "standard_form": _("%(standard)s ผิดรูปแบบ: %(number)s"),
    "standard_no_evidence": _("%(standard)s %(number)s ไม่มีรูปหลักฐาน"),
    "story_short": _("เรื่องของกลุ่มสั้นมาก (%(count)s ตัวอักษร)"),
    "text_double": _("คำอธิบายเหมือนหรือเกือบเหมือนของกลุ่มอื่น: %(groups)s"),
    "weight_missing": _("บางตัวเลือกไม่มีน้ำหนัก"),
}
WRONG = {
    ("advice", "empty"): _("เขียนคำแนะนำอย่างน้อยหนึ่งช่อง กลุ่มจะได้รู้ว่าต้องแก้อะไร"),
    ("because", "empty"): _("เขียนเหตุผลก่อน เพราะระบบพบข้อที่ไม่ผ่าน"),
    ("bulk_kinds", "unknown"): _("เลือกจากรายการ"),
    ("bulk_price_percent", "range"): _("ใส่ตัวเลข 1 ถึง 100"),
    ("categories", "unknown"): _("เลือกจากรายการ"),
    ("day", "far"): _("ใส่วันที่ไม่ห่างจากปีนี้เกินห้าปี"),
    ("kind", "unknown"): _("เลือกจากรายการ"),
    ("name", "empty"): _("ใส่ชื่อวันหยุด"),
    ("note", "empty"): _("เขียนว่าเห็นต่างตรงไหน"),
    ("outcome", "unknown"): _("เลือกว่าจะอนุมัติ ขอให้แก้ หรือไม่อนุมัติ"),
    ("reason", "empty"): _("เขียนเหตุผล กลุ่มจะได้เข้าใจ"),
    ("second_look_percent", "range"): _("ใส่ตัวเลข 0 ถึง 100"),
    ("subcategories", "unknown"): _("เลือกจากรายการ"),
    ("text", "empty"): _("เขียนข้อความก่อน"),
    ("text", "too_many"): _("มีข้อความมากเกินไปแล้ว ลบที่ไม่ใช้ออกก่อน"),
    ("words", "empty"): _("เขียนว่าคุยกันแล้วสรุปอย่างไร"),
    ("field", "unknown"): _("เลือกช่องที่ข้อความนี้เกี่ยวข้อง"),
    ("*", "too_long"): _("ยาวเกินไป ตัดให้สั้นลง"),
}
_AMOUNTS = {"low", "high", "usual", "before", "after"}


def kind_words(submission: Submission) -> str:
    """What was sent: the first of its kind, or a change of what stood already."""
    first, change = KINDS[submission.kind]
    if submission.kind is SubmissionKind.PRICE:
        return str(change)
    is_group = submission.kind is SubmissionKind.GROUP
    began = submission.group.approved_at if is_group else submission.product_revision.product.published_at
    return str(first if began is None or submission.submitted_at <= began else change)


def finding_words(finding: Finding) -> str:
    """What the market found, as a sentence with its figures."""
    params = {name: format_baht(value) if name in _AMOUNTS else value for name, value in finding.params.items()}
    if "low" in params:
        params["range"] = params["low"] if params["low"] == params["high"] else f"{params['low']}–{params['high']}"
    if "standard" in params:
        params["standard"] = STANDARDS[params["standard"]]
    if "date" in params:
        params["date"] = format_date(params["date"], locale())
    return gettext(FINDINGS[finding.key]._args[0], **params) if params else str(FINDINGS[finding.key])


def wrong_words(field: str, reason: str) -> str:
    """What is wrong with a field, from a BadValue."""
    name = field.split("-")[0]
    return str(WRONG.get((name, reason)) or WRONG.get(("*", reason)) or _("ค่านี้ใช้ไม่ได้"))


def check_words(key: str) -> str:
    """What was ticked, as it was called when it was: of rules of today and of before."""
    if "rules" not in g:
        g.rules = {rule.key: rule for rule in (*FIRST_RULES, *rules.all_rules())}
    rule = g.rules.get(key)
    return in_language(rule, "text") if rule else str(_("รายการที่ไม่มีแล้ว"))
