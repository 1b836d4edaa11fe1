"""Booths: a place for each group, one group a place, set one by one or many lines at once, by labour officials only."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.fairs import booths
from shop.fairs.booths import BadLines
from shop.fairs.models import Booth
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Role
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, NotAllowed
from tests.factories.fairs import given_a_booth, given_a_fair
from tests.factories.groups import given_a_group

LABOUR = Actor(1, frozenset({Role.LABOUR_OFFICIAL}))


def placed(fair_id: int) -> list[tuple[str, str]]:
    return [(row.booth.number, row.group.name) for row in booths.booths_at(fair_id)]


def test_a_list_is_walked_past_and_searched(session):
    with transaction():
        fair = given_a_fair()
        for number in ("A10", "B1", "A2"):
            given_a_booth(fair, given_a_group(f"กลุ่ม {number}"), number, zone="โซนอาหาร" if number == "B1" else "")
        given_a_booth(given_a_fair(), given_a_group("อื่น"), "A1")

    assert [number for number, _ in placed(fair.id)] == ["A2", "A10", "B1"]
    assert [row.booth.number for row in booths.booths_at(fair.id, "โซน อาหาร".replace(" ", ""))] == ["B1"]
    assert [row.booth.number for row in booths.booths_at(fair.id, "a1")] == ["A10"]


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"number": " . "}, "number", "empty"),
        ({"number": "a๑"}, "number", "taken"),
        ({"number": "9" * 21}, "number", "too_long"),
        ({"zone": "ก" * 61}, "zone", "too_long"),
        ({"group_id": 2**31 - 1}, "group", "unknown"),
        ({"group_id": "suspended"}, "group", "unknown"),
        ({"group_id": "placed"}, "group", "has_booth"),
    ],
)
def test_what_is_no_place_is_refused(session, wrong, field, reason):
    with transaction():
        fair, here = given_a_fair(), given_a_group()
        given_a_booth(fair, here, "A1")
        known = {"free": given_a_group().id, "placed": here.id, "suspended": given_a_group(status=GroupStatus.SUSPENDED).id}
    values = {"group_id": "free", "number": "A2"} | wrong
    values["group_id"] = known.get(values["group_id"], values["group_id"])
    with pytest.raises(BadValue) as refused, transaction():
        booths.set_booth(fair, LABOUR, **values)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert session.scalar(select(func.count(Booth.id))) == 1
    assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "fair:set_booth")) == 0


@pytest.mark.parametrize("role", [Role.COMMERCE_OFFICIAL, Role.ADMINISTRATOR, Role.GROUP_OWNER])
def test_others_give_no_places(session, role):
    with transaction():
        fair, group = given_a_fair(), given_a_group()
        booth = given_a_booth(fair, group)
    stranger = Actor(9, frozenset({role}), group.id)
    for attempt in (
        lambda: booths.set_booth(fair, stranger, group_id=group.id, number="A1"),
        lambda: booths.change_booth(booth, stranger, number="A9"),
        lambda: booths.remove_booth(booth, stranger),
        lambda: booths.paste_booths(fair, "A1|x", stranger),
    ):
        with pytest.raises(NotAllowed), transaction():
            attempt()
    assert placed(fair.id) == [(booth.number, group.name)]


def test_many_lines_add_move_and_change_places(session):
    with transaction():
        fair = given_a_fair()
        one, two, three = (given_a_group(name, slug=slug) for name, slug in (("หนึ่ง", "one"), ("สอง", "two"), ("สาม", "three")))
        given_a_booth(fair, one, "A1")
        given_a_booth(fair, two, "A2")
    lines = f"A2\tหนึ่ง\tริมน้ำ\n\n a1 | two \nB7|#{three.id}||ต้องใช้ไฟ"
    with transaction():
        assert booths.paste_booths(fair, lines, LABOUR) == (1, 2)
    session.expire_all()
    assert placed(fair.id) == [("A1", "สอง"), ("A2", "หนึ่ง"), ("B7", "สาม")]
    assert booths.booths_at(fair.id)[1].booth.zone == "ริมน้ำ"
    with transaction():
        assert booths.paste_booths(fair, lines, LABOUR) == (0, 0), "the second click changes nothing"


def test_one_bad_line_and_nothing_is_saved(session):
    with transaction():
        fair = given_a_fair()
        for name in ("หนึ่ง", "ซ้ำ", "ซ้ำ"):
            given_a_group(name)
        given_a_booth(fair, given_a_group("เดิม"), "C3")
    lines = "A1|หนึ่ง\nA1|ไม่มีกลุ่มนี้\nA2|หนึ่ง\n|หนึ่ง\nA3|ซ้ำ\nA4|\nc3|#0"
    with pytest.raises(BadLines) as refused, transaction():
        booths.paste_booths(fair, f"{lines}", LABOUR)
    assert [(problem.line, problem.reason) for problem in refused.value.problems] == [
        (2, "group_unknown"),
        (3, "group_twice"),
        (4, "number_empty"),
        (5, "group_several"),
        (6, "group_empty"),
        (7, "group_unknown"),
    ]
    with pytest.raises(BadLines) as refused, transaction():
        booths.paste_booths(fair, "C3|หนึ่ง", LABOUR)
    assert refused.value.problems[0].reason == "number_taken"
    for text, reason in ((" \n ", "empty"), ("A1|x\n" * 501, "too_many")):
        with pytest.raises(BadValue) as refused, transaction():
            booths.paste_booths(fair, text, LABOUR)
        assert refused.value.reason == reason
    assert placed(fair.id) == [("C3", "เดิม")]
