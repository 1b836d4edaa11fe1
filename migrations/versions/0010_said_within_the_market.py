"""Said within the market: questions about products, messages on orders."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                *("waiting", "public", "private", "taken_down"),
                name="questionstatus_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asker_email", sa.LargeBinary(), nullable=True),
        sa.Column("asker_phone", sa.LargeBinary(), nullable=True),
        sa.Column("asker_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("asker_name", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.Column("wants_private", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("take_down_reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'waiting') = (answered_at IS NULL)", name=op.f("ck_questions_answered_has_a_time")),
        sa.CheckConstraint(
            "(status = 'taken_down') = (taken_down_at IS NOT NULL)", name=op.f("ck_questions_taken_down_has_a_time")
        ),
        sa.CheckConstraint(
            "NOT wants_private OR status IN ('waiting', 'private')", name=op.f("ck_questions_private_stays_private")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_questions_product_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_questions_group_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_questions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("form_digest", name=op.f("uq_questions_form_digest")),
    )
    op.create_index("ix_questions_product_id_questions_status_questions_id", "questions", ["product_id", "status", "id"])
    op.create_index("ix_questions_group_id_questions_status_questions_id", "questions", ["group_id", "status", "id"])
    op.create_index("ix_questions_account_id_questions_id", "questions", ["account_id", "id"])
    op.create_index("ix_questions_asker_fingerprint_questions_product_id", "questions", ["asker_fingerprint", "product_id"])
    op.create_table(
        "order_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("buyer", "group", name="side_known", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_messages_order_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_order_messages_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_messages")),
        sa.UniqueConstraint("form_digest", name=op.f("uq_order_messages_form_digest")),
    )
    op.create_index("ix_order_messages_order_id_order_messages_id", "order_messages", ["order_id", "id"])
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_order_messages_unread", "order_messages", ["order_id", "side"], sqlite_where=unread, postgresql_where=unread
    )


def downgrade() -> None:
    op.drop_table("order_messages")
    op.drop_table("questions")
