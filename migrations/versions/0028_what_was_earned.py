"""What the market earned for whom: figures counted of the ledger, targets, and what the public was told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _known(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _json() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _group(**options: object) -> sa.Column:
    return sa.Column("group_id", sa.Integer(), nullable=False, **options)


def _of_group(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f(f"fk_{table}_group_id"), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "impact_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        _group(),
        sa.Column("channel", _known("online", "booth", "fair", name="channel_known"), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=True),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("satang", sa.BigInteger(), nullable=False),
        _of_group("impact_months"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_months")),
    )
    whole = ["month", "group_id", "channel", "fair_id", "orders", "pieces", "satang"]
    op.create_index("ix_impact_months_whole", "impact_months", whole)
    op.create_index(op.f("ix_impact_months_group_id_impact_months_month"), "impact_months", ["group_id", "month"])
    op.create_table(
        "impact_groups",
        _group(),
        sa.Column("first_sale_on", sa.Date(), nullable=False),
        sa.Column("last_sale_on", sa.Date(), nullable=False),
        _of_group("impact_groups"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_impact_groups")),
    )
    op.create_table(
        "impact_buyers",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("buyers", sa.Integer(), nullable=False),
        sa.Column("repeat_buyers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_impact_buyers")),
    )
    op.create_table(
        "impact_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("aim", _known("income", "selling_groups", "first_sales", name="aim_known"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _moment("set_at"),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_impact_targets_some")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_targets")),
        sa.UniqueConstraint("year", "aim", name=op.f("uq_impact_targets_year_aim")),
    )
    op.create_table(
        "impact_years",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        _moment("published_at"),
        sa.Column("content", _json(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_impact_years")),
    )
    op.create_table(
        "impact_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("counted_at"),
        sa.Column("people_on", sa.Date(), nullable=True),
        sa.Column("people", _json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_counts")),
    )


def downgrade() -> None:
    for table in ("impact_counts", "impact_years", "impact_targets", "impact_buyers", "impact_groups", "impact_months"):
        op.drop_table(table)
