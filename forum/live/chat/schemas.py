"""Lines of chat, as they go out."""

from forum.live.speech.schemas import SpokenOut


class ChatLineOut(SpokenOut):
    """A line of chat; one that was removed has no text.

    Attributes:
        waits: whether only its author, and who leads the session, can read it.
    """

    removed: bool = False
    waits: bool = False
