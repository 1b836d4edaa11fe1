"""Accounts: what opening one gains, what proves an address or a number, and how sessions end."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.kernel.access import GUEST, Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.models import Notice
from shop.people import offices, queries, recovery, service
from shop.people.identifier import BadIdentifier, Identifier, read_identifier
from shop.people.keys import KeySpent
from shop.people.models import Account, AccountRole
from shop.people.passwords import check_password, hash_password
from tests.factories.people import PASSWORD, given_an_account, given_an_official

MAIL, PHONE = "malee@people.example", "+66812345678"
ADMIN = Actor(9_999, frozenset({Role.ADMINISTRATOR}))
LABOUR = Actor(9_998, frozenset({Role.LABOUR_OFFICIAL}))


def the_account() -> Account:
    db.session.expire_all()
    return db.session.scalars(select(Account)).one()


def told() -> list[str]:
    return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))


def done() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def sealed_key() -> str:
    """The key of the newest link that was told."""
    notice = db.session.scalars(select(Notice).where(Notice.sealed.is_not(None)).order_by(Notice.id.desc())).first()
    return notice.sealed["path"].rsplit("/", 1)[1]


@pytest.mark.parametrize(
    "typed, email, phone",
    [
        (" Malee@People.example ", MAIL, None),
        ("081-234-5678", None, PHONE),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", None, PHONE),
        ("+66 81 234 5678", None, PHONE),
    ],
)
def test_an_identifier_is_read_in_any_spelling(typed, email, phone):
    assert read_identifier(typed) == Identifier(email, phone)


@pytest.mark.parametrize(
    "typed, reason",
    [("", "empty"), ("  ", "empty"), ("malee@", "not_an_email"), ("02-123-4567", "not_a_mobile"), ("malee", "not_a_mobile")],
)
def test_what_is_no_identifier_is_refused(typed, reason):
    with pytest.raises(BadIdentifier) as refused:
        read_identifier(typed)
    assert refused.value.reason == reason


def test_signing_up_proves_nothing(session):
    with transaction():
        service.sign_up("มาลี", Identifier(phone=PHONE), "hash", "th")
    assert the_account().phone_verified_at is None
    assert queries.recipient_of(the_account()).phone is None

    with transaction():
        service.sign_up("มาลี", Identifier(email=MAIL), "hash", "en")
    account = queries.account_by_email(MAIL)
    assert account.email_verified_at is None
    assert told() == ["email_verification"]


def test_the_link_proves_the_address_once(session):
    with transaction():
        service.sign_up("มาลี", Identifier(email=MAIL), "hash", "th")
    key = sealed_key()
    with transaction():
        service.verify_email(key, GUEST)

    assert the_account().email_verified_at
    with pytest.raises(KeySpent), transaction():
        service.verify_email(key, GUEST)


def test_signing_up_again_tells_the_owner_and_changes_nothing(session):
    with transaction():
        given_an_account("เจ้าของ", MAIL)
    with transaction():
        assert service.sign_up("คนอื่น", Identifier(email=MAIL), "another hash", "th") is None

    assert the_account().name == "เจ้าของ"
    assert check_password(PASSWORD, the_account().password_hash)
    assert told() == ["account_exists"]


def test_a_number_is_taken_once(session):
    with transaction():
        service.sign_up("มาลี", Identifier(phone=PHONE), "hash", "th")

    with pytest.raises(service.IdentifierTaken), transaction():
        service.sign_up("คนอื่น", Identifier(phone=PHONE), "hash", "th")
    assert the_account().name == "มาลี"


@pytest.mark.parametrize("name, reason", [("", "empty"), (" . ", "empty"), ("ก" * 121, "too_long")])
def test_a_name_is_needed(session, name, reason):
    with pytest.raises(BadValue) as refused, transaction():
        service.sign_up(name, Identifier(phone=PHONE), "hash", "th")
    assert (refused.value.field, refused.value.reason) == ("name", reason)


def test_a_new_address_counts_only_once_it_is_proven(session):
    with transaction():
        account = given_an_account(email="old@people.example")
        service.ask_to_verify_email(account, MAIL, GUEST)
    assert the_account().email == "old@people.example"

    with transaction():
        service.verify_email(sealed_key(), GUEST)
    assert the_account().email == MAIL
    assert told()[-1] == "email_changed"
    assert db.session.scalars(select(Notice).order_by(Notice.id.desc())).first().recipient_email == "old@people.example"


def test_an_address_that_somebody_took_meanwhile_is_refused(session):
    with transaction():
        service.ask_to_verify_email(given_an_account(email="old@people.example"), MAIL, GUEST)
        given_an_account(email=MAIL)

    with pytest.raises(service.IdentifierTaken), transaction():
        service.verify_email(sealed_key(), GUEST)
    assert queries.account_by_email("old@people.example")


def test_another_number_is_unproven_again(session):
    with transaction():
        service.change_phone(given_an_account(phone=PHONE, phone_verified_at=now()), "+66899999999", GUEST)

    assert (the_account().phone, the_account().phone_verified_at) == ("+66899999999", None)


def test_the_last_way_to_sign_in_stays(session):
    with transaction():
        service.sign_up("มาลี", Identifier(phone=PHONE), "hash", "th")

    with pytest.raises(BadValue), transaction():
        service.change_phone(the_account(), None, GUEST)
    assert the_account().phone == PHONE


def test_changing_the_password_ends_sessions_and_keys(session):
    with transaction():
        account = given_an_account(email=MAIL)
        recovery.send_reset_link(account)
        old = account.password_hash
    with transaction():
        epoch = service.change_password(the_account(), old, hash_password("rain falls upward"), GUEST)

    assert epoch == the_account().session_epoch == 1
    assert queries.account_for_session(the_account().id, 0) is None
    assert check_password("rain falls upward", the_account().password_hash)
    assert recovery.find_reset(sealed_key()) is None
    with pytest.raises(LostRace), transaction():
        service.change_password(the_account(), old, "a third", GUEST)


def test_a_reset_link_sets_a_password_once_and_proves_the_address(session):
    with transaction():
        service.sign_up("มาลี", Identifier(email=MAIL), "hash", "th")
    with transaction():
        recovery.send_reset_link(the_account())
    key = sealed_key()
    with transaction():
        recovery.reset_by_link(key, hash_password("rain falls upward"))

    assert check_password("rain falls upward", the_account().password_hash)
    assert the_account().email_verified_at
    assert the_account().session_epoch == 1
    assert "account:reset_password" in done()
    with pytest.raises(KeySpent), transaction():
        recovery.reset_by_link(key, "another")


def test_who_has_no_address_is_mailed_nothing(session):
    with transaction():
        service.sign_up("มาลี", Identifier(phone=PHONE), "hash", "th")
        recovery.send_reset_link(db.session.scalars(select(Account)).one())

    assert told() == []


def test_a_code_sets_a_password_and_proves_the_number(session):
    with transaction():
        service.sign_up("มาลี", Identifier(phone=PHONE), "hash", "th")
    with transaction():
        code = recovery.print_reset_code(the_account(), LABOUR)
    assert code not in repr([entry.changes for entry in db.session.scalars(select(AuditEntry))])
    with transaction():
        recovery.reset_by_code(PHONE, code, hash_password("rain falls upward"))

    assert the_account().phone_verified_at
    assert the_account().session_epoch == 1
    assert {"account:print_reset_code", "account:verify_phone", "account:reset_password"} <= set(done())


def test_whoever_opened_the_account_with_another_persons_number_loses_it(session):
    with transaction():
        given_an_account("คนแปลกหน้า", email="stranger@people.example", phone=PHONE)
    with transaction():
        recovery.send_reset_link(the_account())
        code = recovery.print_reset_code(the_account(), LABOUR)
    link = sealed_key()
    with transaction():
        recovery.reset_by_code(PHONE, code, hash_password("rain falls upward"))

    assert the_account().email is None
    assert recovery.find_reset(link) is None


def test_a_number_proven_before_keeps_its_address(session):
    with transaction():
        code = recovery.print_reset_code(given_an_account(email=MAIL, phone=PHONE, phone_verified_at=now()), LABOUR)
    with transaction():
        recovery.reset_by_code(PHONE, code, "hash")

    assert the_account().email == MAIL


def test_a_code_for_a_number_that_changed_is_spent(session):
    with transaction():
        account = given_an_account(phone=PHONE)
        code = recovery.print_reset_code(account, LABOUR)
        service.change_phone(account, "+66899999999", GUEST)

    for phone in (PHONE, "+66899999999"):
        with pytest.raises(KeySpent), transaction():
            recovery.reset_by_code(phone, code, "hash")


def test_one_office_cannot_take_over_another(session):
    with transaction():
        given_an_official(Role.ADMINISTRATOR, phone=PHONE)

    with pytest.raises(NotAllowed), transaction():
        recovery.print_reset_code(the_account(), LABOUR)
    assert done() == []
    with transaction():
        recovery.print_reset_code(the_account(), ADMIN)


def test_an_invited_official_gets_a_role_and_a_link(session):
    with transaction():
        _, key = offices.invite_official(MAIL, "commerce", ADMIN, "งานดี")
    assert [granted.role for granted in the_account().roles] == [Role.COMMERCE_OFFICIAL]
    with transaction():
        recovery.reset_by_link(key, hash_password("rain falls upward"))

    assert the_account().email_verified_at
    with pytest.raises(offices.HasRole), transaction():
        offices.invite_official(MAIL, "commerce", ADMIN, "งานดี")


def test_a_person_already_here_keeps_the_password(session):
    with transaction():
        given_an_account(email=MAIL)
    with transaction():
        _account, key = offices.invite_official(MAIL, "labour", ADMIN, "งานดี")

    assert key is None
    assert [granted.role for granted in the_account().roles] == [Role.LABOUR_OFFICIAL]
    assert check_password(PASSWORD, the_account().password_hash)


def test_whoever_signed_up_with_an_officials_address_gets_no_office(session):
    with transaction():
        service.sign_up("คนแปลกหน้า", Identifier(email=MAIL), hash_password("a stranger's own"), "th")
    with transaction():
        _, key = offices.invite_official(MAIL, "admin", ADMIN, "งานดี")

    assert key
    assert the_account().password_hash is None
    assert the_account().session_epoch == 1


def test_there_is_always_an_administrator_left(session):
    with transaction():
        first = given_an_official(Role.ADMINISTRATOR)
        first_id = first.id
    with pytest.raises(offices.LastAdministrator), transaction():
        offices.end_role(db.session.get(Account, first_id), Role.ADMINISTRATOR, ADMIN)
    with pytest.raises(offices.LastAdministrator), transaction():
        offices.disable_account(db.session.get(Account, first_id), ADMIN)
    assert db.session.scalar(select(func.count(AccountRole.id))) == 1

    with transaction():
        given_an_official(Role.ADMINISTRATOR)
        offices.end_role(db.session.get(Account, first_id), Role.ADMINISTRATOR, ADMIN)
    assert db.session.scalar(select(func.count(AccountRole.id))) == 1


def test_an_invited_administrator_who_never_came_is_not_counted(session):
    with transaction():
        first = given_an_official(Role.ADMINISTRATOR)
        offices.invite_official(MAIL, "admin", ADMIN, "งานดี")
        first_id = first.id

    with pytest.raises(offices.LastAdministrator), transaction():
        offices.disable_account(db.session.get(Account, first_id), ADMIN)


def test_a_closed_account_has_no_sessions_and_opens_again(session):
    with transaction():
        account = given_an_account()
        offices.disable_account(account, ADMIN)
        with pytest.raises(LostRace):
            offices.disable_account(account, ADMIN)
    assert queries.account_for_session(the_account().id, the_account().session_epoch) is None

    with transaction():
        offices.enable_account(the_account(), ADMIN)
    assert queries.account_for_session(the_account().id, the_account().session_epoch)
    assert done() == ["account:disable", "account:enable"]


@pytest.mark.parametrize(
    "words, found",
    [("มาลี", {"มาลี"}), ("MALEE@", {"มาลี"}), ("081-234-5678", {"มาลี"}), ("2345", {"มาลี"}), ("%", set()), ("", {"มาลี", "สมใจ"})],
)
def test_people_are_found_by_name_address_and_number(session, words, found):
    with transaction():
        given_an_account("มาลี", MAIL, PHONE)
        given_an_account("สมใจ", "somjai@people.example")

    assert {person.name for person in queries.find_people(words).people} == found


def test_people_are_listed_page_by_page(session):
    with transaction():
        ids = [given_an_account().id for _ in range(5)]

    first = queries.find_people(limit=3)
    second = queries.find_people(before_id=first.next_id, limit=3)
    assert [person.id for person in first.people + second.people] == ids[::-1]
    assert (first.total, second.next_id) == (5, None)


def test_two_administrators_who_let_each_other_go_at_once_do_not_both_succeed(app, session):
    with transaction():
        ids = [given_an_official(Role.ADMINISTRATOR).id for _ in range(2)]
    answers, start = [], Barrier(2)

    def let_go(account_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    offices.disable_account(db.session.get(Account, account_id), ADMIN)
                answers.append("done")
            except offices.LastAdministrator:
                answers.append("last")

    threads = [Thread(target=let_go, args=(account_id,)) for account_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["done", "last"]
