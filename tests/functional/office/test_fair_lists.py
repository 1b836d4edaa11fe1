"""An exhibitor list through the pages: sent, looked at, answered, saved, its groups invited, and undone."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, ProductRevision
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.fairs.models import Booth, Exhibit
from shop.groups.models import Group, GroupClaim, Membership
from shop.jobs.work import work_everything_due
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.notices.models import Notice
from tests.client import PageClient
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account, given_an_official
from tests.papers import text_of
from tests.queries import queries_of

WORKBOOK = Path(__file__).parents[2] / "data" / "exhibitors-ban-mai-2567.xlsx"
HERE = "/office/fairs/ban-mai/import"
HEADER = ("ชื่อกลุ่ม", "โทรศัพท์", "บูธ", "สินค้า", "ราคา")


def visitor(app, account_id: int) -> PageClient:
    return PageClient(app, app.response_class).sign_in(account_id)


@pytest.fixture
def labour(app) -> PageClient:
    with app.app_context(), transaction():
        given_a_fair(slug="ban-mai", short_name="งานบ้านใหม่")
        account_id = given_an_official(Role.LABOUR_OFFICIAL).id
    return visitor(app, account_id)


@pytest.fixture
def send(app, labour):
    """`send(rows or bytes)` sends a list, has it read, and gives its address."""

    def sent(content: bytes | list, name: str = "รายชื่อ.xlsx") -> str:
        content = content if isinstance(content, bytes) else sheet_of(*content)
        answer = labour.post(HERE, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        work_everything_due(app)
        return answer.location

    return sent


def sheet_of(*rows: tuple) -> bytes:
    book, written = Workbook(), io.BytesIO()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def version_of(app) -> int:
    with app.app_context():
        return db.session.scalar(select(ImportBatch.version).order_by(ImportBatch.id.desc()).limit(1))


def save(app, labour, address: str):
    answer = labour.post(f"{address}/save", data={"version": version_of(app)})
    work_everything_due(app)
    return answer


def words_of(page) -> str:
    """Without the marks around words that stay whole."""
    return re.sub(r"<[^>]*>", "", page.text)


def answer_as_one(app, labour, address: str, page: str) -> None:
    """Every cell that may name several products names one, and no open price is given."""
    said = dict.fromkeys(re.findall(r'name="(cut-\d+)"', page), "one")
    said |= dict.fromkeys(re.findall(r'name="(price-\d+)"', page), "")
    labour.post(f"{address}/answers", data={"version": version_of(app), **said})
    work_everything_due(app)


def how_many(app, *tables: type) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count(table.id))) for table in tables]


def test_the_workbook_goes_from_file_to_groups(app, labour, send):
    assert "ไฟล์รายชื่อ" in labour.get(HERE).text
    address = send(WORKBOOK.read_bytes())

    page = labour.get(address).text
    assert "คำถามที่ต้องตอบก่อนบันทึก" in page
    answer_as_one(app, labour, address, page)
    assert "จะได้ 18 กลุ่ม 51 สินค้า 18 บูธ" in labour.get(address).text
    assert labour.get(f"/en{address}").status_code == 200
    assert how_many(app, Group, Product, Booth) == [0, 0, 0]

    assert save(app, labour, address).status_code == 303
    assert how_many(app, Group, Product, Booth, Exhibit) == [18, 51, 18, 51]
    done = labour.get(address).text
    assert "บันทึกรายชื่อแล้ว" in done
    assert "ส่งคำเชิญ 18 กลุ่ม" in done
    assert "บันทึกแล้ว" in labour.get(HERE).text
    assert "กลุ่มผู้สูงอายุ ต.คลองห้า" in words_of(labour.get("/office/fairs/ban-mai/booths"))
    assert storage.keys("private/lists") == []


def test_while_a_job_works_the_page_says_so_without_script_too(labour):
    sent = labour.post(HERE, data={"file": (WORKBOOK.open("rb"), "รายชื่อ.xlsx")}, content_type="multipart/form-data")

    page = labour.get(sent.location).text

    assert "กำลังอ่านรายชื่อ" in page
    assert 'http-equiv="refresh"' in page


def test_pressed_twice_it_is_saved_once(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "กล้วยตาก", "35")])
    version = version_of(app)
    labour.post(f"{address}/save", data={"version": version})
    again = labour.post(f"{address}/save", data={"version": version})
    work_everything_due(app)

    assert again.status_code == 303
    assert labour.post(f"{address}/save", data={"version": version}).status_code == 303
    assert how_many(app, Group, Product) == [1, 1]


def test_no_file_and_a_file_that_is_none(app, labour, send):
    nothing = labour.post(HERE, data={"file": (io.BytesIO(b""), "")}, content_type="multipart/form-data")
    assert (nothing.status_code, "เลือกไฟล์ก่อน" in nothing.text) == (422, True)
    large = labour.post(
        HERE, data={"file": (io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "a.xlsx")}, content_type="multipart/form-data"
    )
    assert (large.status_code, "ใหญ่กว่า 10 MB" in large.text) == (422, True)

    address = send(b"\x00\x01\x02 nothing that anybody knows", "a.xlsx")
    assert "อ่านไฟล์นี้ไม่ได้" in labour.get(address).text
    labour.post(f"{address}/discard")
    assert "a.xlsx" not in labour.get(HERE).text


def test_what_is_wrong_is_named_by_cell_and_nothing_is_saved(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "12345", "A1", "กล้วยตาก", "40")])

    page = labour.get(address).text
    assert "ต้องแก้ในไฟล์ 1 ช่อง" in page
    assert "B2" in page
    marked = load_workbook(io.BytesIO(labour.get(f"{address}/marked.xlsx").data))
    assert "12345" in str(marked.worksheets[1]["B2"].value)
    assert "ไม่ใช่หมายเลขโทรศัพท์" in marked.worksheets[1]["B2"].comment.text
    refused = labour.post(f"{address}/save", data={"version": version_of(app)})
    work_everything_due(app)

    assert refused.status_code == 422
    assert how_many(app, Group, Product) == [0, 0]


def test_a_cell_is_cut_and_a_price_given_by_who_was_asked(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "พริกแกง/น้ำพริก", "35"), ("", "", "", "กล้วยตาก", "100-150")])
    page = labour.get(address).text
    assert "มี 2 คำถามที่ต้องตอบก่อนบันทึก" in page
    assert labour.post(f"{address}/save", data={"version": version_of(app)}).status_code == 422

    wrong = labour.post(f"{address}/answers", data={"version": version_of(app), "cut-0": "several", "price-1": "ร้อยกว่า"})
    assert (wrong.status_code, "อ่านราคาของช่อง E3 ไม่ออก" in wrong.text) == (422, True)
    labour.post(f"{address}/answers", data={"version": version_of(app), "cut-0": "several", "price-1": "120"})
    work_everything_due(app)
    assert "จะได้ 1 กลุ่ม 3 สินค้า 1 บูธ" in labour.get(address).text
    save(app, labour, address)

    with app.app_context():
        titles = set(db.session.scalars(select(ProductRevision.title)))
    assert titles == {"พริกแกง", "น้ำพริก", "กล้วยตาก"}


def test_what_a_column_means_is_said_once_and_remembered(app, labour, send):
    rows = [("กลุ่มบ้านสวน", "0800000001", "A1", "กล้วยตาก", "35")]
    book = Workbook()
    for row in (("ชื่อกลุ่ม", "โทรศัพท์", "เสาต้นที่", "สินค้า", "ราคา"), *rows):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    address = send(written.getvalue())
    assert "จะได้ 1 กลุ่ม 1 สินค้า 0 บูธ" in labour.get(address).text

    labour.post(f"{address}/columns", data={"version": version_of(app), "meaning-2": "booth"})
    work_everything_due(app)
    assert "จะได้ 1 กลุ่ม 1 สินค้า 1 บูธ" in labour.get(address).text
    again = send(written.getvalue())
    assert "จะได้ 1 กลุ่ม 1 สินค้า 1 บูธ" in labour.get(again).text


def test_of_two_officials_at_once_one_is_heard(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "พริกแกง/น้ำพริก", "35")])
    version = version_of(app)
    labour.post(f"{address}/answers", data={"version": version, "cut-0": "several"})
    late = labour.post(f"{address}/answers", data={"version": version, "cut-0": "one"}, follow_redirects=False)
    work_everything_due(app)

    assert late.status_code in (303, 409)
    assert "จะได้ 1 กลุ่ม 2 สินค้า 1 บูธ" in labour.get(address).text


def test_a_name_that_sounds_alike_is_asked_and_the_answer_is_kept(app, labour, send):
    with app.app_context(), transaction():
        known = given_a_group("กลุ่มแม่บ้านบางขะแยง").id
    address = send([("วิสาหกิจชุมชนแม่บ้านบางขแยง", "0800000001", "A1", "กล้วยตาก", "35")])
    page = labour.get(address).text
    assert "ใช่ เป็น “กลุ่มแม่บ้านบางขะแยง”" in page
    assert labour.post(f"{address}/save", data={"version": version_of(app)}).status_code == 422

    labour.post(f"{address}/answers", data={"version": version_of(app), "match-0": str(known)})
    work_everything_due(app)
    save(app, labour, address)

    with app.app_context():
        assert db.session.scalars(select(Booth.group_id)).one() == known
        assert db.session.scalars(select(Product.group_id)).one() == known
    assert how_many(app, Group) == [1]


def test_the_market_moved_while_somebody_looked(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "กล้วยตาก", "35")])
    version = version_of(app)
    with app.app_context(), transaction():
        fair_id = db.session.scalar(select(ImportBatch.fair_id))
        db.session.add(Booth(fair_id=fair_id, group_id=given_a_group("กลุ่มอื่น").id, number="A1"))

    with app.app_context(), transaction():
        db.session.execute(db.update(ImportBatch).values(status=BatchStatus.SAVING))
        from shop.kernel.outbox import enqueue

        enqueue("exhibitors.save", {"batch_id": db.session.scalar(select(ImportBatch.id)), "version": version})
    work_everything_due(app)

    page = labour.get(address).text
    assert "ระหว่างนั้นข้อมูลในตลาดเปลี่ยน" in page
    assert "บูธ A1 ของงานนี้เป็นของ “กลุ่มอื่น” แล้ว" in page
    assert how_many(app, Product) == [0]


def test_groups_are_told_once_and_one_of_them_takes_its_shop(app, labour, send, client):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "กล้วยตาก", "35"), ("กลุ่มบ้านนา", "", "A2", "ข้าวแต๋น", "20")])
    save(app, labour, address)

    labour.post(f"{address}/claims")
    labour.post(f"{address}/claims")
    with app.app_context():
        notice = db.session.scalars(select(Notice).where(Notice.kind == "group_to_claim")).one()
        path = notice.sealed["path"]
        group_id = notice.params["group_id"]
    slips = labour.get(f"{address}/slips.pdf")
    assert "กลุ่มบ้านนา" in text_of(slips.data)

    page = words_of(client.get(path))
    assert "รับร้าน กลุ่มบ้านสวน เป็นของกลุ่ม" in page
    assert "มีร่างสินค้ารออยู่ 1 รายการ" in page
    with app.app_context(), transaction():
        somebody, another = given_an_account().id, given_an_account().id
    taken = visitor(app, somebody).post(path)
    assert (taken.status_code, taken.location) == (303, "/sell")
    assert "กล้วยตาก" in visitor(app, somebody).get("/sell/products").text
    late = visitor(app, another).post(path)
    assert (late.status_code, "มีคนรับร้าน กลุ่มบ้านสวน" in words_of(late)) == (404, True)

    with app.app_context():
        owner = db.session.scalars(select(Membership).where(Membership.group_id == group_id)).one()
        assert (owner.account_id, owner.role) == (somebody, Role.GROUP_OWNER)
        assert set(db.session.scalars(select(GroupClaim.key).where(GroupClaim.claimed_at.is_not(None)))) == {None}
        said = select(func.count(AuditEntry.id)).where(AuditEntry.action == "group:claim")
        assert db.session.scalar(said) == 1
    assert "รับร้านแล้ว" in labour.get(address).text


def test_a_link_is_made_anew_and_withdrawn(app, labour, send, client):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "กล้วยตาก", "35")])
    save(app, labour, address)
    with app.app_context():
        claim = db.session.scalars(select(GroupClaim)).one()
        old, group_id = claim.key, claim.group_id

    labour.post(f"{address}/claims/{group_id}", data={"do": "anew"})
    with app.app_context():
        new = db.session.scalars(select(GroupClaim.key).where(GroupClaim.withdrawn_at.is_(None))).one()
    assert (client.get(f"/sell/claim/{old}").status_code, client.get(f"/sell/claim/{new}").status_code) == (404, 200)
    labour.post(f"{address}/claims/{group_id}", data={"do": "withdraw"})

    spent = client.get(f"/sell/claim/{new}")
    assert (spent.status_code, "สำนักงานเปลี่ยนหรือถอนลิงก์" in spent.text) == (404, True)
    assert labour.get(f"{address}/slips.pdf").status_code == 404


def test_undone_all_of_it_goes_but_what_was_claimed(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "กล้วยตาก", "35"), ("กลุ่มบ้านนา", "", "A2", "ข้าวแต๋น", "20")])
    save(app, labour, address)
    with app.app_context(), transaction():
        claim = db.session.scalars(select(GroupClaim).order_by(GroupClaim.id)).first()
        db.session.add(Membership(group_id=claim.group_id, account_id=given_an_account().id, role=Role.GROUP_OWNER))
        claimed = claim.group_id

    asked = labour.get(f"{address}/undo").text
    assert "เอาออก 1 กลุ่ม 1 ร่างสินค้า 2 บูธ" in asked
    assert "กลุ่มบ้านสวน" in asked
    labour.post(f"{address}/undo")

    with app.app_context():
        assert list(db.session.scalars(select(Group.id))) == [claimed]
        assert list(db.session.scalars(select(Product.group_id))) == [claimed]
    assert how_many(app, Booth, Exhibit) == [0, 0]
    assert "ยกเลิกการนำเข้าแล้ว" in labour.get(address).text
    assert labour.post(f"{address}/undo").status_code == 303


def test_what_a_stranger_types_is_refused(app, labour, send):
    address = send([("กลุ่มบ้านสวน", "0800000001", "A1", "พริกแกง/น้ำพริก", "35")])

    assert labour.post(f"{address}/save", data={}).status_code == 422
    assert labour.post(f"{address}/columns", data={"version": 1, "meaning-0": "x"}).status_code == 422
    assert labour.get(f"{address}?part=x").status_code == 422
    assert labour.get(f"{HERE}/NOTHING1").status_code == 404
    assert labour.get(f"{address}/undo").status_code == 404


def test_a_longer_list_is_looked_at_by_as_many_questions(app, labour, send):
    """Of the preview, and of what was saved: groups, links and products are asked for together."""

    def asked_of(name: str, groups: int) -> tuple[int, int]:
        rows = [(f"{name} {at}", f"08{groups:04}{at:04}", f"A{groups}-{at}", "กล้วยตาก", "35") for at in range(groups)]
        address = send(rows)
        with queries_of(app) as looking:
            labour.get(address)
        save(app, labour, address)
        with queries_of(app) as saved:
            labour.get(address)
        return len(looking), len(saved)

    assert asked_of("กลุ่มจักสานบ้านไร่", 2) == asked_of("วิสาหกิจเลี้ยงผึ้งโพรง", 12)
