"""From consent to listing to its end, at the pages: what a volunteer may reach follows the owner's word at the next request."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.groups.models import Membership
from shop.helping.models import Consent
from shop.helping.states import ConsentStatus
from shop.kernel.access import HelpScope, Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.people.models import Account
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.helping import CODE, given_a_code, given_a_paper, given_a_volunteer
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account, given_an_official

DRAFT = {"title": "ขนมถ้วยฟู", "subcategory": "thai_sweets", "price": "40", "unit": "กล่อง", "stock": "5", "weight": "300"}
LAST_DAY = f"31/12/{today().year + 543}"


class Village:
    """A group, its owner, a volunteer whom nobody let in yet, and an official of the labour office."""

    def __init__(self, app) -> None:
        self.app = app
        with app.app_context(), transaction():
            owner, volunteer = given_an_account("สมใจ"), given_a_volunteer("อารีย์", phone="+66812345679")
            volunteer.phone_verified_at = volunteer.email_verified_at
            group = given_a_group("กลุ่มขนมไทย", owner=owner)
            product = given_a_product(group)
            self.order_code = given_an_order(group, product).code
            self.group_id, self.product_id, self.volunteer_id = group.id, product.id, volunteer.id
            ids = (owner.id, volunteer.id, given_an_official(Role.LABOUR_OFFICIAL).id)
        self.owner, self.volunteer, self.official = (PageClient(app, app.response_class).sign_in(one) for one in ids)

    def is_let_in(self, path: str) -> bool:
        return self.volunteer.get(path).status_code == 200


@pytest.fixture
def village(app) -> Village:
    return Village(app)


def test_the_owner_lets_one_in_for_the_goods_alone_and_sees_what_was_done(village):
    assert not village.is_let_in("/sell/products")
    form = {"who": "081-234-5679", "scope": "listings", "until": LAST_DAY}

    assert village.owner.post("/sell/group/helpers", data=form).status_code == 303

    assert village.is_let_in("/sell/products")
    assert village.is_let_in("/sell")
    assert village.volunteer.get("/sell/orders").status_code == 403
    assert village.volunteer.get(f"/sell/orders/{village.order_code}").status_code == 403
    assert village.volunteer.get(f"/orders/{village.order_code}").status_code == 404  # nor by the buyer's door
    assert "อารีย์" in village.owner.get("/sell/group/helpers").text
    village.volunteer.post("/sell/products/new", data=DRAFT)
    assert "โดย อารีย์ แทน กลุ่มขนมไทย" in village.owner.get("/sell/group/done?by=helpers").text
    assert "by อารีย์ for" in village.owner.get("/en/sell/group/done").text


def test_orders_alone_shows_no_listing(village):
    village.owner.post("/sell/group/helpers", data={"who": "0812345679", "scope": "orders", "until": LAST_DAY})

    assert village.is_let_in(f"/sell/orders/{village.order_code}")
    assert village.is_let_in("/sell")
    for path in ("/sell/products", f"/sell/products/{village.product_id}", "/sell/income", "/sell/group/people"):
        assert village.volunteer.get(path).status_code == 403, path


def test_ended_by_the_owner_the_next_request_finds_no_desk(village):
    village.owner.post("/sell/group/helpers", data={"who": "0812345679", "scope": "both", "until": LAST_DAY})
    with village.app.app_context():
        asked = select(Membership.id).where(Membership.account_id == village.volunteer_id)
        membership_id = db.session.scalar(asked)
    assert village.owner.get(f"/sell/group/helpers/{membership_id}/end").status_code == 200

    village.owner.post(f"/sell/group/helpers/{membership_id}/end")

    assert village.volunteer.get("/sell/products").status_code == 403
    assert village.volunteer.post("/sell/products/new", data={"title": "ขนมถ้วย"}).status_code == 403
    with village.app.app_context():
        assert not db.session.scalar(select(AuditEntry.id).where(AuditEntry.actor_id == village.volunteer_id))


def test_who_is_nobody_the_office_knows_is_not_let_in(village):
    with village.app.app_context(), transaction():
        given_an_account("ไม่ใช่ อสร.", phone="+66899999999")
    form = {"who": "0899999999", "scope": "both", "until": LAST_DAY}

    answer = village.owner.post("/sell/group/helpers", data=form)

    assert answer.status_code == 422
    assert "ไม่พบอาสาสมัครแรงงาน" in answer.text
    answer = village.owner.post("/sell/group/helpers", data={"who": "", "scope": "", "until": "เมื่อไรก็ได้"})
    assert answer.status_code == 422
    assert "อ่านวันที่ไม่ออก" in answer.text or "เลือกว่าให้ช่วยเรื่องอะไร" in answer.text


def test_asked_on_screen_and_answered(village):
    found = village.volunteer.get("/sell/helping/find?q=ขนม").text
    assert f"/sell/helping/groups/{village.group_id}" in found
    village.volunteer.get(f"/sell/helping/groups/{village.group_id}")
    form = {"scope": "both", "until": LAST_DAY, "way": "screen"}
    assert village.volunteer.post(f"/sell/helping/groups/{village.group_id}", data=form).status_code == 303
    assert village.volunteer.post(f"/sell/helping/groups/{village.group_id}", data=form).status_code == 409
    with village.app.app_context():
        consent_id = db.session.scalar(select(Consent.id))
    assert "อารีย์" in village.owner.get(f"/sell/group/helpers/requests/{consent_id}").text

    village.owner.post(f"/sell/group/helpers/requests/{consent_id}", data={"answer": "no"})

    assert not village.is_let_in("/sell/products")
    assert village.owner.get(f"/sell/group/helpers/requests/{consent_id}").status_code == 404


def test_a_code_is_guessed_at_five_times_and_no_more(village):
    with village.app.app_context(), transaction():
        with_code, _code = given_a_code(db.session.get_one(Membership, 1).group, _person(village), HelpScope.LISTINGS)
        consent_id = with_code.id
    address = f"/sell/helping/consents/{consent_id}/code"
    assert village.volunteer.get(address).status_code == 200

    answers = [village.volunteer.post(address, data={"code": "000000"}).status_code for _try in range(6)]

    assert answers == [422] * 5 + [429]
    assert village.volunteer.post(address, data={"code": CODE}).status_code == 429
    assert not village.is_let_in("/sell/products")


def test_a_code_read_out_lets_in(village):
    form = {"scope": "listings", "until": LAST_DAY, "way": "code"}
    answer = village.volunteer.post(f"/sell/helping/groups/{village.group_id}", data=form)
    with village.app.app_context():
        notices = db.session.scalars(select(Notice).where(Notice.kind == "consent_code_listings")).all()
        code = notices[0].params["code"]
    assert code not in village.volunteer.get(answer.location).text

    assert village.volunteer.post(answer.location, data={"code": code}).status_code == 303

    assert village.is_let_in("/sell/products")


def test_a_signed_paper_is_compared_before_it_counts(village):
    paper = village.volunteer.get(f"/sell/helping/groups/{village.group_id}/form.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")
    picture = io.BytesIO()
    Image.new("RGB", (900, 1200), "#fdfaf4").save(picture, "JPEG")
    form = {"scope": "listings", "until": LAST_DAY, "photos": (io.BytesIO(picture.getvalue()), "signed.jpg")}
    without = village.volunteer.post(f"/sell/helping/groups/{village.group_id}/paper", data={"scope": "both", "until": LAST_DAY})
    assert without.status_code == 422
    assert village.volunteer.post(f"/sell/helping/groups/{village.group_id}/paper", data=form).status_code == 303
    assert not village.is_let_in("/sell/products")
    with village.app.app_context():
        consent = db.session.scalars(select(Consent)).one()
        consent_id, key = consent.id, consent.photos[0].key
    assert "กลุ่มขนมไทย" in village.official.get("/office/consents").text
    assert village.official.get(f"/office/consents/{consent_id}").status_code == 200
    assert village.official.get(f"/office/consents/photos/{key}/320.webp").status_code == 200
    assert village.owner.get(f"/sell/group/helpers/photos/{key}/320.webp").status_code == 200
    assert village.official.post(f"/office/consents/{consent_id}", data={"outcome": "refuse"}).status_code == 422

    assert village.official.post(f"/office/consents/{consent_id}", data={"outcome": "confirm"}).status_code == 303

    assert village.is_let_in("/sell/products")
    assert village.official.post(f"/office/consents/{consent_id}", data={"outcome": "confirm"}).status_code == 409


def test_an_official_registers_a_volunteer_and_ends_it(village):
    with village.app.app_context(), transaction():
        person_id = given_an_account("มาใหม่").id
    assert village.official.post(f"/office/people/{person_id}/volunteer").status_code == 303
    assert "มาใหม่" in village.official.get("/office/volunteers").text
    newcomer = PageClient(village.app, village.app.response_class).sign_in(person_id)
    assert newcomer.get("/sell/helping").status_code == 200
    assert newcomer.get("/sell").location.endswith("/sell/helping")
    assert village.official.get(f"/office/people/{person_id}/volunteer/end").status_code == 200

    assert village.official.post(f"/office/people/{person_id}/volunteer/end").status_code == 303

    assert newcomer.get("/sell/helping").status_code in (303, 403)


def test_a_volunteers_groups_visits_and_the_way_out(village):
    village.owner.post("/sell/group/helpers", data={"who": "0812345679", "scope": "both", "until": LAST_DAY})
    assert "คำสั่งซื้อรอตอบ 1" in village.volunteer.get("/sell/helping").text
    visit = f"/sell/helping/groups/{village.group_id}/visit"
    assert village.volunteer.post(visit, data={"note": "ถ่ายรูปให้แล้ว"}).status_code == 303
    assert "ถ่ายรูปให้แล้ว" in village.volunteer.get("/sell/helping").text
    on_paper = village.volunteer.get("/sell/helping/visits").text
    assert "081-234-5678" in on_paper
    assert "12000" in on_paper
    assert village.volunteer.get("/sell/group").status_code == 200

    village.volunteer.post(f"/sell/helping/groups/{village.group_id}/stop")

    assert village.volunteer.get("/sell/products").status_code == 403


def test_a_paper_of_another_group_is_nobodys_to_see(village):
    with village.app.app_context(), transaction():
        key = given_a_paper(given_a_group()).photos[0].key

    assert village.owner.get(f"/sell/group/helpers/photos/{key}/320.webp").status_code == 404
    with village.app.app_context():
        assert db.session.scalars(select(Consent.status)).one() is ConsentStatus.PHOTOGRAPHED


def _person(village: Village):
    return db.session.get_one(Account, village.volunteer_id)
