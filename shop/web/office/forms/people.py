"""Inviting an official."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice

from shop.kernel.access import Role
from shop.kernel.identifiers import BadEmail, normalise_email
from shop.kernel.refusals import BadValue
from shop.web.forms import Form, Text
from shop.web.words import ROLES


class InviteForm(Form):
    refusals = {
        ("email", "empty"): _("ใส่อีเมลของเจ้าหน้าที่"),
        ("email", "not_an_email"): _("อีเมลนี้ไม่ครบหรือพิมพ์ผิด ตัวอย่าง malee@example.com"),
        ("email", "has_role"): _("บัญชีของอีเมลนี้มีหน้าที่นี้อยู่แล้ว"),
        ("office", "unknown"): _("เลือกหน้าที่"),
        ("name", "empty"): _("ใส่ชื่อเจ้าหน้าที่"),
        ("name", "too_long"): _("ชื่อยาวเกินไป ใส่ไม่เกิน 120 ตัวอักษร"),
    }

    def is_whole(self) -> bool:
        """Whether all is there; if not, each field says so at once. Who is known already has a name."""
        try:
            normalise_email(self.email.data or "")
        except BadEmail as refused:
            self.refuse(refused)
        if not self.office.data:
            self.refuse(BadValue("office", "unknown"))
        return not self.errors

    name = Text(_("ชื่อเจ้าหน้าที่"))
    email = Text(_("อีเมล"))
    office = RadioField(
        _("หน้าที่"),
        choices=[
            SelectChoice("commerce", ROLES[Role.COMMERCE_OFFICIAL]),
            SelectChoice("labour", ROLES[Role.LABOUR_OFFICIAL]),
            SelectChoice("community", ROLES[Role.COMMUNITY_OFFICIAL]),
            SelectChoice("social", ROLES[Role.SOCIAL_OFFICIAL]),
            SelectChoice("admin", ROLES[Role.ADMINISTRATOR]),
        ],
        validate_choice=False,
    )
