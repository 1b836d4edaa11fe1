"""Exhibitor lists brought in: one batch a file, what it made, and what an office once said of a column."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.exhibitors.reading import Meaning
from shop.fairs.models import Fair
from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column


class BatchStatus(StrEnum):
    READING = "reading"  # the job reads it, or reads it again after answers
    READY = "ready"  # somebody looks at what it would become
    SAVING = "saving"
    SAVED = "saved"
    UNDONE = "undone"
    FAILED = "failed"  # the file cannot be read: `fault` says why
    DISCARDED = "discarded"  # put away before anything was saved


class ImportBatch(db.Model):
    """A list of one fair, from the file to what it became.

    The file and what was read of it stand in `private/lists/<file_key>.*` until the batch is saved or put away. `version` goes up
    with every answer: what was read for an older one is thrown away, and of two officials at once only one is heard.
    """

    __tablename__ = "import_batches"
    __table_args__ = (
        Index(None, "fair_id", "id"),
        CheckConstraint("progress_done <= progress_total", name="progress_within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id", ondelete="CASCADE"))
    office: Mapped[Role] = mapped_column(enum_column(Role))  # whose columns are remembered; MARKET: the operator's terminal
    made_by: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    filename: Mapped[str] = mapped_column(String(200))
    size_bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the file
    file_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    status: Mapped[BatchStatus] = mapped_column(enum_column(BatchStatus), default=BatchStatus.READING)
    version: Mapped[int] = mapped_column(default=1)
    progress_done: Mapped[int] = mapped_column(default=0)  # groups compared with those that are known
    progress_total: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(40), default="")  # of BadFile; or why it went back to READY
    fault_params: Mapped[dict] = mapped_column(default=dict)

    # What people answered, by cell: [[sheet, column letter, meaning]], [[sheet, row, column, are several]],
    # [[sheet, row, column, satang or None]], [[sheet, row, column, group id or None]].
    columns: Mapped[list] = mapped_column(default=list)
    cuts: Mapped[list] = mapped_column(default=list)
    prices: Mapped[list] = mapped_column(default=list)
    matches: Mapped[list] = mapped_column(default=list)

    announced: Mapped[dict] = mapped_column(default=dict)  # counts by kind, as planning.Counts names them
    saved: Mapped[dict] = mapped_column(default=dict)
    changed_by: Mapped[int | None]
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]
    stayed: Mapped[dict] = mapped_column(default=dict)  # what an undoing left standing: counts by reason

    fair: Mapped[Fair] = relationship()


class MadeKind(StrEnum):
    GROUP = "group"
    PRODUCT = "product"
    BOOTH = "booth"
    BOOTH_MOVED = "booth_moved"  # `before` is the place that it had
    EXHIBIT = "exhibit"


class ImportedRow(db.Model):
    """One thing that a batch made, so that it can be unmade."""

    __tablename__ = "imported_rows"
    __table_args__ = (Index(None, "batch_id", "kind", "id"), Index(None, "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"))
    kind: Mapped[MadeKind] = mapped_column(enum_column(MadeKind))
    subject_id: Mapped[int]  # no reference: the row outlives what an undoing took away
    group_id: Mapped[int]  # whose it is
    before: Mapped[str] = mapped_column(String(300), default="")


class RememberedColumn(db.Model):
    """What an office said that a column of this header means: its next list is read so."""

    __tablename__ = "remembered_columns"
    __table_args__ = (UniqueConstraint("office", "header"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[Role] = mapped_column(enum_column(Role))
    header: Mapped[str] = mapped_column(String(200))  # in normal form
    meaning: Mapped[Meaning] = mapped_column(enum_column(Meaning))
    said_at: Mapped[datetime] = mapped_column(default=now)
    said_by: Mapped[int | None]
