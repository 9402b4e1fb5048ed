"""The programs in C that measure or are measured, compiled when they are needed."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.benchmarks.measure import CannotMeasure

SOURCES = Path(__file__).parent / "native"
_FLAGS = ("-O2", "-D_GNU_SOURCE")


class ProgramFailed(Exception):
    """A program ended before it had said what it should; its name and what it said."""


def compiled(name: str, folder: Path, *libraries: str) -> Path:
    """The program of `native/<name>.c`, made in `folder` unless it is there.

    Raises:
        CannotMeasure: there is no C compiler, or it lacks a library.
    """
    made = folder / name
    if made.exists():
        return made
    compiler = shutil.which("cc")
    if compiler is None:
        raise CannotMeasure("there is no C compiler (cc)")
    with_libraries = [f"-l{library}" for library in libraries]
    source = str(SOURCES / f"{name}.c")
    command = [compiler, *_FLAGS, "-o", str(made), source, *with_libraries]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMeasure(f"cc does not compile {name}.c: {done.stderr.strip()[:300]}")
    return made


class Talk:
    """A running program that is told things by lines, and answers by lines."""

    def __init__(self, process: subprocess.Popen[str], name: str) -> None:
        self._process, self._name = process, name

    def hear(self) -> str:
        """Its next line; raises `ProgramFailed` if it ends instead."""
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise ProgramFailed(f"{self._name}: {_pipe(self._process.stderr).read().strip()}")
        return line.strip()

    def tell(self, line: str) -> None:
        """Give it a line."""
        into = _pipe(self._process.stdin)
        into.write(f"{line}\n")
        into.flush()

    def finish(self) -> list[str]:
        """End its input; the lines that it ends with."""
        _pipe(self._process.stdin).close()
        return _pipe(self._process.stdout).read().splitlines()


@contextmanager
def talking(command: Sequence[str | Path]) -> Iterator[Talk]:
    """Start a program and end it."""
    words = [str(word) for word in command]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield Talk(process, Path(words[0]).name)
        finally:
            process.kill()


def _pipe(found: IO[str] | None) -> IO[str]:
    assert found is not None  # all three were asked for
    return found
