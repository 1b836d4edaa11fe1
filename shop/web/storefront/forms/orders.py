"""What a buyer types about an order: its code and phone to find it, a better address."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TelField
from wtforms.validators import ValidationError

from shop.kernel.identifiers import BadPhone, normalise_phone
from shop.kernel.thai import normalise
from shop.web.forms import Form
from shop.web.storefront.forms.checkout import ADDRESS_FIELDS, AddressForm, at_most, clean, needed

LONGEST_CODE = 12


def as_code(text: str | None) -> str:
    """A code as it was read aloud: letters large, spaces and hyphens gone."""
    return "".join(c for c in normalise(text or "").upper() if c.isalnum())


class FindForm(Form):
    code = StringField(_l("รหัสคำสั่งซื้อ"), [needed(_l("ใส่รหัสคำสั่งซื้อ")), at_most(LONGEST_CODE)], filters=[as_code])
    phone = TelField(_l("เบอร์โทรศัพท์ที่ใช้สั่งซื้อ"), filters=[clean])

    def validate_phone(self, field: Field) -> None:
        try:
            normalise_phone(field.data or "")
        except BadPhone:
            raise ValidationError(_("เบอร์โทรศัพท์ไม่ถูกต้อง ตัวอย่าง 081-234-5678")) from None


class CorrectAddressForm(AddressForm):
    """Of an order that is collected only the name and the phone are asked for."""

    is_collected = False

    def validate(self, extra_validators: dict | None = None) -> bool:
        is_valid = super().validate(extra_validators)
        return (self.is_collected or self.check_address()) and is_valid

    def values(self) -> dict[str, str]:
        return {name: self[name].data for name in ("name", "phone", *ADDRESS_FIELDS)}
