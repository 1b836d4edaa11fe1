"""Forms of a first listing, one question each: the fields of the full editor, so that no rule stands twice."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, MultipleFileField, RadioField, SelectChoice, StringField
from wtforms.validators import ValidationError

from shop.kernel.thai import tidy
from shop.web.fields import WholeField
from shop.web.forms import Form
from shop.web.seller.forms.products import AboutForm, MakingForm, NewProductForm, needed

READY, MADE = "ready", "made"


class StartForm(Form):
    once = HiddenField()
    photos = MultipleFileField(_("รูปสินค้า"))


class KindForm(Form):
    subcategory = HiddenField(_("หมวดสินค้า"), [needed(_("แตะเลือกก่อนว่าเป็นของแบบไหน"))])


class TitleForm(Form):
    title = AboutForm.title


class PriceForm(Form):
    """`unit` is chosen, `other` typed: what is typed wins."""

    price = NewProductForm.price
    unit = RadioField(_("ขายเป็น"), validate_choice=False)
    other = StringField(_("พิมพ์เอง"))

    @property
    def sold_by(self) -> str:
        return tidy(self.other.data or "") or tidy(self.unit.data or "")

    def validate_unit(self, _field: RadioField) -> None:
        if not self.sold_by:
            raise ValidationError(_("บอกว่าราคานี้ได้อะไร เช่น กระปุก 200 กรัม"))


class WeightForm(Form):
    weight = NewProductForm.weight


class StockForm(Form):
    stock = NewProductForm.stock
    making = RadioField(
        _("ของพร้อมส่งหรือทำเมื่อมีคนสั่ง"),
        choices=[SelectChoice(READY, _("มีของพร้อมส่ง")), SelectChoice(MADE, _("ทำเมื่อมีคนสั่ง"))],
        default=READY,
        validate_choice=False,
    )
    made_to_order_days = MakingForm.made_to_order_days

    @property
    def made_in_days(self) -> int | None:
        return self.made_to_order_days.value if self.making.data == MADE else None

    def validate_made_to_order_days(self, field: WholeField) -> None:
        if self.making.data == MADE and not (field.data or "").strip():
            raise ValidationError(_("บอกว่าใช้เวลาทำกี่วัน ผู้ซื้อจะได้รู้ว่าต้องรอ"))
