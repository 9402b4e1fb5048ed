"""Databases for single tests: empty, or copied from a template that is prepared once."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Preparation = Callable[[str], None]
"""Fills the empty database at a SQLAlchemy URL and leaves no connection open.

Each function makes one template, so pass the same function object every time."""


class Databases(Protocol):
    """Makes databases of one kind."""

    def fresh(self, prepare: Preparation | None = None) -> AbstractContextManager[str]:
        """The SQLAlchemy URL of a database of one's own, empty unless prepared; gone afterwards."""


class SqliteDatabases:
    """Files below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[Preparation, Path] = {}

    @contextmanager
    def fresh(self, prepare: Preparation | None = None) -> Iterator[str]:
        """See `Databases`."""
        folder = self._folder / _name()
        folder.mkdir()
        try:
            if prepare is not None:
                shutil.copyfile(self._template(prepare), folder / "forum.db")
            yield _sqlite_url(folder / "forum.db")
        finally:
            shutil.rmtree(folder)

    def _template(self, prepare: Preparation) -> Path:
        if prepare not in self._templates:
            file = self._folder / f"{_name()}.db"
            prepare(_sqlite_url(file))
            if file.with_name(f"{file.name}-wal").exists():
                raise RuntimeError("the preparation left a connection open")
            self._templates[prepare] = file
        return self._templates[prepare]


class PostgresDatabases:
    """Databases of the server that `url` leads to, whose user may create and drop them."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._templates: dict[Preparation, str] = {}

    @contextmanager
    def fresh(self, prepare: Preparation | None = None) -> Iterator[str]:
        """See `Databases`."""
        name = self._create("template0" if prepare is None else self._template(prepare))
        try:
            yield self._url_of(name)
        finally:
            self._drop(name)

    def close(self) -> None:
        """Drop the templates, which matters on a server that outlives the tests."""
        for name in self._templates.values():
            self._drop(name)
        self._templates.clear()

    def _template(self, prepare: Preparation) -> str:
        if prepare not in self._templates:
            name = self._create("template0")
            try:
                prepare(self._url_of(name))
            except BaseException:
                self._drop(name)
                raise
            self._templates[prepare] = name
        return self._templates[prepare]

    def _create(self, template: str) -> str:
        name = _name()
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return name

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


def _name() -> str:
    return f"forum_test_{secrets.token_hex(8)}"


def _sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
