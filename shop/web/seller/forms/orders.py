"""What a group fills in about an order: who carries it, why it is called off, where it really goes."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField

from shop.kernel.identifiers import CARRIERS
from shop.kernel.refusals import BadValue
from shop.web.forms import Form
from shop.web.language import locale
from shop.web.order_steps import CANCEL_REASONS

OTHER = "other"

PROBLEMS = {
    ("carrier", "unknown_carrier"): _("เลือกว่าส่งกับใคร"),
    ("tracking_number", "form"): _("เลขพัสดุไม่ตรงรูปแบบของขนส่งนี้ ของไปรษณีย์ไทยเป็นอักษร 2 ตัว ตัวเลข 9 ตัว แล้วตามด้วย TH"),
    ("tracking_number", "check_digit"): _("เลขพัสดุมีตัวเลขผิดอย่างน้อย 1 ตัว ดูเทียบกับใบเสร็จอีกครั้ง"),
    ("reason", "empty"): _("บอกเหตุผลให้ผู้ซื้อทราบ"),
    ("reason", "too_long"): _("เหตุผลยาวเกินไป ใส่ได้ไม่เกิน 300 ตัวอักษร"),
    ("name", "empty"): _("ใส่ชื่อผู้รับ"),
    ("name", "too_long"): _("ชื่อยาวเกินไป"),
    ("phone", "empty"): _("ใส่เบอร์โทรศัพท์"),
    ("phone", "not_a_phone"): _("เบอร์โทรศัพท์ไม่ถูกต้อง ตัวอย่าง 081-234-5678"),
    ("line1", "empty"): _("ใส่บ้านเลขที่ หมู่ ถนน"),
    ("line1", "too_long"): _("ที่อยู่ยาวเกินไป ใส่ได้ไม่เกิน 200 ตัวอักษร"),
    ("province", "unknown_place"): _("ไม่พบจังหวัดนี้"),
    ("district", "unknown_place"): _("ไม่พบอำเภอหรือเขตนี้ในจังหวัดที่เลือก"),
    ("subdistrict", "unknown_place"): _("ไม่พบตำบลหรือแขวงนี้ในอำเภอที่ใส่"),
    ("postcode", "unknown_place"): _("รหัสไปรษณีย์ไม่ตรงกับตำบลนี้"),
}


BY_OTHERS = ("not_accepted", "money_did_not_come")  # reasons that no group chooses


class OrderForm(Form):
    """Rules stand in the room; what it refuses is said at the field."""

    def add_problem(self, refused: BadValue) -> None:
        words = PROBLEMS.get((refused.field, refused.reason), _("ค่านี้ใช้ไม่ได้"))
        field = self[refused.field] if refused.field in self else next(iter(self))
        field.errors = [*field.errors, str(words)]


class ShipForm(OrderForm):
    carrier = SelectField(_("ส่งกับ"), validate_choice=False)
    tracking_number = StringField(_("เลขพัสดุ"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.carrier.choices = [(key, carrier.name(locale())) for key, carrier in CARRIERS.items()]


class CancelForm(OrderForm):
    reason = RadioField(_("เพราะอะไร"), validate_choice=False)
    words = TextAreaField(_("บอกผู้ซื้อเพิ่มเติม"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        known = [(key, str(words)) for key, words in CANCEL_REASONS.items() if key not in BY_OTHERS]
        self.reason.choices = [*known, (OTHER, str(_("เหตุผลอื่น เขียนในช่องข้างล่าง")))]

    @property
    def given_reason(self) -> str:
        """A known reason's key, the group's own words, or both as words."""
        words = " ".join((self.words.data or "").split())
        known = self.reason.data if self.reason.data in CANCEL_REASONS else ""
        return f"{CANCEL_REASONS[known]}: {words}" if known and words else known or words


class AddressForm(OrderForm):
    name = StringField(_("ชื่อผู้รับ"))
    phone = StringField(_("เบอร์โทรศัพท์"))
    line1 = StringField(_("บ้านเลขที่ หมู่ ถนน"))
    subdistrict = StringField(_("ตำบลหรือแขวง"))
    district = StringField(_("อำเภอหรือเขต"))
    province = StringField(_("จังหวัด"))
    postcode = StringField(_("รหัสไปรษณีย์"))
