"""A group takes its orders and its income along, as sheets."""

from flask import Response, abort, request
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.clock import BANGKOK
from shop.kernel.identifiers import format_phone
from shop.orders import lists
from shop.orders.lists import OrderFilters, Stage
from shop.orders.models import Order
from shop.orders.states import CALLED_OFF, OrderStatus
from shop.payments import queries as payments
from shop.web.gate import actor, requires
from shop.web.order_steps import parcel_of
from shop.web.seller.desk import blueprint
from shop.web.sheets import baht_number, csv_file
from shop.web.words import ORDER_STATUSES, PAYMENT_METHODS

MOST_ROWS = 10_000


@blueprint.get("/orders/export.csv")
@requires(Permission.ORDER_FULFIL)
def export_orders() -> Response:
    """The list as it is narrowed, a line an order."""
    stage = request.args.get("stage", "")
    if stage and stage not in set(Stage):
        abort(422)
    filters = OrderFilters(actor().group_id or abort(404), Stage(stage) if stage else None, words=request.args.get("q", ""))
    header = [
        *(_("คำสั่งซื้อ"), _("วันที่สั่ง"), _("สถานะ"), _("ผู้รับ"), _("โทรศัพท์"), _("ที่อยู่"), _("ตำบล/แขวง"), _("อำเภอ/เขต")),
        *(_("จังหวัด"), _("รหัสไปรษณีย์"), _("รายการ"), _("ค่าสินค้า (บาท)"), _("ค่าส่ง (บาท)"), _("รวม (บาท)"), _("วิธีจ่าย")),
        *(_("พัสดุ"), _("หมายเหตุจากผู้ซื้อ")),
    ]
    return csv_file("orders", header, [_order_row(order) for order in lists.page_of_orders(filters, limit=MOST_ROWS).items])


@blueprint.get("/income/export.csv")
@requires(Permission.INCOME_READ)
def export_income() -> Response:
    """Every order that earned something, a line each."""
    found = payments.income_of_orders(actor().group_id or abort(404), limit=None)
    header = [
        *(_("วันที่ได้เงิน"), _("คำสั่งซื้อ"), _("ผู้ซื้อ"), _("วิธีจ่าย"), _("ค่าสินค้า (บาท)"), _("ค่าส่ง (บาท)")),
        *(_("คืนผู้ซื้อ (บาท)"), _("ค่าธรรมเนียม (บาท)"), _("รายได้ (บาท)")),
    ]
    rows = [
        [
            f"{income.at.astimezone(BANGKOK):%Y-%m-%d %H:%M}",
            income.order.code,
            income.order.recipient_name,
            PAYMENT_METHODS[income.order.payment_method],
            baht_number(income.goods_satang),
            baht_number(income.shipping_satang),
            baht_number(income.given_back_satang),
            baht_number(income.fee_satang),
            baht_number(income.satang),
        ]
        for income in found
    ]
    return csv_file("income", header, rows)


def _order_row(order: Order) -> list[object]:
    lines = ", ".join(f"{line.title} {line.variant_name} × {line.sent_quantity}" for line in order.lines if line.sent_quantity)
    return [
        *(order.code, f"{order.placed_at.astimezone(BANGKOK):%Y-%m-%d %H:%M}", ORDER_STATUSES[order.status]),
        *(order.recipient_name, order.recipient_phone and format_phone(order.recipient_phone)),
        *(order.line1, order.subdistrict, order.district, order.province, order.postcode, lines),
        *(baht_number(satang) for satang in _amounts(order)),
        *(PAYMENT_METHODS[order.payment_method], parcel_of(order), order.note),
    ]


def _amounts(order: Order) -> tuple[int, int, int]:
    """Goods, delivery and their sum, without what was called off or given back; of one that ended before, as it was ordered."""
    if order.status in (*CALLED_OFF, OrderStatus.RETURNED_TO_SENDER):
        return order.items_satang, order.shipping_satang, order.total_satang
    return order.goods_kept_satang, order.shipping_kept_satang, order.kept_satang
