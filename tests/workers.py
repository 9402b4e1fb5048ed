"""Which process of a run takes which tests, and in which order.

Each process takes whole files, and makes once what the tests of a file share. The journeys share
two processes of the application and a browser, so one process takes them all, but for those
through every page, which have a site of their own. Such tests wait half of their time, as do those
of faults and channels: they begin first, so that what only computes goes on beside them, and keeps
all processors busy when they have ended.
"""

from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys/"
FIRST = (
    "tests/journeys/test_access.py",
    JOURNEYS,
    "tests/permissions/test_routes.py",
    "tests/faults/",
    "tests/forum/test_migrations.py",
    "tests/contracts/test_acts.py",
    "tests/forum/commands/test_backups.py",
    "tests/test_services.py",
    "tests/realtime/",
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
