"""What the desks show of a transfer by PromptPay: its QR code, where it goes, how it stands, and the slips that tell of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from math import ceil

import segno
from flask import Response, abort, request
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from shop.catalogue.pictures import MOST_BYTES, PhotoRefused
from shop.groups.income_details import PayTo
from shop.groups.queries import groups_by_id
from shop.groups.states import GroupStatus
from shop.kernel.clock import now
from shop.kernel.identifiers import BANKS, PromptPayId, PromptPayKind, format_phone
from shop.kernel.promptpay import bill_payload, transfer_payload
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import CALLED_OFF, OrderStatus
from shop.payments.models import Payment, PaymentStatus
from shop.payments.refunds import payment_of
from shop.payments.slips import limits, moving, photos, queries, service
from shop.payments.slips.models import Slip, SlipStatus
from shop.payments.slips.photos import StoredSlip, slip_photos
from shop.payments.slips.service import may_send, objections_left
from shop.web.evidence import REFUSED
from shop.web.language import locale

ID_WORDS = {
    PromptPayKind.PHONE: _("พร้อมเพย์ เบอร์มือถือ"),
    PromptPayKind.NATIONAL_ID: _("พร้อมเพย์ เลขประจำตัวประชาชน"),
    PromptPayKind.TAX_ID: _("พร้อมเพย์ เลขผู้เสียภาษี"),
    PromptPayKind.EWALLET: _("พร้อมเพย์ e-Wallet"),
}


DECISIONS = {  # what a person says who has looked in the bank's app
    "confirm": service.confirm,
    "deny": service.deny,
    "take": service.take_again,
    "owe": service.owe_back,
}


@dataclass(frozen=True)
class Transfer:
    """One order's transfer. `state`: pay, full, stopped, over, looking, denied, ended, paid, owed (back)."""

    order: Order
    payment: Payment
    slips: list[Slip]
    state: str
    until: datetime | None
    may_send: bool

    @property
    def is_at_office(self) -> bool:
        """Whether an official looks after a slip that waits."""
        return any(slip.status is SlipStatus.WAITING and slip.at_office_at for slip in self.slips)

    @property
    def misplaced(self) -> Slip | None:
        """The newest slip that may turn out to be another order's, where the buyer has another that is paid so."""
        others = [other for other in self.order.purchase.orders if other.payment_method is PaymentMethod.PROMPTPAY]
        if self.state not in ("looking", "denied") or (len(others) < 2 and self.order.purchase.account_id is None):
            return None
        return next((slip for slip in self.slips if moving.may_move(slip)), None)

    @property
    def objections_left(self) -> int:
        return objections_left(self.order.id)

    @property
    def minutes(self) -> int:
        """That are left to pay."""
        return max(0, ceil((self.until - now()) / timedelta(minutes=1))) if self.until else 0

    @property
    def to(self) -> PayTo:
        return PayTo(**self.payment.pay_to)

    @property
    def payload(self) -> str:
        return payload_of(self.payment, self.order)

    @property
    def qr(self) -> Markup:
        return qr_svg(self.payload)

    @property
    def amount(self) -> str:
        """In digits, as a bank's app takes it."""
        return f"{self.payment.amount_satang / 100:.2f}"

    @property
    def id_words(self) -> str:
        return str(ID_WORDS[PromptPayKind(self.to.promptpay_kind)]) if self.to.promptpay_kind else "Biller ID"

    @property
    def id_digits(self) -> str:
        if self.to.promptpay_kind == PromptPayKind.PHONE:
            return format_phone(self.to.promptpay_id)
        return self.to.promptpay_id or self.to.biller_id or ""

    @property
    def bank(self) -> str:
        return bank_name(self.to.bank_code)


def transfer_of(order: Order) -> Transfer | None:
    """How the transfer of an order that is paid by PromptPay stands; None of any other, and at a booth."""
    if order.payment_method is not PaymentMethod.PROMPTPAY or order.booth_fair_id is not None:
        return None
    payment, slips = payment_of(order), queries.slips_of_order(order.id)
    until = order.acts_at if order.status is OrderStatus.AWAITING_PAYMENT else None
    return Transfer(order, payment, slips, _state(order, payment, slips), until, may_send(order))


def _state(order: Order, payment: Payment, slips: list[Slip]) -> str:
    if order.status is OrderStatus.AWAITING_PAYMENT:
        if groups_by_id([order.group_id])[order.group_id].status is not GroupStatus.APPROVED:
            return "stopped"
        return "pay" if limits.has_room(limits.Payer.of(order.purchase), besides=order.id) else "full"
    if any(slip.status is SlipStatus.WAITING for slip in slips):
        return "looking"
    if payment.status is PaymentStatus.PAID:
        return "owed" if order.status in CALLED_OFF else "paid"
    if order.status in CALLED_OFF and slips:
        return "denied"
    return "over" if order.status is OrderStatus.EXPIRED else "ended"


def payload_of(payment: Payment, order: Order) -> str:
    """What the QR code holds: of a biller a bill with the order's code, else a transfer; both of the exact amount."""
    to = PayTo(**payment.pay_to)
    if to.biller_id:
        return bill_payload(to.biller_id, order.code, order.purchase.code, payment.amount_satang)
    return transfer_payload(PromptPayId(PromptPayKind(to.promptpay_kind), to.promptpay_id), payment.amount_satang)


def qr_svg(text: str) -> Markup:
    """As wide as its place, black on white whatever the page's colours are."""
    drawn = segno.make(text, error="m", micro=False)
    picture = drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(picture)  # noqa: S704 (squares that segno drew: no word of `text` is in it)


def qr_png(text: str) -> bytes:
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=16, border=4)
    return out.getvalue()


def can_take_again(order: Order) -> bool:
    """Whether all its pieces are there, as far as a page can know."""
    pieces: dict[int, int] = {}
    for line in order.lines:
        pieces[line.variant_id] = pieces.get(line.variant_id, 0) + line.sent_quantity
    is_there = all(line.variant.available >= pieces[line.variant_id] for line in order.lines)
    return order.status is OrderStatus.EXPIRED and is_there


def received(name: str = "slip") -> StoredSlip | str:
    """What was sent with the form, checked and stored, or what is wrong with it. Before the transaction begins.

    Raises StorageFull.
    """
    file = request.files.get(name)
    if file is None or not file.filename:
        return str(_("เลือกรูปสลิปก่อน"))
    with file.stream as sent:
        content = sent.read(MOST_BYTES + 1)
    try:
        return photos.store(content)
    except PhotoRefused as refused:
        return str(REFUSED[refused.reason])


def picture_or_404(key: str, width: int, *of: object) -> Response:
    """A slip's file, for those whose query finds it; never kept by a cache that others share."""
    slip = queries.slip_by_key(key, *of)
    content = slip_photos.file_of(slip, width) if slip else None
    if content is None:
        abort(404)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, max-age=3600"})


def bank_name(code: str | None) -> str:
    """By the Bank of Thailand's three digits; of a bank that we do not know, these."""
    if not code:
        return ""
    bank = BANKS.get(code)
    return bank.name(locale()) if bank else code
