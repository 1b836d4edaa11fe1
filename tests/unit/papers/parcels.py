"""Orders and a group that never saw a database: what a paper of a parcel is drawn of."""

from datetime import UTC, datetime

from shop.groups.models import Group, GroupProfile
from shop.orders.models import Order, OrderLine, PaymentMethod
from shop.orders.states import OrderStatus
from shop.papers.voice import Voice

VOICE = Voice("th", lambda text, **gaps: text % gaps if gaps else text, "งานดี")


def a_group(**profile: str) -> Group:
    place = {"address_line": "12/3 หมู่ 1", "subdistrict_code": "130103", "postcode": "12000", "contact_phone": "+66812345678"}
    return Group(name="กลุ่มแม่บ้านบางขะแยง", name_en="", published=GroupProfile(**(place | profile)))


def an_order(*lines: OrderLine, **columns: object) -> Order:
    receiver = {"recipient_name": "วิภา ใจดี", "recipient_phone": "+66891234567", "note": ""}
    address = {"line1": "99/9 หมู่ 3", "subdistrict": "คลองหนึ่ง", "district": "คลองหลวง", "province": "ปทุมธานี", "postcode": "12120"}
    money = {"payment_method": PaymentMethod.COD, "total_satang": 123450, "called_off_satang": 0, "status": OrderStatus.ACCEPTED}
    way = {
        "shipping_kind": "flat",
        "shipping_name": "ไปรษณีย์",
        "code": "K7Q2K7Q2",
        "placed_at": datetime(2026, 4, 20, 3, tzinfo=UTC),
    }
    order = Order(**(receiver | address | money | way | columns))
    order.lines = list(lines) or [a_line()]
    return order


def a_line(title: str = "น้ำพริกเผาปลาย่าง", quantity: int = 2, **columns: object) -> OrderLine:
    plain = {"variant_name": "200 กรัม", "sku": "", "cancelled_quantity": 0, "returned_quantity": 0, "weight_grams": 250}
    return OrderLine(title=title, quantity=quantity, **(plain | columns))
