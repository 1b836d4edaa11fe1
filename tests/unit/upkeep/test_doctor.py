"""`doctor` says that all is well when it is, and names what is not; each thing it looks at is broken here once."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, text, update

from shop.catalogue import photos
from shop.catalogue.models import PhotoStatus, Product, Variant
from shop.fairs import packs
from shop.fairs.models import ShortCode
from shop.groups.models import ProtectedCounts
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.secrets import vault
from shop.kernel.storage import storage
from shop.notices import addresses
from shop.notices.models import Channel, Delivery, DeliveryStatus, LineAddress
from shop.notices.service import tell
from shop.orders.models import Order, OrderLine, Purchase
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment
from shop.search import service as search
from shop.search.models import SearchDocument
from shop.upkeep import checks
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_code, given_a_fair, given_a_pack, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.notices import GUEST_BY_MAIL, params_for
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_account


@pytest.fixture
def market(market):
    """A market that has sold something, with a photo on sale and something secret."""
    with market.app.app_context():
        with transaction():
            group = given_a_group()
            product = given_a_product(group)
            given_an_order(group, product)
            given_an_order(group, product, status="delivered")
            db.session.add(ProtectedCounts(group_id=group.id, counts={"older_people": 3}, consent_at=now()))
            photo = given_a_photo(group, published_at=now(), widths=[320])
            search.index_product(product.id)
            db.session.execute(update(outbox.OutboxMessage).values(done_at=now()))
            key = photo.key
        for file in (photos.private_key(key, 320), photos.public_key(key, 320)):
            storage.put(file, b"RIFF")
    return market


def outcome(runner) -> tuple[int, set[str]]:
    """The exit code, and the names of what failed."""
    answer = runner.invoke(args=["doctor"])
    assert not answer.exception or isinstance(answer.exception, SystemExit), answer.output
    said = [line.split(maxsplit=2) for line in answer.stdout.splitlines()]
    assert [words[1] for words in said] == [name.replace(" ", "-") for name in checks.CHECKS]
    assert all(words[0] == "ok" or (words[0] == "FAIL" and words[2]) for words in said), answer.stdout
    return answer.exit_code, {words[1] for words in said if words[0] == "FAIL"}


def test_a_sound_market_passes_every_check(market, runner):
    assert outcome(runner) == (0, set())


def add_a_piece():
    db.session.execute(update(Variant).values(available=Variant.available + 1))


def lose_what_is_listed():
    db.session.execute(update(Product).values(is_listed=False))


def ask_an_old_price():
    db.session.execute(update(Product).values(min_price_satang=Product.min_price_satang - 1))


def drop_a_trigger():
    where = " ON audit_entries" if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(text(f"DROP TRIGGER audit_entries_no_update{where}"))


def write_one_side_of_the_ledger():
    row = LedgerTransaction(key="half", kind="mistake", entries=[LedgerEntry(account=LedgerAccount.GROUP_CASH, amount_satang=5)])
    db.session.add(row)


def forget_a_payment():
    db.session.execute(delete(Payment).where(Payment.order_id == db.select(func.min(Order.id)).scalar_subquery()))


def change_a_total():
    db.session.execute(update(Purchase).values(total_satang=Purchase.total_satang + 100))


def forget_when_it_was_delivered():
    db.session.execute(update(Order).where(Order.status == "delivered").values(delivered_at=None))


def leave_work_lying():
    outbox.enqueue("notice.deliver", {}, due_at=now() - timedelta(hours=1))


def give_work_up():
    outbox.enqueue("notice.deliver", {}).failed_at = now()


def forget_a_document():
    db.session.execute(delete(SearchDocument))


def lose_a_file():
    key = db.session.scalar(db.select(photos.Photo.key).where(photos.Photo.status == PhotoStatus.READY))
    storage.delete(photos.public_key(key, 320))


def forget_who_sends_a_notice():
    told = tell(GUEST_BY_MAIL, "order_accepted", **params_for("order_accepted"))
    told.created_at = now() - timedelta(hours=1)
    db.session.flush()
    db.session.execute(delete(outbox.OutboxMessage).where(outbox.OutboxMessage.done_at.is_(None)))


def take_lines_token_away():
    told = tell(GUEST_BY_MAIL, "order_accepted", **params_for("order_accepted"))
    told.deliveries.append(Delivery(channel=Channel.LINE, status=DeliveryStatus.FAILED, last_error="line 401"))


def mix_up_lines():
    account_id = given_an_account().id
    addresses.keep_line(account_id, "U1", True)
    db.session.execute(update(LineAddress).values(user_fingerprint=vault.fingerprint(addresses.PURPOSE, "U2")))


def print_a_code_for_another():
    other = given_a_group()
    code = given_a_code(db.session.scalars(db.select(Product)).first())
    db.session.execute(update(ShortCode).where(ShortCode.code == code).values(group_id=other.id))


def show_what_is_anothers():
    product = db.session.scalars(db.select(Product)).first()
    given_an_exhibit(given_a_fair(), product).group_id = given_a_group().id


def come_by_a_code_that_never_was():
    db.session.execute(update(OrderLine).values(code_id=4711))


def lose_a_pack():
    storage.delete(packs.file_name(given_a_pack(given_a_fair()).file_key))


def lose_a_key():
    vault.unlock("another key than the one it was sealed with")


def forget_a_migration():
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))


@pytest.mark.parametrize(
    "damage, failed",
    [
        (add_a_piece, {"stock", "listing"}),
        (lose_what_is_listed, {"listing"}),
        (ask_an_old_price, {"listing"}),
        (drop_a_trigger, {"triggers"}),
        (write_one_side_of_the_ledger, {"ledger"}),
        (forget_a_payment, {"payments"}),
        (change_a_total, {"order-amounts"}),
        (forget_when_it_was_delivered, {"order-times"}),
        (leave_work_lying, {"outbox"}),
        (give_work_up, {"outbox"}),
        (forget_who_sends_a_notice, {"notices"}),
        (take_lines_token_away, {"line"}),
        (mix_up_lines, {"line"}),
        (forget_a_document, {"search"}),
        (lose_a_file, {"photos"}),
        (print_a_code_for_another, {"short-codes"}),
        (show_what_is_anothers, {"fairs"}),
        (come_by_a_code_that_never_was, {"codes-of-lines"}),
        (lose_a_pack, {"files-of-fairs"}),
        (lose_a_key, {"keys"}),
        (forget_a_migration, {"migrations"}),
    ],
)
def test_what_was_damaged_is_named(market, runner, damage, failed, request):
    with market.app.app_context(), transaction():
        damage()
    try:
        assert outcome(runner) == (1, failed)
    finally:
        if damage in (drop_a_trigger, forget_a_migration):
            request.getfixturevalue("mend")()


@pytest.fixture
def mend(market):
    """The schema belongs to all tests of a worker on PostgreSQL: what broke it puts it back."""

    def put_back() -> None:
        from shop.kernel.triggers import create_triggers

        with market.app.app_context(), transaction():
            create_triggers(db.session.connection())
            db.session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": checks.newest_revision()})

    return put_back


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_reference_to_nothing_is_found_in_sqlite(market, runner):
    with market.app.app_context():
        connection = db.engine.raw_connection()
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE variants SET product_id = 4711")
        connection.commit()
        connection.execute("PRAGMA foreign_keys=ON")
        connection.close()

    code, failed = outcome(runner)

    assert code == 1
    assert "database" in failed


def test_a_database_without_tables_is_said_to_lack_them(empty_database, tmp_path):
    from shop.app import create_app
    from tests.databases import SECRETS

    app = create_app({"DATABASE_URL": empty_database, "INSTANCE_PATH": str(tmp_path / "instance"), **SECRETS})

    answer = app.test_cli_runner().invoke(args=["doctor"])

    assert answer.exit_code == 1
    assert "FAIL migrations the database is at no revision" in answer.stdout
    with app.app_context():
        db.engine.dispose()


def test_what_was_given_up_and_looked_at_is_no_failure(market, runner):
    with market.app.app_context(), transaction():
        message = outbox.enqueue("notice.deliver", {})
        message.failed_at = now()
        db.session.flush()
        number = str(message.id)

    assert runner.invoke(args=["jobs", "dismiss", number]).exit_code == 0
    assert outcome(runner) == (0, set())
    assert runner.invoke(args=["jobs", "dismiss", number]).exit_code == 1


@pytest.mark.parametrize("damage", [drop_a_trigger, lose_what_is_listed, ask_an_old_price, forget_a_document])
def test_what_is_derived_can_be_mended(market, runner, damage):
    with market.app.app_context(), transaction():
        damage()

    answer = runner.invoke(args=["doctor", "--mend"])

    assert answer.exit_code == 0, answer.stdout


def test_mending_does_not_touch_the_truth(market, runner):
    with market.app.app_context(), transaction():
        write_one_side_of_the_ledger()
        db.session.execute(update(Variant).values(available=Variant.available + 1))

    answer = runner.invoke(args=["doctor", "--mend"])

    assert answer.exit_code == 1
    assert {line.split()[1] for line in answer.stdout.splitlines() if line.startswith("FAIL")} == {"stock", "ledger"}
