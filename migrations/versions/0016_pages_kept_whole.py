"""What changed of that which everybody may see; the triggers that write it are kept by migrations/env.py."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_changes",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "stamp", name=op.f("pk_page_changes")),
    )
    op.create_index("ix_page_changes_stamp", "page_changes", ["stamp"])


def downgrade() -> None:
    op.drop_index("ix_page_changes_stamp", table_name="page_changes")
    op.drop_table("page_changes")
