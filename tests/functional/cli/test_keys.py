"""`keys rotate`: all that is secret opens with the newest key alone afterwards, and is found again by it."""

from datetime import UTC, datetime

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select, update

from shop.audit.models import AuditEntry
from shop.groups.models import IncomeDetails, ProtectedCounts
from shop.kernel.database import db, transaction
from shop.kernel.secrets import vault
from shop.notices.addresses import address_by_user, keep_line
from shop.upkeep import keys
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account

OLD, NEW = "an old key, thirty-two letters or more", "a newer key, thirty-two letters or more"


@pytest.fixture
def old_market(session, app):
    """Secrets that were written under the old key; both keys are there now, as after a restart."""
    given = app.config["DATA_KEYS"]
    vault.unlock(OLD)
    with transaction():
        group, person = given_a_group(), given_an_account()
        session.add(ProtectedCounts(group_id=group.id, counts={"older_people": 7}, consent_at=datetime(2026, 1, 1, tzinfo=UTC)))
        details = IncomeDetails(group_id=group.id, promptpay_kind="phone", promptpay_id="0812345678")
        details.promptpay_fingerprint = vault.fingerprint("promptpay", "0812345678")
        session.add(details)
        keep_line(person.id, "U1234", is_friend=True)
    vault.unlock(f"{NEW},{OLD}")
    yield group
    vault.unlock(given)


def test_afterwards_the_newest_key_alone_opens_and_finds_everything(old_market, session, runner):
    said = runner.invoke(args=["keys", "rotate"])

    assert said.exit_code == 0, said.output
    assert "group_protected_counts: 1 of 1 renewed" in said.output
    vault.unlock(NEW)
    session.expire_all()
    assert session.scalar(select(ProtectedCounts.counts)) == {"older_people": 7}
    assert session.scalar(select(IncomeDetails.promptpay_fingerprint)) == vault.fingerprint("promptpay", "0812345678")
    assert address_by_user("U1234") is not None
    assert session.scalar(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)) == "upkeep:rotate_keys"


def test_without_it_the_newest_key_alone_opens_nothing(old_market, session):
    vault.unlock(NEW)

    with pytest.raises(InvalidToken):
        session.scalar(select(ProtectedCounts.counts))


def test_a_second_run_changes_nothing(old_market, runner):
    runner.invoke(args=["keys", "rotate"])

    assert "group_income_details: 0 of 1 renewed" in runner.invoke(args=["keys", "rotate"]).output


def test_what_is_written_meanwhile_stays(old_market, session, monkeypatch):
    """Between the reading of a batch and its write somebody saves another number."""
    renew = vault.renewed

    def renew_late(sealed: bytes) -> bytes | None:
        renewed = renew(sealed)
        details = update(IncomeDetails).values(promptpay_id="0899999999").execution_options(synchronize_session=False)
        db.session.execute(details)
        return renewed

    monkeypatch.setattr(vault, "renewed", renew_late)
    with transaction():
        table = IncomeDetails.__table__
        keys._seal_anew(table, [table.c.promptpay_id], [old_market.id])
    session.expire_all()

    assert session.scalar(select(IncomeDetails.promptpay_id)) == "0899999999"


def test_large_tables_go_in_batches(old_market, session, runner, monkeypatch):
    monkeypatch.setattr(keys, "AT_ONCE", 1)
    with transaction():
        for number in range(3):
            other = given_a_group(f"กลุ่ม {number}")
            session.add(ProtectedCounts(group_id=other.id, counts={}, consent_at=datetime(2026, 1, 1, tzinfo=UTC)))

    assert "group_protected_counts: 1 of 4 renewed" in runner.invoke(args=["keys", "rotate"]).output
