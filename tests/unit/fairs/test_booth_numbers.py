"""A booth may be called whatever an official types, while others change places."""

from shop.fairs import checks
from shop.fairs.booths import paste_booths, set_booth
from shop.fairs.models import Booth
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group

LABOUR = Actor(None, frozenset({Role.LABOUR_OFFICIAL}))


def test_numbers_that_look_like_ours_do_not_stand_in_the_way(session):
    with transaction():
        fair, groups = given_a_fair(), [given_a_group() for _ in range(4)]
        first, second = (set_booth(fair, LABOUR, group_id=group.id, number=f"A{group.id}") for group in groups[:2])
        for group, booth in zip(groups[2:], (first, second), strict=True):
            set_booth(fair, LABOUR, group_id=group.id, number=f"~{booth.id}" if booth is first else f"aside {booth.id}")
        lines = f"{second.number}|#{groups[0].id}\n{first.number}|#{groups[1].id}"
    with transaction():
        assert paste_booths(fair, lines, LABOUR).changed == 2

    assert checks.booths_and_exhibits_agree() == []
    numbers = {booth.group_id: booth.number for booth in db.session.scalars(db.select(Booth))}
    assert [numbers[group.id] for group in groups] == [
        f"A{groups[1].id}", f"A{groups[0].id}", f"~{first.id}", f"ASIDE {second.id}"
    ]  # fmt: skip
