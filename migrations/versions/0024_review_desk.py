"""The review desk: rules of the checklist, examples, second looks, holidays, and prints that find copies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = "status IN ('waiting', 'talk')"


def upgrade() -> None:
    for name in ("examples", "before", "after"):
        op.add_column("decisions", sa.Column(name, JSON, nullable=False, server_default="{}"))
    op.create_index(op.f("ix_decisions_decided_at"), "decisions", ["decided_at"])
    _checklist_rules()
    _advice_pictures()
    _second_looks()
    op.create_table(
        "desk_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bulk_kinds", JSON, nullable=False),
        sa.Column("bulk_price_percent", sa.Integer(), nullable=False),
        sa.Column("second_look_percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_desk_settings_one_row")),
        sa.CheckConstraint("second_look_percent BETWEEN 0 AND 100", name=op.f("ck_desk_settings_share")),
        sa.CheckConstraint("bulk_price_percent BETWEEN 1 AND 100", name=op.f("ck_desk_settings_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_settings")),
    )
    op.create_table(
        "office_holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_holiday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_office_holidays")),
    )
    _prints("photo_prints", "photo_id", "photos")
    _prints("text_prints", "revision_id", "product_revisions")


def _checklist_rules() -> None:
    op.create_table(
        "checklist_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", _known("submissionkind_known", "group", "product", "price"), nullable=False),
        sa.Column("categories", JSON, nullable=False),
        sa.Column("subcategories", JSON, nullable=False),
        sa.Column("needs_serial", sa.Boolean(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("text_en", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_rules")),
        sa.UniqueConstraint("key", name=op.f("uq_checklist_rules_key")),
    )
    op.create_index(op.f("ix_checklist_rules_position_checklist_rules_id"), "checklist_rules", ["position", "id"])


def _advice_pictures() -> None:
    op.create_table(
        "advice_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrase_id", sa.Integer(), nullable=True),
        sa.Column("file_key", sa.String(length=40), nullable=False),
        sa.Column("widths", JSON, nullable=False),
        sa.Column("dominant_colour", sa.String(length=7), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["phrase_id"], ["advice_phrases.id"], name=op.f("fk_advice_pictures_phrase_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_pictures")),
        sa.UniqueConstraint("file_key", name=op.f("uq_advice_pictures_file_key")),
    )
    op.create_index(op.f("ix_advice_pictures_phrase_id"), "advice_pictures", ["phrase_id"])


def _second_looks() -> None:
    op.create_table(
        "second_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("status", _known("lookstatus_known", "waiting", "agreed", "talk", "stands", "again"), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by", sa.Integer(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_second_looks_submission_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_looks")),
    )
    op.create_index(op.f("ix_second_looks_status_second_looks_id"), "second_looks", ["status", "id"])
    op.create_index(op.f("ix_second_looks_submission_id"), "second_looks", ["submission_id"])
    is_open = sa.text(OPEN)
    op.create_index(
        "uq_second_looks_open", "second_looks", ["submission_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


def _prints(table: str, key: str, of: str) -> None:
    bands = [f"band_{place}" for place in range(4)]
    op.create_table(
        table,
        sa.Column(key, sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seal", sa.BigInteger(), nullable=False),
        *(sa.Column(band, sa.Integer(), nullable=False) for band in bands),
        sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{table}_{key}"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
    )
    for band in bands:
        op.create_index(op.f(f"ix_{table}_{band}"), table, [band])


def _known(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=40, name=name)


def downgrade() -> None:
    for table in ("text_prints", "photo_prints", "office_holidays", "desk_settings"):
        op.drop_table(table)
    for table in ("second_looks", "advice_pictures", "checklist_rules"):
        op.drop_table(table)
    op.drop_index(op.f("ix_decisions_decided_at"), "decisions")
    for name in ("after", "before", "examples"):
        op.drop_column("decisions", name)
