"""Money that adds up: payments by Stripe, refunds, disputes, and what an order's lines give back."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from shop.kernel.triggers import create_triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GUARDED = ("ledger_entries",)  # rebuilt here on SQLite


def one_of(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


PAYMENTS_BEFORE = {
    "ck_payments_paymentstatus_known": one_of("status", "pending", "paid", "cancelled"),
    "ck_payments_refunded_from_received": "",
}
PAYMENTS = {
    "ck_payments_paymentstatus_known": one_of("status", "pending", "paid", "expired", "failed", "cancelled", "mismatch"),
    "ck_payments_refunded_from_received": "refunded_satang BETWEEN 0 AND received_satang",
}
ENTRIES_BEFORE = {"ck_ledger_entries_ledgeraccount_known": one_of("account", "group_cash", "group_direct_income")}
ENTRIES = {
    "ck_ledger_entries_ledgeraccount_known": one_of(
        "account",
        *("group_cash", "group_direct_income", "stripe_clearing", "stripe_fees", "buyer_funds", "group_payable"),
        *("market_fee", "refunds", "unallocated", "disputed", "bank", "adjustments"),
    )
}
ORDERS = {
    "ck_orders_gives_back_at_most_all": (
        "called_off_satang >= 0 AND refunded_satang >= 0 AND called_off_satang + refunded_satang <= total_satang"
    ),
    "ck_orders_fee_is_a_share": "fee_basis_points BETWEEN 0 AND 10000",
}
LINES = {
    "ck_order_lines_gives_back_at_most_all": (
        "cancelled_quantity >= 0 AND returned_quantity >= 0 AND cancelled_quantity + returned_quantity <= quantity"
    )
}


@contextmanager
def altered(table: str, checks: dict[str, str] | None = None) -> Iterator[BatchOperations]:
    """A batch that also makes these CHECKs say what they are to say; an empty text takes one away."""
    checks = checks or {}
    standing = {check["name"] for check in sa.inspect(op.get_bind()).get_check_constraints(table)}
    with op.batch_alter_table(table) as batch:
        for name in standing.intersection(checks):
            batch.drop_constraint(op.f(name), type_="check")
        yield batch
        for name, said in checks.items():
            if said:
                batch.create_check_constraint(op.f(name), sa.text(said))


def refuse_to_forget_money() -> None:
    """The market before this knows no books for collected money: it is not thrown away by a downgrade."""
    known = ENTRIES_BEFORE["ck_ledger_entries_ledgeraccount_known"]
    if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM ledger_entries WHERE NOT ({known})")):  # noqa: S608 (our own words)
        raise RuntimeError("the ledger holds money collected by Stripe: restore a backup of the older market instead")


def upgrade() -> None:
    op.create_table(
        "provider_events",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
    )
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("amount_satang", sa.Integer(), nullable=False),
        sa.Column("fee_satang", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "won", "lost", name="disputestatus_known", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_disputes_some")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_disputes_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_disputes_provider_id")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disputes_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disputes_status_disputes_id"), ["status", "id"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("amount_satang", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "cancelled",
                "called_off",
                "returned",
                "returned_to_sender",
                "late",
                "mismatch",
                "outside",
                name="refundcause_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "pending",
                "succeeded",
                "failed",
                "owed",
                "settled",
                name="refundstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=True),
        sa.Column("failure", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_refunds_some")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("key", name=op.f("uq_refunds_key")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_refunds_provider_id")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_status_refunds_id"), ["status", "id"], unique=False)

    with altered("basket_items") as batch_op:
        batch_op.add_column(sa.Column("fair_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_basket_items_fair_id"), "fairs", ["fair_id"], ["id"], ondelete="SET NULL")

    with altered("groups") as batch_op:
        batch_op.add_column(sa.Column("accepts_stripe", sa.Boolean(), server_default=sa.true(), nullable=False))

    with altered("order_lines", LINES) as batch_op:
        batch_op.add_column(sa.Column("is_returnable", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("cancelled_quantity", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("returned_quantity", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("fair_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_order_lines_fair_id"), ["fair_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_order_lines_fair_id"), "fairs", ["fair_id"], ["id"])

    with altered("orders", ORDERS) as batch_op:
        batch_op.add_column(sa.Column("called_off_satang", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("refunded_satang", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("fee_basis_points", sa.Integer(), server_default="0", nullable=False))

    with altered("payments", PAYMENTS) as batch_op:
        batch_op.add_column(sa.Column("received_satang", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("refunded_satang", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("session_key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("session_requested_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("session_id", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("session_url", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirming_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("intent_id", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("instrument", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("fee_satang", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("late_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("failure", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_payments_intent_id"), ["intent_id"])
        batch_op.create_index(
            "uq_payments_of_whole_purchase",
            ["purchase_id"],
            unique=True,
            sqlite_where=sa.text("order_id IS NULL"),
            postgresql_where=sa.text("order_id IS NULL"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_payments_session_id"), ["session_id"])
        batch_op.create_unique_constraint(batch_op.f("uq_payments_session_key"), ["session_key"])

    op.execute("UPDATE payments SET received_satang = amount_satang WHERE status = 'paid'")
    with altered("ledger_entries", ENTRIES):
        pass
    create_triggers(op.get_bind(), GUARDED)


def downgrade() -> None:
    refuse_to_forget_money()
    with altered("ledger_entries", ENTRIES_BEFORE):
        pass
    create_triggers(op.get_bind(), GUARDED)
    with altered("payments", PAYMENTS_BEFORE) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_payments_session_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_payments_session_id"), type_="unique")
        batch_op.drop_index(
            "uq_payments_of_whole_purchase",
            sqlite_where=sa.text("order_id IS NULL"),
            postgresql_where=sa.text("order_id IS NULL"),
        )
        batch_op.drop_constraint(batch_op.f("uq_payments_intent_id"), type_="unique")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("failure")
        batch_op.drop_column("late_at")
        batch_op.drop_column("fee_satang")
        batch_op.drop_column("instrument")
        batch_op.drop_column("intent_id")
        batch_op.drop_column("confirming_at")
        batch_op.drop_column("called_off_at")
        batch_op.drop_column("hold_until")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("session_url")
        batch_op.drop_column("session_id")
        batch_op.drop_column("session_requested_at")
        batch_op.drop_column("session_key")
        batch_op.drop_column("refunded_satang")
        batch_op.drop_column("received_satang")

    with altered("orders", dict.fromkeys(ORDERS, "")) as batch_op:
        batch_op.drop_column("fee_basis_points")
        batch_op.drop_column("refunded_satang")
        batch_op.drop_column("called_off_satang")

    with altered("order_lines", dict.fromkeys(LINES, "")) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_order_lines_fair_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_order_lines_fair_id"))
        batch_op.drop_column("fair_id")
        batch_op.drop_column("returned_quantity")
        batch_op.drop_column("cancelled_quantity")
        batch_op.drop_column("is_returnable")

    with altered("groups") as batch_op:
        batch_op.drop_column("accepts_stripe")

    with altered("basket_items") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_basket_items_fair_id"), type_="foreignkey")
        batch_op.drop_column("fair_id")

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_status_refunds_id"))
        batch_op.drop_index(batch_op.f("ix_refunds_payment_id"))
        batch_op.drop_index(batch_op.f("ix_refunds_order_id"))

    op.drop_table("refunds")
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disputes_status_disputes_id"))
        batch_op.drop_index(batch_op.f("ix_disputes_payment_id"))

    op.drop_table("disputes")
    op.drop_table("provider_events")
