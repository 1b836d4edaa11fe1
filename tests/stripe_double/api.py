"""The endpoints, as Stripe names them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint

from tests.stripe_double import shapes
from tests.stripe_double.asked import session_asked
from tests.stripe_double.errors import StripeError, invalid
from tests.stripe_double.expand import inner_list, page
from tests.stripe_double.forms import int_of, metadata_of, refuse_strangers
from tests.stripe_double.intake import Handler, take

if TYPE_CHECKING:
    from tests.stripe_double.app import Double

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
OF_REFUND = frozenset({"payment_intent", "charge", "amount", "reason", "metadata", "instructions_email", "expand"})
EVERY_LIST = frozenset({"limit", "starting_after", "ending_before", "created", "expand"})
LISTS = {  # address: kind, and by which of its fields it may be narrowed
    "/v1/checkout/sessions": ("checkout.session", {"payment_intent", "status"}),
    "/v1/payment_intents": ("payment_intent", set()),
    "/v1/charges": ("charge", {"payment_intent"}),
    "/v1/balance_transactions": ("balance_transaction", {"type", "source"}),
    "/v1/refunds": ("refund", {"payment_intent", "charge"}),
    "/v1/disputes": ("dispute", {"payment_intent", "charge"}),
    "/v1/events": ("event", {"type", "types"}),
}
ACCOUNT = {
    "id": shapes.ACCOUNT_ID,
    "object": "account",
    "business_type": "company",
    "charges_enabled": True,
    "country": "TH",
    "capabilities": {"card_payments": "active", "promptpay_payments": "active"},
    "created": 1_700_000_000,
    "default_currency": "thb",
    "details_submitted": True,
    "email": "shop@demo.example",
    "metadata": {},
    "payouts_enabled": True,
    "type": "standard",
}


ENDPOINTS: dict[tuple[str, str], Handler] = {}


def speaks(method: str, rule: str) -> Callable[[Handler], Handler]:
    """A handler gets the double, the nested values, and the id in the address where there is one."""

    def register(handler: Handler) -> Handler:
        ENDPOINTS[method, rule] = handler
        return handler

    return register


def blueprint(double: "Double") -> Blueprint:
    api = Blueprint("api", __name__)
    for (method, rule), handler in ENDPOINTS.items():
        api.add_url_rule(rule, f"{method} {rule}", partial(take, double, rule, handler), methods=[method])
    return api


def lists(rule: str, kind: str, fields: frozenset[str]) -> None:
    """A list and each of its objects."""

    @speaks("GET", rule)
    def found(double: "Double", values: dict) -> dict:
        refuse_strangers(values, EVERY_LIST | fields)
        return page([each for each in reversed(double.store.all(kind)) if fits(each, values, fields)], values, rule)

    @speaks("GET", f"{rule}/<object_id>")
    def one(double: "Double", values: dict, object_id: str) -> dict:
        refuse_strangers(values, frozenset({"expand"}))
        return double.store.get(kind, object_id)


for list_rule, (list_kind, list_fields) in LISTS.items():
    lists(list_rule, list_kind, frozenset(list_fields))


@speaks("POST", "/v1/checkout/sessions")
def open_session(double: "Double", values: dict) -> dict:
    return double.world.open_session(*session_asked(values, double.store.now()), double.public_url)


@speaks("GET", "/v1/checkout/sessions/<object_id>/line_items")
def line_items(double: "Double", values: dict, object_id: str) -> dict:
    found = inner_list(double.store, double.store.get("checkout.session", object_id, "session"), "line_items")
    return page(found["data"], values, found["url"])


@speaks("POST", "/v1/checkout/sessions/<object_id>/expire")
def expire(double: "Double", values: dict, object_id: str) -> dict:
    return double.world.expire(object_id)


@speaks("POST", "/v1/refunds")
def refund(double: "Double", values: dict) -> dict:
    refuse_strangers(values, OF_REFUND)
    if bool(values.get("payment_intent")) == bool(values.get("charge")):
        raise invalid("One of the following params should be provided: payment_intent or charge.", "charge")
    if values.get("reason") not in (None, *REASONS):
        raise invalid(f"Invalid reason: must be one of {', '.join(REASONS)}", "reason")
    charge = double.reversals.charge_of(values.get("charge"), values.get("payment_intent"))
    email, amount = values.get("instructions_email"), int_of(values, "amount")
    return double.reversals.refund(charge, amount, values.get("reason"), metadata_of(values), email)


@speaks("POST", "/v1/refunds/<object_id>/cancel")
def cancel(double: "Double", values: dict, object_id: str) -> dict:
    return double.reversals.cancel(object_id)


@speaks("GET", "/v1/balance")
def balance(double: "Double", values: dict) -> dict:
    moved = double.store.all("balance_transaction")
    totals = {status: sum(each["net"] for each in moved if each["status"] == status) for status in ("available", "pending")}
    parts = {status: [{"amount": net, "currency": "thb", "source_types": {"card": net}}] for status, net in totals.items()}
    return {"object": "balance", "livemode": False, **parts}


@speaks("GET", "/v1/account")
def account(double: "Double", values: dict) -> dict:
    return ACCOUNT


@speaks("GET", "/v1/accounts/<object_id>")
def account_of(double: "Double", values: dict, object_id: str) -> dict:
    if object_id != ACCOUNT["id"]:
        raise StripeError(403, f"The provided key does not have access to account '{object_id}'", code="account_invalid")
    return ACCOUNT


def fits(body: dict, values: dict, fields: set[str]) -> bool:
    for name in fields & set(values):
        wanted = values[name]
        if (body["type"] not in wanted) if name == "types" else (body.get(name) != wanted):
            return False
    return True
