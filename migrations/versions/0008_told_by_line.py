"""Told by LINE: people's LINE, how each wants to be told, and deliveries by LINE or by telephone."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql
from alembic import op
from alembic.operations import BatchOperations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING_CALL = "channel = 'call' AND status = 'pending'"
BEFORE = {
    "ck_deliveries_channel_known": "channel IN ('email', 'sms')",
    "ck_deliveries_deliverystatus_known": "status IN ('pending', 'sent', 'failed', 'not_configured')",
}
NOW = {
    "ck_deliveries_channel_known": "channel IN ('line', 'email', 'sms', 'call')",
    "ck_deliveries_deliverystatus_known": "status IN ('pending', 'sent', 'failed', 'blocked', 'not_configured')",
}


@contextmanager
def deliveries(checks: dict[str, str]) -> Iterator[BatchOperations]:
    """A batch that also makes its CHECKs say this."""
    standing = {check["name"] for check in sa.inspect(op.get_bind()).get_check_constraints("deliveries")}
    with op.batch_alter_table("deliveries") as batch:
        for name in standing.intersection(checks):
            batch.drop_constraint(op.f(name), type_="check")
        yield batch
        for name, said in checks.items():
            batch.create_check_constraint(op.f(name), sa.text(said))


def upgrade() -> None:
    op.create_table(
        "line_addresses",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.LargeBinary(), nullable=False),
        sa.Column("user_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_line_addresses_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_line_addresses")),
        sa.UniqueConstraint("user_fingerprint", name=op.f("uq_line_addresses_user_fingerprint")),
    )
    op.create_table(
        "notice_settings",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ways", sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=True),
        sa.Column("quiet_until", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_notice_settings_quiet_hours_have_both_ends")
        ),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name=op.f("ck_notice_settings_quiet_hours_are_hours")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notice_settings_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_settings")),
    )
    with deliveries(NOW) as batch_op:
        batch_op.add_column(sa.Column("retry_key", sa.String(length=36), nullable=True))
    waiting = sa.text(WAITING_CALL)
    op.create_index("ix_deliveries_calls", "deliveries", ["notice_id"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    """The market before this has no words for what went by LINE or telephone: those rows go, their notices stay."""
    op.drop_index("ix_deliveries_calls", "deliveries")
    op.execute("DELETE FROM deliveries WHERE channel IN ('line', 'call')")
    with deliveries(BEFORE) as batch_op:
        batch_op.drop_column("retry_key")
    op.drop_table("notice_settings")
    op.drop_table("line_addresses")
