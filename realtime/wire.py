"""What carries a conversation."""

from typing import Protocol

from realtime.frames import Frame
from realtime.protocol.codes import CloseCode
from realtime.room import Sink


class Wire(Protocol):
    """The server's end of a socket or a stream; nothing here waits.

    It calls `Connection.receive` with what arrives, `drained` when it takes more again after an
    `offer` was turned down or it was `stalled`, and `lost` once when the other side is gone. One
    whose sink writes straight to the socket calls `stalled` when that takes no more.
    Every implementation passes `tests/contracts/test_wires.py`.
    """

    @property
    def emulated(self) -> bool:
        """Whether commands are posted beside the stream, so that the client needs a session."""
        ...

    @property
    def sink(self) -> Sink:
        """How shared frames are written; the same each time."""
        ...

    def offer(self, frame: Frame) -> bool:
        """Write a shared frame; false, and nothing is written, if the reader does not keep up."""
        ...

    def write(self, frame: Frame) -> None:
        """Write a frame for this reader alone, however slow it is."""
        ...

    def worked_off(self) -> None:
        """Learn that everything received so far has been dealt with."""
        ...

    def close(self, code: CloseCode) -> None:
        """Say goodbye and end; `lost` may or may not be called after that."""
        ...
