"""What else officials write down: money that Stripe moved to the market's bank, and exceptions dealt with elsewhere."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import tidy
from shop.payments import ledger
from shop.payments.models import LedgerAccount
from shop.payouts.actors import check
from shop.payouts.models import BankMovement, ClosedException
from shop.payouts.states import BooksAction

BANK_MOVEMENT = "bank_movement"  # the ledger's kind
LONGEST_REFERENCE = 80
LONGEST_REASON = 300


def record_movement(amount_satang: int, moved_on: date, reference: str, actor: Actor) -> BankMovement:
    """From Stripe to the market's bank account; negative where Stripe took it back. The same reference is written once.

    Raises BadValue (amount, moved_on, reference; reason taken where it is written already).
    """
    check(actor, Permission.MONEY_MANAGE)
    reference = tidy(reference)
    if not amount_satang:
        raise BadValue("amount", "empty")
    if moved_on > today():
        raise BadValue("moved_on", "future")
    if not reference:
        raise BadValue("reference", "empty")
    if len(reference) > LONGEST_REFERENCE:
        raise BadValue("reference", "too_long")
    movement = BankMovement(amount_satang=amount_satang, moved_on=moved_on, reference=reference, recorded_by=actor.id)
    try:
        with db.session.begin_nested():
            db.session.add(movement)
    except IntegrityError as taken:
        raise BadValue("reference", "taken") from taken
    entries = [ledger.Entry(LedgerAccount.BANK, amount_satang), ledger.Entry(LedgerAccount.STRIPE_CLEARING, -amount_satang)]
    ledger.post(f"bank:{movement.id}", BANK_MOVEMENT, entries)
    audit.record(actor, BooksAction.RECORD_MOVEMENT, "bank_movement", movement.id, amount_satang=amount_satang)
    return movement


def close_exception(subject: str, subject_id: int, reason: str, actor: Actor) -> None:
    """Take something out of the queue, saying how it was dealt with. Raises BadValue (reason), LostRace."""
    check(actor, Permission.MONEY_MANAGE)
    reason = tidy(reason)
    if not reason:
        raise BadValue("reason", "empty")
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    try:
        with db.session.begin_nested():
            db.session.add(ClosedException(subject=subject, subject_id=subject_id, reason=reason, closed_by=actor.id))
    except IntegrityError as taken:
        raise LostRace from taken
    audit.record(actor, BooksAction.CLOSE_EXCEPTION, subject, subject_id)
