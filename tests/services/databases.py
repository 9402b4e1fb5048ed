"""Databases for single tests: empty, or copied from a template that is prepared once."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.services.backends import BACKENDS
from tests.services.emptying import Original, Session

Preparation = Callable[[str], None]
"""Fills the empty database at a SQLAlchemy URL and leaves no connection open.

Each function makes one template, so pass the same function object every time."""

MOST_USES = 200
"""Times that a copy is used: rows that are gone leave traces that slow a table down."""


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


@dataclass(slots=True)
class Copy:
    """A copy of a template that is used again; `session` is how it is emptied."""

    name: str
    session: Session
    uses: int = 0


@dataclass(slots=True)
class Template:
    """A prepared database, and the copies of it that nobody uses at the moment."""

    name: str
    original: Original
    idle: list[Copy] = field(default_factory=list)


class PostgresDatabases:
    """Databases of the server that `url` leads to, whose user may do everything with them."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._templates: dict[Preparation, Template] = {}

    @contextmanager
    def fresh(self, prepare: Preparation | None = None) -> Iterator[str]:
        """See `Databases`; a copy of a template is emptied and used again where that will do."""
        if prepare is not None:
            with self._copy(self._template(prepare)) as name:
                yield self._url_of(name)
            return
        name = self._create("template0")
        try:
            yield self._url_of(name)
        finally:
            self._drop(name)

    @contextmanager
    def _copy(self, template: Template) -> Iterator[str]:
        copy = template.idle.pop() if template.idle else self._new_copy(template)
        copy.uses += 1
        again = False
        try:
            yield copy.name
            again = copy.uses < MOST_USES
        finally:
            if again and template.original.restore(copy.session, BACKENDS.numbers(copy.name)):
                template.idle.append(copy)
            else:
                self._drop_copy(copy)

    def _new_copy(self, template: Template) -> Copy:
        name = self._create(template.name)
        BACKENDS.keep(name)
        return Copy(name, psycopg.connect(self._address(name), autocommit=True))

    def _drop_copy(self, copy: Copy) -> None:
        BACKENDS.forget(copy.name)
        copy.session.close()
        self._drop(copy.name)

    def close(self) -> None:
        """Drop all that is kept, which matters on a server that outlives the tests."""
        for template in self._templates.values():
            for copy in template.idle:
                self._drop_copy(copy)
            self._drop(template.name)
        self._templates.clear()

    def _template(self, prepare: Preparation) -> Template:
        if prepare not in self._templates:
            name = self._create("template0")
            try:
                prepare(self._url_of(name))
                with psycopg.connect(self._address(name)) as session:
                    original = Original.of(session)
            except BaseException:
                self._drop(name)
                raise
            self._templates[prepare] = Template(name, original)
        return self._templates[prepare]

    def _create(self, template: str) -> str:
        name = _name()
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return name

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _address(self, name: str | None = None) -> str:
        """What psycopg calls a database; the one for maintenance where none is named."""
        url = self._url.set(drivername="postgresql", database=name or self._url.database)
        return url.render_as_string(hide_password=False)

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


def _name() -> str:
    return f"forum_test_{secrets.token_hex(8)}"


def _sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
