"""Fifty buyers want the last ten pieces at the same moment, over HTTP, from the production server in two processes."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shop.catalogue.models import Variant
from shop.kernel.database import db
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.payments import checks as payment_checks
from shop.payments.models import Payment, PaymentStatus
from tests.concurrency.buyers import Buyer
from tests.databases import Market
from tests.factories.checkout import given_goods
from tests.servers import LiveServer

BUYERS, PIECES = 50, 10


def test_ten_of_fifty_get_the_last_ten_pieces(market: Market, serve: Callable[..., LiveServer]):
    (variant,) = given_goods(market.app, stock_pieces=PIECES)
    server = serve(workers=2, jobs=False)
    together = Barrier(BUYERS)

    def buy(_number: int) -> tuple[int, str]:
        with Buyer(server.url) as buyer:
            assert buyer.add(variant).status_code == 303
            buyer.fill_in()
            together.wait()
            answer = buyer.place()
        return answer.status_code, answer.text if answer.status_code != 303 else answer.headers["Location"]

    with ThreadPoolExecutor(BUYERS) as pool:
        answers = list(pool.map(buy, range(BUYERS)))

    assert Counter(status for status, _said in answers) == {303: PIECES, 409: BUYERS - PIECES}, server.log.read_text()
    assert len({said for status, said in answers if status == 303}) == PIECES
    assert all("ยังไม่มีการสั่งซื้อ" in said or "ยังไม่ได้สั่งซื้อ" in said for status, said in answers if status == 409)
    with market.app.app_context():
        assert db.session.scalar(db.select(db.func.count(Order.id))) == PIECES
        assert db.session.scalar(db.select(Variant.available)) == 0
        problems = {name: check() for name, check in (order_checks.CHECKS | payment_checks.CHECKS).items()}
    assert not any(problems.values()), problems


def test_ten_of_fifty_pay_beforehand_and_forty_are_told_before_paying(market, serve: Callable[..., LiveServer], stripe_double):
    (variant,) = given_goods(market.app, stock_pieces=PIECES)
    given = {"STRIPE_SECRET_KEY": stripe_double.api_key, "STRIPE_WEBHOOK_SECRET": stripe_double.webhook_secret}
    server = serve(workers=2, jobs=False, STRIPE_API_BASE=stripe_double.url, **given)
    stripe_double.webhooks_to(f"{server.url}/webhooks/stripe")
    together = Barrier(BUYERS)

    def buy(_number: int) -> str:
        with Buyer(server.url) as buyer:
            buyer.add(variant)
            buyer.fill_in(payment_method="stripe")
            together.wait()
            answer = buyer.place()
            if answer.status_code != 303:
                assert answer.status_code == 409
                assert "ยังไม่มีการสั่งซื้อ" in answer.text or "ยังไม่ได้สั่งซื้อ" in answer.text
                return "told"
            path, _, key = answer.headers["Location"].partition("?")
            there = buyer.http.post(f"{path}/pay?{key}", data={"csrf_token": buyer.form["csrf_token"]}).headers["Location"]
            stripe_double.pay(there.rsplit("/", 1)[-1], "promptpay")
            return "paid"

    with ThreadPoolExecutor(BUYERS) as pool:
        answers = Counter(pool.map(buy, range(BUYERS)))
    stripe_double.wait_for_webhooks()

    assert answers == {"paid": PIECES, "told": BUYERS - PIECES}, server.log.read_text()
    with market.app.app_context():
        assert set(db.session.scalars(db.select(Order.status))) == {OrderStatus.PLACED}
        assert set(db.session.scalars(db.select(Payment.status))) == {PaymentStatus.PAID}
        assert db.session.scalar(db.select(Variant.available)) == 0
        problems = {name: found for name, check in (order_checks.CHECKS | payment_checks.CHECKS).items() if (found := check())}
    assert problems == {}


def test_baskets_in_opposite_order_never_wait_for_one_another(market: Market, serve: Callable[..., LiveServer]):
    buyers = 16
    variants = given_goods(market.app, stock_pieces=buyers, groups=3)
    server = serve(workers=2, jobs=False)
    together = Barrier(buyers)

    def buy(number: int) -> int:
        with Buyer(server.url) as buyer:
            first, *others = variants if number % 2 else variants[::-1]
            buyer.add(first)
            for variant in others:
                assert buyer.add_more(variant).status_code == 303
            buyer.fill_in()
            together.wait()
            return buyer.place().status_code

    with ThreadPoolExecutor(buyers) as pool:
        assert list(pool.map(buy, range(buyers))) == [303] * buyers, server.log.read_text()
    with market.app.app_context():
        assert db.session.scalars(db.select(Variant.available)).all() == [0, 0, 0]
