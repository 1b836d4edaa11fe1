"""A buyer pays a purchase of two groups at Stripe: the way there, what happens there, and the way back."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from shop import reconciler
from shop.catalogue.models import Variant
from shop.groups.models import ShippingOption
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.orders import checks as order_checks
from shop.orders.models import Order, Purchase
from shop.orders.states import OrderStatus
from shop.payments import checks as payment_checks
from shop.payments.gateway import gateway
from shop.payments.models import Payment, PaymentStatus
from shop.web.storefront.views.purchases import payment_state
from tests.client import PageClient
from tests.factories import checkout
from tests.factories.checkout import given_goods
from tests.factories.webhooks import bring_all
from tests.stripe_double.client import StripeDouble

CHECKS = order_checks.CHECKS | payment_checks.CHECKS


@pytest.fixture
def purchase(app: Flask, client: PageClient, stripe: StripeDouble) -> str:
    """The address of a purchase of two groups, placed and not paid."""
    return place(app, client)


def place(app: Flask, client: PageClient, pieces: int = 2, **changes: object) -> str:
    for variant_id in given_goods(app, stock_pieces=10, groups=2):
        checkout.add(client, variant_id, pieces)
    answer = checkout.place(client, payment_method="stripe", **changes)
    assert answer.status_code == 303, answer.text
    return answer.location


def path(purchase: str, step: str) -> str:
    parts = urlsplit(purchase)
    return f"{parts.path}/{step}?{parts.query}"


def go_to_payment(client: PageClient, purchase: str) -> str:
    """Press the button; the session's id on the other side."""
    answer = client.post(path(purchase, "pay"))
    assert answer.status_code == 303
    assert "/pay/" in answer.location, answer.location
    return answer.location.rstrip("/").rsplit("/", 1)[-1]


def look(app: Flask) -> tuple[str, set[OrderStatus], set[int]]:
    """How the one payment stands, its orders, and what is left of the goods; everything adds up."""
    with app.app_context():
        assert {name: found for name, check in CHECKS.items() if (found := check())} == {}
        payment = db.session.scalars(db.select(Payment)).one()
        statuses, left = (set(db.session.scalars(db.select(column))) for column in (Order.status, Variant.available))
        return payment_state(payment), statuses, left


def test_a_purchase_waits_for_its_payment_and_says_so(app, client, purchase):
    page = client.get(purchase)

    assert "เหลืออีกขั้นเดียว คือชำระเงิน" in page.text
    assert "ขอบคุณที่อุดหนุน" not in page.text
    assert look(app) == ("waiting", {OrderStatus.AWAITING_PAYMENT}, {8})


def test_paid_there_and_known_here_on_the_way_back(app, client, stripe, purchase):
    session = go_to_payment(client, purchase)
    assert look(app)[0] == "waiting"
    stripe.pay(session, "promptpay")

    back = client.get(urlsplit(purchase).path + "/paid")  # Stripe's page does not know the link's key, this browser may come back

    assert back.status_code == 303
    page = client.get(back.location)
    assert "ขอบคุณที่อุดหนุน" in page.text
    assert "พร้อมเพย์" in page.text
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})
    assert bring_all(client, stripe) == [200] * len(stripe.held())
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def test_a_buyer_who_closes_the_browser_is_known_by_the_webhook_and_only_once(app, client, stripe, purchase):
    stripe.pay(go_to_payment(client, purchase), "card")

    first = bring_all(client, stripe)
    again = bring_all(client, stripe)

    assert set(first + again) == {200}
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def test_the_lines_of_the_payment_page_are_readable_and_its_locale_is_the_buyers(app, client, stripe, purchase):
    go_to_payment(client, purchase)

    asked = next(said["params"] for said in stripe.log() if said["path"] == "/v1/checkout/sessions" and said["method"] == "POST")
    assert asked["locale"] == "th"
    names = [line["price_data"]["product_data"]["name"] for line in listed(asked["line_items"])]
    assert sum("ค่าส่ง" in name for name in names) == 2
    assert asked["metadata"]["purchase"] in purchase
    lives = int(asked["expires_at"]) - now().timestamp()
    assert 30 * 60 < lives <= 31 * 60


def listed(items: object) -> list[dict]:
    return list(items.values()) if isinstance(items, dict) else items


def test_a_double_click_and_a_second_tab_are_one_charge(app, client, stripe, purchase):
    sessions = {go_to_payment(client, purchase) for _ in range(3)}

    assert len(sessions) == 1
    posts = [said for said in stripe.log() if said["method"] == "POST" and said["path"] == "/v1/checkout/sessions"]
    assert len(posts) == 1


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key(app, client, stripe, purchase):
    stripe.cut_next(prefix="/v1/checkout/sessions", method="POST")
    answer = client.post(path(purchase, "pay"))
    assert "หน้าชำระเงินไม่ตอบ" in client.get(answer.location).text

    session = go_to_payment(client, purchase)

    stripe.pay(session)
    bring_all(client, stripe)
    assert look(app)[0] == "paid"


def test_a_webhook_may_arrive_before_the_market_knows_its_own_session(app, client, stripe, purchase):
    stripe.cut_next(prefix="/v1/checkout/sessions", method="POST")
    client.post(path(purchase, "pay"))

    stripe.pay(sessions_at(stripe))
    bring_all(client, stripe)

    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def sessions_at(stripe: StripeDouble) -> str:
    """The one session that Stripe has, whoever knows it."""
    found = list(stripe.api().v1.checkout.sessions.list({"limit": 3}).data)
    assert len(found) == 1
    return found[0].id


def test_the_bank_confirms_later(app, client, stripe, purchase):
    session = go_to_payment(client, purchase)
    stripe.pay(session, "promptpay", "delayed")
    bring_all(client, stripe)

    assert look(app) == ("confirming", {OrderStatus.AWAITING_PAYMENT}, {8})
    assert "ไม่ต้องจ่ายซ้ำ" in client.get(purchase).text

    stripe.confirm(session, paid=True)
    bring_all(client, stripe, "checkout.session.async_payment_succeeded")
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def test_the_bank_refuses_later(app, client, stripe, purchase):
    session = go_to_payment(client, purchase)
    stripe.pay(session, "promptpay", "delayed")
    stripe.confirm(session, paid=False)
    bring_all(client, stripe)

    assert look(app) == ("failed", {OrderStatus.EXPIRED}, {10})
    assert "ไม่มีการเก็บเงิน" in client.get(purchase).text


def test_a_card_that_is_declined_may_be_tried_again(app, client, stripe, purchase):
    session = go_to_payment(client, purchase)
    stripe.pay(session, "card", "failed")
    bring_all(client, stripe)
    assert look(app)[0] == "waiting"

    stripe.pay(session, "card")
    bring_all(client, stripe)
    assert look(app)[0] == "paid"


def test_goods_are_held_until_stripe_says_that_nobody_paid(app, client, stripe, purchase):
    go_to_payment(client, purchase)
    with time_machine.travel(now() + timedelta(minutes=45)), app.app_context():
        stripe.fail_next(times=10)
        assert reconciler.expire_overdue() == 0
        assert look(app) == ("waiting", {OrderStatus.AWAITING_PAYMENT}, {8})


def test_what_nobody_paid_in_time_is_on_sale_again(app, client, stripe, purchase):
    session = go_to_payment(client, purchase)
    stripe.advance(32 * 60)
    with time_machine.travel(now() + timedelta(minutes=42)), app.app_context():
        assert reconciler.expire_overdue() == 1
    assert look(app) == ("expired", {OrderStatus.EXPIRED}, {10})

    page = client.get(purchase)
    assert "ใส่ตะกร้าอีกครั้ง" in page.text
    assert client.post(path(purchase, "again")).location == "/basket"
    assert client.get("/basket").text.count("basket-line") >= 2

    stripe.pay(session, late=True)  # and then the money comes after all
    bring_all(client, stripe)
    assert look(app) == ("late", {OrderStatus.PLACED}, {8})
    assert "หลังเวลาที่กลุ่มเก็บของไว้ให้" in client.get(purchase).text


def test_what_nobody_went_to_pay_ends_without_asking_stripe(app, client, stripe, purchase):
    with time_machine.travel(now() + timedelta(minutes=42)), app.app_context():
        assert reconciler.expire_overdue() == 1
    assert look(app) == ("expired", {OrderStatus.EXPIRED}, {10})
    assert stripe.log() == []
    assert client.post(path(purchase, "pay")).location.startswith("/purchases/")


def test_a_lost_webhook_loses_nothing(app, client, stripe, purchase, runner):
    stripe.webhooks("drop")
    session = go_to_payment(client, purchase)
    stripe.pay(session, "promptpay")

    with time_machine.travel(now() + timedelta(minutes=6)):
        result = runner.invoke(args=["payments", "reconcile"])

    assert result.exit_code == 0, result.output
    assert '"payments_paid": 1' in result.output
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def test_a_session_that_only_stripe_knows_is_found_by_its_metadata(app, client, stripe, purchase):
    stripe.webhooks("drop")
    stripe.cut_next(prefix="/v1/checkout/sessions", method="POST")
    client.post(path(purchase, "pay"))
    stripe.pay(sessions_at(stripe))

    with time_machine.travel(now() + timedelta(minutes=6)), app.app_context():
        reconciler.reconcile()

    assert look(app)[0] == "paid"


def test_a_purchase_is_called_off_before_it_is_paid_and_then_cannot_be_paid(app, client, stripe, purchase):
    session = go_to_payment(client, purchase)
    assert client.get(path(purchase, "cancel")).status_code == 200

    client.post(path(purchase, "cancel"))
    client.post(path(purchase, "cancel"))

    assert look(app) == ("cancelled", {OrderStatus.CANCELLED}, {10})
    with pytest.raises(AssertionError):
        stripe.pay(session)
    assert client.post(path(purchase, "pay")).location.startswith("/purchases/")


def test_called_off_by_its_buyer_also_where_stripe_tells_of_the_end_first(app, client, stripe, purchase, monkeypatch):
    go_to_payment(client, purchase)
    end = gateway.expire_session

    def told_at_once(session_id: str):
        report = end(session_id)
        bring_all(PageClient(app, app.response_class), stripe, "checkout.session.expired")
        return report

    monkeypatch.setattr(gateway, "expire_session", told_at_once)
    answer = client.post(path(purchase, "cancel"))

    assert "ยกเลิกการสั่งซื้อแล้ว ไม่มีการเก็บเงิน" in client.get(answer.location).text
    assert look(app) == ("cancelled", {OrderStatus.CANCELLED}, {10})


def test_paid_in_the_very_moment_it_is_called_off_stays_paid(app, client, stripe, purchase):
    stripe.pay(go_to_payment(client, purchase))

    answer = client.post(path(purchase, "cancel"))

    assert "การสั่งซื้อเดินหน้าไปแล้ว" in client.get(answer.location).text
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def test_another_amount_waits_for_the_office(app, client, stripe, purchase):
    stripe.pay(go_to_payment(client, purchase), amount=5000)
    bring_all(client, stripe)

    assert look(app) == ("mismatch", {OrderStatus.EXPIRED}, {10})
    assert "เจ้าหน้าที่จะตรวจและคืนเงินให้" in client.get(purchase).text


def test_too_little_to_be_paid_beforehand_is_said_at_the_field(app, client, stripe):
    (variant_id,) = given_goods(app, groups=1, price_satang=500)
    checkout.add(client, variant_id, 1)
    with app.app_context(), transaction():
        db.session.execute(db.update(ShippingOption).values(price_satang=0))

    answer = checkout.place(client, payment_method="stripe")

    assert answer.status_code == 422
    assert "10 บาท" in answer.text
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Purchase.id))) == 0


def test_one_group_in_cash_and_the_other_beforehand(app, client, stripe):
    first, second = given_goods(app, groups=2)
    checkout.add(client, first)
    checkout.add(client, second)
    with app.app_context():
        own = f"payment-{checkout.group_of(first).id}"
    purchase = checkout.place(client, payment_method="stripe", **{own: "cod"}).location

    stripe.pay(go_to_payment(client, purchase))
    bring_all(client, stripe)

    with app.app_context():
        methods = {order.payment_method: order.status for order in db.session.scalars(db.select(Order))}
        assert set(methods.values()) == {OrderStatus.PLACED}
        paid = {payment.method: payment.status for payment in db.session.scalars(db.select(Payment))}
        assert (paid["stripe"], paid["cod"]) == (PaymentStatus.PAID, PaymentStatus.PENDING)
        assert {name: found for name, check in CHECKS.items() if (found := check())} == {}


def test_without_a_provider_the_way_is_not_offered_and_all_else_works(app, client):
    (variant_id,) = given_goods(app, groups=1)
    checkout.add(client, variant_id)

    assert 'value="stripe"' not in client.get("/checkout").text
    assert checkout.place(client, payment_method="stripe").status_code == 422
    assert checkout.place(client, payment_method="cod").status_code == 303


def test_nobody_pays_or_calls_off_a_strangers_purchase(app, client, stripe, purchase):
    stranger = app.test_client()
    code = urlsplit(purchase).path
    for step in ("pay", "cancel", "again"):
        with app.app_context():
            before = look(app)
        assert PageClient(app, app.response_class).post(f"{code}/{step}").status_code == 404
        assert look(app) == before
    assert stranger.get(f"{code}/paid").status_code == 404
    assert stripe.log() == []
