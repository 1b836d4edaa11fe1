"""Deliver notices: mails, and SMS to who has no mail.

At least once: where the process dies after a server took a mail and before that was written down, the mail goes again under
the same Message-ID (a file is written again under the same name, an SMS carries the same id).
"""

from datetime import datetime
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale, gettext

from shop.jobs.registry import Permanent, Retry, handles
from shop.kernel import thai
from shop.kernel.database import db, transaction
from shop.kernel.money import format_baht
from shop.notices import queries, service, wording
from shop.notices.mail import Letter, MailTrouble, Post
from shop.notices.models import Channel, Delivery, DeliveryStatus, Notice
from shop.notices.sms import SmsTrouble, send_sms


def give_up(payload: dict, error: str) -> None:
    """So that the desks see that it never arrived."""
    service.record_failed(payload["delivery_id"], error)


@handles(service.DELIVER, give_up=give_up)
def deliver(_message_id: int, payload: dict) -> None:
    """Send one delivery of a notice by its channel, and write down how it went."""
    delivery = queries.delivery(payload["delivery_id"])
    if delivery is None or delivery.status == DeliveryStatus.SENT:
        return  # the person was erased meanwhile, or it was sent and the process died before the outbox knew
    delivery_id, send = delivery.id, _prepare(delivery)
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
    with transaction():
        service.record_sent(delivery_id)


def _prepare(delivery: Delivery):
    """What sends it, with everything read and rendered; None where the market has no such gateway."""
    notice, config = delivery.notice, current_app.config
    key = f"{notice.created_at:%Y%m%d-%H%M%S}-{notice.kind}-{delivery.id}"
    if delivery.channel == Channel.SMS:
        if not config["SMS_URL"]:
            return None
        text, number = short_text(notice), notice.recipient_phone
        return lambda: send_sms(config["SMS_URL"], key, number, text)
    subject, text, html = letter_parts(notice)
    letter = Letter(key, notice.recipient_email, subject, text, html, notice.locale)
    folder = Path(config["INSTANCE_PATH"]) / "outbox"
    post = Post(config["MAIL_URL"], config["MAIL_FROM"], config["SITE_NAME"], folder)
    return lambda: post.send(letter)


def letter_parts(notice: Notice) -> tuple[str, str, str]:
    """Subject, text and HTML in the recipient's language. The text's paragraphs are the HTML's too."""
    with force_locale(notice.locale):
        title, link = wording.title_of(notice, gettext), _link(notice)
        body = render_template(
            f"notices/{notice.kind}.txt", **notice.params, baht=format_baht, when=lambda iso: _when(iso, notice.locale)
        )
        paragraphs = [paragraph.strip() for paragraph in body.split("\n\n") if paragraph.strip()]
        words = {
            "title": title,
            "paragraphs": paragraphs,
            "link": link,
            "action": wording.action_of(notice, gettext) if link else "",
            "site_name": current_app.config["SITE_NAME"],
            "public_url": _address("/", notice.locale),
            "locale": notice.locale,
        }
        return title, render_template("notices/mail.txt", **words), render_template("notices/mail.html", **words)


def short_text(notice: Notice) -> str:
    """One line and the link: each 70 characters of Thai are paid for as one SMS."""
    with force_locale(notice.locale):
        return " ".join(filter(None, (wording.title_of(notice, gettext), _link(notice))))


def _link(notice: Notice) -> str:
    path = wording.mailed_path_of(notice)
    return _address(path, notice.locale) if path else ""


def _address(path: str, locale: str) -> str:
    return current_app.config["PUBLIC_URL"] + ("/en" if locale == "en" else "") + path


def _when(iso: str, locale: str) -> str:
    return thai.format_datetime(datetime.fromisoformat(iso), locale)
