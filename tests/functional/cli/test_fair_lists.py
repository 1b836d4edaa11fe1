"""`fairs import`: a list becomes groups, booths and drafts, all of it or nothing; twice the same list doubles nothing."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.fairs.models import Booth, Exhibit
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group

WORKBOOK = Path(__file__).parents[2] / "data" / "exhibitors-ban-mai-2567.xlsx"
SHEET = {"groups": 18, "products": 51, "booths": 18, "refused": []}


@pytest.fixture
def bring_in(app, runner):
    """`bring_in(file, "--dry-run")` runs the command for the fair of Ban Mai: exit code and what it said."""
    with app.app_context(), transaction():
        given_a_fair(slug="ban-mai")

    def run(file: Path = WORKBOOK, *options: str) -> tuple[int, dict]:
        answer = runner.invoke(args=["fairs", "import", str(file), "--fair", "ban-mai", *options])
        assert answer.stdout, (answer.output, answer.exception)
        (line,) = answer.stdout.splitlines()
        return answer.exit_code, json.loads(line)

    return run


def how_many(*tables: type) -> list[int]:
    return [db.session.scalar(select(func.count(table.id))) for table in tables]


def test_all_of_the_workbook_is_there_and_nothing_of_it_is_on_sale(bring_in, session):
    code, said = bring_in()

    assert (code, {name: said[name] for name in SHEET}) == (0, SHEET)
    assert how_many(Group, Product, Booth, Exhibit) == [18, 51, 18, 51]
    assert set(session.scalars(select(Group.status))) == {GroupStatus.DRAFT}
    assert set(session.scalars(select(ProductRevision.status))) == {RevisionStatus.DRAFT}
    assert not any(session.scalars(select(Product.is_listed)))
    batch = session.scalars(select(ImportBatch)).one()
    assert (batch.code, batch.status, batch.saved) == (said["batch"], BatchStatus.SAVED, batch.announced)
    record = session.scalars(select(AuditEntry).where(AuditEntry.action == "fair:import_list")).one()
    added = {"groups_added": 18, "drafts_added": 51, "booths_added": 18, "exhibits_added": 51}
    assert record.changes == {"batch": batch.code, "booths_changed": 0, **added}


def test_what_a_cell_says_stands_where_it_belongs(bring_in, session):
    bring_in()

    asked = select(GroupProfile).where(GroupProfile.name == "กลุ่มผู้สูงอายุ ต.คลองห้า")
    profile = session.scalars(asked).one()
    assert (profile.contact_phone, profile.member_count) == ("+66800007628", 42)
    assert session.scalars(select(Booth.number).where(Booth.group_id == profile.group_id)).one() == "B02"
    titles = select(ProductRevision.title, Variant.price_satang).join(Variant, Variant.product_id == ProductRevision.product_id)
    titles = titles.join(Product, Product.id == ProductRevision.product_id).where(Product.group_id == profile.group_id)
    assert ("น้ำพริกเผาตาแดง", 4000) in session.execute(titles).all()


def test_a_second_time_finds_all_of_it_there(bring_in, session):
    bring_in()

    code, said = bring_in()

    assert (code, {name: said[name] for name in SHEET}) == (0, SHEET)
    assert how_many(Group, Product, Booth, Exhibit) == [18, 51, 18, 51]


def test_a_dry_run_announces_and_saves_nothing(bring_in, session):
    code, said = bring_in(WORKBOOK, "--dry-run")

    assert (code, said) == (0, SHEET | {"batch": None})
    assert how_many(Group, Product, Booth, Exhibit, ImportBatch) == [0, 0, 0, 0, 0]


def test_a_damaged_copy_is_refused_by_cell_and_nothing_is_saved(bring_in, session, tmp_path):
    book = load_workbook(WORKBOOK)
    page = book.worksheets[0]
    page["F5"], page["J6"] = "12345", "ห้าสิบเอ็ดเหรียญ"
    book.save(tmp_path / "damaged.xlsx")

    code, said = bring_in(tmp_path / "damaged.xlsx")

    assert code == 1
    assert [(one["row"], one["column"], one["reason"].partition(":")[0]) for one in said["refused"]] == [
        (5, "F", "phone_form"),
        (6, "J", "price_form"),
    ]
    assert (said["groups"], said["products"], said["booths"], said["batch"]) == (0, 0, 0, None)
    assert how_many(Group, Product, Booth, Exhibit, ImportBatch) == [0, 0, 0, 0, 0]


def test_a_known_group_is_found_by_its_number_and_not_by_its_name(app, bring_in, session):
    with transaction():
        alike = given_a_group("กลุ่มผู้สูงอายุ ต.คลองห้า").id
        by_phone = given_a_group("แม่อารมณ์และเพื่อน").id
        profile = session.scalars(select(GroupProfile).where(GroupProfile.group_id == by_phone)).one()
        profile.contact_phone = "+66800004717"

    _code, said = bring_in()

    assert said["groups"] == 18
    assert how_many(Group) == [19]
    assert session.scalar(select(func.count(Product.id)).where(Product.group_id == by_phone)) == 2
    assert session.scalar(select(func.count(Product.id)).where(Product.group_id == alike)) == 0


def test_a_booth_that_somebody_else_has_is_refused(bring_in, session):
    with transaction():
        other = given_a_group("กลุ่มอื่น")
        fair_id = db.session.scalar(select(ImportBatch.fair_id)) or 1
        session.add(Booth(fair_id=fair_id, group_id=other.id, number="B02"))

    code, said = bring_in()

    assert code == 1
    assert said["refused"] == [{"row": 9, "column": "B", "reason": "booth_taken_at_fair: booth B02, group กลุ่มอื่น"}]


def test_a_file_that_is_none_and_a_fair_that_is_none(bring_in, runner, tmp_path):
    (tmp_path / "junk.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    code, said = bring_in(tmp_path / "junk.xlsx")
    assert (code, said["refused"][0]["row"], said["batch"]) == (1, 0, None)

    answer = runner.invoke(args=["fairs", "import", str(WORKBOOK), "--fair", "nowhere"])
    assert (answer.exit_code, answer.stdout) == (1, "")
