"""Where search finds words: a table that each database keeps in its own way.

`search_words` is an FTS5 table on SQLite and a table with a `tsvector` on PostgreSQL; migrations
make both. One row is one post in one language, under the number that `rules.place` gives it, which
tells which of two posts is the newer one and leads to its post without a join.
"""

from datetime import datetime

from sqlalchemy import Text, column, table
from sqlmodel import Field, SQLModel

from forum.db.base import Id, UtcDateTime

NAME = "search_words"
WORDS = table(NAME, column("rowid", Id), column("language", Text))


class SearchBuild(SQLModel, table=True):
    """How far everything that was written has been put into the index by one way of cutting words.

    The way changes with ICU and with `i18n.segment`: words that were cut otherwise are not found.
    """

    __tablename__ = "search_build"

    version: str = Field(primary_key=True)
    """Names the way; see `documents.VERSION`."""
    done: int = Field(default=0, sa_type=Id)
    """Every post up to this id is in."""
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def is_kept_by_database(name: str | None) -> bool:
    """Whether a table is one of those by which a database keeps `search_words`.

    SQLModel knows nothing of them, so that migrations are not to be compared with it.
    """
    return name is not None and name.startswith(NAME)
