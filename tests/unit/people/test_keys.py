"""One-use keys: each works once, in its time, for its purpose, and for one of two who try together."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from sqlalchemy import func, select

from shop.kernel.access import GUEST
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.people import keys
from shop.people.keys import LIFE, KeySpent, find_key, issue_code, issue_key, use_code, use_key
from shop.people.models import KeyPurpose, OneUseKey
from tests.factories.people import given_an_account

LINK = KeyPurpose.RESET_PASSWORD
PHONE = "+66812345678"


@pytest.fixture
def issued(session) -> str:
    with transaction():
        return issue_key(given_an_account(), LINK, GUEST)


def test_a_key_works_once(session, issued):
    assert find_key(issued, LINK)
    with transaction():
        assert use_key(issued, LINK).used_at

    assert find_key(issued, LINK) is None
    with pytest.raises(KeySpent), transaction():
        use_key(issued, LINK)


def test_a_key_is_never_kept_as_it_is(session, issued):
    assert db.session.scalar(select(OneUseKey.digest)) != issued


def test_a_key_works_for_its_purpose_alone(session, issued):
    assert find_key(issued, KeyPurpose.VERIFY_EMAIL) is None
    with pytest.raises(KeySpent), transaction():
        use_key(issued, KeyPurpose.VERIFY_EMAIL, KeyPurpose.SET_PASSWORD)
    assert find_key(issued, LINK)


@pytest.mark.parametrize("purpose", [KeyPurpose.RESET_PASSWORD, KeyPurpose.SET_PASSWORD, KeyPurpose.VERIFY_EMAIL])
def test_a_key_ends_with_its_time(session, purpose):
    with transaction():
        key = issue_key(given_an_account(), purpose, GUEST)

    with time_machine.travel(now() + LIFE[purpose] - timedelta(minutes=1), tick=False):
        assert find_key(key, purpose)
    with time_machine.travel(now() + LIFE[purpose] + timedelta(seconds=1), tick=False):
        assert find_key(key, purpose) is None
        with pytest.raises(KeySpent), transaction():
            use_key(key, purpose)


def test_the_key_of_a_closed_account_opens_nothing(session, issued):
    with transaction():
        db.session.scalars(select(keys.Account)).one().disabled_at = now()

    with pytest.raises(KeySpent), transaction():
        use_key(issued, LINK)


def test_of_two_at_once_one_gets_the_key(app, session, issued):
    answers, start = [], Barrier(2)

    def try_it() -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    use_key(issued, LINK)
                answers.append("used")
            except KeySpent:
                answers.append("spent")

    threads = [Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["spent", "used"]


def test_a_code_is_read_however_it_was_typed_and_only_for_its_account(session):
    with transaction():
        somebody, other = given_an_account(phone=PHONE), given_an_account(phone="+66812345679")
        code = issue_code(somebody, GUEST)
        account_id, other_id = somebody.id, other.id

    assert len(code) == keys.CODE_LENGTH
    with pytest.raises(KeySpent), transaction():
        use_code(other_id, code)
    with transaction():
        assert use_code(account_id, f" {code[:4].lower()}-{code[4:].lower()} ").proves == PHONE
    with pytest.raises(KeySpent), transaction():
        use_code(account_id, code)


def test_a_new_code_ends_the_one_before(session):
    with transaction():
        account = given_an_account(phone=PHONE)
        first, second = issue_code(account, GUEST), issue_code(account, GUEST)
        account_id = account.id

    with pytest.raises(KeySpent), transaction():
        use_code(account_id, first)
    with transaction():
        use_code(account_id, second)


def test_old_keys_are_forgotten_and_live_ones_are_not(session, issued):
    with time_machine.travel(now() + timedelta(days=29)), transaction():
        assert keys.forget_old_keys() == 0
    with time_machine.travel(now() + timedelta(days=31)), transaction():
        assert keys.forget_old_keys() == 1
    assert db.session.scalar(select(func.count(OneUseKey.id))) == 0
