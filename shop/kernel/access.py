"""Who may do what: roles, permissions, and the actor that every service is told."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    BUYER = "buyer"
    COMMERCE_OFFICIAL = "commerce_official"
    COMMUNITY_OFFICIAL = "community_official"
    GROUP_OWNER = "group_owner"
    GROUP_STAFF = "group_staff"
    LABOUR_OFFICIAL = "labour_official"
    LABOUR_VOLUNTEER = "labour_volunteer"
    LISTING_HELPER = "listing_helper"  # what a volunteer is at the desk of a group that consented to it; kept nowhere
    MARKET = "market"  # the market itself: jobs, clocks and the operator's terminal
    ORDER_HELPER = "order_helper"  # as LISTING_HELPER
    SOCIAL_OFFICIAL = "social_official"


class HelpScope(StrEnum):
    """What a group lets a volunteer do for it."""

    LISTINGS = "listings"
    ORDERS = "orders"
    BOTH = "both"


class Permission(StrEnum):
    ACCOUNT_USE = "account:use"
    AUDIT_READ = "audit:read"
    CONSENT_CONFIRM = "consent:confirm"
    CONSENT_GIVE = "consent:give"
    EXHIBIT_CLAIM = "exhibit:claim"
    EXHIBIT_CONFIRM = "exhibit:confirm"
    FAIR_MANAGE = "fair:manage"
    GROUP_APPLY = "group:apply"
    GROUP_EDIT = "group:edit"
    GROUP_HAND_OVER = "group:hand_over"
    GROUP_INCOME_DETAILS = "group:income_details"
    GROUP_OVERSEE = "group:oversee"
    GROUP_STAFF_MANAGE = "group:staff_manage"
    HELP_GROUPS = "help:groups"
    IMPACT_READ = "impact:read"
    IMPACT_TARGETS = "impact:targets"
    INCOME_READ = "income:read"
    MONEY_MANAGE = "money:manage"
    MONEY_READ = "money:read"
    OFFICE_ENTER = "office:enter"
    ORDER_FULFIL = "order:fulfil"
    ORDER_OVERSEE = "order:oversee"
    PAYOUT_APPROVE = "payout:approve"
    PEOPLE_MANAGE = "people:manage"
    PRODUCT_EDIT = "product:edit"
    PRODUCT_OVERSEE = "product:oversee"
    RESET_CODE_PRINT = "reset_code:print"
    RETURN_DECIDE = "return:decide"
    REVIEW_DECIDE = "review:decide"
    SEARCH_WORDS = "search:words"
    SELL_ENTER = "sell:enter"
    TRAINING_MANAGE = "training:manage"
    VOLUNTEER_MANAGE = "volunteer:manage"
    WORDS_ERASE = "words:erase"


P = Permission
_EVERYONE = frozenset({P.ACCOUNT_USE, P.GROUP_APPLY})
_STAFF = frozenset({P.SELL_ENTER, P.EXHIBIT_CLAIM, P.GROUP_EDIT, P.INCOME_READ, P.ORDER_FULFIL, P.PRODUCT_EDIT})
_ANY_OFFICE = frozenset({P.OFFICE_ENTER, P.GROUP_OVERSEE, P.IMPACT_READ, P.PRODUCT_OVERSEE, P.RESET_CODE_PRINT})
_OFFICE = _ANY_OFFICE | {P.ORDER_OVERSEE, P.MONEY_READ}
_MONEY = frozenset({P.MONEY_MANAGE, P.PAYOUT_APPROVE})  # two people do it, whatever their office
_UPKEEP = frozenset({P.AUDIT_READ, P.RETURN_DECIDE, P.SEARCH_WORDS})
_GUIDANCE = frozenset({P.EXHIBIT_CONFIRM, P.IMPACT_TARGETS, P.TRAINING_MANAGE})
_VOLUNTEERS = frozenset({P.CONSENT_CONFIRM, P.VOLUNTEER_MANAGE})

# Why each office has what it has: docs/decisions/0036-consent.md.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.BUYER: _EVERYONE,
    Role.GROUP_STAFF: _STAFF,
    Role.GROUP_OWNER: _STAFF | {P.CONSENT_GIVE, P.GROUP_HAND_OVER, P.GROUP_INCOME_DETAILS, P.GROUP_STAFF_MANAGE},
    Role.LABOUR_VOLUNTEER: frozenset({P.HELP_GROUPS}),  # and at a group's desk what its consent says
    Role.LISTING_HELPER: frozenset({P.SELL_ENTER, P.EXHIBIT_CLAIM, P.PRODUCT_EDIT}),
    Role.ORDER_HELPER: frozenset({P.SELL_ENTER, P.ORDER_FULFIL}),
    Role.COMMERCE_OFFICIAL: _OFFICE | _MONEY | _UPKEEP | _GUIDANCE | {P.REVIEW_DECIDE},
    Role.COMMUNITY_OFFICIAL: _ANY_OFFICE | {P.EXHIBIT_CONFIRM},
    Role.LABOUR_OFFICIAL: _OFFICE | _GUIDANCE | _VOLUNTEERS | {P.FAIR_MANAGE},
    Role.SOCIAL_OFFICIAL: _ANY_OFFICE | {P.CONSENT_CONFIRM},
    Role.ADMINISTRATOR: _OFFICE | _MONEY | _UPKEEP | _VOLUNTEERS | {P.IMPACT_TARGETS, P.PEOPLE_MANAGE, P.WORDS_ERASE},
    Role.MARKET: frozenset(Permission),
}

OFFICE_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.COMMERCE_OFFICIAL, Role.COMMUNITY_OFFICIAL, Role.LABOUR_OFFICIAL, Role.SOCIAL_OFFICIAL}
)
GROUP_ROLES = frozenset({Role.GROUP_OWNER, Role.GROUP_STAFF, Role.ORDER_HELPER})  # who acts for a group towards its orders
DESK_ROLES = GROUP_ROLES | {Role.LISTING_HELPER}  # who acts for a group at all

_BY_SCOPE = {
    HelpScope.LISTINGS: frozenset({Role.LISTING_HELPER}),
    HelpScope.ORDERS: frozenset({Role.ORDER_HELPER}),
    HelpScope.BOTH: frozenset({Role.LISTING_HELPER, Role.ORDER_HELPER}),
}


def roles_at_desk(role: Role, scope: HelpScope | None) -> frozenset[Role]:
    """What a member is at the group's desk: a volunteer only what the group consented to."""
    return frozenset({role}) | (_BY_SCOPE[scope] if scope else frozenset())


@dataclass(frozen=True)
class Actor:
    """Who acts: what a service is told instead of a request.

    `id` is an account's, None for a guest and for the market itself. `group_id` is the group at whose desk they stand.
    """

    id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    group_id: int | None = None

    def can(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)

    @property
    def is_official(self) -> bool:
        return bool(self.roles & OFFICE_ROLES)

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None


GUEST = Actor(roles=frozenset())
MARKET = Actor(roles=frozenset({Role.MARKET}))
