"""PromptPay for tests: a group that takes it, an order that waits for its transfer, and slips as banks' apps draw them."""

from datetime import timedelta
from io import BytesIO
from itertools import count

import segno
from PIL import Image

from shop.catalogue.models import Product
from shop.groups.models import Group, IncomeDetails
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.codes import new_code
from shop.kernel.database import db
from shop.kernel.promptpay import Slip as Code
from shop.kernel.promptpay import crc
from shop.kernel.secrets import vault
from shop.kernel.storage import storage
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderAction, OrderStatus
from shop.payments.service import advance_order
from shop.payments.slips import service
from shop.payments.slips.models import Slip
from shop.payments.slips.photos import StoredSlip, slip_photos
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, PAY_TO, given_a_purchase, given_an_order, take

_numbers = count(1)
S, A = OrderStatus, OrderAction


def given_promptpay(group: Group, **details: object) -> Group:
    """It takes PromptPay by its phone, has a bank account beside it, and both have stood long enough."""
    columns = PAY_TO | {"changed_at": now() - timedelta(days=3)} | details
    columns["promptpay_fingerprint"] = vault.fingerprint("promptpay", columns["promptpay_id"] or "")
    db.session.merge(IncomeDetails(group_id=group.id, **columns))
    group.accepts_promptpay = True
    db.session.flush()
    return group


def given_a_promptpay_order(
    group: Group | None = None, *products: Product, status: OrderStatus = S.AWAITING_PAYMENT, **columns: object
) -> Order:
    """An order to be paid by PromptPay, of a buyer with a phone of her own, that came to its status step by step."""
    group = group or given_promptpay(given_a_group())
    products = products or (given_a_product(group),)
    if "purchase" not in columns:
        columns["purchase"] = given_a_purchase(columns.pop("account", None), phone=f"+6689{next(_numbers):07}")
    columns["payment_method"] = PaymentMethod.PROMPTPAY
    order = given_an_order(group, *products, status=S.AWAITING_PAYMENT, **columns)
    order.purchase.total_satang = sum(each.total_satang for each in order.purchase.orders)
    if status is S.EXPIRED:
        advance_order(order, A.EXPIRE, MARKET)
    elif status is S.CANCELLED:
        take(order, A.CANCEL)
    elif status is not S.AWAITING_PAYMENT:
        given_a_slip(order)
        for action in PAID_WAYS[status]:
            take(order, action)
    return order


PAID_WAYS = {
    S.AWAITING_CONFIRMATION: (),
    S.PLACED: (A.CONFIRM_PAYMENT,),
    S.ACCEPTED: (A.CONFIRM_PAYMENT, A.ACCEPT),
    S.PACKED: (A.CONFIRM_PAYMENT, A.ACCEPT, A.PACK),
    S.SHIPPED: (A.CONFIRM_PAYMENT, A.ACCEPT, A.PACK, A.SHIP),
    S.DELIVERED: (A.CONFIRM_PAYMENT, A.ACCEPT, A.PACK, A.SHIP, A.DELIVER),
    S.RECEIVED: (A.CONFIRM_PAYMENT, A.ACCEPT, A.PACK, A.SHIP, A.DELIVER, A.CONFIRM_RECEIPT),
}


def given_a_slip(order: Order, code: Code | None = None) -> Slip:
    """Sent now, without its files."""
    return service.send(order, a_stored_slip(code), GUEST_BUYER if not order.purchase.account_id else buyer_of(order))


def buyer_of(order: Order):
    return type(GUEST_BUYER)(order.purchase.account_id, GUEST_BUYER.roles)


def given_a_kept_slip(order: Order) -> Slip:
    """The same with a picture in the storage."""
    slip = given_a_slip(order)
    slip.widths = [320]
    storage.put(slip_photos.file_key(slip.key, 320), b"RIFF")
    db.session.flush()
    return slip


def a_stored_slip(code: Code | None = None) -> StoredSlip:
    name = f"{next(_numbers)}-{new_code()}"
    return StoredSlip(f"key-{name}", (), f"digest-{name}", code)


def slip_code(trans_ref: str, sending_bank: str = "004") -> str:
    """What a bank's app writes into the small code of a slip."""
    inside = f"000600000101{len(sending_bank):02}{sending_bank}02{len(trans_ref):02}{trans_ref}"
    text = f"00{len(inside):02}{inside}5102TH9104"
    return text + crc(text)


def a_slip_picture(trans_ref: str | None = None, kind: str = "JPEG", background: str = "white") -> bytes:
    """A phone's screenshot of a slip, with its small code at the foot or without one."""
    picture = Image.new("RGB", (590, 1280), background)
    if trans_ref:
        drawn = BytesIO()
        segno.make(slip_code(trans_ref), error="l").save(drawn, kind="png", scale=4, border=4)
        picture.paste(Image.open(drawn).convert("RGB"), (380, 1060))
    out = BytesIO()
    picture.save(out, kind, quality=85)
    return out.getvalue()
