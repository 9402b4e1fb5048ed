"""A clock that a test moves, in processes of the product that begin as copies."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

AHEAD = "TEST_CLOCK_AHEAD"
"""Names the file that says by how many seconds a process's clock is ahead."""


class MovedClock:
    """The clock of all processes whose environment is given `setting`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.setting = {AHEAD: str(file)}
        self._began = datetime.now(UTC)
        self.show(0)

    def show(self, seconds: float) -> datetime:
        """Let it be so many seconds after it was made; gives the instant that it shows then."""
        shown = self._began + timedelta(seconds=seconds)
        whole = self._file.with_suffix(".new")
        whole.write_text(str((shown - datetime.now(UTC)).total_seconds()))
        whole.replace(self._file)
        return shown


def use_moved_clock() -> None:
    """Let the product of this process go by such a clock, if its environment names one."""
    from forum import app  # only in a copy, which has imported it

    if (named := os.environ.get(AHEAD)) is not None:
        app.system_clock = _moved(Path(named))


def _moved(file: Path) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(seconds=float(file.read_text()))
