"""Where search finds words, and how far everything written before is in there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from forum.db.base import Id, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Marks (M*) write vowels and tones: without them FTS5 would cut words of Khmer or Hindi to pieces.
FTS5 = """
CREATE VIRTUAL TABLE search_words USING fts5(
  title, body, language UNINDEXED,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
)
"""


def upgrade() -> None:
    op.create_table(
        "search_build",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("done", Id(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("version", name="pk_search_build"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS5)
    else:
        _create_words()


def _create_words() -> None:
    op.create_table(
        "search_words",
        sa.Column("rowid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name="pk_search_words"),
    )
    # Without a list of pending entries, which every search would have to read through.
    op.create_index(
        "ix_search_words_words",
        "search_words",
        ["words"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )


def downgrade() -> None:
    op.drop_table("search_words")
    op.drop_table("search_build")
