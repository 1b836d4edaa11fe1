"""What must be true of a running market, each as a question that answers with what is wrong: `doctor` asks them all."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import InvalidToken
from sqlalchemy import LargeBinary, cast, literal_column, select, text
from sqlalchemy.exc import DBAPIError

from config import ROOT
from shop.audit import sealing
from shop.catalogue import listing, photos
from shop.conversations import checks as conversations
from shop.fairs import checks as fairs
from shop.fairs.models import ShortCode
from shop.helping.papers import consent_photos
from shop.impact import checks as impact
from shop.kernel import changes, outbox, triggers
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.secrets import Encrypted, vault
from shop.kernel.storage import storage
from shop.moderation import advice_pictures
from shop.notices import checks as notices
from shop.orders import checks as orders
from shop.orders.models import Order, OrderLine
from shop.orders.returns import checks as returns
from shop.papers import share_pictures
from shop.payments import checks as payments
from shop.payments.booth import checks as booth
from shop.payments.slips import checks as slips
from shop.payouts import checks as payouts
from shop.recalls import checks as recalls
from shop.reports import checks as reports
from shop.reviews import checks as reviews
from shop.reviews import counts
from shop.search import engine
from shop.search import service as search
from shop.wholesale import checks as wholesale

SAMPLE = 50  # rows of each encrypted column that are opened
AT_ONCE = 1000  # products mended by one call


class Finding(NamedTuple):
    """What one check found: nothing wrong, or what is, each in a few words without a person's data."""

    name: str
    problems: list[str]


def findings() -> Iterator[Finding]:
    """Every check in turn. One that cannot be asked has failed, and the others are asked all the same."""
    for name, check in CHECKS.items():
        try:
            problems = check()
        except DBAPIError as error:
            problems = [f"could not be asked: {type(error.orig).__name__}"]
        except Exception as error:  # a check that breaks is a finding, whatever broke it
            problems = [f"could not be asked: {type(error).__name__}"]
        finally:
            db.session.rollback()
        yield Finding(name.replace(" ", "-"), problems)


def mend() -> None:
    """Write anew what is derived from the truth, and the guards: in the caller's transaction. Truth itself is never touched."""
    connection = db.session.connection()
    if triggers.missing_triggers(connection):
        triggers.create_triggers(connection)
    if changes.missing_triggers(connection):
        changes.create_triggers(connection)
    if unlisted := listing.differences(limit=AT_ONCE):
        listing.refresh_products(unlisted)
    if unfound := search.differences(limit=AT_ONCE):
        search.index_products(unfound)
    if miscounted := counts.differences(limit=AT_ONCE):
        counts.count_anew(miscounted)
    share_pictures.forget_lost()


def database_is_sound() -> list[str]:
    """SQLite reads its whole file; PostgreSQL is asked for indexes and references that it does not vouch for."""
    if db.engine.dialect.name == "sqlite":
        said = [row[0] for row in db.session.execute(text("PRAGMA integrity_check(20)")) if row[0] != "ok"]
        return said + [
            f"{row[0]} row {row[1]} refers to a missing {row[2]}"
            for row in db.session.execute(text("PRAGMA foreign_key_check")).fetchmany(20)
        ]
    indexes = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid LIMIT 20")
    constraints = text("SELECT conname FROM pg_constraint WHERE NOT convalidated LIMIT 20")
    return [f"index {name} is not valid" for name in db.session.scalars(indexes)] + [
        f"constraint {name} was never checked" for name in db.session.scalars(constraints)
    ]


def migrations_are_at_head() -> list[str]:
    at = revision_of_database()
    head = newest_revision()
    return [] if at == head else [f"the database is at {at or 'no revision'}, the code at {head}: run db upgrade"]


def revision_of_database() -> str | None:
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def newest_revision() -> str:
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def knows_revision(revision: str) -> bool:
    """Whether this code has heard of it."""
    return revision in {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}


def triggers_stand() -> list[str]:
    connection = db.session.connection()
    return [f"{name} is missing" for name in sorted(triggers.missing_triggers(connection) | changes.missing_triggers(connection))]


def outbox_is_worked() -> list[str]:
    problems = []
    if overdue := outbox.count_overdue():
        seen = outbox.jobs_last_seen()
        when = f"{(now() - seen).total_seconds() / 60:.0f} minutes ago" if seen else "never"
        problems.append(f"{overdue} overdue, the jobs process was last seen {when}")
    if dead := outbox.count_dead():
        problems.append(f"{dead} given up: look at `jobs dead`, then `jobs revive` or `jobs dismiss` each")
    return problems


def listing_is_derived() -> list[str]:
    return [f"product {product_id} is not listed as it is" for product_id in listing.differences()]


def search_finds_what_is_published() -> list[str]:
    problems = [f"product {product_id}: run search reindex" for product_id in search.differences()]
    return problems + (["the index is not what the documents say: run search reindex"] if engine.differs() else [])


def photos_have_their_files() -> list[str]:
    storage.check()
    return (
        [f"{key} is missing" for key in photos.missing_files()]
        + [f"{key} is missing" for key in advice_pictures.files.missing_files()]
        + conversations.photos_have_their_files()
        + returns.photos_have_their_files()
        + reviews.photos_have_their_files()
        + slips.photos_have_their_files()
        + [f"{file} is missing" for file in consent_photos.missing_files()]
    )


def lines_know_their_codes() -> list[str]:
    """The code that brought an order's line was printed once, for the group whose order it is."""
    asked = select(OrderLine.id).join(Order).outerjoin(ShortCode, ShortCode.id == OrderLine.code_id)
    asked = asked.where(OrderLine.code_id.is_not(None), (ShortCode.id.is_(None)) | (ShortCode.group_id != Order.group_id))
    return [f"line {line_id} came by a code that is not its group's" for line_id in db.session.scalars(asked.limit(20))]


def keys_open_what_is_sealed() -> list[str]:
    """The oldest and the newest of each encrypted column: a key that was taken away too early is missed by the old ones."""
    problems = []
    for table in db.metadata.sorted_tables:
        order = list(table.primary_key.columns)
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                raw = select(cast(literal_column(f"{table.name}.{column.name}"), LargeBinary)).where(column.is_not(None))
                for newest in (False, True):
                    asked = raw.select_from(table).order_by(*(key.desc() if newest else key for key in order)).limit(SAMPLE)
                    locked = sum(not _opens(sealed) for sealed in db.session.scalars(asked))
                    problems += [f"{locked} values of {table.name}.{column.name} do not open with DATA_KEYS"] * bool(locked)
    return sorted(set(problems))


def _opens(sealed: bytes) -> bool:
    try:
        vault.decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


CHECKS: dict[str, Callable[[], list[str]]] = {
    "database": database_is_sound,
    "migrations": migrations_are_at_head,
    "triggers": triggers_stand,
    **sealing.CHECKS,
    **fairs.CHECKS,
    "codes of lines": lines_know_their_codes,
    **orders.CHECKS,
    **conversations.CHECKS,
    **wholesale.CHECKS,
    **returns.CHECKS,
    **recalls.CHECKS,
    **reports.CHECKS,
    **reviews.CHECKS,
    **payments.CHECKS,
    **slips.CHECKS,
    **booth.CHECKS,
    **payouts.CHECKS,
    **impact.CHECKS,
    **notices.CHECKS,
    "outbox": outbox_is_worked,
    "listing": listing_is_derived,
    "search": search_finds_what_is_published,
    "photos": photos_have_their_files,
    "share pictures": share_pictures.missing_files,
    "keys": keys_open_what_is_sealed,
}
