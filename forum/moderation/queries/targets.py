"""What acts are done to."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts import queries as members
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import HeldId, MemberId, ParticipantId, PostId, TopicId
from forum.core.permissions import Permission, Role
from forum.discussions import queries as discussions
from forum.discussions.rules import PostState
from forum.discussions.schemas import PostOut
from forum.live.accreditation import queries as accreditation
from forum.live.sessions import queries as sessions
from forum.live.sessions.tables import LiveSession, Participant
from forum.moderation.queries.flags import open_flags
from forum.moderation.queries.hints import open_hints
from forum.moderation.rules import Standing, Target, TargetKind, check_reach
from forum.reviews import queries as reviews
from forum.reviews.queries import Original


async def may_decide(db: AsyncSession, actor: Actor, needs: Permission, target: Target) -> MemberId:
    """Return who decides about a target, as far as they may where it is.

    Raises:
        NotFound: there is no such thing for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require_somewhere(needs)
    if target.kind in {TargetKind.MEMBER, TargetKind.PARTICIPANT}:
        return actor.require(needs)
    if target.kind == TargetKind.TOPIC:
        place = await discussions.topic_place(db, actor, TopicId(target.id))
    elif target.kind == TargetKind.HELD:
        waits = await discussions.held(db, actor, HeldId(target.id))
        place = discussions.Whereabouts(waits.space.id, waits.language)
    elif target.kind == TargetKind.TEXT:
        text = await reviews.original(db, actor, target.name)
        return actor_of_text(actor, text).require(needs, text.subject.language)
    elif target.kind == TargetKind.REQUEST:
        session = await session_asked_for(db, actor, ParticipantId(target.id))
        return actor_for(actor, session).require(needs, session.language)
    else:
        place = await discussions.post_place(db, actor, PostId(target.id))
    return actor.at(place.space).require(needs, place.language)


def actor_of_text(actor: Actor, text: Original) -> Actor:
    """Somebody as they are where a text that is translated stands: in its space, if any."""
    return actor if text.space is None else actor.at(text.space.id or 0)


async def standing_for_update(
    db: AsyncSession, actor: Actor, target: Target, now: datetime
) -> Standing:
    """How a target stands; it is locked, so that it stands like this until this change commits.

    Raises:
        NotFound: there is no such thing for this actor.
        Forbidden: it is a member about whom the actor does not decide.
    """
    match target.kind:
        case TargetKind.TOPIC:
            topic, _ = await discussions.topic_for_update(db, actor, TopicId(target.id))
            return Standing(topic.state, pinned=topic.pinned, author=topic.author_id)
        case TargetKind.POST:
            post_id = PostId(target.id)
            post, _, _ = await discussions.post_for_update(db, actor, post_id)
            flags, hints = await open_flags(db, post_id), await open_hints(db, post_id)
            return Standing(post.state, flags=flags, hints=hints, author=post.author_id)
        case TargetKind.HELD | TargetKind.TEXT:
            return await _text_standing(db, actor, target)
        case TargetKind.REQUEST:
            request = await request_row(db, actor, ParticipantId(target.id))
            return Standing(request.state, author=request.member_id)
        case TargetKind.MEMBER:
            member = await members.member_for_update(db, MemberId(target.id))
            if member.email_verified_at is None:
                raise NotFound
            check_reach(actor, MemberId(target.id), Role(member.role))
            return await member_standing(db, member, now)
        case TargetKind.PARTICIPANT:
            return await participant_standing(db, actor, ParticipantId(target.id), now)


async def _text_standing(db: AsyncSession, actor: Actor, target: Target) -> Standing:
    if target.kind == TargetKind.HELD:
        waits = await discussions.held_for_update(db, actor, HeldId(target.id))
        return Standing(waits.state, author=waits.author_id)
    text = await reviews.original(db, actor, target.name, lock=True)
    return Standing(PostState.VISIBLE, author=text.author_id)


async def participant_standing(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId, now: datetime
) -> Standing:
    """How a participant stands; the session is locked, as whoever changes its people does.

    Raises:
        NotFound: there is none, or the actor does not follow the session.
        Forbidden: it is somebody about whom the actor does not decide.
    """
    row = await accreditation.participant(db, participant_id)
    await sessions.session_for_update(db, actor, row.session_id)
    await db.refresh(row)
    member = await members.member_by_id(db, row.member_id)
    check_reach(actor, row.member_id, Role(member.role))
    muted = row.muted_until is not None and row.muted_until > now
    return Standing(row.state, muted=muted, author=row.member_id)


async def session_asked_for(
    db: AsyncSession, actor: Actor, participant_id: ParticipantId
) -> LiveSession:
    """The session that a request to take part is for.

    Raises:
        NotFound: there is no such request, or the actor is not told of the session.
    """
    session_id = await accreditation.session_of_request(db, participant_id)
    return await sessions.announced_session(db, actor, session_id)


def actor_for(actor: Actor, session: LiveSession) -> Actor:
    """Somebody as they are where a session belongs: in its space, or on the whole site."""
    return actor if session.space_id is None else actor.at(session.space_id)


async def request_row(db: AsyncSession, actor: Actor, participant_id: ParticipantId) -> Participant:
    """A request to take part, which nobody else decides about until this change commits.

    Its session is locked first, as whoever decides about requests does.

    Raises:
        NotFound: there is no such request, or the actor is not told of the session.
    """
    session_id = await accreditation.session_of_request(db, participant_id)
    await sessions.announced_for_update(db, actor, session_id)
    return await accreditation.request_for_update(db, session_id, participant_id)


async def member_standing(db: AsyncSession, member: Member, now: datetime) -> Standing:
    """How a member stands."""
    assert member.id is not None  # noqa: S101 (it was read)
    found = await members.in_force(db, member.id, now)
    return Standing(member.state, sanctions=tuple(one.kind for one in found), author=member.id)


async def post_left(db: AsyncSession, actor: Actor, post_id: PostId) -> PostOut | None:
    """A post, unless it was deleted and leaves no place."""
    try:
        return await discussions.post(db, actor, post_id)
    except NotFound:
        return None
