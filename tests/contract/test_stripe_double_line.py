"""What lies between the application and Stripe: keys, lost answers, webhooks, a process that dies, Stripe's document."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
import stripe

from tests.contract.asking import Open, seen, told
from tests.contract.conftest import api_of, session_params
from tests.contract.receiver import Receiver
from tests.stripe_double.client import ROOT, SPEC, StripeDouble
from tests.stripe_double.money_shapes import a_refund
from tests.stripe_double.spec import Spec

# --- keys and faults --------------------------------------------------------------------------------------------------


def test_a_key_does_a_thing_once(double: StripeDouble, api: stripe.StripeClient):
    once = {"idempotency_key": "purchase-1"}
    first, second = (api.v1.checkout.sessions.create(session_params(), once) for _ in range(2))

    assert first.last_response.body == second.last_response.body
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError) as other:
        api.v1.checkout.sessions.create({**session_params(), "locale": "en"}, once)
    assert (other.value.http_status, other.value.error.type) == (400, "idempotency_error")
    double.advance(24 * 3600)
    assert api.v1.checkout.sessions.create(session_params(), once).id != first.id


def test_a_refusal_does_not_use_up_its_key(api: stripe.StripeClient):
    once = {"idempotency_key": "purchase-2"}
    with pytest.raises(stripe.InvalidRequestError):
        api.v1.checkout.sessions.create({**session_params(), "success_url": "here"}, once)

    assert api.v1.checkout.sessions.create(session_params(), once).status == "open"


def test_a_key_at_work_is_not_taken_up_twice(double: StripeDouble):
    api = api_of(double, max_network_retries=0)
    once = {"idempotency_key": "purchase-5"}
    double.slow_next(1.5, method="POST")
    first = threading.Thread(target=api.v1.checkout.sessions.create, args=(session_params(), once))
    first.start()
    time.sleep(0.5)
    with pytest.raises(stripe.APIError) as at_work:
        api.v1.checkout.sessions.create(session_params(), once)
    first.join()

    assert (at_work.value.http_status, at_work.value.error.code) == (409, "idempotency_key_in_use")
    assert len(api.v1.checkout.sessions.list().data) == 1


def test_a_line_that_goes_dead_hides_what_was_done(double: StripeDouble):
    impatient, patient = api_of(double, max_network_retries=0), api_of(double, max_network_retries=1)
    once = {"idempotency_key": "purchase-3"}
    double.cut_next(prefix="/v1/checkout", method="POST")
    with pytest.raises(stripe.APIConnectionError):
        impatient.v1.checkout.sessions.create(session_params(), once)

    found = impatient.v1.checkout.sessions.list().data
    assert [session.id for session in found] == [impatient.v1.checkout.sessions.create(session_params(), once).id]
    double.cut_next()
    assert len(patient.v1.checkout.sessions.list().data) == 1
    assert [line["fault"] for line in double.log()] == ["cut", None, None, "cut", None]


def test_errors_and_slowness_come_when_asked_for(double: StripeDouble):
    api = api_of(double, max_network_retries=0)
    double.fail_next(2, prefix="/v1/refunds")
    double.fail_next(1, prefix="/v1/charges", status=429)
    assert api.v1.balance.retrieve().object == "balance"
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            api.v1.refunds.list()
        assert failed.value.http_status == 500
    with pytest.raises(stripe.RateLimitError):
        api.v1.charges.list()
    assert api.v1.refunds.list().data == []

    double.slow_next(0.2)
    started = time.monotonic()
    api.v1.refunds.list()
    assert time.monotonic() - started >= 0.2


# --- webhooks ---------------------------------------------------------------------------------------------------------


def test_events_arrive_signed_and_in_order(open_session: Open, double: StripeDouble, receiver: Receiver):
    session = open_session()
    double.pay(session.id)
    deliveries = double.wait_for_webhooks()

    assert receiver.types == ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    assert [delivery["status"] for delivery in deliveries] == [200] * 3
    completed = receiver.events[-1]
    assert (completed.api_version, completed.data.object["id"]) == (stripe.api_version, session.id)
    assert completed.data.object["client_reference_id"] == "P-0001"


def test_a_receiver_that_stumbles_is_told_again(open_session: Open, double: StripeDouble, receiver: Receiver):
    receiver.answers = [500, 503]
    double.expire(open_session().id)
    double.wait_for_webhooks()
    assert receiver.types == ["checkout.session.expired"] * 3

    receiver.answers = [500] * 10
    double.expire(open_session().id)
    assert [delivery["status"] for delivery in double.wait_for_webhooks()][-3:] == [500] * 3
    assert len(receiver.events) == 6


def test_events_are_held_and_let_go_as_a_test_likes(open_session: Open, double: StripeDouble, receiver: Receiver):
    double.webhooks("hold")
    session = open_session()
    double.pay(session.id)
    assert receiver.events == []
    held = double.held()
    assert [event["type"] for event in held] == ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    assert held[-1]["object"] == session.id

    backwards = [event["id"] for event in reversed(held)]
    assert [delivery["status"] for delivery in double.release(backwards[:2], times=2)] == [200] * 4
    assert [event.id for event in receiver.events] == [backwards[0]] * 2 + [backwards[1]] * 2
    assert [event["id"] for event in double.held()] == backwards[2:]
    double.release()
    assert (receiver.types[-1], double.held()) == ("charge.succeeded", [])


def test_the_same_event_may_arrive_twice_at_the_same_moment(open_session: Open, double: StripeDouble, receiver: Receiver):
    double.webhooks("hold")
    double.expire(open_session().id)
    receiver.meeting = threading.Barrier(3)

    assert [delivery["status"] for delivery in double.release(times=3, at_once=True)] == [200] * 3


def test_dropped_events_are_listed_but_never_arrive(
    open_session: Open, double: StripeDouble, receiver: Receiver, api: stripe.StripeClient
):
    double.webhooks("drop")
    double.expire(open_session().id)
    double.webhooks("deliver")

    assert double.wait_for_webhooks() == receiver.events == []
    assert told(api) == ["checkout.session.expired"]


def test_a_test_may_bring_an_event_itself(open_session: Open, double: StripeDouble, api: stripe.StripeClient):
    double.expire(open_session().id)
    body, signature = double.signed(api.v1.events.list().data[0].id)

    assert stripe.Webhook.construct_event(body, signature, double.webhook_secret).type == "checkout.session.expired"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", signature, double.webhook_secret)


# --- a process of its own ---------------------------------------------------------------------------------------------


def test_state_outlives_the_process(tmp_path):
    with Receiver(StripeDouble.webhook_secret) as receiver:
        double = StripeDouble(webhook_url=receiver.url, state=tmp_path / "double.sqlite", webhook_retries="")
        with double:
            api = api_of(double)
            once = {"idempotency_key": "purchase-4"}
            first = api.v1.checkout.sessions.create(session_params(), once)
            double.pay(first.id, "promptpay", "delayed")
            double.wait_for_webhooks()
            double.webhooks("hold")
            double.confirm(first.id)
            double.advance(600)
            then = seen(api, first.id)
            double.kill()
        url, heard = double.url, len(receiver.events)
        with double:
            assert double.url == url
            assert json.loads(str(seen(api, first.id))) == json.loads(str(then))
            assert api.v1.checkout.sessions.create(session_params(), once).id == first.id
            assert open_at(api) > time.time() + 590
            double.wait_for_webhooks()
            assert "checkout.session.async_payment_succeeded" in receiver.types[heard:]
            assert double.violations() == []


def test_it_runs_without_the_development_requirements():
    """As `make demo` starts it."""
    code = "import sys, tests.stripe_double.__main__; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    )

    assert {"flask", "stripe", "segno"} <= loaded
    assert not loaded & {"jsonschema", "pytest", "html5lib", "hypothesis", "playwright", "openapi_spec_validator"}


def open_at(api: stripe.StripeClient) -> int:
    return api.v1.checkout.sessions.create(session_params()).created


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda params: params["line_items"][0]["price_data"]["product_data"].update(colour="red"), "colour"),
        (lambda params: params.update(locale="thai"), "thai"),
        (lambda params: params["payment_intent_data"].update(metadata="none"), "none"),
    ],
)
def test_the_document_finds_what_stripe_does_not_know(double: StripeDouble, open_session: Open, spoil: Callable, name: str):
    params = session_params()
    spoil(params)
    with suppress(stripe.InvalidRequestError):
        open_session(**params)

    found = double.violations()
    double.reset()
    assert [violation["where"] for violation in found][:1] == ["POST /v1/checkout/sessions asked"]
    assert name in found[0]["what"]


@pytest.mark.parametrize(
    ("spoilt", "name"),
    [
        ({"status": 5}, "status"),
        ({"colour": "red"}, "colour"),
        ({"amount": "12"}, "amount"),
        ({"pending_reason": "rain"}, "rain"),
    ],
)
def test_the_document_finds_what_the_double_should_not_say(spoilt: dict, name: str):
    spec = Spec(SPEC)
    charge = {"id": "ch_1", "payment_intent": "pi_1"}
    refund = a_refund(1_800_000_000, charge, 100, None, {})
    spec.thing(refund)
    assert spec.violations == []

    spec.thing({**refund, **spoilt})

    assert name in str(spec.violations)
