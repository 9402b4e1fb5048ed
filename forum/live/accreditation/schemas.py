"""Requests to take part, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from forum.core.ids import SessionId
from forum.delegations.rules import Capacity
from forum.discussions.schemas import SpaceRef
from forum.live.accreditation.rules import REASON_MOST
from forum.live.parts import Part
from forum.live.sessions.rules import RequestState
from forum.live.sessions.schemas import ParticipantOut
from forum.translations.schemas import TranslationOut
from forum.web.fields import Line, RowNumber, Slug, Text, blank_is_none
from forum.web.shapes import Input, Output

Badge = Annotated[str, Line(0, 60)]
Reason = Annotated[str, Text(0, REASON_MOST)]
OptionalSlug = Annotated[Slug | None, BeforeValidator(blank_is_none)]
OptionalCapacity = Annotated[Capacity | None, BeforeValidator(blank_is_none)]


class RequestDraft(Input):
    """A wish to take part.

    Attributes:
        delegation: address of the delegation that they act for; none: for themselves.
        capacity: as what; none: as their mandate says.
        letter: number of their upload that is the letter of nomination; needed without a mandate.
    """

    part: Part
    delegation: Slug | None = None
    capacity: Capacity | None = None
    letter: RowNumber | None = None


class Invitation(Input):
    """Who is let in: a handle, with or without `@`, or an e-mail address.

    Attributes:
        badge: what stands on their badge beside the part.
    """

    who: Annotated[str, Line(1, 254)]
    part: Part
    delegation: OptionalSlug = None
    capacity: OptionalCapacity = None
    badge: Badge = ""


class RequestDecision(Input):
    """What becomes of a request; one that is declined says why."""

    state: Literal[RequestState.APPROVED, RequestState.DECLINED]
    reason: Reason = ""
    badge: Badge = ""


class Leaving(Input):
    """That somebody takes part no more, and why, where others say so."""

    reason: Reason = ""


LONGEST_MUTE = 10_080
"""Minutes: a week."""


class Muting(Input):
    """For how many minutes somebody does not take the word, and why; 0: they may again."""

    minutes: Annotated[int, Field(ge=0, le=LONGEST_MUTE)]
    reason: Reason = ""


class MutingForm(Muting):
    """The same as a page takes it, with the number of whom it is about."""

    participant_id: RowNumber


class RequestForm(Input):
    """A wish to take part as a page takes it.

    Attributes:
        body: what a letter that was sent along is shown by.
    """

    part: Part
    delegation: OptionalSlug = None
    capacity: OptionalCapacity = None
    body: Annotated[str, Field(max_length=1000)] = ""


class SessionRef(Output):
    """A session that something is about; `url`: where that is decided."""

    id: SessionId
    url: str
    title: str
    language: str
    translated_title: TranslationOut | None = None
    """In a language of the reader's, where it is not written in one and there is a translation."""


class RequestOut(ParticipantOut):
    """A wish to take part, for whose it is and who decides about it.

    Attributes:
        letter_url: of the letter of nomination; "": there is none.
        reason: why it was declined or approved.
    """

    letter_url: str
    reason: str
    asked_at: datetime
    decided_at: datetime | None


class RequestWaiting(RequestOut):
    """The same among all that waits for moderators: with the session that it is for."""

    session: SessionRef
    space: SpaceRef | None
