"""People in live sessions, for moderators."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import ParticipantId
from forum.live.accreditation import queries as accreditation
from forum.live.accreditation.queries import is_one
from forum.live.sessions import queries as sessions
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.tables import LiveSession, Participant


async def participant(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId
) -> ParticipantOut:
    """Somebody's part in a session that the actor follows.

    Raises:
        NotFound: there is none for this actor.
    """
    row = await accreditation.participant(db, participant_id)
    await sessions.session_of(db, actor, row.session_id)
    [found] = await accreditation.requests(db, actor.locale, is_one(participant_id))
    return found


async def session_title(db: AsyncSession, participant_id: ParticipantId) -> tuple[int, str, str]:
    """Number, title and language (BCP 47 tag) of the session that a participant is in."""
    query = (
        select(LiveSession.id, LiveSession.title, LiveSession.language)
        .join(Participant, col(Participant.session_id) == LiveSession.id)
        .where(Participant.id == participant_id)
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    number, title, language = row
    return number or 0, title, language
