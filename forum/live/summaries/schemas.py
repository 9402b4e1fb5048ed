"""The summary record of a session, as it comes in and goes out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from forum.accounts.schemas import MemberOut, Moment
from forum.core.ids import CorrectionId, ItemId, ParagraphId, SessionId
from forum.discussions.schemas import ChangeOut
from forum.live.sessions.states import SessionState
from forum.live.speech.schemas import SpeakerOut
from forum.live.summaries.rules import LONGEST_PARAGRAPH, LONGEST_WORD, CorrectionState
from forum.web.fields import Text
from forum.web.shapes import Input, Output

Words = Annotated[str, Text(1, LONGEST_PARAGRAPH)]
Word = Annotated[str, Text(0, LONGEST_WORD)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ParagraphChange(Input):
    """What a paragraph is to say.

    Attributes:
        text: plain text; "" takes it out.
        version: the one that it was made from; if another is newer, nothing is changed.
    """

    text: Annotated[str, Text(0, LONGEST_PARAGRAPH)] = ""
    version: Version


class ParagraphDraft(Input):
    """A paragraph that is to stand after another."""

    text: Words


class CorrectionDraft(Input):
    """What a paragraph should say."""

    text: Words


class CorrectionDecision(Input):
    """What becomes of a correction.

    Attributes:
        take: whether the paragraph says it from now on.
        word: why; needed to decline it.
        version: of the paragraph that it was compared with; if another is newer, nothing is done.
    """

    take: bool
    word: Word = ""
    version: Version


class CorrectionWindow(Input):
    """Until when corrections are taken."""

    until: Moment


class VersionOut(Output):
    """What a paragraph said at some time.

    Attributes:
        made_by: who wrote it; none: it was made from the log of the session.
        changes: from the version before.
    """

    version: int
    text: str
    made_at: datetime
    made_by: MemberOut | None
    changes: Sequence[ChangeOut]


class CorrectionOut(Output):
    """A correction.

    Attributes:
        changes: what it would change of the paragraph as it stands.
        word: of whoever decided.
    """

    id: CorrectionId
    paragraph_id: ParagraphId
    text: str
    changes: Sequence[ChangeOut]
    speaker: SpeakerOut
    state: CorrectionState
    word: str
    made_at: datetime
    decided_at: datetime | None


class ParagraphOut(Output):
    """A paragraph.

    Attributes:
        item_id: the item of the agenda that it is about; none: the whole session.
        text: plain text; "": it was taken out.
        waiting: how many corrections of it the reader sees that are not decided.
    """

    id: ParagraphId
    url: str
    item_id: ItemId | None
    text: str
    version: int
    waiting: int


class ParagraphWhole(ParagraphOut):
    """A paragraph with its history, the newest first.

    Attributes:
        corrections: all of them for those who write the record; others see their own.
    """

    versions: Sequence[VersionOut]
    corrections: Sequence[CorrectionOut]


class FinalOut(Output):
    """A record that is final.

    Attributes:
        text: Markdown.
        digest: SHA-256 of the text, as it was stored when the record became final.
        recomputed: the same of the text that is made from the paragraphs now.
        is_intact: whether text, paragraphs and digest still say the same.
    """

    text: str
    digest: str
    recomputed: str
    is_intact: bool
    final_at: datetime


class SummaryOut(Output):
    """A summary record, as far as the reader may read it now.

    Attributes:
        language: BCP 47 tag of its text.
        corrections_until: none: corrections were not asked for yet.
        may_write: whether the reader changes it now.
        may_correct: whether they propose corrections now.
    """

    session_id: SessionId
    url: str
    title: str
    language: str
    state: SessionState
    corrections_until: datetime | None
    may_write: bool
    may_correct: bool
    paragraphs: Sequence[ParagraphOut]
    final: FinalOut | None


class WindowForm(Input):
    """How many days from now corrections are taken; 0: no more are."""

    days: Annotated[int, Field(ge=0, le=90)]
