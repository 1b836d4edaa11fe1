"""What other services tell the market: /webhooks/stripe, /webhooks/line. Not for people, believed only with a right signature."""

import hmac
from base64 import b64encode
from hashlib import sha256

from flask import Response, abort, current_app, jsonify, request

from shop import reconciler
from shop.kernel.database import transaction
from shop.notices import addresses
from shop.payments.gateway import gateway
from shop.payments.provider import GatewayDown, GatewayRefused, NotFromProvider
from shop.web.gate import public
from shop.web.machines.desk import blueprint

LONGEST = 512 * 1024  # bytes; an event has a few thousand


@blueprint.post("/webhooks/stripe")
@public
def hear_from_stripe() -> tuple[Response, int]:
    """200 once it is written down, also the second time; anything else, and Stripe sends it again."""
    if (request.content_length or LONGEST + 1) > LONGEST:
        return jsonify(status="too large"), 413
    try:
        event = gateway.event(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except NotFromProvider:
        return jsonify(status="not signed by the payment provider"), 400
    try:
        is_news = reconciler.learn_of(event)
    except (GatewayDown, GatewayRefused) as trouble:
        current_app.logger.warning("%s of %s: %s", event.kind, event.object_id, trouble)
        return jsonify(status="the payment provider does not answer"), 503
    return jsonify(status="noted" if is_news else "known"), 200


@blueprint.post("/webhooks/line")
@public
def hear_from_line() -> tuple[Response, int]:
    """Who took the market's LINE account as a friend, and who blocked it. What people write there is not kept.

    `x-line-signature` is the HMAC-SHA-256 of the body by the channel's secret (LINE: "Verify webhook signature").
    """
    secret = current_app.config["LINE_CHANNEL_SECRET"] or abort(404)
    if (request.content_length or LONGEST + 1) > LONGEST:
        return jsonify(status="too large"), 413
    right = b64encode(hmac.new(secret.encode(), request.get_data(), sha256).digest())
    if not hmac.compare_digest(right, request.headers.get("x-line-signature", "").encode()):
        return jsonify(status="not signed by LINE"), 400
    told = request.get_json(silent=True)
    events = told.get("events") if isinstance(told, dict) else None
    with transaction():
        for event in events if isinstance(events, list) else []:
            _learn_of_friend(event)
    return jsonify(status="noted"), 200


def _learn_of_friend(event: object) -> None:
    """Events of other kinds, and of newer shapes, pass by."""
    source = event.get("source") if isinstance(event, dict) else None
    user_id = source.get("userId") if isinstance(source, dict) else None
    if not isinstance(user_id, str):
        return
    if event.get("type") == "follow":
        addresses.record_friend(user_id)
    elif event.get("type") == "unfollow":
        addresses.record_left(user_id)
