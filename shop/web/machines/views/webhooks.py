"""What other services tell the market: /webhooks/stripe. Not for people, and believed only with a right signature."""

from flask import Response, current_app, jsonify, request

from shop import reconciler
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
