"""Sales at a booth for tests."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from shop.fairs.models import Fair
from shop.groups.models import Group
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now, today
from shop.orders.booth import Piece
from shop.orders.models import PaymentMethod
from shop.payments.booth.models import BoothSale
from shop.payments.booth.service import Sale, record_sale
from tests.factories.fairs import given_a_booth, given_a_fair


def given_a_booth_today(group: Group, **columns: object) -> Fair:
    """A fair of three days whose second is today, and the group's booth there."""
    days = {"starts_on": today() - timedelta(days=1), "ends_on": today() + timedelta(days=1)}
    fair = given_a_fair(**days | columns)
    given_a_booth(fair, group)
    return fair


def a_sale(
    pieces: Mapping[int, int],
    price_satang: int = 6500,
    method: PaymentMethod = PaymentMethod.CASH,
    at: datetime | None = None,
    client_id: str = "",
) -> Sale:
    """What a device would say of so many pieces by variant id."""
    lines = tuple(Piece(variant_id, quantity, price_satang) for variant_id, quantity in pieces.items())
    return Sale(client_id or str(uuid4()), method, at or now(), lines)


def staff_at(group_id: int, account_id: int | None = None) -> Actor:
    return Actor(account_id, frozenset({Role.GROUP_STAFF}), group_id)


def given_a_booth_sale(fair: Fair, group_id: int, pieces: Mapping[int, int], **said: object) -> BoothSale:
    return record_sale(fair, a_sale(pieces, **said), staff_at(group_id))
