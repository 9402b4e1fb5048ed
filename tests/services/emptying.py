"""Emptying a PostgreSQL database, which takes a fraction of the time of making another."""

from dataclasses import dataclass
from typing import Self

import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow

Session = Connection[TupleRow]

TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY relname
"""
CATALOG = """
SELECT (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_class)
    || (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_attribute)
    || (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_constraint)
    || (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_trigger)
"""
"""Changes with whatever is made, altered or dropped."""
ROWS = "SELECT coalesce(string_agg(one::text, '|' ORDER BY one::text), '') FROM {} one"
OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
EMPTY = "DELETE FROM {};"
# Triggers that keep a row, and references between rows, do not count for what goes as a whole.
BEGIN = "SET LOCAL session_replication_role = replica;"
SEQUENCES = """
SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences
WHERE schemaname = 'public'
"""
COUNT_FROM = "SELECT setval({}, {}, {});"


@dataclass(frozen=True, slots=True)
class Original:
    """What a database was when it was made, and how it becomes that again.

    Attributes:
        catalog: changes when a table does.
        filled: the rows of the tables that are not empty, as text.
        empty: what empties all others, and lets numbers go on from where they were.
    """

    catalog: str
    filled: dict[str, str]
    empty: str

    @classmethod
    def of(cls, session: Session) -> Self:
        """Note what a database is now."""
        names = [str(name) for (name,) in session.execute(TABLES)]
        rows = {name: _rows(session, name) for name in names}
        steps = [sql.SQL(EMPTY).format(sql.Identifier(name)) for name in names if not rows[name]]
        numbers = [
            sql.SQL(COUNT_FROM).format(*map(sql.Literal, (f'public."{name}"', last, is_used)))
            for name, last, is_used in session.execute(SEQUENCES).fetchall()
        ]
        empty = sql.SQL(" ").join([sql.SQL(BEGIN), *steps, *numbers])
        filled = {name: text for name, text in rows.items() if text}
        return cls(_catalog(session), filled, empty.as_string(session))

    def restore(self, session: Session) -> bool:
        """End what others do in the database and empty it; `False` if that is not enough."""
        try:
            session.execute(OTHERS)
            with session.transaction():
                session.execute(self.empty.encode())
            return _catalog(session) == self.catalog and all(
                _rows(session, name) == text for name, text in self.filled.items()
            )
        except psycopg.Error:
            return False


def _catalog(session: Session) -> str:
    found = session.execute(CATALOG).fetchone()
    return str(found[0]) if found else ""


def _rows(session: Session, table: str) -> str:
    found = session.execute(sql.SQL(ROWS).format(sql.Identifier(table))).fetchone()
    return str(found[0]) if found else ""
