"""Every night, what is no longer needed of tries and keys is forgotten."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from shop.jobs.registry import TIMED, load_handlers
from shop.kernel.access import GUEST
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.people.keys import issue_key
from shop.people.models import FailedTry, KeyPurpose, OneUseKey
from shop.people.throttle import take_try
from tests.factories.people import given_an_account


def test_old_tries_and_keys_are_forgotten(session):
    load_handlers()
    with transaction():
        take_try("sign_in", "somebody", "198.51.100.7")
        issue_key(given_an_account(), KeyPurpose.RESET_PASSWORD, GUEST)

    TIMED["forget-tries-and-keys"].work()
    left = [db.session.scalar(select(func.count()).select_from(table)) for table in (FailedTry, OneUseKey)]
    assert left == [1, 1]

    with time_machine.travel(now() + timedelta(days=40)):
        TIMED["forget-tries-and-keys"].work()
    left = [db.session.scalar(select(func.count()).select_from(table)) for table in (FailedTry, OneUseKey)]
    assert left == [0, 0]
