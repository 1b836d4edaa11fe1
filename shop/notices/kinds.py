"""Every kind of notice: its title, what it must be told, and where it leads. The one place that documents this.

`params` are required, `optional` may be given; both are kept as they are and shown in the inbox for years. `sealed` are keys of
links: kept encrypted, and erased once every channel is through with them. A kind without a path of its own needs them.
Quiet hours hold back LINE and SMS except of kinds that are urgent or about an account.
"""

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    GROUP_SUBMITTED = "group_submitted"
    GROUP_APPROVED = "group_approved"
    GROUP_CHANGES_REQUESTED = "group_changes_requested"
    GROUP_REJECTED = "group_rejected"
    GROUP_DECISION_TAKEN_BACK = "group_decision_taken_back"
    GROUP_SUSPENDED = "group_suspended"
    GROUP_REINSTATED = "group_reinstated"
    PRODUCT_APPROVED = "product_approved"
    PRODUCT_CHANGES_REQUESTED = "product_changes_requested"
    PRODUCT_REJECTED = "product_rejected"
    PRODUCT_DECISION_TAKEN_BACK = "product_decision_taken_back"
    PRODUCT_SUSPENDED = "product_suspended"
    PRODUCT_REINSTATED = "product_reinstated"
    PRICE_APPROVED = "price_approved"
    PRICE_REJECTED = "price_rejected"
    PURCHASE_PLACED = "purchase_placed"
    ORDER_PLACED = "order_placed"
    ORDER_RECEIVED_BY_GROUP = "order_received_by_group"
    ORDER_REMINDER = "order_reminder"
    ORDER_ACCEPTED = "order_accepted"
    ORDER_PACKED = "order_packed"
    ORDER_SHIPPED = "order_shipped"
    ORDER_DELIVERED = "order_delivered"
    ORDER_RECEIVED = "order_received"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_RETURNED_TO_SENDER = "order_returned_to_sender"
    PURCHASE_AWAITS_PAYMENT = "purchase_awaits_payment"
    PAYMENT_RECEIVED = "payment_received"
    PAYMENT_EXPIRED = "payment_expired"
    PAYMENT_CALLED_OFF = "payment_called_off"
    PAYMENT_CAME_LATE = "payment_came_late"
    PAYMENT_MISMATCH = "payment_mismatch"
    PAYMENT_SENT_BACK = "payment_sent_back"
    PROMPTPAY_CONFIRMED = "promptpay_confirmed"
    PROMPTPAY_EXPIRED = "promptpay_expired"
    SLIP_TO_CONFIRM = "slip_to_confirm"
    SLIP_REMINDER = "slip_reminder"
    SLIP_AT_OFFICE = "slip_at_office"
    SLIP_DENIED = "slip_denied"
    REFUND_REQUESTED = "refund_requested"
    REFUND_OWED = "refund_owed"
    REFUND_SENT = "refund_sent"
    PAYOUT_PAID = "payout_paid"
    PAYOUT_FAILED = "payout_failed"
    ADJUSTMENT_ADDED = "adjustment_added"
    ADJUSTMENT_TAKEN = "adjustment_taken"
    ORDER_PIECES_CALLED_OFF = "order_pieces_called_off"
    RETURN_REQUESTED = "return_requested"
    RETURN_ACCEPTED = "return_accepted"
    RETURN_REFUSED = "return_refused"
    RETURN_SENT_BACK = "return_sent_back"
    RETURN_DISPUTED = "return_disputed"
    RETURN_SETTLED = "return_settled"
    RETURN_DECLINED = "return_declined"
    RETURN_LAPSED = "return_lapsed"
    RETURN_WITHDRAWN = "return_withdrawn"
    REVIEW_ASKED = "review_asked"
    REVIEW_APPROVED = "review_approved"
    REVIEW_REFUSED = "review_refused"
    REVIEW_ANSWERED = "review_answered"
    ANSWER_REFUSED = "answer_refused"
    FOLLOWED_NEW = "followed_new"
    WISH_IS_BACK = "wish_is_back"
    PASSWORD_RESET_LINK = "password_reset_link"
    PASSWORD_CHANGED = "password_changed"
    EMAIL_VERIFICATION = "email_verification"
    EMAIL_CHANGED = "email_changed"
    LINE_LINKED = "line_linked"
    LINE_UNLINKED = "line_unlinked"
    ACCOUNT_EXISTS = "account_exists"
    BANK_DETAILS_LOCKED = "bank_details_locked"
    INCOME_DETAILS_CHANGED = "income_details_changed"
    GROUP_TO_CLAIM = "group_to_claim"
    STAFF_INVITED = "staff_invited"
    STAFF_REMOVED = "staff_removed"
    OWNERSHIP_HANDED_OVER = "ownership_handed_over"
    OFFICIAL_INVITED = "official_invited"
    EXHIBIT_CONFIRMED = "exhibit_confirmed"
    EXHIBIT_REFUSED = "exhibit_refused"
    ORDER_MESSAGE = "order_message"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_TAKEN_DOWN = "question_taken_down"
    WHOLESALE_SENT = "wholesale_sent"
    WHOLESALE_ASKED = "wholesale_asked"
    WHOLESALE_QUOTED = "wholesale_quoted"
    WHOLESALE_DECLINED = "wholesale_declined"
    WHOLESALE_WITHDRAWN = "wholesale_withdrawn"
    WHOLESALE_ACCEPTED = "wholesale_accepted"
    WHOLESALE_CLOSED = "wholesale_closed"
    WHOLESALE_EXPIRED = "wholesale_expired"
    WHOLESALE_QUOTE_EXPIRED = "wholesale_quote_expired"
    CONSENT_ASKED = "consent_asked"
    CONSENT_CODE_LISTINGS = "consent_code_listings"
    CONSENT_CODE_ORDERS = "consent_code_orders"
    CONSENT_CODE_BOTH = "consent_code_both"
    CONSENT_GIVEN = "consent_given"
    CONSENT_TAKEN_UP = "consent_taken_up"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_ENDS_SOON = "consent_ends_soon"
    HELP_ENDS_SOON = "help_ends_soon"
    HELP_ENDED = "help_ended"
    HELPER_GONE = "helper_gone"
    REPORT_ASKED = "report_asked"
    REPORT_CLOSED = "report_closed"
    REPORT_CLOSED_FOR_GROUP = "report_closed_for_group"
    RECALL_RECORDED = "recall_recorded"
    RECALL_ENDED = "recall_ended"
    RECALL_TOLD = "recall_told"
    RECALL_CORRECTED = "recall_corrected"
    TRAINING_ANNOUNCED = "training_announced"
    TRAINING_CANCELLED = "training_cancelled"


@dataclass(frozen=True)
class KindOfNotice:
    """`title`, `action` are Thai source texts; `path` is where it leads, filled from params, in the reader's language."""

    title: str
    subject: str  # what it is about, found again by queries.deliveries_for
    subject_param: str | None  # the param that names it; None: the recipient's account
    params: frozenset[str]
    optional: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    path: str = ""  # empty: the sealed `path`
    action: str = ""
    is_urgent: bool = False  # a clock shorter than a night runs
    is_for_safety: bool = False  # somebody's account, or where money goes, was touched
    needs_no_call: bool = False  # it is on their screen already, or they need do nothing
    is_for_health: bool = False  # told even to who chose to look in the inbox alone

    @property
    def is_firm(self) -> bool:
        """Goes by e-mail where there is one, whatever was chosen: all that is about an account."""
        return self.is_for_safety or self.subject_param is None

    @property
    def rings_at_night(self) -> bool:
        return self.is_urgent or self.is_firm

    @property
    def may_be_called(self) -> bool:
        """Whether somebody is asked to telephone where nothing else reached the person.

        The group's desk; about a whole purchase, whose money the market holds, the officials.
        """
        return not (self.is_firm or self.needs_no_call)


def _kind(title: str, subject: str, subject_param: str | None, params: str, **more: object) -> KindOfNotice:
    for name in ("optional", "sealed"):
        more[name] = frozenset(str(more.get(name, "")).split())
    return KindOfNotice(title, subject, subject_param, frozenset(params.split()), **more)


def _of_group(title: str, params: str = "", **more: object) -> KindOfNotice:
    more = {"path": "/sell", "action": "ไปที่ร้านของกลุ่ม", **more}
    return _kind(title, "group", "group_id", f"group_id group_name {params}", **more)


def _of_product(title: str, params: str = "", **more: object) -> KindOfNotice:
    more = {"path": "/sell/products/{product_id}", "action": "ดูสินค้านี้", **more}
    return _kind(title, "product", "product_id", f"product_id product_title {params}", **more)


def _of_favourite(title: str, params: str = "", **more: object) -> KindOfNotice:
    more = {"action": "ไปดู", "needs_no_call": True, **more}
    return _kind(title, "favourite", "product_id", f"product_id product_title {params}", **more)


def _of_order(title: str, params: str = "", optional: str = "", **more: object) -> KindOfNotice:
    """About an order. The buyer's link is opened by the sealed `key`; with `for_group=True` it leads to the group's desk."""
    more = {"path": "/orders/{code}", "action": "ติดตามคำสั่งซื้อ", "sealed": "key", **more}
    return _kind(title, "order", "code", f"code {params}", optional=f"for_group {optional}", **more)


def _of_purchase(title: str, params: str, **more: object) -> KindOfNotice:
    """About all of a purchase: told to its buyer, whose link is opened by the sealed `key`."""
    more = {"path": "/purchases/{code}", "action": "ติดตามการสั่งซื้อ", "sealed": "key", **more}
    return _kind(title, "purchase", "code", f"code {params}", **more)


def _of_question(title: str, **more: object) -> KindOfNotice:
    """About a question. Its asker's link is opened by the sealed `key`; with `for_group=True` it leads to the group's desk."""
    more = {
        "path": "/questions/{question_id}",
        "action": "ดูคำถามและคำตอบ",
        "sealed": "key",
        "optional": "for_group reason",
        **more,
    }
    return _kind(title, "question", "question_id", "question_id product_title", needs_no_call=True, **more)


def _of_wholesale(title: str, params: str = "", optional: str = "", **more: object) -> KindOfNotice:
    """About a request for many pieces. Its buyer's link is opened by the sealed `key`; some lead to the group's desk."""
    more = {"path": "/wholesale/{code}", "action": "ดูคำขอและราคา", "sealed": "key", **more}
    return _kind(title, "wholesale", "code", f"code {params}", optional=f"for_group {optional}", **more)


def _of_report(title: str, params: str = "", **more: object) -> KindOfNotice:
    more = {"path": "/sell/reports/{case_id}", "action": "ดูเรื่องนี้", **more}
    return _kind(title, "report_case", "case_id", f"case_id title {params}", **more)


def _of_recall(title: str, **more: object) -> KindOfNotice:
    """About what a buyer bought: it stands with the order, whose group telephones where nothing else arrives."""
    more = {"path": "/recalls/{recall_id}", "action": "อ่านว่าต้องทำอย่างไร", **more}
    return _kind(title, "order", "code", "code recall_id product_title", is_for_health=True, **more)


def _of_training(title: str) -> KindOfNotice:
    path = {"path": "/sell/trainings/{training_id}", "action": "ดูการอบรมนี้"}
    return _kind(title, "training", "training_id", "training_id title starts_on", needs_no_call=True, **path)


def _of_account(title: str, params: str = "", **more: object) -> KindOfNotice:
    return _kind(title, "account", None, params, **more)


def _by_link(title: str, action: str, params: str = "", **more: object) -> KindOfNotice:
    """Carries a link for one use: the sealed `path`, e.g. `/account/reset/<key>`."""
    return _of_account(title, params, action=action, sealed="path", **more)


K = NoticeKind
TO_SLIP = {"path": "/sell/orders/{code}", "action": "ดูสลิปและยืนยัน", "sealed": ""}
TO_INCOME = {"path": "/sell/income", "action": "ดูรายได้ของกลุ่ม"}
TO_QUOTE = {"path": "/sell/wholesale/{code}", "action": "ดูคำขอ", "sealed": ""}
TO_HELPERS = {"path": "/sell/group/helpers", "action": "ดูอาสาสมัครของกลุ่ม", "is_for_safety": True}
TO_HELPING = {"path": "/sell/helping", "action": "ดูกลุ่มที่ฉันช่วย", "needs_no_call": True}
TO_REVIEWS = {"path": "/sell/reviews", "action": "ดูรีวิวและตอบ", "needs_no_call": True}
KINDS: dict[str, KindOfNotice] = {
    # Groups: told to their members. `advice` and `reason` are the official's words.
    K.GROUP_SUBMITTED: _of_group("ได้รับคำขอเปิดร้านของ %(group_name)s แล้ว", needs_no_call=True),
    K.GROUP_APPROVED: _of_group("%(group_name)s ได้รับอนุมัติให้ขายแล้ว", optional="advice"),
    K.GROUP_CHANGES_REQUESTED: _of_group("ขอให้แก้ไขข้อมูลของ %(group_name)s", optional="advice"),
    K.GROUP_REJECTED: _of_group("คำขอเปิดร้านของ %(group_name)s ไม่ได้รับอนุมัติ", "reason"),
    K.GROUP_SUSPENDED: _of_group("ร้านของ %(group_name)s ถูกระงับชั่วคราว", "reason", path="/sell/group"),
    K.GROUP_REINSTATED: _of_group("ร้านของ %(group_name)s เปิดขายได้อีกครั้ง"),
    K.GROUP_DECISION_TAKEN_BACK: _of_group("เจ้าหน้าที่ถอนคำตัดสินเรื่อง %(group_name)s กลับไปตรวจอีกครั้ง", needs_no_call=True),
    # Products and prices: told to the group's members.
    K.PRODUCT_APPROVED: _of_product("“%(product_title)s” ได้รับอนุมัติแล้ว", optional="advice"),
    K.PRODUCT_CHANGES_REQUESTED: _of_product("ขอให้แก้ไข “%(product_title)s”", optional="advice"),
    K.PRODUCT_REJECTED: _of_product("“%(product_title)s” ไม่ได้รับอนุมัติ", "reason"),
    K.PRODUCT_SUSPENDED: _of_product("“%(product_title)s” ถูกระงับการขาย", "reason"),
    K.PRODUCT_REINSTATED: _of_product("“%(product_title)s” กลับมาขายได้แล้ว"),
    K.PRODUCT_DECISION_TAKEN_BACK: _of_product("เจ้าหน้าที่ถอนคำตัดสินเรื่อง “%(product_title)s” กลับไปตรวจอีกครั้ง", needs_no_call=True),
    K.PRICE_APPROVED: _of_product("ราคาใหม่ของ “%(product_title)s” ได้รับอนุมัติแล้ว", "price_satang"),
    K.PRICE_REJECTED: _of_product("ราคาใหม่ของ “%(product_title)s” ไม่ได้รับอนุมัติ", "price_satang reason"),
    # Purchases and orders: told to the buyer, those with for_group to the group's members too.
    K.PURCHASE_PLACED: _of_purchase("รับการสั่งซื้อ %(code)s แล้ว", "order_count total_satang", needs_no_call=True),
    K.ORDER_PLACED: _of_order("ส่งคำสั่งซื้อ %(code)s ให้ %(group_name)s แล้ว", "group_name total_satang", needs_no_call=True),
    K.ORDER_RECEIVED_BY_GROUP: _of_order(
        "มีคำสั่งซื้อใหม่ %(code)s", "total_satang", path="/sell/orders/{code}", action="ดูและรับคำสั่งซื้อ", sealed=""
    ),
    K.ORDER_REMINDER: _of_order("คำสั่งซื้อ %(code)s รอกลุ่มตอบรับอยู่", path="/sell/orders/{code}", action="ดูและรับคำสั่งซื้อ", sealed=""),
    K.ORDER_ACCEPTED: _of_order("%(group_name)s รับคำสั่งซื้อ %(code)s แล้ว", "group_name"),
    K.ORDER_PACKED: _of_order("คำสั่งซื้อ %(code)s แพ็กเสร็จแล้ว", "group_name", "collect"),
    K.ORDER_SHIPPED: _of_order("คำสั่งซื้อ %(code)s ส่งออกแล้ว", "group_name", "carrier tracking_number"),
    K.ORDER_DELIVERED: _of_order("คำสั่งซื้อ %(code)s ถึงปลายทางแล้ว", needs_no_call=True),
    K.ORDER_RECEIVED: _of_order("คำสั่งซื้อ %(code)s ได้รับของเรียบร้อยแล้ว", needs_no_call=True),
    K.ORDER_CANCELLED: _of_order("คำสั่งซื้อ %(code)s ถูกยกเลิก", optional="reason was_paid"),
    K.ORDER_RETURNED_TO_SENDER: _of_order("คำสั่งซื้อ %(code)s ถูกส่งคืนผู้ขาย"),
    # Payments of a whole purchase, told to the buyer; refunds, told to the buyer and with for_group to the group's members.
    K.PURCHASE_AWAITS_PAYMENT: _of_purchase(
        "การสั่งซื้อ %(code)s รอการชำระเงิน", "total_satang until", action="ไปชำระเงิน", is_urgent=True, needs_no_call=True
    ),
    K.PAYMENT_RECEIVED: _of_purchase(
        "ได้รับเงินสำหรับการสั่งซื้อ %(code)s แล้ว", "amount_satang", action="ดูการสั่งซื้อและใบเสร็จ", needs_no_call=True
    ),
    K.PAYMENT_EXPIRED: _of_purchase("การสั่งซื้อ %(code)s ยังไม่ได้ชำระเงิน จึงถูกยกเลิก", "amount_satang", needs_no_call=True),
    K.PAYMENT_CALLED_OFF: _of_purchase("ยกเลิกการสั่งซื้อ %(code)s แล้ว", "amount_satang", needs_no_call=True),
    K.PAYMENT_CAME_LATE: _of_purchase("เงินสำหรับการสั่งซื้อ %(code)s มาถึงหลังหมดเวลา", "amount_satang"),
    K.PAYMENT_MISMATCH: _of_purchase("ยอดเงินของการสั่งซื้อ %(code)s ไม่ตรงกับที่ต้องชำระ", "amount_satang"),
    K.PAYMENT_SENT_BACK: _of_purchase("กำลังคืนเงินของการสั่งซื้อ %(code)s", "amount_satang"),
    # PromptPay straight to a group: told to the buyer; SLIP_TO_CONFIRM and _REMINDER to the group's members, _AT_OFFICE to both.
    K.PROMPTPAY_CONFIRMED: _of_order("กลุ่มได้รับเงินของคำสั่งซื้อ %(code)s แล้ว", "amount_satang", needs_no_call=True),
    K.PROMPTPAY_EXPIRED: _of_order(
        "คำสั่งซื้อ %(code)s หมดเวลาชำระเงิน", "amount_satang", action="ดูคำสั่งซื้อหรือส่งสลิป", needs_no_call=True
    ),
    K.SLIP_TO_CONFIRM: _of_order("ผู้ซื้อส่งสลิปแล้ว คำสั่งซื้อ %(code)s", "amount_satang", "is_late", **TO_SLIP),
    K.SLIP_REMINDER: _of_order("สลิปของคำสั่งซื้อ %(code)s รอกลุ่มยืนยันอยู่", "amount_satang", **TO_SLIP),
    K.SLIP_AT_OFFICE: _of_order("เจ้าหน้าที่จะดูเรื่องโอนเงินของคำสั่งซื้อ %(code)s", "amount_satang"),
    K.SLIP_DENIED: _of_order("กลุ่มไม่พบเงินของคำสั่งซื้อ %(code)s", "amount_satang", "is_final", action="ดูคำสั่งซื้อหรือส่งสลิป"),
    K.REFUND_REQUESTED: _of_order("กำลังคืนเงินของคำสั่งซื้อ %(code)s", "amount_satang"),
    K.REFUND_OWED: _of_order("กลุ่มจะคืนเงินของคำสั่งซื้อ %(code)s", "amount_satang"),
    K.REFUND_SENT: _of_order("คืนเงินของคำสั่งซื้อ %(code)s แล้ว", "amount_satang"),
    # What the market owes a group: told to its owner and staff. `code` is what the bank shows with the transfer.
    K.PAYOUT_PAID: _of_group("โอนเงินให้ %(group_name)s แล้ว", "code amount_satang", **TO_INCOME, needs_no_call=True),
    K.PAYOUT_FAILED: _of_group("โอนเงินให้ %(group_name)s ไม่สำเร็จ", "code amount_satang reason", **TO_INCOME),
    K.ADJUSTMENT_ADDED: _of_group("ปรับยอดเงินเพิ่มให้ %(group_name)s", "amount_satang reason", **TO_INCOME, needs_no_call=True),
    K.ADJUSTMENT_TAKEN: _of_group("ปรับลดยอดเงินของ %(group_name)s", "amount_satang reason", **TO_INCOME),
    # Pieces called off, returns and complaints: told to the buyer, and with for_group to the group's members.
    # `pieces` are names and numbers; `words` are those of whoever took the step.
    K.ORDER_PIECES_CALLED_OFF: _of_order("ยกเลิกสินค้าบางชิ้นในคำสั่งซื้อ %(code)s", "pieces amount_satang", "reason"),
    K.RETURN_REQUESTED: _of_order("ผู้ซื้อขอคืนสินค้าในคำสั่งซื้อ %(code)s", action="ดูและตอบผู้ซื้อ"),
    K.RETURN_ACCEPTED: _of_order("กลุ่มรับคืนสินค้าในคำสั่งซื้อ %(code)s", optional="words"),
    K.RETURN_REFUSED: _of_order("กลุ่มไม่รับคืนสินค้าในคำสั่งซื้อ %(code)s", optional="words"),
    K.RETURN_SENT_BACK: _of_order("ผู้ซื้อส่งของคืนแล้ว คำสั่งซื้อ %(code)s"),
    K.RETURN_DISPUTED: _of_order("เจ้าหน้าที่จะตัดสินเรื่องคืนสินค้า คำสั่งซื้อ %(code)s"),
    K.RETURN_SETTLED: _of_order("เรื่องคืนสินค้า คำสั่งซื้อ %(code)s จบแล้ว คืนเงินให้ผู้ซื้อ", optional="words"),
    K.RETURN_DECLINED: _of_order("เจ้าหน้าที่ตัดสินแล้ว ไม่คืนเงิน คำสั่งซื้อ %(code)s", optional="words"),
    K.RETURN_LAPSED: _of_order("ปิดเรื่องคืนสินค้า คำสั่งซื้อ %(code)s"),
    K.RETURN_WITHDRAWN: _of_order("ผู้ซื้อไม่ขอคืนสินค้าแล้ว คำสั่งซื้อ %(code)s", needs_no_call=True),
    # Reviews: told to the buyer; REVIEW_APPROVED and ANSWER_REFUSED to the group's members. `why`: a RefusedFor.
    K.REVIEW_ASKED: _of_order("ของจาก %(group_name)s เป็นอย่างไรบ้าง", "group_name", action="ให้ดาวและเขียนรีวิว", needs_no_call=True),
    K.REVIEW_REFUSED: _of_order("รีวิว “%(product_title)s” ยังไม่ได้ขึ้น", "product_title why", needs_no_call=True),
    K.REVIEW_ANSWERED: _of_order("กลุ่มตอบรีวิวของคุณเรื่อง “%(product_title)s”", "product_title", needs_no_call=True),
    K.REVIEW_APPROVED: _of_product("มีรีวิวใหม่ของ “%(product_title)s”", "stars", **TO_REVIEWS),
    K.ANSWER_REFUSED: _of_product("คำตอบรีวิว “%(product_title)s” ยังไม่ได้ขึ้น", "why", **TO_REVIEWS),
    # Favourites: told to the person who keeps an eye on them. `more`: how many new products beside the one that is named.
    K.FOLLOWED_NEW: _of_favourite("มีของใหม่จากกลุ่มที่คุณติดตาม", "group_name more", path="/account/following"),
    K.WISH_IS_BACK: _of_favourite("“%(product_title)s” กลับมามีของแล้ว", path="/products/{product_id}"),
    # Accounts: told to the person. `until` is a time.
    K.PASSWORD_RESET_LINK: _by_link("ตั้งรหัสผ่านใหม่", "ตั้งรหัสผ่านใหม่"),
    K.PASSWORD_CHANGED: _of_account("รหัสผ่านของคุณถูกเปลี่ยนแล้ว", path="/account", action="ไปที่บัญชีของฉัน"),
    K.EMAIL_VERIFICATION: _by_link("ยืนยันอีเมลของคุณ", "ยืนยันอีเมล"),
    K.EMAIL_CHANGED: _of_account("อีเมลของบัญชีคุณถูกเปลี่ยนแล้ว", path="/account", action="ไปที่บัญชีของฉัน"),
    K.LINE_LINKED: _of_account("เชื่อม LINE กับบัญชีของคุณแล้ว", path="/account/line", action="ดูการเชื่อม LINE"),
    K.LINE_UNLINKED: _of_account("บัญชีของคุณไม่ได้เชื่อมกับ LINE แล้ว", path="/account/line", action="ดูการเชื่อม LINE"),
    K.ACCOUNT_EXISTS: _of_account("คุณมีบัญชีอยู่แล้ว", path="/account/sign-in", action="เข้าสู่ระบบ"),
    K.BANK_DETAILS_LOCKED: _of_group("ล็อกข้อมูลรับเงินของ %(group_name)s ไว้ชั่วคราว", "until", is_for_safety=True),
    K.INCOME_DETAILS_CHANGED: _of_group("ข้อมูลรับเงินของ %(group_name)s ถูกเปลี่ยน", "at", path="/sell/group", is_for_safety=True),
    K.GROUP_TO_CLAIM: _by_link("ร้านของ %(group_name)s รอคุณอยู่", "รับร้านของกลุ่ม", "group_id group_name fair_title"),
    K.STAFF_INVITED: _by_link("เชิญคุณร่วมดูแลร้าน %(group_name)s", "ดูคำเชิญ", "group_id group_name"),
    K.STAFF_REMOVED: _of_group("คุณไม่ได้ดูแลร้าน %(group_name)s แล้ว", path="/account", action="ไปที่บัญชีของฉัน", is_for_safety=True),
    K.OWNERSHIP_HANDED_OVER: _of_group("ร้าน %(group_name)s มีเจ้าของคนใหม่", is_for_safety=True),
    K.OFFICIAL_INVITED: _by_link("เชิญคุณเป็นเจ้าหน้าที่ของ %(site_name)s", "ตั้งรหัสผ่าน", "site_name"),
    # Fairs: told to the group's members.
    K.EXHIBIT_CONFIRMED: _of_product("ยืนยันแล้วว่า “%(product_title)s” ร่วมงาน %(fair_title)s", "fair_title"),
    K.EXHIBIT_REFUSED: _of_product("ยืนยันไม่ได้ว่า “%(product_title)s” ร่วมงาน %(fair_title)s", "fair_title", optional="reason"),
    # Messages on an order, told to the other side once for several in a row. Never their words.
    K.ORDER_MESSAGE: _of_order("มีข้อความใหม่เรื่องคำสั่งซื้อ %(code)s", action="อ่านข้อความ", needs_no_call=True),
    # Questions about products: _ASKED to the group's members, _ANSWERED to who asked, _TAKEN_DOWN to both. Never their words.
    K.QUESTION_ASKED: _of_question(
        "มีคนถามเรื่อง “%(product_title)s”", path="/sell/questions/{question_id}", action="ตอบคำถาม", sealed=""
    ),
    K.QUESTION_ANSWERED: _of_question("กลุ่มตอบคำถามของคุณเรื่อง “%(product_title)s” แล้ว"),
    K.QUESTION_TAKEN_DOWN: _of_question("เจ้าหน้าที่เอาคำถามเรื่อง “%(product_title)s” ออก"),
    # Many pieces at once: _ASKED, _ACCEPTED, _CLOSED to the group's members, _QUOTE_EXPIRED to both, the others to the buyer.
    K.WHOLESALE_SENT: _of_wholesale("ส่งคำขอสั่งจำนวนมาก %(code)s แล้ว", "group_count", needs_no_call=True),
    K.WHOLESALE_ASKED: _of_wholesale("มีคนขอราคา %(quantity)s ชิ้น", "quantity", **TO_QUOTE),
    K.WHOLESALE_QUOTED: _of_wholesale("%(group_name)s เสนอราคาให้คุณแล้ว", "group_name"),
    K.WHOLESALE_DECLINED: _of_wholesale("%(group_name)s ทำตามคำขอของคุณไม่ได้", "group_name", needs_no_call=True),
    K.WHOLESALE_WITHDRAWN: _of_wholesale("%(group_name)s ถอนราคาที่เสนอไว้", "group_name", needs_no_call=True),
    K.WHOLESALE_ACCEPTED: _of_wholesale("ผู้ซื้อตกลงตามราคาที่เสนอ คำขอ %(code)s", **TO_QUOTE),
    K.WHOLESALE_CLOSED: _of_wholesale("คำขอสั่งจำนวนมาก %(code)s ปิดแล้ว", **TO_QUOTE, needs_no_call=True),
    K.WHOLESALE_EXPIRED: _of_wholesale("คำขอสั่งจำนวนมาก %(code)s หมดเวลาแล้ว", needs_no_call=True),
    K.WHOLESALE_QUOTE_EXPIRED: _of_wholesale("ราคาที่ %(group_name)s เสนอหมดอายุแล้ว", "group_name", needs_no_call=True),
    # Volunteers: those with TO_HELPERS to the group's owner, the others to the volunteer. `last_day`: in figures (31/12/2569).
    K.CONSENT_ASKED: _of_group("%(volunteer_name)s ขอช่วยดูแลร้าน %(group_name)s", "volunteer_name", **TO_HELPERS),
    K.CONSENT_CODE_LISTINGS: _of_group(
        "รหัส %(code)s: บอก %(volunteer_name)s ถ้าให้ช่วยดูแลสินค้าถึง %(last_day)s", "volunteer_name code last_day", **TO_HELPERS
    ),
    K.CONSENT_CODE_ORDERS: _of_group(
        "รหัส %(code)s: บอก %(volunteer_name)s ถ้าให้ช่วยดูแลคำสั่งซื้อถึง %(last_day)s", "volunteer_name code last_day", **TO_HELPERS
    ),
    K.CONSENT_CODE_BOTH: _of_group(
        "รหัส %(code)s: บอก %(volunteer_name)s ถ้าให้ช่วยดูแลสินค้าและคำสั่งซื้อถึง %(last_day)s",
        "volunteer_name code last_day",
        **TO_HELPERS,
    ),
    K.CONSENT_GIVEN: _of_group(
        "%(volunteer_name)s ช่วยดูแลร้าน %(group_name)s ได้ถึง %(last_day)s", "volunteer_name way scope last_day", **TO_HELPERS
    ),
    K.CONSENT_TAKEN_UP: _of_group(
        "%(group_name)s ให้คุณช่วยดูแลร้านถึง %(last_day)s", "volunteer_name way scope last_day", **TO_HELPING
    ),
    K.CONSENT_REFUSED: _of_group("ยังไม่ได้รับความยินยอมจาก %(group_name)s", "volunteer_name", optional="reason", **TO_HELPING),
    K.CONSENT_ENDS_SOON: _of_group(
        "%(volunteer_name)s จะช่วยร้านได้ถึง %(last_day)s", "volunteer_name last_day", **{**TO_HELPERS, "is_for_safety": False}
    ),
    K.HELP_ENDS_SOON: _of_group("คุณช่วย %(group_name)s ได้ถึง %(last_day)s", "volunteer_name last_day", **TO_HELPING),
    K.HELP_ENDED: _of_group("คุณไม่ได้ช่วยร้าน %(group_name)s แล้ว", "volunteer_name", **TO_HELPING),
    K.HELPER_GONE: _of_group("%(volunteer_name)s ไม่ได้ช่วยร้าน %(group_name)s แล้ว", "volunteer_name", **TO_HELPERS),
    # Reports: _ASKED and _CLOSED_FOR_GROUP to the group's members, _CLOSED to who reported. `outcome`: a reports.states.Outcome;
    # `words`: the official's. Nothing leads a guest to a case, which is the office's.
    K.REPORT_ASKED: _of_report("เจ้าหน้าที่ขอฟังกลุ่มเรื่อง “%(title)s”", action="เล่าให้เจ้าหน้าที่ฟัง"),
    K.REPORT_CLOSED_FOR_GROUP: _of_report("เรื่องที่เจ้าหน้าที่ถามถึง “%(title)s” จบแล้ว", "outcome words", needs_no_call=True),
    K.REPORT_CLOSED: _of_report(
        "เจ้าหน้าที่ดูเรื่อง “%(title)s” ที่คุณแจ้งแล้ว", "outcome words", path="/help", action="ไปที่หน้าช่วยเหลือ", needs_no_call=True
    ),
    # Recalls: _RECORDED and _ENDED to the group's members, the others to each who bought it, once.
    K.RECALL_RECORDED: _kind(
        "“%(product_title)s” ถูกเรียกคืน",
        "recall",
        "recall_id",
        "recall_id product_title reason",
        path="/sell/recalls/{recall_id}",
        action="อ่านและเล่าให้เจ้าหน้าที่ฟัง",
        is_urgent=True,
    ),
    K.RECALL_ENDED: _kind(
        "เรื่องเรียกคืน “%(product_title)s” จบแล้ว",
        "recall",
        "recall_id",
        "recall_id product_title words",
        path="/sell/recalls/{recall_id}",
        action="ดูเรื่องนี้",
        needs_no_call=True,
    ),
    K.RECALL_TOLD: _of_recall("เรียกคืน “%(product_title)s” ที่คุณซื้อ", is_urgent=True),
    K.RECALL_CORRECTED: _of_recall("“%(product_title)s” ที่แจ้งเรียกคืน ไม่มีปัญหา", action="อ่านคำชี้แจง", needs_no_call=True),
    # Trainings: told to the groups that they would help, when called off to those who would come. `starts_on`: a day.
    K.TRAINING_ANNOUNCED: _of_training("อบรม: %(title)s"),
    K.TRAINING_CANCELLED: _of_training("ยกเลิกการอบรม: %(title)s"),
}
