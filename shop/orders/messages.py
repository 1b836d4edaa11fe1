"""What buyers and groups are told of an order's steps."""

from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import HelpScope, Role
from shop.kernel.database import db
from shop.kernel.identifiers import CARRIERS
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell, tell_all, tell_each
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import CALLED_OFF, OrderStatus
from shop.people.models import Account

COLLECT = "collect"

TO_BUYER = {
    OrderStatus.ACCEPTED: NoticeKind.ORDER_ACCEPTED,
    OrderStatus.PACKED: NoticeKind.ORDER_PACKED,
    OrderStatus.SHIPPED: NoticeKind.ORDER_SHIPPED,
    OrderStatus.DELIVERED: NoticeKind.ORDER_DELIVERED,
    OrderStatus.CANCELLED: NoticeKind.ORDER_CANCELLED,
    OrderStatus.EXPIRED: NoticeKind.ORDER_CANCELLED,
    OrderStatus.RETURNED_TO_SENDER: NoticeKind.ORDER_RETURNED_TO_SENDER,
}
TO_GROUP = {
    OrderStatus.RECEIVED: NoticeKind.ORDER_RECEIVED,
    OrderStatus.CANCELLED: NoticeKind.ORDER_CANCELLED,
    OrderStatus.EXPIRED: NoticeKind.ORDER_CANCELLED,
}

OF_PROMPTPAY = {
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.PLACED): NoticeKind.PROMPTPAY_CONFIRMED,
    (OrderStatus.AWAITING_CONFIRMATION, OrderStatus.PLACED): NoticeKind.PROMPTPAY_CONFIRMED,
    (OrderStatus.EXPIRED, OrderStatus.PLACED): NoticeKind.PROMPTPAY_CONFIRMED,
    (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED): NoticeKind.PROMPTPAY_EXPIRED,
    (OrderStatus.AWAITING_CONFIRMATION, OrderStatus.CANCELLED): NoticeKind.SLIP_DENIED,
}


def tell_group_of_order(order: Order) -> None:
    """There is work to do."""
    tell_groups_of_orders([order])


def tell_groups_of_orders(orders: list[Order]) -> None:
    """The same of several, together."""
    people = groups.recipients_by_group({order.group_id for order in orders}, about=HelpScope.ORDERS) if orders else {}
    told = [
        (person, {"code": order.code, "total_satang": order.due_satang}) for order in orders for person in people[order.group_id]
    ]
    tell_each(NoticeKind.ORDER_RECEIVED_BY_GROUP, told)


def tell_of_step(order: Order, was: OrderStatus, by: Role, reason: str = "") -> None:
    """Tell the buyer, and the group of what it did not do itself, that the order has come from `was` to where it is now."""
    status = order.status
    params: dict[str, object] = {"code": order.code}
    is_promptpay = order.payment_method is PaymentMethod.PROMPTPAY
    if is_promptpay and (kind := OF_PROMPTPAY.get((was, status))):
        told = {"amount_satang": order.due_satang, "key": order.purchase.link_key}
        tell(buyer_of(order.purchase), kind, **params, **told)
        return
    if status in CALLED_OFF and reason:
        params["reason"] = reason
    is_unpaid = was is OrderStatus.AWAITING_PAYMENT
    if status in CALLED_OFF and not is_unpaid and (is_promptpay or order.payment_method is PaymentMethod.STRIPE):
        params["was_paid"] = True
    if status in TO_BUYER and by is not Role.BUYER:
        tell(buyer_of(order.purchase), TO_BUYER[status], key=order.purchase.link_key, **params, **_more_for_buyer(order, status))
    elif status in CALLED_OFF:  # the buyer called it off: the letter is the receipt
        tell(buyer_of(order.purchase), TO_BUYER[status], key=order.purchase.link_key, **params)
    if status in TO_GROUP and by in (Role.BUYER, Role.MARKET) and not is_unpaid:  # of that one it never heard
        tell_all(groups.recipients_of(order.group_id, about=HelpScope.ORDERS), TO_GROUP[status], for_group=True, **params)


def tell_of_pieces_called_off(order: Order, pieces: str, amount_satang: int, reason: str) -> None:
    """Some of it is not sent: to the buyer, and to all of the group."""
    told = {"code": order.code, "pieces": pieces, "amount_satang": amount_satang, "reason": reason}
    tell(buyer_of(order.purchase), NoticeKind.ORDER_PIECES_CALLED_OFF, key=order.purchase.link_key, **told)
    tell_all(
        groups.recipients_of(order.group_id, about=HelpScope.ORDERS), NoticeKind.ORDER_PIECES_CALLED_OFF, for_group=True, **told
    )


def remind_group(order: Order) -> None:
    """An order still waits to be accepted."""
    tell_all(
        groups.recipients_of(order.group_id, about=HelpScope.ORDERS), NoticeKind.ORDER_REMINDER, for_group=True, code=order.code
    )


def buyer_of(purchase: Purchase) -> Recipient:
    """Whom to tell of a purchase: the address given with it, else the account's own."""
    email = purchase.email
    if not email and purchase.account_id:
        email = db.session.scalar(db.select(Account.email).where(Account.id == purchase.account_id))
    return Recipient(purchase.account_id, email, purchase.phone, purchase.locale)


def _more_for_buyer(order: Order, status: OrderStatus) -> dict[str, object]:
    if status not in (OrderStatus.ACCEPTED, OrderStatus.PACKED, OrderStatus.SHIPPED):
        return {}
    group = db.session.get_one(Group, order.group_id)
    name = (order.purchase.locale == "en" and group.name_en) or group.name
    more: dict[str, object] = {"group_name": name}
    if status is OrderStatus.PACKED:
        more["collect"] = order.shipping_kind == COLLECT
    if status is OrderStatus.SHIPPED:
        carrier = CARRIERS[order.carrier].name(order.purchase.locale)
        more |= {"carrier": carrier, "tracking_number": order.tracking_number or None}
    return more
