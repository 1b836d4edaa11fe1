"""Forms of a group's products, section by section, and the words for what a room refuses in them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, MultipleFileField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from shop.catalogue.allergens import ALLERGENS
from shop.catalogue.categories import SUBCATEGORIES
from shop.catalogue.content import RANGES, WEIGHT_GRAMS
from shop.catalogue.models import ProductRevision, StandardKind, Variant
from shop.catalogue.stock import MOST as MOST_PIECES
from shop.kernel.refusals import BadValue
from shop.web import words
from shop.web.fields import BahtField, ThaiDateField, TypedField, WholeField
from shop.web.forms import Form

REASONS = {
    ("title", "too_short"): _("ชื่อสินค้าสั้นเกินไป ใส่อย่างน้อย 3 ตัวอักษร"),
    ("title", "too_long"): _("ชื่อสินค้ายาวเกินไป ใส่ได้ไม่เกิน 120 ตัวอักษร"),
    ("title_en", "too_long"): _("ชื่อภาษาอังกฤษยาวเกินไป ใส่ได้ไม่เกิน 120 ตัวอักษร"),
    ("price", "too_small"): _("ราคาต่ำสุดคือ 1 บาท"),
    ("price", "too_large"): _("ราคาสูงสุดคือ 1,000,000 บาท"),
    ("price", "in_review"): _("สินค้านี้กำลังรอตรวจ ราคาเปลี่ยนได้ไม่เกิน 20% จนกว่าจะทราบผล ถ้าจะเปลี่ยนมากกว่านั้น กดถอนกลับมาแก้ก่อน"),
    ("subcategory", "unknown"): _("เลือกหมวดจากรายการ"),
    ("photos", "too_many"): _("ใส่รูปได้ไม่เกิน 8 รูป"),
    ("photos", "empty"): _("ไฟล์นี้ว่างเปล่า ลองเลือกรูปใหม่"),
    ("photos", "too_large"): _("รูปใหญ่เกิน 15 MB"),
    ("photos", "not_a_photo"): _("ไฟล์นี้ไม่ใช่รูปที่เปิดได้ ใช้รูปจากกล้องหรือคลังรูปในเครื่อง (JPEG, HEIC, PNG, WebP, AVIF)"),
    ("photos", "too_many_pixels"): _("รูปนี้กว้างหรือสูงเกินไป ย่อรูปก่อนแล้วลองใหม่"),
    ("photos", "animated"): _("ใช้รูปเคลื่อนไหวไม่ได้ ใช้รูปนิ่ง"),
    ("photos", "broken"): _("ไฟล์รูปเสียหรือมาไม่ครบ ลองเลือกใหม่"),
    ("photos", "not_only_a_photo"): _("ไฟล์นี้มีอย่างอื่นปนอยู่นอกจากรูป ถ่ายใหม่หรือบันทึกเป็นรูปใหม่ก่อน"),
    ("photos", "no_room"): _("ที่เก็บรูปของตลาดเต็มชั่วคราว รูปที่ส่งมาแล้วยังอยู่ ลองอีกครั้งในอีกสักครู่ หรือโทรหาเจ้าหน้าที่"),
    ("photos", "too_many_on_their_way"): _("มีรูปที่กำลังส่งค้างอยู่มากแล้ว บันทึกหรือเอารูปเดิมออกก่อน แล้วค่อยส่งรูปใหม่"),
    ("photos", "unknown"): _("รูปนี้ใช้ไม่ได้ เลือกรูปใหม่"),
    ("stock", "out_of_range"): _("จำนวนของมากเกินไป"),
    ("quantity", "out_of_range"): _("จำนวนของมากเกินไป"),
    ("variants", "too_many"): _("มีได้ไม่เกิน 20 ตัวเลือก"),
    ("fda_serial", "length"): _("เลข อย. มี 13 หลัก เช่น 13-2-01234-1-0001"),
    ("fda_serial", "province"): _("เลข อย. 2 หลักแรกไม่ใช่รหัสจังหวัด ตรวจดูบนฉลากอีกครั้ง"),
    ("fda_serial", "place_status"): _("เลข อย. หลักที่ 3 ต้องเป็น 1 ถึง 4 ตรวจดูบนฉลากอีกครั้ง"),
    ("tcps", "form"): _("ใส่เลข มผช. เป็นเลขที่/ปี พ.ศ. เช่น 321/2556"),
    ("number", "stars"): _("ใส่จำนวนดาว 1 ถึง 5"),
    ("number", "empty"): _("ใส่เลขที่ตามใบรับรอง"),
    ("expires_on", "expired"): _("ใบรับรองหมดอายุแล้ว ต่ออายุก่อนจึงจะใส่ได้"),
    ("expires_on", "too_far"): _("วันหมดอายุไกลเกินไป ตรวจดูปี พ.ศ. อีกครั้ง"),
    ("", "too_long"): _("ยาวเกินไป ลองเขียนให้สั้นลง"),
    ("", "out_of_range"): _("ตัวเลขนี้เป็นไปไม่ได้ ตรวจดูอีกครั้ง"),
    ("", "unknown"): _("เลือกจากรายการ"),
}
_FIELD_OF = {"fda_serial": "number", "tcps": "number", "quantity": "stock", "weight_grams": "weight", "name": "unit"}


def words_for(refused: BadValue) -> str:
    return str(REASONS.get((refused.field, refused.reason)) or REASONS.get(("", refused.reason)) or gettext("ค่านี้ใช้ไม่ได้"))


def show_refusal(form: Form, refused: BadValue) -> None:
    """Put the refusal's words at the field it is about; at the form where it has none of that name."""
    name = refused.field if refused.field in form else _FIELD_OF.get(refused.field)
    if name in form:
        form[name].errors = [*form[name].errors, words_for(refused)]
    else:
        form.form_errors.append(words_for(refused))


def needed(message: object) -> InputRequired:
    """Something has to stand there; spaces are nothing."""

    class Needed(InputRequired):
        def __call__(self, form: Form, field: StringField) -> None:
            if not (field.data or "").strip():
                raise ValidationError(message)

    return Needed()


def subcategory_choices() -> dict[str, list[tuple[str, str]]]:
    """The five classes, each with its kinds."""
    chosen = {"": [("", gettext("เลือกหมวด"))]}
    for category, subs in SUBCATEGORIES.items():
        chosen[str(words.CATEGORIES[category])] = [(sub, str(words.SUBCATEGORIES[sub])) for sub in subs]
    return chosen


class _WithSubcategory(Form):
    subcategory = SelectField(_("หมวดสินค้า"), validate_choice=False)

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self.subcategory.choices = subcategory_choices()


class NewProductForm(_WithSubcategory):
    once = HiddenField()
    photos = MultipleFileField(_("รูปสินค้า"))
    title = StringField(_("ชื่อสินค้า"), [needed(_("ตั้งชื่อสินค้า"))])
    subcategory = SelectField(_("หมวดสินค้า"), validate_choice=False, validators=[needed(_("เลือกหมวดสินค้า"))])
    price = BahtField(_("ราคาขาย (บาท)"), [needed(_("ใส่ราคาขาย"))])
    unit = StringField(_("ราคานี้ได้อะไร"), [needed(_("บอกว่าราคานี้ได้อะไร เช่น กระปุก 200 กรัม"))])
    stock = WholeField(_("มีของพร้อมขายกี่ชิ้น"), [needed(_("ใส่จำนวนของที่มี ถ้ายังไม่มีใส่ 0"))], most=MOST_PIECES)
    weight = WholeField(_("น้ำหนักรวมห่อ"), [needed(_("ใส่น้ำหนักเป็นกรัม เพื่อคิดค่าส่ง"))], least=WEIGHT_GRAMS[0], most=WEIGHT_GRAMS[1])


class AboutForm(_WithSubcategory):
    title = StringField(_("ชื่อสินค้า"), [needed(_("ตั้งชื่อสินค้า"))])
    subcategory = SelectField(_("หมวดสินค้า"), validate_choice=False, validators=[needed(_("เลือกหมวดสินค้า"))])
    description = TextAreaField(_("เล่าเรื่องสินค้า"))
    size_text = StringField(_("ขนาด"))


class FoodForm(Form):
    ingredients = TextAreaField(_("ส่วนประกอบ"))
    allergens = SelectMultipleField(_("มีของที่คนแพ้"), validate_choice=False)
    shelf_life_days = WholeField(_("เก็บได้นานกี่วัน"), least=RANGES["shelf_life_days"][0], most=RANGES["shelf_life_days"][1])

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self.allergens.choices = [(key, str(words.ALLERGENS[key])) for key in ALLERGENS]


class MakingForm(Form):
    made_to_order_days = WholeField(_("ใช้เวลาทำกี่วัน"), least=RANGES["made_to_order_days"][0], most=RANGES["made_to_order_days"][1])
    weekly_capacity = WholeField(_("ทำได้สัปดาห์ละกี่ชิ้น"), least=RANGES["weekly_capacity"][0], most=RANGES["weekly_capacity"][1])


class EnglishForm(Form):
    title_en = StringField(_("ชื่อภาษาอังกฤษ"))
    description_en = TextAreaField(_("เล่าเรื่องเป็นภาษาอังกฤษ"))


class VariantForm(Form):
    name = StringField(_("ชื่อตัวเลือก"), [needed(_("ตั้งชื่อตัวเลือก เช่น 500 กรัม หรือ สีคราม"))])
    name_en = StringField(_("ชื่อภาษาอังกฤษ"))
    unit = StringField(_("ราคานี้ได้อะไร"))
    price = BahtField(_("ราคาขาย (บาท)"), [needed(_("ใส่ราคาขาย"))])
    stock = WholeField(_("มีของพร้อมขายกี่ชิ้น"), most=MOST_PIECES)
    weight = WholeField(_("น้ำหนักรวมห่อ"), [needed(_("ใส่น้ำหนักเป็นกรัม เพื่อคิดค่าส่ง"))], least=WEIGHT_GRAMS[0], most=WEIGHT_GRAMS[1])
    sku = StringField(_("รหัสสินค้าของกลุ่ม"))


class RowForm(Form):
    """Price and stock of one variant, in place in the list. `seen` is the stock the page showed."""

    price = BahtField(_("ราคาขาย (บาท)"), [needed(_("ใส่ราคาขาย"))])
    stock = WholeField(_("มีของพร้อมขายกี่ชิ้น"), [needed(_("ใส่จำนวนของที่มี ถ้ายังไม่มีใส่ 0"))], most=MOST_PIECES)
    seen = HiddenField()

    def validate_seen(self, field: HiddenField) -> None:
        if not ((field.data or "").isascii() and (field.data or "").isdecimal() and len(field.data) < 10):
            raise ValidationError(_("โหลดหน้านี้ใหม่แล้วลองอีกครั้ง"))


class PhotosForm(Form):
    photos = MultipleFileField(_("เพิ่มรูป"))


class StandardForm(Form):
    number = StringField(_("เลขที่"), [needed(_("ใส่เลขที่ตามใบรับรอง"))])
    expires_on = ThaiDateField(_("ใช้ได้ถึงวันที่"))
    photos = FileField(_("รูปใบรับรองหรือฉลาก"))


SECTIONS = {"about": AboutForm, "food": FoodForm, "making": MakingForm, "english": EnglishForm}


def filled_section(form: Form, revision: ProductRevision) -> Form:
    """The form as the draft stands."""
    for field in form:
        value = getattr(revision, field.name, None)
        if field.name != "csrf_token":
            field.show(value) if isinstance(field, TypedField) else setattr(field, "data", value)
    return form


def section_values(form: Form) -> dict:
    """What a section says, as the room takes it."""
    values = {}
    for field in form:
        if field.name == "csrf_token":
            continue
        values[field.name] = field.value if isinstance(field, TypedField) else field.data
    if "subcategory" in values:
        values["category"] = next((category for category, subs in SUBCATEGORIES.items() if values["subcategory"] in subs), None)
    return values


def filled_variant(form: VariantForm, variant: Variant) -> VariantForm:
    form.name.data, form.name_en.data, form.unit.data, form.sku.data = variant.name, variant.name_en, variant.unit, variant.sku
    form.price.show(variant.requested_price_satang or variant.price_satang)
    form.weight.show(variant.weight_grams)
    return form


NUMBER_HINTS = {
    StandardKind.FDA: _("13 หลักบนฉลาก เช่น 13-2-01234-1-0001"),
    StandardKind.TCPS: _("เลขที่/ปี พ.ศ. เช่น 321/2556"),
    StandardKind.OTOP: _("จำนวนดาวที่ได้ 1 ถึง 5"),
    StandardKind.GI: _("เลขทะเบียนสิ่งบ่งชี้ทางภูมิศาสตร์"),
    StandardKind.HALAL: _("เลขที่หนังสือรับรองฮาลาล"),
    StandardKind.ORGANIC: _("เลขที่ใบรับรองเกษตรอินทรีย์"),
}
