"""A copy of another group's photo or words is found by its print, and nothing else is."""

import io

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import text

from shop.catalogue import likeness
from shop.catalogue.models import ProductRevision, RevisionPhoto
from shop.catalogue.picture_print import print_of
from shop.catalogue.pictures import render
from shop.jobs.handlers import prints
from shop.kernel.database import db, transaction
from shop.kernel.prints import bands_of, distance, print_of_text, says_much
from shop.kernel.storage import storage
from shop.moderation import findings
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import given_a_submitted_product

STORY = "โขลกมือทุกกระปุก จากพริกแห้งคั่วใหม่ หอมแดง กระเทียม และปลาช่อนย่างของคลองสาม เก็บในตู้เย็นได้หนึ่งเดือน กินกับผักสดหรือข้าวสวย"
OTHER = "กระเป๋าสานจากผักตบชวาของกลุ่มคลองสี่ เย็บซับในผ้าฝ้ายทุกใบ ใช้ได้ทุกวัน น้ำหนักเบา มีสองขนาด สีธรรมชาติ ไม่ใช้สีเคมี"


def a_picture(shift: int = 0) -> Image.Image:
    picture = Image.new("RGB", (900, 700), "#f3e7d3")
    draw = ImageDraw.Draw(picture)
    for at in range(8):
        draw.rectangle(
            (at * 110 + shift, (at * 61) % 500, at * 110 + 70 + shift, (at * 61) % 500 + 180), fill=(at * 30, 90, 200 - at * 20)
        )
    return picture


def test_a_print_stays_when_the_picture_is_made_smaller_and_worse():
    whole, out = a_picture(), io.BytesIO()
    whole.resize((320, 249)).save(out, "JPEG", quality=40)
    seal = print_of(whole)

    assert distance(seal, print_of(Image.open(out))) <= likeness.SAME_PHOTO
    assert distance(seal, print_of(a_picture(shift=60).rotate(90))) > likeness.SAME_PHOTO
    assert not says_much(print_of(Image.new("RGB", (900, 700), "white")))
    assert render(png(whole)).seal == seal


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_prints_that_differ_in_three_bits_share_a_band():
    seal = print_of(a_picture())
    for bits in ((0, 17, 40), (63,), (1, 2, 3), (15, 16, 47)):
        other = seal
        for bit in bits:
            other ^= 1 << bit
        assert any(one == two for one, two in zip(bands_of(seal), bands_of(other), strict=True))


def test_a_text_is_like_its_copy_and_a_short_one_like_nothing():
    seal = print_of_text(STORY)
    assert distance(seal, print_of_text("  " + STORY.replace(" ", "\n"))) == 0
    assert distance(seal, print_of_text(STORY + " ราคาส่ง")) <= likeness.SAME_TEXT
    assert distance(seal, print_of_text(OTHER)) > 20
    assert print_of_text("อร่อยมาก") is None


def given_a_listing(group, description: str, seal: int | None = None, published: bool = True) -> ProductRevision:
    product = given_a_product(group, description=description, published=published)
    revision = product.revisions[0]
    likeness.keep_text_print(revision)
    if seal is not None:
        photo = given_a_photo(group)
        db.session.add(RevisionPhoto(revision=revision, photo=photo))
        db.session.flush()
        likeness.keep_photo_print(photo.id, seal)
    return revision


def test_what_another_group_shows_is_found_and_told(session):
    seal = print_of(a_picture())
    with transaction():
        first, second = given_a_group("กลุ่มแรก"), given_a_group("กลุ่มที่สอง")
        given_a_listing(first, STORY, seal)
        given_a_listing(second, OTHER, seal ^ 0b1000010001)
        copied = given_a_submitted_product(group=second, description=STORY)
        photo = given_a_photo(second)
        session.execute(
            RevisionPhoto.__table__.insert().values(revision_id=copied.product_revision_id, photo_id=photo.id, position=0, alt="")
        )
        likeness.keep_photo_print(photo.id, seal)
    session.expire_all()

    told = {one.key: one.params for one in findings.findings_for(copied) if one.key.endswith("_double")}
    assert told == {"photo_double": {"groups": "กลุ่มแรก"}, "text_double": {"groups": "กลุ่มแรก"}}


def test_ones_own_and_unseen_drafts_are_no_copies(session):
    with transaction():
        group, stranger = given_a_group(), given_a_group("กลุ่มอื่น")
        given_a_listing(group, STORY)
        given_a_listing(stranger, STORY, published=False)
        revision = given_a_listing(group, STORY)

    assert likeness.text_doubles(revision, group.id) == []


def test_what_was_there_before_gets_its_print_at_night(session):
    with transaction():
        group = given_a_group()
        photo, bare = given_a_photo(group), given_a_photo(group)
        revision = given_a_product(group, description=STORY).revisions[0]
        storage.put(f"private/photos/{photo.key}/320.webp", png(a_picture()))
        ids = photo.id, bare.id, revision.id
    prints.print_photos()
    prints.print_texts()

    assert session.get(likeness.PhotoPrint, ids[0]).seal == print_of(a_picture())
    assert session.get(likeness.PhotoPrint, ids[1]) is None
    assert session.get(likeness.TextPrint, ids[2]) is not None


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_near_ones_are_asked_of_the_indexes(session):
    asked = likeness._has_band(likeness.PhotoPrint, [print_of(a_picture())]).compile(compile_kwargs={"literal_binds": True})
    plan = " ".join(row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN SELECT seal FROM photo_prints WHERE {asked}")))

    assert plan.count("USING INDEX ix_photo_prints_band_") == 4
    assert "SCAN photo_prints" not in plan
