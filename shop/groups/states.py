"""The life of a group: every step there is, and who may take it."""

from enum import StrEnum
from typing import NamedTuple

from shop.kernel.access import Role


class GroupStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class GroupAction(StrEnum):
    APPROVE = "group:approve"
    REINSTATE = "group:reinstate"
    REJECT = "group:reject"
    REQUEST_CHANGES = "group:request_changes"
    SUBMIT = "group:submit"
    SUSPEND = "group:suspend"
    WITHDRAW = "group:withdraw"


class Step(NamedTuple):
    to: GroupStatus
    by: frozenset[Role]


THEIRS = frozenset({Role.GROUP_OWNER, Role.GROUP_STAFF, Role.MARKET})
OFFICE = frozenset({Role.COMMERCE_OFFICIAL, Role.MARKET})
S, A = GroupStatus, GroupAction

TRANSITIONS: dict[tuple[GroupStatus, GroupAction], Step] = {
    (S.DRAFT, A.SUBMIT): Step(S.IN_REVIEW, THEIRS),
    (S.CHANGES_REQUESTED, A.SUBMIT): Step(S.IN_REVIEW, THEIRS),
    (S.REJECTED, A.SUBMIT): Step(S.IN_REVIEW, THEIRS),
    (S.IN_REVIEW, A.WITHDRAW): Step(S.DRAFT, THEIRS),
    (S.IN_REVIEW, A.APPROVE): Step(S.APPROVED, OFFICE),
    (S.IN_REVIEW, A.REQUEST_CHANGES): Step(S.CHANGES_REQUESTED, OFFICE),
    (S.IN_REVIEW, A.REJECT): Step(S.REJECTED, OFFICE),
    (S.APPROVED, A.SUSPEND): Step(S.SUSPENDED, OFFICE),
    (S.SUSPENDED, A.REINSTATE): Step(S.APPROVED, OFFICE),
}


def allowed_actions(status: GroupStatus, roles: frozenset[Role]) -> list[GroupAction]:
    """What somebody with these roles may do next, in the order of the table."""
    return [action for (at, action), step in TRANSITIONS.items() if at == status and roles & step.by]
