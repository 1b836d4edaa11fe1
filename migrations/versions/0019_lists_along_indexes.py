"""What lists of products ask of each stands on the product itself, and in the indexes that lists are walked along."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PRICES = ["max_price_satang", "min_price_satang"]
ASKED = ["category", "subcategory", "kind", "district_code", "max_price_satang"]
INDEXES = {
    "ix_products_group_newest": ["group_id", "is_listed", "published_at", "id"],
    "ix_products_listed_newest": ["is_listed", "published_at", "id", *ASKED],
    "ix_products_listed_price": ["is_listed", "min_price_satang", "id", *ASKED],
    "ix_products_listed_popular": ["is_listed", "popularity", "id", *ASKED],
    "ix_products_listed_category": ["is_listed", "category", "district_code", "kind", "subcategory", *PRICES],
    "ix_products_listed_district": ["is_listed", "district_code", "kind", "category", "subcategory", *PRICES],
    "ix_products_listed_kind": ["is_listed", "kind", "category", "subcategory", "district_code", *PRICES],
    "ix_products_listed_subcategory": ["is_listed", "subcategory", "district_code", "kind", *PRICES],
}
BEFORE = {
    "ix_products_group_id": ["group_id"],
    "ix_products_listed_newest": ["is_listed", "published_at", "id"],
    "ix_products_listed_price": ["is_listed", "min_price_satang", "id"],
    "ix_products_listed_category": ["is_listed", "category", "subcategory"],
}
COLUMNS = ("unit", "unit_en", "kind", "district_code", "popularity")

CHEAPEST = """coalesce((SELECT v.{column} FROM variants AS v WHERE v.product_id = products.id AND v.retired_at IS NULL
    ORDER BY v.price_satang, v.position, v.id LIMIT 1), '')"""
OF_GROUP = "(SELECT g.{column} FROM groups AS g WHERE g.id = products.group_id)"
FILL = f"""UPDATE products SET popularity = sold_count,
    unit = {CHEAPEST.format(column="unit")}, unit_en = {CHEAPEST.format(column="name_en")},
    kind = {OF_GROUP.format(column="kind")}, district_code = {OF_GROUP.format(column="district_code")}
    WHERE published_revision_id IS NOT NULL"""  # noqa: S608 (names of our own)


def upgrade() -> None:
    for name in BEFORE:
        op.drop_index(name, "products")
    op.add_column("products", sa.Column("unit", sa.String(length=40), server_default="", nullable=False))
    op.add_column("products", sa.Column("unit_en", sa.String(length=80), server_default="", nullable=False))
    op.add_column("products", sa.Column("kind", sa.String(length=40), nullable=True))
    op.add_column("products", sa.Column("district_code", sa.String(length=4), nullable=True))
    op.add_column("products", sa.Column("popularity", sa.Integer(), server_default="0", nullable=False))
    op.execute(FILL)
    for name, columns in INDEXES.items():
        op.create_index(name, "products", columns)
    op.create_index("ix_revision_standards_kind", "revision_standards", ["kind", "revision_id", "expires_on"])


def downgrade() -> None:
    op.drop_index("ix_revision_standards_kind", "revision_standards")
    for name in INDEXES:
        op.drop_index(name, "products")
    with op.batch_alter_table("products") as table:
        for name in COLUMNS:
            table.drop_column(name)
    for name, columns in BEFORE.items():
        op.create_index(name, "products", columns)
