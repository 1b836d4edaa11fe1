"""What Stripe tells the market: believed only when signed, written down once, right in whatever order it comes."""

import json
import time

import pytest
import stripe as stripe_library
from flask import Flask

from shop.jobs.work import work_everything_due
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.orders.models import Order
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import ledger
from shop.payments.models import (
    Dispute,
    DisputeStatus,
    LedgerAccount,
    LedgerTransaction,
    Payment,
    ProviderEvent,
    Refund,
    RefundCause,
    RefundStatus,
)
from shop.payments.service import advance_order
from tests.client import PageClient
from tests.factories.orders import GUEST_BUYER
from tests.factories.webhooks import bring, bring_all
from tests.functional.storefront.test_paying import go_to_payment, look, place
from tests.stripe_double.client import StripeDouble


@pytest.fixture
def session_id(app: Flask, client: PageClient, stripe: StripeDouble) -> str:
    """A purchase of two groups that was paid on Stripe's page by card; nobody here knows yet."""
    session = go_to_payment(client, place(app, client))
    stripe.pay(session, "card")
    return session


@pytest.fixture
def paid(client: PageClient, stripe: StripeDouble, session_id: str) -> str:
    bring_all(client, stripe)
    return session_id


def post(client: PageClient, body: bytes, secret: str, at: float | None = None) -> int:
    stamp = int(at or time.time())
    signed = stripe_library.WebhookSignature._compute_signature(f"{stamp}.{body.decode('utf-8', 'replace')}", secret)
    headers = {"Stripe-Signature": f"t={stamp},v1={signed}", "Content-Type": "application/json"}
    return client.post("/webhooks/stripe", data=body, headers=headers, token=False).status_code


def an_event(stripe: StripeDouble) -> bytes:
    return stripe.signed(stripe.held()[-1]["id"])[0]


def test_only_what_stripe_has_signed_lately_is_believed(app, client, stripe, session_id):
    body = an_event(stripe)
    before = look(app)

    assert post(client, body, "whsec_of_somebody_else") == 400
    assert post(client, body, stripe.webhook_secret, at=time.time() - 600) == 400
    assert client.post("/webhooks/stripe", data=body, token=False).status_code == 400
    assert client.get("/webhooks/stripe").status_code == 405
    assert look(app) == before
    assert post(client, body, stripe.webhook_secret) == 200


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"id": "evt_1"}', b"\xff\xfe", b"x" * 600_000])
def test_what_makes_no_sense_is_refused_and_nothing_breaks(client, stripe, body):
    assert post(client, body, stripe.webhook_secret) in (400, 413)


def test_a_signed_event_of_another_kind_is_noted_and_changes_nothing(app, client, stripe):
    said = {"id": "evt_other", "type": "customer.created", "created": int(time.time()), "data": {"object": {"id": "cus_1"}}}

    assert post(client, json.dumps(said).encode(), stripe.webhook_secret) == 200
    with app.app_context():
        assert db.session.get(ProviderEvent, "evt_other").kind == "customer.created"


def test_the_same_event_twice_changes_nothing_the_second_time(app, client, stripe, session_id):
    bring_all(client, stripe)
    with app.app_context():
        before = [db.session.scalar(db.select(db.func.count(table.id))) for table in (ProviderEvent, LedgerTransaction)]

    assert set(bring_all(client, stripe)) == {200}
    with app.app_context():
        assert before == [db.session.scalar(db.select(db.func.count(table.id))) for table in (ProviderEvent, LedgerTransaction)]


def test_backwards_is_as_good_as_forwards(app, client, stripe, session_id):
    for event in reversed(stripe.held()):
        assert bring(client, stripe, event["id"]).status_code == 200
    assert look(app) == ("paid", {OrderStatus.PLACED}, {8})


def test_an_event_that_could_not_be_looked_into_is_not_noted_and_comes_again(app, client, stripe, session_id):
    event = next(event for event in stripe.held() if event["type"] == "checkout.session.completed")
    stripe.fail_next(times=1)

    assert bring(client, stripe, event["id"]).status_code == 503
    with app.app_context():
        assert db.session.get(ProviderEvent, event["id"]) is None
    assert bring(client, stripe, event["id"]).status_code == 200
    assert look(app)[0] == "paid"


def test_an_event_of_somebody_elses_session_is_none_of_our_business(app, client, stripe, paid):
    with app.app_context(), transaction():
        db.session.execute(db.update(Payment).values(session_id="cs_test_another"))
    said = {"id": "evt_1", "type": "checkout.session.completed", "created": int(time.time()), "data": {"object": {"id": paid}}}

    assert post(client, json.dumps(said).encode(), stripe.webhook_secret) == 200


# --- refunds ---


def cancel_one(app: Flask) -> int:
    """The first order's buyer calls it off, and the job sends the refund; its id."""
    with app.app_context(), transaction():
        advance_order(db.session.scalars(db.select(Order).order_by(Order.id)).first(), OrderAction.CANCEL, GUEST_BUYER)
    work_everything_due(app)
    with app.app_context():
        return db.session.scalars(db.select(Refund.id)).one()


def refund_of(app: Flask) -> Refund:
    with app.app_context():
        return db.session.scalars(db.select(Refund)).one()


def test_a_card_gets_one_groups_part_back_at_once(app, client, stripe, paid):
    cancel_one(app)

    refund = refund_of(app)
    assert refund.status is RefundStatus.SUCCEEDED
    assert set(bring_all(client, stripe)) == {200}
    assert look(app) == ("paid", {OrderStatus.PLACED, OrderStatus.CANCELLED}, {8, 10})
    sent = [said for said in stripe.log() if said["path"] == "/v1/refunds" and said["method"] == "POST"]
    assert [said["params"]["amount"] for said in sent] in ([refund.amount_satang], [str(refund.amount_satang)])


def test_an_answer_lost_while_sending_is_not_sent_twice(app, client, stripe, paid):
    stripe.cut_next(prefix="/v1/refunds", method="POST")
    cancel_one(app)
    assert refund_of(app).status is RefundStatus.REQUESTED

    with app.app_context(), transaction():
        db.session.execute(db.update(OutboxMessage).values(due_at=now()))
    work_everything_due(app)

    assert refund_of(app).status is RefundStatus.SUCCEEDED
    look(app)


def test_promptpay_asks_the_buyer_first_and_may_fail(app, client, stripe):
    stripe.pay(go_to_payment(client, place(app, client)), "promptpay")
    bring_all(client, stripe)
    cancel_one(app)
    assert refund_of(app).status is RefundStatus.PENDING

    stripe.settle_refund(refund_of(app).provider_id, "failed", "declined")
    bring_all(client, stripe)

    assert (refund_of(app).status, refund_of(app).failure) == (RefundStatus.FAILED, "declined")
    assert look(app)[0] == "paid"


def test_a_refund_that_had_arrived_may_bounce(app, client, stripe, paid):
    cancel_one(app)
    stripe.settle_refund(refund_of(app).provider_id, "failed", "lost_or_stolen_card")
    bring_all(client, stripe)

    assert refund_of(app).status is RefundStatus.FAILED
    look(app)


def intent_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(db.select(Payment.intent_id)).one()


def orders_of(app: Flask) -> list[Order]:
    with app.app_context():
        return list(db.session.scalars(db.select(Order).order_by(Order.id)))


def test_a_refund_made_on_stripes_own_pages_is_seen_and_waits_to_be_told_whose_it_was(app, client, stripe, paid):
    stripe.api().v1.refunds.create({"payment_intent": intent_of(app), "amount": 1234})
    bring_all(client, stripe)
    bring_all(client, stripe)

    refund = refund_of(app)
    assert (refund.cause, refund.amount_satang, refund.status) == (RefundCause.OUTSIDE, 1234, RefundStatus.SUCCEEDED)
    assert refund.order_id is None
    with app.app_context():
        assert ledger.balance(LedgerAccount.ADJUSTMENTS) == 1234
    look(app)


def test_orders_called_off_after_it_give_back_no_more_than_is_left(app, client, stripe, paid):
    stripe.api().v1.refunds.create({"payment_intent": intent_of(app), "amount": 1234})
    bring_all(client, stripe)
    for order_id in [order.id for order in orders_of(app)]:
        with app.app_context(), transaction():
            advance_order(db.session.get(Order, order_id), OrderAction.CANCEL, GUEST_BUYER)
    work_everything_due(app)

    look(app)
    with app.app_context():
        payment = db.session.scalars(db.select(Payment)).one()
        assert payment.refunded_satang == payment.received_satang
        assert sum(order.refunded_satang for order in orders_of(app)) == payment.received_satang
        assert (ledger.balance(LedgerAccount.ADJUSTMENTS), ledger.balance(LedgerAccount.REFUNDS)) == (0, 0)


def test_all_of_it_paid_back_there_is_every_orders(app, client, stripe, paid):
    stripe.api().v1.refunds.create({"payment_intent": intent_of(app)})
    bring_all(client, stripe)
    bring_all(client, stripe)

    assert [order.kept_satang for order in orders_of(app)] == [0, 0]
    look(app)


def test_one_of_ours_that_came_too_late_is_the_one_that_was_made_there(app, client, stripe, paid):
    (first, _second) = orders_of(app)
    stripe.api().v1.refunds.create({"payment_intent": intent_of(app), "amount": first.total_satang})
    stripe.fail_next(prefix="/v1/refunds", method="POST", status=400)
    cancel_one(app)
    assert refund_of(app).status is RefundStatus.FAILED

    assert set(bring_all(client, stripe)) == {200}

    assert refund_of(app).status is RefundStatus.SUCCEEDED
    look(app)


def test_what_a_restored_backup_has_never_heard_of_is_found_by_looking_back(app, client, stripe, paid, runner):
    stripe.webhooks("drop")
    stripe.api().v1.refunds.create({"payment_intent": intent_of(app), "metadata": {"refund": "a key of before"}})
    stripe.dispute(stripe.api().v1.payment_intents.retrieve(intent_of(app)).latest_charge)

    result = runner.invoke(args=["payments", "reconcile", "--look-back", "30"])

    assert result.exit_code == 0, result.output
    assert [order.kept_satang for order in orders_of(app)] == [0, 0]
    with app.app_context():
        assert db.session.scalars(db.select(Dispute.status)).one() is DisputeStatus.OPEN
    look(app)


# --- disputes ---


@pytest.mark.parametrize("is_won, status", [(True, DisputeStatus.WON), (False, DisputeStatus.LOST)])
def test_a_dispute_takes_the_money_and_gives_it_back_or_not(app, client, stripe, paid, is_won, status):
    with app.app_context():
        intent = db.session.scalars(db.select(Payment.intent_id)).one()
    charge = stripe.api().v1.payment_intents.retrieve(intent).latest_charge
    dispute = stripe.dispute(charge)
    bring_all(client, stripe)
    look(app)
    with app.app_context():
        opened = db.session.scalars(db.select(Dispute)).one()
        assert (opened.status, ledger.balance(LedgerAccount.DISPUTED)) == (DisputeStatus.OPEN, opened.amount_satang)

    stripe.close_dispute(dispute["id"], is_won)
    bring_all(client, stripe)
    bring_all(client, stripe)

    look(app)
    with app.app_context():
        assert db.session.scalars(db.select(Dispute.status)).one() is status
        assert ledger.balance(LedgerAccount.DISPUTED) == 0
