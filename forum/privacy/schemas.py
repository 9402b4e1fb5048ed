"""What goes out about copies of one's own data."""

from datetime import datetime
from enum import StrEnum

from forum.web.shapes import Output


class ExportState(StrEnum):
    """How far a copy is."""

    NONE = "none"
    MAKING = "making"
    READY = "ready"


class ExportOut(Output):
    """The newest copy of the data of the member who asks.

    Attributes:
        size: in bytes.
        url: where the archive (ZIP, with JSON and the uploaded files) is downloaded, signed in or
            with a token.
    """

    state: ExportState
    asked_at: datetime | None = None
    ready_at: datetime | None = None
    expires_at: datetime | None = None
    size: int | None = None
    url: str | None = None
