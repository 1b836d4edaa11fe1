"""The demonstration's volunteer: groups that consented, each to something else, and a visit."""

from shop.groups.models import Group
from shop.helping import service, visits
from shop.kernel.access import Actor, HelpScope, Role
from shop.kernel.clock import today
from shop.people.queries import account_by_id

# What each group that volunteer@demo.example helps has consented to.
HELPED = {"chao-phraya": HelpScope.BOTH, "lotus-garden": HelpScope.LISTINGS, "lat-sawai": HelpScope.BOTH}
NOTED = {"lotus-garden": "ช่วยถ่ายรูปสบู่ใหม่สองรูป ป้ามาลีอยากเพิ่มกลิ่นมะลิ"}


def add_helper(group: Group, slug: str, owner: Actor, helper: Actor) -> None:
    """For a year from the day of the demonstration's clock, in the caller's transaction."""
    if slug not in HELPED:
        return
    person = account_by_id(helper.id)
    service.give(group, person, HELPED[slug], service.last_moment(today() + service.LONGEST), owner)
    if note := NOTED.get(slug):
        visits.record_visit(group.id, note, Actor(helper.id, frozenset({Role.BUYER, Role.LABOUR_VOLUNTEER})))
