"""The rule who sees which session.

There are two steps. Who *follows* a session sees all of it: the room, its channel, its record. Who
is only *told* of it sees what announces it: title, times, agenda, and how to ask to take part. They
differ for sessions of those who are accredited, of which all members are told.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple, cast

from sqlalchemy import ColumnElement, and_, bindparam, false, or_
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, SessionId
from forum.core.permissions import Grant, Permission, Role, Scope
from forum.db.base import Id, written
from forum.db.places import held
from forum.live.sessions.rules import RequestState, SessionAccess
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession, Participant
from forum.spaces.queries import visible_to as space_visible_to
from forum.spaces.tables import Space


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which sessions the actor follows: the one rule for room, API, channel, record and search.

    To be used in a query over `LiveSession`. Whoever was let in follows a session in whatever
    space; moderators follow all that are announced.
    """
    return or_(_theirs(actor), _shown(actor, *_accesses(actor)))


def announced_to(actor: Actor) -> ColumnElement[bool]:
    """Which sessions the actor is told of; those whom they follow among them."""
    if actor.member_id is None:
        return visible_to(actor)
    return or_(_theirs(actor), _shown(actor, *SessionAccess))


def _accesses(actor: Actor) -> tuple[SessionAccess, ...]:
    if actor.member_id is None:
        return (SessionAccess.PUBLIC,)
    if actor.is_moderator:
        return tuple(SessionAccess)
    return (SessionAccess.PUBLIC, SessionAccess.MEMBERS)


def _shown(actor: Actor, *accesses: SessionAccess) -> ColumnElement[bool]:
    """Sessions with one of `accesses` that are announced, in spaces that the actor sees."""
    # Queries around this one may be over spaces or participants too, which are others.
    seen = exists().where(col(Space.id) == LiveSession.space_id, space_visible_to(actor))
    seen = seen.correlate(LiveSession)
    return and_(
        col(LiveSession.state) != written(SessionState.DRAFT),
        # Not bound: a list is written into the statement anew each time, and everybody asks this.
        col(LiveSession.access).in_([written(one) for one in accesses]),
        or_(col(LiveSession.space_id).is_(None), seen),
    )


def _theirs(actor: Actor) -> ColumnElement[bool]:
    """Those that they host, look after, or were let in to; drafts too."""
    if actor.member_id is None:
        return false()
    let_in = exists().where(
        col(Participant.session_id) == LiveSession.id,
        col(Participant.member_id) == actor.member_id,
        col(Participant.state) == RequestState.APPROVED,
    )
    let_in = let_in.correlate(LiveSession)
    managed = held(actor, Permission.SESSION_MANAGE, LiveSession.space_id)
    return or_(col(LiveSession.host_id) == actor.member_id, let_in, managed)


async def session_of(db: AsyncSession, actor: Actor, session_id: SessionId) -> LiveSession:
    """A session that the actor follows.

    Raises:
        NotFound: there is none of this number, or they do not.
    """
    return await _one(db, actor, session_id, _Asked(visible_to))


async def announced_session(db: AsyncSession, actor: Actor, session_id: SessionId) -> LiveSession:
    """A session that the actor is told of.

    Raises:
        NotFound: there is none of this number, or they are not.
    """
    return await _one(db, actor, session_id, _Asked(announced_to))


async def follows(db: AsyncSession, actor: Actor, session_id: SessionId) -> bool:
    """Whether the actor follows a session."""
    query = select(LiveSession.id).where(LiveSession.id == session_id, visible_to(actor))
    return (await db.exec(query)).first() is not None


async def sessions_among(db: AsyncSession, slug: str, ids: Collection[SessionId]) -> set[SessionId]:
    """Those of `ids` that are sessions of a space, whoever follows them."""
    query = select(LiveSession.id).join(Space, col(Space.id) == LiveSession.space_id)
    rows = await db.exec(query.where(Space.slug == slug, col(LiveSession.id).in_(ids)))
    return {SessionId(row) for row in rows if row is not None}


async def session_for_update(db: AsyncSession, actor: Actor, session_id: SessionId) -> LiveSession:
    """A session that the actor follows, locked until the change commits.

    Raises:
        NotFound: there is none of this number, or they do not.
    """
    return await _one(db, actor, session_id, _Asked(visible_to, is_locked=True))


async def announced_for_update(
    db: AsyncSession, actor: Actor, session_id: SessionId
) -> LiveSession:
    """A session that the actor is told of, locked until the change commits.

    Raises:
        NotFound: there is none of this number, or they are not.
    """
    return await _one(db, actor, session_id, _Asked(announced_to, is_locked=True))


class _Asked(NamedTuple):
    """By which rule a session is looked for, and whether it is locked."""

    rule: Callable[[Actor], ColumnElement[bool]]
    is_locked: bool = False


class Rights(NamedTuple):
    """What of an actor beside the number decides what they see.

    Composing a rule takes longer than a query itself, and is the same for all with equal rights.
    """

    is_visitor: bool
    role: Role
    scopes: frozenset[Scope] | None
    grants: tuple[Grant, ...]

    @classmethod
    def of(cls, actor: Actor) -> "Rights":
        """Those that an actor has."""
        return cls(actor.member_id is None, actor.role, actor.scopes, actor.grants)

    def somebody(self) -> Actor:
        """An actor who has them, whose number a query is given as `me`."""
        me = None if self.is_visitor else cast(MemberId, bindparam("me", type_=Id))
        return Actor(me, role=self.role, scopes=self.scopes, grants=self.grants)


async def _one(db: AsyncSession, actor: Actor, session_id: SessionId, asked: _Asked) -> LiveSession:
    rights = Rights.of(actor)
    named = {"session": session_id} | ({} if rights.is_visitor else {"me": actor.member_id})
    if (row := (await db.exec(_composed(rights, asked), params=named)).first()) is None:
        raise NotFound
    return row


@lru_cache(maxsize=128)
def _composed(rights: Rights, asked: _Asked) -> SelectOfScalar[LiveSession]:
    named = col(LiveSession.id) == bindparam("session", type_=Id)
    query = select(LiveSession).where(named, asked.rule(rights.somebody()))
    if asked.is_locked:
        query = query.with_for_update(of=LiveSession)
    return query
