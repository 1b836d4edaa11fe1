"""Stripe's objects of money as it writes them: charges, balance transactions, refunds, disputes."""

from tests.stripe_double.store import new_id

DAY = 86400
CARD_LAST4 = "4242"


def a_charge(now: int, intent: dict, method: str, amount: int, email: str, status: str) -> dict:
    """What is not a card has other letters before its id: `py_`."""
    empty = ("application", "application_fee", "application_fee_amount", "balance_transaction", "customer")
    empty += ("failure_balance_transaction", "failure_code", "failure_message", "on_behalf_of", "outcome", "receipt_number")
    empty += ("review", "shipping", "source_transfer", "statement_descriptor", "transfer_data", "transfer_group", "receipt_url")
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    person = {"address": address, "email": email, "name": None, "phone": None, "tax_id": None}
    went = status == "succeeded"
    return {
        "id": new_id("ch" if method == "card" else "py"),
        "object": "charge",
        "amount": amount,
        "amount_captured": amount if went else 0,
        "amount_refunded": 0,
        "billing_details": person,
        "calculated_statement_descriptor": "STRIPE PAYMENTS (THAILAND) LTD",
        "captured": went,
        "created": now,
        "currency": "thb",
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "paid": went,
        "payment_intent": intent["id"],
        "payment_method": new_id("pm"),
        "payment_method_details": method_details(method),
        "radar_options": {},
        "receipt_email": None,
        "refunded": False,
        "status": status,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        **dict.fromkeys(empty),
    }


def method_details(method: str) -> dict:
    if method == "promptpay":
        return {"type": "promptpay", "promptpay": {"reference": new_id("ref")[4:]}}
    checks = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}
    empty = ("installments", "mandate", "network_token", "network_transaction_id", "three_d_secure", "wallet")
    card = {
        "amount_authorized": None,
        "authorization_code": None,
        "brand": "visa",
        "checks": checks,
        "country": "TH",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": "NganDeeDouble",
        "funding": "credit",
        "last4": CARD_LAST4,
        "network": "visa",
        "regulated_status": "unregulated",
        **dict.fromkeys(empty),
    }
    return {"type": "card", "card": card}


def a_movement(now: int, kind: str, amount: int, fees: list[dict], source: str | None, category: str, days: int = 0) -> dict:
    """A balance transaction; `days` until the money is available."""
    fee = sum(each["amount"] for each in fees)
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now + days * DAY,
        "balance_type": "payments",
        "created": now,
        "currency": "thb",
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": fees,
        "net": amount - fee,
        "reporting_category": category,
        "source": source,
        "status": "pending" if days else "available",
        "type": kind,
    }


def a_fee(amount: int, description: str, kind: str = "stripe_fee") -> dict:
    return {"amount": amount, "application": None, "currency": "thb", "description": description, "type": kind}


def a_refund(now: int, charge: dict, amount: int, reason: str | None, metadata: dict) -> dict:
    """What a card takes back at once; see `an_asked_refund` for what a bank account must be given for."""
    reference = {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}
    return {
        "id": new_id("re" if charge["id"].startswith("ch_") else "pyr"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": now,
        "currency": "thb",
        "destination_details": {"card": reference, "type": "card"},
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def an_asked_refund(now: int, refund: dict, email: str, days: int) -> dict:
    """A refund that waits until the buyer answered Stripe's mail with a bank account."""
    sent = {"email_sent_at": now, "email_sent_to": email}
    asks = {"type": "display_details", "display_details": {"email_sent": sent, "expires_at": now + days * DAY}}
    to = {"th_bank_transfer": {"reference": None, "reference_status": "pending"}, "type": "th_bank_transfer"}
    return {**refund, "status": "requires_action", "instructions_email": email, "next_action": asks, "destination_details": to}


def a_dispute(now: int, charge: dict, amount: int, reason: str) -> dict:
    card = {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4", "network": "visa"}
    return {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": "thb",
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + 7 * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"card": card, "type": "card"},
        "reason": reason,
        "status": "needs_response",
    }
