"""What a session is opened with, read and checked as Stripe does."""

import re
from urllib.parse import urlsplit

from tests.stripe_double.errors import StripeError, invalid
from tests.stripe_double.forms import int_of, metadata_of, refuse_strangers

METHODS = ("card", "promptpay")
SMALLEST, LARGEST = 1_000, 99_999_999  # satang
SOONEST, LATEST = 30 * 60, 24 * 3600
KNOWN = frozenset(
    {
        *("mode", "payment_method_types", "line_items", "locale", "expires_at", "client_reference_id", "metadata", "expand"),
        *("payment_intent_data", "customer_email", "success_url", "cancel_url", "ui_mode", "currency", "submit_type"),
    }
)
KNOWN_OF_INTENT = frozenset({"metadata", "description", "statement_descriptor_suffix"})


def session_asked(values: dict, now: int) -> tuple[dict, list[dict], dict]:
    """The session's own fields, its lines, and what its payment intent will say."""
    refuse_strangers(values, KNOWN)
    if values.get("mode") != "payment":
        raise invalid("This double opens sessions of mode=payment only", "mode")
    if values.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("This double shows its own page only", "ui_mode")
    lines = [_line(line, index) for index, line in enumerate(_list(values, "line_items"))]
    _check_total(sum(line["unit_amount"] * line["quantity"] for line in lines))
    asked = {
        "success_url": _url(values, "success_url", needed=True),
        "cancel_url": _url(values, "cancel_url"),
        "client_reference_id": _text(values, "client_reference_id", 200),
        "customer_email": _email(values),
        "locale": _text(values, "locale", 10),
        "metadata": metadata_of(values),
        "expires_at": _expiry(values, now),
        "payment_method_types": _methods(values),
    }
    return asked, lines, _intent_data(values.get("payment_intent_data") or {})


def _list(values: dict, name: str) -> list:
    found = values.get(name)
    if not isinstance(found, list) or not 1 <= len(found) <= 100:
        raise StripeError(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    return found


def _line(line: dict, index: int) -> dict:
    where = f"line_items[{index}]"
    price = line.get("price_data") or {}
    product = price.get("product_data") or {}
    if price.get("currency") != "thb":
        raise invalid(f"Invalid currency: {price.get('currency')}. This double knows thb.", f"{where}[price_data][currency]")
    if not product.get("name"):
        name = f"{where}[price_data][product_data][name]"
        raise StripeError(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    amount = int_of(price, "unit_amount", f"{where}[price_data][unit_amount]")
    quantity = int_of(line, "quantity", f"{where}[quantity]")
    if amount is None or amount < 0:
        raise invalid("Invalid non-negative integer", f"{where}[price_data][unit_amount]", "parameter_invalid_integer")
    if quantity is None or quantity < 1:
        raise invalid("Quantity is required and at least 1", f"{where}[quantity]", "parameter_missing")
    return {"name": product["name"], "description": product.get("description"), "unit_amount": amount, "quantity": quantity}


def _check_total(total: int) -> None:
    if total < SMALLEST:
        raise StripeError(400, "The Checkout Session's total amount must be at least ฿10.00", code="amount_too_small")
    if total > LARGEST:
        raise StripeError(400, "The Checkout Session's total amount must be no more than ฿999,999.99", code="amount_too_large")


def _methods(values: dict) -> list[str]:
    found = values.get("payment_method_types", list(METHODS))
    if not isinstance(found, list) or not found or not set(found) <= set(METHODS):
        raise invalid("Invalid payment_method_types: must be card, promptpay", "payment_method_types")
    return found


def _expiry(values: dict, now: int) -> int:
    at = int_of(values, "expires_at")
    if at is None:
        return now + LATEST
    if at < now + SOONEST:
        raise invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", "expires_at")
    if at > now + LATEST:
        raise invalid("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", "expires_at")
    return at


def _url(values: dict, name: str, needed: bool = False) -> str | None:
    found = values.get(name)
    if not found and needed:
        raise StripeError(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    if found and (urlsplit(found).scheme not in ("http", "https") or len(found) > 5000):
        raise invalid("Not a valid URL", name, "url_invalid")
    return found or None


def _text(values: dict, name: str, longest: int) -> str | None:
    found = values.get(name)
    if found is not None and (not isinstance(found, str) or len(found) > longest):
        raise invalid(f"Invalid string: must be at most {longest} characters", name, "parameter_invalid_string")
    return found or None


def _email(values: dict) -> str | None:
    found = _text(values, "customer_email", 800)
    if found and not looks_like_email(found):
        raise invalid(f"Invalid email address: {found}", "customer_email", "email_invalid")
    return found


def looks_like_email(text: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text))


def _intent_data(data: dict) -> dict:
    refuse_strangers(data, KNOWN_OF_INTENT)
    suffix = _text(data, "statement_descriptor_suffix", 22)
    if suffix and (re.search(r"[<>\\'\"*]", suffix) or not suffix.isascii() or not re.search(r"[A-Za-z]", suffix)):
        raise invalid("The statement descriptor suffix holds Latin letters, none of < > \\ ' \" *", "statement_descriptor_suffix")
    description = _text(data, "description", 1000)
    return {"metadata": metadata_of(data), "description": description, "statement_descriptor_suffix": suffix}
