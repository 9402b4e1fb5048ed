"""Column types and constraint names shared by all tables."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    String,
    TextClause,
    event,
    literal_column,
)
from sqlalchemy.sql.base import SchemaEventTarget
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

# SQLite rewrites a table to alter it and finds constraints by name; this is set before any table.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Rows are never checked by pydantic; what would check them takes memory and time at every start.
SQLModel.model_config["defer_build"] = True

_TYPES: dict[object, TypeEngine[Any]] = {}
"""One object for all columns of a type, by what SQLAlchemy tells types apart by."""


@event.listens_for(Column, "after_parent_attach")
def _share_type(column: Column[Any], _table: SchemaEventTarget) -> None:
    # For each object SQLAlchemy makes a class of comparisons and keeps what each dialect does
    # with it: for 670 columns, of which most are of three types.
    if isinstance(column.type, TypeDecorator) and column.type.cache_ok:
        key = column.type._static_cache_key  # noqa: SLF001 (nothing else says that two are equal)
        column.type = _TYPES.setdefault(key, column.type)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python on both PostgreSQL and SQLite (which stores no offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times: they are a bug at the edge that made them."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back the offset: SQLite dropped it, PostgreSQL uses the connection's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Id(TypeDecorator[int]):
    """A 64-bit key; SQLite numbers rows only in a column declared `INTEGER`."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[int]:
        """Choose the declared type."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


def partial_index(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of those rows alone that `where` holds for; see `forum.schema` about `info`."""
    options = {f"{dialect}_where": where for dialect in ("postgresql", "sqlite")}
    return Index(name, *columns, unique=unique, info=options)


Word = TypeVar("Word", bound=StrEnum)


class Choice(TypeDecorator[Word]):
    """One of a list of words, stored as text, so that a new word needs no migration."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse other words: they are a bug at the edge that let them in."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:  # noqa: ARG002
        """Give the word back as what it is."""
        return None if value is None else self.words(value)


def written(word: Word) -> ColumnElement[Word]:
    """A word that is the same in every execution, as a part of the statement's text.

    Of a value that is bound, a prepared plan of PostgreSQL supposes that it is as frequent as any
    other: where all rows but one in a thousand are visible, it then expects to find none that is
    not hidden, and joins as if there were one row.
    """
    return literal_column("'" + word.value.replace("'", "''") + "'", Choice(type(word)))


def defaults(table: type[SQLModel]) -> dict[str, Any]:
    """What a row holds where nothing else is said, for insertions below the level of objects."""
    keys = table.__table__.primary_key.columns  # type: ignore[attr-defined]
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not (field.is_required() or name in keys)
    }
