"""Emptying a PostgreSQL database, which takes a fraction of the time of making another."""

from collections.abc import Sequence
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
_YOUNGEST = "(SELECT (count(*), age('3'::xid) - min(age(xmin)))::text FROM {} WHERE {} >= 16384)"
CATALOG = "SELECT " + " || ".join(
    _YOUNGEST.format(table, number)
    for table, number in (
        ("pg_class", "oid"),
        ("pg_attribute", "attrelid"),
        ("pg_constraint", "oid"),
        ("pg_trigger", "oid"),
    )
)
"""Changes with whatever is made, altered or dropped; PostgreSQL's own is numbered below.

A transaction's number has an age, and no order: the youngest is counted from the first, 3.
"""
ROWS = "SELECT coalesce(string_agg(one::text, '|' ORDER BY one::text), '') FROM {} one"
OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
AND pid <> ALL(%s)
"""
HOLDS_ROWS = "SELECT {} WHERE EXISTS (SELECT FROM {})"
EMPTY = "DELETE FROM {};"
# Triggers that keep a row, and references between rows, do not count for what goes as a whole. This
# is never taken back: what a session has prepared is planned anew after each change of it.
BY_ITSELF = "SET session_replication_role = replica"
SEQUENCES = """
SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences
WHERE schemaname = 'public'
"""
HAS_COUNTED = "SELECT {} FROM {} WHERE (last_value, is_called) <> ({}, {})"
COUNT_FROM = "SELECT setval({}, {}, {});"


@dataclass(frozen=True, slots=True)
class Original:
    """What a database was when it was made, and how it becomes that again.

    Attributes:
        catalog: changes when a table does.
        filled: the rows of the tables that are not empty, as text.
        used: finds the names of those of the others that have rows now, and of numbers that have
            gone on; it costs a tenth of emptying what is empty.
        steps: what puts each of them back.
    """

    catalog: str
    filled: dict[str, str]
    used: str
    steps: dict[str, str]

    @classmethod
    def of(cls, session: Session) -> Self:
        """Note what a database is now."""
        names = [str(name) for (name,) in session.execute(TABLES)]
        rows = {name: _rows(session, name) for name in names}
        filled = {name: text for name, text in rows.items() if text}
        used, steps = [], {}
        for name in rows.keys() - filled.keys():
            used.append(_filled_in(session, HOLDS_ROWS, name, sql.Identifier(name)))
            steps[name] = _filled_in(session, EMPTY, sql.Identifier(name))
        for name, last, is_used in session.execute(SEQUENCES).fetchall():
            used.append(_filled_in(session, HAS_COUNTED, name, sql.Identifier(name), last, is_used))
            steps[name] = _filled_in(session, COUNT_FROM, f'public."{name}"', last, is_used)
        return cls(_catalog(session), filled, " UNION ALL ".join(used), steps)

    def restore(self, session: Session, idle: Sequence[int] = ()) -> bool:
        """End what others do in the database and empty it; `False` if that is not enough.

        `idle`: process ids of connections that nobody uses, which stay.
        """
        try:
            session.execute(BY_ITSELF)
            session.execute(OTHERS, [list(idle)])
            with session.transaction():
                used = session.execute(self.used.encode(), prepare=True).fetchall()
                session.execute("".join(self.steps[name] for (name,) in used).encode())
            return _catalog(session) == self.catalog and all(
                _rows(session, name) == text for name, text in self.filled.items()
            )
        except psycopg.Error:
            return False


def _filled_in(session: Session, statement: str, *values: object) -> str:
    return sql.SQL(statement).format(*values).as_string(session)


def _catalog(session: Session) -> str:
    found = session.execute(CATALOG).fetchone()
    return str(found[0]) if found else ""


def _rows(session: Session, table: str) -> str:
    found = session.execute(sql.SQL(ROWS).format(sql.Identifier(table))).fetchone()
    return str(found[0]) if found else ""
