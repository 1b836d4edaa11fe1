"""The words of the market's money: accounts, batches, what is wrong and what to do about it, what was done."""

from flask_babel import lazy_gettext as _

from shop.payments.actions import PaymentAction
from shop.payments.booth.actions import BoothAction
from shop.payments.booth.models import ClashKind
from shop.payments.models import DisputeStatus, LedgerAccount, RefundCause
from shop.payouts.exceptions import Trouble
from shop.payouts.queries import Hold
from shop.payouts.states import (
    AdjustmentAction,
    AdjustmentStatus,
    BatchAction,
    BatchStatus,
    BooksAction,
    PayoutAction,
    PayoutStatus,
)

ACCOUNTS = {
    LedgerAccount.STRIPE_CLEARING: (_("เงินที่ Stripe ถือไว้"), _("ผู้ซื้อจ่ายแล้ว ยังไม่ได้โอนเข้าบัญชีธนาคารของตลาด")),
    LedgerAccount.BANK: (
        _("บัญชีธนาคารของตลาด"),
        _("เทียบกับสมุดบัญชีได้ ถ้าติดลบ แปลว่ายังไม่ได้บันทึกเงินที่ Stripe โอนเข้ามา"),
    ),
    LedgerAccount.DISPUTED: (_("เงินที่ถูกโต้แย้ง"), _("ธนาคารของผู้ถือบัตรดึงไปก่อน จนกว่าจะตัดสิน")),
    LedgerAccount.STRIPE_FEES: (_("ค่าธรรมเนียม Stripe"), _("Stripe หักไว้จากเงินที่เก็บให้")),
    LedgerAccount.BUYER_FUNDS: (_("เงินของผู้ซื้อ"), _("จ่ายแล้วแต่ของยังไม่ถึง ถ้าไม่ส่งต้องคืน")),
    LedgerAccount.GROUP_PAYABLE: (_("เงินที่ต้องจ่ายกลุ่ม"), _("ของถึงผู้ซื้อแล้ว เป็นของกลุ่ม รอรอบจ่าย")),
    LedgerAccount.REFUNDS: (_("เงินที่กำลังคืนผู้ซื้อ"), _("ตัดสินใจคืนแล้ว ยังไม่ถึงผู้ซื้อ")),
    LedgerAccount.UNALLOCATED: (_("เงินที่ไม่ตรงกับคำสั่งซื้อ"), _("ต้องคืนผู้จ่าย ดูที่หน้าเรื่องต้องดูแล")),
    LedgerAccount.MARKET_FEE: (_("ส่วนของตลาด"), _("ค่าธรรมเนียมที่ตลาดหักจากกลุ่มตามที่ตกลง")),
    LedgerAccount.ADJUSTMENTS: (
        _("รายการปรับยอด"),
        _("ที่เจ้าหน้าที่สองคนปรับ และที่ตลาดรับไว้เอง เช่น คืนเงินนอกระบบหรือแพ้การโต้แย้ง"),
    ),
    LedgerAccount.GROUP_CASH: (_("เงินที่กลุ่มถืออยู่"), _("ผู้ซื้อจ่ายกับกลุ่มโดยตรง ตลาดไม่ได้แตะต้อง")),
    LedgerAccount.GROUP_DIRECT_INCOME: (_("รายได้ที่กลุ่มรับเอง"), _("คู่กับเงินสดและพร้อมเพย์ที่กลุ่มถือ นับเป็นรายได้ของกลุ่มเหมือนกัน")),
}
HOLDS = {
    Hold.NO_DETAILS: _("ยังไม่ได้ใส่บัญชีรับเงิน"),
    Hold.LOCKED: _("ข้อมูลรับเงินถูกล็อกหลังตั้งรหัสผ่านใหม่"),
    Hold.CHANGED_RECENTLY: _("เพิ่งเปลี่ยนบัญชีรับเงินไม่ถึง 48 ชั่วโมง"),
    Hold.SUSPENDED: _("กลุ่มถูกระงับ ตัดสินเรื่องระงับก่อน"),
    Hold.NOTHING_LEFT: _("คืนเงินผู้ซื้อมากกว่าที่ค้างจ่าย หักจากรอบถัดไป"),
}
BATCH_STATUSES = {  # words, tone, mark
    BatchStatus.DRAFT: (_("ร่าง"), "calm", "pencil"),
    BatchStatus.CLOSED: (_("รออีกคนอนุมัติ"), "wait", "clock"),
    BatchStatus.APPROVED: (_("อนุมัติแล้ว รอส่งธนาคาร"), "busy", "check"),
    BatchStatus.EXPORTED: (_("ส่งธนาคารแล้ว รอผล"), "busy", "clock"),
    BatchStatus.SETTLED: (_("ครบทุกกลุ่ม"), "good", "check-round"),
    BatchStatus.CANCELLED: (_("ยกเลิก"), "calm", "cross"),
}
PAYOUT_STATUSES = {
    PayoutStatus.WAITING: (_("รอจ่าย"), "wait", "clock"),
    PayoutStatus.PAID: (_("จ่ายแล้ว"), "good", "check-round"),
    PayoutStatus.FAILED: (_("จ่ายไม่สำเร็จ"), "bad", "alert"),
    PayoutStatus.RETURNED: (_("ธนาคารส่งคืน"), "bad", "undo"),
    PayoutStatus.CANCELLED: (_("ยกเลิก"), "calm", "cross"),
}
ADJUSTMENT_STATUSES = {
    AdjustmentStatus.PROPOSED: (_("รออีกคนอนุมัติ"), "wait", "clock"),
    AdjustmentStatus.APPROVED: (_("อนุมัติแล้ว"), "good", "check-round"),
    AdjustmentStatus.REFUSED: (_("ไม่อนุมัติ"), "calm", "cross"),
}
TROUBLES = {
    Trouble.MISMATCH: (
        _("ยอดเงินไม่ตรง"),
        _("ผู้ซื้อจ่ายมาไม่เท่ากับที่ต้องจ่าย ไม่มีคำสั่งซื้อไหนรับไว้ กดส่งคืนทั้งหมด"),
    ),
    Trouble.FAILED_REFUND: (
        _("คืนเงินไม่สำเร็จ"),
        _("ลองขอ Stripe อีกครั้ง ถ้ายังไม่ได้ ติดต่อผู้ซื้อแล้วโอนจากบัญชีตลาด เก็บเลขอ้างอิงไว้"),
    ),
    Trouble.DISPUTE: (_("ผู้ถือบัตรโต้แย้ง"), _("ตอบพร้อมหลักฐานการส่งที่หน้า Stripe ก่อนวันที่กำหนด ผลจะกลับมาเอง")),
    Trouble.LOST_DISPUTE: (
        _("แพ้การโต้แย้ง"),
        _("เงินหายไปแล้ว ถ้ากลุ่มต้องรับ เสนอปรับลดยอดของกลุ่ม แล้วปิดเรื่องพร้อมบอกว่าใครรับ"),
    ),
    Trouble.OUTSIDE: (
        _("คืนเงินนอกระบบ"),
        _("มีคนคืนเงินที่หน้า Stripe เอง หาว่าเป็นของคำสั่งซื้อไหน เสนอปรับลดยอดของกลุ่มถ้ากลุ่มต้องรับ แล้วปิดเรื่อง"),
    ),
    Trouble.LATE: (
        _("เงินมาช้า กำลังส่งคืน"),
        _("เงินมาถึงหลังของถูกปล่อยแล้ว ระบบกำลังคืนให้เอง ถ้าผู้ซื้อถาม บอกว่าคืนเต็มจำนวน"),
    ),
    Trouble.SLOW_REFUND: (_("คืนเงินนานเกิน 7 วัน"), _("ดูสถานะที่หน้า Stripe ผู้ซื้อพร้อมเพย์อาจยังไม่ได้ตอบอีเมลขอเลขบัญชี")),
    Trouble.UNCONFIRMED_SLIP: (
        _("สลิปพร้อมเพย์ที่กลุ่มไม่ตอบ"),
        _("กลุ่มไม่ตอบเกิน 48 ชั่วโมง หรือผู้ซื้อแย้งว่าโอนจริง โทรถามกลุ่มให้ดูในแอปธนาคาร แล้วตัดสินแทน"),
    ),
    Trouble.OWED_BY_GROUP: (
        _("กลุ่มยังไม่คืนเงิน"),
        _("โทรถามกลุ่มว่าคืนผู้ซื้อแล้วหรือยัง ถ้าคืนแล้วบันทึกว่าคืนเมื่อไร ให้ใคร"),
    ),
    Trouble.NO_FEE: (_("ยังไม่รู้ค่าธรรมเนียม"), _("ระบบถาม Stripe อยู่ ถ้าเกินสองสามวัน แจ้งผู้ดูแลระบบ")),
}
CAUSES = {
    RefundCause.CANCELLED: _("ยกเลิกคำสั่งซื้อ"),
    RefundCause.CALLED_OFF: _("ยกเลิกบางชิ้น"),
    RefundCause.RETURNED: _("คืนสินค้า"),
    RefundCause.RETURNED_TO_SENDER: _("พัสดุตีกลับ"),
    RefundCause.LATE: _("เงินมาช้า"),
    RefundCause.MISMATCH: _("ยอดเงินไม่ตรง"),
    RefundCause.OUTSIDE: _("คืนเงินนอกระบบ"),
}
DISPUTES = {
    DisputeStatus.OPEN: _("รอตัดสิน"),
    DisputeStatus.WON: _("ชนะ"),
    DisputeStatus.LOST: _("แพ้"),
}
CLASHES = {
    ClashKind.SHORT: _("ขายที่บูธเกินจำนวนในระบบ"),
    ClashKind.OFF_SALE: _("ขายที่บูธหลังถูกเอาออกจากการขาย"),
    ClashKind.WRONG_TIME: _("เวลาของเครื่องไม่ตรงกับวันงาน"),
}
MONEY_EVENTS = {
    AdjustmentAction.APPROVE: _("อนุมัติการปรับยอด"),
    AdjustmentAction.PROPOSE: _("เสนอปรับยอด"),
    AdjustmentAction.REFUSE: _("ไม่อนุมัติการปรับยอด"),
    BatchAction.APPROVE: _("อนุมัติรอบจ่ายเงินกลุ่ม"),
    BatchAction.CANCEL: _("ยกเลิกรอบจ่ายเงินกลุ่ม"),
    BatchAction.CLOSE: _("ปิดยอดรอบจ่ายเงินกลุ่ม"),
    BatchAction.DOWNLOAD: _("ดาวน์โหลดไฟล์ธนาคาร"),
    BatchAction.EXPORT: _("ส่งออกรอบจ่ายเงินให้ธนาคาร"),
    BatchAction.OPEN: _("เริ่มรอบจ่ายเงินกลุ่ม"),
    BatchAction.SETTLE: _("จบรอบจ่ายเงินกลุ่ม"),
    BoothAction.SELL: _("ขายที่บูธ"),
    BoothAction.SETTLE_CLASH: _("นับของใหม่หลังขายที่บูธ"),
    BooksAction.CLOSE_EXCEPTION: _("ปิดเรื่องเงินที่ผิดปกติ"),
    BooksAction.RECORD_MOVEMENT: _("บันทึกเงินเข้าธนาคาร"),
    PaymentAction.CALL_OFF_PAYMENT: _("ยกเลิกการชำระเงิน"),
    PaymentAction.CLOSE_DISPUTE: _("จบการโต้แย้ง"),
    PaymentAction.CONFIRM_SLIP: _("เจ้าหน้าที่ยืนยันสลิปแทนกลุ่ม"),
    PaymentAction.DENY_SLIP: _("บอกว่าเงินไม่เข้า"),
    PaymentAction.EXPIRE_PAYMENT: _("หมดเวลาชำระเงิน"),
    PaymentAction.FAIL_PAYMENT: _("ชำระเงินไม่สำเร็จ"),
    PaymentAction.FAIL_REFUND: _("คืนเงินไม่สำเร็จ"),
    PaymentAction.HAND_OVER_SLIP: _("ส่งสลิปให้เจ้าหน้าที่ดู"),
    PaymentAction.MISMATCH_PAYMENT: _("ได้รับเงินไม่ตรงยอด"),
    PaymentAction.MOVE_SLIP: _("ย้ายสลิปไปรายการอื่น"),
    PaymentAction.OBJECT_SLIP: _("แย้งว่าโอนจริง ขอให้ดูใหม่"),
    PaymentAction.OPEN_DISPUTE: _("ผู้ถือบัตรโต้แย้ง"),
    PaymentAction.OPEN_SESSION: _("เปิดหน้าชำระเงิน"),
    PaymentAction.RECEIVE_LATE_PAYMENT: _("ได้รับเงินช้า"),
    PaymentAction.RECEIVE_PAYMENT: _("ได้รับเงิน"),
    PaymentAction.REQUEST_REFUND: _("ตัดสินใจคืนเงิน"),
    PaymentAction.RETRY_REFUND: _("ขอคืนเงินอีกครั้ง"),
    PaymentAction.SEND_REFUND: _("คืนเงินถึงผู้ซื้อ"),
    PaymentAction.SEND_SLIP: _("ส่งสลิป"),
    PaymentAction.SETTLE_REFUND: _("บันทึกว่าคืนเงินเองแล้ว"),
    PayoutAction.FAIL: _("จ่ายเงินกลุ่มไม่สำเร็จ"),
    PayoutAction.PAY: _("จ่ายเงินกลุ่มแล้ว"),
    PayoutAction.RETURN: _("ธนาคารส่งเงินของกลุ่มคืน"),
}
MONEY_SUBJECTS = {
    "adjustment": _("การปรับยอด"),
    "bank_movement": _("เงินเข้าธนาคาร"),
    "dispute": _("การโต้แย้ง"),
    "payout_batch": _("รอบจ่ายเงิน"),
    "refund": _("การคืนเงิน"),
}

# What Stripe says of a refund that failed and of a dispute (API reference: refund failure_reason, dispute reason).
CODES = {
    "charge_already_refunded": _("คืนไปแล้วที่หน้า Stripe"),
    "declined": _("ธนาคารปฏิเสธ"),
    "duplicate": _("เจ้าของบัตรบอกว่าถูกเก็บซ้ำ"),
    "expired_or_canceled_card": _("บัตรหมดอายุหรือถูกยกเลิก"),
    "fraudulent": _("เจ้าของบัตรบอกว่าไม่ได้ซื้อเอง"),
    "insufficient_funds": _("เงินที่ Stripe ไม่พอ"),
    "lost_or_stolen_card": _("บัตรหายหรือถูกขโมย"),
    "product_not_received": _("เจ้าของบัตรบอกว่าไม่ได้รับของ"),
    "product_unacceptable": _("เจ้าของบัตรบอกว่าของไม่ตรงหรือชำรุด"),
}


def code_words(code: str) -> str:
    """In words; what we do not know is told to be looked up over there."""
    return str(CODES.get(code) or _("ดูเหตุผลที่หน้า Stripe")) if code else ""
