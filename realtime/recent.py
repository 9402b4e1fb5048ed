"""How many readers a process writes to at about the same time, through all of its channels."""

from collections import OrderedDict
from collections.abc import Hashable


class Recent:
    """Counts the readers of those channels that were written to lately, each channel once.

    Args:
        seconds: how long a channel counts after it was written to.
    """

    __slots__ = ("_channels", "_seconds", "_sum")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._channels: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()
        self._sum = 0

    def note(self, channel: Hashable, readers: int, now: float) -> int:
        """Note that a channel was written to; gives the readers of all that were lately.

        Args:
            channel: by which it is known.
            readers: how many it was written to.
            now: seconds of a clock that never goes back.
        """
        self._forget(channel)
        self._channels[channel] = (now, readers)
        self._sum += readers
        while (oldest := next(iter(self._channels.items())))[1][0] < now - self._seconds:
            self._forget(oldest[0])
        return self._sum

    def _forget(self, channel: Hashable) -> None:
        _, readers = self._channels.pop(channel, (0.0, 0))
        self._sum -= readers
