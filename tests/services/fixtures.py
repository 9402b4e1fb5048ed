"""The fixtures that hand services to tests; `tests/conftest.py` loads this module as a plugin.

| fixture | lasts | gives |
|---|---|---|
| `databases` | a test, once per kind of database | `fresh(prepare)`: a database of the test's own |
| `database_url` | a test, once per kind of database | the SQLAlchemy URL of an empty database |
| `postgres_databases` | the session | the same for PostgreSQL alone |
| `postgres_url` | a test | the URL of an empty PostgreSQL database |
| `private_postgres` | a test | a durable `PostgresServer` to kill and start again |
| `redis_server` | the session | the URL of the Redis that all tests share |
| `redis_url` | a test | the same, emptied first |
| `private_redis` | a test | a `RedisServer` to kill and start again |
| `redis_cluster` | the session | a `Cluster` of two nodes; skipped where Redis is older than 7.0 |
| `redis_sentinel` | the session | a `Watched`: a master, its replica and a Sentinel |
| `private_sentinel` | a test | the same, each to kill |
| `chromium` | the session | the path of a Chromium; without one the test is skipped |
| `free_port` | a test | a TCP port to listen on |

Where `FORUM_TEST_DATABASES=turns`, most tests have one kind of it: see `tests.services.turns`.
`FORUM_TEST_POSTGRES` and `FORUM_TEST_REDIS` name running servers to share instead; the user of the
first must be allowed to create databases (a superuser's are emptied and used again, which is
faster), and the second is emptied without asking.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.services import ports
from tests.services.browser import NoChromium, find_chromium
from tests.services.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.services.folders import private_folder
from tests.services.postgres import PostgresServer, running_postgres
from tests.services.redis import RedisServer, empty, running_redis
from tests.services.redis_groups import Cluster, TooOld, Watched, running_cluster, running_sentinel
from tests.services.statements import share_statements
from tests.services.templates import share_templates
from tests.services.turns import POSTGRES, SQLITE, TURNS, left_out

SERVERS = {
    "postgres_databases",
    "private_postgres",
    "private_redis",
    "private_sentinel",
    "redis_cluster",
    "redis_sentinel",
    "redis_server",
}
KINDS = [SQLITE, pytest.param(POSTGRES, marks=pytest.mark.services)]


def pytest_configure(config: pytest.Config) -> None:
    """Keep a developer's settings out of the tests; end the servers when the run is told to end."""
    for name in [name for name in os.environ if name.startswith("FORUM_")]:
        if not name.startswith("FORUM_TEST_"):
            del os.environ[name]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    share_statements()
    share_templates(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by need, so that `-m "not services and not browser"` runs what needs nothing."""
    if TURNS:
        others = left_out(items)
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        if needs & SERVERS:
            item.add_marker("services")
        if "chromium" in needs:
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run: processes do not tell what they leave out."""
    if TURNS:
        terminalreporter.write_line(
            "Features took turns on SQLite and PostgreSQL: see `make both`."
        )


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Databases of one server that lasts as long as the tests."""
    with ExitStack() as stack:
        named = os.environ.get("FORUM_TEST_POSTGRES")
        url = named or stack.enter_context(running_postgres()).url
        databases = PostgresDatabases(url)
        stack.callback(databases.close)
        yield databases


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[SqliteDatabases]:
    """Databases in files."""
    with private_folder(in_memory=True) as folder:
        yield SqliteDatabases(folder)


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database that the product runs on, in turn."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """An empty database of each kind, in turn."""
    with databases.fresh() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """An empty PostgreSQL database."""
    with postgres_databases.fresh() as url:
        yield url


@pytest.fixture
def private_postgres() -> Iterator[PostgresServer]:
    """A server that one test may kill; it keeps what it promised to keep."""
    with running_postgres(durable=True) as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The Redis that all tests share."""
    named = os.environ.get("FORUM_TEST_REDIS")
    if named:
        yield named
    else:
        with running_redis() as server:
            yield server.url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The shared Redis, emptied of what earlier tests left."""
    empty(redis_server)
    return redis_server


@pytest.fixture
def private_redis() -> Iterator[RedisServer]:
    """A server that one test may kill."""
    with running_redis() as server:
        yield server


@pytest.fixture(scope="session")
def redis_cluster() -> Iterator[Cluster]:
    """A cluster that all tests share."""
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(running_cluster())
        except TooOld as reason:
            pytest.skip(str(reason))
        yield cluster


@pytest.fixture(scope="session")
def redis_sentinel() -> Iterator[Watched]:
    """A master under a Sentinel that all tests share."""
    with running_sentinel() as watched:
        yield watched


@pytest.fixture
def private_sentinel() -> Iterator[Watched]:
    """A master that one test may have fail over."""
    with running_sentinel() as watched:
        yield watched


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser; where there is none, every test that asks is named as skipped."""
    try:
        return find_chromium()
    except NoChromium as reason:
        pytest.skip(str(reason))


@pytest.fixture
def free_port() -> int:
    """A TCP port of the loopback address."""
    return ports.free_port()
