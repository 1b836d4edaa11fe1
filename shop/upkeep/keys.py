"""Everything secret put under the newest of `DATA_KEYS`, so that an older one can be taken away.

In batches, each in a transaction of the caller's; a value that changed meanwhile is left as it was written, by the newest
key. Killed in the middle, the next run goes on. What finds a secret again (its fingerprint) is made anew where the secret itself
stands beside it; those of guests without an address stay as they are: they only count tries, and are forgotten.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import Column, LargeBinary, Table, literal, select, type_coerce, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from shop.audit.service import record
from shop.conversations.models import Question
from shop.groups.models import IncomeDetails
from shop.kernel.access import MARKET
from shop.kernel.database import db
from shop.kernel.secrets import Encrypted, vault
from shop.notices import addresses
from shop.notices.models import LineAddress
from shop.reports.models import Report
from shop.upkeep.actions import UpkeepAction
from shop.wholesale.models import WholesaleRequest

AT_ONCE = 200  # rows in a transaction


class Found(NamedTuple):
    """A fingerprint that can be made anew: of what, and in which form."""

    column: InstrumentedAttribute
    purpose: str
    form_of: Callable[[object], str | None]


FOUND_BY = (
    Found(IncomeDetails.promptpay_fingerprint, "promptpay", lambda row: row.promptpay_id),
    Found(IncomeDetails.bank_fingerprint, "bank_account", lambda row: row.bank_account and f"{row.bank_code}:{row.bank_account}"),
    Found(LineAddress.user_fingerprint, addresses.PURPOSE, lambda row: row.user_id),
    Found(Question.asker_fingerprint, "asker", lambda row: _person(row.account_id, row.asker_email, row.asker_phone)),
    Found(Report.reporter_fingerprint, "reporter", lambda row: _person(row.account_id, row.contact_email, row.contact_phone)),
    Found(WholesaleRequest.asker_fingerprint, "wholesale", lambda row: _person(row.account_id, row.asker_phone)),
)


class Progress(NamedTuple):
    """One batch: of what, how many were looked at and how many renewed."""

    name: str
    seen: int
    renewed: int


def batches() -> Iterator[Callable[[], Progress]]:
    """Steps, each to be called once in a transaction: every encrypted column, then what they are found by."""
    for table in db.metadata.sorted_tables:
        if columns := [column for column in table.columns if isinstance(column.type, Encrypted)]:
            yield from _steps(table, lambda ids, table=table, columns=columns: _seal_anew(table, columns, ids))
    for found in FOUND_BY:
        table = found.column.class_.__table__
        yield from _steps(table, lambda ids, found=found: _find_anew(found, ids))


def record_rotation(seen: int, renewed: int) -> None:
    """Into the audit, in the caller's transaction."""
    record(MARKET, UpkeepAction.ROTATE_KEYS, "market", 1, seen=seen, renewed=renewed)


def _steps(table: Table, step: Callable[[list[int]], Progress]) -> Iterator[Callable[[], Progress]]:
    [key] = table.primary_key.columns
    last = -1
    while ids := list(db.session.scalars(select(key).where(key > last).order_by(key).limit(AT_ONCE))):
        yield lambda ids=ids: step(ids)
        last = ids[-1]


def _seal_anew(table: Table, columns: list[Column], ids: list[int]) -> Progress:
    [key] = table.primary_key.columns
    sealed = [type_coerce(column, LargeBinary).label(column.name) for column in columns]
    seen = renewed = 0
    for row in db.session.execute(select(key, *sealed).where(key.in_(ids))).all():
        for column, before in zip(columns, row[1:], strict=True):
            seen += before is not None
            if before is None or (after := vault.renewed(bytes(before))) is None:
                continue
            as_read = type_coerce(column, LargeBinary) == bytes(before)
            changed = update(table).where(key == row[0], as_read).values({column.name: literal(after, LargeBinary)})
            renewed += db.session.execute(changed).rowcount
    return Progress(table.name, seen, renewed)


def _find_anew(found: Found, ids: list[int]) -> Progress:
    model = found.column.class_
    [key] = model.__table__.primary_key.columns
    renewed = 0
    for row in db.session.scalars(select(model).where(key.in_(ids))).all():
        form, before = found.form_of(row), getattr(row, found.column.key)
        if not form or before is None or (after := vault.fingerprint(found.purpose, form)) == before:
            continue
        changed = update(model).where(key == getattr(row, key.key), found.column == before).values({found.column.key: after})
        try:
            with db.session.begin_nested():
                renewed += db.session.execute(changed.execution_options(synchronize_session=False)).rowcount
        except IntegrityError:
            continue  # the same person is there a second time, under the newer key
    return Progress(f"{model.__table__.name} by {found.column.key}", len(ids), renewed)


def _person(account_id: int | None, *given: str | None) -> str | None:
    """As those rooms name who asked: an account, or else the first address that was given."""
    return f"account {account_id}" if account_id else next(filter(None, given), None)
