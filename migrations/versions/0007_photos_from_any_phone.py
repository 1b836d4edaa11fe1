"""Photos from any phone: sent in pieces, turned and cut, made in three kinds, with a kind word about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PHOTOS = (
    ("formats", JSON, '["webp"]'),
    ("advice", JSON, "[]"),
    ("turns", sa.Integer(), "0"),
    ("crop", JSON, "[]"),
)


def upgrade() -> None:
    op.create_table(
        "photo_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("received_bytes", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "received_bytes >= 0 AND received_bytes <= size_bytes", name=op.f("ck_photo_uploads_no_more_than_announced")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_photo_uploads_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_uploads")),
        sa.UniqueConstraint("key", name=op.f("uq_photo_uploads_key")),
    )
    op.create_index(op.f("ix_photo_uploads_group_id"), "photo_uploads", ["group_id"])
    for name, kind, default in PHOTOS:  # those made before are of WebP alone, until the night's job makes the other kinds
        op.add_column("photos", sa.Column(name, kind, nullable=False, server_default=sa.text(f"'{default}'")))
    with op.batch_alter_table("photos") as batch:
        for name, _kind, _default in PHOTOS:
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("photos") as batch:
        for name, _kind, _default in PHOTOS:
            batch.drop_column(name)
    op.drop_index(op.f("ix_photo_uploads_group_id"), "photo_uploads")
    op.drop_table("photo_uploads")
