"""What a deletion asks of other tables is found by an index: who shows this photo, which product this revision is of."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REFERENCES = {
    "products": ["published_revision_id", "cover_photo_id"],
    "revision_standards": ["evidence_photo_id"],
}


def upgrade() -> None:
    for table, columns in REFERENCES.items():
        for column in columns:
            is_set = sa.text(f"{column} IS NOT NULL")
            op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=is_set, postgresql_where=is_set)


def downgrade() -> None:
    for table, columns in REFERENCES.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
