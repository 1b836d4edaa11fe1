"""How many transfers one payer may have shown that nobody has confirmed: false slips hold goods from others.

A telephone number is typed, not proven. So it is counted only together with the network the purchase came from, and whoever has
signed in is counted by the account alone: nobody can use up what another may do.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from shop.kernel.clock import now
from shop.kernel.database import db, one_at_a_time
from shop.kernel.secrets import vault
from shop.orders.models import Order, Purchase
from shop.payments.slips.models import Slip, SlipStatus

MOST_UNCONFIRMED = 3  # orders of one payer whose slips nobody has confirmed
MOST_OF_NETWORK = 60  # orders of one network's guests whose slips wait: a hall full of buyers shares one
DENIED_COUNTS_FOR = timedelta(days=30)
NETWORK_KEPT = timedelta(days=31)


@dataclass(frozen=True)
class Payer:
    """`phone` in E.164, as typed; `network`: fingerprint of where the purchase was placed from, None where nobody knows."""

    account_id: int | None
    phone: str
    network: str | None = None

    @classmethod
    def of(cls, purchase: Purchase) -> "Payer":
        return cls(purchase.account_id, purchase.phone, purchase.network)

    @property
    def purchases(self) -> ColumnElement[bool]:
        """Those that count as this payer's."""
        if self.account_id is not None:
            return Purchase.account_id == self.account_id
        is_same = Purchase.network.is_not_distinct_from(self.network)
        return Purchase.account_id.is_(None) & (Purchase.phone == self.phone) & is_same


def network_fingerprint(network: str) -> str | None:
    """Of a network's address in normal form; None of none."""
    return vault.fingerprint("network", network) if network else None


def count_unconfirmed(payer: Payer, besides: int | None = None) -> int:
    """How many of the payer's orders, besides one by id, have a slip that waits, or was denied within a month."""
    denied = (Slip.status == SlipStatus.DENIED) & (Slip.decided_at > now() - DENIED_COUNTS_FOR)
    return _count(besides, payer.purchases, or_(Slip.status == SlipStatus.WAITING, denied))


def has_room(payer: Payer, more: int = 1, besides: int | None = None) -> bool:
    """Whether so many more orders of the payer may be paid by transfer, besides one by id that is asked about."""
    if count_unconfirmed(payer, besides) + more > MOST_UNCONFIRMED:
        return False
    if payer.account_id is not None or payer.network is None:
        return True
    guests = Purchase.account_id.is_(None) & (Purchase.network == payer.network)
    return _count(besides, guests, Slip.status == SlipStatus.WAITING) + more <= MOST_OF_NETWORK


def lock(payer: Payer) -> None:
    """What one payer sends at once is counted one after the other. Before any order is locked."""
    who = f"account {payer.account_id}" if payer.account_id is not None else payer.network or payer.phone
    one_at_a_time(f"slips of {who}")


def forget_networks() -> int:
    """Where purchases came from, once it counts no more; of how many."""
    old = update(Purchase).where(Purchase.network.is_not(None), Purchase.placed_at < now() - NETWORK_KEPT)
    return db.session.execute(old.values(network=None).execution_options(synchronize_session=False)).rowcount


def _count(besides: int | None, *which: ColumnElement[bool]) -> int:
    asked = select(func.count(func.distinct(Slip.order_id))).join(Slip.order).join(Order.purchase).where(*which)
    return db.session.scalar(asked if besides is None else asked.where(Order.id != besides))
