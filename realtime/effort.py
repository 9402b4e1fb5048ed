"""How busy this process has been since a moment."""

import time


class Effort:
    """Starts to count when it is made. All threads count, so a process can do more than 1."""

    __slots__ = ("_processor", "_since")

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self._processor = time.process_time()

    def share(self) -> float:
        """Seconds of the processor that each second has taken since; 1 if no time has passed."""
        passed = time.perf_counter() - self._since
        return (time.process_time() - self._processor) / passed if passed > 0 else 1.0
