"""The hidden `checkout_token`: what makes a checkout happen once, and what prices the buyer was shown.

It is signed, so that nobody makes up a short one that another could guess, nor prices that were never shown.
"""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from shop.checkout.offer import Offer
from shop.kernel.codes import new_key


@dataclass(frozen=True)
class CheckoutToken:
    """`key` names the checkout; `seen` is Offer.seen() of what stood on the page."""

    key: str
    seen: dict


def token_for(offer: Offer, key: str | None = None) -> str:
    """A token for a page that shows this offer: a new checkout, or the one of `key` shown again."""
    return _serializer().dumps([key or new_key(), offer.seen()])


def read_token(text: str) -> CheckoutToken | None:
    """None where it is missing or not of our making."""
    try:
        key, seen = _serializer().loads(text)
    except BadSignature:
        return None
    return CheckoutToken(key, seen)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="checkout")
