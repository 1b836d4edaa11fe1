"""The test's levers, under /_double/: what buyers, banks, and bad luck do. JSON in, JSON out; client.py names them."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from tests.stripe_double.errors import StripeError, invalid
from tests.stripe_double.traffic import KINDS, Fault
from tests.stripe_double.webhooks import MODES

if TYPE_CHECKING:
    from tests.stripe_double.app import Double

OUTCOMES = ("paid", "delayed", "failed")


LEVERS: dict[str, tuple[str, Callable]] = {}


def lever(rule: str, method: str = "POST") -> Callable[[Callable], Callable]:
    """Levers get the double, what was asked, and the id in the address where there is one."""

    def register(act: Callable) -> Callable:
        LEVERS[rule] = (method, act)
        return act

    return register


def blueprint(double: "Double") -> Blueprint:
    levers = Blueprint("levers", __name__, url_prefix="/_double")
    for rule, (method, act) in LEVERS.items():
        levers.add_url_rule(rule, act.__name__, partial(pull, double, act), methods=[method])
    levers.register_error_handler(StripeError, lambda error: (jsonify(error.body), error.status))
    return levers


def pull(double: "Double", act: Callable, **args: str) -> Response:
    """A lever moves in one step; only a release does not, as the receiver may ask the double while it is told."""
    asked = request.get_json(silent=True) or {}
    if act is release:
        return jsonify(act(double, asked))
    with double.store.step():
        return jsonify(act(double, asked, **args))


@lever("/sessions/<object_id>/pay")
def pay(double: "Double", asked: dict, object_id: str) -> dict:
    outcome, method = asked.get("outcome", "paid"), asked.get("method", "card")
    if outcome not in OUTCOMES or (outcome == "delayed" and method == "card"):
        raise invalid(f"A {method} payment does not end so: {outcome}", "outcome")
    email = asked.get("email", "buyer@demo.example")
    return double.world.pay(object_id, method, outcome, email, asked.get("amount"), asked.get("late", False))


@lever("/sessions/<object_id>/confirm")
def confirm(double: "Double", asked: dict, object_id: str) -> dict:
    return double.world.confirm(object_id, asked.get("paid", True))


@lever("/sessions/<object_id>/pay_again")
def pay_again(double: "Double", asked: dict, object_id: str) -> dict:
    return double.world.pay_again(object_id, asked.get("as_charge", False))


@lever("/sessions/<object_id>/expire")
def expire(double: "Double", asked: dict, object_id: str) -> dict:
    return double.world.expire(object_id)


@lever("/refunds/<object_id>/settle")
def settle_refund(double: "Double", asked: dict, object_id: str) -> dict:
    return double.reversals.settle(object_id, asked.get("status", "succeeded"), asked.get("reason", "unknown"))


@lever("/charges/<object_id>/dispute")
def dispute(double: "Double", asked: dict, object_id: str) -> dict:
    charge = double.store.get("charge", object_id)
    return double.reversals.dispute(charge, asked.get("amount"), asked.get("reason", "fraudulent"))


@lever("/disputes/<object_id>/close")
def close_dispute(double: "Double", asked: dict, object_id: str) -> dict:
    return double.reversals.close_dispute(object_id, asked.get("won", False))


@lever("/clock")
def clock(double: "Double", asked: dict) -> dict:
    now = double.store.advance(int(asked.get("seconds", 0)))
    double.world.tick()
    return {"now": now}


@lever("/terms")
def terms(double: "Double", asked: dict) -> dict:
    unknown = set(asked) - set(asdict(double.terms))
    if unknown:
        raise invalid(f"No such term: {', '.join(sorted(unknown))}", "terms")
    double.set_terms(**asked)
    return asdict(double.terms)


@lever("/charges/<object_id>/book")
def book(double: "Double", asked: dict, object_id: str) -> dict:
    return double.world.book(object_id)


@lever("/faults")
def fault(double: "Double", asked: dict) -> dict:
    if asked.get("kind") not in KINDS:
        raise invalid(f"A fault is one of {', '.join(KINDS)}", "kind")
    double.faults.add(Fault(**asked))
    return {"armed": len(double.faults.armed)}


@lever("/webhooks/mode")
def mode(double: "Double", asked: dict) -> dict:
    if asked.get("mode") not in MODES:
        raise invalid(f"A mode is one of {', '.join(MODES)}", "mode")
    double.webhooks.mode = asked["mode"]
    return {"mode": asked["mode"]}


@lever("/webhooks/url")
def url(double: "Double", asked: dict) -> dict:
    double.webhooks.url = asked.get("url")
    return {"url": asked.get("url")}


@lever("/webhooks/release")
def release(double: "Double", asked: dict) -> list:
    return double.webhooks.release(asked.get("events"), asked.get("times", 1), asked.get("at_once", False))


@lever("/webhooks", "GET")
def state_of_webhooks(double: "Double", asked: dict) -> dict:
    held = [double.store.get("event", event_id) for event_id in double.webhooks.held]
    return {
        "mode": double.webhooks.mode,
        "held": [{"id": event["id"], "type": event["type"], "object": event["data"]["object"]["id"]} for event in held],
        "waiting": double.webhooks.waiting(),
        "deliveries": list(double.webhooks.deliveries),
    }


@lever("/webhooks/signed/<object_id>", "GET")
def signed(double: "Double", asked: dict, object_id: str) -> dict:
    body, signature = double.webhooks.signed(object_id)
    return {"body": body, "signature": signature}


@lever("/log", "GET")
def log(double: "Double", asked: dict) -> list:
    return list(double.log.lines)


@lever("/violations", "GET")
def violations(double: "Double", asked: dict) -> list:
    if double.spec is None:
        raise StripeError(409, "The double was started without --spec: nothing was checked")
    return double.spec.violations


@lever("/reset")
def reset(double: "Double", asked: dict) -> dict:
    double.reset()
    return {}
