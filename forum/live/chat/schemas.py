"""Lines of chat, as they go out."""

from forum.live.speech.schemas import SpokenOut


class ChatLineOut(SpokenOut):
    """A line of chat; one that was removed has no text."""

    removed: bool = False
