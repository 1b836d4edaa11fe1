"""What each product can be found by, the words that the catalogue uses, those of the trade, and what nobody found."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db, index_where


class SearchDocument(db.Model):
    """One published product. `tokens` is what the index holds, one after the other, each with the letter of its field."""

    __tablename__ = "search_documents"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(Text)  # normalised by shop.kernel.thai.normalise, English title too
    words: Mapped[str] = mapped_column(Text, default="", server_default="")  # the title's words, each between bars
    sound: Mapped[str] = mapped_column(Text, default="", server_default="")  # the title as it sounds
    body: Mapped[str] = mapped_column(Text)  # title, group, place, category, ingredients, description: normalised
    tokens: Mapped[str] = mapped_column(Text, default="", server_default="")


class SearchSpelling(db.Model):
    """One way to come upon a word (or a few running) of titles, groups and the trade: what a misspelt question is read against.

    `key` begins with its kind, see shop.search.spellings.
    """

    __tablename__ = "search_spellings"
    __table_args__ = (Index(None, "word"),)

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    word: Mapped[str] = mapped_column(Text, primary_key=True)  # normalised, without spaces


class SearchWord(db.Model):
    """What the office changed of the words of the trade: a concept of its own, one of the file in other words, or one taken out.

    The file `words_of_the_trade.tsv` is the beginning; a row stands in place of the file's concept of the same main word.
    """

    __tablename__ = "search_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    main: Mapped[str] = mapped_column(String(60), unique=True)  # the first of `thai`, by which others name it as a kind
    thai: Mapped[str] = mapped_column(Text)  # forms with | between them, normalised, as in the file; so are the next two
    english: Mapped[str] = mapped_column(Text, default="")
    kinds: Mapped[str] = mapped_column(Text, default="")  # main words of narrower concepts
    is_active: Mapped[bool] = mapped_column(default=True)  # False: the file's concept is taken out
    updated_at: Mapped[datetime] = mapped_column(default=now)


class SearchMiss(db.Model):
    """Words that somebody looked for and nothing was found: the words alone and how often, nothing of who or from where."""

    __tablename__ = "search_misses"
    __table_args__ = (
        index_where("ix_search_misses_waiting", "times", "id", where="settled_at IS NULL"),
        Index(None, "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(100), unique=True)  # normalised by shop.kernel.thai.normalise
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)
    times: Mapped[int] = mapped_column(default=1)
    settled_at: Mapped[datetime | None]  # an official made a word of it or put it aside: it is listed no more


# The index itself is the database's own: FTS5 over `tokens` on SQLite, a tsvector of them on PostgreSQL. Of neither does
# SQLAlchemy know; migration 0018 says the same for databases that are there.
_SQLITE = (
    """CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, content='search_documents', content_rowid='product_id',
  detail='none', columnsize=0, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
    """CREATE TRIGGER search_tokens_of_new AFTER INSERT ON search_documents BEGIN
  INSERT INTO search_tokens (rowid, tokens) VALUES (NEW.product_id, NEW.tokens); END""",
    """CREATE TRIGGER search_tokens_of_gone AFTER DELETE ON search_documents BEGIN
  INSERT INTO search_tokens (search_tokens, rowid, tokens) VALUES ('delete', OLD.product_id, OLD.tokens); END""",
    """CREATE TRIGGER search_tokens_of_changed AFTER UPDATE OF tokens ON search_documents BEGIN
  INSERT INTO search_tokens (search_tokens, rowid, tokens) VALUES ('delete', OLD.product_id, OLD.tokens);
  INSERT INTO search_tokens (rowid, tokens) VALUES (NEW.product_id, NEW.tokens); END""",
)
_POSTGRESQL = (
    """ALTER TABLE search_documents ADD COLUMN search_tokens tsvector
  GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(tokens, ' '), ''))) STORED""",
    "CREATE INDEX search_tokens_gin ON search_documents USING gin (search_tokens)",
)

for _dialect, _statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
    for _statement in _statements:
        event.listen(SearchDocument.__table__, "after_create", DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect))
event.listen(SearchDocument.__table__, "before_drop", DDL("DROP TABLE IF EXISTS search_tokens").execute_if(dialect="sqlite"))
