"""What a basket comes to at this moment: by group, each way to get the goods with its cost and its ways to pay."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from shop.basket import queries as baskets
from shop.basket.queries import BasketLine
from shop.groups.income_details import groups_paid_directly
from shop.groups.models import Group, ShippingKind, ShippingOption
from shop.groups.shipping import ParcelTooHeavy, shipping_cost
from shop.kernel.database import db
from shop.orders.models import PaymentMethod
from shop.payments.methods import METHODS, methods_for

COLLECT = "collect"  # the value of collecting in a form; a delivery's is its option's id


@dataclass(frozen=True)
class Choice:
    """One way to get a group's goods: what it costs for this basket (satang), and how it can be paid."""

    option: ShippingOption
    cost_satang: int
    methods: tuple[PaymentMethod, ...]
    free_from_satang: int | None = None  # goods for so much more would travel free

    @property
    def value(self) -> str:
        return COLLECT if self.is_collected else str(self.option.id)

    @property
    def kind(self) -> ShippingKind:
        return self.option.kind

    @property
    def name(self) -> str:
        return self.option.name

    @property
    def is_collected(self) -> bool:
        return self.kind is ShippingKind.COLLECT


@dataclass(frozen=True)
class AgreedWay:
    """One way to get goods at what was agreed for it, whatever the group's options cost."""

    kind: ShippingKind
    name: str
    cost_satang: int
    methods: tuple[PaymentMethod, ...]

    @property
    def value(self) -> str:
        return str(self.kind)

    @property
    def is_collected(self) -> bool:
        return self.kind is ShippingKind.COLLECT


@dataclass(frozen=True)
class GroupOffer:
    """One group's part of the basket: deliveries first among its choices; none means it cannot be ordered now."""

    group: Group
    lines: tuple[BasketLine, ...]
    choices: tuple[Choice, ...]

    @cached_property
    def counted(self) -> list[BasketLine]:
        return [line for line in self.lines if line.counted]

    @cached_property
    def items_satang(self) -> int:
        return sum(line.total_satang for line in self.counted)

    @property
    def is_orderable(self) -> bool:
        return bool(self.counted and self.choices)

    @cached_property
    def methods(self) -> tuple[PaymentMethod, ...]:
        """Every way to pay this group for some way of getting its goods."""
        return tuple(method for method in METHODS if any(method in choice.methods for choice in self.choices))

    def choice(self, value: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Offer:
    groups: tuple[GroupOffer, ...]

    @cached_property
    def orderable(self) -> list[GroupOffer]:
        return [group for group in self.groups if group.is_orderable]

    @cached_property
    def lines(self) -> list[BasketLine]:
        """Everything that would be ordered."""
        return [line for group in self.orderable for line in group.counted]

    @property
    def items_satang(self) -> int:
        return sum(group.items_satang for group in self.orderable)

    @property
    def pieces(self) -> int:
        return sum(line.counted for line in self.lines)

    @property
    def least_shipping_satang(self) -> int:
        """With each group's first choice, as the page comes up."""
        return sum(group.choices[0].cost_satang for group in self.orderable)

    @property
    def methods(self) -> tuple[PaymentMethod, ...]:
        return tuple(method for method in METHODS if any(method in group.methods for group in self.orderable))

    def seen(self) -> dict:
        """What a buyer who is shown this has seen, in a form that JSON keeps: pieces and price by variant, cost by option."""
        return {
            "lines": {str(line.variant.id): [line.counted, line.unit_price_satang] for line in self.lines},
            "shipping": {str(choice.option.id): choice.cost_satang for group in self.orderable for choice in group.choices},
        }


def offer_for(basket_id: int) -> Offer:
    """Read anew: the basket, prices, stock and shipping options."""
    lines: dict[Group, list[BasketLine]] = {}
    for line in baskets.lines_in(basket_id):
        lines.setdefault(line.group, []).append(line)
    options = options_of([group.id for group in lines])
    wanting = [group.id for group in lines if group.accepts_promptpay]
    paid_directly = groups_paid_directly(wanting) if wanting else set()
    return Offer(
        tuple(
            _group_offer(group, tuple(its), options.get(group.id, []), is_paid_directly=group.id in paid_directly)
            for group, its in lines.items()
        )
    )


def options_of(group_ids: list[int]) -> dict[int, list[ShippingOption]]:
    """Each group's ways to get its goods, as it shows them."""
    if not group_ids:
        return {}
    asked = select(ShippingOption).where(ShippingOption.group_id.in_(group_ids), ShippingOption.retired_at.is_(None))
    found: dict[int, list[ShippingOption]] = {}
    for option in db.session.scalars(asked.order_by(ShippingOption.position, ShippingOption.id)):
        found.setdefault(option.group_id, []).append(option)
    return found


def _group_offer(
    group: Group, lines: tuple[BasketLine, ...], options: list[ShippingOption], *, is_paid_directly: bool
) -> GroupOffer:
    items_satang, weight_grams = sum(line.total_satang for line in lines), sum(line.weight_grams for line in lines)
    ways = {option.kind: methods_for(group, option.kind, is_paid_directly=is_paid_directly) for option in options}
    found = [_choice(option, ways[option.kind], items_satang, weight_grams) for option in options]
    choices = [choice for choice in found if choice]
    deliveries = [choice for choice in choices if not choice.is_collected]
    collections = [choice for choice in choices if choice.is_collected]
    return GroupOffer(group, lines, (*deliveries, *collections[:1]))


def _choice(option: ShippingOption, methods: tuple[PaymentMethod, ...], items_satang: int, weight_grams: int) -> Choice | None:
    """None where this parcel cannot go so, or nobody could pay for it."""
    try:
        cost = shipping_cost(option, items_satang, weight_grams)
    except ParcelTooHeavy:
        return None
    missing = (option.free_over_satang or 0) - items_satang
    return Choice(option, cost, methods, missing if cost and missing > 0 else None) if methods else None


@dataclass(frozen=True)
class Change:
    """How an offer differs from what the buyer saw. `kind`: price, fewer, gone, added or shipping; amounts are satang."""

    kind: str
    line: BasketLine | None = None
    choice: Choice | None = None
    was: int = 0
    now: int = 0


def changes_since(seen: dict, offer: Offer) -> list[Change]:
    """What to show before the buyer is asked again; a line that left the basket meanwhile is shown by its absence."""
    lines, costs = seen.get("lines", {}), seen.get("shipping", {})
    changes = []
    for line in (line for part in offer.groups for line in part.lines):
        counted = line.counted if line in offer.lines else 0
        if str(line.variant.id) not in lines:
            changes += [Change("added", line)] if counted else []
            continue
        pieces, price = lines[str(line.variant.id)]
        if not counted:
            changes.append(Change("gone", line))
        elif counted != pieces:
            changes.append(Change("fewer" if counted < pieces else "added", line, was=pieces, now=counted))
        if counted and line.unit_price_satang != price:
            changes.append(Change("price", line, was=price, now=line.unit_price_satang))
    for choice in (choice for part in offer.orderable for choice in part.choices):
        cost = costs.get(str(choice.option.id))
        if cost is not None and cost != choice.cost_satang:
            changes.append(Change("shipping", choice=choice, was=cost, now=choice.cost_satang))
    return changes
