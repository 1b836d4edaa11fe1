"""An order says at which fair's booth it was sold, if it was not bought on the web."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEX = "ix_orders_booth_fair_id"


def upgrade() -> None:
    op.add_column("orders", sa.Column("booth_fair_id", sa.Integer(), nullable=True))
    is_set = sa.text("booth_fair_id IS NOT NULL")
    op.create_index(INDEX, "orders", ["booth_fair_id"], sqlite_where=is_set, postgresql_where=is_set)


def downgrade() -> None:
    op.drop_index(INDEX, "orders")
    op.drop_column("orders", "booth_fair_id")
