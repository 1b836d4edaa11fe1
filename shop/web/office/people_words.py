"""What was done to an account, as officials read it."""

from flask_babel import lazy_gettext as _

from shop.people.actions import PeopleAction

PEOPLE_EVENTS = {
    PeopleAction.CHANGE_EMAIL: _("เปลี่ยนอีเมล"),
    PeopleAction.CHANGE_PHONE: _("เปลี่ยนเบอร์มือถือ"),
    PeopleAction.CREATE: _("เปิดบัญชี"),
    PeopleAction.DISABLE: _("ปิดบัญชี"),
    PeopleAction.EDIT: _("แก้ชื่อหรือภาษา"),
    PeopleAction.ENABLE: _("เปิดบัญชีอีกครั้ง"),
    PeopleAction.END_ROLE: _("สิ้นสุดหน้าที่"),
    PeopleAction.GRANT_ROLE: _("ให้หน้าที่"),
    PeopleAction.HAND_OVER: _("มอบงานให้เพื่อนร่วมสำนักงาน"),
    PeopleAction.INVITE_OFFICIAL: _("เชิญเป็นเจ้าหน้าที่"),
    PeopleAction.LINK_LINE: _("เชื่อม LINE"),
    PeopleAction.PRINT_RESET_CODE: _("พิมพ์รหัสตั้งรหัสผ่านใหม่"),
    PeopleAction.RESET_PASSWORD: _("ตั้งรหัสผ่านใหม่ด้วยลิงก์หรือรหัส"),
    PeopleAction.SET_PASSWORD: _("เปลี่ยนรหัสผ่าน"),
    PeopleAction.UNLINK_LINE: _("เลิกเชื่อม LINE"),
    PeopleAction.VERIFY_EMAIL: _("ยืนยันอีเมล"),
    PeopleAction.VERIFY_PHONE: _("ยืนยันเบอร์มือถือ"),
}
