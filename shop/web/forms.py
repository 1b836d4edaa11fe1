"""What every form is made of: it holds what was typed, the rooms say what is wrong with it."""

from typing import ClassVar

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms import StringField, TextAreaField

from shop.kernel.refusals import BadValue
from shop.kernel.thai import tidy
from shop.people.throttle import TooManyTries


def tidy_typed(typed: str | None) -> str | None:
    return tidy(typed) if typed else typed


def tidy_lines(typed: str | None) -> str | None:
    """The same for several lines, which keep their ends."""
    return tidy(typed, multiline=True) if typed else typed


class Text(StringField):
    """One line, without the characters that no person types and no page may hold."""

    def __init__(self, label: str | None = None, **more: object) -> None:
        super().__init__(label, filters=[tidy_typed], **more)


class Lines(TextAreaField):
    """Several lines, without those characters."""

    def __init__(self, label: str | None = None, **more: object) -> None:
        super().__init__(label, filters=[lambda typed: tidy(typed, multiline=True) if typed else typed], **more)


class Form(FlaskForm):
    """The token is asked of every request at once, before any view.

    `refusals`: the words for (field, reason) of what a room refused.
    """

    refusals: ClassVar[dict] = {}

    class Meta:
        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> object:
            """Only what was typed: files are read where they are wanted, and are never taken for words."""
            given = super().wrap_formdata(form, formdata)
            return request.form if isinstance(given, CombinedMultiDict) else given

    def refuse(self, refused: BadValue) -> None:
        """Put what a room refused at its field, in words."""
        field = self[refused.field]
        field.errors = [*field.errors, str(self.refusals[refused.field, refused.reason])]

    def hold_up(self, refused: TooManyTries) -> None:
        """Say over the form how long to wait."""
        minutes = max(1, round(refused.retry_after / 60))
        self.form_errors.append(gettext("ลองหลายครั้งเกินไป รออีก %(minutes)s นาทีแล้วลองใหม่", minutes=minutes))
