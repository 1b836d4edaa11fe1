"""The checkout's form: who buys, where it goes, and for each group how it gets there and how it is paid."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, RadioField, StringField, TelField, TextAreaField
from wtforms.validators import ValidationError

from shop.checkout.offer import GroupOffer, Offer
from shop.checkout.service import Address, Wishes, decide
from shop.kernel.identifiers import BadEmail, BadPhone, normalise_email, normalise_phone
from shop.kernel.places import UnknownPlace, resolve
from shop.kernel.refusals import BadValue
from shop.kernel.thai import tidy
from shop.orders.models import PaymentMethod
from shop.web.forms import Form

MOST_NAME, MOST_LINE, MOST_PLACE, MOST_NOTE, MOST_EMAIL = 120, 200, 80, 500, 254  # characters
PLACE_FIELDS = ("subdistrict", "district", "province", "postcode")
ADDRESS_FIELDS = ("line1", *PLACE_FIELDS)

PLACE_WORDS = {
    "province": _l("ไม่รู้จักจังหวัดนี้ ตรวจตัวสะกดอีกครั้ง หรือใส่รหัสไปรษณีย์แล้วกดค้นหาตำบล"),
    "district": _l("ไม่พบอำเภอนี้ในจังหวัดที่ใส่ ตรวจตัวสะกดอีกครั้ง"),
    "subdistrict": _l("ไม่พบตำบลนี้ในอำเภอที่ใส่ ตรวจตัวสะกดอีกครั้ง"),
    "postcode": _l("รหัสไปรษณีย์ไม่ตรงกับตำบลนี้ ตรวจตัวเลข 5 หลักอีกครั้ง"),
}


def clean(text: str | None) -> str:
    return " ".join(tidy(text or "").split())


def clean_note(text: str | None) -> str:
    return tidy(text or "", multiline=True)


def needed(words: str) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(words))

    return check


def at_most(characters: int) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if len(field.data or "") > characters:
            raise ValidationError(_("ยาวเกินไป ใส่ได้ไม่เกิน %(most)s ตัวอักษร", most=characters))

    return check


class AddressForm(Form):
    """Who receives a parcel and where: the checkout's first half, and the correction of an order's address."""

    name = StringField(_l("ชื่อ นามสกุล"), [needed(_l("ใส่ชื่อผู้รับ")), at_most(MOST_NAME)], filters=[clean])
    phone = TelField(_l("เบอร์โทรศัพท์"), filters=[clean])
    line1 = StringField(_l("บ้านเลขที่ หมู่บ้าน ถนน"), [at_most(MOST_LINE)], filters=[clean])
    postcode = StringField(_l("รหัสไปรษณีย์"), [at_most(MOST_PLACE)], filters=[clean])
    subdistrict = StringField(_l("ตำบล / แขวง"), [at_most(MOST_PLACE)], filters=[clean])
    district = StringField(_l("อำเภอ / เขต"), [at_most(MOST_PLACE)], filters=[clean])
    province = StringField(_l("จังหวัด"), [at_most(MOST_PLACE)], filters=[clean])

    def validate_phone(self, field: Field) -> None:
        try:
            normalise_phone(field.data or "")
        except BadPhone as bad:
            words = {"empty": _("ใส่เบอร์โทรศัพท์ เพื่อให้กลุ่มหรือคนส่งของติดต่อได้")}
            raise ValidationError(words.get(bad.reason, _("เบอร์โทรศัพท์ไม่ถูกต้อง ตัวอย่าง 081-234-5678"))) from None

    def address(self) -> Address:
        """As it is kept, in the places' own Thai names. Only of a form that is valid."""
        where = resolve(self.province.data, self.district.data, self.subdistrict.data, self.postcode.data)
        names = where.subdistrict.name_th, where.district.name_th, where.province.name_th
        return Address(self.line1.data, *names, where.postcode)

    def check_address(self) -> bool:
        """Mark what is missing, or the first name that fits nowhere."""
        missing = [name for name in ADDRESS_FIELDS if not self[name].data]
        for name in missing:
            mark(self[name], _("ใส่%(field)s", field=self[name].label.text) if name != "line1" else _("ใส่บ้านเลขที่"))
        if not missing:
            try:
                self.address()
            except UnknownPlace as bad:
                mark(self[bad.field], PLACE_WORDS[bad.field])
        return not any(self[name].errors for name in ADDRESS_FIELDS)


class CheckoutForm(AddressForm):
    """With a field of shipping and one of payment for each group: made by `checkout_form`, which adds them."""

    email = EmailField(_l("อีเมล"), [at_most(MOST_EMAIL)], filters=[clean])
    note = TextAreaField(_l("ข้อความถึงกลุ่ม"), [at_most(MOST_NOTE)], filters=[clean_note])
    payment_method = RadioField(_l("วิธีจ่ายเงิน"), choices=[], validate_choice=False)
    offer: Offer

    def validate_email(self, field: Field) -> None:
        try:
            field.data = normalise_email(field.data) if field.data else ""
        except BadEmail:
            raise ValidationError(_("อีเมลไม่ถูกต้อง ตัวอย่าง somjai@example.com หรือเว้นว่างไว้ก็ได้")) from None

    def validate(self, extra_validators: dict | None = None) -> bool:
        is_valid = super().validate(extra_validators)
        misfits = [part for part in self.offer.orderable if not self._check_choices(part)]  # each of them is marked
        address_fits = self.is_all_collected() or self.check_address()
        return is_valid and not misfits and address_fits

    def is_all_collected(self) -> bool:
        chosen = [part.choice(self[f"shipping-{part.group.id}"].data or "") for part in self.offer.orderable]
        return all(choice and choice.is_collected for choice in chosen)

    def where_to(self) -> Address:
        return Address() if self.is_all_collected() else self.address()

    def wishes(self) -> Wishes:
        parts = [part.group.id for part in self.offer.orderable]
        own = {group_id: method for group_id in parts if (method := as_method(self[f"payment-{group_id}"].data))}
        shipping = {group_id: self[f"shipping-{group_id}"].data or "" for group_id in parts}
        return Wishes(shipping, as_method(self.payment_method.data), own)

    def _check_choices(self, part: GroupOffer) -> bool:
        try:
            own = self[f"payment-{part.group.id}"]
            if own.data and not as_method(own.data):
                raise BadValue(own.name, "unknown")
            decide(part, self.wishes())
        except BadValue as bad:
            is_overall = bad.field.startswith("payment-") and not self[bad.field].data
            field = self.payment_method if is_overall else self[bad.field]
            mark(field, self._words_for(bad.field, part))
            return False
        return True

    def _words_for(self, field: str, part: GroupOffer) -> str:
        if field.startswith("shipping-"):
            return _("เลือกวิธีรับของจาก %(group)s", group=part.group.name)
        if self.payment_method.data == PaymentMethod.PICKUP:
            return _("จ่ายตอนไปรับใช้ได้เมื่อเลือกไปรับเองที่ %(group)s", group=part.group.name)
        return _("เลือกวิธีจ่ายเงินที่ %(group)s รับ", group=part.group.name)


def checkout_form(offer: Offer, shown: dict | None = None) -> CheckoutForm:
    """The form for an offer: with what was typed, or for a page first shown with the values of `shown`."""

    class Fitted(CheckoutForm):
        pass

    for part in offer.orderable:
        ways = [choice.value for choice in part.choices]
        setattr(Fitted, f"shipping-{part.group.id}", RadioField(_l("วิธีรับของ"), choices=ways, validate_choice=False))
        setattr(Fitted, f"payment-{part.group.id}", StringField(_l("วิธีจ่ายเงินของกลุ่มนี้")))
    form = Fitted() if shown is None else Fitted(formdata=None, data=_first_values(offer) | shown)
    form.offer = offer
    form.payment_method.choices = [str(method) for method in offer.methods]
    return form


def _first_values(offer: Offer) -> dict:
    ways = {f"shipping-{part.group.id}": part.choices[0].value for part in offer.orderable}
    payable = [method for method in offer.methods if any(method in part.choices[0].methods for part in offer.orderable)]
    return ways | {"payment_method": str(payable[0]) if payable else ""}


def as_method(text: str | None) -> PaymentMethod | None:
    return PaymentMethod(text) if text in set(PaymentMethod) else None


def mark(field: Field, words: str) -> None:
    """Add an error beside those of its validators."""
    if words not in field.errors:
        field.errors = [*field.errors, str(words)]
