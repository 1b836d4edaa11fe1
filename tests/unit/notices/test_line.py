"""A notice by LINE: told once, whatever breaks; the next way where it never arrives; nobody rung at night."""

import logging
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from shop.jobs.work import work_everything_due
from shop.kernel import outbox
from shop.kernel.database import db, transaction
from shop.notices import addresses, choices, service
from shop.notices.choices import Topic
from shop.notices.line import line
from shop.notices.models import Delivery, Notice
from shop.notices.service import Recipient
from tests.factories.notices import a_notice
from tests.factories.people import given_an_account
from tests.line_double.server import TOKEN

ONE_DATABASE = pytest.mark.parametrize("market", ["sqlite"], indirect=True)
NOON, NIGHT = datetime(2026, 11, 24, 5, tzinfo=UTC), datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 12:00, 22:30 in Thailand


@pytest.fixture(autouse=True)
def clock():
    """Noon, where nobody sleeps."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def line_id(line_on) -> str:
    return line_on.add_person()


@pytest.fixture
def malee(session, line_id) -> Recipient:
    with transaction():
        account = given_an_account("มาลี", "malee@people.example")
        addresses.keep_line(account.id, line_id, True)
        return Recipient(account.id, account.email)


def how_it_went(session) -> list[tuple]:
    session.rollback()
    return [(d.channel, d.status, d.attempts, d.last_error) for d in session.query(Delivery).order_by(Delivery.id)]


def mails(app) -> int:
    return len(list((Path(app.config["INSTANCE_PATH"]) / "outbox").glob("*.eml")))


def test_a_message_is_short_has_one_link_and_is_told_once(app, session, line_on, malee, line_id):
    a_notice("order_accepted", to=malee)
    work_everything_due(app)
    work_everything_due(app)

    assert how_it_went(session) == [("line", "sent", 1, None)]
    [(to, text)] = line_on.told
    assert to == line_id
    assert text.startswith("กลุ่มแม่บ้านคลองสาม รับคำสั่งซื้อ K7Q2 แล้ว\n\n")
    assert text.count("http") == 1
    assert "?key=a-secret-key" in text
    assert session.query(Notice).one().sealed is None
    assert mails(app) == 0


@ONE_DATABASE
def test_in_the_language_of_the_account(app, session, line_on, malee):
    a_notice("order_accepted", to=Recipient(malee.account_id, locale="en"))
    work_everything_due(app)
    assert "accepted" in line_on.told[0][1]
    assert "/en/orders/K7Q2" in line_on.told[0][1]


def test_taken_and_the_line_broke_is_told_once_by_its_retry_key(app, session, line_on, malee, clock):
    line_on.answer_but_break = True
    a_notice(to=malee)
    work_everything_due(app)
    assert how_it_went(session) == [("line", "pending", 1, "line 500")]

    clock.shift(timedelta(minutes=1))
    work_everything_due(app)
    assert how_it_went(session) == [("line", "sent", 2, None)]
    assert len(line_on.told) == 1


@ONE_DATABASE
def test_sent_but_not_written_down_is_told_once(app, session, line_on, malee, clock, monkeypatch):
    """What a power cut between LINE's answer and our commit does."""

    def power_cut(*_) -> None:
        raise RuntimeError("power cut")

    a_notice(to=malee)
    with monkeypatch.context() as cut:
        cut.setattr(service, "record_sent", power_cut)
        work_everything_due(app)
    clock.shift(timedelta(minutes=1))
    work_everything_due(app)
    assert how_it_went(session) == [("line", "sent", 1, None)]
    assert len(line_on.told) == 1


def test_who_blocked_it_is_told_by_mail_and_no_more_by_line(app, session, line_on, malee, line_id):
    line_on.friends[line_id] = False
    a_notice(to=malee)
    work_everything_due(app)

    assert how_it_went(session) == [("line", "blocked", 1, "line: not a friend"), ("email", "sent", 1, None)]
    assert outbox.count_dead() == 0
    a_notice(to=malee)
    assert [d[0] for d in how_it_went(session)] == ["line", "email", "email"]

    with transaction():
        addresses.record_friend(line_id)
    assert [d.channel for d in a_notice(to=malee).deliveries] == ["line"]


@ONE_DATABASE
@pytest.mark.parametrize(
    "status, message, error",
    [(400, "bad", "line 400"), (403, "no", "line 403"), (429, "You have reached your monthly limit.", "line quota used up")],
)
def test_what_trying_again_would_not_mend_goes_by_mail_at_once(app, session, line_on, malee, status, message, error):
    line_on.refuse_next(status, message)
    a_notice(to=malee)
    work_everything_due(app)
    assert how_it_went(session) == [("line", "failed", 1, error), ("email", "sent", 1, None)]
    assert session.query(Notice).one().sealed is None


@ONE_DATABASE
def test_too_many_a_second_is_waited_out_as_line_wishes(app, session, line_on, malee, clock):
    line_on.refuse_next(429, "slow down", **{"Retry-After": "90"})
    a_notice(to=malee)
    work_everything_due(app)
    clock.shift(timedelta(seconds=80))
    assert work_everything_due(app) == 0
    clock.shift(timedelta(seconds=20))
    work_everything_due(app)
    assert how_it_went(session) == [("line", "sent", 2, None)]


@ONE_DATABASE
@pytest.mark.parametrize("kind, tries", [("order_accepted", 6), ("purchase_awaits_payment", 3)])
def test_line_that_stays_down_is_given_up_soon(app, session, line_on, malee, clock, kind, tries):
    line_on.refuse_next(503, times=50)
    a_notice(kind, to=malee)
    for _ in range(tries):
        work_everything_due(app)
        clock.shift(timedelta(minutes=20))
    assert how_it_went(session) == [("line", "failed", tries, "line 503"), ("email", "sent", 1, None)]
    assert line_on.told == []


@ONE_DATABASE
def test_unlinked_meanwhile_is_not_written_to(app, session, line_on, malee):
    a_notice(to=malee)
    with transaction():
        addresses.forget_line(malee.account_id)
    work_everything_due(app)
    assert how_it_went(session)[1][:2] == ("email", "sent")
    assert line_on.told == []


@ONE_DATABASE
def test_a_market_whose_line_was_turned_off_goes_on_by_mail(app, session, malee):
    a_notice(to=malee)
    line.open("")
    work_everything_due(app)
    assert [d[:2] for d in how_it_went(session)] == [("line", "not_configured"), ("email", "sent")]


def test_quiet_hours_hold_it_until_morning(app, session, line_on, malee, clock):
    clock.move_to(NIGHT)
    a_notice(to=malee)
    work_everything_due(app)
    assert line_on.told == []
    assert how_it_went(session) == [("line", "pending", 0, None)]

    clock.move_to(datetime(2026, 11, 24, 23, 59, tzinfo=UTC))  # 6:59
    work_everything_due(app)
    assert line_on.told == []
    clock.shift(timedelta(minutes=1))
    work_everything_due(app)
    assert len(line_on.told) == 1


@ONE_DATABASE
@pytest.mark.parametrize(
    "kind, quiet, minute, is_rung",
    [
        ("order_accepted", (21, 7), (20, 59), True),
        ("order_accepted", (21, 7), (21, 0), False),
        ("order_accepted", (13, 15), (14, 30), False),
        ("order_accepted", (13, 15), (15, 0), True),
        ("order_accepted", (7, 7), (3, 0), True),
        ("order_accepted", None, (3, 0), True),
        ("purchase_awaits_payment", (21, 7), (3, 0), True),
        ("bank_details_locked", (21, 7), (3, 0), True),
    ],
)
def test_who_is_rung_when(session, malee, kind, quiet, minute, is_rung):
    with transaction():
        choices.choose(malee.account_id, {}, quiet)
    here = datetime(2026, 11, 24, *minute, tzinfo=choices.BANGKOK)
    until = choices.rung_from(malee.account_id, kind, here)
    assert (until is None) == is_rung
    assert choices.rung_from(None, kind, here) is None


@ONE_DATABASE
@pytest.mark.parametrize(
    "way, kind, channels",
    [
        ("line", "order_received_by_group", ["line"]),
        ("email", "order_received_by_group", ["email"]),
        ("inbox", "order_received_by_group", []),
        ("inbox", "password_changed", ["email"]),  # nobody silences these
        ("inbox", "income_details_changed", ["email"]),
        ("inbox", "order_accepted", ["line"]),  # another topic
    ],
)
def test_a_person_chooses_by_topic(session, malee, way, kind, channels):
    with transaction():
        choices.choose(malee.account_id, {Topic.ORDERS: way}, None)
    assert [d.channel for d in a_notice(kind, to=malee).deliveries] == channels


@ONE_DATABASE
def test_who_nothing_reaches_is_telephoned(app, session, line_on, line_id):
    with transaction():
        account = given_an_account("ป้าสมใจ")
        account.email, account.phone = None, "+66812345678"
        addresses.keep_line(account.id, line_id, None)
    line_on.friends[line_id] = False
    a_notice("order_received_by_group", to=Recipient(account.id))
    a_notice("password_changed", to=Recipient(account.id))
    work_everything_due(app)
    assert [d[:2] for d in how_it_went(session)] == [("line", "blocked"), ("line", "blocked"), ("call", "pending")]
    calls = [d.id for d in session.query(Delivery) if d.channel == "call"]
    with transaction():
        assert (service.record_called(calls), service.record_called(calls)) == (1, 0)


@ONE_DATABASE
def test_a_mail_revived_and_sent_needs_no_call(session):
    mail_id = a_notice().deliveries[0].id
    with transaction():
        service.record_failed(mail_id, "smtp 550")
    assert [d[0] for d in how_it_went(session)] == ["email", "call"]
    with transaction():
        service.record_sent(mail_id)
    assert [d[0] for d in how_it_went(session)] == ["email"]


@ONE_DATABASE
def test_no_token_and_no_id_stand_in_logs_or_rows(app, session, line_on, malee, line_id, caplog):
    caplog.set_level(logging.DEBUG)
    line_on.refuse_next(401, f"wrong token {TOKEN} for {line_id}")
    a_notice(to=malee)
    work_everything_due(app)
    line.open(TOKEN, "http://127.0.0.1:9")
    a_notice(to=malee)
    work_everything_due(app)

    kept = caplog.text + repr(how_it_went(session)) + repr(session.execute(db.text("SELECT * FROM outbox_messages")).all())
    assert "line 401" in kept
    assert TOKEN not in kept
    assert line_id not in kept


def test_the_web_never_loads_lines_sdk():
    known = "import sys, shop.app, shop.jobs.handlers.notices; print('linebot' in sys.modules, 'authlib' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", known], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
