"""One question from the line to its answer: who asks, under which key, with which fault, held to the document."""

import json
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response, request

from tests.stripe_double.errors import StripeError
from tests.stripe_double.expand import expanded
from tests.stripe_double.forms import nested
from tests.stripe_double.shapes import API_VERSION
from tests.stripe_double.store import new_id
from tests.stripe_double.traffic import Answer, Fault

if TYPE_CHECKING:
    from tests.stripe_double.app import Double

Handler = Callable[..., dict]


def take(double: "Double", rule: str, handler: Handler, **args: str) -> Response:
    fault = double.faults.take(request.method, request.path)
    request_id, key = new_id("req"), request.headers.get("Idempotency-Key") if request.method == "POST" else None
    version = request.headers.get("Stripe-Version", API_VERSION)
    values: dict = {}
    try:
        double.keys.begin(key)
        try:
            values = nested((request.form if request.method == "POST" else request.args).items(multi=True))
            check(double, rule, values, fault)
            double.world.tick()
            with double.store.step():
                double.world.request = {"id": request_id, "idempotency_key": key}
                asked = (request.method, request.path, values)
                answer = double.keys.once(key, asked, lambda: act(double, handler, values, args))
        finally:
            double.world.request = {"id": None, "idempotency_key": None}
            double.keys.end(key)
    except StripeError as refused:
        answer = Answer(refused.status, written(refused.body))
    double.log.add(
        id=request_id,
        method=request.method,
        path=request.path,
        params=values,
        status=answer.status,
        idempotency_key=key,
        replayed=answer.replayed,
        version=version,
        fault=fault.kind if fault else None,
    )
    if double.spec:
        double.spec.answer(rule, request.method, answer.status, json.loads(answer.text))
    if fault and fault.kind == "cut":
        hang_up()
    return sent(answer, request_id, version, key)


def check(double: "Double", rule: str, values: dict, fault: Fault | None) -> None:
    """What is looked at before anything is done."""
    check_secret()
    if double.spec:
        double.spec.request(rule, request.method, values)
    if fault and fault.kind == "error":
        if fault.status == 429:
            raise StripeError(429, "Too many requests hit the API too quickly.", code="rate_limit")
        raise StripeError(fault.status, "A test asked for this error.", "api_error")
    if fault and fault.seconds:
        time.sleep(fault.seconds)


def check_secret() -> None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not secret:
        raise StripeError(401, "You did not provide an API key.")
    if scheme != "Bearer" or not secret.startswith(("sk_test_", "rk_test_")):
        raise StripeError(401, f"Invalid API Key provided: {secret[:8]}***", code="api_key_invalid")


def act(double: "Double", handler: Handler, values: dict, args: dict) -> Answer:
    paths = values.get("expand") or []
    body = handler(double, values, **args)
    return Answer(200, written(expanded(double.store, body, paths if isinstance(paths, list) else [paths])))


def written(body: dict) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def sent(answer: Answer, request_id: str, version: str, key: str | None) -> Response:
    made = Response(answer.text, answer.status, mimetype="application/json")
    made.headers.update({"Request-Id": request_id, "Stripe-Version": version})
    if key:
        made.headers["Idempotency-Key"] = key
    if answer.replayed:
        made.headers["Idempotent-Replayed"] = "true"
    return made


def hang_up() -> None:
    """The client never hears what became of it; the server notices only when it writes."""
    line: socket.socket = request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)
