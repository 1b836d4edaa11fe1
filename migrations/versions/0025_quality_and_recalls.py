"""What is counted of groups at night, trainings, and recalls with whom they were told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATUSES = ("standing", "closed", "reversed")


def _json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False)


def _moment(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _number(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "group_qualities",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        _number("mean_score"),
        _number("product_count"),
        _number("open_advice"),
        _json("needs"),
        _json("lowest"),
        _moment("counted_at", nullable=False),
        sa.CheckConstraint("mean_score BETWEEN 0 AND 100", name=op.f("ck_group_qualities_score_of_hundred")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_group_qualities_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_qualities")),
    )
    op.create_index(op.f("ix_group_qualities_mean_score_group_qualities_group_id"), "group_qualities", ["mean_score", "group_id"])
    op.create_index(op.f("ix_group_qualities_open_advice_group_qualities_group_id"), "group_qualities", ["open_advice", "group_id"])
    _create_trainings()
    _create_recalls()


def _create_trainings() -> None:
    op.create_table(
        "trainings",
        _number("id"),
        _text("title", 160),
        _text("title_en", 160),
        _json("helps"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        _text("hours", 80),
        _text("place", 200),
        sa.Column("district_code", sa.String(length=4), nullable=True),
        _number("seats", nullable=True),
        sa.Column("enrol_phone", sa.String(length=16), nullable=True),
        _text("enrol_url", 300),
        _text("enrol_words", 300),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        _moment("created_at", nullable=False),
        _number("created_by", nullable=True),
        _moment("cancelled_at"),
        _number("told_until"),
        _number("told_count"),
        _moment("told_at"),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_trainings_ends_after_it_starts")),
        sa.CheckConstraint("shown_until <= ends_on", name=op.f("ck_trainings_shown_until_it_ends")),
        sa.CheckConstraint("seats IS NULL OR seats > 0", name=op.f("ck_trainings_seats_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
    )
    op.create_index(op.f("ix_trainings_shown_until"), "trainings", ["shown_until"])
    op.create_table(
        "training_interests",
        _number("id"),
        _number("training_id"),
        _number("group_id"),
        _moment("said_at", nullable=False),
        _number("said_by", nullable=True),
        sa.ForeignKeyConstraint(
            ["training_id"], ["trainings.id"], name=op.f("fk_training_interests_training_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_training_interests_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_interests")),
        sa.UniqueConstraint("training_id", "group_id", name=op.f("uq_training_interests_training_id_group_id")),
    )
    op.create_index(op.f("ix_training_interests_group_id"), "training_interests", ["group_id"])


def _create_recalls() -> None:
    known = sa.Enum(*STATUSES, name="recallstatus_known", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "recalls",
        _number("id"),
        _number("product_id"),
        _number("group_id"),
        _text("title", 200),
        _text("title_en", 200),
        _text("group_name", 200),
        _text("group_name_en", 200),
        sa.Column("status", known, nullable=False),
        _text("reason", 300),
        _text("reason_en", 300),
        _text("hazard", 300),
        _text("hazard_en", 300),
        _text("batch", 120),
        sa.Column("sold_from", sa.Date(), nullable=False),
        sa.Column("sold_until", sa.Date(), nullable=False),
        _json("todo"),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        _moment("recalled_at", nullable=False),
        _number("recalled_by", nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        _moment("answered_at"),
        _number("answered_by", nullable=True),
        _moment("ended_at"),
        _number("ended_by", nullable=True),
        _text("outcome", 300),
        _text("outcome_en", 300),
        _text("correction", 300),
        _text("correction_en", 300),
        _number("told_until"),
        _number("told_count"),
        _moment("told_at"),
        sa.CheckConstraint("sold_until >= sold_from", name=op.f("ck_recalls_sold_until_after_from")),
        sa.CheckConstraint("(status = 'standing') = (ended_at IS NULL)", name=op.f("ck_recalls_ended_has_a_time")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_recalls_product_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_recalls_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
    )
    op.create_index(op.f("ix_recalls_product_id"), "recalls", ["product_id"])
    op.create_index(op.f("ix_recalls_group_id_recalls_id"), "recalls", ["group_id", "id"])
    op.create_table(
        "recall_tellings",
        _number("id"),
        _number("recall_id"),
        _text("buyer_fingerprint", 64),
        _number("order_id"),
        _moment("corrected_at"),
        sa.ForeignKeyConstraint(
            ["recall_id"], ["recalls.id"], name=op.f("fk_recall_tellings_recall_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_recall_tellings_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_tellings")),
        sa.UniqueConstraint(
            "recall_id", "buyer_fingerprint", name=op.f("uq_recall_tellings_recall_id_buyer_fingerprint")
        ),
    )


def downgrade() -> None:
    for table in ("recall_tellings", "recalls", "training_interests", "trainings", "group_qualities"):
        op.drop_table(table)
