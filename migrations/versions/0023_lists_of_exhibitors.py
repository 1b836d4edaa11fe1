"""Exhibitor lists brought in, what each made, what offices said of their columns; links by which groups are claimed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ROLES = (
    *("administrator", "buyer", "commerce_official", "community_official", "group_owner", "group_staff", "labour_official"),
    *("labour_volunteer", "listing_helper", "market", "order_helper", "social_official"),
)
STATUSES = ("reading", "ready", "saving", "saved", "undone", "failed", "discarded")
KINDS = ("group", "product", "booth", "booth_moved", "exhibit")
MEANINGS = (
    *("running_number", "group_name", "group_kind", "local_authority", "subdistrict", "district", "province", "address"),
    *("contact_name", "phone", "email", "line_id", "enterprise_number", "member_count", "booth", "zone", "product"),
    *("description", "category", "price", "unit", "stock", "standard", "date", "note", "ignored"),
)
OPEN = "claimed_at IS NULL AND withdrawn_at IS NULL"


def _known(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _text(name: str, length: int, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "import_batches",
        *(_number("id"), _text("code", 12), _number("fair_id")),
        sa.Column("office", _known(*ROLES, name="role_known"), nullable=False),
        *(_number("made_by", True), _moment("made_at", False), _text("filename", 200), _number("size_bytes")),
        *(_text("digest", 64), _text("file_key", 40, True)),
        sa.Column("status", _known(*STATUSES, name="batchstatus_known"), nullable=False),
        *(_number("version"), _number("progress_done"), _number("progress_total")),
        *(_text("fault", 40), _json("fault_params")),
        *(_json("columns"), _json("cuts"), _json("prices"), _json("matches"), _json("announced"), _json("saved")),
        *(_number("changed_by", True), _moment("saved_at"), _number("saved_by", True)),
        *(_moment("undone_at"), _number("undone_by", True), _json("stayed")),
        sa.CheckConstraint("progress_done <= progress_total", name=op.f("ck_import_batches_progress_within")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_import_batches_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
        sa.UniqueConstraint("code", name=op.f("uq_import_batches_code")),
        sa.UniqueConstraint("file_key", name=op.f("uq_import_batches_file_key")),
    )
    op.create_index(op.f("ix_import_batches_digest"), "import_batches", ["digest"])
    op.create_index(op.f("ix_import_batches_fair_id_import_batches_id"), "import_batches", ["fair_id", "id"])
    op.create_table(
        "imported_rows",
        *(_number("id"), _number("batch_id")),
        sa.Column("kind", _known(*KINDS, name="madekind_known"), nullable=False),
        *(_number("subject_id"), _number("group_id"), _text("before", 300)),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_imported_rows_batch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_rows")),
    )
    name = op.f("ix_imported_rows_batch_id_imported_rows_kind_imported_rows_id")
    op.create_index(name, "imported_rows", ["batch_id", "kind", "id"])
    op.create_index(op.f("ix_imported_rows_group_id"), "imported_rows", ["group_id"])
    op.create_table(
        "remembered_columns",
        _number("id"),
        sa.Column("office", _known(*ROLES, name="role_known"), nullable=False),
        _text("header", 200),
        sa.Column("meaning", _known(*MEANINGS, name="meaning_known"), nullable=False),
        *(_moment("said_at", False), _number("said_by", True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_columns")),
        sa.UniqueConstraint("office", "header", name=op.f("uq_remembered_columns_office_header")),
    )
    op.create_table(
        "group_claims",
        *(_number("id"), _number("group_id"), _text("digest", 64)),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        *(_number("made_by", True), _moment("made_at", False), _moment("expires_at", False), _moment("sent_at")),
        *(_number("notice_id", True), _moment("claimed_at"), _number("claimed_by", True), _moment("withdrawn_at")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_claims_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_claims")),
        sa.UniqueConstraint("digest", name=op.f("uq_group_claims_digest")),
    )
    op.create_index(op.f("ix_group_claims_group_id"), "group_claims", ["group_id"])
    is_open = {"sqlite_where": sa.text(OPEN), "postgresql_where": sa.text(OPEN)}
    op.create_index("uq_group_claims_open", "group_claims", ["group_id"], unique=True, **is_open)


def downgrade() -> None:
    op.drop_table("group_claims")
    op.drop_table("remembered_columns")
    op.drop_table("imported_rows")
    op.drop_table("import_batches")
