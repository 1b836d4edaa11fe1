"""A decision: taken once, by the official who holds the submission, with its audit row, its notices and all that follows."""

from collections.abc import Collection

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.catalogue import listing, photos, reversal
from shop.catalogue import service as catalogue
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.groups import queries as group_queries
from shop.groups import reversal as group_reversal
from shop.groups import service as groups
from shop.groups.models import GroupProfile
from shop.kernel.access import Actor, HelpScope, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.review import RevisionStatus
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.moderation import second_looks
from shop.moderation.actions import ReviewAction
from shop.moderation.advice_pictures import examples_for
from shop.moderation.claims import HeldByAnother, NotWaiting
from shop.moderation.intake import queue_new_variants
from shop.moderation.models import Decision, Outcome, Submission, SubmissionKind, SubmissionStatus
from shop.moderation.passing import NotAllPassed, misses_of
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all
from shop.search import service as search

LONGEST = 2000  # characters of one piece of advice, or of the reason
ACTIONS = {
    Outcome.APPROVED: ReviewAction.APPROVE,
    Outcome.CHANGES_REQUESTED: ReviewAction.REQUEST_CHANGES,
    Outcome.REJECTED: ReviewAction.REJECT,
}


def decide(
    submission: Submission,
    outcome: Outcome,
    actor: Actor,
    reason: str = "",
    advice: dict[str, str] | None = None,
    checked: list[str] | None = None,
    *,
    accepted: Collection[str] = (),
    because: str = "",
    among: int = 0,
) -> Decision:
    """Decide a submission that `actor` holds. `advice`: {field: words to the group}; `checked`: keys of the checklist.

    Approved in spite of what stands against it: `accepted` are the keys she was asked about, `because` why (for the record,
    not for the group); `among`: of how many approved at once it is one. Raises NotAllowed, BadValue (outcome, reason, advice,
    because), NotAllPassed, NotWaiting, HeldByAnother; LostRace where the subject moved on.
    """
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    reason, advice = _checked_words(submission, outcome, reason, advice or {})
    _take(submission, actor)
    despite = _despite(submission, checked or [], accepted, because) if outcome is Outcome.APPROVED else {}
    decision = Decision(
        submission_id=submission.id,
        outcome=outcome,
        reason=reason,
        advice=advice,
        checked=checked or [],
        decided_by=actor.id,
        examples=examples_for(advice),
        before=subject_state(submission),
    )
    db.session.add(decision)
    audit.record(
        actor,
        ACTIONS[outcome],
        "submission",
        submission.id,
        group_id=submission.group_id,
        kind=submission.kind,
        fields=sorted(advice),
        checked=sorted(checked or []),
        **despite,
        **({"among": among} if among else {}),
    )
    follow = {SubmissionKind.GROUP: _decide_group, SubmissionKind.PRODUCT: _decide_product, SubmissionKind.PRICE: _decide_price}
    follow[submission.kind](submission, outcome, actor, reason, "\n".join([*advice.values(), *([reason] if reason else [])]))
    decision.after = subject_state(submission)
    db.session.flush()
    if outcome is Outcome.APPROVED:
        second_looks.draw(submission, actor)
    return decision


def subject_state(submission: Submission) -> dict:
    """What a decision about it can change, as it stands now: for taking it back."""
    if submission.kind is SubmissionKind.GROUP:
        return group_reversal.state_of(submission.group_id)
    about = ProductRevision if submission.kind is SubmissionKind.PRODUCT else Variant
    which = submission.product_revision_id if submission.kind is SubmissionKind.PRODUCT else submission.variant_id
    return reversal.state_of(db.session.scalar(select(about.product_id).where(about.id == which)))


def _checked_words(submission: Submission, outcome: Outcome, reason: str, advice: dict[str, str]) -> tuple[str, dict[str, str]]:
    reason = tidy(reason, multiline=True)
    advice = {field: tidy(words, multiline=True) for field, words in advice.items() if has_letter_or_digit(words)}
    if len(reason) > LONGEST:
        raise BadValue("reason", "too_long")
    for field, words in advice.items():
        if len(words) > LONGEST:
            raise BadValue(f"advice-{field}", "too_long")
    if outcome is Outcome.REJECTED and not has_letter_or_digit(reason):
        raise BadValue("reason", "empty")
    if outcome is Outcome.CHANGES_REQUESTED and submission.kind is SubmissionKind.PRICE:
        raise BadValue("outcome", "unknown")
    if outcome is Outcome.CHANGES_REQUESTED and not advice:
        raise BadValue("advice", "empty")
    return reason if outcome is Outcome.REJECTED else "", advice


def _despite(submission: Submission, checked: list[str], accepted: Collection[str], because: str) -> dict:
    """What stood against it and why it was approved all the same, for the record; nothing where all is well."""
    misses = misses_of(submission, checked)
    if not misses.count:
        return {}
    if not set(misses.keys) <= set(accepted):
        raise NotAllPassed(misses)
    because = tidy(because, multiline=True)
    if misses.found and not has_letter_or_digit(because):
        raise BadValue("because", "empty")
    if len(because) > LONGEST:
        raise BadValue("because", "too_long")
    found = sorted({finding.key for finding in misses.found})
    return {"not_passed": found, "unticked": sorted(check.key for check in misses.unticked), "because": because}


def _take(submission: Submission, actor: Actor) -> None:
    """Out of the queue, once: only while it waits and this official holds it."""
    mine = (Submission.claimed_by == actor.id) & (Submission.claimed_until > now())
    taken = update(Submission).where(Submission.id == submission.id, Submission.status == SubmissionStatus.WAITING, mine)
    taken = taken.values(status=SubmissionStatus.DECIDED, claimed_until=None).execution_options(synchronize_session=False)
    done = db.session.execute(taken).rowcount == 1
    db.session.refresh(submission)
    if not done:
        raise HeldByAnother if submission.status is SubmissionStatus.WAITING else NotWaiting


def _decide_group(submission: Submission, outcome: Outcome, actor: Actor, reason: str, advice: str) -> None:
    profile = db.session.get_one(GroupProfile, submission.group_profile_id)
    told = {"group_id": profile.group_id, "group_name": profile.name}
    if outcome is Outcome.APPROVED:
        groups.approve_profile(profile, actor)
        listing.refresh_group(profile.group_id)
        photos.place_group(profile.group_id)
        search.index_group(profile.group_id)
        _tell(submission, NoticeKind.GROUP_APPROVED, advice=advice or None, **told)
    elif outcome is Outcome.CHANGES_REQUESTED:
        groups.request_profile_changes(profile, actor)
        _tell(submission, NoticeKind.GROUP_CHANGES_REQUESTED, advice=advice, **told)
    else:
        groups.reject_profile(profile, actor)
        _tell(submission, NoticeKind.GROUP_REJECTED, reason=reason, **told)


def _decide_product(submission: Submission, outcome: Outcome, actor: Actor, reason: str, advice: str) -> None:
    revision = db.session.get_one(ProductRevision, submission.product_revision_id)
    told = {"product_id": revision.product_id, "product_title": revision.title}
    if outcome is Outcome.APPROVED:
        catalogue.publish_revision(revision, actor)
        queue_new_variants(revision.product_id, actor)
        search.index_product(revision.product_id)
        _tell(submission, NoticeKind.PRODUCT_APPROVED, advice=advice or None, **told)
    elif outcome is Outcome.CHANGES_REQUESTED:
        catalogue.return_revision(revision, RevisionStatus.CHANGES_REQUESTED, actor)
        _tell(submission, NoticeKind.PRODUCT_CHANGES_REQUESTED, advice=advice, **told)
    else:
        catalogue.return_revision(revision, RevisionStatus.REJECTED, actor)
        _tell(submission, NoticeKind.PRODUCT_REJECTED, reason=reason, **told)


def _decide_price(submission: Submission, outcome: Outcome, actor: Actor, reason: str, _advice: str) -> None:
    variant = db.session.get_one(Variant, submission.variant_id)
    title = db.session.scalar(select(Product.title).where(Product.id == variant.product_id))
    told = {"product_id": variant.product_id, "product_title": title, "price_satang": submission.price_satang}
    if outcome is Outcome.APPROVED:
        catalogue.approve_price(variant, submission.price_satang, actor)
        _tell(submission, NoticeKind.PRICE_APPROVED, **told)
    else:
        catalogue.refuse_price(variant, submission.price_satang, actor)
        _tell(submission, NoticeKind.PRICE_REJECTED, reason=reason, **told)


def _tell(submission: Submission, kind: NoticeKind, **params: object) -> None:
    about = HelpScope.LISTINGS if "product_id" in params else None
    tell_all(group_queries.recipients_of(submission.group_id, about=about), kind, **params)
