"""What a buyer fills in of something they received."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, RadioField, TextAreaField

from shop.reviews import service
from shop.reviews.models import Review
from shop.web.evidence import Evidence
from shop.web.forms import Form
from shop.web.review_words import REFUSALS, STARS


class ReviewForm(Form):
    refusals = REFUSALS

    stars = RadioField(_("ให้กี่ดาว"), validate_choice=False)
    words = TextAreaField(_("เล่าให้คนอื่นฟัง"))
    photos = MultipleFileField(_("รูปของที่ได้รับ"))
    with_name = BooleanField(_("แสดงชื่อของฉัน"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.stars.choices = [(str(stars), words) for stars, words in STARS.items()]

    @property
    def given(self) -> int | None:
        typed = self.stars.data or ""
        return int(typed) if typed in ("1", "2", "3", "4", "5") else None

    @property
    def without(self) -> list[str]:
        """Keys of photos to leave out."""
        return request.form.getlist("without")

    def check(self, review: Review | None, sent: Evidence) -> bool:
        """Say at once all that is wrong."""
        kept = [photo for photo in review.photos if photo.key not in self.without] if review else []
        wrong = service.problems_with(self.given, self.words.data or "", len(kept) + len(sent.stored))
        for refused in wrong:
            self.refuse(refused)
        self.photos.errors = [*self.photos.errors, *sent.errors]
        return not (wrong or sent.errors)
