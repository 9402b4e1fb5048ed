"""Which process of a run takes which tests, and in which order.

Each process takes whole files, and makes once what the tests of a file share. The journeys share
two processes of the application and a browser, so one process takes them all, but for those
through every page, which have a site of their own. Such tests wait half of their time, and those of
faults and channels wait most of it: they begin first, and go on beside the journeys through every
page, whose browser computes all the time. Of what begins when those have ended, every second file
computes, as a processor is idle where three wait.
"""

import pytest
from xdist.remote import WorkerInteractor
from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys/"
FIRST = (
    "tests/journeys/test_access.py",
    JOURNEYS,
    "tests/permissions/test_routes.py",
    "tests/faults/",
    "tests/realtime/",
    "tests/forum/test_migrations.py",
    "tests/contracts/test_wires.py",
    "tests/contracts/test_acts.py",
    "tests/contracts/test_brokers.py",
    "tests/forum/commands/test_backups.py",
    "tests/test_services.py",
)
"""Files that take longer than any other, and folders of tests that wait, in the order to begin."""


def place(nodeid: str) -> int:
    """When a test begins, among all: less is earlier, and equal is as they are collected."""
    return next((at for at, start in enumerate(FIRST) if nodeid.startswith(start)), len(FIRST))


def share(nodeid: str) -> str:
    """What a test is given to a process with."""
    file = nodeid.partition("::")[0]
    return JOURNEYS if place(file) == FIRST.index(JOURNEYS) else file


class WholeFiles(LoadFileScheduling):
    """Gives shares to processes."""

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)


WORTH_TELLING = 1.0
"""Seconds that preparing a test or clearing up after it takes, before the run is told of it."""


class Teller:
    """Tells the run what became of a process' tests, which is half of what a short one costs.

    `LoadFileScheduling` needs not know that a test begins, nor a verdict what every test has
    prepared; a name for each folder and mark of a test is sent with nothing but a failure.
    """

    def __init__(self, usual: WorkerInteractor) -> None:
        self._usual = usual

    @classmethod
    def replace(cls, config: pytest.Config) -> None:
        """Tell in place of xdist, in a process of its own, what that tells test by test."""
        for one in config.pluginmanager.get_plugins():
            if type(one).__name__ == WorkerInteractor.__name__:  # its module is sent, not imported
                for hook in ("logstart", "logfinish", "logreport"):
                    getattr(config.hook, f"pytest_runtest_{hook}")._remove_plugin(one)
                config.pluginmanager.register(cls(one))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell all failures and skips, and what has passed in a word."""
        if report.passed:
            if report.when != "call" and report.duration < WORTH_TELLING:
                return
            report.keywords = {}
        self._usual.pytest_runtest_logreport(report)
