"""What products sound like, so that a question without its tones finds them; `search reindex` fills it for what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("search_documents") as table:
        table.add_column(sa.Column("sound", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("search_documents") as table:
        table.drop_column("sound")
