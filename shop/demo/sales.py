"""The demonstration's orders: each goes through the real basket, checkout and steps, at the hours when it would have happened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from shop.basket import service as baskets
from shop.catalogue.models import Product, Variant
from shop.checkout import service as checkout
from shop.checkout.offer import COLLECT, Offer, offer_for
from shop.checkout.service import Address, Buyer, Wishes
from shop.demo import booths, collecting, people, sellers
from shop.demo.buyers import Errand, Person
from shop.demo.history import back_then, by_day
from shop.demo.reading import PREFIX
from shop.kernel.access import GUEST, MARKET, Actor, Role
from shop.kernel.clock import now
from shop.kernel.codes import digest
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import normalise_phone
from shop.kernel.identifiers.parcels import s10_check_digit
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import OrderAction as A
from shop.orders.states import OrderStatus as S
from shop.payments import service as payments

HOUR, DAY, QUICKEST = timedelta(hours=1), timedelta(days=1), timedelta(minutes=9)
LONG_AGO_HOURS = 48
BY_A_CARD = 0.3  # of the purchases began with the card of a booth
BUYERS_REASON = "สั่งซ้ำกับคนในบ้าน ขอยกเลิกค่ะ"
GROUPS_REASON = "ฝนตกทั้งสัปดาห์ ของแห้งไม่ทัน ขออภัยค่ะ รอบหน้าจะรีบแจ้งนะคะ"

# Each step with the time since the one before it.
WAYS: dict[S, tuple[tuple[A, timedelta], ...]] = {
    S.PLACED: (),
    S.ACCEPTED: ((A.ACCEPT, 4 * HOUR),),
    S.PACKED: ((A.ACCEPT, 4 * HOUR), (A.PACK, 20 * HOUR)),
    S.SHIPPED: ((A.ACCEPT, 4 * HOUR), (A.PACK, 20 * HOUR), (A.SHIP, 3 * HOUR)),
    S.DELIVERED: ((A.ACCEPT, 4 * HOUR), (A.PACK, 20 * HOUR), (A.SHIP, 3 * HOUR), (A.DELIVER, 2 * DAY)),
    S.RECEIVED: ((A.ACCEPT, 4 * HOUR), (A.PACK, 20 * HOUR), (A.SHIP, 3 * HOUR), (A.DELIVER, 2 * DAY), (A.CONFIRM_RECEIPT, DAY)),
    S.AWAITING_PAYMENT: (),
    S.AWAITING_CONFIRMATION: (),
    S.EXPIRED: (),
    S.CANCELLED: ((A.CANCEL, 2 * HOUR),),
    S.RETURNED_TO_SENDER: ((A.ACCEPT, 4 * HOUR), (A.PACK, 20 * HOUR), (A.SHIP, 3 * HOUR), (A.RETURN_TO_SENDER, 6 * DAY)),
}


def placed_errands() -> set[str]:
    """Digests of the checkout tokens there are."""
    return set(db.session.scalars(select(Purchase.checkout_token)))


def token_of(errand: Errand) -> str:
    return token_for(errand.key)


def token_for(key: str) -> str:
    """The checkout token of the errand of that key."""
    return f"{PREFIX}{key}"


def is_placed(errand: Errand, placed: set[str]) -> bool:
    return digest(token_of(errand)) in placed


def run_errand(errand: Errand, person: Person, group_ids: list[int]) -> None:
    """A purchase and all that has become of it, in one transaction."""
    placed_at = now() - errand.hours_ago * HOUR
    if errand.hours_ago > LONG_AGO_HOURS:
        placed_at = by_day(placed_at)
    chance = Random(errand.key)
    with transaction(), collecting.provider():
        with back_then(placed_at):
            orders = _buy(errand, person, group_ids, chance)
        if errand.online:
            collecting.go_on(orders[0].purchase, errand, placed_at, chance)
        for order in orders:
            _go_on(order, errand, placed_at, chance)


def _buy(errand: Errand, person: Person, group_ids: list[int], chance: Random) -> list[Order]:
    actor = people.actor_of(person.sign_in) if person.sign_in else GUEST
    basket, _key = baskets.open_guest_basket()
    codes = booths.codes_by_group() if Random(f"{errand.key} card").random() < BY_A_CARD else {}
    for group_id in group_ids:
        for variant_id, pieces in _choose(group_id, chance):
            baskets.add(basket, variant_id, pieces, code=codes.get(group_id, ""))
    offer = offer_for(basket.id)
    buyer = Buyer(person.name, normalise_phone(person.phone), person.email or None, actor.id, person.locale)
    purchase = checkout.place(
        basket.id, token_of(errand), offer.seen(), buyer, _address(person), _wishes(offer, errand), errand.note, actor
    )
    db.session.delete(basket)
    db.session.flush()
    return list(purchase.orders)


def _choose(group_id: int, chance: Random) -> Iterator[tuple[int, int]]:
    """One to three things that the group had on sale by then, never the last pieces."""
    asked = (
        select(Variant.id, Variant.available)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.group_id == group_id, Product.is_listed, Product.published_at < now(), Variant.retired_at.is_(None))
        .where(Variant.available > 5)
        .order_by(Variant.id)
    )
    on_sale = db.session.execute(asked).all()
    for variant_id, available in chance.sample(on_sale, min(chance.choice((1, 2, 2, 3)), len(on_sale))):
        yield variant_id, chance.choice((1, 1, 2)) if available > 10 else 1


def _address(person: Person) -> Address:
    where = person.place
    return Address(person.line1, where.subdistrict.name_th, where.district.name_th, where.province.name_th, where.postcode)


def _wishes(offer: Offer, errand: Errand) -> Wishes:
    method = (
        PaymentMethod.STRIPE
        if errand.online
        else PaymentMethod.PROMPTPAY
        if errand.direct
        else PaymentMethod.PICKUP
        if errand.collected
        else PaymentMethod.COD
    )
    shipping = {
        part.group.id: COLLECT if errand.collected else next(choice.value for choice in part.choices if not choice.is_collected)
        for part in offer.orderable
    }
    return Wishes(shipping, method)


def _go_on(order: Order, errand: Errand, placed_at: datetime, chance: Random) -> None:
    group = sellers.actor_at(order.group_id)
    buyer = Actor(order.purchase.account_id, frozenset({Role.BUYER}))
    moment = placed_at
    for action, after in WAYS[errand.ending]:
        if action is A.SHIP and errand.collected:
            continue
        moment = max(by_day(moment + after + timedelta(minutes=chance.randrange(-90, 91))), moment + QUICKEST)
        with back_then(min(moment, now())):
            payments.advance_order(order, action, _who(action, errand, group, buyer), **_details(action, errand, order))


def _who(action: A, errand: Errand, group: Actor, buyer: Actor) -> Actor:
    if action is A.DELIVER:
        return group if errand.collected else MARKET
    if action is A.CANCEL:
        return group if errand.by_group else buyer
    return buyer if action is A.CONFIRM_RECEIPT else group


def _details(action: A, errand: Errand, order: Order) -> dict[str, str]:
    if action is A.CANCEL:
        return {"reason": GROUPS_REASON if errand.by_group else BUYERS_REASON}
    if action is A.SHIP:
        serial = f"{25_670_123 + order.id:08d}"
        return {"carrier": "thailand_post", "tracking": f"EB{serial}{s10_check_digit(serial)}TH"}
    return {}
