"""Sessions, agendas and participants, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, NaiveDatetime

from forum.accounts.schemas import MemberOut, Moment, Zone
from forum.core.errors import N_
from forum.core.ids import ItemId, ParticipantId, SessionId
from forum.delegations.rules import Capacity
from forum.delegations.schemas import DelegationOut
from forum.live.overrides import Overrides
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions.rules import Deed, RequestState, SessionAccess
from forum.live.sessions.states import ItemState, SessionState
from forum.spaces.schemas import SpaceOut
from forum.translations.schemas import TranslationOut, WordsOut
from forum.web.fields import LanguageTag, Line, Slug, Text, blank_is_none
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output

MOST_LANGUAGES = 30


def web_address(value: str) -> str:
    """Let an address of the web, or none, pass.

    Raises:
        ValueError: it is something else.
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError(N_("Give an address that begins with https:// or http://."))
    return value


def several(value: object) -> object:
    """A single tick of several, as a form gives it."""
    return [value] if isinstance(value, str) else value


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Title = Annotated[str, Line(1, 200)]
Description = Annotated[str, Text(0, 5000)]
WebAddress = Annotated[str, Line(0, 1000), AfterValidator(web_address)]
Languages = Annotated[
    list[LanguageTag],
    BeforeValidator(several),
    AfterValidator(_distinct),
    Field(max_length=MOST_LANGUAGES),
]


Quotas = dict[Part, Annotated[int, Field(ge=0, le=1000)]]


class SessionDraft(Input):
    """A session to be set up.

    Attributes:
        languages: that captions and chat are offered in; none: its own.
        space: address of the space that it belongs to; none: of the whole site.
        overrides: what custom rules change.
        zone: the host's, an IANA name.
        video_url: of a video conference held elsewhere.
        quotas: how many people a delegation has at most, by part; none: as many as are let in.
    """

    title: Title
    description: Description = ""
    language: LanguageTag
    languages: Languages = Field(default_factory=list)
    space: Slug | None = None
    access: SessionAccess = SessionAccess.PUBLIC
    profile: ProfileName = ProfileName.ASEM_INFORMAL
    overrides: Overrides | None = None
    starts_at: Moment
    ends_at: Moment
    zone: Zone = "UTC"
    video_url: WebAddress = ""
    quotas: Quotas = Field(default_factory=dict)


class SessionChange(Input):
    """What is to be different about a session; what is left out stays."""

    title: Title | None = None
    description: Description | None = None
    language: LanguageTag | None = None
    languages: Languages | None = None
    access: SessionAccess | None = None
    profile: ProfileName | None = None
    overrides: Overrides | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    zone: Zone | None = None
    video_url: WebAddress | None = None
    quotas: Quotas | None = None


class SessionsQuery(ListQuery):
    """Which part of the list is wanted, and in which language besides."""

    lang: LanguageTag | None = None


class SessionForm(Input):
    """A session as a page takes it: times are those of its zone's clocks.

    Attributes:
        delegates: how many a delegation has at most; none: as many as are let in.
    """

    title: Title
    description: Description = ""
    language: LanguageTag
    languages: Languages = Field(default_factory=list)
    space: Annotated[Slug | None, BeforeValidator(blank_is_none)] = None
    access: SessionAccess
    profile: ProfileName
    starts_at: NaiveDatetime
    ends_at: NaiveDatetime
    zone: Zone
    video_url: WebAddress = ""
    delegates: Annotated[
        Annotated[int, Field(ge=0, le=1000)] | None, BeforeValidator(blank_is_none)
    ] = None


class SessionStep(Input):
    """From which state a session goes to which.

    Attributes:
        waives_quorum: whether the meeting is opened although fewer delegations are here than its
            rules ask for.
    """

    expected: SessionState
    to: SessionState
    waives_quorum: bool = False


class SessionOut(Output):
    """A session, for who is told of it.

    Attributes:
        starts_at, ends_at: in UTC; `zone` is that of the host.
        open_item_id: the item of the agenda that is being dealt with.
        sequence: counts what calendars are told of.
    """

    id: SessionId
    url: str
    title: str
    description: str
    language: str
    languages: Sequence[str]
    space: SpaceOut | None
    access: SessionAccess
    state: SessionState
    profile: ProfileName
    starts_at: datetime
    ends_at: datetime
    zone: str
    open_item_id: ItemId | None
    sequence: int
    changed_at: datetime
    translated_title: TranslationOut | None = None
    """In the language that is read, where that is not the session's; so with what follows."""
    translated_description: TranslationOut | None = None


class OnBehalfOut(Output):
    """For which delegation somebody acts in a session, and as what."""

    delegation_id: int
    name: str
    capacity: Capacity


class StandingOut(Output):
    """The place in a session of who asks.

    Attributes:
        follows: whether they see all of it, or only what announces it.
        deeds: what they may do in the session's present state.
    """

    follows: bool
    parts: Sequence[Part]
    on_behalf: OnBehalfOut | None
    is_host: bool
    is_muted: bool
    deeds: Sequence[Deed]


class DocumentOut(Output):
    """A document that belongs to an item."""

    title: str
    url: str


class ItemOut(Output):
    """An item of an agenda.

    Attributes:
        minutes: how long it is meant to take; 0: nothing is said.
        description: Markdown.
        owner: who introduces it.
    """

    id: ItemId
    number: str
    title: str
    description: str
    minutes: int
    owner: str
    documents: Sequence[DocumentOut]
    state: ItemState
    translated_description: TranslationOut | None = None


class SessionWhole(SessionOut):
    """A session with its agenda, and the place of who asks in it.

    Attributes:
        video_url: for who follows the session; "" for others.
        overrides: what custom rules change.
        quotas: how many people a delegation has at most, by part.
    """

    host: MemberOut
    video_url: str
    overrides: dict[str, object]
    quotas: dict[str, int]
    agenda: Sequence[ItemOut]
    me: StandingOut
    translated_agenda: WordsOut | None = None
    """Titles of its items."""


class ParticipantOut(Output):
    """Somebody who takes part in a session.

    Attributes:
        delegation: for which they act; `None`: for themselves, or as an officer.
        capacity: as what they act for it.
        badge: what stands on their badge beside the part.
        muted_until: until when they do not take the word.
    """

    id: ParticipantId
    member: MemberOut
    part: Part
    delegation: DelegationOut | None
    capacity: Capacity | None
    badge: str
    state: RequestState
    muted_until: datetime | None
