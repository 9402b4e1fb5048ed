"""What is asked of files for translators' tools, and what came of one."""

from collections.abc import Sequence
from enum import StrEnum

from forum.web.fields import LanguageTag
from forum.web.shapes import Input, Output


class XliffQuery(Input):
    """Which texts of a topic are wanted: those in one language; none: in that of the topic."""

    source: LanguageTag | None = None


class Outcome(StrEnum):
    """What came of a text in a file."""

    TAKEN = "taken"
    """Its translation is shown."""
    PROPOSED = "proposed"
    """Its translation waits for a reviewer."""
    SAME = "same"
    """Its translation reads so already."""
    CHANGED = "changed"
    """The original was edited since, or is out of sight: nothing was taken."""
    UNFINISHED = "unfinished"
    """Some of it is not translated yet: nothing was taken."""


class TextTaken(Output):
    """One text in a file."""

    subject: str
    """Such as `post:12`, or `topic:3` for a title."""
    outcome: Outcome


class FileTaken(Output):
    """What came of all texts in a file."""

    texts: Sequence[TextTaken]
