"""Which requests somebody is shown."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import SessionId
from forum.delegations import queries as delegations
from forum.live.accreditation import queries
from forum.live.accreditation.rules import is_for_focal_point
from forum.live.accreditation.schemas import RequestOut
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import Deed, may


async def wanted_by(db: AsyncSession, actor: Actor, session_id: SessionId) -> Sequence[RequestOut]:
    """The actor's own requests for a session that they are told of.

    Raises:
        NotFound: there is no such session, or they are not.
        SignInRequired: a visitor.
    """
    member_id = actor.require_member()
    await sessions.announced_session(db, actor, session_id)
    own = queries.of_session(session_id), queries.of_member(member_id)
    return await queries.requests(db, actor.locale, *own)


async def asked_of(
    db: AsyncSession, actor: Actor, session_id: SessionId, at: datetime
) -> Sequence[RequestOut]:
    """The requests for a session that the actor decides about, all states; those for none: none.

    Raises:
        NotFound: there is no such session, or they are not told of it.
        SignInRequired: a visitor.
    """
    member_id = actor.require_member()
    session = await sessions.announced_session(db, actor, session_id)
    standing = await sessions.standing_of(db, session, actor, at)
    if may(standing, Deed.ACCREDIT):
        return await queries.requests(db, actor.locale, queries.of_session(session_id))
    voices = await delegations.acting_for(db, member_id, at)
    ids = [one.delegation.id for one in voices if one.is_focal_point]
    if not ids:
        return []
    theirs = queries.of_session(session_id), queries.of_delegations(ids)
    found = await queries.requests(db, actor.locale, *theirs)
    return [one for one in found if is_for_focal_point(one.part, one.capacity)]
