"""The life of a batch: a file taken in, read by a job, answered, saved by a job, or put away. Undoing is a drawer of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update

from shop.evidence.photos import DELETE_FILES
from shop.exhibitors import keeping
from shop.exhibitors.models import BatchStatus, ImportBatch, RememberedColumn
from shop.exhibitors.planning import Counts
from shop.exhibitors.reading import BadFile, CellKey, Meaning
from shop.fairs.models import Fair
from shop.kernel.access import OFFICE_ROLES, PERMISSIONS, Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.codes import new_code
from shop.kernel.database import db, insert
from shop.kernel.outbox import enqueue
from shop.kernel.refusals import LostRace, NotAllowed
from shop.kernel.thai import normalise

READ, SAVE = "exhibitors.read", "exhibitors.save"
MARKET_MOVED, BROKEN_OFF = "market_moved", "broken_off"
UNSAVED = (BatchStatus.READING, BatchStatus.READY, BatchStatus.FAILED)


@dataclass(frozen=True)
class Answers:
    """What somebody said of a list, by (sheet, column letter) and by cell."""

    columns: Mapping[tuple[str, str], Meaning] = field(default_factory=dict)
    cuts: Mapping[CellKey, bool] = field(default_factory=dict)
    prices: Mapping[CellKey, int | None] = field(default_factory=dict)
    matches: Mapping[CellKey, int | None] = field(default_factory=dict)


def begin(fair: Fair, filename: str, content_digest: str, size_bytes: int, file_key: str | None, actor: Actor) -> ImportBatch:
    """A list whose file is stored already; a job reads it. Raises NotAllowed."""
    may_import(actor)
    batch = ImportBatch(
        code=new_code(),
        fair_id=fair.id,
        office=office_of(actor),
        made_by=actor.id,
        changed_by=actor.id,
        filename=filename[-200:],
        size_bytes=size_bytes,
        digest=content_digest,
        file_key=file_key,
    )
    db.session.add(batch)
    db.session.flush()
    if file_key:
        enqueue(READ, {"batch_id": batch.id, "version": batch.version})
    return batch


def answer(batch: ImportBatch, version: int, said: Answers, actor: Actor) -> None:
    """Have it read again with what somebody said of the `version` they looked at. Raises NotAllowed, LostRace."""
    may_import(actor)
    old = answers_of(batch)
    merged = {
        "columns": _listed({**old.columns, **said.columns}),
        "cuts": _listed({**old.cuts, **said.cuts}),
        "prices": _listed({**old.prices, **said.prices}),
        "matches": _listed({**old.matches, **said.matches}),
    }
    _turn(batch, version, (BatchStatus.READY,), status=BatchStatus.READING, fault="", changed_by=actor.id, **merged)
    enqueue(READ, {"batch_id": batch.id, "version": version + 1})


def ask_to_save(batch: ImportBatch, version: int, actor: Actor) -> None:
    """Raises NotAllowed, LostRace: answered, saved or put away meanwhile."""
    may_import(actor)
    values = {"status": BatchStatus.SAVING, "fault": "", "saved_by": actor.id}
    saving = update(ImportBatch).where(*_standing(batch.id, version, (BatchStatus.READY,))).values(**values)
    if db.session.execute(saving.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace
    enqueue(SAVE, {"batch_id": batch.id, "version": version})


def discard(batch: ImportBatch, actor: Actor) -> None:
    """Put it away with its file; nothing was saved. Raises NotAllowed, LostRace."""
    may_import(actor)
    here = (ImportBatch.id == batch.id, ImportBatch.status.in_(UNSAVED))
    values = {"status": BatchStatus.DISCARDED, "file_key": None, "changed_by": actor.id}
    gone = update(ImportBatch).where(*here).values(**values).execution_options(synchronize_session=False)
    file_key, version = batch.file_key, batch.version
    if db.session.execute(gone).rowcount != 1:
        raise LostRace
    _forget_files(file_key, version)


def remember_columns(office: Role, meanings: Mapping[str, Meaning], actor: Actor) -> None:
    """What this office says that columns of these headers mean."""
    for header, meaning in meanings.items():
        kept = {"office": office, "header": normalise(header)[:200], "meaning": meaning, "said_at": now(), "said_by": actor.id}
        said = {name: kept[name] for name in ("meaning", "said_at", "said_by")}
        if kept["header"]:
            upsert = insert(RememberedColumn).values(**kept)
            db.session.execute(upsert.on_conflict_do_update(index_elements=["office", "header"], set_=said))


# Reads


def batch_by_code(fair_id: int, code: str) -> ImportBatch | None:
    asked = select(ImportBatch).where(ImportBatch.fair_id == fair_id, ImportBatch.code == code)
    return db.session.scalar(asked.execution_options(populate_existing=True))


def batches_of(fair_id: int, limit: int = 50) -> list[ImportBatch]:
    """Newest first, without those that were put away."""
    asked = select(ImportBatch).where(ImportBatch.fair_id == fair_id, ImportBatch.status != BatchStatus.DISCARDED)
    return list(db.session.scalars(asked.order_by(ImportBatch.id.desc()).limit(limit)))


def saved_before(batch: ImportBatch) -> ImportBatch | None:
    """The same file, saved at the same fair already."""
    same = (ImportBatch.fair_id == batch.fair_id, ImportBatch.digest == batch.digest, ImportBatch.id != batch.id)
    asked = select(ImportBatch).where(*same, ImportBatch.status == BatchStatus.SAVED)
    return db.session.scalar(asked.order_by(ImportBatch.id.desc()).limit(1))


def answers_of(batch: ImportBatch) -> Answers:
    return Answers(
        {(sheet, letter): Meaning(meaning) for sheet, letter, meaning in batch.columns},
        *(
            {(sheet, row, letter): said for sheet, row, letter, said in kept}
            for kept in (batch.cuts, batch.prices, batch.matches)
        ),
    )


def remembered_by(office: Role) -> dict[str, Meaning]:
    """By header in normal form."""
    asked = select(RememberedColumn.header, RememberedColumn.meaning).where(RememberedColumn.office == office)
    return dict(db.session.execute(asked).all())


def office_of(actor: Actor) -> Role:
    able = (role for role in actor.roles & (OFFICE_ROLES | {Role.MARKET}) if Permission.FAIR_MANAGE in PERMISSIONS[role])
    return min(able, default=Role.MARKET)


def may_import(actor: Actor) -> None:
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)


# Told by the jobs


def batch_to_work(batch_id: int, version: int, status: BatchStatus) -> ImportBatch | None:
    """None where it was answered again, worked or put away meanwhile."""
    asked = select(ImportBatch).where(*_standing(batch_id, version, (status,)))
    return db.session.scalar(asked.execution_options(populate_existing=True))


def record_progress(batch_id: int, version: int, done: int, total: int) -> None:
    _write(batch_id, version, BatchStatus.READING, progress_done=min(done, total), progress_total=total)


def record_ready(batch_id: int, version: int, announced: Counts) -> bool:
    """Whether it was still waited for."""
    return _write(batch_id, version, BatchStatus.READING, status=BatchStatus.READY, announced=announced.as_dict())


def record_bad_file(batch_id: int, version: int, bad: BadFile) -> None:
    said = {"fault": bad.fault[:40], "fault_params": bad.params}
    _write(batch_id, version, BatchStatus.READING, status=BatchStatus.FAILED, **said)


def record_broken_off(batch_id: int, version: int) -> None:
    """The job was given up: of a list that was being saved nothing is kept, and somebody may ask again."""
    _write(batch_id, version, BatchStatus.READING, status=BatchStatus.FAILED, fault=BROKEN_OFF)
    _write(batch_id, version, BatchStatus.SAVING, status=BatchStatus.READY, fault=BROKEN_OFF)


def record_moved(batch: ImportBatch) -> None:
    """The market is not what it was when this was announced: it is read again, and somebody looks again."""
    version = batch.version
    _turn(batch, version, (BatchStatus.SAVING,), status=BatchStatus.READING, fault=MARKET_MOVED)
    enqueue(READ, {"batch_id": batch.id, "version": version + 1})


def record_saved(batch: ImportBatch, saved: Counts) -> None:
    """Raises LostRace."""
    file_key, version = batch.file_key, batch.version
    values = {"status": BatchStatus.SAVED, "saved": saved.as_dict(), "saved_at": now(), "file_key": None}
    if not _write(batch.id, version, BatchStatus.SAVING, **values):
        raise LostRace
    _forget_files(file_key, version)


def forget_unsaved(before: datetime) -> int:
    """Lists that nobody saved, with the telephone numbers in them; how many."""
    old = select(ImportBatch).where(
        ImportBatch.made_at < before, ImportBatch.status.in_(UNSAVED), ImportBatch.file_key.is_not(None)
    )
    batches = list(db.session.scalars(old.order_by(ImportBatch.id)))
    for batch in batches:
        _forget_files(batch.file_key, batch.version)
        batch.status, batch.file_key = BatchStatus.DISCARDED, None
    return len(batches)


def _forget_files(file_key: str | None, version: int) -> None:
    if file_key:
        enqueue(DELETE_FILES, {"files": keeping.files_of(file_key, version)})


def _turn(batch: ImportBatch, version: int, at: Sequence[BatchStatus], **values: object) -> None:
    """Begin the next version of it. Raises LostRace."""
    more = {"version": version + 1, "progress_done": 0, "progress_total": 0, "changed_by": batch.changed_by}
    turned = update(ImportBatch).where(*_standing(batch.id, version, at)).values(more | values)
    if db.session.execute(turned.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace


def _write(batch_id: int, version: int, at: BatchStatus, **values: object) -> bool:
    written = update(ImportBatch).where(*_standing(batch_id, version, (at,))).values(**values)
    return db.session.execute(written.execution_options(synchronize_session=False)).rowcount == 1


def _standing(batch_id: int, version: int, at: Iterable[BatchStatus]) -> tuple:
    return ImportBatch.id == batch_id, ImportBatch.version == version, ImportBatch.status.in_(tuple(at))


def _listed(said: Mapping[tuple, object]) -> list[list]:
    return [[*key, value] for key, value in said.items()]
