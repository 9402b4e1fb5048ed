"""What is asked of files for translators' tools, and what came of one."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from forum.web.fields import LanguageTag, Line
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


class MemoryQuery(Input):
    """Whose translation memory: that of a space; none: the common one."""

    space: Annotated[str, Line(0, 60)] = ""


class MemoryTaken(Output):
    """What came of a TMX file."""

    pairs: int
    """Segments in two languages that the memory has now."""
    passed_over: int
    """Units that do not say which text is the original, or are too long."""
