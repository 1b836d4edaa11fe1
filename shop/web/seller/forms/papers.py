"""What a group chooses to print for its parcels."""

from flask_babel import gettext as _now
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField

from shop.kernel.identifiers import format_phone
from shop.kernel.money import format_baht
from shop.kernel.refusals import BadValue
from shop.kernel.thai import format_datetime
from shop.orders import parcels
from shop.orders.models import Order
from shop.papers.labels import PLACES_ON_SHEET, Mark, Sheet
from shop.web.forms import Form
from shop.web.language import locale

MOST_ORDERS = 100  # on one print
SHEETS = {Sheet.A6: _("A6 หน้าละ 1 ใบ"), Sheet.A4: _("A4 หน้าละ 4 ใบ แล้วตัด")}
MARKS = {Mark.FRAGILE: _("ระวังแตก"), Mark.KEEP_COLD: _("เก็บเย็น")}
PROBLEMS = {
    ("codes", "none"): _("เลือกคำสั่งซื้ออย่างน้อย 1 รายการ"),
    ("codes", "too_many"): _("พิมพ์ได้ครั้งละไม่เกิน 100 คำสั่งซื้อ เลือกให้น้อยลง แล้วพิมพ์หลายครั้ง"),
    ("codes", "changed"): _("บางคำสั่งซื้อพิมพ์ไม่ได้แล้ว เพราะยกเลิกหรือจบไปแล้ว ดูรายการล่าสุดด้านล่าง แล้วกดอีกครั้ง"),
}


class PapersForm(Form):
    """`codes` offers the orders it is told. Ticked: those without a label yet, or all where they were asked for by name."""

    codes = SelectMultipleField(_("พิมพ์ของใครบ้าง"), validate_choice=False)
    sheet = RadioField(_("กระดาษ"), validate_choice=False)
    first = RadioField(_("เริ่มพิมพ์ที่ช่องไหนของแผ่น A4"), validate_choice=False)
    marks = SelectMultipleField(_("พิมพ์คำเตือนบนทุกใบ"), validate_choice=False)

    def __init__(self, orders: list[Order], *args: object, are_named: bool = False, **more: object) -> None:
        ticked = [order.code for order in orders if are_named or order.label_printed_at is None]
        super().__init__(*args, data={"codes": ticked, "sheet": Sheet.A6.value, "first": "1"}, **more)
        self.codes.choices = [(order.code, order.recipient_name) for order in orders]
        self.sheet.choices = [(sheet.value, str(words)) for sheet, words in SHEETS.items()]
        places = range(1, PLACES_ON_SHEET[Sheet.A4] + 1)
        names = (_now("บนซ้าย"), _now("บนขวา"), _now("ล่างซ้าย"), _now("ล่างขวา"))
        self.first.choices = [(str(place), f"{place} {name}") for place, name in zip(places, names, strict=True)]
        self.marks.choices = [(mark.value, str(words)) for mark, words in MARKS.items()]

    def add_problem(self, refused: BadValue) -> None:
        self[refused.field].errors = [str(PROBLEMS[refused.field, refused.reason])]


def told_of(order: Order) -> str:
    """What stands beside its tick."""
    cash = parcels.cash_to_collect(order)
    parts = [
        order.code,
        " ".join(filter(None, (order.province, order.postcode))) if parcels.is_sent(order) else _now("มารับเอง มีแต่ใบจัดของ"),
        format_phone(order.recipient_phone),
        _now("เก็บเงิน %(amount)s", amount=format_baht(cash)) if cash else "",
        _now("พิมพ์แล้ว %(when)s", when=format_datetime(order.label_printed_at, locale())) if order.label_printed_at else "",
    ]
    return " · ".join(filter(None, parts))
