"""What people write in a session, as it comes in and goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator

from forum.accounts.schemas import MemberOut
from forum.core.ids import DelegationId
from forum.delegations.rules import Capacity
from forum.live.speech.rules import LONGEST_LINE
from forum.translations.schemas import TranslationOut
from forum.web.fields import LanguageTag, Line, blank_is_none
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output

OptionalLanguage = Annotated[LanguageTag | None, BeforeValidator(blank_is_none)]


class DelegationName(Output):
    """A delegation, as it stands beside what is said for it."""

    id: DelegationId
    url: str
    name: str
    language: str


class VoiceOut(Output):
    """For whom somebody wrote, and as what."""

    delegation: DelegationName
    capacity: Capacity


class SpeakerOut(Output):
    """Who wrote something."""

    member: MemberOut
    on_behalf: VoiceOut | None


class SpokenOut(Output):
    """A line of chat, a question or a caption.

    Attributes:
        language: BCP 47 tag of the text.
        translation: into the language asked for, where there is one.
    """

    id: int
    session_id: int
    at: datetime
    speaker: SpeakerOut
    language: str
    text: str
    translation: TranslationOut | None = None


class LineDraft(Input):
    """A line to be said; its language is recognised where it is not given."""

    text: Annotated[str, Line(1, LONGEST_LINE)]
    language: OptionalLanguage = None


class Nothing(Input):
    """A form with a button and nothing to fill in."""


class SpokenQuery(ListQuery):
    """A list, in a language."""

    lang: OptionalLanguage = None
