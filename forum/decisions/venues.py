"""Where decisions are taken: who leads there, who votes, by which rules.

Each kind of place (`space`, `session`) has its `Venues`; `app.py` puts them together by the first
word of a place's name, so that decisions need not know what meets there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import HTTPConnection

from forum.core.actor import Actor
from forum.core.errors import ForumError
from forum.core.ids import DelegationId, MemberId
from forum.decisions.majorities import Terms
from forum.decisions.rules import Method, VoterKind
from forum.decisions.silence import LEAST_HOURS
from forum.delegations.rules import Capacity
from forum.translations.subjects import Subject

_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Body:
    """The rules of whoever meets in a place.

    Attributes:
        methods: by which decisions are taken, the usual one first.
        terms: by which votes are decided unless a decision says otherwise.
        proxies: how many votes of others one voter can hold.
        silence_hours: least time of a silence procedure.
        explanation_words: most words of an explanation of vote.
        is_quiet: whether votes are explained before or after they are taken, and not meanwhile.
    """

    methods: tuple[Method, ...] = tuple(Method)
    terms: Terms = _TERMS
    proxies: int = 1
    silence_hours: int = LEAST_HOURS
    explanation_words: int = 1_100
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody who may be given a vote in a place.

    Attributes:
        word: a delegation's slug or a member's handle.
        name: as it is recorded; in English for a delegation.
    """

    word: str
    name: str
    delegation_id: DelegationId | None = None
    member_id: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A place as one actor finds it.

    Attributes:
        place: its channel's name.
        title: what it is called, in the language `language` (BCP 47).
        url: where its decisions are listed.
        body: its rules.
        leading: why the actor may not propose, open and close there; `None`: they may.
        stage: why votes are not proposed, opened or cast there now; `None`: they are. A text under
            silence has its own time.
        voices: delegations whose votes they cast, and as what they act for each.
    """

    place: str
    title: str
    language: str
    url: str
    body: Body
    leading: ForumError | None = None
    stage: ForumError | None = None
    voices: Mapping[DelegationId, Capacity] = field(default_factory=dict)

    def check_leading(self) -> None:
        """Return if the actor may propose, open and close decisions there."""
        if self.leading is not None:
            raise self.leading

    def check_stage(self, method: Method) -> None:
        """Return if decisions of a method are opened and voted on there now."""
        if self.stage is not None and method is not Method.SILENCE:
            raise self.stage


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks about a place, and when.

    Attributes:
        key: its name without the kind.
        is_act: whether they are about to decide there: what the place allows now, it allows until
            the change commits.
    """

    actor: Actor
    key: str
    now: datetime
    is_act: bool = False


class Venues(Protocol):
    """All places of a kind."""

    async def enter(self, db: AsyncSession, asked: Asked) -> Venue:
        """A place as somebody finds it.

        Raises:
            NotFound: it is not there, or not for them.
        """

    async def entitled(
        self, db: AsyncSession, asked: Asked, kind: VoterKind, words: Sequence[str]
    ) -> Sequence[Entitled]:
        """Those of `words` who may be given a vote there; everybody who may, if none is named."""

    async def subject(self, db: AsyncSession, key: str) -> Subject | None:
        """The name of a place as something to translate; `None`: it is not there."""


def venues_of(connection: HTTPConnection[Any]) -> Mapping[str, Venues]:
    """The process's venues, by kind."""
    found: Mapping[str, Venues] = connection.scope["state"]["venues"]
    return found


def parted(place: str) -> tuple[str, str]:
    """Kind and key of a place."""
    kind, _, key = place.partition(":")
    return kind, key
