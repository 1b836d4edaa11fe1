"""Share pictures: drawn of what is public, drawn anew when it changes, gone when it leaves the market."""

import re
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from shop.catalogue import listing
from shop.catalogue.models import Photo, Product, Variant
from shop.catalogue.photos import private_key
from shop.jobs.work import do_timed
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.moderation import service as moderation
from shop.papers import share_drawing
from shop.papers.models import SharePicture
from shop.upkeep import checks
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.moderation import official

RED = (200, 30, 30)


@pytest.fixture
def shown(app) -> dict[str, str]:
    """A product with a red photo, its group and a fair: where each is."""
    with app.app_context(), transaction():
        group = given_a_group(slug="the-group")
        product = given_a_product(group, "น้ำพริกปั่นกำลังดี", title_en="Chilli paste")
        photo = given_a_photo(group, published_at=now())
        product.cover_photo_id = photo.id
        given_a_fair(slug="the-fair")
        picture = BytesIO()
        Image.new("RGB", (1280, 960), RED).save(picture, "WEBP")
        storage.put(private_key(photo.key, 1280), picture.getvalue())
        return {"product": f"/products/{product.id}-x", "group": "/groups/the-group", "fair": "/fairs/the-fair"}


def address_of_picture(client, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    return re.search(r'<meta property="og:image" content="([^"]+)">', answer.text)[1]


def local(address: str) -> str:
    return address.split("8000")[-1]


def beat(app) -> None:
    do_timed(app, "keep-share-pictures")


def test_each_page_has_a_picture_of_its_own_after_a_minute(app, client, shown):
    before = {name: address_of_picture(client, path) for name, path in shown.items()}
    assert all("/img/share." in address for address in before.values())

    beat(app)

    pictures = {}
    for name, path in shown.items():
        address = address_of_picture(client, path)
        assert "/share/" in address
        answer = client.get(local(address))
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert "immutable" in answer.headers["Cache-Control"]
        pictures[name] = Image.open(BytesIO(answer.data))
        assert pictures[name].size == (1200, 630)
        assert len(answer.data) < 300_000  # the least that messengers ask for
    red = pictures["product"].convert("RGB").getpixel((300, 300))
    assert max(abs(one - two) for one, two in zip(red, RED, strict=True)) < 12
    assert pictures["fair"].convert("RGB").getpixel((10, 300))[1] > 60  # no photo: a green edge


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_the_words_and_the_price_are_those_of_the_product(app, shown, monkeypatch):
    said = []
    monkeypatch.setattr(share_drawing.paper, "picture", lambda template, data: said.append(data) or blank())

    beat(app)

    product = next(data for data in said if data["title"] == "น้ำพริกปั่นกำลังดี")
    assert (product["title_en"], product["big"], product["over"]) == ("Chilli paste", "฿65", "กลุ่มแม่บ้านบางขะแยง")
    assert product["place"] == "อ.เมืองปทุมธานี จ.ปทุมธานี"


def blank() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1200, 630)).save(out, "PNG")
    return out.getvalue()


def test_a_new_price_is_never_shown_by_the_old_picture(app, client, shown):
    beat(app)
    old = address_of_picture(client, shown["product"])
    with app.app_context(), transaction():
        variant = db.session.scalars(select(Variant)).one()
        variant.price_satang = 7000
        listing.refresh_product(variant.product_id)

    assert "/share/" not in address_of_picture(client, shown["product"])  # the photo's or the market's, meanwhile
    beat(app)
    new = address_of_picture(client, shown["product"])

    assert "/share/" in new
    assert new != old
    assert client.get(local(old)).status_code == 404
    with app.app_context():
        assert len(storage.keys("public/share")) == 3
        beaten = db.session.scalars(select(SharePicture.drawn_at)).all()
    beat(app)  # nothing changed: nothing is drawn
    with app.app_context():
        assert db.session.scalars(select(SharePicture.drawn_at)).all() == beaten


def test_what_is_suspended_loses_its_picture_at_once_and_the_file_at_the_next_beat(app, client, shown):
    beat(app)
    product, group = (local(address_of_picture(client, shown[name])) for name in ("product", "group"))
    with app.app_context(), transaction():
        moderation.suspend_product(db.session.scalars(select(Product)).one(), official(), "ฉลากไม่ตรง")
    assert [client.get(path).status_code for path in (product, group)] == [404, 200]
    beat(app)
    with app.app_context():
        assert len(storage.keys("public/share")) == 2
        assert set(db.session.scalars(select(SharePicture.kind))) == {"group", "fair"}


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_photo_that_is_gone_is_left_out_and_what_cannot_be_drawn_is_not_tried_for_ever(app, client, shown, monkeypatch, caplog):
    with app.app_context():
        storage.delete(private_key(db.session.scalars(select(Photo.key)).one(), 1280))
    beat(app)
    assert client.get(local(address_of_picture(client, shown["product"]))).status_code == 200
    with app.app_context(), transaction():
        db.session.query(SharePicture).delete()
    monkeypatch.setattr(share_drawing, "draw", lambda *given: 1 / 0)
    beat(app)
    tries = caplog.text.count("could not be drawn")
    beat(app)
    assert tries == caplog.text.count("could not be drawn") == 3
    assert "/img/share." in address_of_picture(client, shown["fair"])


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_doctor_misses_a_file_and_the_night_removes_what_no_row_knows(app, client, shown):
    beat(app)
    lost = local(address_of_picture(client, shown["fair"])).removeprefix("/share/")
    with app.app_context():
        storage.delete(f"public/share/{lost}")
        assert checks.CHECKS["share pictures"]() == [f"public/share/{lost}"]
        storage.put("public/share/orphan.jpg", b"x")
    with app.app_context(), transaction():
        checks.mend()
    beat(app)
    with app.app_context():
        assert storage.exists(f"public/share/{lost}")
    do_timed(app, "forget-orphaned-files")
    with app.app_context():
        assert "public/share/orphan.jpg" in storage.keys("public/share")  # not yet a day old
    assert client.get("/share/orphan.jpg").status_code == 404
