"""What a group fills in about itself. Rules stand in the room; what it refuses is said at the field."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from shop.groups.models import GroupProfile
from shop.kernel.identifiers import BANKS, format_phone
from shop.kernel.refusals import BadValue
from shop.kernel.thai import thai_digits_to_arabic, tidy
from shop.payments.gateway import gateway
from shop.web.forms import Form
from shop.web.language import locale
from shop.web.words import GROUP_KINDS, WEEKDAYS

PROBLEMS = {
    ("name", "empty"): _("ใส่ชื่อกลุ่ม"),
    ("name", "too_short"): _("ชื่อกลุ่มสั้นเกินไป"),
    ("name", "too_long"): _("ชื่อกลุ่มยาวเกินไป ใส่ได้ไม่เกิน 120 ตัวอักษร"),
    ("name_en", "too_long"): _("ชื่อภาษาอังกฤษยาวเกินไป ใส่ได้ไม่เกิน 120 ตัวอักษร"),
    ("kind", "unknown"): _("เลือกประเภทกลุ่มที่ใกล้เคียงที่สุด"),
    ("subdistrict_code", "unknown_place"): _("เลือกตำบลที่กลุ่มอยู่"),
    ("address_line", "too_long"): _("ที่อยู่ยาวเกินไป ใส่ได้ไม่เกิน 200 ตัวอักษร"),
    ("contact_name", "empty"): _("ใส่ชื่อผู้ติดต่อ"),
    ("contact_name", "too_short"): _("ชื่อผู้ติดต่อสั้นเกินไป"),
    ("contact_name", "too_long"): _("ชื่อผู้ติดต่อยาวเกินไป"),
    ("contact_phone", "empty"): _("ใส่เบอร์โทรศัพท์"),
    ("contact_phone", "not_a_phone"): _("เบอร์โทรศัพท์ไม่ถูกต้อง ตัวอย่าง 081-234-5678"),
    ("story", "empty"): _("เล่าเรื่องของกลุ่มสักนิด"),
    ("story", "too_short"): _("เล่าเพิ่มอีกนิด อย่างน้อย 20 ตัวอักษร"),
    ("story", "too_long"): _("ยาวเกินไป ใส่ได้ไม่เกิน 4,000 ตัวอักษร"),
    ("story_en", "too_long"): _("ยาวเกินไป ใส่ได้ไม่เกิน 4,000 ตัวอักษร"),
    ("photo", "empty"): _("เลือกรูปก่อน หรือกดข้าม"),
    ("photo", "too_large"): _("รูปใหญ่เกิน 15 MB เลือกรูปที่เล็กกว่านี้"),
    ("photo", "not_a_photo"): _("ไฟล์นี้ไม่ใช่รูปที่เปิดได้ ใช้รูปจากกล้องหรือคลังรูปในเครื่อง (JPEG, HEIC, PNG, WebP, AVIF)"),
    ("photo", "too_many_pixels"): _("รูปละเอียดเกินไป เลือกรูปที่เล็กกว่านี้"),
    ("photo", "animated"): _("ใช้ภาพเคลื่อนไหวไม่ได้ เลือกภาพนิ่ง"),
    ("photo", "broken"): _("เปิดรูปนี้ไม่ได้ ไฟล์อาจเสีย ลองถ่ายใหม่"),
    ("photo", "not_only_a_photo"): _("ไฟล์นี้มีอย่างอื่นปนอยู่กับรูป ลองถ่ายใหม่"),
    ("member_count", "not_a_number"): _("ใส่จำนวนสมาชิกเป็นตัวเลข"),
    ("member_count", "out_of_range"): _("ใส่จำนวนสมาชิกตั้งแต่ 1 ถึง 5,000 คน"),
    ("older_people", "not_a_number"): _("ใส่จำนวนเป็นตัวเลข ถ้าไม่มีใส่ 0"),
    ("older_people", "out_of_range"): _("ใส่จำนวนตั้งแต่ 0 ถึง 5,000 คน"),
    ("older_people", "more_than_members"): _("มากกว่าจำนวนสมาชิกทั้งหมด"),
    ("people_with_disabilities", "not_a_number"): _("ใส่จำนวนเป็นตัวเลข ถ้าไม่มีใส่ 0"),
    ("people_with_disabilities", "out_of_range"): _("ใส่จำนวนตั้งแต่ 0 ถึง 5,000 คน"),
    ("people_with_disabilities", "more_than_members"): _("มากกว่าจำนวนสมาชิกทั้งหมด"),
    ("consent", "missing"): _("ถ้าจะให้ตัวเลข ต้องติ๊กยินยอมก่อน ถ้าไม่ให้ ปล่อยช่องตัวเลขว่างไว้"),
    ("enterprise_number", "form"): _("เลขทะเบียนมี 12 หลัก ดูได้ที่หนังสือสำคัญ ท.ว.ช. 2 ตัวอย่าง 1-13-02-01/1-0001"),
    ("enterprise_number", "province"): _("เลขรหัสจังหวัดในเลขทะเบียนไม่ถูกต้อง"),
    ("promptpay_id", "form"): _("พร้อมเพย์ต้องเป็นเบอร์มือถือ 10 หลัก เลขบัตรประชาชนหรือเลขผู้เสียภาษี 13 หลัก หรือ e-Wallet 15 หลัก"),
    ("promptpay_id", "check_digit"): _("เลข 13 หลักนี้ผิดอย่างน้อย 1 ตัว ดูเทียบกับบัตรอีกครั้ง"),
    ("promptpay_id", "national_id_shown"): _("นี่คือเลขบัตรประชาชน ผู้ซื้อทุกคนจะเห็นเลขนี้ ใช้เบอร์มือถือดีกว่า หรือติ๊กว่ารับทราบแล้วบันทึกอีกครั้ง"),
    ("bank_code", "empty"): _("เลือกธนาคาร"),
    ("bank_code", "unknown_bank"): _("เลือกธนาคารจากรายการ"),
    ("bank_account", "empty"): _("ใส่เลขบัญชี"),
    ("bank_account", "not_a_number"): _("เลขบัญชีต้องเป็นตัวเลข"),
    ("bank_account", "length"): _("จำนวนหลักของเลขบัญชีไม่ตรงกับธนาคารนี้ ดูที่หน้าสมุดบัญชีอีกครั้ง"),
    ("bank_account", "zeros"): _("เลขบัญชีไม่ถูกต้อง"),
    ("bank_account_name", "empty"): _("ใส่ชื่อบัญชีตามหน้าสมุด"),
    ("password", "wrong"): _("รหัสผ่านไม่ถูกต้อง"),
    ("kind", "too_many"): _("มีวิธีส่งครบ 6 แบบแล้ว ลบบางแบบก่อนเพิ่ม"),
    ("kind", "collect_twice"): _("มีจุดรับเองอยู่แล้ว แก้จุดเดิมแทน"),
    ("price", "empty"): _("ใส่ค่าส่ง ถ้าส่งฟรีใส่ 0"),
    ("price", "out_of_range"): _("ค่าส่งต้องอยู่ระหว่าง 0 ถึง 5,000 บาท"),
    ("free_over", "out_of_range"): _("ยอดซื้อที่ส่งฟรีต้องมากกว่า 0 บาท"),
    ("weight_steps", "empty"): _("ใส่น้ำหนักและค่าส่งอย่างน้อย 1 แถว"),
    ("weight_steps", "too_many"): _("ใส่ได้ไม่เกิน 8 แถว"),
    ("weight_steps", "incomplete"): _("แต่ละแถวต้องมีทั้งน้ำหนักและค่าส่ง"),
    ("weight_steps", "not_a_number"): _("น้ำหนักและค่าส่งต้องเป็นตัวเลข"),
    ("weight_steps", "weight_out_of_range"): _("น้ำหนักต้องอยู่ระหว่าง 1 ถึง 50,000 กรัม"),
    ("weight_steps", "price_out_of_range"): _("ค่าส่งต้องอยู่ระหว่าง 0 ถึง 5,000 บาท"),
    ("weight_steps", "not_rising"): _("แถวถัดไปต้องหนักกว่าแถวก่อน และค่าส่งต้องไม่ถูกกว่า"),
    ("pickup_place", "empty"): _("บอกว่าให้มารับที่ไหน"),
    ("pickup_place", "too_long"): _("ยาวเกินไป ใส่ได้ไม่เกิน 300 ตัวอักษร"),
    ("ways", "empty"): _("เลือกพร้อมเพย์ เก็บเงินปลายทาง หรือจ่ายเมื่อมารับ อย่างน้อย 1 วิธี"),
    ("ways", "promptpay_without_id"): _("รับพร้อมเพย์ได้เมื่อหัวหน้ากลุ่มใส่พร้อมเพย์ไว้ในหน้าข้อมูลรับเงินแล้ว"),
    ("biller_id", "form"): _("Biller ID มี 13 หลัก หรือ 15 หลักถ้ารวม Suffix ดูที่เอกสารจากธนาคาร"),
    ("biller_suffix", "form"): _("Suffix เป็นตัวเลข 2 หลัก ถ้าไม่มีเว้นว่างไว้"),
    ("ways", "cod_without_delivery"): _("เก็บเงินปลายทางต้องมีวิธีส่งพัสดุก่อน กลับไปเพิ่มที่หน้าการส่งของ"),
    ("ways", "pickup_without_collect"): _("จ่ายเมื่อมารับต้องมีจุดรับเองก่อน กลับไปเพิ่มที่หน้าการส่งของ"),
    ("weekly_rest_days", "every_day"): _("ต้องมีวันทำงานอย่างน้อย 1 วัน"),
    ("starts_on", "bad_date"): _("วันที่ไม่ถูกต้อง ตัวอย่าง 13/4/2570"),
    ("ends_on", "bad_date"): _("วันที่ไม่ถูกต้อง ตัวอย่าง 13/4/2570"),
    ("ends_on", "before_start"): _("วันสุดท้ายอยู่ก่อนวันแรก"),
    ("ends_on", "past"): _("ช่วงนี้ผ่านไปแล้ว"),
    ("ends_on", "too_long"): _("หยุดได้ครั้งละไม่เกิน 1 ปี"),
    ("starts_on", "too_many"): _("มีวันหยุดล่วงหน้าครบ 20 ช่วงแล้ว"),
    ("to", "empty"): _("ใส่อีเมลหรือเบอร์มือถือ"),
    ("to", "not_reachable"): _("อีเมลหรือเบอร์มือถือไม่ถูกต้อง"),
    ("to", "own"): _("นี่คือที่อยู่ของคุณเอง ใส่ของคนที่จะเชิญ"),
    ("to", "not_a_mobile"): _("ต้องเป็นเบอร์มือถือ ส่งข้อความไปเบอร์บ้านไม่ได้"),
    ("to", "too_many"): _("มีคำเชิญที่รอตอบรับครบ 10 คนแล้ว ถอนบางคำเชิญก่อน"),
    ("member", "empty"): _("เลือกคนที่จะรับเป็นหัวหน้ากลุ่ม"),
    ("postcode", "unknown_place"): _("ไม่พบรหัสไปรษณีย์นี้ ดูอีกครั้งหรือเลือกจากอำเภอ"),
}
AMOUNTS = ("price", "free_over")


def _written(value: object) -> object:
    """Typed text without what nobody types; it is shown again as it stands here."""
    return tidy(value, multiline=True) if isinstance(value, str) else value


class GroupForm(Form):
    """What is wrong is added by the view, in the words of PROBLEMS."""

    class Meta(Form.Meta):
        def wrap_formdata(self, form: Form, formdata: MultiDict | None) -> MultiDict | None:
            sent = super().wrap_formdata(form, formdata)
            return sent and MultiDict([(name, _written(value)) for name, value in sent.items(multi=True)])

    def add_problem(self, refused: BadValue) -> None:
        if refused.field == "amount":
            raise AssertionError("name the field of an amount")
        words = PROBLEMS.get((refused.field, refused.reason))
        if words is None and refused.field in AMOUNTS:
            words = _("ใส่จำนวนเงินเป็นตัวเลข ตัวอย่าง 40 หรือ 12.50")
        field = self._fields.get(refused.field)
        if field is None:
            self.form_errors.append(str(words or _("ค่านี้ใช้ไม่ได้")))
        else:
            field.errors = [*field.errors, str(words or _("ค่านี้ใช้ไม่ได้"))]

    def add_problems(self, refused: list[BadValue]) -> bool:
        """Whether there were any."""
        for one in refused:
            self.add_problem(one)
        return bool(refused)


class ProfileForm(GroupForm):
    """A page of the profile: its fields are columns."""

    @classmethod
    def of(cls, profile: GroupProfile | None) -> "ProfileForm":
        """As the profile says now, or as it was just typed."""
        return cls(obj=profile)

    def answers(self) -> dict[str, object]:
        return {field.name: field.data or "" for field in self if field.name != "csrf_token"}


class NameForm(ProfileForm):
    name = StringField(_("กลุ่มของคุณชื่ออะไร"))
    name_en = StringField(_("ชื่อภาษาอังกฤษ"))


class KindForm(ProfileForm):
    kind = RadioField(_("เป็นกลุ่มประเภทไหน"), validate_choice=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.kind.choices = [(kind.value, words) for kind, words in GROUP_KINDS.items()]


class ContactForm(ProfileForm):
    contact_name = StringField(_("ชื่อผู้ติดต่อ"))
    contact_phone = StringField(_("เบอร์โทรศัพท์"))

    @classmethod
    def of(cls, profile: GroupProfile | None) -> "ContactForm":
        phone = profile.contact_phone if profile else ""
        return cls(
            data={"contact_name": profile.contact_name if profile else "", "contact_phone": format_phone(phone) if phone else ""}
        )


class StoryForm(ProfileForm):
    story = TextAreaField(_("เล่าเรื่องของกลุ่มให้ผู้ซื้อฟัง"))
    story_en = TextAreaField(_("เรื่องราวภาษาอังกฤษ"))


class EnterpriseForm(ProfileForm):
    enterprise_number = StringField(_("มีเลขทะเบียนวิสาหกิจชุมชนไหม"))


PROFILE_FORMS = {"name": NameForm, "kind": KindForm, "contact": ContactForm, "story": StoryForm, "enterprise": EnterpriseForm}


class PlaceForm(GroupForm):
    subdistrict_code = RadioField(_("ตำบล"), validate_choice=False)
    address_line = StringField(_("บ้านเลขที่ หมู่ ถนน"))


class CoverForm(GroupForm):
    photo = FileField(_("รูปหน้าร้าน"))


class MembersForm(GroupForm):
    member_count = StringField(_("กลุ่มมีสมาชิกกี่คน"))
    older_people = StringField(_("ผู้สูงอายุ (60 ปีขึ้นไป)"))
    people_with_disabilities = StringField(_("ผู้พิการ"))
    consent = BooleanField(_("สมาชิกยินยอมให้เก็บตัวเลข 2 ช่องนี้ เพื่อนับเป็นยอดรวมของทั้งตลาดเท่านั้น"))

    def number(self, name: str, empty: int | None = None) -> int | None:
        """A whole number as typed. Raises BadValue (not_a_number)."""
        typed = thai_digits_to_arabic("".join((self[name].data or "").split())).replace(",", "")
        if not typed and empty is not None:
            return empty
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9):
            raise BadValue(name, "not_a_number")
        return int(typed)


class IncomeForm(GroupForm):
    promptpay_id = StringField(_("พร้อมเพย์"))
    shows_national_id = BooleanField(_("รับทราบว่าผู้ซื้อทุกคนจะเห็นเลขบัตรประชาชนนี้"))
    remove_promptpay = BooleanField(_("เลิกใช้พร้อมเพย์นี้"))
    biller_id = StringField(_("Biller ID"))
    biller_suffix = StringField(_("Suffix"))
    remove_biller = BooleanField(_("เลิกใช้ Biller ID นี้"))
    bank_code = SelectField(_("ธนาคาร"), validate_choice=False)
    bank_account = StringField(_("เลขบัญชี"))
    bank_account_name = StringField(_("ชื่อบัญชี"))
    remove_bank = BooleanField(_("เลิกใช้บัญชีนี้"))
    password = PasswordField(_("รหัสผ่านของคุณ"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        names = [(code, bank.name(locale())) for code, bank in BANKS.items()]
        self.bank_code.choices = [("", str(_("เลือกธนาคาร"))), *names]


class ParcelForm(GroupForm):
    """By one price, or by weight: eight rows of grams and baht, as many as are wanted filled in."""

    name = StringField(_("ชื่อที่ผู้ซื้อเห็น"))
    price = StringField(_("ค่าส่งต่อ 1 คำสั่งซื้อ"))
    free_over = StringField(_("ส่งฟรีเมื่อซื้อครบ"))
    weight_steps = StringField(_("ค่าส่งตามน้ำหนัก"))  # its rows are read from grams-N and baht-N


class CollectForm(GroupForm):
    pickup_place = TextAreaField(_("ให้ผู้ซื้อมารับที่ไหน"))


class PaymentForm(GroupForm):
    ways = SelectMultipleField(_("ให้ผู้ซื้อจ่ายเงินอย่างไรได้บ้าง"), validate_choice=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        online = [("stripe", _("พร้อมเพย์หรือบัตรผ่านตลาด"))] if gateway.is_open else []
        direct = [("promptpay", _("พร้อมเพย์ โอนเข้ากลุ่มโดยตรง"))]
        self.ways.choices = [*online, *direct, ("cod", _("เก็บเงินปลายทาง")), ("pickup", _("จ่ายเมื่อมารับ"))]


class WeeklyRestForm(GroupForm):
    weekly_rest_days = SelectMultipleField(_("หยุดวันไหนบ้าง"), validate_choice=False)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self.weekly_rest_days.choices = [(str(number), words) for number, words in enumerate(WEEKDAYS, 1)]


class RestPeriodForm(GroupForm):
    starts_on = StringField(_("หยุดตั้งแต่วันที่"))
    ends_on = StringField(_("ถึงวันที่"))
    reason = StringField(_("เพราะอะไร"))


class InviteForm(GroupForm):
    to = StringField(_("อีเมลหรือเบอร์มือถือของคนที่จะเชิญ"))


class HandOverForm(GroupForm):
    member = RadioField(_("ใครจะเป็นหัวหน้ากลุ่มคนใหม่"), validate_choice=False)
    password = PasswordField(_("รหัสผ่านของคุณ"))
