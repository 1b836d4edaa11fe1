"""Groups of a list and those that the market knows: exactly by a number, perhaps by a name, never by the words all names have."""

import pytest

from shop.exhibitors import matching
from shop.groups.models import Group, GroupProfile
from shop.kernel.database import db, transaction
from tests.factories.exhibitors import read_group
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group


def given_a_known_group(name: str, **columns: object) -> int:
    group = given_a_group(name)
    profile = db.session.scalars(db.select(GroupProfile).where(GroupProfile.group_id == group.id)).one()
    for column, value in {"contact_phone": "", **columns}.items():
        setattr(profile, column, value)
    db.session.flush()
    return group.id


def likely(*groups) -> list[list[tuple[int, str]]]:
    found = matching.likenesses_of(1, groups, matching.known_groups())
    return [[(one.group_id, one.by) for one in found.get(group.cell.key, ())] for group in groups]


def test_a_number_is_one_groups_however_it_is_called(session):
    with transaction():
        by_phone = given_a_known_group("แม่อารมณ์", contact_phone="+66800000001")
        by_register = given_a_known_group("บ้านปลา", enterprise_number="1-13-01-01/1-0001")

    found = likely(
        read_group("กลุ่มคลองสอง", phone="+66800000001"),
        read_group("กลุ่มคลองสี่", enterprise_number="1-13-01-01/1-0001"),
        read_group("กลุ่มคลองหก", phone="+66800000009"),
    )

    assert found == [[(by_phone, "phone")], [(by_register, "enterprise")], []]


@pytest.mark.parametrize(
    ("known", "read"),
    [
        ("กลุ่มแม่บ้านบางขะแยง", "วิสาหกิจชุมชนแม่บ้านบางขแยง"),
        ("วิสาหกิจชุมชนกลุ่มจักสานไทรน้อย", "กลุ่มจักสานไทรน้อย"),
        ("กลุ่มน้ำพริกคลองสาม", "กลุ่มนำ้พริก คลองสาม"),
        ("กลุ่มผู้สูงอายุตำบลคลองห้า", "กลุ่มผู้สูงอายุ ต.คลองห้า"),
    ],
)
def test_names_that_sound_alike_are_asked(session, known, read):
    with transaction():
        group_id = given_a_known_group(known)

    assert likely(read_group(read)) == [[(group_id, "name")]]


@pytest.mark.parametrize(
    ("known", "read"),
    [
        ("กลุ่มผู้สูงอายุ ต.คลองห้า", "กลุ่มผู้สูงอายุ ต.คลองหก"),
        ("กลุ่มแม่บ้านบางขะแยง", "กลุ่มแม่บ้านสวนพริกไทย"),
        ("กลุ่มอาชีพทอผ้า", "กลุ่มอาชีพเลี้ยงปลา"),
    ],
)
def test_names_that_share_only_what_all_names_have_are_not(session, known, read):
    with transaction():
        given_a_known_group(known)

    assert likely(read_group(read)) == [[]]


def test_of_two_alike_the_one_in_the_same_district_stands_first(session):
    with transaction():
        far = given_a_known_group("กลุ่มจักสานไทรน้อย", district_code="1302", subdistrict_code=None)
        near = given_a_known_group("กลุ่มจักสานไทรน้อย", district_code="1306", subdistrict_code=None)

    assert likely(read_group("กลุ่มจักสานไทรน้อย", district="1306")) == [[(near, "name"), (far, "name")]]


def test_what_a_list_of_the_same_fair_made_is_found_again(session):
    read = read_group("กลุ่มไม่มีเบอร์")
    with transaction():
        fair = given_a_fair()
        group_id = given_a_known_group("กลุ่มไม่มีเบอร์")
        db.session.get_one(Group, group_id).import_key = matching.key_of(fair.id, read)
        fair_id = fair.id
    known = matching.known_groups()

    here = matching.likenesses_of(fair_id, [read], known)[read.cell.key]
    elsewhere = matching.likenesses_of(fair_id + 1, [read], known)[read.cell.key]

    assert [(one.group_id, one.by) for one in here] == [(group_id, "list")]
    assert [one.by for one in elsewhere] == ["name"]
