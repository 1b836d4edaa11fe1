"""`products import`: a list becomes groups and products, twice the same list changes nothing, bad rows are named."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.bulk import rows, sheet
from shop.catalogue import service, stock
from shop.catalogue.categories import Category
from shop.catalogue.models import Product, ProductRevision, StockMovement, Variant
from shop.groups.models import Group, GroupKind, GroupProfile, ShippingOption
from shop.groups.states import GroupStatus
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.moderation import service as moderation
from shop.moderation.models import Decision, Outcome
from shop.search.browse import Filters, page_of_products
from shop.search.models import SearchDocument
from tests.queries import queries_of

HEADER = "product_name,seller_name,local_authority,district,province"
PASTE = "น้ำพริกเผา,กลุ่มแม่บ้านสวนส้ม,เทศบาลตำบลบางขะแยง,เมืองปทุมธานี,ปทุมธานี"
CAKE = "เค้กกล้วยหอม,,เทศบาลเมืองกระบี่,เมืองกระบี่,กระบี่"


@pytest.fixture
def bring_in(app, runner, tmp_path):
    """`bring_in(text or bytes, "--publish")` runs the command on a file and gives what it said."""

    def run(content: str | bytes, *options: str) -> dict:
        file = tmp_path / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        answer = runner.invoke(args=["products", "import", str(file), *options])
        assert answer.exit_code == 0, answer.output
        (line,) = answer.stdout.splitlines()
        return json.loads(line)

    return run


def sheet_of(*lines: str, columns: str = "") -> str:
    return "\n".join([HEADER + columns, *lines, ""])


def all_of(table):
    return list(db.session.scalars(select(table).order_by(table.id)))


def count(table) -> int:
    return db.session.scalar(select(func.count(table.id)))


def test_without_publishing_every_row_is_a_draft_that_no_buyer_reaches(bring_in, session):
    said = bring_in(sheet_of(PASTE, CAKE))

    assert said == {"rows": 2, "created": 2, "updated": 0, "refused": []}
    assert [(one.title, one.status) for one in all_of(ProductRevision)] == [
        ("น้ำพริกเผา", RevisionStatus.DRAFT),
        ("เค้กกล้วยหอม", RevisionStatus.DRAFT),
    ]
    assert {group.status for group in all_of(Group)} == {GroupStatus.DRAFT}
    assert [profile.name for profile in all_of(GroupProfile)] == ["กลุ่มแม่บ้านสวนส้ม", "เทศบาลเมืองกระบี่"]
    assert page_of_products(Filters()).cards == []
    assert count(Variant) == count(Decision) == 0


def test_published_rows_are_approved_on_sale_and_found(bring_in, session):
    said = bring_in(sheet_of(PASTE, CAKE), "--publish")

    assert said["created"] == 2
    cards = {card.title: card for card in page_of_products(Filters()).cards}
    assert set(cards) == {"น้ำพริกเผา", "เค้กกล้วยหอม"}
    paste = cards["น้ำพริกเผา"]
    assert (paste.price_satang, paste.available, paste.shipping_satang) == (100_00, 10, 50_00)
    assert (paste.category, paste.group_name, paste.district_code) == (Category.FOOD, "กลุ่มแม่บ้านสวนส้ม", "1301")
    assert [card.title for card in page_of_products(Filters(q="นำ้พริก")).cards] == ["น้ำพริกเผา"]
    group = db.session.scalar(select(Group).where(Group.name == "กลุ่มแม่บ้านสวนส้ม"))
    assert (group.status, group.accepts_cod, group.kind) == (GroupStatus.APPROVED, True, GroupKind.HOUSEWIVES)
    assert group.published.status is RevisionStatus.APPROVED


def test_the_operators_approval_is_written_and_audited(bring_in, session):
    bring_in(sheet_of(PASTE), "--publish")

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.actor_role) for entry in entries] == [
        ("group:start", "market"),
        ("group:approve", "market"),
        ("product:create", "market"),
        ("product:approve", "market"),
    ]
    assert [entry.changes.get("by") for entry in entries] == [None, "operator", None, "operator"]
    assert [decision.outcome for decision in all_of(Decision)] == [Outcome.APPROVED, Outcome.APPROVED]
    (variant,) = all_of(Variant)
    assert variant.reviewed_price_satang == variant.price_satang


def test_stock_that_came_in_is_a_movement(bring_in, session):
    bring_in(sheet_of(PASTE + ",25", columns=",stock"), "--publish")
    bring_in(sheet_of(PASTE + ",7", columns=",stock"), "--publish")

    assert [(one.kind, one.quantity) for one in all_of(StockMovement)] == [("received", 25), ("corrected", -18)]
    assert stock.differences() == []
    assert all_of(Product)[0].available == 7


def test_a_second_run_updates_and_creates_nothing(bring_in, session):
    bring_in(sheet_of(PASTE, CAKE), "--publish")
    before = [count(table) for table in (Group, Product, ProductRevision, Variant, StockMovement, AuditEntry, ShippingOption)]

    said = bring_in(sheet_of(CAKE, PASTE), "--publish")

    assert said == {"rows": 2, "created": 0, "updated": 2, "refused": []}
    after = [count(table) for table in (Group, Product, ProductRevision, Variant, StockMovement, AuditEntry, ShippingOption)]
    assert after == before


def test_the_same_product_twice_in_a_list_is_one(bring_in, session):
    said = bring_in(sheet_of(PASTE + ",45,3", PASTE + ",,8", columns=",price_baht,stock"), "--publish")

    assert said == {"rows": 2, "created": 1, "updated": 1, "refused": []}
    (variant,) = all_of(Variant)
    assert (variant.price_satang, variant.available) == (45_00, 8)


def test_the_same_name_elsewhere_is_another_product_of_another_group(bring_in, session):
    elsewhere = PASTE.replace("เมืองปทุมธานี", "คลองหลวง")

    assert bring_in(sheet_of(PASTE, elsewhere), "--publish")["created"] == 2
    slugs = [group.slug for group in all_of(Group)]
    assert len(set(slugs)) == 2
    assert slugs[0] == "กลุ่มแม่บ้านสวนส้ม"


def test_drafts_that_were_brought_in_are_published_by_a_second_run(bring_in, session):
    bring_in(sheet_of(PASTE))

    said = bring_in(sheet_of(PASTE), "--publish")

    assert (said["created"], said["updated"]) == (0, 1)
    (card,) = page_of_products(Filters()).cards
    assert (card.price_satang, card.available) == (100_00, 10)
    assert count(ProductRevision) == 1


def test_changed_content_is_a_new_revision_by_the_operator_and_a_new_price_counts_at_once(bring_in, session):
    columns = ",description,price_baht"
    bring_in(sheet_of(PASTE + ",โขลกมือ,100", columns=columns), "--publish")

    bring_in(sheet_of(PASTE + ",โขลกมือทุกกระปุก,๒๕๐ บาท", columns=columns), "--publish")

    (product,) = all_of(Product)
    first, second = all_of(ProductRevision)
    assert (first.number, second.number) == (1, 2)
    assert product.published_revision_id == second.id
    assert (second.status, second.description) == (RevisionStatus.APPROVED, "โขลกมือทุกกระปุก")
    assert product.min_price_satang == 250_00
    assert all_of(Variant)[0].reviewed_price_satang == 250_00
    assert "โขลกมือทุกกระปุก" in db.session.scalar(select(SearchDocument.body))


def test_an_unpublished_update_of_what_is_on_sale_waits_for_review(bring_in, session):
    columns = ",description,price_baht"
    bring_in(sheet_of(PASTE + ",โขลกมือ,100", columns=columns), "--publish")

    bring_in(sheet_of(PASTE + ",โขลกมือทุกกระปุก,250", columns=columns))

    first, second = all_of(ProductRevision)
    assert (first.status, second.status) == (RevisionStatus.APPROVED, RevisionStatus.DRAFT)
    (variant,) = all_of(Variant)
    assert (variant.price_satang, variant.requested_price_satang) == (100_00, 250_00)


def test_a_groups_own_draft_outlives_an_operators_update(bring_in, session):
    bring_in(sheet_of(PASTE + ",โขลกมือ", columns=",description"), "--publish")
    with transaction():
        service.save_draft(all_of(Product)[0], MARKET, description="ของเราเอง")

    bring_in(sheet_of(PASTE + ",โขลกทุกเช้า", columns=",description"), "--publish")

    (product,) = all_of(Product)
    assert product.published.description == "โขลกทุกเช้า"
    with transaction():
        draft = service.open_draft(product)
        assert (draft.status, draft.description) == (RevisionStatus.DRAFT, "ของเราเอง")


def test_a_suspended_group_or_product_is_not_put_back_on_sale(bring_in, session):
    bring_in(sheet_of(PASTE, CAKE), "--publish")
    with transaction():
        moderation.suspend_group(all_of(Group)[0], MARKET, "ตรวจสอบ")
        moderation.suspend_product(all_of(Product)[1], MARKET, "ตรวจสอบ")

    bring_in(sheet_of(PASTE + ",ใหม่", CAKE + ",ใหม่", columns=",description"), "--publish")

    assert page_of_products(Filters()).cards == []


def test_a_product_that_its_group_threw_away_stays_away(bring_in, session):
    bring_in(sheet_of(PASTE))
    with transaction():
        service.delete_product(all_of(Product)[0], MARKET)

    said = bring_in(sheet_of(PASTE), "--publish")

    assert said["refused"] == [{"row": 2, "reason": "its group has thrown this product away"}]
    assert page_of_products(Filters()).cards == []


@pytest.mark.parametrize(
    "row, reason",
    [
        (",กลุ่ม,,คลองหลวง,ปทุมธานี,,,", "product_name is empty"),
        ("น้ำพริก,,,คลองหลวง,ปทุมธานี,,,", "neither seller_name nor local_authority is given"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธารา,,,", "no province of Thailand is called 'ปทุมธารา'"),
        ("น้ำพริก,กลุ่ม,,คลองเล็ก,ปทุมธานี,,,", "'ปทุมธานี' has no district 'คลองเล็ก'"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,ขนม,,", "category 'ขนม' is not one of food"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,,ฟรี,", "price_baht 'ฟรี': not a number"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,,-5,", "price_baht '-5': negative"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,,0,", "price_baht '0': too small"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,,,1.5", "stock '1.5' is not a whole number"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,,,1000001", "stock '1000001' is not a whole number"),
        ("น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี,,,,เกิน", "9 cells under 8 columns"),
        ("ก" * 201 + ",กลุ่ม,,คลองหลวง,ปทุมธานี,,,", "product_name is longer than 200 characters"),
    ],
)
@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_bad_row_is_refused_with_its_number_and_the_rest_is_saved(bring_in, session, row, reason):
    said = bring_in(sheet_of(PASTE + ",,,", "", row, CAKE + ",drinks,30,1", columns=",category,price_baht,stock"))

    assert (said["rows"], said["created"]) == (3, 2)
    (refusal,) = said["refused"]
    assert refusal["row"] == 4  # the header is row 1, and a blank row counts
    assert refusal["reason"].startswith(reason)


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_row_in_another_encoding_is_refused_alone(bring_in, session):
    content = sheet_of(PASTE).encode() + CAKE.encode("cp874") + b"\n" + CAKE.encode() + b"\n"

    said = bring_in(content)

    assert said["created"] == 2
    assert said["refused"] == [{"row": 3, "reason": "not UTF-8 text"}]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_list_as_spreadsheets_write_it(bring_in, session, separator, mark):
    text = sheet_of(PASTE, '"น้ำพริก\nสองบรรทัด",กลุ่ม,,คลองหลวง,ปทุมธานี', "ขาด,กลุ่ม,,,")
    said = bring_in(mark + text.replace(",", separator).replace("\n", "\r\n").encode())

    assert said["created"] == 2
    assert said["refused"] == [{"row": 4, "reason": "no province of Thailand is called ''"}]


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "names no column"),
        ("ชื่อ,กลุ่ม\nก,ข\n".encode(), "names no column district, local_authority, product_name"),
        (sheet_of(PASTE).encode("utf-16"), "not UTF-8"),
        (f"{HEADER},province\n{PASTE},x\n".encode(), "names province twice"),
    ],
)
@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_what_is_no_list_is_refused_as_a_whole(app, runner, session, tmp_path: Path, content, reason):
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    answer = runner.invoke(args=["products", "import", str(file), "--publish"])

    assert answer.exit_code == 1
    assert reason in answer.stderr
    assert answer.stdout == ""
    assert count(Product) == 0


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_list_is_written_in_batches_and_read_a_row_at_a_time(bring_in, session, monkeypatch):
    monkeypatch.setattr("shop.cli.products.ROWS_AT_ONCE", 4)
    many = [PASTE.replace("น้ำพริกเผา", f"น้ำพริกเผา {n}") for n in range(11)]

    said = bring_in(sheet_of(*many, many[0]), "--publish")

    assert (said["created"], said["updated"]) == (11, 1)
    assert count(Group) == 1
    assert page_of_products(Filters(), limit=50).next is None


def test_a_quote_that_is_never_closed_does_not_read_the_file_to_its_end(tmp_path: Path):
    file = tmp_path / "list.csv"
    broken = '"น้ำพริก,กลุ่ม,,คลองหลวง,ปทุมธานี\n' + f"{PASTE}\n" * 3000
    file.write_text(sheet_of(broken))

    first = next(iter(sheet.lines(file, rows.REQUIRED)))

    assert (first.number, first.fault[:26]) == (2, "the row cannot be read: fi")


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_reindex_writes_anew_what_products_are_found_by(bring_in, runner, session):
    bring_in(sheet_of(PASTE, CAKE), "--publish")
    with transaction():
        db.session.execute(db.delete(SearchDocument).where(SearchDocument.product_id == 1))
        db.session.execute(db.update(SearchDocument).values(body="", title=""))

    answer = runner.invoke(args=["search", "reindex"])

    assert answer.stdout == "2 products indexed\n"
    assert len(page_of_products(Filters(q="น้ำพริก")).cards) == 1
    assert len(page_of_products(Filters(q="เค้ก")).cards) == 1


def test_many_new_rows_are_few_statements(app, bring_in, session):
    def asked_for(count: int) -> int:
        with queries_of(app) as asked:
            bring_in(sheet_of(*(PASTE.replace("น้ำพริกเผา", f"น้ำพริก {count}-{n}") for n in range(count))), "--publish")
        return len(asked)

    asked_for(2)  # its group is there from now on

    assert asked_for(40) == asked_for(4)
