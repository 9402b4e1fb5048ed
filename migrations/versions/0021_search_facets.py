"""What filters ask for stands in the index beside the words, which is built anew."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# Marks (M*) write vowels and tones: without them FTS5 would cut words of Khmer or Hindi to pieces.
# Beginnings of two and three letters are kept: they are most of what is asked while one types.
FTS5 = """
CREATE VIRTUAL TABLE search_words USING fts5(
  title, body, facets, language UNINDEXED,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'", prefix = '2 3'
)
"""
BEFORE = """
CREATE VIRTUAL TABLE search_words USING fts5(
  title, body, language UNINDEXED,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
)
"""


def upgrade() -> None:
    _empty(FTS5)


def downgrade() -> None:
    _empty(BEFORE)


def _empty(fts5: str) -> None:
    """Leave an index without rows: the worker builds one, whatever version of it is missing."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
        op.execute(fts5)
    else:
        op.execute("TRUNCATE search_words")
    op.execute("DELETE FROM search_build")
