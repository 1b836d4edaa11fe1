"""The group's settings: what is reviewed and what counts at once, where money goes, and who works here."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from shop.audit.models import AuditEntry
from shop.groups import queries, selling
from shop.groups.income_lock import lock_income_details
from shop.groups.models import Group, IncomeDetails, Membership, ShippingKind, ShippingOption, StaffInvitation
from shop.groups.states import GroupStatus
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from shop.kernel.thai import format_date
from shop.moderation import service as moderation
from shop.moderation.models import Outcome, Submission
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.people.models import Account
from tests.client import PageClient
from tests.factories.groups import given_a_group, given_a_member, owner_of
from tests.factories.moderation import all_accepted
from tests.factories.people import PASSWORD, given_an_account, given_an_official
from tests.queries import queries_of

NATIONAL_ID = "1101700230708"  # made up, its check digit right
ACCOUNT = "123-4-56789-0"


class Desk:
    """A group with an owner, staff and a volunteer, and a phone for each."""

    def __init__(self, app) -> None:
        self.app = app
        with app.app_context(), transaction():
            owner, staff, volunteer = given_an_account("สมใจ"), given_an_account("มาลี"), given_an_account("อาสา")
            group = given_a_group(owner=owner)
            given_a_member(group, staff, Role.GROUP_STAFF)
            given_a_member(group, volunteer, Role.LABOUR_VOLUNTEER)
            self.group_id, self.slug = group.id, group.slug
            self.ids = {"owner": owner.id, "staff": staff.id, "volunteer": volunteer.id}
        self.owner, self.staff, self.volunteer = (self.phone_of(account_id) for account_id in self.ids.values())

    def phone_of(self, account_id: int) -> PageClient:
        return PageClient(self.app, self.app.response_class).sign_in(account_id)

    def membership(self, who: str) -> Membership | None:
        asked = select(Membership).where(Membership.account_id == self.ids[who], Membership.ended_at.is_(None))
        return db.session.scalar(asked)

    @property
    def group(self) -> Group:
        return db.session.get_one(Group, self.group_id)


@pytest.fixture
def desk(app) -> Desk:
    return Desk(app)


def audited(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


# The profile


def test_buyers_read_the_approved_words_until_the_next_are_approved(app, desk):
    desk.owner.post("/sell/group/profile/name", data={"name": "ชื่อใหม่ของกลุ่ม"})
    page = desk.owner.get("/sell/group")
    assert "ยังไม่ได้ส่งตรวจ" in page.text
    assert "กลุ่มแม่บ้านบางขะแยง" in desk.owner.get(f"/groups/{desk.slug}").text

    desk.owner.post("/sell/apply/submit")
    assert "กำลังรอตรวจ" in desk.owner.get("/sell/group").text
    with app.app_context():
        assert desk.group.status is GroupStatus.APPROVED
        assert desk.group.name == "กลุ่มแม่บ้านบางขะแยง"
        decide(Outcome.APPROVED)

    assert "ชื่อใหม่ของกลุ่ม" in desk.owner.get(f"/groups/{desk.slug}").text


def decide(outcome: Outcome, **words: object) -> None:
    with transaction():
        official = Actor(given_an_official().id, frozenset({Role.COMMERCE_OFFICIAL}))
        submission = db.session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        moderation.claim(submission, official)
        moderation.decide(submission, outcome, official, **all_accepted(submission), **words)


def test_advice_stands_at_its_field(app, desk):
    desk.owner.post("/sell/group/profile/name", data={"name": "กลุ่มอันดับหนึ่งของโลก"})
    desk.owner.post("/sell/apply/submit")
    with app.app_context():
        decide(Outcome.CHANGES_REQUESTED, advice={"name": "ใช้ชื่อที่ไม่โอ้อวด"})

    assert "ใช้ชื่อที่ไม่โอ้อวด" in desk.owner.get("/sell/group").text
    assert "ใช้ชื่อที่ไม่โอ้อวด" in desk.owner.get("/sell/group/profile/name").text
    assert "ใช้ชื่อที่ไม่โอ้อวด" not in desk.owner.get("/sell/group/profile/story").text
    assert desk.owner.post("/sell/apply/submit").status_code == 303
    with app.app_context():
        assert queries.newest_profile(desk.group_id).status is RevisionStatus.CHANGES_REQUESTED


def test_saving_the_same_again_is_no_revision(app, desk):
    desk.owner.post("/sell/group/profile/name", data={"name": "กลุ่มแม่บ้านบางขะแยง", "name_en": ""})

    with app.app_context():
        assert queries.newest_profile(desk.group_id).number == 1


def test_changes_can_be_discarded(app, desk):
    desk.owner.post("/sell/group/profile/name", data={"name": "ชื่อใหม่ของกลุ่ม"})

    for _ in range(2):
        assert desk.owner.post("/sell/group/discard").status_code == 303

    with app.app_context():
        assert queries.newest_profile(desk.group_id).name == "กลุ่มแม่บ้านบางขะแยง"


@pytest.mark.parametrize("status", list(GroupStatus))
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_the_page_says_how_the_group_stands(app, status, language):
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_a_group(status=status, owner=owner)
        if status is GroupStatus.IN_REVIEW:
            from shop.kernel.clock import now

            queries.newest_profile(group.id).submitted_at = now()
        owner_id = owner.id
    phone = PageClient(app, app.response_class).sign_in(owner_id)

    page = phone.get(f"{language}/sell/group")

    words = {
        GroupStatus.DRAFT: ("ยังไม่ได้ส่ง", "has not been sent"),
        GroupStatus.IN_REVIEW: ("รอเจ้าหน้าที่ตรวจ", "waiting for review"),
        GroupStatus.CHANGES_REQUESTED: ("เจ้าหน้าที่ขอให้แก้", "ask for changes"),
        GroupStatus.APPROVED: ("ข้อมูลหน้าร้าน", "What the shop says"),
        GroupStatus.REJECTED: ("ยังไม่ผ่าน", "was not approved"),
        GroupStatus.SUSPENDED: ("ร้านถูกระงับ", "suspended"),
    }[status]
    assert words[bool(language)] in page.text
    if status in (GroupStatus.DRAFT, GroupStatus.CHANGES_REQUESTED, GroupStatus.REJECTED):
        assert phone.get(f"{language}/sell/apply/check").status_code == 200


def test_the_page_asks_the_database_a_fixed_number_of_questions(app, desk):
    with queries_of(app) as few:
        desk.owner.get("/sell/group")
    with app.app_context(), transaction():
        for _ in range(3):
            given_a_member(desk.group, given_an_account())
            db.session.add(ShippingOption(group_id=desk.group_id, kind=ShippingKind.FLAT, price_satang=100))
    with queries_of(app) as many:
        desk.owner.get("/sell/group")

    assert len(many) == len(few)


# Selling


def test_shipping_changes_at_once_and_orders_keep_what_they_had(app, desk):
    desk.owner.post(
        "/sell/group/shipping/new/by_weight",
        data={"name": "EMS", "grams-1": "๑,๐๐๐", "baht-1": "52", "grams-2": "5000", "baht-2": "97.50", "free_over": "1,000"},
    )
    with app.app_context():
        option = next(one for one in selling.shipping_options_of(desk.group_id) if one.kind is ShippingKind.BY_WEIGHT)
        assert option.weight_steps == [[1000, 5200], [5000, 9750]]
        assert option.free_over_satang == 100_000
        option_id = option.id
    edit = desk.owner.get(f"/sell/group/shipping/{option_id}")
    assert 'value="97.50"' in edit.text

    desk.owner.post(f"/sell/group/shipping/{option_id}/retire")

    assert "EMS" not in desk.owner.get("/sell/group/shipping").text
    assert desk.owner.get(f"/sell/group/shipping/{option_id}").status_code == 404
    with app.app_context():
        assert db.session.get(ShippingOption, option_id).retired_at is not None


def test_a_way_to_pay_goes_with_the_way_to_send_it_needs(app, desk):
    with app.app_context():
        collect = next(one.id for one in selling.shipping_options_of(desk.group_id) if one.kind is ShippingKind.COLLECT)

    desk.owner.post(f"/sell/group/shipping/{collect}/retire")

    with app.app_context():
        assert (desk.group.accepts_cod, desk.group.accepts_pickup) == (True, False)


def test_a_second_place_to_collect_is_refused(desk):
    refused = desk.owner.post("/sell/group/shipping/new/collect", data={"pickup_place": "อีกที่หนึ่ง"})

    assert refused.status_code == 422
    assert "มีจุดรับเองอยู่แล้ว" in refused.text


def test_rest_days_are_announced_and_called_off(app, desk):
    first, last = today() + timedelta(days=10), today() + timedelta(days=12)
    desk.owner.post("/sell/group/rest", data={"weekly_rest_days": ["7"]})
    desk.owner.post(
        "/sell/group/rest/periods", data={"starts_on": first.isoformat(), "ends_on": last.isoformat(), "reason": "งานบุญ"}
    )

    page = desk.owner.get("/sell/group").text
    assert "ทุกวันอาทิตย์" in page
    assert f"{format_date(first)} - {format_date(last)} งานบุญ" in page
    with app.app_context():
        assert queries.is_resting(desk.group_id, first)
        period_id = selling.coming_rest(desk.group_id)[0].id
    desk.owner.post(f"/sell/group/rest/periods/{period_id}/cancel")
    assert desk.owner.post(f"/sell/group/rest/periods/{period_id}/cancel").status_code == 404
    with app.app_context():
        assert not queries.is_resting(desk.group_id, first) or first.isoweekday() == 7


# Where the money goes


def test_the_account_is_kept_encrypted_and_shown_masked(app, desk):
    account = {"bank_code": "004", "bank_account": ACCOUNT, "bank_account_name": "สมใจ ใจดี"}
    typed = {"promptpay_id": "089-999-5678", "password": PASSWORD} | account
    assert desk.owner.post("/sell/group/income-details", data=typed).status_code == 303

    page = desk.owner.get("/sell/group/income-details").text
    settings = desk.owner.get("/sell/group").text
    for shown in (page, settings):
        assert "xxx-x-xx789-0" in shown
        assert "xxx-xxx-5678" in shown
        assert "1234567890" not in shown.replace("-", "")
        assert "0899995678" not in shown.replace("-", "")
    with app.app_context():
        raw = db.session.execute(text("SELECT bank_account, promptpay_id, bank_account_name FROM group_income_details")).one()
        assert not any(secret in bytes(column) for column in raw for secret in (b"1234567890", b"899995678", "สมใจ".encode()))
        assert db.session.get(IncomeDetails, desk.group_id).bank_account == "1234567890"


def test_income_details_want_the_password_and_say_so_at_the_field(app, desk):
    refused = desk.owner.post("/sell/group/income-details", data={"promptpay_id": "081-234-5678", "password": "guess"})

    assert refused.status_code == 422
    assert "รหัสผ่านไม่ถูกต้อง" in refused.text
    assert 'value="081-234-5678"' in refused.text
    assert "guess" not in refused.text
    with app.app_context():
        assert db.session.get(IncomeDetails, desk.group_id) is None
        assert audited("group:change_income_details") == []


def test_guessing_the_password_is_slowed_down(desk):
    guess = {"promptpay_id": "0812345678", "password": "guess"}
    answers = [desk.owner.post("/sell/group/income-details", data=guess).status_code for _ in range(9)]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {422}


def test_a_national_id_needs_a_second_thought(app, desk):
    path, typed = "/sell/group/income-details", {"promptpay_id": "1-1017-00230-70-8", "password": PASSWORD}

    warned = desk.owner.post(path, data=typed)

    assert warned.status_code == 422
    assert "ผู้ซื้อทุกคนจะเห็น" in warned.text
    assert 'name="shows_national_id"' in warned.text
    assert desk.owner.post(path, data=typed | {"shows_national_id": "y"}).status_code == 303
    with app.app_context():
        assert db.session.get(IncomeDetails, desk.group_id).promptpay_id == NATIONAL_ID


def test_a_wrong_check_digit_is_told(desk):
    refused = desk.owner.post("/sell/group/income-details", data={"promptpay_id": "1101700230709", "password": PASSWORD})

    assert "ผิดอย่างน้อย 1 ตัว" in refused.text


def test_all_members_are_told_of_a_change_and_the_audit_holds_names_of_fields_alone(app, desk):
    path = "/sell/group/income-details"
    desk.owner.post(path, data={"promptpay_id": "0812345678", "password": PASSWORD})
    desk.owner.post(path, data={"promptpay_id": "0898765432", "password": PASSWORD})

    with app.app_context():
        told = db.session.scalars(select(Notice.account_id).where(Notice.kind == NoticeKind.INCOME_DETAILS_CHANGED)).all()
        own_people = [desk.ids["owner"], desk.ids["staff"]]  # a volunteer has nothing to do with the group's money
        assert sorted(told) == sorted(own_people * 2)  # the first ones of an open shop are as good a prize
        changes = [entry.changes for entry in audited("group:change_income_details")]
        assert changes[-1] == {"fields": ["promptpay_id"]}
        assert "98765432" not in repr(changes)


def test_after_a_password_reset_nobody_changes_them_for_a_while(app, desk):
    with app.app_context(), transaction():
        lock_income_details(desk.ids["staff"], MARKET)

    refused = desk.owner.post("/sell/group/income-details", data={"promptpay_id": "0812345678", "password": PASSWORD})

    assert refused.status_code == 409
    assert "แก้ไม่ได้จนถึง" in refused.text
    assert "แก้ไม่ได้จนถึง" in desk.owner.get("/sell/group/income-details").text
    with app.app_context():
        assert db.session.get(IncomeDetails, desk.group_id).promptpay_id is None


def test_only_the_owner_comes_near_the_account(app, desk):
    data = {"bank_code": "004", "bank_account": ACCOUNT, "bank_account_name": "สมใจ ใจดี", "password": PASSWORD}
    desk.owner.post("/sell/group/income-details", data=data)

    for phone in (desk.staff, desk.volunteer):
        assert phone.get("/sell/group/income-details").status_code == 403
        assert phone.post("/sell/group/income-details", data=data).status_code == 403
        assert "789-0" not in phone.get("/sell/group").text
    assert desk.volunteer.get("/sell/group/people").status_code == 403
    assert desk.volunteer.get("/sell/group/profile/name").status_code == 403


# The people


def without_spans(page: str) -> str:
    """What is read, where words are kept whole."""
    return re.sub("<wbr>|</?span[^>]*>", "", page)


def invite(desk: Desk, to: str = "new@people.example") -> str:
    """The path of the link, as the owner is shown it once."""
    assert desk.owner.post("/sell/group/people/invite", data={"to": to}).status_code == 303
    return re.search(r"/sell/invitations/[\w-]+", desk.owner.get("/sell/group/people").text)[0]


@pytest.mark.parametrize("to", ["new@people.example", "๐๘๙-๑๒๓-๔๕๖๗"])
def test_somebody_invited_joins_once_by_the_link(app, desk, to):
    path = invite(desk, to)
    assert path not in desk.owner.get("/sell/group/people").text
    with app.app_context(), transaction():
        newcomer, late = given_an_account("ใหม่").id, given_an_account("ช้า").id
    guest = PageClient(app, app.response_class)
    assert "สมใจ เชิญคุณช่วยดูแลร้าน กลุ่มแม่บ้านบางขะแยง" in without_spans(guest.get(path).text)
    assert f'href="/account/sign-in?next={path}"' in guest.get(path).text
    assert "/account/sign-in" in guest.get(f"{path}?x").text
    assert guest.post(path).status_code == 401
    phone = desk.phone_of(newcomer)
    page = phone.get(path)
    assert "สมใจ เชิญคุณช่วยดูแลร้าน กลุ่มแม่บ้านบางขะแยง" in without_spans(page.text)

    assert phone.post(path).status_code == 303

    assert phone.get("/sell/group/people").status_code == 200
    spent = desk.phone_of(late).get(path)
    assert spent.status_code == 404
    assert "ด้วยลิงก์นี้ไปแล้ว" in spent.text
    assert "has already been accepted" in guest.get(f"/en{path}").text
    assert desk.phone_of(late).post(path).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(StaffInvitation.accepted_by)).all() == [newcomer]
        assert len(audited("group:join")) == 1


def test_a_withdrawn_invitation_opens_nothing(app, desk):
    path = invite(desk)
    with app.app_context(), transaction():
        newcomer = given_an_account().id
        invitation_id = db.session.scalars(select(StaffInvitation.id)).one()
    assert desk.staff.post(f"/sell/group/people/invitations/{invitation_id}/withdraw").status_code == 403

    desk.owner.post(f"/sell/group/people/invitations/{invitation_id}/withdraw")

    assert "ถอนคำเชิญนี้แล้ว" in desk.phone_of(newcomer).get(path).text
    assert desk.phone_of(newcomer).post(path).status_code == 404
    assert desk.owner.post(f"/sell/group/people/invitations/{invitation_id}/withdraw").status_code == 404


def test_an_invitation_is_good_for_seven_days(app, desk):
    path = invite(desk)
    with app.app_context(), transaction():
        newcomer = given_an_account().id
        invitation = db.session.scalars(select(StaffInvitation)).one()
        assert invitation.expires_at - invitation.created_at >= timedelta(days=7, seconds=-5)
        invitation.expires_at = invitation.created_at

    late = desk.phone_of(newcomer).get(path)
    assert late.status_code == 404
    assert "หมดอายุแล้ว" in late.text


def test_nobody_invites_herself(app, desk):
    with app.app_context():
        own = db.session.scalars(select(Account.email).join(Membership, Membership.account_id == Account.id)).first()

    answer = desk.owner.post("/sell/group/people/invite", data={"to": f" {own.upper()} "})

    assert answer.status_code == 422
    assert "นี่คือที่อยู่ของคุณเอง" in answer.text
    with app.app_context():
        assert db.session.scalar(select(StaffInvitation)) is None


def test_a_member_who_opens_a_link_uses_nothing_up(app, desk):
    path = invite(desk)

    assert desk.staff.post(path).status_code == 303

    with app.app_context():
        assert db.session.scalars(select(StaffInvitation.accepted_at)).all() == [None]


@pytest.mark.parametrize(("to", "said"), [("", "ใส่อีเมล"), ("x@", "ไม่ถูกต้อง"), ("02-123-4567", "เบอร์มือถือ"), ("ก" * 300, "ไม่ถูกต้อง")])
def test_a_bad_address_is_told_at_the_field(app, desk, to, said):
    refused = desk.owner.post("/sell/group/people/invite", data={"to": to})

    assert refused.status_code == 422
    assert said in refused.text
    with app.app_context():
        assert db.session.scalars(select(StaffInvitation.id)).all() == []


def test_who_is_removed_loses_the_desk_at_once_and_is_told(app, desk):
    with app.app_context():
        membership_id = desk.membership("staff").id
    assert "มาลี" in desk.owner.get(f"/sell/group/people/{membership_id}/remove").text

    assert desk.owner.post(f"/sell/group/people/{membership_id}/remove").status_code == 303

    assert desk.staff.get("/sell/group").status_code == 403
    assert desk.owner.post(f"/sell/group/people/{membership_id}/remove").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Notice.kind).where(Notice.account_id == desk.ids["staff"])).all() == ["staff_removed"]


def test_an_owner_is_not_removed_and_does_not_leave(app, desk):
    with app.app_context():
        membership_id = desk.membership("owner").id

    assert desk.owner.post(f"/sell/group/people/{membership_id}/remove").status_code == 404
    assert desk.owner.get("/sell/group/leave").location == "/sell/group/people"
    assert desk.owner.post("/sell/group/leave").location == "/sell/group/people"
    with app.app_context():
        assert desk.membership("owner") is not None


@pytest.mark.parametrize("who", ["staff", "volunteer"])
def test_others_leave_when_they_like(app, desk, who):
    phone = getattr(desk, who)
    assert "ออกจาก" in phone.get("/sell/group/leave").text

    assert phone.post("/sell/group/leave").status_code == 303

    with app.app_context():
        assert desk.membership(who) is None
    assert phone.get("/sell/group").status_code == 403


def test_ownership_is_handed_to_staff_with_the_password(app, desk):
    with app.app_context():
        staff, volunteer = desk.membership("staff").id, desk.membership("volunteer").id
    path = "/sell/group/hand-over"
    for data, said in (
        ({"member": str(staff), "password": "guess"}, "รหัสผ่านไม่ถูกต้อง"),
        ({"member": str(volunteer), "password": PASSWORD}, "เลือกคน"),
        ({"member": "๑", "password": PASSWORD}, "เลือกคน"),
        ({"password": PASSWORD}, "เลือกคน"),
    ):
        refused = desk.owner.post(path, data=data)
        assert refused.status_code == 422
        assert said in refused.text
    with app.app_context():
        assert desk.membership("owner").role is Role.GROUP_OWNER

    assert desk.owner.post(path, data={"member": str(staff), "password": PASSWORD}).status_code == 303

    with app.app_context():
        assert desk.membership("staff").role is Role.GROUP_OWNER
        assert desk.membership("owner").role is Role.GROUP_STAFF
        told = db.session.scalars(select(Notice.account_id).where(Notice.kind == NoticeKind.OWNERSHIP_HANDED_OVER)).all()
        assert sorted(told) == sorted([desk.ids["owner"], desk.ids["staff"]])
    assert desk.owner.get("/sell/group/income-details").status_code == 403
    assert desk.staff.get("/sell/group/income-details").status_code == 200


def test_a_person_of_two_groups_switches_between_them_alone(app, desk):
    with app.app_context(), transaction():
        second = given_a_group(name="กลุ่มที่สอง", owner=db.session.get(Account, desk.ids["owner"]))
        strangers = given_a_group(name="กลุ่มของคนอื่น")
        second_id, strangers_id = second.id, strangers.id
        assert owner_of(strangers).id not in desk.ids.values()
    assert "กลุ่มแม่บ้านบางขะแยง" in desk.owner.get("/sell/group").text

    assert desk.owner.post(f"/sell/switch/{second_id}").status_code == 303
    assert "กลุ่มที่สอง" in desk.owner.get("/sell/group").text
    assert desk.owner.post(f"/sell/switch/{strangers_id}").status_code == 404
    assert "กลุ่มที่สอง" in desk.owner.get("/sell/group").text


@pytest.mark.parametrize(
    "path",
    [
        "/sell/group/shipping/{}/retire",
        "/sell/group/rest/periods/{}/cancel",
        "/sell/group/people/{}/remove",
        "/sell/group/people/invitations/{}/withdraw",
        "/sell/switch/{}",
    ],
)
@pytest.mark.parametrize("number", [0, 9**9, 10**30])
def test_numbers_of_nothing_are_not_found(desk, path, number):
    assert desk.owner.post(path.format(number)).status_code == 404


@pytest.mark.parametrize(
    "nonsense", ["\x00", "ก" * 5_000, "💐", "'; DROP TABLE groups; --", "<script>alert(1)</script>", "\u202e"]
)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/sell/group/profile/name", ("name", "name_en")),
        ("/sell/group/profile/place", ("subdistrict_code", "address_line", "postcode", "district", "province")),
        ("/sell/group/profile/contact", ("contact_name", "contact_phone")),
        ("/sell/group/profile/story", ("story", "story_en")),
        ("/sell/group/profile/members", ("member_count", "older_people", "consent")),
        ("/sell/group/shipping/new/by_weight", ("name", "grams-1", "baht-1", "free_over")),
        ("/sell/group/income-details", ("promptpay_id", "bank_code", "bank_account", "bank_account_name")),
        ("/sell/group/rest/periods", ("starts_on", "ends_on", "reason")),
        ("/sell/group/people/invite", ("to",)),
        ("/sell/group/hand-over", ("member",)),
    ],
)
@pytest.mark.parametrize("market", ["postgresql"], indirect=True)  # the stricter of the two: it refuses NUL and long numbers
def test_nonsense_is_answered_not_stumbled_over(desk, path, fields, nonsense):
    answer = desk.owner.post(path, data=dict.fromkeys(fields, nonsense))

    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text
