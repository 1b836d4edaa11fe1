"""Returns for tests: given_a_return came to its status step by step, of an order that was received."""

from io import BytesIO

from PIL import Image

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns import service as returns
from shop.orders.returns.models import Return, ReturnPhoto
from shop.orders.returns.photos import return_photos
from shop.orders.returns.states import SETTLING, ReturnAction, ReturnReason, ReturnStatus, Side
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.returns import settle_return
from shop.people.models import Account
from tests.factories.collected import given_a_collected_purchase, report_on
from tests.factories.orders import WAYS as ORDER_WAYS
from tests.factories.orders import given_an_order, group_actor
from tests.factories.orders import take as take_step

A, S = ReturnAction, ReturnStatus
WORDS = "ขวดแตกตอนเปิดกล่อง"

WAYS = {
    S.REQUESTED: (),
    S.ACCEPTED: (A.ACCEPT,),
    S.SENT_BACK: (A.ACCEPT, A.SEND_BACK),
    S.REFUSED: (A.REFUSE,),
    S.DISPUTED: (A.REFUSE, A.DISPUTE),
    S.REFUNDED: (A.REFUND,),
    S.DECLINED: (A.REFUSE, A.DISPUTE, A.DECLINE),
    S.LAPSED: (A.ACCEPT, A.LAPSE),
    S.WITHDRAWN: (A.WITHDRAW,),
}


def given_a_return(
    group: Group,
    *products: Product,
    status: ReturnStatus = ReturnStatus.REQUESTED,
    reason: ReturnReason = ReturnReason.DAMAGED,
    quantity: int = 1,
    account: Account | None = None,
    order: Order | None = None,
    pieces: dict[int, int] | None = None,
) -> Return:
    """Of all pieces of a received cash order, unless an order or `pieces` (by line's id) are given."""
    order = order or given_an_order(group, *products, status=OrderStatus.RECEIVED, quantity=quantity, account=account)
    pieces = pieces or {line.id: line.kept_quantity for line in order.lines}
    asked = returns.open_return(order, pieces, reason, WORDS, buyer_of(order))
    for action in WAYS[status]:
        take(asked, action)
    return asked


def given_an_order_by(method: PaymentMethod, *products: Product, status: OrderStatus = OrderStatus.RECEIVED, **columns) -> Order:
    """An order of these that is paid so, in hand or through Stripe, and has come to `status`."""
    if method is not PaymentMethod.STRIPE:
        return given_an_order(products[0].group, *products, status=status, payment_method=method, **columns)
    payment = given_a_collected_purchase(*products, **columns)
    sessions.settle(payment, report_on(payment))
    (order,) = sessions.orders_of(payment)
    for action in ORDER_WAYS[status]:
        take_step(order, action)
    return order


def take(asked: Return, action: ReturnAction, **details: object) -> None:
    """One step, by the likeliest person."""
    if action in (A.REFUSE, A.DISPUTE, A.DECLINE, A.GRANT):
        details.setdefault("words", "ดูรูปแล้ว")
    actor = _likeliest(asked, action)
    if action in SETTLING:
        settle_return(asked, action, actor, **details)
    else:
        returns.advance(asked, action, actor, **details)


def given_a_return_photo(asked: Return, side: Side = Side.BUYER) -> ReturnPhoto:
    """With a file of one width, 320."""
    photo = ReturnPhoto(return_id=asked.id, key=new_key(), side=side, widths=[320])
    db.session.add(photo)
    db.session.flush()
    storage.put(return_photos.file_key(photo.key, 320), a_picture("WEBP"))
    return photo


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    """What a phone would send, but smaller."""
    out = BytesIO()
    Image.new("RGB", size, "brown").save(out, kind)
    return out.getvalue()


def buyer_of(order: Order) -> Actor:
    return Actor(order.purchase.account_id, frozenset({Role.BUYER}))


def official() -> Actor:
    return Actor(None, frozenset({Role.COMMERCE_OFFICIAL}))


def _likeliest(asked: Return, action: ReturnAction) -> Actor:
    if action in (A.GRANT, A.DECLINE):
        return official()
    if action in (A.ESCALATE, A.LAPSE):
        return MARKET
    if action in (A.SEND_BACK, A.WITHDRAW) or (action is A.DISPUTE and asked.status is S.REFUSED):
        return buyer_of(asked.order)
    return group_actor(asked.group_id)
