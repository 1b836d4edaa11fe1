"""Slips that move to the order they pay, how often a buyer objected, and where a purchase was placed from."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slips", sa.Column("objections", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("slips", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("purchases", sa.Column("network", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("purchases") as table:
        table.drop_column("network")
    with op.batch_alter_table("slips") as table:
        table.drop_column("moved_at")
        table.drop_column("objections")
