"""What a person reads at a field that was refused."""

from flask_babel import lazy_gettext as _

_PASSWORD_EMPTY = _("ใส่รหัสผ่าน")
_NOT_A_MOBILE = _("ใส่เบอร์มือถือไทย 10 หลัก เช่น 081-234-5678")

REFUSED = {
    ("name", "empty"): _("ใส่ชื่อที่ให้เราเรียก"),
    ("name", "too_long"): _("ชื่อยาวเกินไป ใส่ไม่เกิน 120 ตัวอักษร"),
    ("identifier", "empty"): _("ใส่อีเมลหรือเบอร์มือถือ"),
    ("identifier", "not_an_email"): _("อีเมลนี้ไม่ครบหรือพิมพ์ผิด ตัวอย่าง malee@example.com"),
    ("identifier", "not_a_mobile"): _("ใส่อีเมล หรือเบอร์มือถือไทย 10 หลัก เช่น 081-234-5678"),
    ("identifier", "taken"): _("เบอร์นี้มีบัญชีแล้ว เข้าสู่ระบบได้เลย หรือขอรหัสตั้งรหัสผ่านใหม่จากเจ้าหน้าที่"),
    ("password", "empty"): _PASSWORD_EMPTY,
    ("password", "wrong"): _("อีเมล เบอร์มือถือ หรือรหัสผ่านไม่ถูกต้อง"),
    ("password", "not_yours"): _("รหัสผ่านไม่ถูกต้อง"),
    ("password", "closed"): _("บัญชีนี้ปิดอยู่ ติดต่อเจ้าหน้าที่เพื่อเปิดใหม่"),
    ("password", "too_short"): _("รหัสผ่านสั้นไป ใช้อย่างน้อย 10 ตัวอักษร ประโยคสั้น ๆ ที่จำง่ายก็ได้"),
    ("password", "too_long"): _("รหัสผ่านยาวเกินไป ใช้ไม่เกิน 200 ตัวอักษร"),
    ("password", "too_common"): _("รหัสผ่านนี้เดาง่ายเกินไป ลองใช้คำ 3 คำที่ไม่เกี่ยวกัน"),
    ("password", "like_a_name"): _("รหัสผ่านคล้ายชื่อ อีเมล หรือเบอร์ของคุณเกินไป"),
    ("old_password", "empty"): _("ใส่รหัสผ่านเดิม"),
    ("old_password", "wrong"): _("รหัสผ่านเดิมไม่ถูกต้อง"),
    ("code", "empty"): _("ใส่รหัสบนกระดาษ"),
    ("code", "spent"): _("เบอร์หรือรหัสไม่ถูกต้อง ใช้ไปแล้ว หรือเกิน 7 วัน ขอรหัสใหม่จากเจ้าหน้าที่ได้"),
    ("email", "empty"): _("ใส่อีเมล"),
    ("email", "not_an_email"): _("อีเมลนี้ไม่ครบหรือพิมพ์ผิด ตัวอย่าง malee@example.com"),
    ("phone", "empty"): _NOT_A_MOBILE,
    ("phone", "not_a_mobile"): _NOT_A_MOBILE,
    ("phone", "taken"): _("เบอร์นี้มีบัญชีอื่นใช้อยู่ ถ้าเป็นเบอร์ของคุณ ติดต่อเจ้าหน้าที่"),
    ("phone", "needed"): _("บัญชีนี้ไม่มีอีเมล จึงต้องมีเบอร์มือถือไว้เข้าสู่ระบบ"),
    ("locale", "unknown"): _("เลือกภาษา"),
    **{(topic, "unknown"): _("เลือกว่าจะให้แจ้งทางไหน") for topic in ("buying", "favourites", "orders", "money", "shop", "training")},
    **{(hour, "unknown"): _("เลือกเวลา") for hour in ("quiet_from", "quiet_until")},
}
