"""Deliver notices: by LINE, mail, and SMS to who has no mail.

At least once: where the process dies after a server took a mail and before that was written down, the mail goes again under
the same Message-ID (a file is written again under the same name, an SMS carries the same id, LINE is told its retry key again).
"""

from collections.abc import Callable
from pathlib import Path

from flask import current_app

from shop.jobs.notice_texts import letter_parts, message_text, short_text
from shop.jobs.registry import Permanent, Retry, handles
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices import addresses, choices, queries, service
from shop.notices.line import LineTrouble, NotAFriend, line
from shop.notices.mail import Letter, MailTrouble, Post
from shop.notices.models import Channel, Delivery, DeliveryStatus
from shop.notices.sms import SmsTrouble, send_sms

# After these the next way is tried, which by the waits of the engine is after some two minutes, or a quarter of an hour.
MOST_TRIES_BY_LINE, MOST_TRIES_IF_URGENT = 6, 3
RINGING = (Channel.LINE, Channel.SMS)
UNLINKED = "line: no longer linked"


def give_up(payload: dict, error: str) -> None:
    """So that the next way is tried, and the desks see that it never arrived."""
    service.record_failed(payload["delivery_id"], error)


@handles(service.DELIVER, give_up=give_up)
def deliver(_message_id: int, payload: dict) -> None:
    """Send one delivery of a notice by its channel, and write down how it went."""
    delivery = queries.delivery(payload["delivery_id"])
    if delivery is None or delivery.status in (DeliveryStatus.SENT, DeliveryStatus.BLOCKED):
        return  # the person was erased meanwhile, or it was sent and the process died before the outbox knew
    delivery_id, channel, kind = delivery.id, delivery.channel, delivery.notice.kind
    quiet_until = choices.rung_from(delivery.notice.account_id, kind, now()) if channel in RINGING else None
    if quiet_until:
        with transaction():
            service.put_off(delivery_id, quiet_until)
        return
    send = PREPARE[channel](delivery)
    db.session.rollback()  # nothing is held open while a server takes its time
    if send is None:
        with transaction():
            service.record_not_configured(delivery_id)
        return
    try:
        send()
    except (MailTrouble, SmsTrouble) as trouble:
        with transaction():
            service.record_trouble(delivery_id, trouble.reason)
        raise (Permanent if trouble.is_final else Retry)(trouble.reason) from trouble
    except LineTrouble as trouble:
        _go_on_after(trouble, delivery_id, kind)
        return
    with transaction():
        service.record_sent(delivery_id)


def _go_on_after(trouble: LineTrouble, delivery_id: int, kind: str) -> None:
    """Wait, or let the next way begin: what does not come by LINE soon comes by mail. Raises Retry."""
    most = MOST_TRIES_IF_URGENT if choices.is_urgent(kind) else MOST_TRIES_BY_LINE
    with transaction():
        delivery = queries.delivery(delivery_id)
        tries = delivery.attempts + 1
        if isinstance(trouble, NotAFriend):
            addresses.record_lost(delivery.notice.account_id)
            service.record_blocked(delivery_id, trouble.reason)
            return
        service.record_trouble(delivery_id, trouble.reason)
        if trouble.is_final or tries >= most:
            service.record_failed(delivery_id, trouble.reason)
            return
        if trouble.wait:
            service.put_off(delivery_id, now() + trouble.wait)
            return
    raise Retry(trouble.reason) from trouble


def _by_mail(delivery: Delivery) -> Callable[[], None]:
    notice, config = delivery.notice, current_app.config
    subject, text, html = letter_parts(notice)
    letter = Letter(_key(delivery), notice.recipient_email, subject, text, html, notice.locale)
    folder = Path(config["INSTANCE_PATH"]) / "outbox"
    post = Post(config["MAIL_URL"], config["MAIL_FROM"], config["SITE_NAME"], folder)
    return lambda: post.send(letter)


def _by_sms(delivery: Delivery) -> Callable[[], None] | None:
    """None where the market has no such gateway."""
    if not (gateway := current_app.config["SMS_URL"]):
        return None
    key, number, text = _key(delivery), delivery.notice.recipient_phone, short_text(delivery.notice)
    return lambda: send_sms(gateway, key, number, text)


def _by_line(delivery: Delivery) -> Callable[[], None] | None:
    """None where the market has no LINE any more."""
    if not line.is_open:
        return None
    address = addresses.line_of(delivery.notice.account_id)
    if address is None:
        return _say_unlinked
    key, user_id, text = delivery.retry_key, address.user_id, message_text(delivery.notice)
    return lambda: line.push(key, user_id, text)


def _say_unlinked() -> None:
    raise LineTrouble(UNLINKED, is_final=True)


def _key(delivery: Delivery) -> str:
    return f"{delivery.notice.created_at:%Y%m%d-%H%M%S}-{delivery.notice.kind}-{delivery.id}"


PREPARE = {Channel.LINE: _by_line, Channel.EMAIL: _by_mail, Channel.SMS: _by_sms}
