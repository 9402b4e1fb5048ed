"""What a part of the room hands to the page that puts all of them together, see `live.room`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PanelView:
    """A part of the room, as one reader is shown it.

    The room gives it a section with the panel's name as its id, and a heading of the second level.

    Attributes:
        template: fills the section below the heading; every id in it begins with the panel's name,
            rows of lists have an id or `data-key` that stays theirs, and forms go back to
            `/sessions/<id>#<panel>`.
        context: what the template takes.
        state: the same for programs, as it is written to JSON; what text a program can ask for
            elsewhere may stay out.
        summary: one sentence on how things stand, in the reader's language, which screen readers
            say when it changes; "" where nothing is to be said.
        asks: one sentence on what is asked of this reader now (to vote, to begin to speak), shown
            on top of the room; "" for nothing.
    """

    template: str
    context: Mapping[str, object]
    state: Mapping[str, object] = field(default_factory=dict)
    summary: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that what is said can be read in.

    Attributes:
        tag: BCP 47.
        url: of the page in this language.
        is_here: whether the page is in it already.
        is_missing: whether nobody and no engine provides it now.
    """

    tag: str
    url: str
    is_here: bool
    is_missing: bool
