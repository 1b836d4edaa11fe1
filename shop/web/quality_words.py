"""How good a page is, in words: the parts of the score, what to do next, what trainings help with. Several desks say them."""

from flask_babel import lazy_gettext as _

from shop.quality.actions import TrainingAction
from shop.quality.score import Help, Part

PARTS = {
    Part.PHOTOS: _("มีรูปครบสามรูป"),
    Part.CLEAR_PHOTOS: _("รูปสว่างและชัด"),
    Part.LABEL_PHOTO: _("มีรูปฉลาก"),
    Part.TITLE: _("ชื่อบอกว่าเป็นอะไร และเลือกหมวดแล้ว"),
    Part.DESCRIPTION: _("เรื่องเล่าของสินค้า"),
    Part.INGREDIENTS: _("ส่วนประกอบ"),
    Part.ALLERGENS: _("บอกของที่คนแพ้ ตรงกับส่วนประกอบ"),
    Part.SHELF_LIFE: _("เก็บได้กี่วัน"),
    Part.SIZE: _("ขนาด"),
    Part.PRICE: _("ราคา"),
    Part.WEIGHT: _("น้ำหนัก"),
    Part.STOCK: _("มีของให้ซื้อ"),
    Part.STANDARDS: _("มาตรฐานที่ยังไม่หมดอายุ พร้อมรูปใบรับรอง"),
    Part.QUESTIONS: _("ตอบคำถามครบ"),
    Part.REVIEWS: _("ตอบรีวิวครบ"),
    Part.ENGLISH: _("ภาษาอังกฤษ"),
}
STEPS = {
    Part.PHOTOS: _("ใส่รูปให้ครบสามรูป"),
    Part.CLEAR_PHOTOS: _("ถ่ายใหม่รูปที่มืด เล็ก หรือไม่ชัด"),
    Part.LABEL_PHOTO: _("ถ่ายรูปฉลาก แล้วเขียนใต้รูปว่า “ฉลาก”"),
    Part.TITLE: _("ตั้งชื่อให้บอกว่าเป็นอะไร และเลือกหมวด"),
    Part.DESCRIPTION: _("เล่าเรื่องสินค้าให้ได้ 200 ตัวอักษร"),
    Part.INGREDIENTS: _("ใส่ส่วนประกอบตามฉลาก"),
    Part.ALLERGENS: _("บอกของที่คนแพ้ ให้ตรงกับส่วนประกอบ"),
    Part.SHELF_LIFE: _("บอกว่าเก็บได้กี่วัน"),
    Part.SIZE: _("บอกขนาด กว้าง ยาว สูง"),
    Part.PRICE: _("ใส่ราคา"),
    Part.WEIGHT: _("ใส่น้ำหนักให้ครบ"),
    Part.STOCK: _("เติมจำนวนของที่มี"),
    Part.STANDARDS: _("ใส่เลขมาตรฐาน พร้อมรูปใบรับรอง"),
    Part.QUESTIONS: _("ตอบคำถามที่รออยู่"),
    Part.REVIEWS: _("ตอบรีวิวของผู้ซื้อ"),
    Part.ENGLISH: _("ใส่ชื่อและเรื่องเล่าภาษาอังกฤษ"),
}
HELPS = {
    Help.PHOTO: _("รูปถ่าย"),
    Help.LABEL: _("ฉลาก"),
    Help.DESCRIPTION: _("เรื่องเล่าและชื่อสินค้า"),
    Help.PRICE: _("ราคาและสต็อก"),
    Help.STANDARD: _("มาตรฐานและใบรับรอง"),
    Help.PACKING: _("ขนาด น้ำหนัก การบรรจุ"),
    Help.ENGLISH: _("ภาษาอังกฤษ"),
    Help.SERVICE: _("ตอบคำถามและรีวิว"),
}
ADVISED = {
    "title": _("ชื่อสินค้า"),
    "photos": _("รูปถ่าย"),
    "description": _("คำอธิบาย"),
    "subcategory": _("หมวดย่อย"),
    "variants": _("ราคาและน้ำหนัก"),
    "ingredients": _("ส่วนประกอบ"),
    "allergens": _("สารก่อภูมิแพ้"),
    "shelf_life_days": _("อายุการเก็บ"),
    "size_text": _("ขนาด"),
    "standards": _("มาตรฐาน"),
    "general": _("เรื่องทั่วไป"),
}
EVENTS = {
    TrainingAction.ANNOUNCE: _("ประกาศการอบรม"),
    TrainingAction.CANCEL: _("ยกเลิกการอบรม"),
    TrainingAction.CHANGE: _("แก้การอบรม"),
    TrainingAction.INTEREST: _("กลุ่มสนใจการอบรม"),
    TrainingAction.NO_INTEREST: _("กลุ่มไม่สนใจการอบรมแล้ว"),
}
