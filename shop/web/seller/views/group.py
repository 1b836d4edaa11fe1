"""The group's own page: how it stands with the officials, and everything that can be set: /sell/group."""

from flask import render_template

from shop.groups import members, protected_counts, queries
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.kernel.review import RevisionStatus
from shop.moderation import queries as moderation
from shop.moderation.advice_pictures import examples_of
from shop.web import helping_words
from shop.web.gate import actor, requires
from shop.web.seller import journey
from shop.web.seller.answers import answers_of
from shop.web.seller.desk import blueprint
from shop.web.words import ROLES


@blueprint.get("/group")
@requires(Permission.SELL_ENTER)
def group() -> str:
    """A helper who may not edit the group sees what it is, and the way out."""
    ours = journey.current_group()
    if not actor().can(Permission.GROUP_EDIT):
        shown = {"people": members.members_of(ours.id), "role_words": ROLES, "said": helping_words}
        return render_template("seller/group/volunteer.html", group=ours, **shown)
    newest = queries.newest_profile(ours.id)
    answers = answers_of(ours, journey.steps_for_visitor())
    decision = moderation.advice_for_group(ours.id)
    is_open = ours.status in (GroupStatus.APPROVED, GroupStatus.SUSPENDED)
    return render_template(
        "seller/group/group.html",
        group=ours,
        name=queries.name_of(ours),
        profile=newest,
        is_open=is_open,
        is_waiting=newest.status is RevisionStatus.IN_REVIEW,
        has_draft=is_open and newest.status is RevisionStatus.DRAFT,
        decision=decision,
        examples=examples_of(decision.examples) if decision else {},
        reviewed=[answer for answer in answers if answer.step.is_reviewed],
        immediate=[answer for answer in answers if not answer.step.is_reviewed],
        has_counts=protected_counts.counts_of(ours.id) is not None,
        people_count=len(members.members_of(ours.id)),
        step_of=journey.STEP_OF,
        titles={step.key: step.title for step in journey.STEPS},
    )
