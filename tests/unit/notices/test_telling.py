"""What is told is kept, belongs to one person, and is delivered after the commit."""

import pytest
from sqlalchemy import text

from shop.kernel.database import transaction
from shop.kernel.outbox import OutboxMessage, count_waiting
from shop.notices import queries, service
from shop.notices.kinds import KINDS, NoticeKind
from shop.notices.models import Channel, DeliveryStatus, Notice
from shop.notices.service import Recipient, WrongParams, tell
from shop.people.models import Account
from tests.factories.notices import GUEST_BY_MAIL, GUEST_BY_PHONE, a_notice, params_for


@pytest.fixture
def malee(session) -> Recipient:
    with transaction() as saving:
        account = Account(name="มาลี", email="malee@example.com", phone="+66812345678")
        saving.add(account)
        saving.flush()
        return Recipient(account_id=account.id, email=account.email, phone=account.phone)


@pytest.fixture
def somchai(session) -> Recipient:
    with transaction() as saving:
        account = Account(name="สมชาย", phone="+66898765432")
        saving.add(account)
        saving.flush()
        return Recipient(account_id=account.id, phone=account.phone)


def test_every_kind_is_in_the_table():
    assert set(KINDS) == set(NoticeKind)


def test_a_notice_has_a_delivery_and_an_outbox_row(session):
    notice = a_notice("order_shipped", carrier="ไปรษณีย์ไทย", tracking_number="EE123456785TH")

    [delivery] = queries.deliveries_for("order", "K7Q2")
    message = session.query(OutboxMessage).one()
    assert (delivery.notice_id, delivery.channel, delivery.status) == (notice.id, Channel.EMAIL, DeliveryStatus.PENDING)
    assert (message.topic, message.payload) == ("notice.deliver", {"delivery_id": delivery.id})


def test_what_is_rolled_back_was_never_told(session):
    with pytest.raises(ZeroDivisionError), transaction():
        tell(GUEST_BY_MAIL, "order_accepted", **params_for("order_accepted"))
        1 / 0  # noqa: B018

    assert queries.deliveries_for("order", "K7Q2") == []
    assert count_waiting() == 0


def test_one_without_mail_is_told_by_sms(session):
    assert [delivery.channel for delivery in a_notice(to=GUEST_BY_PHONE).deliveries] == [Channel.SMS]


@pytest.mark.parametrize(
    "params", [{"code": "K7Q2"}, {"code": "K7Q2", "group_name": None}, {"code": "K7Q2", "group_name": "ก", "grop_name": "ข"}]
)
def test_missing_and_unknown_params_are_refused(session, params):
    with transaction(), pytest.raises(WrongParams):
        tell(GUEST_BY_MAIL, "order_accepted", **params)

    assert queries.notices_about("order", "K7Q2") == []


def test_a_link_for_one_use_needs_its_link(session, malee):
    with transaction(), pytest.raises(WrongParams):
        tell(malee, "password_reset_link")


def test_keys_of_links_are_unreadable_in_the_database_and_erased_once_sent(session):
    notice = a_notice("order_placed", key="a-secret-key")
    delivery_id, notice_id = notice.deliveries[0].id, notice.id

    row = session.execute(text("SELECT * FROM notices")).one()
    assert notice.sealed == {"key": "a-secret-key"}
    assert "a-secret-key" not in "".join(str(bytes(value) if isinstance(value, memoryview) else value) for value in row)

    with transaction():
        service.record_sent(delivery_id)
    assert session.get(Notice, notice_id).sealed is None


def test_a_key_that_could_not_be_sent_yet_is_kept(session):
    notice = a_notice("order_placed", key="a-secret-key")
    delivery_id, notice_id = notice.deliveries[0].id, notice.id

    with transaction():
        service.record_trouble(delivery_id, "smtp 451")
    assert session.get(Notice, notice_id).sealed == {"key": "a-secret-key"}


def test_the_inbox_is_ones_own(session, malee, somchai):
    hers, his = a_notice(to=malee).id, a_notice(to=somchai).id

    assert [notice.id for notice in queries.notices_for_account(malee.account_id)] == [hers]
    assert queries.notice_for_account(his, malee.account_id) is None
    with transaction():
        assert not service.mark_read(his, malee.account_id)
    assert queries.unread_count(somchai.account_id) == 1


def test_a_notice_is_read_once(session, malee):
    notice_id = a_notice(to=malee).id

    with transaction():
        assert service.mark_read(notice_id, malee.account_id)
    with transaction():
        assert not service.mark_read(notice_id, malee.account_id)
    assert queries.unread_count(malee.account_id) == 0


def test_the_inbox_turns_its_pages(session, malee):
    ids = [a_notice(to=malee).id for _ in range(5)]

    first = [notice.id for notice in queries.notices_for_account(malee.account_id, limit=3)]
    then = [notice.id for notice in queries.notices_for_account(malee.account_id, limit=3, before_id=first[-1])]
    assert first + then == ids[::-1]
    with transaction():
        assert service.mark_all_read(malee.account_id) == 5


def test_an_account_notice_is_about_the_account(session, malee):
    a_notice("password_changed", to=malee)
    assert len(queries.notices_about("account", malee.account_id)) == 1


def test_nothing_undoes_what_was_sent(session):
    delivery_id = a_notice().deliveries[0].id
    with transaction():
        service.record_sent(delivery_id)
    with transaction():
        service.record_failed(delivery_id, "late")
    assert queries.delivery(delivery_id).status == DeliveryStatus.SENT
