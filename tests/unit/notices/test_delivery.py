"""A notice reaches a mail server or an SMS gateway, and whether it did is written down."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from shop.jobs.work import MOST_ATTEMPTS, work_everything_due
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.kernel.outbox import OutboxMessage
from shop.notices.mail import Letter, MailTrouble, Post
from shop.notices.models import Channel, Delivery, DeliveryStatus, Notice
from tests.factories.notices import GUEST_BY_PHONE, a_notice
from tests.unit.notices.gateways import mail_server, sms_gateway


@pytest.fixture
def mailbox(app):
    with mail_server() as (mailbox, address):
        app.config["MAIL_URL"] = f"smtp://market:p%40ss%2Fword@{address}"
        yield mailbox


@pytest.fixture
def gateway(app):
    with sms_gateway() as (gateway, address):
        app.config["SMS_URL"] = address
        yield gateway


@pytest.fixture
def unreachable() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        yield f"127.0.0.1:{taken.getsockname()[1]}"


def the_delivery(session) -> Delivery:
    """By mail or SMS; what comes after it is asked where it matters."""
    session.rollback()
    return session.query(Delivery).where(Delivery.channel != Channel.CALL).one()


def how_it_went(session) -> tuple:
    delivery = the_delivery(session)
    return delivery.status, delivery.attempts, delivery.last_error


def test_a_mail_is_taken_by_the_server(app, session, mailbox):
    a_notice("order_placed")
    work_everything_due(app)

    [(to, letter)] = mailbox.letters
    assert to == ["malee@example.com"]
    assert letter["Subject"] == "ส่งคำสั่งซื้อ K7Q2 ให้ กลุ่มแม่บ้านคลองสาม แล้ว"
    assert "?key=a-secret-key" in letter.get_body(["plain"]).get_content()
    assert mailbox.signed_in == [("market", "p@ss/word")]
    assert how_it_went(session) == (DeliveryStatus.SENT, 1, None)
    assert the_delivery(session).sent_at
    assert session.query(Notice).one().sealed is None
    assert not (Path(app.config["INSTANCE_PATH"]) / "outbox").exists()


def test_a_mail_refused_for_now_is_tried_again(app, session, mailbox):
    a_notice()
    mailbox.answer = "451 malee@example.com: try later"
    work_everything_due(app)
    assert how_it_went(session) == (DeliveryStatus.PENDING, 1, "smtp 451")  # the address stays out
    assert session.query(OutboxMessage).one().last_error == "smtp 451"

    mailbox.answer = "250 OK"
    with time_machine.travel(now() + timedelta(minutes=1)):
        work_everything_due(app)
    assert how_it_went(session) == (DeliveryStatus.SENT, 2, None)
    assert len(mailbox.letters) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(app, session, mailbox):
    a_notice()
    mailbox.answer = "550 no such person"
    work_everything_due(app)

    assert how_it_went(session) == (DeliveryStatus.FAILED, 1, "smtp 550")
    assert outbox.count_dead() == 1


def test_a_server_that_is_down_for_long_is_given_up_and_seen(app, session, unreachable):
    app.config["MAIL_URL"] = f"smtp://{unreachable}"
    a_notice()
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(MOST_ATTEMPTS):
            work_everything_due(app)
            clock.shift(timedelta(hours=6))
    assert how_it_went(session) == (DeliveryStatus.FAILED, MOST_ATTEMPTS, "ConnectionRefusedError")
    assert outbox.count_dead() == 1


def test_a_wrong_password_of_the_market_waits_for_the_operator(app, session, mailbox):
    app.config["MAIL_URL"] = app.config["MAIL_URL"].replace("p%40ss", "wrong")
    a_notice()
    work_everything_due(app)
    assert how_it_went(session) == (DeliveryStatus.PENDING, 1, "smtp sign-in refused (535)")


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_mail_is_not_sent_in_the_clear_where_tls_is_asked_for(app, session, mailbox):
    app.config["MAIL_URL"] += "?tls=1"
    a_notice()
    work_everything_due(app)
    assert how_it_went(session) == (DeliveryStatus.PENDING, 1, "smtp server lacks STARTTLS or sign-in")
    assert mailbox.letters == []
    assert mailbox.signed_in == []


def test_sent_but_not_written_down_goes_again_under_the_same_message_id(app, session, mailbox, monkeypatch):
    """What a power cut between the server's answer and our commit does: at least once, and a receiver can tell."""
    from shop.jobs.handlers import notices as handler

    def power_cut(*_) -> None:
        raise RuntimeError("power cut")

    a_notice()
    with monkeypatch.context() as cut:
        cut.setattr(handler.service, "record_sent", power_cut)
        work_everything_due(app)
    assert the_delivery(session).status == DeliveryStatus.PENDING
    with time_machine.travel(now() + timedelta(minutes=1)):
        work_everything_due(app)
    first, second = (letter["Message-ID"] for _, letter in mailbox.letters)
    assert first == second
    assert the_delivery(session).status == DeliveryStatus.SENT


def test_a_delivery_already_sent_is_not_sent_again(app, session, mailbox):
    delivery_id = a_notice().deliveries[0].id
    with transaction():
        outbox.enqueue("notice.deliver", {"delivery_id": delivery_id})  # the same once more
    assert work_everything_due(app) == 2
    assert len(mailbox.letters) == 1


def test_an_sms_is_taken_by_the_gateway(app, session, gateway):
    a_notice("order_accepted", to=GUEST_BY_PHONE)
    work_everything_due(app)

    [message] = gateway.taken
    assert message["to"] == "+66812345678"
    assert message["text"].startswith("กลุ่มแม่บ้านคลองสาม รับคำสั่งซื้อ K7Q2 แล้ว http")
    assert how_it_went(session) == (DeliveryStatus.SENT, 1, None)


@pytest.mark.parametrize(
    "answer, status, error", [(503, DeliveryStatus.PENDING, "gateway 503"), (422, DeliveryStatus.FAILED, "gateway 422")]
)
def test_a_gateway_that_refuses_is_believed(app, session, gateway, answer, status, error):
    gateway.answer = answer
    a_notice(to=GUEST_BY_PHONE)
    work_everything_due(app)
    assert how_it_went(session) == (status, 1, error)


def test_without_a_gateway_nothing_is_said_to_be_sent(app, session):
    a_notice(to=GUEST_BY_PHONE)
    assert work_everything_due(app) == 1
    assert how_it_went(session) == (DeliveryStatus.NOT_CONFIGURED, 1, None)
    assert the_delivery(session).sent_at is None
    assert outbox.count_waiting() == 0


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_name_cannot_add_headers_to_a_mail(app, session, mailbox):
    a_notice("order_accepted", group_name="กลุ่ม\r\nBcc: everyone@example.com")
    work_everything_due(app)
    [(to, letter)] = mailbox.letters
    assert to == ["malee@example.com"]
    assert letter["Bcc"] is None


def test_a_letter_that_cannot_be_written_is_trouble(tmp_path):
    (tmp_path / "file").touch()
    post = Post("", "market@example.com", "งานดี", tmp_path / "file")
    with pytest.raises(MailTrouble):
        post.send(Letter("1", "malee@example.com", "s", "t", "<p>h</p>", "th"))
