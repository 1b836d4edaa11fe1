"""The states that every reviewed revision shares: a group's profile, a product's content.

A revision is written while it is a draft and never again once submitted: whoever goes on editing writes the next one.
"""

from enum import StrEnum


class RevisionStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"  # submitted, then replaced by a newer submission, or withdrawn, before it was decided
