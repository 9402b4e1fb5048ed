"""The processes of the product, as an operator starts and stops them."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from forum.__main__ import main
from tests.factories import prepared
from tests.processes import FORUM, answers, forum_process
from tests.services.databases import SqliteDatabases
from tests.services.ports import free_port

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def env(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[dict[str, str]]:
    with sqlite_databases.fresh(prepared) as url:
        yield {"FORUM_DATABASE": url, "FORUM_DATA": str(tmp_path)}


def test_a_port_in_use_is_one_clear_line(env: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        words = ("serve", "--port", str(port))
        process = forum_process(*words, env=env, log=tmp_path / "log")
        process.start()
        assert process.wait() == 2
    said = f"forum: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    assert process.output() == said


def test_a_database_without_tables_is_one_clear_line(
    settle: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert main(["serve", "--port", "0"]) == 2
    said = "forum: the database is not up to date: run `forum migrate` first\n"
    assert capsys.readouterr().err == said


@pytest.mark.usefixtures("file_url")
@pytest.mark.parametrize("word", ["serve", "realtime"])
def test_several_processes_that_would_not_hear_each_other_are_refused(
    word: str, capsys: Captured
) -> None:
    assert main([word, "--port", "0", "--workers", "2"]) == 2
    assert capsys.readouterr().err == (
        "forum: several processes need FORUM_BROKER=redis://… to hear of each other\n"
    )


@pytest.mark.usefixtures("file_url")
def test_no_process_at_all_is_refused(capsys: Captured) -> None:
    assert main(["serve", "--port", "0", "--workers", "0"]) == 2
    assert capsys.readouterr().err == "forum: --workers needs to be 1 or more\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("FORUM_PORT", "abc", "FORUM_PORT: "), ("FORUM_SECRET", "short", "FORUM_SECRET: ")],
)
def test_a_wrong_setting_is_one_clear_line(
    settle: pytest.MonkeyPatch, capsys: Captured, name: str, value: str, said: str
) -> None:
    settle.setenv(name, value)
    assert main(["migrate"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"forum: {said}")
    assert err.count("\n") == 1


def test_several_processes_share_a_port_and_end_together(
    env: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    port = free_port()
    env |= {"FORUM_PORT": str(port), "FORUM_BROKER": redis_url}
    log = tmp_path / "log"
    process = forum_process("serve", "--workers", "2", env=env, log=log, program=FORUM)
    process.start()
    process.wait_until(lambda: answers(f"127.0.0.1:{port}", "/healthz"), seconds=60)
    assert process.stop(seconds=20) == 0
    with socket.socket() as again:  # nobody holds the port any more
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_channels_can_be_served_alone(env: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    process = forum_process("realtime", env=env | {"FORUM_PORT": str(port)}, log=tmp_path / "log")
    process.start()
    process.wait_until(lambda: answers(f"127.0.0.1:{port}", "/readyz"), seconds=60)
    base = f"http://127.0.0.1:{port}"
    assert httpx2.get(base).status_code == 404
    assert httpx2.get(f"{base}/connection/sse").status_code != 404
    assert process.stop(seconds=20) == 0


def test_a_worker_ends_when_it_is_told_to(env: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = forum_process("worker", env=env, log=log)
    process.start()
    process.wait_until(lambda: log.exists() and "worker ready" in log.read_text(), seconds=60)
    assert process.stop(seconds=20) == 0
