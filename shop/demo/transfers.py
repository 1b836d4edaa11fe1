"""What the demonstration's buyers paid group@demo.example straight by PromptPay: slips that wait, a late one, an owed one."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import exists, select

from shop.demo import sellers
from shop.demo.buyers import MAIN, Errand
from shop.demo.history import back_then
from shop.demo.reading import PREFIX
from shop.groups.models import Group
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.clock import BANGKOK, now
from shop.kernel.codes import digest
from shop.kernel.database import db, transaction
from shop.kernel.money import format_amount
from shop.kernel.promptpay import crc
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import OrderAction, OrderStatus
from shop.payments.service import advance_order
from shop.payments.slips import photos, service
from shop.payments.slips.models import Slip

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
S = OrderStatus
ERRANDS = (
    Errand("transfer-paid", 0, (MAIN,), 7, S.PLACED, direct=True),
    Errand("transfer-waiting", 1, (MAIN,), 2, S.AWAITING_CONFIRMATION, direct=True),
    Errand("transfer-no-code", 3, (MAIN,), 3, S.AWAITING_CONFIRMATION, direct=True),
    Errand("transfer-late", 5, (MAIN,), 4, S.EXPIRED, direct=True),
    Errand("transfer-owed", 7, (MAIN,), 30, S.EXPIRED, direct=True),
    Errand("transfer-unanswered", 8, (MAIN,), 62, S.AWAITING_CONFIRMATION, direct=True),  # 48 hours, and a night
)
LATE, WITHOUT_CODE = ("transfer-late", "transfer-owed"), ("transfer-no-code",)


def errands() -> tuple[Errand, ...]:
    """None in a demonstration that was loaded before groups took PromptPay."""
    asked = select(Group.accepts_promptpay).where(Group.import_key == PREFIX + MAIN)
    return ERRANDS if db.session.scalar(asked) is not False else ()


def is_missing() -> bool:
    return any(_order_of(errand) and not _has_slip(errand) for errand in errands())


def add() -> None:
    """Each slip once: drawn and stored, sent at its hour, and answered where it was."""
    for errand in errands():
        order = _order_of(errand)
        if order is None or _has_slip(errand):
            continue
        placed_at, is_late = order.placed_at, errand.key in LATE
        sent_at = placed_at + (50 * MINUTE if is_late else 6 * MINUTE)
        picture = draw_slip(order, sent_at, None if errand.key in WITHOUT_CODE else f"2026{digest(errand.key)[:15].upper()}")
        db.session.rollback()
        stored = photos.store(picture)
        with transaction():
            _happen(_order_of(errand), errand.key, stored, sent_at)


def draw_slip(order: Order, sent_at, trans_ref: str | None) -> bytes:
    """No bank's own: a white card with the amount, the hour, and the small code where there is one."""
    picture = Image.new("RGB", (720, 1280), "#eef4ee")
    pen, big, small = ImageDraw.Draw(picture), ImageFont.load_default(64), ImageFont.load_default(30)
    pen.rounded_rectangle((40, 60, 680, 1220), 32, fill="white")
    rows = (
        (140, small, "DEMO BANK  -  transfer done"),
        (260, big, f"{format_amount(order.due_satang)} THB"),
        (380, small, f"{sent_at.astimezone(BANGKOK):%d/%m/%Y %H:%M}"),
        (440, small, f"To  {sellers.PROMPTPAY_SHOWN}"),
        (500, small, f"Ref {trans_ref or '-'}"),
    )
    for top, face, words in rows:
        pen.text((90, top), words, font=face, fill="#1d3b2f")
    if trans_ref:
        inside = f"0006000001010300402{len(trans_ref):02}{trans_ref}"
        text = f"00{len(inside):02}{inside}5102TH9104"
        drawn = BytesIO()
        segno.make(text + crc(text), error="l", micro=False).save(drawn, kind="png", scale=7, border=4)
        picture.paste(Image.open(drawn).convert("RGB"), (380, 880))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _happen(order: Order, key: str, stored: photos.StoredSlip, sent_at) -> None:
    group = sellers.actor_at(order.group_id)
    steps: dict[str, Callable[[], None]] = {
        "transfer-paid": lambda: service.confirm(order, group),
        "transfer-owed": lambda: service.owe_back(order, group),
    }
    if key in LATE:
        with back_then(order.placed_at + 30 * MINUTE):
            advance_order(order, OrderAction.EXPIRE, MARKET)
    with back_then(sent_at):
        slip = service.send(order, stored, Actor(order.purchase.account_id, frozenset({Role.BUYER})))
    if step := steps.get(key):
        with back_then(sent_at + 2 * HOUR):
            step()
    while slip.acts_at and slip.acts_at <= now():
        with back_then(slip.acts_at):
            service.let_time_act(slip.id)
        db.session.refresh(slip)


def _order_of(errand: Errand) -> Order | None:
    asked = select(Order).join(Order.purchase).where(Purchase.checkout_token == digest(f"{PREFIX}{errand.key}"))
    return db.session.scalars(asked.where(Order.payment_method == PaymentMethod.PROMPTPAY)).first()


def _has_slip(errand: Errand) -> bool:
    order = _order_of(errand)
    return order is not None and db.session.scalar(select(exists(select(Slip.id).where(Slip.order_id == order.id))))
