"""A group's products at its desk: two minutes from three photos to a draft, and every change where it stands."""

from io import BytesIO

import pytest
from flask import g
from sqlalchemy import event, select

from shop.catalogue import queries, service
from shop.catalogue.models import Photo, PhotoStatus, Product, ProductRevision, RevisionStandard, StandardKind
from shop.catalogue.photos import private_key, public_key
from shop.jobs.work import work_everything_due
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.kernel.review import RevisionStatus
from shop.kernel.storage import storage
from shop.moderation.models import Submission, SubmissionKind, SubmissionStatus
from tests.factories.catalogue import given_a_complete_draft, given_a_photo, given_a_product, given_a_variant
from tests.factories.groups import given_a_group, owner_of
from tests.unit.catalogue.test_pictures import HTML, picture

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))
FILLED = {
    "title": "กล้วยตากน้ำผึ้ง",
    "subcategory": "dried_fruit",
    "price": "๖๕ บาท",
    "unit": "ถุง 200 กรัม",
    "stock": "๑๒",
    "weight": "250",
}


@pytest.fixture
def group(session):
    with transaction():
        return given_a_group()


@pytest.fixture
def seller(group):
    return owner_of(group)


@pytest.fixture
def desk(client, seller):
    return client.sign_in(seller.id)


def file(content: bytes, name: str = "photo.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def another_visitor(desk, account_id: int):
    """Somebody else at the same market: who signed in is remembered by the context that the test holds open."""
    g.pop("_login_user", None)
    return type(desk)(desk.application, desk.application.response_class).sign_in(account_id)


def one(model, *where):
    db.session.rollback()
    return db.session.scalars(select(model).where(*where)).one()


def given(make, *arguments, **more):
    """The id of what a factory makes, committed."""
    with transaction():
        return make(*arguments, **more).id


def revision_of(product_id: int) -> ProductRevision:
    db.session.rollback()
    return db.session.scalars(
        select(ProductRevision).where(ProductRevision.product_id == product_id).order_by(ProductRevision.number.desc())
    ).first()


# What packaged food needs


@pytest.mark.parametrize(("subcategory", "is_warned"), [("chili_paste", True), ("eggs", False)])
def test_packaged_food_without_its_serial_is_warned_of_before_it_is_sent(desk, group, subcategory, is_warned):
    draft = given(given_a_complete_draft, group, subcategory=subcategory)
    warning = "อาหารบรรจุเสร็จต้องมีเลข อย."

    assert (warning in desk.get(f"/sell/products/{draft}").text) is is_warned
    with transaction():
        revision = revision_of(draft)
        revision.standards.append(RevisionStandard(kind=StandardKind.FDA, number="13-2-00563-5-0001"))
    assert warning not in desk.get(f"/sell/products/{draft}").text


# New


def test_a_product_is_a_draft_after_one_page(desk, group):
    answer = desk.post("/sell/products/new", data=FILLED | {"once": "a", "photos": [file(picture()), file(picture((400, 400)))]})

    product = one(Product)
    assert (answer.status_code, answer.location) == (303, f"/sell/products/{product.id}")
    draft, variant = product.revisions[0], product.variants[0]
    assert (draft.title, draft.category, draft.subcategory, draft.status) == ("กล้วยตากน้ำผึ้ง", "food", "dried_fruit", "draft")
    assert (variant.price_satang, variant.available, variant.weight_grams, variant.unit) == (6500, 12, 250, "ถุง 200 กรัม")
    assert [(shown.position, shown.photo.status) for shown in draft.photos] == [(0, "waiting"), (1, "waiting")]
    assert len(list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "photo.process")))) == 2
    assert "กำลังเตรียมรูป" in desk.get(answer.location).text


def test_the_same_form_twice_makes_one_product(desk):
    for _time in range(2):
        answer = desk.post("/sell/products/new", data=FILLED | {"once": "the same key"})
        assert answer.status_code == 303
    product = one(Product)
    assert [variant.available for variant in product.variants] == [12]


@pytest.mark.parametrize(
    "wrong, message",
    [
        ({"title": ""}, "ตั้งชื่อสินค้า"),
        ({"title": "กอ"}, "อย่างน้อย 3 ตัวอักษร"),
        ({"title": "ก" * 121}, "ไม่เกิน 120 ตัวอักษร"),
        ({"subcategory": ""}, "เลือกหมวดสินค้า"),
        ({"subcategory": "weapons"}, "เลือกหมวดจากรายการ"),
        ({"price": "สิบบาท"}, "ใส่เป็นตัวเลข"),
        ({"price": "0.5"}, "ราคาต่ำสุดคือ 1 บาท"),
        ({"price": "1,000,001"}, "ราคาสูงสุดคือ 1,000,000 บาท"),
        ({"price": "-5"}, "ต้องไม่ติดลบ"),
        ({"price": "1.999"}, "ไม่เกิน 2 ตำแหน่ง"),
        ({"price": "9" * 5000}, "มากเกินไป"),
        ({"stock": "1.5"}, "จำนวนเต็ม"),
        ({"stock": "-1"}, "จำนวนเต็ม"),
        ({"stock": "9999999999"}, "ตั้งแต่ 0 ถึง 1,000,000"),
        ({"weight": "0"}, "ตั้งแต่ 1 ถึง 100,000"),
        ({"weight": ""}, "น้ำหนักเป็นกรัม"),
        ({"unit": "ก" * 81}, "ยาวเกินไป"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(desk, wrong, message):
    answer = desk.post("/sell/products/new", data=FILLED | {"once": "a"} | wrong)

    assert answer.status_code == 422
    at_field = answer.text.split('class="field-error"', 1)[1].split("</p>", 1)[0]
    assert message in at_field
    kept = next(name for name in ("title", "price") if name not in wrong)
    assert FILLED[kept] in answer.text
    assert not list(db.session.scalars(select(Product)))


@pytest.mark.parametrize("content", [b"", HTML, picture()[:300], picture() + HTML])
def test_a_bad_photo_is_named_and_the_good_one_is_kept_for_the_next_try(desk, content):
    answer = desk.post("/sell/products/new", data=FILLED | {"once": "a", "photos": [file(picture()), file(content, "ฉลาก.jpg")]})
    assert answer.status_code == 422
    assert "ฉลาก.jpg" in answer.text
    assert "ได้รับรูปไว้แล้ว 1 รูป" in answer.text
    kept = answer.text.split('name="kept" value="')[1].split('"')[0]

    assert desk.post("/sell/products/new", data=FILLED | {"once": "a", "kept": kept}).status_code == 303
    assert len(one(Product).revisions[0].photos) == 1


def test_another_groups_kept_photos_are_not_taken(desk, seller):
    with transaction():
        other = owner_of(given_a_group("กลุ่มอื่น"))
    theirs = another_visitor(desk, other.id)
    answer = theirs.post("/sell/products/new", data=FILLED | {"title": "", "photos": [file(picture())]})
    kept = answer.text.split('name="kept" value="')[1].split('"')[0]

    another_visitor(desk, seller.id).post("/sell/products/new", data=FILLED | {"once": "a", "kept": kept})

    assert one(Product).revisions[0].photos == []


def test_nine_photos_are_too_many(desk):
    answer = desk.post("/sell/products/new", data=FILLED | {"photos": [file(picture((9, 9), kind="PNG")) for _ in range(9)]})
    assert answer.status_code == 422
    assert "ไม่เกิน 8 รูป" in answer.text
    assert storage.keys("private/photos") == []


def test_a_form_without_its_token_makes_nothing(desk):
    assert desk.post("/sell/products/new", data=FILLED, token=False).status_code == 400
    assert not list(db.session.scalars(select(Product)))


# The list


def test_the_list_is_filtered_searched_and_counted(desk, group, seller):
    with transaction():
        given_a_product(group, "น้ำพริกเผา")
        waiting = given_a_complete_draft(group, "ขนมถ้วย")
        given_a_complete_draft(group, "ผ้าขาวม้า 100%")
        paused = given_a_product(group, "ปลาส้ม")
        service.archive_product(paused, seller)
        service.submit_draft(waiting, seller)
        given_a_product(given_a_group("กลุ่มอื่น"), "ของคนอื่น")

    assert queries.count_products_of_group(group.id) == {
        "": 4,
        "on_sale": 1,
        "in_review": 1,
        "changes": 0,
        "draft": 1,
        "paused": 1,
    }
    page = desk.get("/sell/products").text
    assert all(title in page for title in ("น้ำพริกเผา", "ขนมถ้วย", "ผ้าขาวม้า", "ปลาส้ม"))
    assert "ของคนอื่น" not in page
    for state, title in (("on_sale", "น้ำพริกเผา"), ("in_review", "ขนมถ้วย"), ("draft", "ผ้าขาวม้า"), ("paused", "ปลาส้ม")):
        page = desk.get(f"/sell/products?state={state}").text
        assert [shown for shown in ("น้ำพริกเผา", "ขนมถ้วย", "ผ้าขาวม้า", "ปลาส้ม") if f">{shown}" in page] == [title]
    assert "ผ้าขาวม้า" in desk.get("/sell/products?q=100%25").text
    assert "ไม่พบสินค้าแบบนี้" in desk.get("/sell/products?q=100_").text
    assert desk.get("/sell/products?state=everything").status_code == 422
    assert desk.get("/en/sell/products?page=-3").status_code == 200
    assert desk.get("/sell/products?page=" + "9" * 40).status_code == 200


def test_an_empty_list_says_how_to_begin(desk):
    assert "เพิ่มสินค้าแรก" in desk.get("/sell/products").text


def test_the_list_asks_as_many_questions_for_thirty_as_for_three(app, desk, group):
    asked = []

    def count(*_given):
        asked.append(1)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        figures = []
        for more in (3, 27):
            with transaction():
                for _number in range(more):
                    given_a_variant(given_a_complete_draft(group))
            asked.clear()
            assert desk.get("/sell/products").status_code == 200
            figures.append(len(asked))
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert figures[0] == figures[1] <= 17


def test_price_and_stock_change_in_their_row(desk, group):
    with transaction():
        product = given_a_product(group)
    variant = product.variants[0]
    answer = desk.post(
        f"/sell/products/variants/{variant.id}", data={"price": "70", "stock": "15", "seen": "10", "state": "on_sale"}
    )

    assert (answer.status_code, answer.location) == (303, "/sell/products?state=on_sale")
    db.session.rollback()
    db.session.refresh(variant)
    assert (variant.price_satang, variant.available) == (7000, 15)
    assert db.session.get(Product, product.id).min_price_satang == 7000


def test_a_far_price_waits_in_the_queue_and_a_near_one_takes_it_back(desk, group):
    with transaction():
        variant = given_a_product(group).variants[0]
    page = desk.post(
        f"/sell/products/variants/{variant.id}", data={"price": "200", "stock": "10", "seen": "10"}, follow_redirects=True
    )
    assert "เกิน 20%" in page.text
    submission = one(Submission)
    assert (submission.kind, submission.price_satang, submission.status) == (
        SubmissionKind.PRICE,
        20_000,
        SubmissionStatus.WAITING,
    )

    desk.post(f"/sell/products/variants/{variant.id}", data={"price": "200", "stock": "11", "seen": "10"})
    assert one(Submission).status is SubmissionStatus.WAITING, "only the stock was counted: what was asked still is"
    desk.post(f"/sell/products/variants/{variant.id}", data={"price": "60", "stock": "11", "seen": "11"})

    assert one(Submission).status is SubmissionStatus.WITHDRAWN
    db.session.refresh(variant)
    assert (variant.price_satang, variant.requested_price_satang) == (6000, None)


@pytest.mark.parametrize(
    "typed, status",
    [
        ({"price": "x", "stock": "7", "seen": "10"}, 422),
        ({"price": "70", "stock": "seven", "seen": "10"}, 422),
        ({"price": "70", "stock": "7", "seen": "-4"}, 422),
        ({"price": "70", "stock": "7"}, 422),
        ({"price": "0", "stock": "7", "seen": "10"}, 422),
        ({"price": "70", "stock": "1", "seen": "90"}, 409),
    ],
)
def test_a_bad_row_keeps_what_was_typed_and_changes_neither(desk, group, typed, status):
    with transaction():
        variant = given_a_product(group).variants[0]
    answer = desk.post(f"/sell/products/variants/{variant.id}", data=typed)

    assert answer.status_code == status
    assert f'value="{typed["price"]}"' in answer.text
    assert f'id="wrong-{variant.id}"' in answer.text
    db.session.rollback()
    db.session.refresh(variant)
    assert (variant.price_satang, variant.available) == (6500, 10)


# The parts


def test_each_part_is_saved_as_a_draft_and_the_published_one_stands(desk, group):
    product_id = given(given_a_product, group)
    sent = {
        "about": {"title": "น้ำพริกเผาสูตรยาย", "subcategory": "chili_paste", "description": "คั่วมือ", "size_text": "8 × 8 ซม."},
        "food": {"ingredients": "พริก หอม กระเทียม", "allergens": ["fish", "peanuts"], "shelf_life_days": "๙๐"},
        "making": {"made_to_order_days": "3", "weekly_capacity": "40"},
        "english": {"title_en": "Roasted chili paste", "description_en": "Roasted by hand"},
    }
    for section, data in sent.items():
        answer = desk.post(f"/sell/products/{product_id}/edit/{section}", data=data | {"go": "next"})
        assert answer.status_code == 303
    draft = revision_of(product_id)
    assert (draft.number, draft.status, draft.title) == (2, RevisionStatus.DRAFT, "น้ำพริกเผาสูตรยาย")
    assert (draft.allergens, draft.shelf_life_days, draft.made_to_order_days, draft.weekly_capacity) == (
        ["fish", "peanuts"],
        90,
        3,
        40,
    )
    assert draft.title_en == "Roasted chili paste"
    assert db.session.get(Product, product_id).title == "น้ำพริกเผาปลาย่าง"
    for section, data in sent.items():
        page = desk.get(f"/sell/products/{product_id}/edit/{section}").text
        assert next(iter(data.values())) in page


@pytest.mark.parametrize(
    "section, data",
    [
        ("about", {"title": "", "subcategory": "chili_paste"}),
        ("about", {"title": "น้ำพริก", "subcategory": "nowhere"}),
        ("about", {"title": "น้ำพริก", "subcategory": "chili_paste", "description": "ก" * 5001}),
        ("food", {"allergens": ["bees"]}),
        ("food", {"shelf_life_days": "0"}),
        ("making", {"weekly_capacity": "ห้า"}),
        ("english", {"title_en": "a" * 121}),
    ],
)
def test_a_part_that_cannot_be_taken_says_why(desk, group, section, data):
    product_id = given(given_a_complete_draft, group)
    answer = desk.post(f"/sell/products/{product_id}/edit/{section}", data=data)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert revision_of(product_id).title == "กล้วยตากน้ำผึ้ง"


def test_no_such_section_and_no_such_standard(desk, group):
    product_id = given(given_a_complete_draft, group)
    assert desk.head(f"/sell/products/{product_id}/edit/secrets").status_code == 404
    assert desk.head(f"/sell/products/{product_id}/standards/iso9001").status_code == 404


def test_photos_are_added_ordered_described_and_removed(desk, group):
    product_id = given(given_a_complete_draft, group)
    address = f"/sell/products/{product_id}/photos"
    assert desk.post(address, data={"photos": [file(picture()), file(picture((300, 300)))]}).status_code == 303
    first, second, third = [shown.photo_id for shown in revision_of(product_id).photos]

    desk.post(f"{address}/arrange", data={"do": f"cover-{third}", f"alt-{third}": "กล้วยในถาด"})
    desk.post(f"{address}/arrange", data={"do": f"later-{first}"})
    assert [(shown.photo_id, shown.alt) for shown in revision_of(product_id).photos] == [
        (third, "กล้วยในถาด"),
        (second, ""),
        (first, ""),
    ]
    desk.post(f"{address}/arrange", data={"do": f"remove-{second}"})
    assert [shown.photo_id for shown in revision_of(product_id).photos] == [third, first]

    assert desk.post(f"{address}/arrange", data={"do": "save", f"alt-{third}": "ก" * 161}).status_code == 422
    assert desk.post(address, data={}).status_code == 422
    assert desk.post(address, data={"photos": [file(HTML, "x.jpg")]}).status_code == 422
    assert len(revision_of(product_id).photos) == 2


def test_a_photo_is_seen_by_its_group_before_buyers_may_see_it(desk, group):
    with transaction():
        photo = given_a_photo(group)
        key = photo.key
    storage.put(private_key(key, 320), b"RIFF....WEBP")
    answer = desk.get(f"/sell/photos/{key}/320.webp")
    assert (answer.status_code, answer.data, answer.headers["Cache-Control"]) == (200, b"RIFF....WEBP", "private, max-age=86400")
    assert desk.head(f"/photos/{key}/320.webp").status_code == 404
    with transaction():
        stranger = owner_of(given_a_group("กลุ่มอื่น"))
    assert another_visitor(desk, stranger.id).head(f"/sell/photos/{key}/320.webp").status_code == 404


def test_a_published_photo_is_served_to_all_and_kept_for_a_year(client, group):
    with transaction():
        key = given_a_photo(group, published_at=now()).key
    storage.put(public_key(key, 320), b"RIFF....WEBP")
    answer = client.get(f"/photos/{key}/320.webp")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.head(f"/photos/{key}/640.webp").status_code == 404


def test_a_standard_is_kept_in_its_form_with_its_evidence(desk, group):
    product_id = given(given_a_complete_draft, group)
    address = f"/sell/products/{product_id}/standards"
    answer = desk.post(
        f"{address}/fda", data={"number": "อย. 1320123410001", "expires_on": "31 ธ.ค. 2600", "photos": [file(picture())]}
    )
    assert answer.status_code == 422
    kept = answer.text.split('name="kept" value="')[1].split('"')[0]
    answer = desk.post(f"{address}/fda", data={"number": "อย. 1320123410001", "expires_on": "31 ธ.ค. 2572", "kept": kept})
    assert answer.status_code == 303
    standard = revision_of(product_id).standards[0]
    assert (standard.kind, standard.number, str(standard.expires_on)) == (StandardKind.FDA, "13-2-01234-1-0001", "2029-12-31")
    assert standard.evidence_photo_id is not None

    for kind, number, message in (
        ("otop", "6", "1 ถึง 5"),
        ("tcps", "abc", "321/2556"),
        ("fda", "12", "13 หลัก"),
        ("gi", "", "ใบรับรอง"),
    ):
        page = desk.post(f"{address}/{kind}", data={"number": number})
        assert (page.status_code, message in page.text) == (422, True)
    page = desk.post(f"{address}/gi", data={"number": "สช 1", "expires_on": "1 ม.ค. 2560"})
    assert (page.status_code, "หมดอายุแล้ว" in page.text) == (422, True)

    assert desk.post(f"{address}/fda/remove").status_code == 303
    assert revision_of(product_id).standards == []


# Life


def test_from_draft_to_review_to_advice_to_sale(desk, group, seller):
    product_id = given(given_a_complete_draft, group)
    assert desk.post(f"/sell/products/{product_id}/submit").status_code == 303
    page = desk.get(f"/sell/products/{product_id}").text
    assert "ส่งตรวจแล้ว รอเจ้าหน้าที่" in page
    assert one(Submission).kind is SubmissionKind.PRODUCT

    assert desk.post(f"/sell/products/{product_id}/withdraw").status_code == 303
    assert one(Submission).status is SubmissionStatus.WITHDRAWN
    assert revision_of(product_id).status is RevisionStatus.DRAFT
    desk.post(f"/sell/products/{product_id}/submit")
    with transaction():
        service.publish_revision(revision_of(product_id), OFFICIAL)
    assert "ขายอยู่" in desk.get(f"/sell/products/{product_id}").text

    assert desk.post(f"/sell/products/{product_id}/archive").status_code == 303
    assert "เปิดขายอีกครั้ง" in desk.get(f"/sell/products/{product_id}").text
    assert desk.post(f"/sell/products/{product_id}/unarchive").status_code == 303
    db.session.rollback()
    assert db.session.get(Product, product_id).is_listed


def test_what_is_missing_is_listed_with_the_way_there(desk, group, seller):
    with transaction():
        product_id = service.create_product(group.id, seller, title="ขนมถ้วย").id
    answer = desk.post(f"/sell/products/{product_id}/submit")

    assert answer.status_code == 422
    assert f'href="/sell/products/{product_id}/photos">ใส่รูปอย่างน้อยหนึ่งรูป' in answer.text
    assert not list(db.session.scalars(select(Submission)))


def test_a_draft_is_deleted_after_asking(desk, group):
    draft = given(given_a_complete_draft, group)
    assert "ลบร่าง" in desk.get(f"/sell/products/{draft}/delete").text
    assert desk.post(f"/sell/products/{draft}/delete").status_code == 303
    assert queries.product_for_group(draft, group.id) is None


# Variants


def test_variants_are_added_edited_moved_and_retired(desk, group):
    product_id = given(given_a_complete_draft, group)
    address = f"/sell/products/{product_id}/variants"
    assert desk.post(f"{address}/new", data={"name": "500 กรัม", "price": "140", "stock": "5", "weight": "560"}).status_code == 303
    first, added = db.session.get(Product, product_id).variants
    assert (added.price_satang, added.available, added.unit) == (14_000, 5, "500 กรัม")
    desk.post(f"{address}/arrange", data={"up": added.id})
    db.session.rollback()
    assert [variant.id for variant in db.session.get(Product, product_id).variants] == [added.id, first.id]
    assert desk.post(f"{address}/{added.id}", data={"name": "ครึ่งโล", "price": "150", "weight": "570"}).status_code == 303
    assert desk.post(f"{address}/{first.id}/retire").status_code == 303
    db.session.rollback()
    own = queries.own_product(product_id, group.id)
    assert [(variant.name, variant.price_satang, variant.weight_grams) for variant in own.variants] == [("ครึ่งโล", 15_000, 570)]
    answer = desk.post(f"{address}/{added.id}/retire")
    assert (answer.status_code, "อย่างน้อยหนึ่งตัวเลือก" in answer.text) == (409, True)


def test_a_new_variant_of_what_is_on_sale_waits_in_the_queue(desk, group):
    product_id = given(given_a_product, group)
    address = f"/sell/products/{product_id}/variants"
    page = desk.post(f"{address}/new", data={"name": "500 กรัม", "price": "140", "weight": "560"}, follow_redirects=True).text
    assert "จะขายได้เมื่อเจ้าหน้าที่ตรวจ" in page
    submission = one(Submission)
    assert (submission.kind, submission.price_satang) == (SubmissionKind.PRICE, 14_000)
    known = db.session.get(Product, product_id).variants[0]
    answer = desk.post(f"{address}/{known.id}", data={"name": "ชื่อใหม่", "unit": known.unit, "price": "65", "weight": "250"})
    assert (answer.status_code, "เปลี่ยนชื่อไม่ได้" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "data", [{}, {"name": "ก" * 81, "price": "5", "weight": "5"}, {"name": "เล็ก", "price": "0", "weight": "5"}]
)
def test_a_bad_variant_is_refused(desk, group, data):
    product_id = given(given_a_complete_draft, group)
    assert desk.post(f"/sell/products/{product_id}/variants/new", data=data).status_code == 422
    db.session.rollback()
    assert len(db.session.get(Product, product_id).variants) == 1


def test_a_refused_photo_is_told(desk, group):
    product_id = given(given_a_complete_draft, group)
    with transaction():
        db.session.scalars(select(Photo)).one().status = PhotoStatus.REFUSED
    assert "รูปนี้เปิดไม่ได้" in desk.get(f"/sell/products/{product_id}/photos").text
    answer = desk.post(f"/sell/products/{product_id}/submit")
    assert (answer.status_code, "มีรูปที่เปิดไม่ได้ เอาออกก่อน" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "address", ["/sell/products/{}", "/sell/products/{}/photos", "/sell/photos/key/{}.webp", "/photos/key/{}.webp"]
)
def test_numbers_of_nothing_are_nowhere(desk, address):
    for number in (0, 10**9, 10**18, 10**40):
        assert desk.get(address.format(number)).status_code == 404
        assert desk.get("/en" + address.format(number)).status_code == 404


def test_a_row_of_a_number_that_is_none_is_nowhere(desk):
    for number in (0, 10**18, 10**40):
        assert desk.post(f"/sell/products/variants/{number}", data={"price": "1", "stock": "1", "seen": "1"}).status_code in (
            404,
            405,
        )


# One photo, after it was sent


def given_a_prepared_photo(app, desk, group) -> tuple[int, int]:
    """Ids of a draft and of a photo in it that was sent, 900 x 600, and prepared."""
    product_id = given(given_a_complete_draft, group)
    desk.post(f"/sell/products/{product_id}/photos", data={"photos": [file(picture((900, 600)))]})
    work_everything_due(app)
    return product_id, revision_of(product_id).photos[1].photo_id


def test_a_photo_is_turned_and_cut_afterwards_and_what_was_sent_stays(app, desk, group):
    product_id, photo_id = given_a_prepared_photo(app, desk, group)
    address = f"/sell/products/{product_id}/photos/{photo_id}"
    with transaction():
        before = db.session.get(Photo, photo_id)
        before.advice = ["dark"]
    assert "ภาพนี้มืดไปหน่อย" in desk.get(f"/sell/products/{product_id}/photos").text
    assert "data-photo-edit" in desk.get(address).text

    for _ in range(2):  # the second click finds it done
        assert desk.post(address, data={"turns": "1", "cut": "wide"}).status_code == 303
    assert desk.post(address, data={"turns": "9x", "cut": "wide"}).status_code == 303
    work_everything_due(app)

    _first, changed = [shown.photo for shown in revision_of(product_id).photos]
    assert (changed.status, changed.turns, changed.width, changed.height) == (PhotoStatus.READY, 1, 600, 450)
    assert (db.session.get(Photo, photo_id).turns, changed.key != before.key) == (0, True)
    address = f"/sell/products/{product_id}/photos/{changed.id}"
    assert desk.get(f"/sell/photos/{changed.key}/whole.jpg").mimetype == "image/jpeg"
    for bad in ({"turns": "one"}, {"cut": "box", "box": "1,2"}, {"cut": "round"}):
        assert desk.post(address, data=bad).status_code == 422
    desk.post(address, data={"turns": "0", "cut": ""})
    work_everything_due(app)
    back = revision_of(product_id).photos[1].photo
    assert (back.width, back.height, back.crop) == (900, 600, [])


def test_a_photo_on_sale_is_not_touched_by_an_edit(app, desk, group):
    product_id, photo_id = given_a_prepared_photo(app, desk, group)
    with transaction():
        product = db.session.get(Product, product_id)
        service.publish_revision(service.submit_draft(product, owner_of(group)), OFFICIAL)
    desk.post(f"/sell/products/{product_id}/photos/{photo_id}", data={"turns": "2"})

    published = db.session.get(Product, product_id).published
    assert [shown.photo_id for shown in published.photos][1] == photo_id
    assert revision_of(product_id).photos[1].photo_id != photo_id
