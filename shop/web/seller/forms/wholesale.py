"""What a group fills in to quote for many pieces, or to decline."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, TextAreaField

from shop.kernel.refusals import BadValue
from shop.web.fields import BahtField, ThaiDateField, WholeField
from shop.web.forms import Form, tidy_lines, tidy_typed
from shop.wholesale.models import WholesaleQuote, WholesaleRequest
from shop.wholesale.quoting import Offered, OfferedLine

LINES = (1, 2, 3)
NO_PRICE, NO_PIECES = _("ใส่ราคาต่อชิ้น"), _("ใส่จำนวนชิ้นตั้งแต่ 1")
NO_QUANTITY, NO_READY_DAY, NO_LAST_DAY = _("ใส่จำนวนที่ทำได้"), _("ใส่วันที่ของพร้อม"), _("ใส่วันสุดท้ายของราคานี้")
OF_LINES = {
    ("variant", "empty"): _("เลือกสินค้าที่จะทำให้"),
    ("variant", "unknown"): _("เลือกสินค้าที่วางขายอยู่ของกลุ่ม"),
    ("variant", "twice"): _("เลือกสินค้านี้ไปแล้วในรายการก่อน"),
    ("pieces", "out_of_range"): NO_PIECES,
    ("price", "too_small"): _("ราคาต่ำสุด 1 บาท"),
    ("price", "too_large"): _("ราคาสูงเกินไป"),
    ("price", "total_too_large"): _("ยอดรวมสูงเกิน 10 ล้านบาท แบ่งเสนอเป็นหลายครั้ง"),
}


class QuoteForm(Form):
    """Three lines at most; the first is all that most groups need."""

    refusals = {
        ("quantity", "out_of_range"): _("ใส่จำนวนตั้งแต่ 1 ถึงจำนวนที่ผู้ซื้อต้องการ"),
        ("ready_by", "out_of_range"): _("ใส่วันที่ตั้งแต่วันนี้ และไม่เกินหนึ่งปี"),
        ("valid_until", "out_of_range"): _("ใส่วันที่ตั้งแต่วันนี้ และไม่เกิน 60 วัน"),
        ("shipping", "out_of_range"): _("ค่าส่งสูงเกินไป"),
        ("includes", "too_long"): _("ยาวเกินไป เขียนได้ไม่เกิน 1,000 ตัวอักษร"),
        **{(f"{field}_{number}", why): words for (field, why), words in OF_LINES.items() for number in LINES},
    }

    quantity = WholeField(_("ทำให้ได้กี่ชิ้น หรือกี่ชุด"), most=10_000_000, filters=[tidy_typed])
    ready_by = ThaiDateField(_("ของพร้อมส่งวันไหน"), filters=[tidy_typed])
    valid_until = ThaiDateField(_("ราคานี้ใช้ได้ถึงวันไหน"), filters=[tidy_typed])
    shipping = BahtField(_("ค่าส่งทั้งหมด"), filters=[tidy_typed])
    includes = TextAreaField(_("ราคานี้รวมอะไรบ้าง"), filters=[tidy_lines])
    gives_tax_invoice = BooleanField(_("กลุ่มออกใบกำกับภาษีได้"))
    variant_1 = SelectField(_("สินค้า"), choices=[], validate_choice=False)
    price_1 = BahtField(_("ราคาต่อชิ้น"), filters=[tidy_typed])
    pieces_1 = WholeField(_("จำนวนชิ้น"), filters=[tidy_typed])
    variant_2 = SelectField(_("สินค้า"), choices=[], validate_choice=False)
    price_2 = BahtField(_("ราคาต่อชิ้น"), filters=[tidy_typed])
    pieces_2 = WholeField(_("จำนวนชิ้น"), filters=[tidy_typed])
    variant_3 = SelectField(_("สินค้า"), choices=[], validate_choice=False)
    price_3 = BahtField(_("ราคาต่อชิ้น"), filters=[tidy_typed])
    pieces_3 = WholeField(_("จำนวนชิ้น"), filters=[tidy_typed])

    def lines(self) -> list[tuple[SelectField, BahtField, WholeField]]:
        return [(self[f"variant_{number}"], self[f"price_{number}"], self[f"pieces_{number}"]) for number in LINES]

    def filled(self) -> list[int]:
        """The numbers of the lines that hold something; the first in any case."""
        return [number for number in LINES if number == 1 or self[f"variant_{number}"].data or self[f"price_{number}"].value]

    def show_goods(self, goods: list[tuple[int, str]]) -> None:
        for variant, _price, _pieces in self.lines():
            variant.choices = [("", _("เลือกสินค้า")), *((str(number), words) for number, words in goods)]

    def show_quote(self, request: WholesaleRequest, quote: WholesaleQuote | None, variant_ids: list[int]) -> None:
        """As it was offered last; else with what is known of the request."""
        self.quantity.show(quote.quantity if quote else request.quantity)
        self.ready_by.show(quote.ready_by if quote else None)
        self.shipping.show(quote.shipping_satang if quote else None)
        self.includes.data = quote.includes if quote else ""
        self.gives_tax_invoice.data = bool(quote and quote.gives_tax_invoice)
        if quote is None:
            for (variant, _price, _pieces), variant_id in zip(self.lines(), variant_ids, strict=False):
                variant.data = str(variant_id)
            return
        for (variant, price, pieces), line in zip(self.lines(), quote.lines, strict=False):
            variant.data = str(line.variant_id)
            price.show(line.unit_price_satang)
            if len(quote.lines) > 1 or line.quantity != quote.quantity:
                pieces.show(line.quantity)

    def validate(self, extra_validators: dict | None = None) -> bool:
        is_valid = super().validate(extra_validators)
        missing = [(self.quantity, NO_QUANTITY), (self.ready_by, NO_READY_DAY), (self.valid_until, NO_LAST_DAY)]
        missing += [(self[f"price_{number}"], NO_PRICE) for number in self.filled()]
        for field, words in missing:
            if field.value is None and not field.errors:
                field.errors = [str(words)]
                is_valid = False
        return is_valid

    def offered(self) -> Offered:
        lines = [
            OfferedLine(
                int(chosen) if (chosen := self[f"variant_{number}"].data or "").isdecimal() and len(chosen) < 10 else 0,
                self.quantity.value if (pieces := self[f"pieces_{number}"].value) is None else pieces,
                self[f"price_{number}"].value,
            )
            for number in self.filled()
        ]
        return Offered(
            self.quantity.value,
            lines,
            self.ready_by.value,
            self.valid_until.value,
            self.shipping.value or 0,
            self.includes.data or "",
            self.gives_tax_invoice.data,
        )

    def refuse(self, refused: BadValue) -> None:
        """A line is refused by its place among those that hold something."""
        name, _under, place = refused.field.rpartition("_")
        if name in ("variant", "price", "pieces") and place.isdecimal():
            refused = BadValue(f"{name}_{self.filled()[int(place) - 1]}", refused.reason)
        super().refuse(refused)


class DeclineForm(Form):
    refusals = {
        ("reason", "empty"): _("เขียนเหตุผลสั้น ๆ"),
        ("reason", "too_long"): _("ยาวเกินไป เขียนได้ไม่เกิน 1,000 ตัวอักษร"),
    }

    reason = TextAreaField(_("บอกผู้ซื้อว่าเพราะอะไร"), filters=[tidy_lines])
