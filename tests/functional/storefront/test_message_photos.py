"""Photos with messages of an order: sent by either side, made by the job without their metadata, seen by nobody else."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from shop.conversations import checks
from shop.conversations.message_photos import message_photos
from shop.conversations.models import MessagePhoto, OrderMessage
from shop.jobs.registry import load_handlers
from shop.jobs.work import work_everything_due
from shop.kernel.access import Role
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.orders.models import Order
from shop.orders.returns.states import ReturnStatus
from shop.orders.states import OrderStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official
from tests.factories.returns import a_picture, given_a_return


@pytest.fixture
def it(app: Flask) -> dict:
    with app.app_context(), transaction():
        group, other = given_a_group(), given_a_group()
        order = given_an_order(group, given_a_product(group), status=OrderStatus.RECEIVED)
        path = f"/orders/{order.code}/messages"
        key = order.purchase.link_key
        return {
            "order": order.id,
            "buyer": f"{path}?key={key}",
            "path": path,
            "key": key,
            "group": f"/sell{path}",
            "desk": PageClient(app).sign_in(owner_of(group).id),
            "stranger": PageClient(app).sign_in(owner_of(other).id),
        }


def file(content: bytes | None = None, name: str = "one.jpg") -> tuple[BytesIO, str]:
    return BytesIO(a_picture() if content is None else content), name


def located() -> bytes:
    """With where it was taken."""
    picture, out = Image.new("RGB", (1600, 1200), "#c04020"), BytesIO()
    camera = picture.getexif()
    camera.get_ifd(0x8825)[2] = (14.0, 1.0, 2.0)
    camera[0x010F] = "SecretPhone"
    picture.save(out, "JPEG", exif=camera)
    return out.getvalue()


def work(app: Flask) -> None:
    with app.app_context():
        load_handlers()
        work_everything_due(app)


def kept(app: Flask) -> list[tuple[str, list[int], str]]:
    with app.app_context():
        return [(one.key, one.widths, one.refusal) for one in db.session.scalars(select(MessagePhoto).order_by(MessagePhoto.id))]


def test_both_sides_show_photos_and_nobody_else_sees_them(app: Flask, client: PageClient, it: dict):
    assert client.post(it["buyer"], data={"words": "ฝาบุบค่ะ", "photos": [file(located()), file()]}).status_code == 303
    assert it["desk"].post(it["group"], data={"words": "", "photos": [file()]}).status_code == 303
    assert "กำลังเตรียมรูป" in client.get(it["buyer"]).text
    work(app)
    (key, widths, _), _second, (of_group, _, _) = kept(app)
    assert widths == [320, 640, 1280]
    with app.app_context():
        assert storage.keys(f"private/messages/{key}") == sorted(message_photos.file_key(key, width) for width in widths)
        assert all(b"SecretPhone" not in storage.get(name) for name in storage.keys("private/messages"))
        assert checks.photos_have_their_files() == []

    page = client.get(it["buyer"]).text
    assert "รูปที่ 1 จากคุณ" in page
    assert "รูปที่ 1 จากกลุ่ม" in page
    assert "รูปที่ 2 จากผู้ซื้อ" in it["desk"].get(it["group"]).text
    assert "Photo 1 from you" in client.get(f"/en{it['buyer']}").text
    picture = f"{it['path']}/photos/{{}}/320.webp"
    answer = client.get(f"{picture.format(key)}?key={it['key']}")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/webp", "no-store")
    assert it["desk"].get(f"/sell{picture.format(of_group)}").status_code == 200
    for visitor, address in (
        (client, picture.format(key)),
        (client, f"/photos/{key}/320.webp"),
        (client, f"{picture.format(key)}?key={new_key()}"),
        (client, f"{picture.format(key).replace('320', '321')}?key={it['key']}"),
        (it["stranger"], f"/sell{picture.format(key)}"),
    ):
        assert visitor.head(address).status_code == 404, address


def test_a_photo_is_of_its_own_order_only(app: Flask, client: PageClient, it: dict):
    client.post(it["buyer"], data={"photos": [file()]})
    work(app)
    with app.app_context(), transaction():
        group = given_a_group()
        other = given_an_order(group, given_a_product(group))
        code, key = other.code, other.purchase.link_key
    assert client.head(f"/orders/{code}/messages/photos/{kept(app)[0][0]}/320.webp?key={key}").status_code == 404


def test_what_is_no_photo_is_told_kindly_and_the_good_ones_are_kept(app: Flask, client: PageClient, it: dict):
    refused = client.post(it["buyer"], data={"words": "ดูรูปนะคะ", "photos": [file(), file(b"MZ", "virus.exe")]})
    assert refused.status_code == 422
    assert all(words in refused.text for words in ("virus.exe", "ดูรูปนะคะ", "เก็บรูปไว้แล้ว 1 รูป"))
    assert kept(app) == []
    token = refused.text.split('name="kept" value="')[1].split('"')[0]
    for _form in range(2):  # shown again by the way back, and sent again
        assert client.post(it["buyer"], data={"words": "ดูรูปนะคะ", "kept": token, "token": new_key()}).status_code == 303
    assert len(kept(app)) == 1

    five = client.post(it["buyer"], data={"photos": [file() for _ in range(5)]})
    assert (five.status_code, "ไม่เกิน 4 รูป" in five.text) == (422, True)
    assert client.post(it["buyer"], data={"photos": [file(b"", "empty.jpg")]}).status_code == 422
    assert client.post(it["buyer"], data={"words": " "}).status_code == 422
    assert it["desk"].post(it["group"], data={"photos": [file(b"GIF89a", "a.gif")]}).status_code == 422


def test_the_second_click_shows_them_once(app: Flask, client: PageClient, it: dict):
    token = new_key()
    for _click in range(2):
        assert client.post(it["buyer"], data={"photos": [file()], "token": token}).status_code == 303
    assert len(kept(app)) == 1


def test_a_photo_that_cannot_be_opened_says_so_to_both(app: Flask, client: PageClient, it: dict):
    whole = a_picture(size=(900, 900))
    cut = whole[:400] + bytes(len(whole) - 402) + whole[-2:]  # whole by its marks, nothing inside
    answer = client.post(it["buyer"], data={"photos": [file(cut)]})
    if answer.status_code == 303:
        work(app)
        assert kept(app)[0][2] == "broken"
        assert "เปิดรูปนี้ไม่ได้" in it["desk"].get(it["group"]).text
        with app.app_context():
            assert storage.keys("private/messages") == []
    assert answer.status_code in (303, 422)


def test_a_heic_from_a_telephone_is_taken(app: Flask, client: PageClient, it: dict):
    assert client.post(it["buyer"], data={"photos": [file(a_picture("HEIF"), "IMG_1.HEIC")]}).status_code == 303
    work(app)
    assert kept(app)[0][1] == [320, 400]


def test_nothing_is_stored_where_nothing_may_be_written(app: Flask, client: PageClient, it: dict):
    with app.app_context(), transaction():
        order = db.session.get_one(Order, it["order"])
        order.status, order.payment_method = "awaiting_payment", "stripe"
    assert client.post(it["buyer"], data={"photos": [file()]}).status_code == 409
    with app.app_context():
        assert storage.keys("private/messages") == []


def test_an_official_sees_them_while_something_is_disputed(app: Flask, client: PageClient, it: dict):
    client.post(it["buyer"], data={"photos": [file()]})
    work(app)
    picture = f"/office{it['path']}/photos/{kept(app)[0][0]}/320.webp"
    with app.app_context(), transaction():
        office = PageClient(app).sign_in(given_an_official(Role.COMMERCE_OFFICIAL).id)
    assert office.head(picture).status_code == 404
    with app.app_context(), transaction():
        order = db.session.get_one(Order, it["order"])
        given_a_return(None, order=order, status=ReturnStatus.DISPUTED)
    assert picture in office.get(f"/office{it['path']}").text
    assert office.get(picture).mimetype == "image/webp"
    with app.app_context():
        assert len(list(db.session.scalars(select(OrderMessage)))) == 1
