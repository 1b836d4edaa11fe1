"""Requests for many pieces, for tests: asked by a guest unless an account asks, quoted by a group's own people."""

from datetime import timedelta
from itertools import count

from shop.catalogue.models import Product
from shop.checkout.service import Address, Buyer
from shop.groups.models import Group
from shop.kernel.access import GUEST, Actor, Role
from shop.kernel.clock import today
from shop.kernel.codes import new_key
from shop.orders.models import PaymentMethod, Purchase
from shop.people.models import Account
from shop.wholesale import accepting, asking, quoting
from shop.wholesale.asking import Asker, Wanted
from shop.wholesale.models import WholesaleInvitation, WholesaleQuote, WholesaleRequest
from shop.wholesale.quoting import Offered, OfferedLine
from tests.factories.orders import group_actor

_numbers = count(1)
WORDS = "ชุดของขวัญปีใหม่ 80 ชุด ผูกโบว์"


def given_a_wholesale_request(
    *groups: Group, account: Account | None = None, quantity: int = 80, days: int = 12, **wanted: object
) -> WholesaleRequest:
    number = next(_numbers)
    phone = f"+668{number:08d}"
    asker = Asker("สำนักงานคลองหลวง", phone, f"office{number}@buyers.example", account.id if account else None)
    actor = Actor(account.id, frozenset({Role.BUYER})) if account else GUEST
    wanted = {"words": WORDS, "province_code": "13", "district_code": "1302"} | wanted
    what = Wanted(quantity=quantity, needed_by=today() + timedelta(days=days), **wanted)
    address = f"10.{number // 256}.{number % 256}.1"  # so many from one place would be stopped
    return asking.ask(asker, what, [group.id for group in groups], actor, token=new_key(), address=address)


def invitation_of(request: WholesaleRequest, group: Group) -> WholesaleInvitation:
    return next(one for one in request.invitations if one.group_id == group.id)


def an_offer(product: Product, quantity: int = 80, price_satang: int = 5500, **more: object) -> Offered:
    lines = [OfferedLine(product.variants[0].id, quantity, price_satang)]
    dates = {"ready_by": today() + timedelta(days=7), "valid_until": today() + timedelta(days=5)}
    return Offered(quantity=quantity, lines=lines, **({"shipping_satang": 15000, "includes": "กล่องและโบว์"} | dates | more))


def given_a_quote(request: WholesaleRequest, product: Product, quantity: int = 80, **more: object) -> WholesaleQuote:
    group = product.group
    return quoting.quote(invitation_of(request, group), an_offer(product, quantity, **more), group_actor(group.id))


def accept(quote: WholesaleQuote, token: str = "", method: PaymentMethod = PaymentMethod.COD, shipping: str = "flat") -> Purchase:
    buyer = Buyer("สมศรี", "+66891234567", "office@buyers.example")
    address = Address("99/9 หมู่ 3", "คลองหนึ่ง", "คลองหลวง", "ปทุมธานี", "12120")
    return accepting.accept(quote, token or new_key(), buyer, address, shipping, method, "", GUEST)
