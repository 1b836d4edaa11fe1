"""Stripe's objects as it writes them, every field that it always sends among them."""

from stripe import api_version

from tests.stripe_double.store import new_id

ACCOUNT_ID = "acct_1NganDeeDouble0"
DAY = 86400
API_VERSION = api_version


def an_item(line: dict, now: int) -> dict:
    """One line of a session; `line` is checked already."""
    total = line["unit_amount"] * line["quantity"]
    price = {
        "id": new_id("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": "thb",
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": new_id("prod"),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": line["unit_amount"],
        "unit_amount_decimal": str(line["unit_amount"]),
    }
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": "thb",
        "description": line["name"],
        "price": price,
        "quantity": line["quantity"],
    }


def a_session(now: int, asked: dict, amount: int, public_url: str) -> dict:
    session_id = new_id("cs_test")
    return {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": asked["cancel_url"],
        "client_reference_id": asked["client_reference_id"],
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency": "thb",
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": None,
        "customer_account": None,
        "customer_creation": "if_required",
        "customer_details": None,
        "customer_email": asked["customer_email"],
        "discounts": [],
        "expires_at": asked["expires_at"],
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": asked["locale"],
        "metadata": asked["metadata"],
        "mode": "payment",
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": asked["payment_method_types"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": asked["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{public_url}/pay/{session_id}",
        "wallet_options": None,
    }


def customer_details(email: str) -> dict:
    empty = ("business_name", "individual_name", "name", "phone")
    address = dict.fromkeys(("city", "line1", "line2", "postal_code", "state"), None)
    return {"address": {**address, "country": "TH"}, "email": email, "tax_exempt": "none", "tax_ids": [], **dict.fromkeys(empty)}


def an_intent(now: int, session: dict, data: dict) -> dict:
    intent_id = new_id("pi")
    empty = ("application", "application_fee_amount", "automatic_payment_methods", "canceled_at", "cancellation_reason")
    empty += ("customer", "last_payment_error", "latest_charge", "next_action", "on_behalf_of", "payment_method")
    empty += ("payment_method_configuration_details", "processing", "receipt_email", "review", "setup_future_usage")
    empty += ("shipping", "statement_descriptor", "transfer_data", "transfer_group", "customer_account")
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{new_id('x')[2:]}",
        "confirmation_method": "automatic",
        "created": now,
        "currency": "thb",
        "description": data.get("description"),
        "livemode": False,
        "metadata": data["metadata"],
        "payment_method_options": {},
        "payment_method_types": session["payment_method_types"],
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        **dict.fromkeys(empty),
    }


def an_event(now: int, kind: str, body: dict, request: dict) -> dict:
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": body},
        "livemode": False,
        "pending_webhooks": 0,
        "request": request,
        "type": kind,
    }
