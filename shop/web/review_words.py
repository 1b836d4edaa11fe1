"""Reviews in words: why one is refused, where it stands, what is wrong with a form, and the record's entries."""

from flask_babel import lazy_gettext as _

from shop.reviews.actions import BuyerReviewAction
from shop.reviews.models import RefusedFor, Standing

REASONS = {
    RefusedFor.RUDE: _("มีคำไม่สุภาพ"),
    RefusedFor.PERSONAL_DATA: _("มีเบอร์โทรหรือข้อมูลส่วนตัว"),
    RefusedFor.OTHER_MATTER: _("ไม่เกี่ยวกับสินค้านี้"),
    RefusedFor.BAD_PHOTO: _("รูปไม่เหมาะสม"),
    RefusedFor.ADVERTISING: _("เป็นการโฆษณา"),
}
STANDINGS = {
    Standing.WAITING: _("รอเจ้าหน้าที่อ่าน"),
    Standing.APPROVED: _("ขึ้นหน้าสินค้าแล้ว"),
    Standing.REFUSED: _("ยังไม่ได้ขึ้น"),
}
STARS = {
    5: _("5 ดาว ดีมาก"),
    4: _("4 ดาว ดี"),
    3: _("3 ดาว พอใช้"),
    2: _("2 ดาว ไม่ค่อยดี"),
    1: _("1 ดาว ไม่ดี"),
}
REFUSALS = {
    ("stars", "missing"): _("เลือกจำนวนดาวก่อน"),
    ("words", "missing"): _("เขียนคำตอบก่อน"),
    ("words", "too_long"): _("เขียนได้ไม่เกิน 1,000 ตัวอักษร"),
    ("photos", "too_many"): _("ใส่รูปได้ไม่เกิน 3 รูป รวมรูปเดิม"),
}
EVENTS = {
    BuyerReviewAction.ANSWER: _("ตอบรีวิว"),
    BuyerReviewAction.APPROVE: _("ให้รีวิวขึ้น"),
    BuyerReviewAction.APPROVE_ANSWER: _("ให้คำตอบรีวิวขึ้น"),
    BuyerReviewAction.ASK: _("ชวนผู้ซื้อเขียนรีวิว"),
    BuyerReviewAction.CHANGE: _("แก้รีวิว"),
    BuyerReviewAction.ERASE: _("ลบรีวิวตามคำขอ"),
    BuyerReviewAction.ERASE_ANSWER: _("ลบคำตอบรีวิวตามคำขอ"),
    BuyerReviewAction.REFUSE: _("ไม่ให้รีวิวขึ้น"),
    BuyerReviewAction.REFUSE_ANSWER: _("ไม่ให้คำตอบรีวิวขึ้น"),
    BuyerReviewAction.WRITE: _("เขียนรีวิว"),
}
