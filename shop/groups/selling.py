"""How a group sells: what sending costs, how it is paid, when it rests. All of it counts at once, without review."""

from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import delete, func, select, update

from shop.audit import service as audit
from shop.groups.actions import GroupChange
from shop.groups.models import Group, IncomeDetails, RestPeriod, ShippingKind, ShippingOption
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now, today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import has_letter_or_digit, tidy

MOST_OPTIONS = 6  # that a buyer can choose among on a phone
MOST_STEPS = 8
HEAVIEST_PARCEL = 50_000  # grams; no carrier takes a heavier one
DEAREST_SHIPPING = 500_000  # satang
LONGEST_PLACE = 300
LONGEST_REST = timedelta(days=366)


def shipping_options_of(group_id: int) -> list[ShippingOption]:
    """Those a buyer may choose, deliveries first, collection last."""
    asked = select(ShippingOption).where(ShippingOption.group_id == group_id, ShippingOption.retired_at.is_(None))
    found = db.session.scalars(asked.order_by(ShippingOption.position, ShippingOption.id))
    return sorted(found, key=lambda option: option.kind is ShippingKind.COLLECT)


def add_shipping(
    group: Group,
    actor: Actor,
    kind: ShippingKind,
    name: str = "",
    price_satang: int = 0,
    weight_steps: list | None = None,
    free_over_satang: int | None = None,
) -> ShippingOption:
    """A further way to get the goods. `weight_steps`: [[up to grams, satang], ...]; heavier parcels are refused.

    Raises NotAllowed, BadValue (price_satang, weight_steps, free_over_satang, name, kind).
    """
    check_may(actor, Permission.GROUP_EDIT, group.id)
    standing = shipping_options_of(group.id)
    if len(standing) >= MOST_OPTIONS:
        raise BadValue("kind", "too_many")
    if kind is ShippingKind.COLLECT and any(option.kind is kind for option in standing):
        raise BadValue("kind", "collect_twice")
    values = _shipping_values(kind, name, price_satang, weight_steps, free_over_satang)
    option = ShippingOption(group_id=group.id, kind=kind, position=len(standing), **values)
    db.session.add(option)
    db.session.flush()
    audit.record(actor, GroupChange.CHANGE_SHIPPING, "group", group.id, group_id=group.id, option=option.id, added=kind)
    return option


def change_shipping(
    option: ShippingOption,
    actor: Actor,
    name: str = "",
    price_satang: int = 0,
    weight_steps: list | None = None,
    free_over_satang: int | None = None,
) -> None:
    """New terms for baskets from now on; orders keep what they were placed with. Raises NotAllowed, BadValue, LostRace."""
    check_may(actor, Permission.GROUP_EDIT, option.group_id)
    values = _shipping_values(option.kind, name, price_satang, weight_steps, free_over_satang)
    standing = update(ShippingOption).where(ShippingOption.id == option.id, ShippingOption.retired_at.is_(None))
    if db.session.execute(standing.values(**values)).rowcount != 1:
        raise LostRace
    audit.record(
        actor,
        GroupChange.CHANGE_SHIPPING,
        "group",
        option.group_id,
        group_id=option.group_id,
        option=option.id,
        changed=sorted(values),
    )


def retire_shipping(option: ShippingOption, actor: Actor) -> None:
    """No buyer may choose it any more; a way to pay that needs it goes with it. Raises NotAllowed, LostRace."""
    check_may(actor, Permission.GROUP_EDIT, option.group_id)
    standing = update(ShippingOption).where(ShippingOption.id == option.id, ShippingOption.retired_at.is_(None))
    if db.session.execute(standing.values(retired_at=now())).rowcount != 1:
        raise LostRace
    left = {standing.kind for standing in shipping_options_of(option.group_id)}
    group = db.session.get_one(Group, option.group_id)
    group.accepts_cod = group.accepts_cod and bool(left - {ShippingKind.COLLECT})
    group.accepts_pickup = group.accepts_pickup and ShippingKind.COLLECT in left
    audit.record(actor, GroupChange.CHANGE_SHIPPING, "group", group.id, group_id=group.id, option=option.id, retired=True)


def _shipping_values(kind: ShippingKind, name: str, price: int, steps: list | None, free_over: int | None) -> dict[str, object]:
    if kind is ShippingKind.COLLECT:
        return {"name": tidy(name)[:80], "price_satang": 0, "weight_steps": [], "free_over_satang": None}
    if not 0 <= price <= DEAREST_SHIPPING:
        raise BadValue("price_satang", "out_of_range")
    if free_over is not None and free_over <= 0:
        raise BadValue("free_over_satang", "out_of_range")
    kept_steps = _weight_steps(steps or []) if kind is ShippingKind.BY_WEIGHT else []
    return {
        "name": tidy(name)[:80],
        "price_satang": kept_steps[0][1] if kept_steps else price,
        "weight_steps": kept_steps,
        "free_over_satang": free_over,
    }


def _weight_steps(steps: list) -> list[list[int]]:
    if not steps:
        raise BadValue("weight_steps", "empty")
    if len(steps) > MOST_STEPS:
        raise BadValue("weight_steps", "too_many")
    for grams, satang in steps:
        if not 1 <= grams <= HEAVIEST_PARCEL:
            raise BadValue("weight_steps", "weight_out_of_range")
        if not 0 <= satang <= DEAREST_SHIPPING:
            raise BadValue("weight_steps", "price_out_of_range")
    for (lighter, cheaper), (heavier, dearer) in pairwise(steps):
        if heavier <= lighter or dearer < cheaper:
            raise BadValue("weight_steps", "not_rising")
    return [[grams, satang] for grams, satang in steps]


def set_payment_ways(
    group: Group,
    actor: Actor,
    *,
    cod: bool,
    pickup: bool,
    stripe: bool | None = None,
    promptpay: bool | None = None,
    pickup_place: str | None = None,
) -> None:
    """Cash on delivery, cash at collection, beforehand through the market or by PromptPay straight to the group.

    `pickup_place` as buyers read it. None leaves a thing as it is.

    Raises NotAllowed, BadValue (ways, pickup_place).
    """
    check_may(actor, Permission.GROUP_EDIT, group.id)
    if pickup_place is not None:
        set_pickup_place(group, actor, pickup_place)
    kinds = {option.kind for option in shipping_options_of(group.id)}
    if cod and not kinds - {ShippingKind.COLLECT}:
        raise BadValue("ways", "cod_without_delivery")
    if pickup and ShippingKind.COLLECT not in kinds:
        raise BadValue("ways", "pickup_without_collect")
    if pickup and not group.pickup_place:
        raise BadValue("pickup_place", "empty")
    if promptpay and not _has_promptpay(group.id):
        raise BadValue("ways", "promptpay_without_id")
    group.accepts_cod, group.accepts_pickup = cod, pickup
    group.accepts_stripe = group.accepts_stripe if stripe is None else stripe
    group.accepts_promptpay = group.accepts_promptpay if promptpay is None else promptpay
    ways = {"cod": cod, "pickup": pickup, "stripe": group.accepts_stripe, "promptpay": group.accepts_promptpay}
    audit.record(actor, GroupChange.CHANGE_PAYMENT_WAYS, "group", group.id, group_id=group.id, **ways)


def set_pickup_place(group: Group, actor: Actor, place: str) -> None:
    """Where buyers come to collect, as they read it. Raises NotAllowed, BadValue (pickup_place)."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    place = tidy(place)
    if not has_letter_or_digit(place):
        raise BadValue("pickup_place", "empty")
    if len(place) > LONGEST_PLACE:
        raise BadValue("pickup_place", "too_long")
    if place != group.pickup_place:
        group.pickup_place = place
        audit.record(actor, GroupChange.CHANGE_SHIPPING, "group", group.id, group_id=group.id, changed=["pickup_place"])


def missing_ways(group: Group) -> list[str]:
    """What keeps buyers from buying here: no shipping option, or no way to pay."""
    missing = [] if shipping_options_of(group.id) else ["shipping"]
    return missing if group.accepts_cod or group.accepts_pickup or group.accepts_promptpay else [*missing, "payment"]


def _has_promptpay(group_id: int) -> bool:
    kept = db.session.get(IncomeDetails, group_id)
    return kept is not None and bool(kept.promptpay_id or kept.biller_id)


def set_weekly_rest(group: Group, actor: Actor, days: list[int]) -> None:
    """ISO weekdays on which the clocks of orders stand still. Raises NotAllowed, BadValue where no working day is left."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    kept = sorted(set(days))
    if not set(kept) <= set(range(1, 8)):
        raise BadValue("weekly_rest_days", "unknown")
    if len(kept) == 7:
        raise BadValue("weekly_rest_days", "every_day")
    group.weekly_rest_days = kept
    audit.record(actor, GroupChange.CHANGE_REST_DAYS, "group", group.id, group_id=group.id, weekly=kept)


def coming_rest(group_id: int) -> list[RestPeriod]:
    """Announced rest that is not over, soonest first."""
    asked = select(RestPeriod).where(RestPeriod.group_id == group_id, RestPeriod.ends_on >= today())
    return list(db.session.scalars(asked.order_by(RestPeriod.starts_on, RestPeriod.id)))


def announce_rest(group: Group, actor: Actor, starts_on: date, ends_on: date, reason: str = "") -> RestPeriod:
    """Both days included. Raises NotAllowed, BadValue (ends_on, starts_on)."""
    check_may(actor, Permission.GROUP_EDIT, group.id)
    if ends_on < starts_on:
        raise BadValue("ends_on", "before_start")
    if ends_on < today():
        raise BadValue("ends_on", "past")
    if ends_on - starts_on > LONGEST_REST:
        raise BadValue("ends_on", "too_long")
    waiting = db.session.scalar(
        select(func.count(RestPeriod.id)).where(RestPeriod.group_id == group.id, RestPeriod.ends_on >= today())
    )
    if waiting >= 20:
        raise BadValue("starts_on", "too_many")
    period = RestPeriod(group_id=group.id, starts_on=starts_on, ends_on=ends_on, reason=tidy(reason)[:120])
    db.session.add(period)
    db.session.flush()
    audit.record(
        actor,
        GroupChange.CHANGE_REST_DAYS,
        "group",
        group.id,
        group_id=group.id,
        added=[starts_on.isoformat(), ends_on.isoformat()],
    )
    return period


def cancel_rest(period: RestPeriod, actor: Actor) -> None:
    """The group works after all. Raises NotAllowed, LostRace."""
    check_may(actor, Permission.GROUP_EDIT, period.group_id)
    group_id, span = period.group_id, [period.starts_on.isoformat(), period.ends_on.isoformat()]
    if db.session.execute(delete(RestPeriod).where(RestPeriod.id == period.id)).rowcount != 1:
        raise LostRace
    audit.record(actor, GroupChange.CHANGE_REST_DAYS, "group", group_id, group_id=group_id, removed=span)
