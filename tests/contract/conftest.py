"""The double, held to Stripe's document, and Stripe's own library in front of it."""

from collections.abc import Callable, Iterator

import pytest
import stripe

from tests.contract.receiver import Receiver
from tests.stripe_double.client import StripeDouble


@pytest.fixture
def double(stripe_double: StripeDouble) -> StripeDouble:
    return stripe_double


@pytest.fixture
def api(double: StripeDouble) -> stripe.StripeClient:
    return api_of(double)


def api_of(double: StripeDouble, **options: object) -> stripe.StripeClient:
    return stripe.StripeClient(double.api_key, base_addresses={"api": double.url}, **options)


@pytest.fixture
def receiver(double: StripeDouble) -> Iterator[Receiver]:
    with Receiver(double.webhook_secret) as receiver:
        double.webhooks_to(receiver.url)
        yield receiver
        double.webhooks_to(None)


@pytest.fixture
def open_session(api: stripe.StripeClient) -> Callable[..., stripe.checkout.Session]:
    def open_one(**changes: object) -> stripe.checkout.Session:
        return api.v1.checkout.sessions.create({**session_params(), **changes})

    return open_one


def session_params() -> dict:
    product = {"name": "น้ำพริกเผา ปทุมธานี", "description": "กระปุก 200 กรัม"}
    return {
        "mode": "payment",
        "payment_method_types": ["card", "promptpay"],
        "line_items": [{"price_data": {"currency": "thb", "unit_amount": 12_050, "product_data": product}, "quantity": 2}],
        "client_reference_id": "P-0001",
        "metadata": {"purchase": "1"},
        "payment_intent_data": {
            "metadata": {"purchase": "1"},
            "description": "P-0001",
            "statement_descriptor_suffix": "NGAN DEE",
        },
        "locale": "th",
        "success_url": "http://127.0.0.1:8000/purchases/P-0001?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:8000/checkout",
    }
