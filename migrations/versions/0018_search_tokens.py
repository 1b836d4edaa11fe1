"""The index of search: tokens of each product in FTS5 or a tsvector, and the catalogue's own words; `search reindex` fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_spellings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_search_spellings")),
    )
    op.create_index(op.f("ix_search_spellings_word"), "search_spellings", ["word"])
    with op.batch_alter_table("search_documents") as table:
        table.add_column(sa.Column("words", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("tokens", sa.Text(), server_default="", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, content='search_documents', content_rowid='product_id',"
            " detail='none', columnsize=0, tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
        )
        op.execute("INSERT INTO search_tokens (search_tokens) VALUES ('rebuild')")
        op.execute(
            "CREATE TRIGGER search_tokens_of_new AFTER INSERT ON search_documents BEGIN"
            " INSERT INTO search_tokens (rowid, tokens) VALUES (NEW.product_id, NEW.tokens); END"
        )
        op.execute(
            "CREATE TRIGGER search_tokens_of_gone AFTER DELETE ON search_documents BEGIN"
            " INSERT INTO search_tokens (search_tokens, rowid, tokens) VALUES ('delete', OLD.product_id, OLD.tokens); END"
        )
        op.execute(
            "CREATE TRIGGER search_tokens_of_changed AFTER UPDATE OF tokens ON search_documents BEGIN"
            " INSERT INTO search_tokens (search_tokens, rowid, tokens) VALUES ('delete', OLD.product_id, OLD.tokens);"
            " INSERT INTO search_tokens (rowid, tokens) VALUES (NEW.product_id, NEW.tokens); END"
        )
    else:
        op.execute(
            "ALTER TABLE search_documents ADD COLUMN search_tokens tsvector GENERATED ALWAYS AS"
            " (array_to_tsvector(array_remove(string_to_array(tokens, ' '), ''))) STORED"
        )
        op.execute("CREATE INDEX search_tokens_gin ON search_documents USING gin (search_tokens)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("new", "gone", "changed"):
            op.execute(f"DROP TRIGGER search_tokens_of_{name}")
        op.execute("DROP TABLE search_tokens")
    else:
        op.drop_index("search_tokens_gin", "search_documents")
        op.drop_column("search_documents", "search_tokens")
    with op.batch_alter_table("search_documents") as table:
        table.drop_column("tokens")
        table.drop_column("words")
    op.drop_table("search_spellings")
