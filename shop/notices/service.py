"""Tell somebody something: the notice, its deliveries and their outbox rows, in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.notices.kinds import KINDS, KindOfNotice
from shop.notices.models import Channel, Delivery, DeliveryStatus, Notice

DELIVER = "notice.deliver"


class WrongParams(TypeError):
    """A notice was told too little, or something it does not know: a mistake in the code that tells it."""


@dataclass(frozen=True)
class Recipient:
    """Whom to tell: a person's account, or a guest by e-mail or Thai phone number (E.164). `locale`: th or en."""

    account_id: int | None = None
    email: str | None = None
    phone: str | None = None
    locale: str = "th"


def tell(recipient: Recipient, kind: str, **params: object) -> Notice:
    """Write a notice and what its delivery needs. `kind` and its params: see kinds.py.

    It goes by e-mail where there is an address, else by SMS where there is a number (an SMS costs money); a person with an
    account has it in the inbox either way. Raises WrongParams.
    """
    about = KINDS[kind]
    _check(kind, about, params)
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in params.items()}
    sealed = {name: plain.pop(name) for name in about.sealed if name in plain}
    notice = Notice(
        account_id=recipient.account_id,
        recipient_email=recipient.email,
        recipient_phone=recipient.phone,
        locale=recipient.locale,
        kind=str(kind),
        params=plain,
        sealed=sealed or None,
        subject_kind=about.subject,
        subject_id=str(plain[about.subject_param] if about.subject_param else recipient.account_id or ""),
        deliveries=[Delivery(channel=channel) for channel in _channels(recipient)],
    )
    db.session.add(notice)
    db.session.flush()
    for delivery in notice.deliveries:
        outbox.enqueue(DELIVER, {"delivery_id": delivery.id})
    return notice


def tell_all(recipients: list[Recipient], kind: str, **params: object) -> None:
    """Tell each of them, e.g. all members of a group."""
    for recipient in recipients:
        tell(recipient, kind, **params)


def mark_read(notice_id: int, account_id: int) -> bool:
    """Whether it was theirs and unread."""
    unread = update(Notice).where(Notice.id == notice_id, Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.session.execute(unread.values(read_at=now())).rowcount == 1


def mark_all_read(account_id: int) -> int:
    """How many were unread."""
    unread = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.session.execute(unread.values(read_at=now())).rowcount


# How a delivery went: told by the job that makes it.


def record_sent(delivery_id: int) -> None:
    _record(delivery_id, status=DeliveryStatus.SENT, sent_at=now(), last_error=None)


def record_not_configured(delivery_id: int) -> None:
    _record(delivery_id, status=DeliveryStatus.NOT_CONFIGURED, last_error=None)


def record_trouble(delivery_id: int, error: str) -> None:
    """This attempt failed; another follows. `error`: its kind, never its words."""
    _record(delivery_id, status=DeliveryStatus.PENDING, last_error=error[:200])


def record_failed(delivery_id: int, error: str) -> None:
    """Given up, after the attempts recorded before."""
    _record(delivery_id, attempts=Delivery.attempts, status=DeliveryStatus.FAILED, last_error=error[:200])


def _record(delivery_id: int, **values: object) -> None:
    unsent = update(Delivery).where(Delivery.id == delivery_id, Delivery.status != DeliveryStatus.SENT)
    recorded = db.session.execute(unsent.values({"attempts": Delivery.attempts + 1, **values}))
    if recorded.rowcount and values["status"] in (DeliveryStatus.SENT, DeliveryStatus.NOT_CONFIGURED):
        _erase_keys(delivery_id)


def _erase_keys(delivery_id: int) -> None:
    """A key that has gone out, or never will, is no longer kept: not until the last channel is through, though."""
    notice_id = select(Delivery.notice_id).where(Delivery.id == delivery_id).scalar_subquery()
    others = select(Delivery.id).where(
        Delivery.notice_id == notice_id, Delivery.status.in_([DeliveryStatus.PENDING, DeliveryStatus.FAILED])
    )
    db.session.execute(update(Notice).where(Notice.id == notice_id, ~others.exists()).values(sealed=None))


def _channels(recipient: Recipient) -> list[Channel]:
    if recipient.email:
        return [Channel.EMAIL]
    return [Channel.SMS] if recipient.phone else []


def _check(kind: str, about: KindOfNotice, params: dict) -> None:
    given = {name for name, value in params.items() if value is not None}
    needed = about.params | (frozenset() if about.path else about.sealed)
    if missing := needed - given:
        raise WrongParams(f"{kind} needs {', '.join(sorted(missing))}")
    if unknown := set(params) - about.params - about.optional - about.sealed:
        raise WrongParams(f"{kind} does not know {', '.join(sorted(unknown))}")
