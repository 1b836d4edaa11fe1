"""Photos with messages of an order; wishlists of guests, each known by its cookie."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_message_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("widths", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["order_messages.id"], name=op.f("fk_order_message_photos_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_message_photos")),
        sa.UniqueConstraint("key", name=op.f("uq_order_message_photos_key")),
    )
    op.create_index(op.f("ix_order_message_photos_message_id"), "order_message_photos", ["message_id"])
    op.create_table(
        "guest_wishlists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_wishlists")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_guest_wishlists_key_digest")),
    )
    op.create_index(op.f("ix_guest_wishlists_touched_at"), "guest_wishlists", ["touched_at"])
    op.create_table(
        "guest_wishes",
        sa.Column("wishlist_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("price_satang", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["wishlist_id"], ["guest_wishlists.id"], name=op.f("fk_guest_wishes_wishlist_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_guest_wishes_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wishlist_id", "product_id", name=op.f("pk_guest_wishes")),
    )
    op.create_index(op.f("ix_guest_wishes_product_id"), "guest_wishes", ["product_id"])


def downgrade() -> None:
    op.drop_table("guest_wishes")
    op.drop_table("guest_wishlists")
    op.drop_table("order_message_photos")
