"""A list undone: what it made goes, until something of it was sold; what people made their own stays, and it is said why."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue import drafts, stock
from shop.catalogue.models import Product, Variant
from shop.exhibitors import planning, saving, undoing
from shop.exhibitors.keeping import Kept, Likeness
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.exhibitors.undoing import Stays
from shop.fairs.models import Booth, Exhibit, ExhibitStatus, Fair
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import GUEST, MARKET
from shop.kernel.database import db, transaction
from shop.kernel.refusals import LostRace, NotAllowed
from tests.factories.exhibitors import given_a_batch, given_a_saved_batch, read_group, reading_of
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair
from tests.factories.groups import given_a_member
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account


@pytest.fixture
def batch_id(session) -> int:
    """Two groups, with two products and one."""
    with transaction():
        one = read_group("กลุ่มบ้านสวน", "กล้วยตาก", "ข้าวแต๋น", booth="A1")
        return given_a_saved_batch(given_a_fair(), one, read_group("กลุ่มบ้านนา", "น้ำพริก", booth="A2")).id


def undo(batch_id: int, actor=MARKET) -> undoing.Undoing:
    with transaction():
        return undoing.undo(db.session.get_one(ImportBatch, batch_id), actor)


def how_many(*tables: type) -> list[int]:
    return [db.session.scalar(select(func.count(table.id))) for table in tables]


def groups() -> list[Group]:
    return list(db.session.scalars(select(Group).order_by(Group.id)))


def products() -> list[Product]:
    return list(db.session.scalars(select(Product).order_by(Product.id)))


def variant_of(product: Product) -> int:
    return db.session.scalars(select(Variant.id).where(Variant.product_id == product.id)).one()


def test_all_that_nobody_touched_goes(batch_id):
    undo(batch_id)

    assert how_many(Group, Product, Variant, Booth, Exhibit) == [0, 0, 0, 0, 0]
    batch = db.session.get_one(ImportBatch, batch_id)
    assert (batch.status, batch.stayed) == (BatchStatus.UNDONE, {})
    said = select(AuditEntry.changes).where(AuditEntry.action == "fair:undo_list")
    assert db.session.scalars(said).one() == {
        "batch": batch.code,
        "groups_removed": 2,
        "drafts_removed": 3,
        "booths_removed": 2,
    }


def test_once_and_by_who_makes_fairs(batch_id):
    with pytest.raises(NotAllowed):
        undo(batch_id, GUEST)
    assert how_many(Group) == [2]
    undo(batch_id)

    with pytest.raises(LostRace):
        undo(batch_id)


def test_what_was_ordered_holds_all_of_it(batch_id):
    with transaction():
        stock.receive(variant_of(products()[0]), 3, MARKET)
        given_an_order(groups()[0], products()[0])

    with pytest.raises(undoing.AlreadySold):
        undo(batch_id)

    assert how_many(Group, Product, Booth) == [2, 3, 2]
    assert db.session.get_one(ImportBatch, batch_id).status is BatchStatus.SAVED


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lambda group: given_a_member(group, given_an_account()), Stays.CLAIMED),
        (lambda group: setattr(group, "status", GroupStatus.IN_REVIEW), Stays.SENT),
        (lambda group: given_a_booth(given_a_fair(), group, "Z1"), Stays.ELSEWHERE),
        (lambda group: given_a_code(group), Stays.PRINTED),
    ],
    ids=["claimed", "sent", "elsewhere", "printed"],
)
def test_a_group_that_is_somebodys_stays(batch_id, happens, why):
    with transaction():
        happens(groups()[0])
    first = groups()[0].id

    plan = undo(batch_id)

    assert plan.staying_groups == {first: why}
    assert [group.id for group in groups()] == [first]
    is_theirs = why in (Stays.CLAIMED, Stays.SENT)
    assert how_many(Product) == [2 if is_theirs else 0]
    fair_id = db.session.get_one(ImportBatch, batch_id).fair_id
    assert list(db.session.scalars(select(Booth.id).where(Booth.fair_id == fair_id))) == []


@pytest.mark.parametrize(
    "happens",
    [
        lambda product: drafts.save_draft(product, MARKET, description="ตากแดดสามวัน"),
        lambda product: stock.receive(
            db.session.scalars(select(Variant.id).where(Variant.product_id == product.id)).one(), 3, MARKET
        ),
    ],
    ids=["written on", "stocked"],
)
def test_a_draft_that_was_gone_on_with_stays_with_its_group(batch_id, happens):
    with transaction():
        happens(products()[0])
    kept = (products()[0].id, groups()[0].id)

    plan = undo(batch_id)

    assert plan.staying_products == {kept[0]: Stays.WORKED_ON}
    assert ([one.id for one in products()], [one.id for one in groups()]) == ([kept[0]], [kept[1]])


def test_a_confirmed_exhibit_stays_with_what_stays(batch_id):
    with transaction():
        given_a_member(groups()[0], given_an_account())
        exhibit = db.session.scalars(select(Exhibit).order_by(Exhibit.id)).first()
        exhibit.status = ExhibitStatus.CONFIRMED
        exhibit_id = exhibit.id

    undo(batch_id)

    assert list(db.session.scalars(select(Exhibit.id))) == [exhibit_id]


def test_booths_go_back_where_they_stood(batch_id):
    with transaction():
        fair = db.session.get_one(Fair, db.session.get_one(ImportBatch, batch_id).fair_id)
        moved = read_group("กลุ่มบ้านสวน", "กล้วยตาก", booth="B7")
        kept = Kept(reading_of(moved), {moved.cell.key: (Likeness(groups()[0].id, "list"),)})
        second = given_a_batch(fair, BatchStatus.SAVING)
        saving.save(second, kept, {}, planning.plan_of(fair.id, kept, {}).counts, MARKET)
        second = db.session.get_one(ImportBatch, second.id)
        second.status, second_id = BatchStatus.SAVED, second.id
    assert sorted(db.session.scalars(select(Booth.number))) == ["A2", "B7"]

    undo(second_id)

    assert sorted(db.session.scalars(select(Booth.number))) == ["A1", "A2"]
    assert how_many(Group, Product) == [2, 3]
