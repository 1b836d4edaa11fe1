"""The officials' queue through its pages: opened, held, decided, lost to somebody else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product
from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.moderation import service as moderation
from shop.moderation.checklist import checks_for
from shop.moderation.models import Decision, Submission, SubmissionKind, SubmissionStatus
from shop.notices.models import Notice
from tests.client import PageClient
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import (
    all_accepted,
    given_a_decision,
    given_a_submission,
    given_a_submitted_change,
    given_a_submitted_group,
    given_a_submitted_product,
    official,
)
from tests.factories.people import given_an_official


def visitor(app: Flask, account_id: int) -> PageClient:
    return PageClient(app, app.response_class).sign_in(account_id)


@pytest.fixture
def official_id(app) -> int:
    with app.app_context(), transaction():
        return given_an_official(email="malee@office.example").id


@pytest.fixture
def desk(app, official_id) -> PageClient:
    return visitor(app, official_id)


def given_waiting(app: Flask, kind: SubmissionKind = SubmissionKind.PRODUCT, **columns: object) -> int:
    with app.app_context(), transaction():
        return given_a_submission(kind, **columns).id


def submission(app: Flask, submission_id: int) -> Submission:
    db.session.expire_all()
    return db.session.get_one(Submission, submission_id)


def decide(desk: PageClient, submission_id: int, outcome: str, **words: object):
    return desk.post(f"/office/submissions/{submission_id}/decision", data={"outcome": outcome, **words})


def approve(app: Flask, desk: PageClient, submission_id: int, **words: object):
    """In spite of what stands against it, having been asked."""
    with app.app_context():
        return decide(desk, submission_id, "approved", **all_accepted(submission(app, submission_id)) | words)


def test_an_empty_queue_says_so(desk):
    for path in ("/office", "/en/office"):
        page = desk.get(path)
        assert page.status_code == 200
    assert "nothing is waiting" in page.text


def test_the_queue_lists_what_waits_and_begins_with_the_oldest(app, desk):
    given_waiting(app, submitted_at=now() - timedelta(hours=1))
    old = given_waiting(app, SubmissionKind.GROUP, submitted_at=now() - timedelta(days=3))

    page = desk.get("/office")

    rows = re.findall(r'class="queue-row" href="/office/submissions/(\d+)"', page.text)
    assert int(rows[0]) == old
    assert len(rows) == 2
    assert f'class="button" href="/office/submissions/{old}"' in page.text
    assert "3 วัน" in page.text


@pytest.mark.parametrize("kind", list(SubmissionKind))
@pytest.mark.parametrize("language", ["", "/en"])
def test_each_kind_is_shown_and_held_by_who_opens_it(app, desk, official_id, kind, language):
    submission_id = given_waiting(app, kind)

    page = desk.get(f"{language}/office/submissions/{submission_id}")

    assert page.status_code == 200
    assert 'data-key="a"' in page.text
    with app.app_context():
        assert submission(app, submission_id).claimed_by == official_id


def test_another_official_sees_who_has_it_and_takes_it_over(app, desk, official_id):
    submission_id = given_waiting(app)
    with app.app_context(), transaction():
        other_id = _named_official("สมชาย")
    visitor(app, other_id).get(f"/office/submissions/{submission_id}")

    page = desk.get(f"/office/submissions/{submission_id}")
    assert "สมชาย เปิดอยู่" in page.text
    assert 'data-key="a"' not in page.text
    refused = decide(desk, submission_id, "approved")
    assert refused.status_code == 409
    assert "สมชาย เปิดคำขอนี้อยู่" in refused.text

    taken = desk.post(f"/office/submissions/{submission_id}/claim", data={"from_holder": other_id})
    assert taken.status_code == 303
    with app.app_context():
        assert submission(app, submission_id).claimed_by == official_id
    late = decide(visitor(app, other_id), submission_id, "approved")
    assert late.status_code == 409
    with app.app_context():
        assert submission(app, submission_id).status is SubmissionStatus.WAITING


def _named_official(name: str) -> int:
    account = given_an_official()
    account.name = name
    return account.id


def test_approving_goes_on_to_the_next_and_the_product_is_on_sale(app, desk):
    first = given_waiting(app, submitted_at=now() - timedelta(hours=2))
    second = given_waiting(app, submitted_at=now() - timedelta(hours=1))
    desk.get(f"/office/submissions/{first}")

    answer = approve(app, desk, first, checked=["photos_are_of_it", "made_up"])

    assert (answer.status_code, answer.location) == (303, f"/office/submissions/{second}")
    assert "อนุมัติแล้ว: “ไข่เค็มสมุนไพร 7 รส”" in desk.get(answer.location).text
    with app.app_context():
        decided = submission(app, first)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "review:approve")).one()
        assert entry.actor_role == "commerce_official"
        assert decided.decision.checked == ["photos_are_of_it"]
        assert db.session.get_one(Product, decided.product_revision.product_id).is_listed
    last = approve(app, desk, second)
    assert last.location == "/office"


def test_advice_reaches_the_group_and_stays_in_the_form_when_something_is_wrong(app, desk):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")

    wrong = decide(desk, submission_id, "rejected", **{"advice-photos": "ถ่ายฉลากด้วย", "checked": "title_says_what"})
    assert wrong.status_code == 422
    assert "เขียนเหตุผล" in wrong.text
    assert ">ถ่ายฉลากด้วย</textarea>" in wrong.text
    assert re.search(r'value="title_says_what" checked', wrong.text)
    assert decide(desk, submission_id, "changes_requested").status_code == 422
    assert decide(desk, submission_id, "suspend").status_code == 422

    sent = decide(desk, submission_id, "changes_requested", **{"advice-photos": "ถ่ายฉลากด้วย"})
    assert sent.status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Decision)).one().advice == {"photos": "ถ่ายฉลากด้วย"}
        assert db.session.scalars(select(Notice)).one().params["advice"] == "ถ่ายฉลากด้วย"


def test_deciding_twice_is_a_409_that_says_what_happened(app, desk):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")
    approve(app, desk, submission_id)

    again = decide(desk, submission_id, "rejected", reason="เปลี่ยนใจ")

    assert again.status_code == 409
    assert "<h2>อนุมัติแล้ว</h2>" in again.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Notice.id))) == 1
        assert db.session.scalar(select(func.count(Decision.id))) == 1
    assert desk.get(f"/office/submissions/{submission_id}").status_code == 200


@pytest.mark.parametrize(
    ("status", "words"), [(SubmissionStatus.SUPERSEDED, "กลุ่มส่งฉบับใหม่มาแทนแล้ว"), (SubmissionStatus.WITHDRAWN, "กลุ่มขอคืนคำขอนี้ไปแล้ว")]
)
def test_what_its_group_took_away_is_a_409(app, desk, status, words):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")
    with app.app_context(), transaction():
        submission(app, submission_id).status = status

    answer = decide(desk, submission_id, "approved")

    assert answer.status_code == 409
    assert words in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Decision.id))) == 0


def test_a_hold_that_ran_out_is_hers_again_where_nobody_took_it(app, desk):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")
    with app.app_context(), transaction():
        submission(app, submission_id).claimed_until = now() - timedelta(minutes=1)

    assert approve(app, desk, submission_id).status_code == 303


def test_working_on_renews_the_hold_and_a_lost_one_is_told(app, desk, official_id):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")
    with app.app_context(), transaction():
        submission(app, submission_id).claimed_until = now() + timedelta(minutes=1)

    renewed = desk.post(f"/office/submissions/{submission_id}/claim", headers={"HX-Request": "true"})
    assert renewed.status_code == 200
    assert 'id="claim"' in renewed.text
    with app.app_context():
        assert submission(app, submission_id).claimed_until > now() + timedelta(minutes=14)
        with transaction():
            other = official()
            held = submission(app, submission_id)
            held.claimed_by, held.claimed_until = other.id, now() + timedelta(minutes=9)

    lost = desk.post(f"/office/submissions/{submission_id}/claim", headers={"HX-Request": "true"})
    assert lost.status_code == 409
    assert "เปิดอยู่ ถึง" in lost.text


def test_approving_what_has_not_passed_is_asked_about_and_needs_a_reason(app, desk):
    with app.app_context(), transaction():
        waiting = given_a_submitted_product(flags=[{"kind": "medicine", "word": "แก้ปวด"}])
        submission_id = waiting.id
        misses = moderation.misses_of(waiting, ["title_says_what"])
    desk.get(f"/office/submissions/{submission_id}")
    typed = {"checked": ["title_says_what"], "advice-photos": "ถ่ายฉลากด้วย"}

    asked = decide(desk, submission_id, "approved", **typed)

    assert asked.status_code == 422
    assert f"ยังมี {misses.count} ข้อไม่ผ่าน อนุมัติเลยไหม" in asked.text
    assert "อาจเป็นยา: “แก้ปวด”" in asked.text
    assert "ชื่อบอกได้ว่าเป็นสินค้าอะไร" not in asked.text.split('class="checks"')[1]
    assert f"{misses.count} points have not passed" in (
        desk.post(f"/en/office/submissions/{submission_id}/decision", data={"outcome": "approved", **typed}).text
    )
    back = decide(desk, submission_id, "", back="1", **typed)
    assert back.status_code == 200
    assert ">ถ่ายฉลากด้วย</textarea>" in back.text
    assert re.search(r'value="title_says_what" checked', back.text)

    silent = decide(desk, submission_id, "approved", accepted=misses.keys, because=" . ", **typed)
    assert silent.status_code == 422
    assert "เขียนเหตุผลก่อน" in silent.text
    assert decide(desk, submission_id, "approved", accepted=misses.keys[1:], because="ดูแล้ว", **typed).status_code == 422
    with app.app_context():
        assert submission(app, submission_id).status is SubmissionStatus.WAITING

    assert decide(desk, submission_id, "approved", accepted=misses.keys, because="คุยกับกลุ่มแล้ว", **typed).status_code == 303
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "review:approve")).one()
        assert entry.changes["because"] == "คุยกับกลุ่มแล้ว"
        assert "flag_medicine" in entry.changes["not_passed"]
        assert "title_says_what" not in entry.changes["unticked"]
        assert "คุยกับกลุ่มแล้ว" not in str([notice.params for notice in db.session.scalars(select(Notice))])


def test_what_has_passed_in_everything_is_approved_at_once(app, desk):
    with app.app_context(), transaction():
        waiting = given_a_submitted_group()
        submission_id, keys = waiting.id, [check.key for check in checks_for(waiting)]
        assert moderation.misses_of(waiting, keys).count == 0
    desk.get(f"/office/submissions/{submission_id}")

    assert decide(desk, submission_id, "approved", checked=keys[1:]).status_code == 422
    assert decide(desk, submission_id, "approved", checked=keys).status_code == 303


def test_a_wrong_approval_says_where_it_is_taken_back(app, desk):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")
    approve(app, desk, submission_id)

    with app.app_context():
        product_id = submission(app, submission_id).product_revision.product_id
    assert f'ระงับได้ที่ <a href="/office/products/{product_id}">' in desk.get(f"/office/submissions/{submission_id}").text


def test_what_is_given_back_is_free(app, desk):
    submission_id = given_waiting(app)
    desk.get(f"/office/submissions/{submission_id}")

    assert desk.post(f"/office/submissions/{submission_id}/release").location == "/office"
    with app.app_context():
        assert submission(app, submission_id).claimed_by is None


@pytest.mark.parametrize("role", [Role.LABOUR_OFFICIAL, Role.ADMINISTRATOR])
def test_other_officials_read_and_decide_nothing(app, role):
    submission_id = given_waiting(app)
    with app.app_context(), transaction():
        reader = given_an_official(role).id
    desk = visitor(app, reader)

    page = desk.get(f"/office/submissions/{submission_id}")

    assert page.status_code == 200
    assert 'name="outcome"' not in page.text
    assert decide(desk, submission_id, "approved").status_code == 403
    assert desk.post(f"/office/submissions/{submission_id}/claim").status_code == 403
    with app.app_context():
        held = submission(app, submission_id)
        assert (held.status, held.claimed_by) == (SubmissionStatus.WAITING, None)
        assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action.startswith("review:approve"))) == 0


def test_a_change_is_shown_against_what_is_on_sale(app, desk):
    with app.app_context(), transaction():
        product = given_a_product(given_a_group(), description="โขลกมือ สูตรโบราณ <b>")
        changed = given_a_submitted_change(product, description="โขลกมือ ไม่ใส่ผงชูรส <b>")
        changed.product_revision.flags = []
        submission_id = changed.id

    text = desk.get(f"/office/submissions/{submission_id}").text

    assert "<del>" in text
    assert "&lt;b&gt;" in text
    assert "ช่องที่เหมือนเดิม" in text


def test_officials_see_photos_that_nobody_else_may(app, desk, client):
    with app.app_context(), transaction():
        photo = given_a_photo(given_a_group())
        key = photo.key
    storage.put(f"private/photos/{key}/320.webp", b"webp")

    seen = desk.get(f"/office/photos/{key}/320.webp")

    assert (seen.status_code, seen.data, seen.mimetype) == (200, b"webp", "image/webp")
    assert "private" in seen.headers["Cache-Control"]
    assert desk.get(f"/office/photos/{key}/333.webp").status_code == 404
    assert desk.get("/office/photos/nothing/320.webp").status_code == 404
    assert client.get(f"/office/photos/{key}/320.webp").status_code == 303


def test_the_page_asks_the_database_as_often_for_twenty_as_for_one(app, desk):
    with app.app_context(), transaction():
        submission_id = given_a_submitted_change(given_a_product(given_a_group()), title="น้ำพริกตาแดง").id
    with app.app_context():
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries() -> int:
        asked.clear()
        assert desk.get(f"/office/submissions/{submission_id}").status_code == 200
        return len(asked)

    queries()  # the first opening takes hold of it
    few = queries()
    with app.app_context(), transaction():
        somchai = official()
        for _ in range(10):
            given_a_submission()
            given_a_decision(given_a_submission(), actor=somchai)

    assert queries() == few
    assert few <= 56


@pytest.mark.parametrize("path", ["/office/submissions/999999", "/office/submissions/x"])
def test_what_is_not_there_is_404(desk, path):
    assert desk.get(path).status_code == 404
