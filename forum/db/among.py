"""Conditions on any number of values, in statements that always read the same."""

import json
from collections.abc import Collection, Sequence
from typing import Any, Self

from sqlalchemy import ARRAY, Boolean, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Values(TypeDecorator[Sequence[Any]]):
    """Several values as one: an array on PostgreSQL, JSON on SQLite.

    Args:
        one: type of each.
    """

    impl = Text
    cache_ok = True

    def __init__(self, one: TypeEngine[Any]) -> None:
        super().__init__()
        self.one = one

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what is sent."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.one))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        """Give the values as they are sent."""
        some = list(value or ())
        return json.dumps(some, ensure_ascii=False) if dialect.name == "sqlite" else some


class _Pairs(TypeDecorator[Sequence[tuple[str, str]]]):
    """Pairs of texts as one value: JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Give the pairs as they are sent."""
        return json.dumps(list(value or ()), ensure_ascii=False)


class among(FunctionElement[bool]):  # noqa: N801 (a function for who writes a query)
    """Whether a column has one of some values, which are given when the statement is executed.

    `IN` is written anew for each number of values, here and by the server; of a statement that
    always reads the same, everything is prepared.

    Args:
        column: text or whole numbers.
        name: under which a list of values is given.
    """

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, name: str) -> None:
        super().__init__(column, bindparam(name, type_=_Values(column.type)))

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002
        """Stand as it is: compared with true, as functions are, it would look into no index."""
        return self


class pair_among(FunctionElement[bool]):  # noqa: N801 (as above)
    """Whether two columns of text are one of some pairs, which are given likewise.

    Args:
        first: a column.
        second: another.
        name: under which a list of pairs is given.
    """

    inherit_cache = True
    type = Boolean()

    def __init__(self, first: Any, second: Any, name: str) -> None:
        super().__init__(first, second, bindparam(name, type_=_Pairs()))

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002
        """See `among`."""
        return self


@compiles(among)
def _in_array(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(among, "sqlite")
def _in_json(element: among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (made of parts of a statement)


@compiles(pair_among)
def _pair_in_json(element: pair_among, compiler: SQLCompiler, **more: Any) -> str:
    first, second, values = (compiler.process(one, **more) for one in element.clauses)
    rows = f"json_array_elements(CAST({values} AS json))"
    if compiler.dialect.name == "sqlite":
        rows = f"json_each({values})"
    pairs = f"SELECT value ->> 0, value ->> 1 FROM {rows}"  # noqa: S608 (as above)
    return f"({first}, {second}) IN ({pairs})"
