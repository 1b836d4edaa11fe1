"""Sales at booths, what they leave to be reconciled, and cash from hand to hand."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

METHODS_BEFORE = ("cod", "pickup", "promptpay", "stripe")
METHODS = ("cash", *METHODS_BEFORE)
PAID_BY = {"orders": "payment_method", "payments": "method"}
OPEN = sa.text("settled_at IS NULL")


def refuse_to_forget_money() -> None:
    """The market before this cannot say what was paid so: the books of it are not thrown away by a downgrade."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM orders WHERE payment_method = 'cash'")):
        raise RuntimeError("groups have sold for cash at their booths: restore a backup of the older market instead")


def allow(methods: tuple[str, ...]) -> None:
    """These ways to pay, and no other."""
    for table, column in PAID_BY.items():
        name = f"ck_{table}_paymentmethod_known"
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), sa.text(f"{column} IN ({', '.join(map(repr, methods))})"))


def upgrade() -> None:
    allow(METHODS)
    op.create_table(
        "booth_sales",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_typed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booth_sales_fair_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_booth_sales_group_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_booth_sales_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_sales")),
        sa.UniqueConstraint("group_id", "client_id", name=op.f("uq_booth_sales_group_id_client_id")),
        sa.UniqueConstraint("order_id", name=op.f("uq_booth_sales_order_id")),
    )
    op.create_index(op.f("ix_booth_sales_fair_id_booth_sales_group_id"), "booth_sales", ["fair_id", "group_id"])
    op.create_table(
        "booth_clashes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "short", "off_sale", "wrong_time", name="clashkind_known", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'short') = (quantity > 0) AND quantity >= 0", name=op.f("ck_booth_clashes_short_of_some")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_booth_clashes_group_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["booth_sales.id"], name=op.f("fk_booth_clashes_sale_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_booth_clashes_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_clashes")),
    )
    op.create_index("ix_booth_clashes_open", "booth_clashes", ["group_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(op.f("ix_booth_clashes_sale_id"), "booth_clashes", ["sale_id"])


def downgrade() -> None:
    refuse_to_forget_money()
    op.drop_table("booth_clashes")
    op.drop_table("booth_sales")
    allow(METHODS_BEFORE)
