"""What the contract tests ask Stripe's library for, again and again."""

from collections.abc import Callable

import stripe

from tests.stripe_double.client import StripeDouble

Open = Callable[..., stripe.checkout.Session]
TOTAL = 24_100  # of the session that `session_params` opens
DEEP = ["payment_intent.latest_charge.balance_transaction", "line_items"]


def seen(api: stripe.StripeClient, session_id: str) -> stripe.checkout.Session:
    return api.v1.checkout.sessions.retrieve(session_id, {"expand": DEEP})


def paid_charge(api: stripe.StripeClient, double: StripeDouble, session_id: str, method: str = "card") -> stripe.Charge:
    double.pay(session_id, method)
    return seen(api, session_id).payment_intent.latest_charge


def told(api: stripe.StripeClient) -> list[str]:
    return [event.type for event in reversed(list(api.v1.events.list({"limit": 100}).data))]
