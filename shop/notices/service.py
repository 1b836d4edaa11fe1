"""Tell somebody something: the notice, its deliveries and their outbox rows, in the caller's transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update

from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.notices import addresses, choices
from shop.notices.kinds import KINDS, KindOfNotice
from shop.notices.line import line
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

    It goes one way, and the next one only where that fails for good: by LINE where it is linked, else by e-mail where there is an
    address, else by SMS where there is a number (an SMS costs money), else somebody is asked to
    telephone: the group's desk, of a whole purchase the office. Of what is not about their account a person chooses where it
    begins, and has it in the inbox either way. Raises WrongParams.
    """
    return tell_each(kind, [(recipient, params)])[0]


def tell_all(recipients: list[Recipient], kind: str, **params: object) -> None:
    """Tell each of them, e.g. all members of a group."""
    tell_each(kind, [(recipient, params) for recipient in recipients])


def tell_each(kind: str, told: list[tuple[Recipient, Mapping[str, object]]]) -> list[Notice]:
    """Tell each their own, e.g. the groups of a purchase each of its order. Asked and written together, however many."""
    notices = [_notice(recipient, kind, params) for recipient, params in told]
    db.session.add_all(notices)
    db.session.flush()
    people = {recipient.account_id for recipient, _params in told} - {None}
    ways, at_line = choices.ways_of(people), addresses.at_line(people) if line.is_open else set()
    _begin_deliveries([(each, _first_channel(each, ways.get(each.account_id, {}), at_line)) for each in notices])
    return notices


def _notice(recipient: Recipient, kind: str, params: Mapping[str, object]) -> Notice:
    about = KINDS[kind]
    _check(kind, about, params)
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in params.items()}
    sealed = {name: plain.pop(name) for name in about.sealed if name in plain}
    return Notice(
        account_id=recipient.account_id,
        recipient_email=recipient.email,
        recipient_phone=recipient.phone,
        locale=recipient.locale,
        kind=str(kind),
        params=plain,
        sealed=sealed or None,
        subject_kind=about.subject,
        subject_id=str(plain[about.subject_param] if about.subject_param else recipient.account_id or ""),
        deliveries=[],
    )


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
    _pass_on(delivery_id)


def record_blocked(delivery_id: int, error: str) -> None:
    """They cannot be reached at LINE."""
    _record(delivery_id, status=DeliveryStatus.BLOCKED, last_error=error[:200])
    _pass_on(delivery_id)


def put_off(delivery_id: int, until: datetime) -> None:
    """Not now: quiet hours, or the other side asked for patience."""
    outbox.enqueue(DELIVER, {"delivery_id": delivery_id}, due_at=until)


def record_trouble(delivery_id: int, error: str) -> None:
    """This attempt failed; another follows. `error`: its kind, never its words."""
    _record(delivery_id, status=DeliveryStatus.PENDING, last_error=error[:200])


def record_failed(delivery_id: int, error: str) -> None:
    """Given up, after the attempts recorded before."""
    _record(delivery_id, attempts=Delivery.attempts, status=DeliveryStatus.FAILED, last_error=error[:200])
    _pass_on(delivery_id)


def record_called(deliveries: list[int]) -> int:
    """Somebody telephoned; how many of these still waited for it."""
    waiting = update(Delivery).where(
        Delivery.id.in_(deliveries), Delivery.channel == Channel.CALL, Delivery.status == DeliveryStatus.PENDING
    )
    return db.session.execute(waiting.values(status=DeliveryStatus.SENT, sent_at=now(), attempts=1)).rowcount


def _record(delivery_id: int, **values: object) -> None:
    unsent = update(Delivery).where(Delivery.id == delivery_id, Delivery.status != DeliveryStatus.SENT)
    recorded = db.session.execute(unsent.values({"attempts": Delivery.attempts + 1, **values}))
    if recorded.rowcount and values["status"] in (DeliveryStatus.SENT, DeliveryStatus.NOT_CONFIGURED):
        _erase_keys(delivery_id)
    if recorded.rowcount and values["status"] == DeliveryStatus.SENT:
        _call_off_call(delivery_id)


def _erase_keys(delivery_id: int) -> None:
    """A key that has gone out, or never will, is no longer kept: not until the last channel is through, though.

    A given-up mail or SMS may be revived, a given-up LINE message was passed on.
    """
    might_go = or_(
        Delivery.status == DeliveryStatus.PENDING,
        and_(Delivery.status == DeliveryStatus.FAILED, Delivery.channel != Channel.LINE),
    )
    notice_id = _notice_of(delivery_id)
    others = select(Delivery.id).where(Delivery.notice_id == notice_id, Delivery.channel != Channel.CALL, might_go)
    db.session.execute(update(Notice).where(Notice.id == notice_id, ~others.exists()).values(sealed=None))


def _call_off_call(delivery_id: int) -> None:
    """It arrived after all: nobody need telephone."""
    waiting = (Delivery.channel == Channel.CALL, Delivery.status == DeliveryStatus.PENDING)
    db.session.execute(delete(Delivery).where(Delivery.notice_id == _notice_of(delivery_id), *waiting))


def _notice_of(delivery_id: int):
    return select(Delivery.notice_id).where(Delivery.id == delivery_id).scalar_subquery()


def _first_channel(notice: Notice, ways: Mapping[str, str], at_line: Collection[int]) -> Channel | None:
    """Where it begins. None: nowhere but in the inbox, as the person wished. `ways`: what they chose; `at_line`: who is there."""
    about = KINDS[notice.kind]
    way = choices.way_among(ways, choices.topic_of(notice.kind, notice.params))
    if way is choices.Way.INBOX and not (about.is_firm or about.is_for_health):
        return None
    has_other = notice.recipient_email or (notice.recipient_phone and not about.is_firm)
    prefers_other = about.is_firm or way is choices.Way.EMAIL
    if notice.account_id in at_line and not (prefers_other and has_other):
        return Channel.LINE
    return _next_channel(notice, None)


def _next_channel(notice: Notice, failed: Channel | None) -> Channel | None:
    if failed in (None, Channel.LINE) and notice.recipient_email:
        return Channel.EMAIL
    if failed in (None, Channel.LINE) and notice.recipient_phone:
        return Channel.SMS
    return Channel.CALL if KINDS[notice.kind].may_be_called and failed is not Channel.CALL else None


def _pass_on(delivery_id: int) -> None:
    """The next way, once: a notice has each channel at most once."""
    failed = db.session.get(Delivery, delivery_id, populate_existing=True)
    if failed is None or failed.status == DeliveryStatus.SENT:
        return
    following = _next_channel(failed.notice, failed.channel)
    if following not in {delivery.channel for delivery in failed.notice.deliveries}:
        _begin_deliveries([(failed.notice, following)])


def _begin_deliveries(begun: list[tuple[Notice, Channel | None]]) -> None:
    deliveries = [_delivery(notice, channel) for notice, channel in begun if channel]
    db.session.flush()
    for delivery in deliveries:
        if delivery.channel is not Channel.CALL:  # that one is a person's to make
            outbox.enqueue(DELIVER, {"delivery_id": delivery.id})


def _delivery(notice: Notice, channel: Channel) -> Delivery:
    delivery = Delivery(channel=channel)
    notice.deliveries.append(delivery)
    return delivery


def _check(kind: str, about: KindOfNotice, params: Mapping) -> None:
    given = {name for name, value in params.items() if value is not None}
    needed = about.params | (frozenset() if about.path else about.sealed)
    if missing := needed - given:
        raise WrongParams(f"{kind} needs {', '.join(sorted(missing))}")
    if unknown := set(params) - about.params - about.optional - about.sealed:
        raise WrongParams(f"{kind} does not know {', '.join(sorted(unknown))}")
