"""Money that goes back: refunds and disputes, and how each of them ends."""

from tests.stripe_double import money_shapes
from tests.stripe_double.errors import StripeError
from tests.stripe_double.objects import World

ANSWER_DAYS = 45  # in which the buyer must name a bank account
SETTLED = frozenset({"succeeded", "failed", "canceled"})


def baht(satang: int) -> str:
    return f"฿{satang / 100:,.2f}"


class Reversals:
    """Refunds and disputes of one world."""

    def __init__(self, world: World) -> None:
        self.world, self.store = world, world.store
        world.acts["refund"] = lambda refund: self.settle(refund, "succeeded")
        world.acts["refund_unanswered"] = lambda refund: self.settle(refund, "canceled")

    def charge_of(self, charge_id: str | None, intent_id: str | None) -> dict:
        if charge_id:
            return self.store.get("charge", charge_id, "charge")
        intent = self.store.get("payment_intent", intent_id, "payment_intent")
        if intent["status"] != "succeeded":
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise StripeError(400, message, param="payment_intent")
        return self.store.get("charge", intent["latest_charge"], "charge")

    def refund(self, charge: dict, amount: int | None, reason: str | None, metadata: dict, email: str | None) -> dict:
        left = charge["amount"] - charge["amount_refunded"]
        self._refuse_refund(charge, amount, left)
        refund = money_shapes.a_refund(self.store.now(), charge, left if amount is None else amount, reason, metadata)
        by_card = charge["payment_method_details"]["type"] == "card"
        if not by_card:
            refund = self._asked(refund, email or charge["billing_details"]["email"])
        elif self.world.terms.short_of_balance:
            refund.update(status="pending", pending_reason="insufficient_funds")
        kind = "refund" if by_card else "payment_refund"
        refund["balance_transaction"] = self.world.move_money(kind, -refund["amount"], [], refund["id"], "refund")["id"]
        self._count_refunded(charge, refund["amount"])
        self.world.tell("refund.created", self.world.save(refund))
        self.world.tell("charge.refunded", charge)
        if self.world.terms.short_of_balance and not by_card:
            self.settle(refund["id"], "failed", "insufficient_funds")
        return refund

    def _refuse_refund(self, charge: dict, amount: int | None, left: int) -> None:
        if not charge["paid"]:
            raise StripeError(400, f"Charge {charge['id']} is not paid", code="charge_not_refundable", param="charge")
        if charge["disputed"]:
            raise StripeError(400, f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
        if left == 0:
            message = f"Charge {charge['id']} has already been refunded."
            raise StripeError(400, message, code="charge_already_refunded")
        if amount is not None and amount < 1:
            raise StripeError(400, "Invalid positive integer", code="parameter_invalid_integer", param="amount")
        if amount is not None and amount > left:
            message = f"Refund amount ({baht(amount)}) is greater than unrefunded amount on charge ({baht(left)})"
            raise StripeError(400, message, code="amount_too_large", param="amount")

    def _asked(self, refund: dict, email: str) -> dict:
        """PromptPay cannot take money back by itself: Stripe mails the buyer for a bank account."""
        refund = money_shapes.an_asked_refund(self.store.now(), refund, email, ANSWER_DAYS)
        if self.world.terms.refund_status == "pending":
            del refund["next_action"]
            refund.update(status="pending", pending_reason="processing")
        elif self.world.terms.refund_seconds is None:
            self.world.later(ANSWER_DAYS * money_shapes.DAY, "refund_unanswered", refund["id"])
        if self.world.terms.refund_seconds is not None:
            self.world.later(self.world.terms.refund_seconds, "refund", refund["id"])
        return refund

    def settle(self, refund_id: str, status: str, reason: str = "unknown") -> dict:
        """succeeded, failed, canceled, or pending: the buyer named an account and the bank is at it."""
        refund = self.store.get("refund", refund_id)
        if refund["status"] in SETTLED and (refund["status"], status) != ("succeeded", "failed"):
            raise StripeError(400, f"This refund is {refund['status']}")
        for name in ("next_action", "pending_reason"):
            refund.pop(name, None)
        for what in ("refund", "refund_unanswered"):
            self.store.forget("due", f"{what}:{refund_id}")
        refund["status"] = status
        if status == "pending":
            refund["pending_reason"] = "processing"
        elif status != "succeeded":
            back = self.world.move_money("refund_failure", refund["amount"], [], refund_id, "refund_failure")
            refund.update(failure_reason=reason, failure_balance_transaction=back["id"])
            self._count_refunded(self.store.get("charge", refund["charge"]), -refund["amount"])
        self.world.save(refund)
        self.world.tell("refund.updated", refund)
        self.world.tell("charge.refund.updated", refund)
        if status == "failed":
            self.world.tell("refund.failed", refund)
        return refund

    def cancel(self, refund_id: str) -> dict:
        refund = self.store.get("refund", refund_id, "refund")
        if refund["status"] != "requires_action":
            raise StripeError(400, f"A refund that is {refund['status']} cannot be canceled.")
        return self.settle(refund_id, "canceled", "merchant_request")

    def _count_refunded(self, charge: dict, amount: int) -> None:
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.world.save(charge)

    def dispute(self, charge: dict, amount: int | None, reason: str) -> dict:
        if charge["payment_method_details"]["type"] != "card":
            raise StripeError(400, "Only card payments are disputed")
        dispute = money_shapes.a_dispute(self.store.now(), charge, amount or charge["amount"], reason)
        fees = [money_shapes.a_fee(self.world.terms.dispute_fee, "Dispute fee")]
        moved = self.world.move_money("adjustment", -dispute["amount"], fees, dispute["id"], "dispute")
        dispute["balance_transactions"].append(moved)
        self.world.save({**charge, "disputed": True})
        self.world.tell("charge.dispute.created", self.world.save(dispute))
        self.world.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close_dispute(self, dispute_id: str, won: bool) -> dict:
        dispute = self.store.get("dispute", dispute_id)
        if dispute["status"] in ("won", "lost"):
            raise StripeError(400, f"This dispute is {dispute['status']}")
        dispute["status"] = "won" if won else "lost"
        if won:
            moved = self.world.move_money("adjustment", dispute["amount"], [], dispute_id, "dispute_reversal")
            dispute["balance_transactions"].append(moved)
        self.world.tell("charge.dispute.closed", self.world.save(dispute))
        if won:
            self.world.tell("charge.dispute.funds_reinstated", dispute)
        return dispute
