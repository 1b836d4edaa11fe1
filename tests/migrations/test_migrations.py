"""The migrations make the tables that the models mean, take them away again with data in them, and keep their guards."""

from collections.abc import Iterator
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, Integer, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from shop.app import create_app
from shop.catalogue.models import Photo, Product, ProductRevision, StandardKind
from shop.groups.models import Group
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import UtcDateTime, db, transaction
from shop.kernel.secrets import Encrypted
from shop.kernel.triggers import APPEND_ONLY, missing_triggers
from shop.moderation.models import Submission
from shop.payments.models import Payment
from shop.people.models import Account
from tests.databases import SECRETS
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.moderation import given_a_decision, given_a_submitted_product
from tests.factories.orders import given_an_order
from tests.factories.people import given_an_official


@pytest.fixture
def migrated(empty_database, tmp_path) -> Iterator[Flask]:
    """An application whose database the migrations made."""
    app = create_app({"DATABASE_URL": empty_database, "INSTANCE_PATH": str(tmp_path / "instance"), **SECRETS})
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def given_a_row_in_every_table() -> None:
    """By the factories where there are some, by its columns' types where there are none."""
    with transaction():
        official = given_an_official()
        group = given_a_group()
        product = given_a_product(group)
        given_a_photo(group)
        order = given_an_order(group, product, status="received")
        fair = given_a_fair()
        given_an_exhibit(fair, product)
        given_a_decision(given_a_submitted_product())
        outbox.beat()
        db.session.flush()
        ids = {
            "accounts": official.id,
            "fairs": fair.id,
            "groups": group.id,
            "products": product.id,
            "product_revisions": product.published_revision_id,
            "photos": db.session.scalar(select(func.min(Photo.id))),
            "orders": order.id,
            "order_lines": order.lines[0].id,
            "payments": db.session.scalar(select(func.min(Payment.id))),
            "submissions": db.session.scalar(select(func.min(Submission.id))),
            "variants": product.variants[0].id,
        }
        for table in db.metadata.sorted_tables:
            if not count(table):
                db.session.execute(insert(table), [a_row_of(table, ids)])
                key = table.primary_key.columns.values()[0]
                ids[table.name] = db.session.scalar(select(func.max(key)))


def a_row_of(table: Table, ids: dict[str, int]) -> dict[str, object]:
    """Something that its columns take."""
    row: dict[str, object] = {}
    for column in table.columns:
        counts_itself = column.primary_key and not column.foreign_keys and isinstance(column.type, Integer)
        if column.nullable or counts_itself:
            continue
        (reference,) = column.foreign_keys or (None,)
        kind = column.type
        if reference is not None:
            row[column.name] = ids[reference.column.table.name]
        elif isinstance(kind, UtcDateTime):
            row[column.name] = now()
        elif isinstance(kind, Encrypted):
            row[column.name] = {}
        elif getattr(kind, "enums", None):
            row[column.name] = StandardKind.OTOP if StandardKind.OTOP in kind.enums else kind.enums[0]
        else:
            row[column.name] = {int: 1, str: "x", bool: False, date: date(2024, 1, 23), dict: {}, object: []}[kind.python_type]
    return row


UNMODELLED = ("alembic_version", "search_tokens")  # the index of search is the database's own, see shop/search/models.py


def count(table: Table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def test_the_migrations_end_where_the_models_stand(migrated):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, db.metadata) if not any(own in str(one) for own in UNMODELLED)]

    assert differences == []


def test_every_check_of_the_models_is_made_and_kept(migrated):
    """Neither Alembic's comparison nor its batch mode knows of CHECKs."""
    made = checks_of(db.engine)
    with migrated.app_context():
        downgrade(revision="base")
        db.session.remove()
        db.create_all()
        meant = checks_of(db.engine)
        db.drop_all()

    assert made == meant
    assert len(meant) > 40


def checks_of(engine: Engine) -> set[tuple[str, str, str]]:
    asked = inspect(engine)
    return {
        (table, check["name"], "".join(check["sqltext"].split()).replace('"', ""))
        for table in db.metadata.tables
        for check in asked.get_check_constraints(table)
    }


def test_down_to_nothing_and_up_again_with_data_in_every_table(migrated):
    given_a_row_in_every_table()
    assert [table.name for table in db.metadata.sorted_tables if not count(table)] == []
    db.session.rollback()

    downgrade(revision="base")

    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}

    upgrade()

    there = {name for name in inspect(db.engine).get_table_names() if not name.startswith("search_tokens")}
    assert there == {*db.metadata.tables, "alembic_version"}
    given_a_row_in_every_table()
    with db.engine.connect() as connection:
        assert missing_triggers(connection) == set()


def test_an_upgrade_that_has_nothing_to_do_keeps_the_data_and_its_guards(migrated):
    given_a_row_in_every_table()
    before = {table.name: count(table) for table in db.metadata.sorted_tables}
    db.session.rollback()

    upgrade()

    assert {table.name: count(table) for table in db.metadata.sorted_tables} == before
    assert missing_triggers(db.session.connection()) == set()


CHANGES = {
    "update": "UPDATE {table} SET id = id",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = excluded.id",
}


def test_what_is_append_only_takes_neither_change_nor_loss(migrated):
    given_a_row_in_every_table()
    only = {"sqlite": "truncate", "postgresql": "replace"}[db.engine.dialect.name]  # what the other's SQL does not know
    for table in APPEND_ONLY:
        before = list(db.session.execute(text(f"SELECT * FROM {table} ORDER BY id")))
        assert before
        for name, change in CHANGES.items():
            if name == only:
                continue
            with pytest.raises(DBAPIError, match="append-only"):
                db.session.execute(text(change.format(table=table)))
            db.session.rollback()
        assert list(db.session.execute(text(f"SELECT * FROM {table} ORDER BY id"))) == before


def test_the_references_that_close_a_circle_hold(migrated):
    given_a_row_in_every_table()
    for table, column in ((Group, "published_profile_id"), (Product, "published_revision_id")):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(db.update(table).values({column: 4711}))
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(db.update(ProductRevision).values(product_id=4711).execution_options(synchronize_session=False))
    assert db.session.scalar(select(func.count(Account.id)))


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ["products", "product_revisions", "revision_standards", "photos"])
def test_deleting_one_reads_no_table_of_the_catalogue_from_end_to_end(migrated, table):
    """The database asks each table that refers to the row, as the night's sweep of photos does a thousand times."""
    asked = db.session.execute(text(f"EXPLAIN QUERY PLAN DELETE FROM {table} WHERE id = 1"))

    read_whole = {step.detail.removeprefix("SCAN ").split()[0] for step in asked if step.detail.startswith("SCAN")}
    assert not read_whole & {"products", "product_revisions", "revision_standards", "revision_photos", "variants", "photos"}
