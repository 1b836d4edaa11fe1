"""A door is one endpoint: who is let in, whose objects they find behind it. tests/functional/test_access.py knocks at each.

Add a line to the table of your desk (storefront.py, seller.py, office.py, account.py, machines.py) for every endpoint:

    "seller.products": Door(GROUP),
    "seller.edit_product": Door(GROUP, lambda side, visitor: {"product_id": given_a_product(side.group).id}),
    "office.show_group": Door(OFFICIALS, lambda side, visitor: {"group_id": side.group.id}, whose=ANYBODYS),

The second thing builds what the address names, with factories, on one of two sides: each side is a group with its own
people, and a buyer. `visitor` is the account that owns what is built: the visitor's own, or that of somebody of the same
kind on the other side. An endpoint missing from the tables fails the test, and so does a line whose endpoint is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update

from shop.groups.models import Group, Membership
from shop.kernel.access import HelpScope, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.people.models import Account
from tests.factories.groups import given_a_group, given_a_member
from tests.factories.people import given_an_account, given_an_official

GUEST, BUYER, OWNER, STAFF, VOLUNTEER = "guest", "buyer", "owner", "staff", "volunteer"
LISTING_VOLUNTEER, ORDER_VOLUNTEER = "volunteer for listings", "volunteer for orders"
IDLE_VOLUNTEER = "volunteer whose consent ran out"
COMMERCE, LABOUR, ADMINISTRATOR, COMMUNITY, SOCIAL = "commerce", "labour", "administrator", "community", "social"

MEMBERS = frozenset({OWNER, STAFF})
GROUP = MEMBERS | {VOLUNTEER}  # a volunteer with consent to listings and orders both
LISTERS = GROUP | {LISTING_VOLUNTEER}
SENDERS = GROUP | {ORDER_VOLUNTEER}
DESK = LISTERS | SENDERS
VOLUNTEERS = frozenset({VOLUNTEER, LISTING_VOLUNTEER, ORDER_VOLUNTEER, IDLE_VOLUNTEER})
OFFICIALS = frozenset({COMMERCE, LABOUR, ADMINISTRATOR})  # who see orders and money
ALL_OFFICIALS = OFFICIALS | {COMMUNITY, SOCIAL}
SIGNED_IN = ALL_OFFICIALS | DESK | VOLUNTEERS | {BUYER}
EVERYONE = SIGNED_IN | {GUEST}
VISITORS = (
    *(GUEST, BUYER, OWNER, STAFF, VOLUNTEER, LISTING_VOLUNTEER, ORDER_VOLUNTEER, IDLE_VOLUNTEER),
    *(COMMERCE, LABOUR, COMMUNITY, SOCIAL, ADMINISTRATOR),
)

THEIR_OWN, ANYBODYS = "their own", "anybody's"


@dataclass(frozen=True)
class Side:
    """A group with all its people, and a buyer; officials stand on both sides. Kept as ids, loaded where they are asked for."""

    group_id: int
    account_ids: dict[str, int]

    @property
    def group(self) -> Group:
        return db.session.get_one(Group, self.group_id)

    def person(self, visitor: str) -> Account:
        """The account of that kind on this side; a guest would ask for what is the buyer's."""
        return db.session.get_one(Account, self.account_ids.get(visitor, self.account_ids[BUYER]))


@dataclass(frozen=True)
class Door:
    """`admits`: whom the gate lets in (all others: 403, a guest is sent to sign in). `build`: what the address needs.

    `whose`: of those let in, THEIR_OWN find only what is on their side (the rest is 404), ANYBODYS find both sides' things.
    `finds`: of those let in, who finds anything at all, where that is not everybody (the rest: 404).
    `form`: what a POST sends; whatever answer it gets is taken, 4xx for the form included, if it is not a refusal.
    `needs_token`: False only for addresses that programs post to.
    """

    admits: frozenset[str]
    build: Callable[[Side, Account], dict] = lambda side, visitor: {}
    whose: str = THEIR_OWN
    finds: frozenset[str] = EVERYONE
    form: dict = field(default_factory=dict)
    needs_token: bool = True

    @property
    def has_objects(self) -> bool:
        return self.build is not Door.build


def given_a_side() -> Side:
    owner = given_an_account()
    group = given_a_group(owner=owner)
    people = {BUYER: given_an_account(), OWNER: owner, STAFF: given_an_account()}
    given_a_member(group, people[STAFF], Role.GROUP_STAFF)
    scopes = {VOLUNTEER: HelpScope.BOTH, LISTING_VOLUNTEER: HelpScope.LISTINGS, ORDER_VOLUNTEER: HelpScope.ORDERS}
    for visitor, scope in {**scopes, IDLE_VOLUNTEER: HelpScope.BOTH}.items():
        people[visitor] = given_an_official(Role.LABOUR_VOLUNTEER)
        given_a_member(group, people[visitor], Role.LABOUR_VOLUNTEER, scope)
    db.session.execute(
        update(Membership).where(Membership.account_id == people[IDLE_VOLUNTEER].id).values(until=now() - timedelta(minutes=1))
    )
    people |= {COMMERCE: given_an_official(Role.COMMERCE_OFFICIAL), LABOUR: given_an_official(Role.LABOUR_OFFICIAL)}
    people |= {COMMUNITY: given_an_official(Role.COMMUNITY_OFFICIAL), SOCIAL: given_an_official(Role.SOCIAL_OFFICIAL)}
    people[ADMINISTRATOR] = given_an_official(Role.ADMINISTRATOR)
    return Side(group.id, {visitor: account.id for visitor, account in people.items()})
