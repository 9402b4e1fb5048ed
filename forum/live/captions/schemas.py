"""Captions, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from forum.accounts.schemas import MemberOut
from forum.core.ids import LARGEST_ID
from forum.live.captions.rules import Provision, Via
from forum.live.speech.rules import LONGEST_LINE
from forum.live.speech.schemas import OptionalLanguage, SpokenOut
from forum.translations.schemas import Reading
from forum.web.fields import LanguageTag, Line
from forum.web.shapes import Input, Output

Ms = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""Milliseconds since 1970."""
Name = Annotated[str, Line(0, 120)]


class SegmentDraft(Input):
    """A segment of captions.

    Attributes:
        key: names the segment among those of its captioner: one sent twice is stored once, and the
            partial ones before a final one have its key.
        language: BCP 47 tag of the text.
        final: whether it is stored; a partial one is only shown while it is said.
        began: when it was begun to be said, in ms since 1970; left out: estimated from its length.
        ended: when it was said; left out: now.
        heard: who is speaking.
        engine: name of the machine that listened.
    """

    key: Annotated[str, Line(1, 80)]
    text: Annotated[str, Line(1, LONGEST_LINE)]
    language: LanguageTag
    final: bool = True
    began: Ms | None = None
    ended: Ms | None = None
    via: Via = Via.TYPED
    heard: Name = ""
    engine: Name = ""


class SegmentForm(Input):
    """The same, as the desk of a captioner sends it."""

    key: Annotated[str, Line(1, 80)]
    text: Annotated[str, Line(1, LONGEST_LINE)]
    language: LanguageTag
    via: Via = Via.TYPED
    heard: Name = ""


class Correction(Input):
    """What a caption is to say instead.

    Attributes:
        heard: who was speaking; left out: as it is.
    """

    text: Annotated[str, Line(1, LONGEST_LINE)]
    heard: Name | None = None


class CaptionOut(SpokenOut):
    """A caption. Its `speaker` is who wrote it, or let a machine listen.

    Attributes:
        heard: who was speaking, as the captioner says; "": not said.
        version: of its text; from 2 on it was corrected.
    """

    key: str
    via: Via
    engine: str
    heard: str
    began: datetime
    ended: datetime
    item_id: int | None
    version: int


class EarlierText(Output):
    """What a caption said before somebody corrected it."""

    version: int
    text: str
    heard: str
    replaced_by: MemberOut
    replaced_at: datetime


class CaptionWhole(CaptionOut):
    """A caption with its earlier texts, the newest first."""

    earlier: Sequence[EarlierText]


class PartialOut(Output):
    """A segment that is being said, and is stored nowhere.

    Attributes:
        server_now: by our clock, in ms since 1970.
    """

    key: str
    text: str
    language: str
    via: Via
    heard: str
    server_now: int


class Provided(Output):
    """How readers of a language follow a session."""

    language: str
    state: Provision


class LanguagesOut(Output):
    """How readers of the languages offered, and of those present, follow a session."""

    languages: Sequence[Provided]


class FileQuery(Reading):
    """A file of captions.

    Attributes:
        start: the instant that its times count from; left out: when the session was to begin.
    """

    start: AwareDatetime | None = Field(default=None, alias="from")


class DeskAsked(Reading):
    """How the desk of a captioner is filled in."""

    language: OptionalLanguage = None
    via: Via = Via.TYPED
    heard: Name = ""
