"""Fairs, whole: booths, pictures, short codes with their counters, packs of cards; what a printed code brought."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CODES = {
    "uq_short_codes_group_at_fair": (["group_id", "fair_id"], "product_id IS NULL AND fair_id IS NOT NULL"),
    "uq_short_codes_group": (["group_id"], "product_id IS NULL AND fair_id IS NULL"),
    "uq_short_codes_product_at_fair": (["product_id", "fair_id"], "product_id IS NOT NULL AND fair_id IS NOT NULL"),
    "uq_short_codes_product": (["product_id"], "product_id IS NOT NULL AND fair_id IS NULL"),
}


def upgrade() -> None:
    for name, length in (("map_url", 500), ("opening_hours", 120), ("opening_hours_en", 120)):
        op.add_column("fairs", sa.Column(name, sa.String(length), server_default="", nullable=False))
    _add_booths()
    _add_pictures()
    _add_codes()
    _add_packs()
    # Without a reference: SQLite would have to write both tables anew for one, and a code is never removed (doctor looks).
    op.add_column("basket_items", sa.Column("code_id", sa.Integer(), nullable=True))
    op.add_column("order_lines", sa.Column("code_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_order_lines_code_id"), "order_lines", ["code_id"])


def _add_booths() -> None:
    op.create_table(
        "booths",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_booths_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_booths_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booths")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_booths_fair_id_number")),
        sa.UniqueConstraint("fair_id", "group_id", name=op.f("uq_booths_fair_id_group_id")),
    )
    op.create_index(op.f("ix_booths_group_id"), "booths", ["group_id"])


def _add_pictures() -> None:
    op.create_table(
        "fair_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=160), nullable=False),
        sa.Column("alt_en", sa.String(length=160), nullable=False),
        sa.Column("widths", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("dominant_colour", sa.String(length=7), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_pictures_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_pictures")),
        sa.UniqueConstraint("file_key", name=op.f("uq_fair_pictures_file_key")),
    )
    op.create_index(op.f("ix_fair_pictures_fair_id"), "fair_pictures", ["fair_id"])


def _add_codes() -> None:
    op.create_table(
        "short_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("fair_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_short_codes_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_short_codes_product_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_short_codes_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_short_codes_code")),
    )
    for name, (columns, only) in CODES.items():
        where = sa.text(only)
        op.create_index(name, "short_codes", columns, unique=True, sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_short_codes_fair_id"), "short_codes", ["fair_id"])
    op.create_table(
        "code_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("baskets", sa.Integer(), nullable=False),
        sa.CheckConstraint("scans >= 0 AND baskets >= 0", name=op.f("ck_code_days_only_up")),
        sa.ForeignKeyConstraint(["code_id"], ["short_codes.id"], name=op.f("fk_code_days_code_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_days")),
        sa.UniqueConstraint("code_id", "day", name=op.f("uq_code_days_code_id_day")),
    )


def _add_packs() -> None:
    layouts = sa.Enum("a5", "a4", name="packlayout_known", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "fair_packs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("layout", layouts, nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("ready_count", sa.Integer(), nullable=False),
        sa.Column("booth_count", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("made <= wanted", name=op.f("ck_fair_packs_follows")),
        sa.ForeignKeyConstraint(["fair_id"], ["fairs.id"], name=op.f("fk_fair_packs_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_packs")),
        sa.UniqueConstraint("fair_id", "layout", name=op.f("uq_fair_packs_fair_id_layout")),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_order_lines_code_id"), "order_lines")
    op.drop_column("order_lines", "code_id")
    op.drop_column("basket_items", "code_id")
    for table in ("fair_packs", "code_days", "short_codes", "fair_pictures", "booths"):
        op.drop_table(table)
    for name in ("opening_hours_en", "opening_hours", "map_url"):
        op.drop_column("fairs", name)
