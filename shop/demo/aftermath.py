"""What came after the demonstration's purchases: goods that buyers give back, and groups that were paid what they earned."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from shop.demo import people, sellers
from shop.demo.history import back_then, days_ago
from shop.demo.sales import token_for
from shop.kernel.access import Actor, Role
from shop.kernel.codes import digest
from shop.kernel.database import db, transaction
from shop.orders.models import Order, Purchase
from shop.orders.returns import service as returns
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction as A
from shop.orders.returns.states import ReturnReason
from shop.payments.returns import settle_return
from shop.payouts import queries as payable
from shop.payouts import service as payouts
from shop.payouts.models import PayoutBatch

PAID_OUT_DAYS_AGO = (41, 12)
HOUR = timedelta(hours=1)
BROKEN = "เปิดกล่องมาฝาแตก น้ำมันซึมออกมาทั้งถุง ขอคืนเงินค่ะ"
TOO_HOT = "สั่งมาผิดรสค่ะ ยังไม่ได้เปิด"
RIGHT = "ของที่ส่งตรงกับที่สั่งและแพ็กอย่างดี ถ่ายรูปไว้ก่อนส่ง"
NOT_SO = "ในรูปที่กลุ่มถ่ายเป็นคนละใบกับที่ได้รับ"
SORRY = "ขอโทษด้วยค่ะ ไม่ต้องส่งกลับมา คืนเงินให้เลย"


def is_missing() -> bool:
    return not db.session.scalar(select(exists(select(PayoutBatch.id))))


def add() -> None:
    """Once: returns in three states, and the groups' payouts of the past, each in its own transaction."""
    for days in PAID_OUT_DAYS_AGO:
        _pay_groups(days_ago(days))
    if not db.session.scalar(select(exists(select(Return.id)))):
        _ask_back("new-9", days_ago(1, 9), ReturnReason.DAMAGED, BROKEN)
        _ask_back("new-17", days_ago(2, 9), ReturnReason.WRONG_ITEM, TOO_HOT, (A.REFUSE, RIGHT), (A.DISPUTE, NOT_SO))
        _ask_back("old-0", days_ago(9, 9), ReturnReason.DAMAGED, BROKEN, (A.REFUND, SORRY))


def _pay_groups(moment: datetime) -> None:
    commerce, admin = people.actor_of("commerce"), people.actor_of("admin")
    with transaction(), back_then(moment):
        due = [found for found in payable.groups_due() if found.hold is None]
        if not due:
            return
        batch = payouts.start_batch(commerce)
        payouts.close_batch(batch, [found.group.id for found in due], sum(found.satang for found in due), commerce)
        payouts.approve_batch(batch, admin)
        payouts.export_batch(batch, commerce)
        payouts.mark_all_paid(batch, commerce, f"โอนรวม {batch.code}", moment.date())


def _ask_back(errand: str, moment: datetime, reason: ReturnReason, words: str, *steps: tuple[A, str]) -> None:
    """One piece of the first line; what follows comes some hours later, by whose turn it is."""
    with transaction():
        asked = select(Order).join(Order.purchase).where(Purchase.checkout_token == digest(token_for(errand)))
        order = db.session.scalars(asked.order_by(Order.id)).first()
        buyer = Actor(order.purchase.account_id, frozenset({Role.BUYER}))
        moment = max(moment, (order.received_at or order.delivered_at) + HOUR)
        with back_then(moment):
            found = returns.open_return(order, {order.lines[0].id: 1}, reason, words, buyer)
        for number, (action, said) in enumerate(steps, 1):
            actor = buyer if action is A.DISPUTE else sellers.actor_at(order.group_id)
            with back_then(moment + 3 * number * HOUR):
                if action is A.REFUND:
                    settle_return(found, action, actor, words=said)
                else:
                    returns.advance(found, action, actor, words=said)
