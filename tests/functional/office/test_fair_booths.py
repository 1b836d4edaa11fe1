"""The booths of a fair through the officials' pages: the list and its files, pictures, the pack, and what the codes brought."""

import csv
import io
import zipfile

import pytest
from flask import Flask

from shop.fairs.models import Booth, Fair, FairPicture
from shop.impact.fairs import rows_of_fair
from shop.jobs.work import work_everything_due
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.orders.models import Order
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.checkout import add, place, variant_of
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair
from tests.factories.groups import given_a_group, owner_of
from tests.factories.orders import A, take
from tests.factories.people import given_an_official
from tests.factories.returns import a_picture
from tests.papers import text_of
from tests.queries import queries_of

HERE = "/office/fairs/ban-mai"


@pytest.fixture
def labour(app) -> PageClient:
    with app.app_context(), transaction():
        account_id = given_an_official(Role.LABOUR_OFFICIAL).id
    return PageClient(app, app.response_class).sign_in(account_id)


@pytest.fixture
def fair(app) -> int:
    with app.app_context(), transaction():
        return given_a_fair(slug="ban-mai", short_name="งานบ้านใหม่").id


def numbers(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(db.select(Booth.number)))


def test_a_booth_is_given_changed_and_taken(app, labour, fair):
    with app.app_context(), transaction():
        given_a_group("กลุ่มทอผ้าบ้านระแหง")
    form = {"number": "ก๑", "group": "กลุ่มทอผ้า บ้านระแหง".replace(" ", ""), "zone": "งานฝีมือ", "note": "ต้องใช้ไฟ"}
    assert labour.post(f"{HERE}/booths", data=form).status_code == 303
    again = labour.post(f"{HERE}/booths", data=form)
    assert again.status_code == 422
    assert "กลุ่มนี้มีบูธในงานนี้แล้ว" in again.text
    unknown = labour.post(f"{HERE}/booths", data=form | {"group": "ไม่มีใคร", "number": "B9"})
    assert (unknown.status_code, 'value="B9"' in unknown.text) == (422, True)
    assert numbers(app) == ["ก1"]
    page = labour.get(f"{HERE}/booths").text
    assert "ต้องใช้ไฟ" in page
    with app.app_context():
        at = f"{HERE}/booths/{db.session.scalar(db.select(Booth.id))}"
    assert labour.post(at, data={"number": ""}).status_code == 422
    assert labour.post(at, data={"number": "c3"}).status_code == 303
    assert numbers(app) == ["C3"]
    assert labour.get(at.replace("ban-mai", "elsewhere")).status_code == 404
    assert labour.post(f"{at}/remove").status_code == 303
    assert labour.post(f"{at}/remove").status_code == 404, "the second click"
    assert numbers(app) == []


def test_pasted_lines_say_what_is_wrong_and_stay(app, labour, fair):
    with app.app_context(), transaction():
        given_a_group("หนึ่ง")
    wrong = labour.post("/en" + f"{HERE}/booths/paste", data={"lines": "A1\tหนึ่ง\nA2\tสอง"})
    assert wrong.status_code == 422
    assert "Line 2: No approved group has this name" in wrong.text
    assert "A1\tหนึ่ง" in wrong.text
    assert numbers(app) == []
    assert labour.post(f"{HERE}/booths/paste", data={"lines": "A1\tหนึ่ง"}).status_code == 303
    assert labour.post(f"{HERE}/booths/paste", data={"lines": "A" * 2_000_000}).status_code in (413, 422)
    assert numbers(app) == ["A1"]


def test_what_the_codes_brought_is_told_and_exported(app, client, labour, fair):
    """Scans, baskets, orders and the part of an order's income that the code brought."""
    with app.app_context(), transaction():
        group = given_a_group("=กลุ่มน้ำผึ้ง")
        honey, other = given_a_product(group, price_satang=6500), given_a_product(group, price_satang=3500)
        given_a_booth(db.session.get_one(Fair, fair), group, "A1")
        code = given_a_code(honey, db.session.get_one(Fair, fair))
        variants = variant_of(honey).id, variant_of(other).id
    client.get(f"/p/{code}")
    add(client, variants[0], code=code)
    add(client, variants[1])
    place(client)
    with app.app_context(), transaction():
        order = db.session.scalar(db.select(Order))
        for action in (A.ACCEPT, A.PACK, A.SHIP, A.DELIVER):
            take(order, action)
        brought = round(order.total_satang * 6500 / 10000)
        (row,) = rows_of_fair(fair)
        assert (row.scans, row.baskets, row.orders) == (1, 1, 1)
        assert abs(row.satang - brought) <= 1
        satang = row.satang
    file = labour.get(f"{HERE}/booths/export.csv")
    lines = list(csv.reader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff"))))
    assert lines[1] == ["A1", "'=กลุ่มน้ำผึ้ง", "", "", "1", "1", "1", f"{satang / 100:.2f}", "0.00"]
    book = zipfile.ZipFile(io.BytesIO(labour.get(f"{HERE}/booths/export.xlsx").data))
    assert "=กลุ่มน้ำผึ้ง" in book.read("xl/sharedStrings.xml").decode()
    assert f"<v>{satang / 100:.10g}</v>" in book.read("xl/worksheets/sheet1.xml").decode()
    assert labour.get(f"{HERE}/booths/export.exe").status_code == 404
    assert labour.get(f"{HERE}/booths?sort=nonsense").status_code == 422
    assert "A1" in labour.get(f"{HERE}/booths?sort=-earned&q=A1").text
    assert "ไม่พบบูธตามนี้" in labour.get(f"{HERE}/booths?q=ไม่มี").text


def test_the_pack_is_asked_for_followed_and_opened(app, labour, fair):
    assert labour.post(f"{HERE}/pack", data={"layout": "a4"}).status_code == 422
    assert labour.get(f"{HERE}/pack-a4.pdf").status_code == 404
    with app.app_context(), transaction():
        given_a_booth(db.session.get_one(Fair, fair), given_a_group("กลุ่มปั้นเปื้อนฝั่งน้ำ"), "A1")
    assert labour.post(f"{HERE}/pack", data={"layout": "a3"}).status_code == 422
    assert labour.post(f"{HERE}/pack", data={"layout": "a4"}).status_code == 303
    waiting = labour.get(f"{HERE}/pack").text
    assert "รอคิว" in waiting
    assert 'hx-trigger="every 3s"' in waiting
    assert "ดูว่าถึงไหนแล้ว" in waiting, "a link, for those without scripts"
    work_everything_due(app)
    ready = labour.get(f"{HERE}/pack").text
    assert "1 ใบ ทำเมื่อ" in ready
    assert "hx-trigger" not in ready
    pack = labour.get(f"{HERE}/pack-a4.pdf")
    assert (pack.mimetype, pack.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    one = labour.get(f"{HERE}/booths/1/card.pdf")
    for drawn in (pack.data, one.data):
        assert "กลุ่มปั้นเปื้อนฝั่งน้ำ" in text_of(drawn)


def test_pictures_are_re_encoded_described_and_removed(app, client, labour, fair):
    photo = a_picture()
    assert labour.post(f"{HERE}/pictures", data={"photos": (io.BytesIO(photo), "a.jpg")}).status_code == 303
    for name, content in (("x.jpg", b"<script>"), ("empty.jpg", b"")):
        assert labour.post(f"{HERE}/pictures", data={"photos": (io.BytesIO(content), name)}).status_code == 422
    assert labour.post(f"{HERE}/pictures", data={}).status_code == 422
    with app.app_context():
        picture = db.session.scalars(db.select(FairPicture)).one()
        key, at = picture.key, f"{HERE}/pictures/{picture.id}"
    assert labour.post(at, data={"alt": "ลานงาน", "alt_en": "The square", "do": "save"}).status_code == 303
    assert 'alt="ลานงาน"' in client.get("/fairs/ban-mai").text
    assert 'alt="The square"' in client.get("/en/fairs/ban-mai").text
    shown = client.get(f"/photos/{key}/320.webp")
    assert (shown.status_code, shown.mimetype, shown.data[:4]) == (200, "image/webp", b"RIFF")
    assert client.get(f"/photos/{key}/321.webp").status_code == 404
    assert labour.post(at, data={"do": "remove"}).status_code == 303
    assert client.get(f"/photos/{key}/320.webp").status_code == 404
    assert storage.keys("public/fairs") == []


BAD_LINKS = [
    *("http://maps.example/x", "javascript:alert(1)", "//x.example", "https://localhost"),
    *("https://a b.example", "https://user@x.example", "https://x.example:8443/"),
]


def test_a_map_link_is_https_of_a_site_with_a_name(labour, client, fair):
    facts = {"title": "งาน", "place": "ที่นี่", "starts_on": "1/1/2600"}
    for link in BAD_LINKS:
        assert labour.post(f"{HERE}/edit", data=facts | {"map_url": link}).status_code == 422, link
    good = facts | {"map_url": "https://maps.app.example/abc?q=14.0,100.5", "opening_hours": "09.00–20.00 น."}
    assert labour.post(f"{HERE}/edit", data=good).status_code == 303
    page = client.get("/fairs/ban-mai").text
    assert "https://maps.app.example/abc?q=14.0,100.5" in page
    assert "09.00–20.00 น." in page


def test_a_group_prints_for_its_own_table_only(app, fair):
    with app.app_context(), transaction():
        group, stranger = given_a_group("กลุ่มปั้นเปื้อน"), given_a_group()
        given_a_product(group, "น้ำผึ้งป่า", price_satang=12050)
        given_a_booth(db.session.get_one(Fair, fair), group, "A1")
        owner_id, stranger_id, foreign = owner_of(group).id, owner_of(stranger).id, given_a_product(stranger, "ของคนอื่น").id
    owner, other = (PageClient(app, app.response_class).sign_in(one) for one in (owner_id, stranger_id))
    assert "บูธ A1" in owner.get("/sell/fairs").text
    assert "พิมพ์การ์ดบูธ" in owner.get("/sell/fairs/ban-mai").text
    assert "A1" in text_of(owner.get("/sell/fairs/ban-mai/card.pdf").data)
    tags = text_of(owner.get("/sell/fairs/ban-mai/tags.pdf").data)
    assert "น้ำผึ้งป่า" in tags
    assert "฿120.50" in tags
    everyday = owner.get("/sell/products/card.pdf").data
    assert "กลุ่มปั้นเปื้อน" in text_of(everyday)
    assert "A1" not in text_of(everyday).split()
    nothing = owner.get(f"/sell/products/tags.pdf?product={foreign}&product=x")
    assert (nothing.status_code, nothing.location) == (303, "/sell/products")
    assert other.get("/sell/fairs/ban-mai/card.pdf").status_code == 404
    assert "พิมพ์การ์ดบูธ" not in other.get("/sell/fairs/ban-mai").text


def test_the_pages_ask_as_often_for_many_booths_as_for_few(app, client, labour, fair):
    def asked(who: PageClient, path: str) -> int:
        with queries_of(app) as statements:
            assert who.get(path).status_code == 200
        return len(statements)

    def one_more() -> None:
        with app.app_context(), transaction():
            at, group = db.session.get_one(Fair, fair), given_a_group()
            given_a_booth(at, group)
            given_a_code(group, at)

    one_more()
    paths = [(client, "/fairs/ban-mai"), (labour, f"{HERE}/booths"), (labour, HERE), (labour, f"{HERE}/pack")]
    few = [asked(*one) for one in paths]
    for _ in range(5):
        one_more()
    assert [asked(*one) for one in paths] == few
    assert max(few) <= 20
