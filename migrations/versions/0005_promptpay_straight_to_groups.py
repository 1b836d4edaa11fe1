"""PromptPay straight to each group: who takes it and under which id, where an order's money goes, and slips."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def refuse_to_forget_money() -> None:
    """The market before this cannot say what was paid so: the books of it are not thrown away by a downgrade."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM ledger_transactions WHERE kind = 'promptpay_income'")):
        raise RuntimeError("buyers have paid groups by PromptPay: restore a backup of the older market instead")


def upgrade() -> None:
    with op.batch_alter_table("groups") as table:
        table.add_column(sa.Column("accepts_promptpay", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    with op.batch_alter_table("group_income_details") as table:
        table.add_column(sa.Column("biller_id", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("payments") as table:
        table.add_column(sa.Column("pay_to", sa.LargeBinary(), nullable=True))
    op.create_table(
        "slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting", "confirmed", "denied", name="slipstatus_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("is_late", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("widths", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("trans_ref", sa.String(length=40), nullable=True),
        sa.Column("sending_bank", sa.String(length=3), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at_office_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name=op.f("ck_slips_decided_once")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_slips_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint("key", name=op.f("uq_slips_key")),
        sa.UniqueConstraint("order_id", "digest", name=op.f("uq_slips_order_id_digest")),
        sa.UniqueConstraint("trans_ref", name=op.f("uq_slips_trans_ref")),
    )
    op.create_index(op.f("ix_slips_status_slips_acts_at"), "slips", ["status", "acts_at"])


def downgrade() -> None:
    refuse_to_forget_money()
    op.drop_index(op.f("ix_slips_status_slips_acts_at"), "slips")
    op.drop_table("slips")
    with op.batch_alter_table("payments") as table:
        table.drop_column("pay_to")
    with op.batch_alter_table("group_income_details") as table:
        table.drop_column("biller_id")
    with op.batch_alter_table("groups") as table:
        table.drop_column("accepts_promptpay")
