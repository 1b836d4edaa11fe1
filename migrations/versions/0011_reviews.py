"""Reviews of what was received, with photos and one answer; how many a product has; orders whose buyers were asked;
groups that people follow and products they wish for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _known(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _looked_at() -> list[sa.Column]:
    """What a review and an answer have in common."""
    reasons = ("rude", "personal_data", "other_matter", "bad_photo", "advertising")
    return [
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", _known("waiting", "approved", "refused", name="standing_known"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("refused_for", _known(*reasons, name="refusedfor_known"), nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        *_looked_at(),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_reviews_stars_of_five")),
        sa.CheckConstraint(
            "(status = 'refused') = (refused_for IS NOT NULL)", name=op.f("ck_reviews_refused_for_something")
        ),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_reviews_order_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_reviews_product_id")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_reviews_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("order_line_id", name=op.f("uq_reviews_order_line_id")),
    )
    op.create_index("ix_reviews_group_id_reviews_status_reviews_id", "reviews", ["group_id", "status", "id"])
    op.create_index("ix_reviews_product_id_reviews_status_reviews_id", "reviews", ["product_id", "status", "id"])
    op.create_index("ix_reviews_status_reviews_changed_at", "reviews", ["status", "changed_at"])
    op.create_table(
        "review_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("widths", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_photos_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_photos")),
        sa.UniqueConstraint("key", name=op.f("uq_review_photos_key")),
    )
    op.create_index(op.f("ix_review_photos_review_id"), "review_photos", ["review_id"])
    op.create_table(
        "review_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        *_looked_at(),
        sa.CheckConstraint("words <> ''", name=op.f("ck_review_answers_says_something")),
        sa.CheckConstraint(
            "(status = 'refused') = (refused_for IS NOT NULL)", name=op.f("ck_review_answers_refused_for_something")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_answers_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_answers")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_answers_review_id")),
    )
    op.create_index(
        "ix_review_answers_status_review_answers_changed_at", "review_answers", ["status", "changed_at"]
    )
    for table, other in (("follows", "group"), ("wishes", "product")):
        its_own = {
            "follows": [_moment("since"), _moment("told_until")],
            "wishes": [
                sa.Column("price_satang", sa.Integer(), nullable=False),
                _moment("added_at"),
                _moment("gone_since", nullable=True),
            ],
        }[table]
        key = f"{other}_id"
        op.create_table(
            table,
            sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column(key, sa.Integer(), nullable=False),
            *its_own,
            sa.ForeignKeyConstraint(
                ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint([key], [f"{other}s.id"], name=op.f(f"fk_{table}_{key}"), ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("account_id", key, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{key}"), table, [key])
    op.add_column("products", sa.Column("review_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("products", sa.Column("star_sum", sa.Integer(), server_default="0", nullable=False))
    op.add_column("orders", sa.Column("review_asked_at", sa.DateTime(timezone=True), nullable=True))
    to_ask = sa.text("review_asked_at IS NULL")
    op.create_index(
        "ix_orders_review_to_ask", "orders", ["received_at"], sqlite_where=to_ask, postgresql_where=to_ask
    )


def downgrade() -> None:
    op.drop_index("ix_orders_review_to_ask", "orders")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("review_asked_at")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_column("star_sum")
        batch_op.drop_column("review_count")
    op.drop_table("wishes")
    op.drop_table("follows")
    op.drop_table("review_answers")
    op.drop_table("review_photos")
    op.drop_table("reviews")
