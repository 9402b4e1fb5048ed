"""What every test may use: the services' fixtures, and hypothesis without a stopwatch."""

import gc
import os
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.workers import Teller, WholeFiles, place

pytest_plugins = ["tests.services.fixtures"]

gc.disable()  # until all tests are collected: nothing that they import is ever garbage

# A busy machine stalls now and then, so slowness is no failure; in CI the examples do not vary.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say less from one process to another, test by test."""
    Teller.replace(session.config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import a part of the tests first, where several processes do the same with other parts.

    Each imports all of them, and compiles what none has compiled before. Where all begin with the
    same file, which nobody has run since it was changed, each compiles each of them.
    """
    share: dict[str, str] = getattr(session.config, "workerinput", {})
    if share:
        first, every = int(share["workerid"].removeprefix("gw")), int(share["workercount"])
        for name in sorted(_modules(session.config))[first::every]:
            with suppress(Exception, pytest.skip.Exception):  # whoever collects it meets it again
                import_module(name)


def _modules(config: pytest.Config) -> Iterator[str]:
    for folder in filter(Path.is_dir, map(config.invocation_params.dir.joinpath, config.args)):
        for file in folder.rglob("test_*.py"):
            yield ".".join(file.relative_to(config.rootpath).with_suffix("").parts)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, as several processes are given whole files in this order."""
    items.sort(key=lambda item: place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WholeFiles | None:
    """Say what several processes are given, unless another order was asked for."""
    return WholeFiles(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """Spare the collector what all tests share: walking it over and over took a fifth of a run.

    None of that is garbage, so it is not even walked once, which would take a second.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
