"""Filled databases: made once and kept; each measure gets a copy of its own.

A copy is on the disk before it is given: what the system would write behind it, half a minute
later, holds up every commit meanwhile.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

import forum.revisions
from forum.text.markdown import RENDERER_VERSION
from tests.benchmarks.data.fill import fill
from tests.benchmarks.measure import CannotMeasure, Finding, Missing
from tests.benchmarks.processes import on_core
from tests.services.account import server_account
from tests.services.folders import private_folder
from tests.services.installations import postgres_folders
from tests.services.postgres import PostgresServer, Site


class Store(Protocol):
    """Filled databases of one kind."""

    name: str

    def copy(self, posts: int) -> AbstractContextManager[str]:
        """The SQLAlchemy URL of a database of one's own with so many posts; gone afterwards."""


def on_each(cache: Path, measure: Callable[[Store], Iterator[Finding]]) -> Iterator[Finding]:
    """What `measure` finds on each kind of database, one after the other."""
    yield from measure(SqliteStore(cache))
    try:
        with kept_postgres(cache) as server:
            yield from measure(PostgresStore(server))
    except CannotMeasure as reason:
        yield Missing("postgresql", str(reason))


class SqliteStore:
    """Files in one folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def copy(self, posts: int) -> Iterator[str]:
        """See `Store`."""
        kept = self._folder / f"posts_{posts}_{_recipe()}.db"
        if not kept.exists():
            made = kept.with_suffix(".part")
            made.unlink(missing_ok=True)
            fill(_sqlite(made), posts)
            made.rename(kept)
        with private_folder() as folder:
            shutil.copyfile(kept, folder / "forum.db")
            os.sync()
            yield _sqlite(folder / "forum.db")


class PostgresStore:
    """Databases of a server that `kept_postgres` runs."""

    name = "postgresql"

    def __init__(self, server: PostgresServer) -> None:
        self._url = make_url(server.url)
        self._address = server.address

    @contextmanager
    def copy(self, posts: int) -> Iterator[str]:
        """See `Store`."""
        kept = f"posts_{posts}_{_recipe()}"
        if not self._has(kept):
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", "part")
            self._execute("CREATE DATABASE {} TEMPLATE template0", "part")
            fill(self._at("part"), posts)
            self._execute("ALTER DATABASE {} RENAME TO {}", "part", kept)
        copy = f"copy_{posts}"
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", copy, kept)
        self._execute("CHECKPOINT")
        os.sync()
        yield self._at(copy)
        self._execute("DROP DATABASE {} WITH (FORCE)", copy)

    def _has(self, name: str) -> bool:
        with psycopg.connect(self._address) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _at(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def kept_postgres(cache: Path) -> Iterator[PostgresServer]:
    """A server, as safe against power cuts as PostgreSQL is by itself, whose data stays in `cache`.

    Raises:
        CannotMeasure: there is no PostgreSQL, or its account cannot use the folder.
    """
    account, data = server_account(), cache / "postgres"
    programs = next(postgres_folders(), None)
    if programs is None:
        raise CannotMeasure("PostgreSQL is not installed")
    if not (account.reaches(cache.resolve()) or cache.stat().st_uid == account.user):
        raise CannotMeasure(f"PostgreSQL's account cannot reach {cache.resolve()}")
    with private_folder(account) as folder:
        site = Site(account, folder, data, durable=True)
        if data.exists():
            server = PostgresServer(programs, site)
        else:
            data.mkdir()
            account.take(data)
            server = PostgresServer.create(programs, site)
        with on_core(None):
            server.start()
        try:
            yield server
        finally:
            with suppress(Exception):
                server.stop()


def _sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path.resolve()}"


def _recipe() -> str:
    """Changes whenever what is filled in would: migrations, rows, the way posts are rendered."""
    fillers = set(Path(__file__).parent.glob("*.py")) - {Path(__file__)}
    files = [*Path(forum.revisions.MIGRATIONS).rglob("*.py"), *fillers]
    made = hashlib.sha256(str(RENDERER_VERSION).encode())
    for path in sorted(files):
        made.update(path.read_bytes())
    return made.hexdigest()[:12]
