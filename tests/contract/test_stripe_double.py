"""The double answers Stripe's own library as Stripe does: sessions, payments, refunds, disputes, the account."""

import time

import pytest
import stripe

from tests.contract.asking import TOTAL, Open, paid_charge, seen, told
from tests.contract.conftest import session_params
from tests.stripe_double.client import StripeDouble

# --- sessions ---------------------------------------------------------------------------------------------------------


def test_a_session_opens_without_a_payment_intent(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    session = open_session()

    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.currency, session.locale) == (TOTAL, "thb", "th")
    assert session.url == f"{double.url}/pay/{session.id}"
    assert session.expires_at == session.created + 24 * 3600
    items = api.v1.checkout.sessions.line_items.list(session.id)
    assert [(item.description, item.quantity, item.amount_total) for item in items] == [("น้ำพริกเผา ปทุมธานี", 2, TOTAL)]
    assert [item.id for item in seen(api, session.id).line_items] == [item.id for item in items]


def test_a_card_pays_at_once(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    session = open_session()
    double.pay(session.id, "card", email="somchai@demo.example")

    session = seen(api, session.id)
    intent = session.payment_intent
    charge = intent.latest_charge
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    assert session.customer_details.email == charge.billing_details.email == "somchai@demo.example"
    assert (intent.status, intent.amount_received, intent.metadata["purchase"]) == ("succeeded", TOTAL, "1")
    assert (charge.id[:3], charge.paid, charge.payment_method_details.type) == ("ch_", True, "card")
    moved = charge.balance_transaction
    assert (moved.amount, moved.fee, moved.net) == (TOTAL, 880 + 62, TOTAL - 942)  # 3.65 %, and 7 % VAT of that
    assert [fee.amount for fee in moved.fee_details] == [880, 62]
    assert (moved.type, moved.source) == ("charge", charge.id)
    assert told(api) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


def test_promptpay_pays_at_once_or_later(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    at_once, later, never = open_session(), open_session(), open_session()
    charge = paid_charge(api, double, at_once.id, "promptpay")
    assert (charge.id[:3], charge.balance_transaction.type, charge.balance_transaction.fee) == ("py_", "payment", 398 + 28)
    assert seen(api, at_once.id).payment_status == "paid"

    for session in (later, never):
        double.pay(session.id, "promptpay", "delayed")
        waiting = seen(api, session.id)
        assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
        assert (waiting.payment_intent.status, waiting.payment_intent.latest_charge.status) == ("processing", "pending")
    double.confirm(later.id)
    double.confirm(never.id, paid=False)

    later, never = seen(api, later.id), seen(api, never.id)
    assert (later.payment_status, later.payment_intent.status) == ("paid", "succeeded")
    assert (never.payment_status, never.payment_intent.status) == ("unpaid", "requires_payment_method")
    assert told(api)[-6:] == [
        *("charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded"),
        *("charge.failed", "payment_intent.payment_failed", "checkout.session.async_payment_failed"),
    ]


def test_the_bank_confirms_by_itself_after_a_while(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    double.terms(confirm_seconds=600)
    session = open_session()
    double.pay(session.id, "promptpay", "delayed")

    double.advance(300)
    assert seen(api, session.id).payment_status == "unpaid"
    double.advance(300)
    assert seen(api, session.id).payment_status == "paid"


def test_a_declined_card_leaves_the_session_open(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    session = open_session()
    double.pay(session.id, "card", "failed")

    open_still = seen(api, session.id)
    assert (open_still.status, open_still.payment_status) == ("open", "unpaid")
    assert open_still.payment_intent.last_payment_error.code == "card_declined"
    assert told(api)[-2:] == ["charge.failed", "payment_intent.payment_failed"]

    double.pay(session.id, "promptpay")
    done = seen(api, session.id)
    assert (done.payment_status, done.payment_intent.id) == ("paid", open_still.payment_intent.id)
    assert [charge.status for charge in api.v1.charges.list({"payment_intent": done.payment_intent.id})] == [
        "succeeded",
        "failed",
    ]


def test_a_session_expires_by_its_clock_or_when_told(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    by_clock = open_session(expires_at=int(time.time()) + 1900)
    told_to = open_session()

    assert api.v1.checkout.sessions.expire(told_to.id).status == "expired"
    double.advance(2000)

    assert seen(api, by_clock.id).status == "expired"
    assert told(api) == ["checkout.session.expired"] * 2
    with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
        api.v1.checkout.sessions.expire(by_clock.id)


def test_expiring_cancels_what_was_tried(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    session = open_session()
    double.pay(session.id, "card", "failed")
    double.expire(session.id)

    intent = seen(api, session.id).payment_intent
    assert (intent.status, intent.cancellation_reason) == ("canceled", "expired")


def test_money_may_come_late_or_in_another_sum(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    late, other = open_session(), open_session()
    double.expire(late.id)
    double.pay(late.id, "promptpay", late=True)
    double.pay(other.id, "card", amount=TOTAL - 100)

    assert (seen(api, late.id).status, seen(api, late.id).payment_intent.status) == ("expired", "succeeded")
    assert seen(api, late.id).payment_intent.latest_charge.paid
    assert (seen(api, other.id).amount_total, seen(api, other.id).payment_intent.amount_received) == (TOTAL - 100,) * 2
    assert told(api).count("checkout.session.completed") == 1


def test_a_qr_paid_twice_is_excess_on_the_balance(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    session = open_session()
    charge = paid_charge(api, double, session.id, "promptpay")
    before = told(api)
    double.pay_again(session.id)

    assert told(api) == before
    excess = api.v1.balance_transactions.list({"type": "adjustment"}).data
    assert [(moved.amount, moved.source) for moved in excess] == [(TOTAL, charge.id)]
    double.pay_again(session.id, as_charge=True)
    assert len(api.v1.charges.list({"payment_intent": seen(api, session.id).payment_intent.id, "limit": 5}).data) == 2


def test_sessions_are_listed_and_narrowed(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    sessions = [open_session(client_reference_id=f"P-{number}") for number in range(5)]
    double.pay(sessions[2].id)
    double.expire(sessions[4].id)

    def found(**by: object) -> list[str]:
        listed = api.v1.checkout.sessions.list({"limit": 100, **by})
        return [session.client_reference_id for session in listed]

    assert found() == ["P-4", "P-3", "P-2", "P-1", "P-0"]
    assert (found(status="open"), found(status="complete")) == (["P-3", "P-1", "P-0"], ["P-2"])
    assert found(payment_intent=seen(api, sessions[2].id).payment_intent.id) == ["P-2"]
    now = sessions[0].created
    assert found(created={"gte": now - 60, "lte": now + 60}) == found()
    assert found(created={"lt": now - 60}) == []
    first = api.v1.checkout.sessions.list({"limit": 2})
    assert (first.has_more, [each.client_reference_id for each in first.auto_paging_iter()]) == (True, found())
    assert found(ending_before=sessions[2].id) == ["P-4", "P-3"]


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"expires_at": 29 * 60}, "parameter_invalid", "expires_at"),
        ({"expires_at": 24 * 3600 + 60}, "parameter_invalid", "expires_at"),
        ({"success_url": "/purchases"}, "url_invalid", "success_url"),
        ({"customer_email": "nobody"}, "email_invalid", "customer_email"),
        ({"unit_amount": 499}, "amount_too_small", None),
        ({"unit_amount": 50_000_000}, "amount_too_large", None),
        ({"discounts": [{"coupon": "x"}]}, "parameter_unknown", "discounts"),
    ],
)
def test_what_stripe_refuses_is_refused(open_session: Open, changes: dict, code: str, param: str | None):
    params = {**session_params(), **changes}
    if "expires_at" in changes:
        params["expires_at"] += int(time.time())
    if "unit_amount" in changes:
        params["line_items"][0]["price_data"]["unit_amount"] = params.pop("unit_amount")

    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_session(**params)

    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)


def test_the_smallest_session_is_ten_baht_and_half_an_hour(open_session: Open):
    params = session_params()
    params["line_items"][0]["price_data"]["unit_amount"] = 500

    assert open_session(**params, expires_at=int(time.time()) + 31 * 60).amount_total == 1_000


# --- the rest of the account ------------------------------------------------------------------------------------------


def test_each_object_is_found_by_its_id(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    charge = paid_charge(api, double, open_session().id)

    assert api.v1.payment_intents.retrieve(charge.payment_intent).latest_charge == charge.id
    assert api.v1.charges.retrieve(charge.id, {"expand": ["balance_transaction", "refunds"]}).balance_transaction.net > 0
    assert api.v1.balance_transactions.retrieve(charge.balance_transaction.id, {"expand": ["source"]}).source.id == charge.id
    event = api.v1.events.list({"type": "charge.succeeded"}).data[0]
    assert api.v1.events.retrieve(event.id).data.object["id"] == charge.id
    assert event.api_version == stripe.api_version
    me = api.v1.accounts.retrieve_current()
    assert (me.country, me.default_currency, api.v1.accounts.retrieve(me.id).id) == ("TH", "thb", me.id)


def test_money_is_pending_before_it_is_available(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    net = paid_charge(api, double, open_session().id).balance_transaction.net

    def totals() -> tuple[int, int]:
        balance = api.v1.balance.retrieve()
        return balance.pending[0].amount, balance.available[0].amount

    assert totals() == (net, 0)
    double.advance(7 * 86400)
    assert totals() == (0, net)


def test_the_fee_may_become_known_later(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    double.terms(fees_later=True)
    charge = paid_charge(api, double, open_session().id)
    assert charge.balance_transaction is None

    double.book(charge.id)

    assert api.v1.charges.retrieve(charge.id, {"expand": ["balance_transaction"]}).balance_transaction.fee == 942
    assert told(api)[-1] == "charge.updated"


@pytest.mark.parametrize("kind", ["checkout.sessions", "payment_intents", "charges", "refunds", "disputes", "events"])
def test_nothing_is_404(api: stripe.StripeClient, kind: str):
    service = api.v1
    for name in kind.split("."):
        service = getattr(service, name)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        service.retrieve("none_1")

    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_a_strange_property_is_not_expanded(open_session: Open, api: stripe.StripeClient):
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        api.v1.checkout.sessions.retrieve(open_session().id, {"expand": ["cancel_url"]})


@pytest.mark.parametrize("secret", ["pk_test_1", "sk_live_1"])
def test_only_a_secret_test_key_comes_in(double: StripeDouble, secret: str):
    client = stripe.StripeClient(secret, base_addresses={"api": double.url})

    with pytest.raises(stripe.AuthenticationError) as refused:
        client.v1.balance.retrieve()

    assert refused.value.http_status == 401


def test_the_version_that_was_asked_for_is_answered(double: StripeDouble, api: stripe.StripeClient):
    answer = api.raw_request("get", "/v1/balance")

    assert answer.headers["Stripe-Version"] == stripe.api_version
    assert answer.headers["Request-Id"].startswith("req_")
    assert [line["version"] for line in double.log()] == [stripe.api_version]


# --- refunds ----------------------------------------------------------------------------------------------------------


def test_a_card_is_given_its_money_back_at_once(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    charge = paid_charge(api, double, open_session().id)
    params = {
        "payment_intent": charge.payment_intent,
        "amount": 4_100,
        "reason": "requested_by_customer",
        "metadata": {"order": "7"},
    }
    refund = api.v1.refunds.create({**params, "expand": ["balance_transaction"]})

    assert (refund.status, refund.amount, refund.metadata["order"]) == ("succeeded", 4_100, "7")
    assert (refund.balance_transaction.net, refund.balance_transaction.fee) == (-4_100, 0)
    now = api.v1.charges.retrieve(charge.id)
    assert (now.amount_refunded, now.refunded) == (4_100, False)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded") as too_much:
        api.v1.refunds.create({"charge": charge.id, "amount": TOTAL - 4_099})
    rest = api.v1.refunds.create({"charge": charge.id})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.refunds.create({"charge": charge.id})

    assert too_much.value.param == "amount"
    assert (rest.amount, api.v1.charges.retrieve(charge.id).refunded) == (TOTAL - 4_100, True)
    assert refused.value.code == "charge_already_refunded"
    for by in ({"charge": charge.id}, {"payment_intent": charge.payment_intent}):
        assert [each.id for each in api.v1.refunds.list(by)] == [rest.id, refund.id]
    assert api.v1.refunds.retrieve(refund.id).amount == 4_100
    assert told(api)[-2:] == ["refund.created", "charge.refunded"]


def test_a_promptpay_refund_waits_for_the_buyer(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    charge = paid_charge(api, double, open_session().id, "promptpay")
    refund = api.v1.refunds.create({"payment_intent": charge.payment_intent, "instructions_email": "malee@demo.example"})

    assert (refund.id[:4], refund.status, refund.next_action.type) == ("pyr_", "requires_action", "display_details")
    assert refund.next_action.display_details.email_sent.email_sent_to == "malee@demo.example"
    double.settle_refund(refund.id, "pending")
    assert api.v1.refunds.retrieve(refund.id).status == "pending"
    double.settle_refund(refund.id)
    assert api.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert told(api)[-4:] == ["refund.updated", "charge.refund.updated"] * 2


def test_a_refund_that_fails_gives_the_money_back_to_the_balance(
    open_session: Open, double: StripeDouble, api: stripe.StripeClient
):
    charge = paid_charge(api, double, open_session().id, "promptpay")
    refund = api.v1.refunds.create({"charge": charge.id})
    double.settle_refund(refund.id, "failed", "declined")

    refund = api.v1.refunds.retrieve(refund.id, {"expand": ["failure_balance_transaction"]})
    assert (refund.status, refund.failure_reason, refund.failure_balance_transaction.net) == ("failed", "declined", TOTAL)
    assert api.v1.charges.retrieve(charge.id).amount_refunded == 0
    assert told(api)[-3:] == ["refund.updated", "charge.refund.updated", "refund.failed"]
    again = api.v1.refunds.create({"charge": charge.id})
    assert api.v1.refunds.cancel(again.id).status == "canceled"


def test_promptpay_refunds_end_by_themselves(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    unanswered = api.v1.refunds.create({"charge": paid_charge(api, double, open_session().id, "promptpay").id})
    double.advance(45 * 86400)
    assert api.v1.refunds.retrieve(unanswered.id).status == "canceled"

    double.terms(refund_seconds=600, refund_status="pending")
    soon = api.v1.refunds.create({"charge": paid_charge(api, double, open_session().id, "promptpay").id})
    assert (soon.status, soon.pending_reason) == ("pending", "processing")
    double.advance(600)
    assert api.v1.refunds.retrieve(soon.id).status == "succeeded"


def test_a_balance_that_is_short_holds_or_fails_a_refund(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    charges = {method: paid_charge(api, double, open_session().id, method) for method in ("card", "promptpay")}
    double.terms(short_of_balance=True)
    by_card = api.v1.refunds.create({"charge": charges["card"].id})
    by_promptpay = api.v1.refunds.create({"charge": charges["promptpay"].id})

    assert (by_card.status, by_card.pending_reason) == ("pending", "insufficient_funds")
    assert (by_promptpay.status, by_promptpay.failure_reason) == ("failed", "insufficient_funds")
    double.settle_refund(by_card.id)
    assert api.v1.refunds.retrieve(by_card.id).status == "succeeded"


def test_what_was_not_paid_is_not_refunded(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    session = open_session()
    double.pay(session.id, "card", "failed")

    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        api.v1.refunds.create({"payment_intent": seen(api, session.id).payment_intent.id})
    with pytest.raises(stripe.InvalidRequestError) as missing:
        api.v1.refunds.create({"payment_intent": "pi_none"})
    assert missing.value.http_status == 404


# --- disputes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("won", "status", "net"), [(True, "won", -150_000), (False, "lost", -150_000 - TOTAL)])
def test_a_dispute_opens_and_closes(
    open_session: Open, double: StripeDouble, api: stripe.StripeClient, won: bool, status: str, net: int
):
    charge = paid_charge(api, double, open_session().id)
    dispute = double.dispute(charge.id, reason="product_not_received")

    assert api.v1.disputes.retrieve(dispute["id"]).status == "needs_response"
    assert api.v1.charges.retrieve(charge.id).disputed
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.v1.refunds.create({"charge": charge.id})
    assert refused.value.code == "charge_disputed"
    double.close_dispute(dispute["id"], won=won)
    closed = api.v1.disputes.list({"payment_intent": charge.payment_intent}).data[0]
    assert (closed.status, sum(moved.net for moved in closed.balance_transactions)) == (status, net)
    assert "charge.dispute.closed" in told(api)
