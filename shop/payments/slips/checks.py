"""What must be true of slips and of what was paid by PromptPay at any moment: asked by `doctor` and the property tests."""

from sqlalchemy import and_, exists, func, or_, select

from shop.kernel.database import db
from shop.orders.checks import MOST_SHOWN
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import CALLED_OFF, OrderStatus
from shop.payments.ledger import CASH_RETURNED, PROMPTPAY_INCOME
from shop.payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
)
from shop.payments.slips.models import Slip, SlipStatus
from shop.payments.slips.photos import slip_photos


def slips_follow_their_orders() -> list[str]:
    """Who waits to be confirmed has shown a slip; a slip waits only where nobody has said yet whether the money came."""
    is_waiting = Slip.status == SlipStatus.WAITING
    shown = exists().where(Slip.order_id == Order.id, is_waiting)
    unshown = select(Order.code).where(Order.status == OrderStatus.AWAITING_CONFIRMATION, ~shown)
    is_late = and_(Slip.is_late, Order.status.in_(CALLED_OFF), Payment.status != PaymentStatus.PAID)
    is_in_time = and_(~Slip.is_late, Order.status == OrderStatus.AWAITING_CONFIRMATION)
    wrong = select(Slip.id, Slip.status, Order.code, Order.status).join(Slip.order).join(Payment, Payment.order_id == Order.id)
    wrong = wrong.where(
        or_(
            and_(is_waiting, ~or_(is_late, is_in_time)),
            and_(Slip.status == SlipStatus.CONFIRMED, Payment.status != PaymentStatus.PAID),
            Order.payment_method != PaymentMethod.PROMPTPAY,
        )
    )
    return [
        *(f"order {code} waits to be confirmed without a slip" for code in db.session.scalars(unshown.limit(MOST_SHOWN))),
        *(
            f"slip {slip} is {status}, its order {code} {order}"
            for slip, status, code, order in db.session.execute(wrong.limit(MOST_SHOWN))
        ),
    ]


def transfers_are_shown_once() -> list[str]:
    """No transfer's number stands on two slips."""
    asked = select(Slip.trans_ref).where(Slip.trans_ref.is_not(None)).group_by(Slip.trans_ref).having(func.count() > 1)
    return [f"transfer {number} is on two slips" for number in db.session.scalars(asked.limit(MOST_SHOWN))]


def promptpay_is_earned_once() -> list[str]:
    """What was confirmed, and nothing else, is its group's direct income, once; less what the group has given back."""
    earned, returned = _direct(PROMPTPAY_INCOME), _direct(CASH_RETURNED)
    written = select(func.count(LedgerTransaction.id)).where(
        LedgerTransaction.order_id == Order.id, LedgerTransaction.kind == PROMPTPAY_INCOME
    )
    given = select(func.coalesce(func.sum(Refund.amount_satang), 0)).where(
        Refund.payment_id == Payment.id, Refund.status == RefundStatus.SETTLED
    )
    is_paid = and_(Payment.status == PaymentStatus.PAID, Payment.method == PaymentMethod.PROMPTPAY)
    is_right = or_(
        and_(is_paid, written.scalar_subquery() == 1, earned == Payment.received_satang, returned == -given.scalar_subquery()),
        and_(~is_paid, written.scalar_subquery() == 0),
    )
    asked = select(Order.code, Payment.status, earned, returned).join(Payment, Payment.order_id == Order.id).where(~is_right)
    return [
        f"order {code}: its payment is {status}, {satang} satang earned by PromptPay, {back} given back"
        for code, status, satang, back in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def photos_have_their_files() -> list[str]:
    return [f"{key} is missing" for key in slip_photos.missing_files()]


def _direct(kind: str):
    """What transactions of this kind say of the order's own group."""
    asked = select(func.coalesce(-func.sum(LedgerEntry.amount_satang), 0)).join(LedgerEntry.transaction)
    asked = asked.where(LedgerTransaction.order_id == Order.id, LedgerTransaction.kind == kind)
    asked = asked.where(LedgerEntry.account == LedgerAccount.GROUP_DIRECT_INCOME, LedgerEntry.group_id == Order.group_id)
    return asked.scalar_subquery()


CHECKS = {
    "slips": slips_follow_their_orders,
    "transfers": transfers_are_shown_once,
    "promptpay": promptpay_is_earned_once,
}
