"""A fair is made, groups say what they showed there, and officials confirm it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.fairs import queries
from shop.fairs import service as fairs
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.kernel.access import Actor, Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.models import Notice
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group, owner_of

LABOUR = Actor(1, frozenset({Role.LABOUR_OFFICIAL}))
COMMERCE = Actor(2, frozenset({Role.COMMERCE_OFFICIAL}))
BAN_MAI = {"title": "งานนำบริการด้านแรงงาน", "short_name": "งานบ้านใหม่", "place": "บ้านใหม่", "starts_on": date(2024, 1, 23)}


def test_a_fair_gets_an_address_of_its_own(session):
    with transaction():
        first = fairs.create_fair(LABOUR, **BAN_MAI)
        second = fairs.create_fair(LABOUR, **BAN_MAI)

    assert (first.slug, second.slug) == ("งานบ้านใหม่-2567", "งานบ้านใหม่-2567-2")
    assert first.ends_on == date(2024, 1, 23)
    assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "fair:create")) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " . "}, "title"),
        ({"title": "ก" * 201}, "title"),
        ({"place": ""}, "place"),
        ({"ends_on": date(2024, 1, 22)}, "ends_on"),
        ({"ends_on": date(2025, 1, 22)}, "ends_on"),
        ({"district_code": "9999"}, "district_code"),
    ],
)
def test_a_fair_without_its_facts_is_none(session, wrong, field):
    with pytest.raises(BadValue) as refused, transaction():
        fairs.create_fair(LABOUR, **BAN_MAI | wrong)
    assert refused.value.field == field
    assert session.scalar(select(func.count(Fair.id))) == 0


def test_an_address_asked_for_is_given_once(session):
    with transaction():
        fairs.create_fair(LABOUR, slug="ban-mai", **BAN_MAI)
    with pytest.raises(BadValue) as refused, transaction():
        fairs.create_fair(LABOUR, slug="ban-mai", **BAN_MAI)
    assert refused.value.reason == "taken"


def test_only_labour_officials_make_and_change_fairs(session):
    with transaction():
        fair = given_a_fair()
    for refused in (COMMERCE, Actor(3, frozenset({Role.GROUP_OWNER}), 1), Actor()):
        with pytest.raises(NotAllowed), transaction():
            fairs.create_fair(refused, **BAN_MAI)
        with pytest.raises(NotAllowed), transaction():
            fairs.change_fair(fair, refused, **BAN_MAI)
    with transaction():
        fairs.change_fair(fair, LABOUR, **BAN_MAI)
    assert session.get_one(Fair, fair.id).short_name == "งานบ้านใหม่"


def test_a_group_says_what_it_showed_and_takes_its_word_back(session):
    with transaction():
        fair, group = given_a_fair(), given_a_group()
        one, two, three = (given_a_product(group, title) for title in ("หนึ่ง", "สอง", "สาม"))
        given_an_exhibit(fair, three)
        owner = owner_of(group)
    with transaction():
        assert fairs.show_products(fair, group.id, {one.id, two.id}, owner) == (2, 0)
    with transaction():
        assert fairs.show_products(fair, group.id, {two.id}, owner) == (0, 1)
    with transaction():
        assert fairs.show_products(fair, group.id, {one.id, two.id}, owner) == (1, 0)

    told = {row.title: row.status for row in queries.claims_of(fair.id, group.id)}
    assert told == {"หนึ่ง": ExhibitStatus.CLAIMED, "สอง": ExhibitStatus.CLAIMED, "สาม": ExhibitStatus.CONFIRMED}


def test_a_group_speaks_for_its_own_products_at_fairs_that_have_begun(session):
    with transaction():
        fair, future = given_a_fair(), given_a_fair(starts_on=today() + timedelta(days=1), ends_on=today() + timedelta(days=2))
        group, stranger = given_a_group(), given_a_group()
        own, other = given_a_product(group), given_a_product(stranger)
        owner = owner_of(group)

    with pytest.raises(BadValue), transaction():
        fairs.show_products(fair, group.id, {own.id, other.id}, owner)
    with pytest.raises(NotAllowed), transaction():
        fairs.show_products(fair, stranger.id, {other.id}, owner)
    with pytest.raises(fairs.FairNotBegun), transaction():
        fairs.show_products(future, group.id, {own.id}, owner)
    assert session.scalar(select(func.count(Exhibit.id))) == 0


def test_an_official_confirms_refuses_and_turns_it_round(session):
    with transaction():
        fair, group = given_a_fair(), given_a_group()
        exhibits = [given_an_exhibit(fair, given_a_product(group), ExhibitStatus.CLAIMED) for _ in range(3)]
        withdrawn = given_an_exhibit(fair, given_a_product(group), ExhibitStatus.WITHDRAWN)
    ids = {exhibit.id for exhibit in exhibits}
    with transaction():
        assert fairs.decide_exhibits(fair, ids | {withdrawn.id}, ExhibitStatus.CONFIRMED, COMMERCE) == 3
    with pytest.raises(LostRace), transaction():
        fairs.decide_exhibits(fair, ids, ExhibitStatus.CONFIRMED, LABOUR)
    with transaction():
        fairs.decide_exhibits(fair, {exhibits[0].id}, ExhibitStatus.REFUSED, LABOUR, "ไม่มีในรายชื่อ")

    db.session.expire_all()
    assert [exhibit.status for exhibit in exhibits] == ["refused", "confirmed", "confirmed"]
    assert withdrawn.status is ExhibitStatus.WITHDRAWN
    kinds = list(session.scalars(select(Notice.kind).order_by(Notice.id)))
    assert kinds == ["exhibit_confirmed"] * 3 + ["exhibit_refused"]
    assert queries.office_fairs()[0][1:] == (0, 2, 1)


def test_exhibits_of_another_fair_are_left_alone(session):
    with transaction():
        fair, other = given_a_fair(), given_a_fair()
        exhibit = given_an_exhibit(other, given_a_product(given_a_group()), ExhibitStatus.CLAIMED)
    with pytest.raises(LostRace), transaction():
        fairs.decide_exhibits(fair, {exhibit.id}, ExhibitStatus.CONFIRMED, LABOUR)
    assert exhibit.status is ExhibitStatus.CLAIMED


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.GROUP_OWNER])
def test_others_confirm_nothing(session, role):
    with transaction():
        fair = given_a_fair()
        exhibit = given_an_exhibit(fair, given_a_product(given_a_group()), ExhibitStatus.CLAIMED)
    with pytest.raises(NotAllowed), transaction():
        fairs.decide_exhibits(fair, {exhibit.id}, ExhibitStatus.CONFIRMED, Actor(9, frozenset({role})))
    assert exhibit.status is ExhibitStatus.CLAIMED


def test_buyers_see_confirmed_exhibits_that_are_on_sale(session):
    with transaction():
        fair, group = given_a_fair(), given_a_group("กลุ่มที่มา")
        seen = given_a_product(group)
        given_an_exhibit(fair, seen)
        given_an_exhibit(fair, given_a_product(group), ExhibitStatus.CLAIMED)
        given_an_exhibit(fair, given_a_product(given_a_group("กลุ่มที่ยังไม่ขาย"), published=False))

    assert queries.public_fairs()[0][1:] == (1, 1)
    assert [one.name for one in queries.groups_seen_at(fair.id)] == ["กลุ่มที่มา"]
    assert list(queries.confirmed_fairs_of([seen.id])) == [seen.id]


def test_an_operator_makes_a_fair_at_a_terminal(app, runner):
    made = runner.invoke(args=["fairs", "create", "ban-mai", "--title", "งาน", "--date", "23 ม.ค. 2567", "--place", "บ้านใหม่"])
    assert (made.exit_code, made.output) == (0, "/fairs/ban-mai\n")
    again = runner.invoke(args=["fairs", "create", "ban-mai", "--title", "งาน", "--date", "2024-01-23", "--place", "บ้านใหม่"])
    assert again.exit_code == 1
    assert "slug: taken" in again.output
    assert runner.invoke(args=["fairs", "create", "x", "--title", "งาน", "--date", "soon", "--place", "ที่นี่"]).exit_code == 1
    with app.app_context():
        assert db.session.scalars(select(Fair)).one().starts_on == date(2024, 1, 23)
