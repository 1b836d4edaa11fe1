"""The forms of the account desk: they hold what was typed, the rooms say what is wrong with it."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice

from shop.web.account.words import REFUSED
from shop.web.forms import Form, Text, tidy_typed


class AccountForm(Form):
    refusals = REFUSED


class NextField(HiddenField):
    """Where to go afterwards: checked when it is used."""

    def __init__(self, **more: object) -> None:
        super().__init__(filters=[tidy_typed], **more)


class SignInForm(AccountForm):
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))
    password = PasswordField(_("รหัสผ่าน"))
    next = NextField()


class SignUpForm(AccountForm):
    name = Text(_("ชื่อ"))
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))
    password = PasswordField(_("รหัสผ่านที่จะใช้"))
    next = NextField()


class ForgotForm(AccountForm):
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))


class NewPasswordForm(AccountForm):
    password = PasswordField(_("รหัสผ่านใหม่"))


class ResetCodeForm(AccountForm):
    identifier = Text(_("เบอร์มือถือ"))
    code = Text(_("รหัส 8 ตัวบนกระดาษ"))
    password = PasswordField(_("รหัสผ่านใหม่"))


class NameForm(AccountForm):
    name = Text(_("ชื่อ"))
    locale = RadioField(
        _("ภาษาของข้อความที่เราส่งถึง"), choices=[SelectChoice("th", "ไทย"), SelectChoice("en", "English")], validate_choice=False
    )


class EmailForm(AccountForm):
    email = Text(_("อีเมลใหม่"))
    password = PasswordField(_("รหัสผ่านของคุณ"))


class PhoneForm(AccountForm):
    phone = Text(_("เบอร์มือถือ"))
    password = PasswordField(_("รหัสผ่านของคุณ"))


class LineForm(AccountForm):
    password = PasswordField(_("รหัสผ่านของคุณ"))


class ChangePasswordForm(AccountForm):
    old_password = PasswordField(_("รหัสผ่านเดิม"))
    password = PasswordField(_("รหัสผ่านใหม่"))
