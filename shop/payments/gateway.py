"""What the market asks of its payment provider, and the only place that knows it is Stripe.

Everything here is remote and slow, and none of it is called inside a transaction. What comes back is in our own words: another
provider fits behind the same verbs. API facts are Stripe's (API reference, version STRIPE_VERSION): a session lives between 30
minutes and 24 hours, PromptPay wants THB and 10 baht or more, an idempotency key is remembered for a day.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import stripe

from shop.kernel.database import is_writing
from shop.payments.provider import (
    DisputeReport,
    Event,
    GatewayDown,
    GatewayRefused,
    LineToPay,
    NotFromProvider,
    RefundReport,
    RefundState,
    SessionReport,
    SessionState,
)

STRIPE_VERSION = "2026-10-28.endive"
LEAST_SATANG = 1000  # PromptPay's minimum, and what the market asks for either way
SESSION_LIVES = timedelta(minutes=31)  # Stripe refuses less than 30
PATIENCE_SECONDS = 10
WHOLE_SESSION = ["payment_intent.latest_charge.balance_transaction"]
MOST_LISTED = 100
ENDED_DISPUTES = {"won", "lost", "warning_closed", "prevented"}


class Gateway:
    """The provider of one running market. Opened once, by the application factory; without a key it stays closed."""

    def __init__(self) -> None:
        self._client: stripe.StripeClient | None = None
        self._webhook_secret = ""

    def open(self, secret_key: str, webhook_secret: str = "", api_base: str = "") -> None:
        self._webhook_secret = webhook_secret
        self._client = None
        if secret_key:
            self._client = stripe.StripeClient(
                secret_key,
                stripe_version=STRIPE_VERSION,
                base_addresses={"api": api_base} if api_base else {},
                http_client=stripe.RequestsClient(timeout=PATIENCE_SECONDS),
                max_network_retries=0,  # the job and the reconciler ask again, with the key on the row
            )

    @property
    def is_open(self) -> bool:
        """Whether buyers can be offered this way to pay."""
        return self._client is not None

    # Sessions

    def create_session(
        self,
        key: str,
        payment_id: int,
        purchase_code: str,
        lines: Sequence[LineToPay],
        expires_at: datetime,
        locale: str,
        email: str | None,
        back_to: str,
    ) -> SessionReport:
        """Open a payment page for a purchase. The same `key` gives the same session. Raises GatewayDown, GatewayRefused."""
        ours = {"payment": str(payment_id), "purchase": purchase_code}
        params: dict = {
            "mode": "payment",
            "payment_method_types": ["card", "promptpay"],
            "line_items": [_line_item(line) for line in lines],
            "locale": locale,
            "expires_at": int(expires_at.timestamp()),
            "client_reference_id": purchase_code,
            "metadata": ours,
            "payment_intent_data": {"metadata": ours, "description": purchase_code},
            "success_url": back_to,
            "cancel_url": back_to,
        }
        if email:
            params["customer_email"] = email
        with _remote():
            return _session_report(self._stripe.v1.checkout.sessions.create(params, {"idempotency_key": key}))

    def session(self, session_id: str) -> SessionReport:
        """Raises GatewayDown, GatewayRefused."""
        with _remote():
            return _session_report(self._stripe.v1.checkout.sessions.retrieve(session_id, {"expand": WHOLE_SESSION}))

    def expire_session(self, session_id: str) -> SessionReport:
        """End it, so that nobody can pay any more; where it has ended otherwise, say how. Raises GatewayDown, GatewayRefused."""
        try:
            with _remote():
                self._stripe.v1.checkout.sessions.expire(session_id)
        except GatewayRefused:  # it was open no longer: paid, confirming or expired
            return self.session(session_id)
        return self.session(session_id)

    def sessions_of(self, payment_id: int, since: datetime, until: datetime) -> Iterator[SessionReport]:
        """Those made for one of our payments, where the answer to `create_session` was lost. Raises as that does."""
        asked = {"created": {"gte": int(since.timestamp()), "lte": int(until.timestamp())}, "limit": MOST_LISTED}
        with _remote():
            for found in self._stripe.v1.checkout.sessions.list(asked).auto_paging_iter():
                report = _session_report(found)
                if report.payment_id == payment_id:
                    yield report

    def session_of_intent(self, intent_id: str) -> SessionReport | None:
        """The session that a payment belongs to. Raises GatewayDown, GatewayRefused."""
        with _remote():
            asked = {"payment_intent": intent_id, "limit": 1, "expand": [f"data.{WHOLE_SESSION[0]}"]}
            found = self._stripe.v1.checkout.sessions.list(asked).data
        return _session_report(found[0]) if found else None

    # Refunds

    def create_refund(self, key: str, intent_id: str, amount_satang: int) -> RefundReport:
        """Send money back. The same `key` sends it once. Raises GatewayDown, GatewayRefused."""
        params = {"payment_intent": intent_id, "amount": amount_satang, "metadata": {"refund": key}}
        with _remote():
            return _refund_report(self._stripe.v1.refunds.create(params, {"idempotency_key": key}))

    def refund(self, provider_id: str) -> RefundReport:
        with _remote():
            return _refund_report(self._stripe.v1.refunds.retrieve(provider_id))

    def refunds_of(self, intent_id: str) -> list[RefundReport]:
        """All refunds of one payment, whoever made them."""
        with _remote():
            listed = self._stripe.v1.refunds.list({"payment_intent": intent_id, "limit": MOST_LISTED})
            return [_refund_report(found) for found in listed.auto_paging_iter()]

    # Disputes

    def dispute(self, dispute_id: str) -> DisputeReport:
        with _remote():
            return _dispute_report(self._stripe.v1.disputes.retrieve(dispute_id))

    def disputes_of(self, intent_id: str) -> list[DisputeReport]:
        with _remote():
            listed = self._stripe.v1.disputes.list({"payment_intent": intent_id, "limit": MOST_LISTED})
            return [_dispute_report(found) for found in listed.auto_paging_iter()]

    # What the provider tells us

    def event(self, body: bytes, signature: str) -> Event:
        """Read a message of the provider. Raises NotFromProvider where its signature is wrong or older than five minutes."""
        if not self._webhook_secret:
            raise NotFromProvider("no secret is set")
        try:
            stripe.WebhookSignature.verify_header(body.decode(), signature, self._webhook_secret, tolerance=300)
            said = json.loads(body)
            about = said["data"]["object"]
            created = datetime.fromtimestamp(said["created"], UTC)
            names = [said["id"], said["type"], about["id"]]
            if not all(isinstance(name, str) for name in names):
                raise ValueError("an event without names")
            return Event(*names, created, _id_of(about.get("payment_intent")))
        except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError) as bad:
            raise NotFromProvider(type(bad).__name__) from bad

    @property
    def _stripe(self) -> stripe.StripeClient:
        if self._client is None:
            raise GatewayDown("no payment provider is set")
        return self._client


@contextmanager
def _remote() -> Iterator[None]:
    """A conversation with Stripe: never inside a transaction, and with its errors told apart in our words."""
    if is_writing():
        raise RuntimeError("nothing remote inside a transaction")
    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        if error.http_status == 409 or error.code == "idempotency_key_in_use":
            raise GatewayDown("in_use") from error
        raise GatewayRefused(error.code or "invalid_request") from error
    except (stripe.IdempotencyError, stripe.AuthenticationError, stripe.PermissionError) as error:
        raise GatewayRefused(error.code or type(error).__name__) from error
    except stripe.StripeError as error:  # no connection, too many requests, their mistake
        raise GatewayDown(type(error).__name__) from error


def _line_item(line: LineToPay) -> dict:
    price = {"currency": "thb", "unit_amount": line.amount_satang, "product_data": {"name": line.name}}
    return {"price_data": price, "quantity": line.quantity}


def _session_report(found: stripe.checkout.Session) -> SessionReport:
    session = found.to_dict()
    intent = _shown(session.get("payment_intent"))
    charge = _shown(intent.get("latest_charge"))
    fee = _shown(charge.get("balance_transaction"))
    return SessionReport(
        id=session["id"],
        state=_session_state(session, intent),
        payment_id=_number((session.get("metadata") or {}).get("payment")),
        url=session.get("url"),
        intent_id=_id_of(session.get("payment_intent")),
        received_satang=_received(session, intent),
        fee_satang=fee.get("fee"),
        instrument=(charge.get("payment_method_details") or {}).get("type"),
        email=(session.get("customer_details") or {}).get("email"),
        failure=(intent.get("last_payment_error") or {}).get("code") or "",
    )


def _session_state(session: dict, intent: dict) -> SessionState:
    if session["payment_status"] == "paid":
        return SessionState.PAID
    if session["status"] == "complete":
        has_failed = intent.get("status") in ("requires_payment_method", "canceled")
        return SessionState.FAILED if has_failed else SessionState.CONFIRMING
    return SessionState.EXPIRED if session["status"] == "expired" else SessionState.OPEN


def _received(session: dict, intent: dict) -> int:
    """What really came, by the payment itself where Stripe showed it; in satang, which is what Stripe counts THB in."""
    if session["payment_status"] != "paid" or session["currency"] != "thb":
        return 0
    return intent.get("amount_received", session["amount_total"] or 0)


def _refund_report(found: stripe.Refund) -> RefundReport:
    refund = found.to_dict()
    states = {"succeeded": RefundState.SUCCEEDED, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}
    state = states.get(refund["status"], RefundState.PENDING)  # pending, or requires_action: the buyer is asked for her bank
    failure = (refund.get("failure_reason") or refund["status"]) if state is RefundState.FAILED else ""
    return RefundReport(refund["id"], state, failure, (refund.get("metadata") or {}).get("refund"), refund["amount"])


def _dispute_report(found: stripe.Dispute) -> DisputeReport:
    dispute = found.to_dict()
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return DisputeReport(
        id=dispute["id"],
        intent_id=_id_of(dispute.get("payment_intent")) or "",
        amount_satang=dispute["amount"],
        fee_satang=sum(moved["fee"] for moved in dispute.get("balance_transactions") or []),
        is_open=dispute["status"] not in ENDED_DISPUTES,
        is_won=dispute["status"] in ENDED_DISPUTES - {"lost"},
        reason=dispute.get("reason") or "",
        answer_by=datetime.fromtimestamp(due, UTC) if due else None,
    )


def _shown(thing: str | dict | None) -> dict:
    """An object that Stripe was asked to show whole; empty where it is missing or only named."""
    return thing if isinstance(thing, dict) else {}


def _id_of(thing: str | dict | None) -> str | None:
    return thing["id"] if isinstance(thing, dict) else thing


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


gateway = Gateway()
