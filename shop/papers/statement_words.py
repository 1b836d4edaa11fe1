"""What the kinds of the ledger are called on a group's statement."""

from collections.abc import Callable

from shop.payments import ledger


def words_for_kind(kind: str, _: Callable[..., str]) -> str:
    """A kind nobody gave a name to is told as other, so that no sum leaves it out."""
    return {
        ledger.EARNED: _("ขายได้ ของถึงผู้ซื้อแล้ว"),
        ledger.REFUND: _("คืนเงินผู้ซื้อ"),
        "fee": _("ค่าธรรมเนียมตลาด"),
        ledger.PAYOUT: _("จ่ายให้กลุ่ม"),
        ledger.PAYOUT_RETURNED: _("เงินที่จ่ายถูกส่งกลับ"),
        ledger.ADJUSTMENT: _("ปรับยอดโดยเจ้าหน้าที่สองคน"),
        ledger.CASH_INCOME: _("รับเงินสดจากผู้ซื้อ"),
        ledger.PROMPTPAY_INCOME: _("รับพร้อมเพย์จากผู้ซื้อ"),
        ledger.CASH_RETURNED: _("กลุ่มคืนเงินให้ผู้ซื้อ"),
    }.get(kind, _("รายการอื่น"))
