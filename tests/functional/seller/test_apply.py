"""A group applies: one thing a page, kept as it goes, from any phone, checked and sent once."""

import io
import re
import threading

import pytest
from sqlalchemy import select, text

from shop.groups import queries
from shop.groups.models import Group, GroupProfile, ProtectedCounts
from shop.groups.states import GroupStatus
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.moderation.models import Submission
from tests.client import PageClient
from tests.factories.groups import given_a_group, given_a_member
from tests.factories.people import given_an_account

STORY = "ทำน้ำพริกขายกันเองในหมู่บ้านมาสิบปีแล้ว"
ANSWERS = [
    ("/sell/group/profile/name", {"name": "กลุ่มน้ำพริกบ้านใหม่", "name_en": "Ban Mai Chilli Paste"}),
    ("/sell/group/profile/kind", {"kind": "housewives"}),
    ("/sell/group/profile/place", {"subdistrict_code": "130103-12000", "address_line": "12/3 หมู่ 1"}),
    ("/sell/group/profile/contact", {"contact_name": "สมใจ ใจดี", "contact_phone": "081-234-5678"}),
    ("/sell/group/profile/story", {"story": STORY}),
    ("/sell/group/profile/members", {"member_count": "๑๒", "older_people": "5", "people_with_disabilities": "1", "consent": "y"}),
    ("/sell/group/shipping/new/flat", {"name": "ไปรษณีย์", "price": "40", "free_over": "500"}),
    ("/sell/group/shipping/new/collect", {"pickup_place": "บ้านต้นโพธิ์ หมู่ 1"}),
    ("/sell/group/payment", {"ways": ["cod", "pickup"]}),
]


@pytest.fixture
def applicant(app) -> int:
    with app.app_context(), transaction():
        return given_an_account(name="สมใจ").id


def a_phone_of(app, account_id: int) -> PageClient:
    return PageClient(app, app.response_class).sign_in(account_id)


def answer_all(phone: PageClient, answers: list = ANSWERS) -> None:
    assert phone.post("/sell/apply/start").status_code == 303
    for path, data in answers:
        assert phone.get(path).status_code == 200
        sent = phone.post(path, data=data)
        assert sent.status_code == 303, (path, sent.text)


def the_group(app) -> Group:
    return db.session.scalars(select(Group)).one()


def test_a_group_applies_from_the_first_word_to_the_queue(app, applicant):
    phone = a_phone_of(app, applicant)
    assert "15 นาที" in phone.get("/sell/apply").text

    answer_all(phone)
    check = phone.get("/sell/apply/check")
    for words in ("กลุ่มน้ำพริกบ้านใหม่", "แม่บ้าน", "ต.บ้านกลาง", "081-234-5678", STORY, "12 คน", "฿40", "บ้านต้นโพธิ์", "เก็บเงินปลายทาง"):
        assert words in check.text
    sent = phone.post("/sell/apply/submit")

    assert sent.status_code == 303
    assert "รอเจ้าหน้าที่ตรวจ" in phone.get(sent.location).text
    with app.app_context():
        group = the_group(app)
        assert group.status is GroupStatus.IN_REVIEW
        assert db.session.scalars(select(Submission.group_id)).all() == [group.id]


def test_each_page_leads_to_the_next_and_says_how_far_it_is(app, applicant):
    phone = a_phone_of(app, applicant)
    path, seen = phone.post("/sell/apply/start").location, []
    for step, (form_path, data) in enumerate([*ANSWERS[:5], (None, None)], 1):
        page = phone.get(path)
        assert f"ขั้นที่ {step} จาก 12" in page.text
        seen.append(path)
        if form_path:
            path = phone.post(path, data=data).location

    assert [one.rsplit("/", 1)[1] for one in seen] == ["name", "kind", "place", "contact", "story", "cover"]
    assert "ขั้นที่ 3 จาก 12" in phone.get("/sell/group/profile/place").text


def test_the_english_pages_ask_the_same(app, applicant):
    phone = a_phone_of(app, applicant)
    location = phone.post("/en/sell/apply/start").location

    page = phone.get(location)

    assert location == "/en/sell/group/profile/name"
    assert "What is your group called?" in page.text


def test_another_phone_goes_on_where_the_first_stopped(app, applicant):
    answer_all(a_phone_of(app, applicant), ANSWERS[:3])
    other = a_phone_of(app, applicant)

    page = other.get("/sell/apply")

    assert "ทำคำขอเปิดร้านต่อ" in page.text
    assert 'href="/sell/group/profile/contact"' in page.text
    assert "กลุ่มน้ำพริกบ้านใหม่" in other.get("/sell/group/profile/name").text


def test_a_changed_answer_leads_back_to_the_list(app, applicant):
    phone = a_phone_of(app, applicant)
    answer_all(phone)
    assert "/sell/group/profile/name?change=1" in phone.get("/sell/apply/check").text

    sent = phone.post("/sell/group/profile/name", data={"name": "ชื่อใหม่ของกลุ่ม", "change": "1"})

    assert sent.location == "/sell/apply/check"
    assert "ชื่อใหม่ของกลุ่ม" in phone.get("/sell/apply/check").text


def test_starting_twice_is_one_application(app, applicant):
    phone = a_phone_of(app, applicant)
    for _ in range(2):
        phone.post("/sell/apply/start")

    with app.app_context():
        assert the_group(app).status is GroupStatus.DRAFT


def test_an_unfinished_application_stays_and_names_what_is_missing(app, applicant):
    phone = a_phone_of(app, applicant)
    answer_all(phone, ANSWERS[:2])

    refused = phone.post("/sell/apply/submit")

    assert refused.status_code == 422
    summary = refused.text[refused.text.index("error-summary") : refused.text.index("</ul>")]
    for title in ("ที่ตั้ง", "ผู้ติดต่อ", "เรื่องราวของกลุ่ม", "สมาชิก", "การส่งของ", "วิธีรับเงินจากผู้ซื้อ"):
        assert title in summary
    assert "รูปหน้าร้าน" not in summary
    with app.app_context():
        assert the_group(app).status is GroupStatus.DRAFT


BAD_ANSWERS = [
    ("/sell/group/profile/name", {"name": "", "name_en": "Kept words"}, "ใส่ชื่อกลุ่ม", "Kept words"),
    ("/sell/group/profile/name", {"name": "ก" * 121}, "ไม่เกิน 120", "ก" * 121),
    ("/sell/group/profile/kind", {"kind": "kings"}, "เลือกประเภท", ""),
    ("/sell/group/profile/kind", {}, "เลือกประเภท", ""),
    ("/sell/group/profile/place", {"subdistrict_code": "999999-1", "address_line": "บ้านเลขที่ 5"}, "เลือกตำบล", "บ้านเลขที่ 5"),
    ("/sell/group/profile/place", {"postcode": "12120"}, "เลือกตำบล", "คลองหนึ่ง"),
    ("/sell/group/profile/contact", {"contact_name": "สมใจ", "contact_phone": "12"}, "เบอร์โทรศัพท์ไม่ถูกต้อง", 'value="12"'),
    ("/sell/group/profile/story", {"story": "สั้น", "story_en": "Long enough"}, "อย่างน้อย 20", "Long enough"),
    ("/sell/group/profile/members", {"member_count": "สิบ", "older_people": "3"}, "เป็นตัวเลข", "สิบ"),
    ("/sell/group/profile/members", {"member_count": "3", "older_people": "4", "consent": "y"}, "มากกว่าจำนวนสมาชิก", 'value="4"'),
    ("/sell/group/profile/members", {"member_count": "3", "older_people": "1"}, "ต้องติ๊กยินยอม", 'value="1"'),
    ("/sell/group/profile/enterprise", {"enterprise_number": "123"}, "12 หลัก", 'value="123"'),
    ("/sell/group/income-details", {"promptpay_id": "0812"}, "พร้อมเพย์ต้องเป็น", 'value="0812"'),
    (
        "/sell/group/income-details",
        {"bank_code": "004", "bank_account": "12-3", "bank_account_name": "สมใจ"},
        "จำนวนหลัก",
        'value="12-3"',
    ),
    ("/sell/group/shipping", {}, "เพิ่มวิธีส่งอย่างน้อย", ""),
    ("/sell/group/shipping/new/flat", {"price": "ถูกๆ", "free_over": "500"}, "เป็นตัวเลข", "ถูกๆ"),
    ("/sell/group/shipping/new/flat", {"price": "-5"}, "เป็นตัวเลข", 'value="-5"'),
    ("/sell/group/shipping/new/flat", {"price": "9999"}, "5,000 บาท", 'value="9999"'),
    ("/sell/group/shipping/new/by_weight", {"grams-1": "500"}, "ทั้งน้ำหนักและค่าส่ง", 'value="500"'),
    (
        "/sell/group/shipping/new/by_weight",
        {"grams-1": "500", "baht-1": "40", "grams-2": "400", "baht-2": "60"},
        "หนักกว่า",
        'value="400"',
    ),
    ("/sell/group/shipping/new/by_weight", {}, "อย่างน้อย 1 แถว", ""),
    ("/sell/group/shipping/new/collect", {"pickup_place": "  "}, "บอกว่าให้มารับที่ไหน", ""),
    ("/sell/group/payment", {}, "อย่างน้อย 1 วิธี", ""),
    ("/sell/group/payment", {"ways": ["cod"]}, "ต้องมีวิธีส่งพัสดุก่อน", "checked"),
    ("/sell/group/payment", {"ways": ["pickup"]}, "ต้องมีจุดรับเองก่อน", "checked"),
    ("/sell/group/rest", {"weekly_rest_days": list("1234567")}, "อย่างน้อย 1 วัน", "checked"),
    ("/sell/group/rest/periods", {"starts_on": "เมื่อวาน", "ends_on": "31/2/2570"}, "วันที่ไม่ถูกต้อง", "เมื่อวาน"),
    ("/sell/group/rest/periods", {"starts_on": "15/4/2580", "ends_on": "13/4/2580"}, "อยู่ก่อนวันแรก", "15/4/2580"),
]


@pytest.mark.parametrize(("path", "data", "said", "kept"), BAD_ANSWERS)
@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_bad_answer_is_told_at_its_field_and_nothing_typed_is_lost(app, applicant, path, data, said, kept):
    phone = a_phone_of(app, applicant)
    phone.post("/sell/apply/start")

    refused = phone.post(path, data=data)

    assert refused.status_code == 422
    assert said in refused.text
    assert kept in refused.text
    assert "field-error" in refused.text or "error-summary" in refused.text


def test_two_bad_fields_are_told_at_once(app, applicant):
    phone = a_phone_of(app, applicant)
    phone.post("/sell/apply/start")

    refused = phone.post("/sell/group/profile/contact", data={"contact_name": "", "contact_phone": "x"})

    assert "ใส่ชื่อผู้ติดต่อ" in refused.text
    assert "เบอร์โทรศัพท์ไม่ถูกต้อง" in refused.text


def test_a_place_is_found_by_postcode_by_district_and_in_any_province(app, applicant):
    phone = a_phone_of(app, applicant)
    phone.post("/sell/apply/start")

    first = phone.get("/sell/group/profile/place").text
    assert "ลำลูกกา" in first
    assert "subdistrict_code" not in first
    assert 'value="130201-12120"' in phone.get("/sell/group/profile/place?postcode=๑๒๑๒๐").text
    assert 'value="130103-12000"' in phone.get("/sell/group/profile/place?district=1301").text
    assert "ไม่พบรหัสไปรษณีย์นี้" in phone.get("/sell/group/profile/place?postcode=99999").text
    assert "แม่ริม" in phone.get("/sell/group/profile/place?province=50").text
    for nonsense in ("district=zz", "district=9999", "province=๙๙", "province=x"):
        assert phone.get(f"/sell/group/profile/place?{nonsense}").status_code == 200


def test_sending_twice_is_sending_once(app, applicant):
    phone = a_phone_of(app, applicant)
    answer_all(phone)

    answers = [phone.post("/sell/apply/submit").status_code for _ in range(2)]

    assert answers == [303, 303]
    with app.app_context():
        assert len(db.session.scalars(select(Submission)).all()) == 1


def test_two_who_send_at_once_send_once(app, applicant):
    answer_all(a_phone_of(app, applicant))
    phones = [a_phone_of(app, applicant) for _ in range(4)]
    tokens_ready, statuses = threading.Barrier(len(phones)), []

    def send(phone: PageClient) -> None:
        phone.csrf_token()
        tokens_ready.wait()
        statuses.append(phone.post("/sell/apply/submit").status_code)

    threads = [threading.Thread(target=send, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {303, 409}
    assert 303 in statuses
    with app.app_context():
        assert len(db.session.scalars(select(Submission)).all()) == 1
        revisions = db.session.scalars(select(GroupProfile.status)).all()
        assert revisions == [RevisionStatus.IN_REVIEW]


def test_what_is_in_review_can_be_read_and_taken_back_but_not_changed(app, applicant):
    phone = a_phone_of(app, applicant)
    answer_all(phone)
    phone.post("/sell/apply/submit")

    shown, saved = phone.get("/sell/group/profile/name"), phone.post("/sell/group/profile/name", data={"name": "ชื่อใหม่ของกลุ่ม"})
    assert (shown.status_code, shown.location) == (303, "/sell/group")
    assert (saved.status_code, saved.location) == (303, "/sell/group")
    with app.app_context():
        assert queries.newest_profile(the_group(app).id).name == "กลุ่มน้ำพริกบ้านใหม่"

    assert phone.post("/sell/apply/withdraw").location == "/sell/apply/check"
    assert phone.post("/sell/group/profile/name", data={"name": "ชื่อใหม่ของกลุ่ม"}).status_code == 303
    assert phone.post("/sell/apply/submit").status_code == 303
    with app.app_context():
        newest = queries.newest_profile(the_group(app).id)
        assert (newest.number, newest.name, newest.status) == (2, "ชื่อใหม่ของกลุ่ม", RevisionStatus.IN_REVIEW)


def test_protected_counts_are_unreadable_in_the_database_and_gone_when_consent_is(app, applicant):
    phone = a_phone_of(app, applicant)
    answer_all(phone)
    with app.app_context():
        raw = db.session.execute(text("SELECT counts FROM group_protected_counts")).scalar_one()
        assert b"older" not in bytes(raw)
        assert db.session.scalars(select(ProtectedCounts)).one().counts == {"older_people": 5, "people_with_disabilities": 1}
    page = phone.get("/sell/apply/check").text
    assert not re.search(r"ผู้สูงอายุ[^<]{0,20}5", page)

    phone.post("/sell/group/protected/forget")

    with app.app_context():
        assert db.session.scalars(select(ProtectedCounts)).all() == []


def test_numbers_cleared_without_consent_are_forgotten_too(app, applicant):
    phone = a_phone_of(app, applicant)
    answer_all(phone)

    phone.post("/sell/group/profile/members", data={"member_count": "12"})

    with app.app_context():
        assert db.session.scalars(select(ProtectedCounts)).all() == []


def test_a_cover_is_taken_and_what_is_no_photo_is_told(app, applicant):
    phone = a_phone_of(app, applicant)
    phone.post("/sell/apply/start")
    path = "/sell/group/profile/cover"
    assert phone.post(path, data={"photo": (io.BytesIO(b"not a photo"), "a.jpg")}).status_code == 422
    assert phone.post(path, data={}).status_code == 422

    taken = phone.post(path, data={"photo": (io.BytesIO(a_picture()), "group.jpg")})

    assert taken.location == "/sell/group/profile/members"
    assert "ได้รับรูปแล้ว" in phone.get(path).text
    phone.post(path, data={"remove": "1"})
    with app.app_context():
        assert queries.newest_profile(the_group(app).id).cover_photo_id is None


def a_picture() -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (400, 300), "#0e5a4a").save(held, "JPEG")
    return held.getvalue()


def test_a_form_without_its_token_changes_nothing(app, applicant):
    phone = a_phone_of(app, applicant)
    phone.post("/sell/apply/start")

    refused = phone.post("/sell/group/profile/name", data={"name": "กลุ่มน้ำพริก"}, token=False)

    assert refused.status_code == 400
    with app.app_context():
        assert queries.newest_profile(the_group(app).id).name == ""


def test_a_stranger_has_no_application_to_see(app, applicant):
    answer_all(a_phone_of(app, applicant))
    with app.app_context(), transaction():
        stranger = given_an_account().id
    other = a_phone_of(app, stranger)

    for path in (
        "/sell/apply/check",
        "/sell/group/profile/name",
        "/sell/group/shipping",
        "/sell/group/income-details",
        "/sell/group",
    ):
        assert other.get(path).status_code == 403
    with other.session_transaction() as session:
        session["group_id"] = 1
    assert other.get("/sell/group").status_code == 403


def test_a_helper_does_not_fill_in_where_the_money_goes(app, applicant):
    answer_all(a_phone_of(app, applicant))
    with app.app_context(), transaction():
        helper = given_an_account()
        given_a_member(the_group(app), helper, Role.GROUP_STAFF)
        helper_id = helper.id
    phone = a_phone_of(app, helper_id)

    assert phone.get("/sell/group/income-details").status_code == 403
    assert "ขั้นที่ 9 จาก 11" in phone.get("/sell/group/shipping").text
    assert "ข้อมูลรับเงิน" not in phone.get("/sell/apply/check").text


def test_someone_with_a_group_can_apply_with_another(app):
    with app.app_context(), transaction():
        owner = given_an_account()
        first = given_a_group(owner=owner).id
        owner_id = owner.id
    phone = a_phone_of(app, owner_id)
    assert "คุณดูแลกลุ่มอยู่แล้ว" in phone.get("/sell/apply").text

    assert phone.post("/sell/apply/start").location == "/sell/group/profile/name"

    assert "ขั้นที่ 1" in phone.get("/sell/group/profile/name").text
    assert phone.post(f"/sell/switch/{first}").status_code == 303
    assert "กลุ่มแม่บ้านบางขะแยง" in phone.get("/sell/group").text
