"""What must be true of notices at any moment: asked by `doctor`."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.outbox import OutboxMessage
from shop.kernel.secrets import vault
from shop.notices.addresses import PURPOSE
from shop.notices.models import Channel, Delivery, DeliveryStatus, LineAddress, Notice
from shop.notices.service import DELIVER

STUCK_AFTER = timedelta(days=2)  # longer than quiet hours and all attempts together
LATELY = timedelta(days=1)
MOST_SHOWN = 20
SAMPLE = 200


def notices_are_on_their_way() -> list[str]:
    """What is to go out has its work waiting, and is not old."""
    waits = select(OutboxMessage.payload["delivery_id"].as_integer()).where(
        OutboxMessage.topic == DELIVER, OutboxMessage.done_at.is_(None), OutboxMessage.failed_at.is_(None)
    )
    lost = _pending(outbox.OVERDUE_AFTER).where(Delivery.id.not_in(waits)).limit(MOST_SHOWN)
    stuck = db.session.scalar(select(func.count()).select_from(_pending(STUCK_AFTER).subquery()))
    problems = [f"delivery {delivery_id} waits and nothing will send it" for delivery_id in db.session.scalars(lost)]
    return problems + [f"{stuck} wait for more than two days"] * bool(stuck)


def line_takes_messages() -> list[str]:
    """LINE took what it was given lately, and each person's LINE is found by its fingerprint."""
    failed = select(Delivery.last_error, func.count()).join(Delivery.notice).group_by(Delivery.last_error)
    lately: ColumnElement[bool] = Notice.created_at > now() - LATELY
    given_up = failed.where(Delivery.channel == Channel.LINE, Delivery.status == DeliveryStatus.FAILED, lately)
    problems = [f"{count} not taken since yesterday: {error}" for error, count in db.session.execute(given_up)]
    newest = db.session.scalars(select(LineAddress).order_by(LineAddress.linked_at.desc()).limit(SAMPLE))
    unfound = [line for line in newest if line.user_fingerprint not in vault.fingerprints(PURPOSE, line.user_id)]
    return problems + [f"the LINE of account {line.account_id} is not found by its fingerprint" for line in unfound]


def _pending(age: timedelta):
    pending = (Delivery.status == DeliveryStatus.PENDING, Delivery.channel != Channel.CALL, Notice.created_at < now() - age)
    return select(Delivery.id).join(Delivery.notice).where(*pending).order_by(Delivery.id)


CHECKS = {"notices": notices_are_on_their_way, "line": line_takes_messages}
