"""What a buyer fills in to ask groups for many pieces, and to take a quote."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from shop.checkout.agreed import Agreement
from shop.kernel import places
from shop.kernel.codes import new_key
from shop.kernel.identifiers import BadEmail, normalise_email, normalise_phone
from shop.kernel.places import UnknownPlace
from shop.orders.models import PaymentMethod
from shop.web.fields import BahtField, ThaiDateField, WholeField
from shop.web.forms import Text, tidy_lines, tidy_typed
from shop.web.language import locale
from shop.web.storefront.forms.checkout import (
    MOST_EMAIL,
    MOST_NOTE,
    AddressForm,
    as_method,
    at_most,
    clean,
    clean_note,
    mark,
)
from shop.wholesale.asking import Asker, Wanted

BAD_EMAIL = _("อีเมลไม่ถูกต้อง ตัวอย่าง somjai@example.com หรือเว้นว่างไว้ก็ได้")
METHOD_WORDS = {
    PaymentMethod.STRIPE: _("พร้อมเพย์หรือบัตร จ่ายในขั้นถัดไป"),
    PaymentMethod.PROMPTPAY: _("พร้อมเพย์ โอนให้กลุ่มโดยตรง"),
    PaymentMethod.COD: _("เก็บเงินปลายทาง จ่ายเงินสดเมื่อได้รับของ"),
    PaymentMethod.PICKUP: _("จ่ายเงินสดตอนไปรับของที่กลุ่ม"),
}


class _Person(AddressForm):
    """Who it is; `AddressForm` has the name and the phone. The address is asked for where the subclass does."""

    email = EmailField(_("อีเมล"), [at_most(MOST_EMAIL)], filters=[clean])

    def validate_email(self, field: EmailField) -> None:
        try:
            field.data = normalise_email(field.data) if field.data else ""
        except BadEmail:
            raise ValidationError(str(BAD_EMAIL)) from None


class WholesaleForm(_Person):
    """`token` names this very form, so that a second click asks nothing more."""

    refusals = {
        ("words", "empty"): _("เขียนว่าต้องการอะไร"),
        ("words", "too_long"): _("ยาวเกินไป เขียนได้ไม่เกิน 1,000 ตัวอักษร"),
        ("quantity", "out_of_range"): _("ใส่จำนวนตั้งแต่ 10 ถึง 100,000"),
        ("needed_by", "out_of_range"): _("ใส่วันที่หลังวันนี้ และไม่เกินหนึ่งปี"),
        ("province", "unknown"): _("เลือกจังหวัด"),
        ("district", "unknown"): _("ไม่พบอำเภอนี้ในจังหวัดที่ใส่ ตรวจตัวสะกดอีกครั้ง"),
        ("budget", "out_of_range"): _("ใส่งบต่อชิ้นไม่เกิน 1,000,000 บาท"),
        ("groups", "empty"): _("เลือกกลุ่มที่จะขอราคาก่อน"),
        ("groups", "too_many"): _("เลือกได้ไม่เกิน 5 กลุ่ม"),
        ("groups", "unknown"): _("มีกลุ่มที่ไม่ได้เปิดขายแล้ว เลือกใหม่อีกครั้ง"),
    }

    words = TextAreaField(_("ต้องการอะไร"), filters=[tidy_lines])
    quantity = WholeField(_("กี่ชิ้น หรือกี่ชุด"), most=10_000_000, filters=[tidy_typed])
    needed_by = ThaiDateField(_("ใช้ของวันไหน"), filters=[tidy_typed])
    province = SelectField(_("ส่งที่จังหวัด"), choices=[], validate_choice=False)
    district = Text(_("อำเภอ / เขต"))
    budget = BahtField(_("งบต่อชิ้น"), filters=[tidy_typed])
    wants_tax_invoice = BooleanField(_("ต้องการใบกำกับภาษี"))
    groups = HiddenField()
    token = HiddenField()

    def offer_provinces(self, usual: str) -> None:
        names = sorted((province.name(locale()), province.code) for province in places.provinces())
        self.province.choices = [(code, name) for name, code in names]
        self.province.data = self.province.data or usual

    def validate(self, extra_validators: dict | None = None) -> bool:
        is_valid = super().validate(extra_validators)
        for field, words in ((self.quantity, _("ใส่จำนวนที่ต้องการ")), (self.needed_by, _("ใส่วันที่ต้องใช้ของ"))):
            if field.value is None and not field.errors:
                mark(field, words)
        return is_valid and not (self.quantity.errors or self.needed_by.errors)

    def wanted(self, products: dict[int, int]) -> Wanted:
        """Raises BadValue."""
        return Wanted(
            words=self.words.data or "",
            quantity=self.quantity.value,
            needed_by=self.needed_by.value,
            province_code=self.province.data or "",
            district_code=self._district_code(),
            budget_satang=self.budget.value,
            wants_tax_invoice=self.wants_tax_invoice.data,
            products=products,
        )

    def asker(self, account_id: int | None) -> Asker:
        return Asker(self.name.data, normalise_phone(self.phone.data), self.email.data or None, account_id, locale())

    def _district_code(self) -> str:
        province = places.province(self.province.data or "")
        if not (self.district.data and province):
            return ""
        try:
            return places.resolve_district(province.name_th, self.district.data).code
        except UnknownPlace:
            return "unknown"


class AcceptForm(_Person):
    """Where it goes and how it is paid; `token` makes the order once."""

    refusals = {
        ("shipping", "not_offered"): _("เลือกวิธีรับของ"),
        ("payment_method", "not_offered"): _("เลือกวิธีจ่ายเงินที่ใช้ได้กับวิธีรับของนี้"),
        ("payment_method", "too_small"): _("ยอดที่จ่ายด้วยพร้อมเพย์หรือบัตรต้องตั้งแต่ 10 บาท เลือกวิธีอื่น"),
        ("payment_method", "too_many_slips"): _("โอนให้กลุ่มโดยตรงได้ครั้งละไม่เกิน 3 คำสั่งซื้อที่รอกลุ่มยืนยัน รอให้กลุ่มยืนยันสลิปก่อน หรือเลือกวิธีจ่ายอื่น"),
    }

    note = TextAreaField(_("ข้อความถึงกลุ่ม"), [at_most(MOST_NOTE)], filters=[clean_note])
    shipping = RadioField(_("วิธีรับของ"), choices=[], validate_choice=False)
    payment_method = RadioField(_("วิธีจ่ายเงิน"), choices=[], validate_choice=False)
    token = HiddenField()

    def fit(self, agreement: Agreement, ways: dict[str, str]) -> None:
        """Offer what the group offers; the first of each where nothing was chosen yet."""
        self.shipping.choices = [(way.value, ways[way.value]) for way in agreement.ways]
        self.payment_method.choices = [(str(method), METHOD_WORDS[method]) for method in agreement.methods]
        if self.shipping.data is None and agreement.ways:
            self.shipping.data = agreement.ways[0].value
            self.payment_method.data = str(agreement.ways[0].methods[0])
        self.token.data = self.token.data or new_key()

    @property
    def is_collected(self) -> bool:
        return self.shipping.data == "collect"

    def validate(self, extra_validators: dict | None = None) -> bool:
        is_valid = super().validate(extra_validators)
        return (self.is_collected or self.check_address()) and is_valid

    def method(self) -> PaymentMethod | None:
        return as_method(self.payment_method.data)
