"""The words of the trade as the office changes them, and what was looked for and not found."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("main", sa.String(length=60), nullable=False),
        sa.Column("thai", sa.Text(), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("main", name=op.f("uq_search_words_main")),
    )
    op.create_table(
        "search_misses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_misses")),
        sa.UniqueConstraint("text", name=op.f("uq_search_misses_text")),
    )
    waiting = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_search_misses_waiting", "search_misses", ["times", "id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index(op.f("ix_search_misses_last_at"), "search_misses", ["last_at"])


def downgrade() -> None:
    op.drop_table("search_misses")
    op.drop_table("search_words")
