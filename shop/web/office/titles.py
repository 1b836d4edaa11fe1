"""What a submission is called in lists."""

from shop.moderation.models import Submission, SubmissionKind


def title_of(submission: Submission) -> str:
    if submission.kind is SubmissionKind.GROUP:
        return submission.group_profile.name
    if submission.kind is SubmissionKind.PRODUCT:
        return submission.product_revision.title
    variant = submission.variant
    return f"{variant.product.title} {variant.name}".strip()
