"""The state and its rules: sessions, what people pay, and what follows from it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.stripe_double import money_shapes, shapes
from tests.stripe_double.errors import StripeError
from tests.stripe_double.store import Store

SPOKEN = "checkout.session"
DECLINED = "Your card was declined."


@dataclass
class Terms:
    """What Stripe would charge, and how long things take. Rates are in hundredths of a percent of the amount."""

    fee_bp: dict[str, int] = field(default_factory=lambda: {"card": 365, "promptpay": 165})
    fee_fixed: int = 0
    vat_bp: int = 700
    dispute_fee: int = 150_000
    available_days: int = 7
    confirm_seconds: int | None = None  # a PromptPay payment "confirmed later"; None waits for the lever
    refund_seconds: int | None = None  # a PromptPay refund; None waits for the lever
    refund_status: str = "requires_action"  # what a PromptPay refund begins as
    short_of_balance: bool = False  # refunds are more than the balance holds: by card they wait, others fail
    fees_later: bool = False  # as with Stripe's asynchronous capture, a charge knows its fee only when it is booked

    def fees(self, method: str, amount: int) -> list[dict]:
        fee = (amount * self.fee_bp[method] + 5_000) // 10_000 + self.fee_fixed
        vat = (fee * self.vat_bp + 5_000) // 10_000
        return [money_shapes.a_fee(fee, "Stripe processing fees"), money_shapes.a_fee(vat, "VAT", "tax")]


class World:
    """Every change goes through here, under the store's lock. `announce(event)` hands an event to the webhooks."""

    def __init__(self, store: Store, terms: Terms | None = None) -> None:
        self.store, self.terms = store, terms or Terms()
        self.announce: Callable[[dict], None] = lambda event: None
        self.check: Callable[[dict], None] = lambda body: None
        self.request: dict = {"id": None, "idempotency_key": None}
        self.acts: dict[str, Callable[[str], object]] = {"confirm": self.confirm}  # what `later` may put off

    # --- words used by every rule -----------------------------------------------------------------------------------

    def save(self, body: dict) -> dict:
        self.check(body)
        return self.store.put(body["object"], body["id"], body)

    def tell(self, kind: str, body: dict) -> None:
        event = shapes.an_event(self.store.now(), kind, copy.deepcopy(body), dict(self.request))
        self.save(event)
        self.announce(event)

    def later(self, seconds: int, what: str, object_id: str) -> None:
        self.store.put("due", f"{what}:{object_id}", {"at": self.store.now() + seconds, "what": what, "id": object_id})

    def move_money(self, kind: str, amount: int, fees: list[dict], source: str | None, category: str, days: int = 0) -> dict:
        return self.save(money_shapes.a_movement(self.store.now(), kind, amount, fees, source, category, days))

    # --- a session's life -------------------------------------------------------------------------------------------

    def open_session(self, asked: dict, lines: list[dict], intent_data: dict, public_url: str) -> dict:
        now = self.store.now()
        items = [shapes.an_item(line, now) for line in lines]
        session = shapes.a_session(now, asked, sum(item["amount_total"] for item in items), public_url)
        self.store.put("session_parts", session["id"], {"items": items, "intent": intent_data})
        return self.save(session)

    def expire(self, session_id: str) -> dict:
        session = self.store.get(SPOKEN, session_id, "session")
        if session["status"] != "open":
            raise StripeError(
                400,
                f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {session["status"]}.',
            )
        session.update(status="expired", url=None)
        self.save(session)
        intent = self.store.find("payment_intent", session["payment_intent"])
        if intent and intent["status"] != "succeeded":
            intent.update(status="canceled", canceled_at=self.store.now(), cancellation_reason="expired")
            self.tell("payment_intent.canceled", self.save(intent))
        self.tell("checkout.session.expired", session)
        return session

    def pay(self, session_id: str, method: str, outcome: str, email: str, amount: int | None = None, late: bool = False) -> dict:
        """What a buyer does. outcome: paid, delayed (PromptPay), failed. `late` pays what has expired; `amount` another sum."""
        session = self.store.get(SPOKEN, session_id, "session")
        if session["status"] != ("expired" if late else "open"):
            raise StripeError(400, f"This session is {session['status']}", code="checkout_session_not_open")
        if method not in session["payment_method_types"]:
            raise StripeError(400, f"This session does not take {method}", param="method")
        if amount is not None:
            session.update(amount_total=amount, amount_subtotal=amount)
        session["customer_details"] = shapes.customer_details(email)
        intent = self._intent_of(session, method)
        self.save(session)
        status = {"paid": "succeeded", "delayed": "pending", "failed": "failed"}[outcome]
        charge = money_shapes.a_charge(self.store.now(), intent, method, session["amount_total"], email, status)
        intent.update(latest_charge=charge["id"], payment_method=charge["payment_method"], last_payment_error=None)
        if outcome == "failed":
            self._refuse(intent, charge)
        elif outcome == "delayed":
            self._hold(session, intent, charge)
        else:
            self._take(intent, charge)
            self._complete(session, late)
        return session

    def confirm(self, session_id: str, paid: bool = True) -> dict:
        """The bank's word on a delayed payment."""
        session = self.store.get(SPOKEN, session_id, "session")
        intent = self.store.find("payment_intent", session["payment_intent"])
        if not intent or intent["status"] != "processing":
            raise StripeError(400, "Nothing of this session waits for its bank")
        charge = self.store.get("charge", intent["latest_charge"])
        self.store.forget("due", f"confirm:{session_id}")
        if paid:
            charge.update(status="succeeded", paid=True, captured=True, amount_captured=charge["amount"])
            self._take(intent, charge)
            session["payment_status"] = "paid"
            self.tell("checkout.session.async_payment_succeeded", self.save(session))
        else:
            charge.update(status="failed")
            self._refuse(intent, charge)
            self.tell("checkout.session.async_payment_failed", session)
        return session

    def pay_again(self, session_id: str, as_charge: bool = False) -> dict:
        """The same QR paid a second time: Stripe puts the excess on the balance and sends no event (or, asked so, a charge)."""
        session = self.store.get(SPOKEN, session_id, "session")
        intent = self.store.get("payment_intent", session["payment_intent"])
        first = self.store.get("charge", intent["latest_charge"])
        if as_charge:
            amount, email = first["amount"], first["billing_details"]["email"]
            self._take(intent, money_shapes.a_charge(self.store.now(), intent, "promptpay", amount, email, "succeeded"))
            return session
        excess = money_shapes.a_movement(self.store.now(), "adjustment", first["amount"], [], first["id"], "other_adjustment")
        self.save({**excess, "description": f"Excess funds received for {intent['id']}"})
        return session

    # --- what paying consists of ------------------------------------------------------------------------------------

    def _intent_of(self, session: dict, method: str) -> dict:
        """Stripe makes the intent when somebody tries to pay, not with the session."""
        found = self.store.find("payment_intent", session["payment_intent"])
        if found:
            found.update(amount=session["amount_total"], canceled_at=None, cancellation_reason=None)
            return found
        parts = self.store.get("session_parts", session["id"])
        intent = shapes.an_intent(self.store.now(), session, parts["intent"])
        intent["payment_method_options"] = {method: {}}
        session["payment_intent"] = intent["id"]
        self.tell("payment_intent.created", self.save(intent))
        return intent

    def _take(self, intent: dict, charge: dict) -> None:
        method = charge["payment_method_details"]["type"]
        if not self.terms.fees_later:
            self._book(charge)
        if method == "card":
            charge["outcome"] = {
                "network_status": "approved_by_network",
                "reason": None,
                "risk_level": "normal",
                "risk_score": 12,
                "seller_message": "Payment complete.",
                "type": "authorized",
            }
        intent.update(status="succeeded", amount_received=charge["amount"], next_action=None, latest_charge=charge["id"])
        self.save(intent)
        self.tell("charge.succeeded", self.save(charge))
        self.tell("payment_intent.succeeded", intent)

    def _book(self, charge: dict) -> None:
        method = charge["payment_method_details"]["type"]
        fees = self.terms.fees(method, charge["amount"])
        kind = "charge" if method == "card" else "payment"
        moved = self.move_money(kind, charge["amount"], fees, charge["id"], "charge", self.terms.available_days)
        charge["balance_transaction"] = moved["id"]

    def book(self, charge_id: str) -> dict:
        """The fee of a charge that was taken with `fees_later` becomes known."""
        charge = self.store.get("charge", charge_id)
        if charge["balance_transaction"] is None:
            self._book(charge)
            self.tell("charge.updated", self.save(charge))
        return charge

    def _hold(self, session: dict, intent: dict, charge: dict) -> None:
        intent.update(status="processing", next_action=None)
        self.save(intent)
        self.tell("charge.pending", self.save(charge))
        self._complete(session, paid=False)
        if self.terms.confirm_seconds is not None:
            self.later(self.terms.confirm_seconds, "confirm", session["id"])

    def _refuse(self, intent: dict, charge: dict) -> None:
        error = {
            "type": "invalid_request_error",
            "code": "payment_intent_payment_attempt_failed",
            "message": "The payment failed.",
        }
        if charge["payment_method_details"]["type"] == "card":
            error = {"type": "card_error", "code": "card_declined", "decline_code": "generic_decline", "message": DECLINED}
            charge["outcome"] = {
                "network_status": "declined_by_network",
                "reason": "generic_decline",
                "risk_level": "normal",
                "risk_score": 12,
                "seller_message": "The bank did not return any further details.",
                "type": "issuer_declined",
            }
        charge.update(failure_code=error["code"], failure_message=error["message"])
        self.tell("charge.failed", self.save(charge))
        intent.update(status="requires_payment_method", last_payment_error={**error, "charge": charge["id"]}, payment_method=None)
        self.tell("payment_intent.payment_failed", self.save(intent))

    def _complete(self, session: dict, late: bool = False, paid: bool = True) -> None:
        session["payment_status"] = "paid" if paid else "unpaid"
        if late:
            self.save(session)
            return
        session.update(status="complete", url=None)
        self.tell("checkout.session.completed", self.save(session))

    # --- time -------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Let time act: sessions expire, money becomes available, what was put off happens."""
        with self.store.step():
            now = self.store.now()
            for session in self.store.all(SPOKEN):
                if session["status"] == "open" and session["expires_at"] <= now:
                    self.expire(session["id"])
            for moved in self.store.all("balance_transaction"):
                if moved["status"] == "pending" and moved["available_on"] <= now:
                    self.save({**moved, "status": "available"})
            for due in self.store.all("due"):
                if due["at"] <= now:
                    self.store.forget("due", f"{due['what']}:{due['id']}")
                    self.acts[due["what"]](due["id"])
