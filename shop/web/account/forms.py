"""The forms of the account desk: they hold what was typed, the rooms say what is wrong with it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, StringField

from shop.kernel.refusals import BadValue
from shop.kernel.thai import tidy
from shop.people.throttle import TooManyTries
from shop.web.account.words import REFUSED


class Form(FlaskForm):
    """The token is asked for every form at once, before any view."""

    class Meta:
        csrf = False

    def refuse(self, refused: BadValue) -> None:
        """Put what a room refused at its field, in words."""
        field = self[refused.field]
        field.errors = [*field.errors, REFUSED[refused.field, refused.reason]]

    def hold_up(self, refused: TooManyTries) -> None:
        minutes = max(1, round(refused.retry_after / 60))
        self.form_errors.append(gettext("ลองหลายครั้งเกินไป รออีก %(minutes)s นาทีแล้วลองใหม่", minutes=minutes))


def _tidy(typed: str | None) -> str | None:
    return tidy(typed) if typed else typed


class Text(StringField):
    """One line, without the characters that no person types and no page may hold."""

    def __init__(self, label: str | None = None, **more: object) -> None:
        super().__init__(label, filters=[_tidy], **more)


class NextField(HiddenField):
    """Where to go afterwards: checked when it is used."""

    def __init__(self, **more: object) -> None:
        super().__init__(filters=[_tidy], **more)


class SignInForm(Form):
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))
    password = PasswordField(_("รหัสผ่าน"))
    next = NextField()


class SignUpForm(Form):
    name = Text(_("ชื่อ"))
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))
    password = PasswordField(_("ตั้งรหัสผ่าน"))
    next = NextField()


class ForgotForm(Form):
    identifier = Text(_("อีเมลหรือเบอร์มือถือ"))


class NewPasswordForm(Form):
    password = PasswordField(_("รหัสผ่านใหม่"))


class ResetCodeForm(Form):
    identifier = Text(_("เบอร์มือถือ"))
    code = Text(_("รหัส 8 ตัวบนกระดาษ"))
    password = PasswordField(_("รหัสผ่านใหม่"))


class NameForm(Form):
    name = Text(_("ชื่อ"))
    locale = RadioField(
        _("ภาษาของข้อความที่เราส่งถึง"), choices=[SelectChoice("th", "ไทย"), SelectChoice("en", "English")], validate_choice=False
    )


class EmailForm(Form):
    email = Text(_("อีเมลใหม่"))
    password = PasswordField(_("รหัสผ่านของคุณ"))


class PhoneForm(Form):
    phone = Text(_("เบอร์มือถือ"))
    password = PasswordField(_("รหัสผ่านของคุณ"))


class ChangePasswordForm(Form):
    old_password = PasswordField(_("รหัสผ่านเดิม"))
    password = PasswordField(_("รหัสผ่านใหม่"))
