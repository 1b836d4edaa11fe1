"""A first listing, one question a page, without script: photo first, sent at the end, every bad answer said where it stands."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from shop.catalogue.models import PhotoStatus, Product, ProductRevision, RevisionStandard, StandardKind
from shop.fairs.models import Exhibit
from shop.groups.states import GroupStatus
from shop.kernel.access import Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.moderation.models import Submission, SubmissionStatus
from tests.factories.catalogue import given_a_complete_draft, given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group, given_a_member, owner_of
from tests.factories.people import given_an_account
from tests.unit.catalogue.test_pictures import HTML, picture

ON_ONE = pytest.mark.parametrize("market", ["sqlite"], indirect=True)  # where the databases cannot differ
ANSWERS = {
    "kind": {"subcategory": "chili_paste"},
    "name": {"title": "น้ำพริกกากหมู"},
    "price": {"price": "๖๕.-", "unit": "กระปุก"},
    "weight": {"tapped": "250"},
    "stock": {"stock": "๑๒", "making": "ready"},
}


@pytest.fixture
def group(session):
    with transaction():
        return given_a_group()


@pytest.fixture
def desk(client, group):
    return client.sign_in(owner_of(group).id)


def three_photos() -> list[tuple[BytesIO, str]]:
    return [(BytesIO(picture((400 + n, 300))), f"{n}.jpg") for n in range(3)]


def begun(desk, **more: object) -> str:
    """The address of a listing with one photo."""
    answer = desk.post("/sell/listing", data={"once": "a", "photos": [(BytesIO(picture()), "a.jpg")]} | more)
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[0]


def only(model, *where):
    db.session.rollback()
    return db.session.scalars(select(model).where(*where)).one()


def test_from_three_photos_to_the_offices_queue_without_script(desk, group):
    assert desk.get("/sell/listing").status_code == 200
    answer = desk.post("/sell/listing", data={"once": "a", "photos": three_photos()})
    for step, typed in ANSWERS.items():
        assert answer.status_code == 303
        assert answer.location.endswith(f"/{step}"), "each answer leads to the next question"
        assert desk.get(answer.location).status_code == 200
        assert desk.get(f"/en{answer.location}").status_code == 200
        answer = desk.post(answer.location, data=typed)

    product = only(Product)
    assert answer.location == f"/sell/listing/{product.id}/sent"
    draft, variant = product.revisions[0], product.variants[0]
    assert (draft.title, draft.subcategory, draft.status, len(draft.photos)) == ("น้ำพริกกากหมู", "chili_paste", "in_review", 3)
    assert (variant.price_satang, variant.unit, variant.name_en) == (6500, "กระปุก", "jar")
    assert (variant.weight_grams, variant.available, draft.made_to_order_days) == (250, 12, None)
    assert only(Submission).status is SubmissionStatus.WAITING
    page = desk.get(answer.location).text
    assert "เลข อย. 13 หลักบนฉลาก" in page, "what an official will ask of food is said"
    assert "4 จาก 7" in page, "and how much more could be told"
    for address in ("/sell/listing/like?q=%00", "/sell/products?q=%00"):
        assert desk.get(address).status_code == 200


@ON_ONE
def test_a_name_of_quite_another_kind_is_asked_about(desk):
    address = begun(desk)
    for step, typed in ANSWERS.items():
        page = desk.get(f"{address}/{step}").text
        desk.post(f"{address}/{step}", data=typed | ({"title": "สบู่ขมิ้น"} if step == "name" else {}))
    assert "ชื่อนี้ฟังเหมือน “สบู่และของใช้อาบน้ำ”" in page


def test_second_taps_do_nothing_twice(desk):
    first = desk.post("/sell/listing", data={"once": "k", "photos": three_photos()})
    again = desk.post("/sell/listing", data={"once": "k", "photos": three_photos()})
    assert again.location == first.location
    address = first.location.rsplit("/", 1)[0]
    for step, typed in ANSWERS.items():
        answers = [desk.post(f"{address}/{step}", data=typed) for _tap in range(2)]
        assert {answer.status_code for answer in answers} == {303}
        assert answers[0].location == answers[1].location
    product = only(Product)
    assert [len(product.revisions), len(product.variants), len(product.revisions[0].photos)] == [1, 1, 3]
    assert product.variants[0].available == 12
    only(Submission)


WRONG = [
    ("kind", {}, "แตะเลือกก่อน"),
    ("kind", {"subcategory": "weapons"}, "เลือกหมวดจากรายการ"),
    ("name", {"title": "  "}, "ตั้งชื่อสินค้า"),
    ("name", {"title": "กอ"}, "อย่างน้อย 3 ตัวอักษร"),
    ("name", {"title": "ก" * 121}, "ไม่เกิน 120 ตัวอักษร"),
    ("price", {"price": "", "unit": "ถุง"}, "ใส่ราคาขาย"),
    ("price", {"price": "ห้าสิบ", "unit": "ถุง"}, "ใส่เป็นตัวเลข"),
    ("price", {"price": "0", "unit": "ถุง"}, "ราคาต่ำสุด"),
    ("price", {"price": "9" * 900, "unit": "ถุง"}, "มากเกินไป"),
    ("price", {"price": "50"}, "บอกว่าราคานี้ได้อะไร"),
    ("price", {"price": "50", "other": "ก" * 81}, "ยาวเกินไป"),
    ("weight", {"weight": "0"}, "ตั้งแต่ 1 ถึง 100,000"),
    ("weight", {"tapped": "หนัก"}, "จำนวนเต็ม"),
    ("stock", {"stock": "-1"}, "จำนวนเต็ม"),
    ("stock", {"stock": "9999999999"}, "ตั้งแต่ 0 ถึง"),
    ("stock", {"stock": "5", "making": "made"}, "บอกว่าใช้เวลาทำกี่วัน"),
    ("stock", {"stock": "5", "making": "made", "made_to_order_days": "999"}, "ตั้งแต่ 1 ถึง 180"),
]


@ON_ONE
def test_what_cannot_be_taken_is_said_and_stays_to_be_mended(desk):
    address = begun(desk)
    for step, typed, message in WRONG:
        answer = desk.post(f"{address}/{step}", data=typed)

        assert answer.status_code == 422, (step, typed)
        assert message in answer.text, (step, typed)
        kept = next((value for name, value in typed.items() if name in ("title", "price", "stock") and value.strip()), "")
        assert not kept or f'value="{kept}"' in answer.text
        if (step, typed) == LAST_OF[step]:
            desk.post(f"{address}/{step}", data=ANSWERS[step])
    assert len(only(Product).variants) == 1


LAST_OF = {step: (step, typed) for step, typed, _message in WRONG}


@ON_ONE
def test_a_price_is_taken_as_people_write_it(desk):
    address = begun(desk)
    for typed, satang in {"50 บาท": 5000, "๕๐.-": 5000, "1,250.50": 125_050, "฿35": 3500}.items():
        assert desk.post(f"{address}/price", data={"price": typed, "other": "ชุดละ 3 ก้อน", "unit": "ก้อน"}).status_code == 303
        variant = only(Product).variants[0]
        assert (variant.price_satang, variant.unit) == (satang, "ชุดละ 3 ก้อน")


@ON_ONE
def test_a_photo_that_is_none_is_told_and_the_good_ones_are_kept(desk):
    photos = [(BytesIO(picture()), "good.jpg"), (BytesIO(HTML), "bad.jpg"), (BytesIO(b""), "empty.jpg")]
    answer = desk.post("/sell/listing", data={"once": "a", "photos": photos})
    assert answer.status_code == 422
    assert "bad.jpg" in answer.text
    kept = answer.text.split('name="kept" value="')[1].split('"')[0]
    assert desk.post("/sell/listing", data={"once": "a", "kept": kept}).status_code == 303
    assert len(only(Product).revisions[0].photos) == 1


@ON_ONE
def test_nothing_chosen_is_told_and_later_is_a_choice(desk):
    assert desk.post("/sell/listing", data={"once": "a"}).status_code == 422
    assert not list(db.session.scalars(select(Product)))
    address = desk.post("/sell/listing", data={"once": "a", "skip": "1"}).location.rsplit("/", 1)[0]
    for step, typed in ANSWERS.items():
        answer = desk.post(f"{address}/{step}", data=typed)
    assert answer.status_code == 422, "without a photo nobody can look at it"
    assert f"{address}/photos" in answer.text.split("error-summary")[1]
    assert only(Product).variants[0].available == 12, "what was answered is kept"
    assert desk.post(f"{address}/photos", data={"photos": three_photos()}).location == f"{address}/stock"
    assert desk.post(f"{address}/stock", data=ANSWERS["stock"]).location == f"{address}/sent"


def test_back_keeps_what_was_typed_and_a_begun_one_is_gone_on_with(desk):
    address = begun(desk)
    desk.post(f"{address}/kind", data=ANSWERS["kind"])
    answer = desk.post(f"{address}/name", data={"title": "น้ำพริกลงเรือ", "go": "back"})
    assert answer.location == f"{address}/kind"
    assert desk.post(f"{address}/name", data={"title": "", "go": "back"}).location == f"{address}/kind"
    assert "น้ำพริกลงเรือ" in desk.get(f"{address}/name").text

    assert f'href="{address}"' in desk.get("/sell/products?state=draft").text
    start = desk.get("/sell/listing").text
    assert "น้ำพริกลงเรือ" in re.sub("<[^>]+>", "", start)
    assert f'href="{address}"' in start
    assert desk.get(address).location == f"{address}/price"
    assert desk.get(f"{address}/stock").location == f"{address}/price", "there is nothing to count yet"
    assert desk.head(f"{address}/weather").status_code == 404


@ON_ONE
def test_the_enter_key_keeps_what_was_typed_and_sends_nothing(desk):
    address = begun(desk)
    for step, typed in ANSWERS.items():
        page = desk.get(f"{address}/{step}").text
        answer = desk.post(f"{address}/{step}", data=typed | {"go": "keep"})
    first = page.split('class="form"')[1].split("<button")[1]
    assert 'value="keep"' in first, "a browser presses the first button of a form"
    assert answer.location == f"{address}/stock"
    assert 'value="12"' in desk.get(answer.location).text
    assert desk.post(f"{address}/stock", data={"stock": "13", "go": "to-name"}).location == f"{address}/name"
    assert desk.post(f"{address}/stock", data={"stock": "?", "go": "to-price"}).location == f"{address}/price"
    assert only(Product).variants[0].available == 13
    assert not list(db.session.scalars(select(Submission)))


@ON_ONE
def test_photos_are_taken_out_and_put_in(desk):
    address = begun(desk)
    shown = only(Product).revisions[0].photos[0]
    assert desk.post(f"{address}/photos", data={"remove": shown.photo_id}).location == f"{address}/photos"
    assert desk.post(f"{address}/photos", data={}).status_code == 422
    assert desk.post(f"{address}/photos", data={"remove": "99999999999999999999"}).status_code == 303
    assert desk.post(f"{address}/photos", data={"photos": three_photos()}).location == f"{address}/kind"
    assert len(only(ProductRevision).photos) == 3


@ON_ONE
def test_a_photo_that_turns_out_broken_is_named_before_it_is_sent(desk):
    address = begun(desk)
    with transaction():
        only(Product).revisions[0].photos[0].photo.status = PhotoStatus.REFUSED
    for step, typed in ANSWERS.items():
        answer = desk.post(f"{address}/{step}", data=typed)
    told = answer.text.split("error-summary")[1].split("</div>")[0]
    assert answer.status_code == 422
    assert f'href="{address}/photos">มีรูปที่เปิดไม่ได้ เอาออกก่อน' in told


@ON_ONE
def test_made_to_order_is_told_and_the_label_can_come_first(desk):
    address = begun(desk)
    for step, typed in ANSWERS.items():
        answer = desk.post(f"{address}/{step}", data=typed | ({"making": "made", "made_to_order_days": "๗", "go": "label"}))
    product = only(Product)
    assert answer.location == f"/sell/products/{product.id}/edit/food"
    assert (product.revisions[0].made_to_order_days, product.revisions[0].status) == (7, "draft")
    assert "ทำต่อทีละหน้า" in desk.get(f"/sell/products/{product.id}").text


@ON_ONE
def test_a_group_that_is_not_approved_keeps_a_draft(desk, group):
    with transaction():
        db.session.merge(group).status = GroupStatus.IN_REVIEW
    address = begun(desk)
    for step, typed in ANSWERS.items():
        page = desk.get(f"{address}/{step}").text
        answer = desk.post(f"{address}/{step}", data=typed)
    assert "ตอนนี้กลุ่มยังส่งตรวจไม่ได้" in page
    assert answer.location == f"/sell/products/{only(Product).id}"
    assert only(ProductRevision).status is RevisionStatus.DRAFT


def test_what_was_sent_is_not_asked_again_but_can_be_taken_back(desk):
    address = begun(desk)
    for step, typed in ANSWERS.items():
        desk.post(f"{address}/{step}", data=typed)
    product_id = only(Product).id
    for step in ("photos", "name", "stock"):
        assert desk.get(f"{address}/{step}").location == f"{address}/sent"
        assert desk.post(f"{address}/{step}", data={"title": "ชื่ออื่น"}).location == f"{address}/sent"
    assert only(ProductRevision).title == "น้ำพริกกากหมู"

    desk.post(f"/sell/products/{product_id}/withdraw")
    assert only(Submission).status is SubmissionStatus.WITHDRAWN
    assert desk.get(f"{address}/sent").location == f"/sell/products/{product_id}"
    assert desk.get(address).location == f"{address}/stock"


def test_what_officials_know_or_has_several_prices_is_changed_part_by_part(desk, group):
    with transaction():
        product_id = given_a_product(group).id
    for address in (f"/sell/listing/{product_id}", f"/sell/listing/{product_id}/price", f"/sell/listing/{product_id}/sent"):
        assert desk.get(address).location == f"/sell/products/{product_id}"


def test_another_like_one_that_is_sold_already(desk, group):
    with transaction():
        source = given_a_complete_draft(group, allergens=["fish"], ingredients="พริก ปลา", shelf_life_days=90, weekly_capacity=40)
        valid = {StandardKind.FDA: "13-2-01234-1-0001", StandardKind.HALAL: "กอท. 1/2567", StandardKind.OTOP: "4"}
        standards = [RevisionStandard(kind=kind, number=number) for kind, number in valid.items()]
        expired = RevisionStandard(kind=StandardKind.TCPS, number="321/2556", expires_on=today() - timedelta(days=1))
        source.revisions[0].standards = [*standards, expired]
        source_id = source.id
    assert f"/sell/listing/like/{source_id}" in desk.get("/sell/listing/like?q=กล้วย").text
    assert desk.get(f"/sell/listing/like/{source_id}").status_code == 200

    answers = [desk.post(f"/sell/listing/like/{source_id}", data={"once": "again"}) for _tap in range(2)]

    assert answers[0].location == answers[1].location
    copy_id = int(answers[0].location.rsplit("/", 1)[1])
    draft = only(ProductRevision, ProductRevision.product_id == copy_id)
    assert (draft.title, draft.description, draft.ingredients, draft.photos) == ("", "", "", [])
    assert (draft.subcategory, draft.allergens, draft.shelf_life_days, draft.weekly_capacity) == ("chili_paste", ["fish"], 90, 40)
    assert [one.kind for one in draft.standards] == [StandardKind.HALAL], "a serial and stars are of one product"
    variant = draft.product.variants[0]
    assert (variant.price_satang, variant.weight_grams, variant.available) == (6500, 250, 0)
    address = f"/sell/listing/{copy_id}"
    assert desk.get(address).location == f"{address}/photos"
    assert desk.post(f"{address}/photos", data={"photos": three_photos()}).location == f"{address}/name"
    assert desk.post(f"{address}/name", data={"title": "กล้วยตากอบนม"}).location == f"{address}/stock"

    with_photos = desk.post(f"/sell/listing/like/{source_id}", data={"once": "b", "with_photos": "y"}).location
    assert desk.get(with_photos).location == f"{with_photos}/name"


def test_it_was_shown_at_a_fair_that_is_just_over(desk, group):
    with transaction():
        begins = today() - timedelta(days=3)
        recent = given_a_fair(slug="ban-mai", starts_on=begins, ends_on=begins)
        given_a_fair(slug="long-ago", starts_on=begins - timedelta(days=90), ends_on=begins - timedelta(days=90))
        fair_id, earlier = recent.id, given_a_product(group).id
    address = begun(desk)
    for step, typed in ANSWERS.items():
        desk.post(f"{address}/{step}", data=typed)
    with transaction():
        db.session.add(Exhibit(fair_id=fair_id, product_id=earlier, group_id=group.id))
    page = desk.get(f"{address}/sent").text
    assert 'value="ban-mai"' in page
    assert 'value="long-ago"' not in page

    for _tap in range(2):
        assert desk.post(f"{address}/shown-at", data={"fair": "ban-mai"}).location == f"{address}/sent"
    assert desk.post(f"{address}/shown-at", data={"fair": "long-ago"}).status_code == 404

    db.session.rollback()
    assert len(list(db.session.scalars(select(Exhibit).where(Exhibit.status == "claimed")))) == 2, "what was said before stands"
    assert 'value="ban-mai"' not in desk.get(f"{address}/sent").text


@ON_ONE
def test_a_volunteer_does_it_for_a_group_and_is_told_for_which(client, group):
    with transaction():
        volunteer = given_an_account()
        given_a_member(group, volunteer, Role.LABOUR_VOLUNTEER)
        name, volunteer_id = group.name, volunteer.id
    desk = client.sign_in(volunteer_id)
    address = begun(desk)
    for step, typed in ANSWERS.items():
        assert f"ทำให้ {name}" in desk.get(f"{address}/{step}").text
        desk.post(f"{address}/{step}", data=typed)
    assert only(Submission).submitted_by == volunteer_id


@ON_ONE
def test_the_wait_is_said_where_enough_was_decided(desk, monkeypatch):
    address = begun(desk)
    for step, typed in ANSWERS.items():
        desk.post(f"{address}/{step}", data=typed)
    assert "ตรวจตามลำดับก่อนหลัง" in desk.get(f"{address}/sent").text
    monkeypatch.setattr("shop.moderation.queries.usual_wait", lambda: timedelta(hours=30))
    assert "ภายใน 2 วัน" in desk.get(f"{address}/sent").text


def test_what_is_likely_comes_from_the_groups_own_products(desk, group):
    with transaction():
        given_a_product(group, "ผ้าขาวม้าลายตาราง", price_satang=34_500, category="textiles", subcategory="woven_cloth")
    address = begun(desk)
    assert 'value="woven_cloth"' in desk.get(f"{address}/kind").text.split('id="all-kinds"')[0]
    desk.post(f"{address}/kind", data={"subcategory": "woven_cloth"})
    assert 'value="ผ้าขาวม้าลายตาราง"' in desk.get(f"{address}/name").text
    assert 'value="ผ้าไหมมัดหมี่"' in desk.get(f"{address}/name?start=ผ้าไหมมัดหมี่").text.split("datalist")[0]
    assert 'value="345"' in desk.get(f"{address}/price").text
    with transaction():
        stranger = given_a_group("กลุ่มอื่น")
        product_id = given_a_complete_draft(stranger).id
    assert desk.head(f"/sell/listing/{product_id}/name").status_code == 404
