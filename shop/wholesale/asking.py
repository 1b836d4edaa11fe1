"""Ask up to five groups for many pieces; say that it is enough, or that it is not wanted any more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from shop.audit import service as audit
from shop.catalogue.models import Product
from shop.conversations.words import form_digest, said
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel import places
from shop.kernel.access import Actor
from shop.kernel.clock import now, today
from shop.kernel.codes import digest, new_code, new_key
from shop.kernel.database import db, insert
from shop.kernel.refusals import BadValue, Refusal
from shop.kernel.secrets import vault
from shop.people import throttle
from shop.wholesale import notify
from shop.wholesale.models import WholesaleInvitation, WholesaleRequest, WholesaleWant
from shop.wholesale.states import InvitationStatus, RequestStatus
from shop.wholesale.states import WholesaleAction as A
from shop.wholesale.steps import end_of, end_request, lock_open

MOST_GROUPS = 5
MOST_OPEN = 5  # of one buyer
MOST_WAITING = 40  # of one group, in a day
LEAST_PIECES, MOST_PIECES = 10, 100_000
LONGEST_AHEAD = timedelta(days=365)
MOST_BUDGET = 100_000_000  # satang a piece


class TooManyOpen(Refusal):
    """This buyer has as many open requests as one may have."""


class GroupsBusy(Refusal):
    """One of the groups has been asked so often today that it could not answer more."""


@dataclass(frozen=True)
class Asker:
    """Who asks: `phone` in E.164. Groups never see it."""

    name: str
    phone: str
    email: str | None = None
    account_id: int | None = None
    locale: str = "th"


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `products`: pieces by product id, of the groups that are asked."""

    words: str
    quantity: int
    needed_by: date
    province_code: str
    district_code: str = ""
    budget_satang: int | None = None
    wants_tax_invoice: bool = False
    products: Mapping[int, int] | None = None


def ask(
    asker: Asker, wanted: Wanted, group_ids: Collection[int], actor: Actor, *, token: str, address: str | None = None
) -> WholesaleRequest:
    """Send a request. The same form again asks once.

    Raises BadValue, TooManyOpen, GroupsBusy, TooManyTries.
    """
    which = form_digest(token)
    if sent := _sent_with(which):
        return sent
    words = _checked(wanted)
    chosen = _groups(group_ids)
    who = vault.fingerprint("wholesale", f"account {asker.account_id}" if asker.account_id else asker.phone)
    throttle.take_try("wholesale", who, address)
    _check_room(who, chosen)
    request = _written(asker, wanted, words, which, who)
    if request is None:
        return _sent_with(which)
    products = _products(wanted.products or {}, chosen)
    request.wants = [WholesaleWant(product_id=one, quantity=quantity) for one, quantity in products.items()]
    request.invitations = [WholesaleInvitation(group_id=group_id) for group_id in chosen]
    db.session.flush()
    for group_id in chosen:
        audit.record(actor, A.ASK, "wholesale", request.code, group_id=group_id, quantity=wanted.quantity)
    notify.of_asking(request, chosen)
    return request


def close(request: WholesaleRequest, actor: Actor) -> None:
    """The buyer has enough: the other groups need not wait. Raises LostRace."""
    _end(request, A.CLOSE, actor)


def cancel(request: WholesaleRequest, actor: Actor) -> None:
    """The buyer wants no more of it; what was ordered stays ordered. Raises LostRace."""
    _end(request, A.CANCEL, actor)


def _end(request: WholesaleRequest, action: A, actor: Actor) -> None:
    lock_open(request)
    lost = end_request(request, action)
    audit.record(actor, action, "wholesale", request.code)
    notify.of_end(request, lost)


def _sent_with(which: str) -> WholesaleRequest | None:
    return db.session.scalar(select(WholesaleRequest).where(WholesaleRequest.form_digest == which))


def _checked(wanted: Wanted) -> str:
    """The words as they are kept. Raises BadValue."""
    words = said(wanted.words)
    if not LEAST_PIECES <= wanted.quantity <= MOST_PIECES:
        raise BadValue("quantity", "out_of_range")
    if not today() < wanted.needed_by <= today() + LONGEST_AHEAD:
        raise BadValue("needed_by", "out_of_range")
    if places.province(wanted.province_code) is None:
        raise BadValue("province", "unknown")
    district = places.district(wanted.district_code) if wanted.district_code else None
    if wanted.district_code and (district is None or district.province_code != wanted.province_code):
        raise BadValue("district", "unknown")
    if wanted.budget_satang is not None and not 0 < wanted.budget_satang <= MOST_BUDGET:
        raise BadValue("budget", "out_of_range")
    return words


def _groups(group_ids: Collection[int]) -> list[int]:
    """Of those that sell, in one order. Raises BadValue."""
    wanted = sorted(set(group_ids))
    if not wanted:
        raise BadValue("groups", "empty")
    if len(wanted) > MOST_GROUPS:
        raise BadValue("groups", "too_many")
    open_ones = select(Group.id).where(Group.id.in_(wanted), Group.status == GroupStatus.APPROVED)
    if set(db.session.scalars(open_ones)) != set(wanted):
        raise BadValue("groups", "unknown")
    return wanted


def _products(products: Mapping[int, int], group_ids: list[int]) -> dict[int, int]:
    """What of it is on sale at these groups: anything else is left out, the words say what is meant."""
    listed = select(Product.id).where(Product.id.in_(list(products)[:50]), Product.is_listed, Product.group_id.in_(group_ids))
    return {one: products[one] for one in db.session.scalars(listed) if 0 < products[one] <= MOST_PIECES}


def _check_room(who: str, group_ids: list[int]) -> None:
    own = select(func.count(WholesaleRequest.id)).where(
        WholesaleRequest.asker_fingerprint == who, WholesaleRequest.status == RequestStatus.OPEN
    )
    if db.session.scalar(own) >= MOST_OPEN:
        raise TooManyOpen
    since = now() - timedelta(days=1)
    asked = (
        select(WholesaleInvitation.group_id)
        .join(WholesaleInvitation.request)
        .where(WholesaleInvitation.group_id.in_(group_ids), WholesaleInvitation.status == InvitationStatus.NEW)
        .where(WholesaleRequest.asked_at > since)
        .group_by(WholesaleInvitation.group_id)
        .having(func.count() >= MOST_WAITING)
    )
    if db.session.scalar(asked.limit(1)):
        raise GroupsBusy


def _written(asker: Asker, wanted: Wanted, words: str, which: str, who: str) -> WholesaleRequest | None:
    """The request's own row, or None where the same form was sent at the same moment: the database decides."""
    key = new_key()
    values = {
        "code": new_code(), "form_digest": which, "key_digest": digest(key), "link_key": key, "status": RequestStatus.OPEN,
        "account_id": asker.account_id, "asker_name": asker.name, "asker_phone": asker.phone, "asker_email": asker.email,
        "asker_fingerprint": who, "locale": asker.locale, "words": words, "quantity": wanted.quantity,
        "needed_by": wanted.needed_by, "province_code": wanted.province_code, "district_code": wanted.district_code,
        "budget_satang": wanted.budget_satang, "wants_tax_invoice": wanted.wants_tax_invoice, "asked_at": now(),
        "closes_at": end_of(wanted.needed_by),
    }  # fmt: skip
    once = insert(WholesaleRequest).values(values).on_conflict_do_nothing(index_elements=["form_digest"])
    written = db.session.scalar(once.returning(WholesaleRequest.id))
    return db.session.get_one(WholesaleRequest, written) if written else None
