"""Each kind of notice makes a whole mail in both languages."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import html5lib
import pytest

from shop.jobs.notice_texts import letter_parts, short_text
from shop.jobs.work import work_everything_due
from shop.kernel.database import db
from shop.notices.kinds import KINDS, NoticeKind
from shop.notices.models import DeliveryStatus, Notice
from shop.notices.service import Recipient
from tests.factories.notices import a_notice, params_for

THAI = re.compile("[ก-ฺเ-๛]")
# Names are as people gave them; here they are Latin, so that a Thai letter left over is a text not translated.
LATIN = {
    "group_name": "Khlong Sam",
    "pieces": "Chilli paste × 1",
    "product_title": "Chilli paste",
    "reason": "Blurred",
    "site_name": "Ngan Dee",
    "fair_title": "Ban Mai",
    "volunteer_name": "Aree",
}
ONE_DATABASE = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def unsaved(kind: str, locale: str, **given: object) -> Notice:
    params = params_for(kind, **given)
    sealed = {name: params.pop(name) for name in KINDS[kind].sealed}
    return Notice(kind=kind, params=params, sealed=sealed, locale=locale, created_at=datetime.now(UTC))


@ONE_DATABASE
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_thai_letter_is_whole(app, kind):
    with app.app_context():
        subject, text, html = letter_parts(unsaved(kind, "th"))

    assert THAI.search(subject)
    assert subject in text
    assert "%(" not in text + html
    assert f"{app.config['PUBLIC_URL']}/" in text
    html5lib.HTMLParser(strict=True).parse(html)


@ONE_DATABASE
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_an_english_letter_has_no_thai_left(app, kind):
    app.config["SITE_NAME"] = "Ngan Dee"
    optional = {"advice": "Good", "carrier": "Post", "tracking_number": "EE1"}
    given = {name: value for name, value in {**LATIN, **optional}.items() if name in KINDS[kind].params | KINDS[kind].optional}
    with app.app_context():
        subject, text, html = letter_parts(unsaved(kind, "en", **given))

    assert not THAI.search(subject + text), text
    assert f"{app.config['PUBLIC_URL']}/en/" in text
    assert '<html lang="en">' in html


@ONE_DATABASE
@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_what_is_not_given_is_not_called_none(app, kind, locale):
    given = dict.fromkeys(KINDS[kind].optional)
    with app.app_context():
        letters = [letter_parts(unsaved(kind, locale)), letter_parts(unsaved(kind, locale, **given))]

    assert "None" not in str(letters)


@ONE_DATABASE
def test_what_is_told_of_a_product_opens_that_product(app):
    with app.app_context():
        text = letter_parts(unsaved("product_suspended", "th"))[1]

    assert f"{app.config['PUBLIC_URL']}/sell/products/12\n" in text


@ONE_DATABASE
def test_what_an_official_wrote_is_text_and_keeps_its_lines(app):
    advice = "1. ถ่ายรูปใหม่\n2. <script>alert(1)</script> 100% %(x)s"
    with app.app_context():
        _, text, html = letter_parts(unsaved("product_changes_requested", "th", advice=advice))

    assert advice in text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@ONE_DATABASE
def test_a_buyers_link_carries_the_key_and_a_groups_leads_to_its_desk(app):
    with app.app_context():
        buyers = letter_parts(unsaved("order_cancelled", "en"))[1]
        groups = unsaved("order_cancelled", "en", for_group=True)
        groups.sealed = None
        groups = letter_parts(groups)[1]

    assert f"{app.config['PUBLIC_URL']}/en/orders/K7Q2?key=a-secret-key" in buyers
    assert f"{app.config['PUBLIC_URL']}/en/sell/orders/K7Q2\n" in groups


@ONE_DATABASE
def test_an_sms_is_one_line(app):
    with app.app_context():
        assert short_text(unsaved("password_reset_link", "th")) == (
            f"ตั้งรหัสผ่านใหม่ {app.config['PUBLIC_URL']}/account/reset/a-secret-key"
        )


def test_without_a_mail_server_the_letter_is_a_file(app):
    with app.app_context():
        delivery = a_notice("order_placed", to=Recipient(email="buyer@example.com", locale="en")).deliveries[0]
        assert delivery.status == DeliveryStatus.PENDING
        work_everything_due(app)

        [file] = (Path(app.config["INSTANCE_PATH"]) / "outbox").iterdir()
        assert file.stat().st_mode & 0o077 == 0  # it holds a person's address and a key
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        db.session.rollback()
        assert (letter["To"], letter["Subject"]) == ("buyer@example.com", "Order K7Q2 was sent to กลุ่มแม่บ้านคลองสาม")
        assert "฿1,240" in letter.get_body(["plain"]).get_content()
        assert "฿1,240" in letter.get_body(["html"]).get_content()
        assert "฿1,240".encode() in file.read_bytes()  # readable as it lies there
        assert (delivery.status, delivery.attempts) == (DeliveryStatus.SENT, 1)
