"""Stripe's events for tests: held by the double, brought to the market by hand, in any order and however often."""

from werkzeug.test import TestResponse

from tests.client import PageClient
from tests.stripe_double.client import StripeDouble


def bring(client: PageClient, stripe: StripeDouble, event_id: str) -> TestResponse:
    body, signature = stripe.signed(event_id)
    headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
    return client.post("/webhooks/stripe", data=body, headers=headers, token=False)


def bring_all(client: PageClient, stripe: StripeDouble, *kinds: str) -> list[int]:
    """Every held event (or those of these kinds), in the order they happened; what the market answered."""
    return [bring(client, stripe, event["id"]).status_code for event in stripe.held() if not kinds or event["type"] in kinds]
