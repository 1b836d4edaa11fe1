"""Who asked the demonstration's groups for many pieces: one request with two quotes to compare, one that became an order."""

from datetime import timedelta

from sqlalchemy import exists, select

from shop.catalogue.models import Product
from shop.checkout.service import Address, Buyer
from shop.demo import people, sellers
from shop.demo.buyers import MAIN
from shop.demo.history import back_then, days_ago
from shop.demo.reading import PREFIX
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.orders.models import PaymentMethod
from shop.wholesale import accepting, asking, quoting
from shop.wholesale.asking import Asker, Wanted
from shop.wholesale.models import WholesaleQuote, WholesaleRequest
from shop.wholesale.quoting import Offered, OfferedLine

NAME, PHONE = "ผู้ซื้อตัวอย่าง", "+66810000080"
OPEN = "ชุดของขวัญปีใหม่ให้เจ้าหน้าที่ในสำนักงาน 80 ชุด อยากได้ของในจังหวัดเรา ใส่กล่องผูกโบว์ เขียนการ์ดให้ด้วย"
ORDERED = "ของว่างงานประชุมผู้สูงอายุ 60 ชุด ขอแบบไม่หวานมาก"


def is_missing() -> bool:
    return not db.session.scalar(select(exists(select(WholesaleRequest.id))))


def add() -> None:
    """Once, in one transaction. Where fewer than two groups sell, fewer quote."""
    with transaction():
        goods = _goods()
        if not goods:
            return
        request = _ask(OPEN, 80, 3, goods, "demo wholesale request that is open")
        for place, product in enumerate(goods):
            _quote(request, product, 80 - 30 * place, 0.85 + 0.05 * place, 2, "กล่องกระดาษ โบว์ และการ์ดอวยพร")
        done = _ask(ORDERED, 60, 6, goods[:1], "demo wholesale request with an order")
        _accept(_quote(done, goods[0], 60, 0.9, 5, "ถุงกระดาษทุกชุด"))


def _goods() -> list[Product]:
    """A product of the group that can sign in, and of one other that takes cash."""
    asked = select(Product).join(Product.group).where(Product.is_listed, Group.status == GroupStatus.APPROVED, Group.accepts_cod)
    main = db.session.scalars(asked.where(Group.import_key == PREFIX + MAIN).order_by(Product.id).limit(1)).all()
    other = db.session.scalars(asked.where(Group.import_key != PREFIX + MAIN).order_by(Product.id).limit(1)).all()
    return [*main, *other] if main else []


def _ask(words: str, quantity: int, days: int, goods: list[Product], token: str) -> WholesaleRequest:
    buyer = people.actor_of("buyer")
    asker = Asker(NAME, PHONE, f"buyer@{people.DOMAIN}", buyer.id)
    wanted = Wanted(
        words, quantity, today() + timedelta(days=12), "13", "1302", budget_satang=25000, products={goods[0].id: quantity}
    )
    with back_then(days_ago(days, 9)):
        return asking.ask(asker, wanted, [product.group_id for product in goods], buyer, token=token)


def _quote(request: WholesaleRequest, product: Product, quantity: int, part: float, days: int, includes: str) -> WholesaleQuote:
    """At a part of the price on sale, to the baht."""
    invitation = next(one for one in request.invitations if one.group_id == product.group_id)
    variant = next(one for one in product.variants if one.retired_at is None)
    price = max(100, int(variant.price_satang * part) // 100 * 100)
    ready, valid = today() + timedelta(days=8), today() + timedelta(days=10)
    offered = Offered(quantity, [OfferedLine(variant.id, quantity, price)], ready, valid, 20000, includes)
    with back_then(days_ago(days, 10)):
        return quoting.quote(invitation, offered, sellers.actor_at(product.group_id))


def _accept(quote: WholesaleQuote) -> None:
    buyer = people.actor_of("buyer")
    who = Buyer(NAME, PHONE, f"buyer@{people.DOMAIN}", buyer.id)
    where = Address("99/9 หมู่ 3", "คลองหนึ่ง", "คลองหลวง", "ปทุมธานี", "12120")
    with back_then(days_ago(0, 8)):
        accepting.accept(quote, "demo wholesale order of sixty", who, where, "flat", PaymentMethod.COD, "", buyer)
