"""Processes of tests: they become ready, end when told, and say why when they do not."""

import socket
import sys
import time
from pathlib import Path

import httpx2
import pytest

from tests.processes import FORUM, ServeProcess, forum_process
from tests.services.child import ChildProcess, Command, NotEndedInTime, NotReadyInTime, ProcessEnded

STAND_IN = """
import os, sys
import uvicorn
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": os.environ["GREETING"].encode()})
assert sys.argv[1:] == ["serve"]
uvicorn.run(app, host=os.environ["FORUM_HOST"], port=int(os.environ["FORUM_PORT"]), lifespan="off")
"""


def _serve(folder: Path, source: str = STAND_IN) -> ServeProcess:
    (folder / "stand_in.py").write_text(source)
    program = [sys.executable, str(folder / "stand_in.py")]
    return ServeProcess({"GREETING": "hello"}, folder=folder, program=program)


def _child(folder: Path, source: str) -> ChildProcess:
    return ChildProcess(Command([sys.executable, "-c", source], folder, folder / "log"))


def test_it_is_ready_once_started_with_its_settings(tmp_path: Path) -> None:
    with _serve(tmp_path) as serve:
        assert httpx2.get(f"{serve.url}/readyz").text == "hello"
    assert not serve.running
    assert "GET /readyz" in serve.logs()


def test_it_can_be_killed_and_started_again_at_the_same_address(tmp_path: Path) -> None:
    with _serve(tmp_path) as serve:
        serve.kill()
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(serve.url)
        serve.start()
        assert httpx2.get(serve.url).text == "hello"


def test_a_failing_test_does_not_leave_it_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), _serve(tmp_path) as serve:
        _ = 1 / 0
    assert not serve.running


def test_a_start_that_fails_shows_the_log(tmp_path: Path) -> None:
    serve = _serve(tmp_path, "raise SystemExit('the database is away')")
    with pytest.raises(ProcessEnded, match="the database is away"):
        serve.start()


def test_one_that_never_gets_ready_is_ended(tmp_path: Path) -> None:
    child = _child(tmp_path, "import time; print('thinking', flush=True); time.sleep(60)")
    child.start()
    with pytest.raises(NotReadyInTime, match="thinking"):
        child.wait_until(lambda: False, seconds=0.5)
    assert not child.running


def test_one_that_will_not_stop_is_ended_and_reported(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child = _child(tmp_path, f"{deaf}; print('up', flush=True); time.sleep(60)")
    child.start()
    child.wait_until(lambda: "up" in child.output())
    with pytest.raises(NotEndedInTime):
        child.stop(seconds=0.1)
    assert not child.running


def test_its_own_children_end_with_it(tmp_path: Path, free_port: int) -> None:
    listen = (
        f"import socket, time; s = socket.create_server(('127.0.0.1', {free_port})); time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {listen!r}])"
    child = _child(tmp_path, parent)
    child.start()
    child.wait_until(lambda: _listened_on(free_port))
    child.kill()
    deadline = time.monotonic() + 10
    while _listened_on(free_port):
        assert time.monotonic() < deadline


def _listened_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_is_started_once_at_a_time_and_ended_only_after(tmp_path: Path) -> None:
    child = _child(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(RuntimeError, match="never started"):
        child.kill()
    child.start()
    with pytest.raises(RuntimeError, match="runs already"):
        child.start()
    assert child.stop() < 0
    child.kill()


def test_a_copy_of_the_forum_does_what_the_forum_does(tmp_path: Path) -> None:
    ends = []
    for program in ((), FORUM):
        log = tmp_path / f"log{len(ends)}"
        process = forum_process("migrate", env={"FORUM_PORT": "abc"}, log=log, program=program)
        process.start()
        process.wait_until(lambda process=process: not process.running, seconds=60)  # type: ignore[misc]
        ends.append((process.stop(), process.output()))
    assert ends[0] == ends[1]
    assert ends[0][0] == 2
    assert "FORUM_PORT: " in ends[0][1]
