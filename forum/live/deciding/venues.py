"""Live sessions as places where decisions are taken; see `forum.decisions.venues`."""

from collections.abc import Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DelegationId, SessionId
from forum.decisions.rules import NotInMeeting, NotLeading, VoterKind
from forum.decisions.spaces import SpaceVenues
from forum.decisions.venues import Asked, Body, Entitled, Venue, Venues
from forum.delegations.rules import DECIDING, Capacity
from forum.discussions.channels import number
from forum.live.overrides import profile_of
from forum.live.parts import Part
from forum.live.profiles import Profile
from forum.live.sessions import queries
from forum.live.sessions.rules import Deed, Standing, may
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.states import MEETING
from forum.live.sessions.subjects import announcing
from forum.live.sessions.tables import LiveSession
from forum.translations.subjects import Subject


class SessionVenues:
    """`session:<id>`; see `Venues`."""

    async def enter(self, db: AsyncSession, asked: Asked) -> Venue:
        """See `Venues`."""
        session_id = SessionId(number(asked.key))
        found = await queries.session_and_standing(
            db, asked.actor, session_id, asked.now, is_act=asked.is_act
        )
        return venue_of(*found)

    async def entitled(
        self, db: AsyncSession, asked: Asked, kind: VoterKind, words: Sequence[str]
    ) -> Sequence[Entitled]:
        """See `Venues`: delegations with somebody here who decides for them, or participants."""
        session_id = SessionId(number(asked.key))
        here = await queries.participants(db, session_id, "en")
        by_word = _delegations(here) if kind is VoterKind.DELEGATIONS else _members(here)
        return [one for word, one in by_word.items() if not words or word in words]

    async def subject(self, db: AsyncSession, key: str) -> Subject | None:
        """See `Venues`."""
        place = await queries.place_of(db, SessionId(number(key)))
        return place and announcing(place, "session_title", place[0].title)


def venue_of(session: LiveSession, standing: Standing) -> Venue:
    """A session as somebody finds it who follows it."""
    return Venue(
        place=f"session:{session.id}",
        title=session.title,
        language=session.language,
        url=f"/sessions/{session.id}#decisions",
        body=body_of(profile_of(session.profile, session.overrides)),
        leading=None if may(standing, Deed.OPEN_DECISION) else NotLeading(),
        stage=None if session.state in MEETING else NotInMeeting(),
        voices=_voices(standing),
    )


def body_of(profile: Profile) -> Body:
    """The rules of a session, as far as decisions are about them."""
    floor = profile.floor
    return Body(
        methods=profile.methods,
        terms=profile.terms,
        proxies=profile.proxies,
        silence_hours=profile.silence_hours,
        explanation_words=floor.explanation_seconds * floor.words_per_minute // 60,
        is_quiet=profile.quiet_votes,
    )


def _voices(standing: Standing) -> Mapping[DelegationId, Capacity]:
    """Delegations vote by who decides for them; in a poll of persons whoever is listed does."""
    behalf = standing.on_behalf
    if behalf is None or not may(standing, Deed.VOTE):
        return {}
    return {behalf.delegation_id: behalf.capacity}


def _delegations(here: Sequence[ParticipantOut]) -> dict[str, Entitled]:
    return {
        one.delegation.slug: Entitled(
            one.delegation.slug, one.delegation.name, delegation_id=one.delegation.id
        )
        for one in here
        if one.part is Part.DELEGATE and one.delegation and one.capacity in DECIDING
    }


def _members(here: Sequence[ParticipantOut]) -> dict[str, Entitled]:
    return {
        one.member.handle: Entitled(one.member.handle, one.member.name, member_id=one.member.id)
        for one in here
    }


VENUES: Mapping[str, Venues] = {"session": SessionVenues(), "space": SpaceVenues()}
"""Where decisions are taken, by the first word of a place's name."""
