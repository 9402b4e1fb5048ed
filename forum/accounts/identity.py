"""From a cookie or a token to an actor; found once, then kept until the member changes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from forum.accounts import queries
from forum.accounts.rules import SIGN_IN_IDLE, Skill, is_over
from forum.accounts.tables import Member
from forum.accounts.words import Shown, read_cookie, read_token
from forum.core.actor import FREE, Actor, Limits
from forum.core.ids import MemberId, SignInId, TokenId
from forum.core.permissions import Role, Scope
from forum.runtime import Runtime

USE_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whom a cookie stands for, and how it is with the cookie.

    Attributes:
        hash: of the cookie's random part.
        current: false for the cookie before the last renewal.
        settled: whether the browser is known to have the newest cookie.
        good_until: when this very cookie stops being good.
    """

    actor: Actor
    id: SignInId
    hash: str
    current: bool
    settled: bool
    renewed_at: datetime
    good_until: datetime


@dataclass(slots=True)
class _Bearer:
    actor: Actor
    id: TokenId
    good_until: datetime | None
    used_at: datetime | None


class _NotGood(Exception):
    """What is shown stands for nobody; raised so that no cache keeps it."""


Found = TypeVar("Found", SignedIn, _Bearer)


async def by_sign_in(runtime: Runtime, cookie: str) -> Actor | None:
    """Whom a sign-in's cookie stands for; `None` when it is not, or no longer, good."""
    found = await signed_in(runtime, cookie)
    return _now(found.actor, runtime) if found else None


def _now(actor: Actor, runtime: Runtime) -> Actor:
    """An actor who may have been kept for long, without the limits that are over by now."""
    if actor.limits is FREE:
        return actor
    return replace(actor, limits=actor.limits.at(runtime.clock()))


async def signed_in(runtime: Runtime, cookie: str) -> SignedIn | None:
    """The same, with what is to know about the cookie itself."""
    if (shown := read_cookie(cookie)) is None:
        return None
    found = await _kept(runtime, "sign-in", shown, lambda: _read_sign_in(runtime, shown))
    return found if found and not is_over(found.good_until, runtime.clock()) else None


async def by_token(runtime: Runtime, word: str) -> Actor | None:
    """Whom an access token stands for; `None` when it is not, or no longer, good."""
    if (shown := read_token(word)) is None:
        return None
    found = await _kept(runtime, "token", shown, lambda: _read_token(runtime, shown))
    if found is None or is_over(found.good_until, runtime.clock()):
        return None
    await _note_use(runtime, found)
    return _now(found.actor, runtime)


async def _kept(
    runtime: Runtime, kind: str, shown: Shown, make: Callable[[], Awaitable[Found]]
) -> Found | None:
    try:
        found: Found = await runtime.caches.actors.get(
            (kind, shown), [f"member:{shown.member_id}"], make
        )
    except _NotGood:
        return None
    return found


async def _read_sign_in(runtime: Runtime, shown: Shown) -> SignedIn:
    async with runtime.database.reading() as db:
        found = await queries.sign_in_by_hash(db, shown)
        if found is None:
            raise _NotGood
        limits = await queries.limits(db, shown.member_id, runtime.clock())
    row = found.sign_in
    assert row.id is not None  # noqa: S101 (it was read)
    idle = row.renewed_at + SIGN_IN_IDLE
    return SignedIn(
        replace(
            _admitted(runtime, found, limits, proven=found.member.second_factor_at is not None),
            good_until=idle,
            proven_at=row.proven_at,
        ),
        row.id,
        shown.hash,
        current=found.current,
        settled=row.previous_hash is None or row.previous_until is not None,
        renewed_at=row.renewed_at,
        good_until=idle if found.current else min(idle, row.previous_until or idle),
    )


async def _read_token(runtime: Runtime, shown: Shown) -> _Bearer:
    async with runtime.database.reading() as db:
        found = await queries.token_by_hash(db, shown)
        if found is None:
            raise _NotGood
        limits = await queries.limits(db, shown.member_id, runtime.clock())
    row = found.token
    assert row.id is not None  # noqa: S101 (it was read)
    scopes = frozenset(map(Scope, row.scopes))
    actor = _admitted(runtime, found, limits, proven=row.proven)
    actor = replace(actor, scopes=scopes, good_until=row.expires_at)
    return _Bearer(actor, row.id, row.expires_at, row.last_used_at)


async def of_member(runtime: Runtime, member_id: MemberId) -> Actor | None:
    """A member for whom a job acts, with what they may do by now; `None` if the account is shut."""
    async with runtime.database.reading() as db:
        found = await queries.with_rights(db, member_id)
        if found is None:
            return None
        limits = await queries.limits(db, member_id, runtime.clock())
    return _admitted(runtime, found, limits, proven=found.member.second_factor_at is not None)


def _admitted(
    runtime: Runtime,
    found: queries.SignInFound | queries.TokenFound | queries.MemberFound,
    limits: Limits,
    *,
    proven: bool,
) -> Actor:
    """The actor that a member is here, whose roles are held back where they need more proof."""
    actor = replace(actor_for(found.member, limits=limits), grants=found.grants)
    if proven or not runtime.settings.second_factor_required:
        return actor
    if actor.role == Role.MEMBER and not actor.grants:
        return actor
    held = actor.role if actor.role != Role.MEMBER else None
    return replace(actor, role=Role.MEMBER, held_role=held, grants=(), held_grants=actor.grants)


async def _note_use(runtime: Runtime, found: _Bearer) -> None:
    now = runtime.clock()
    if found.used_at is None or now - found.used_at >= USE_NOTED_EVERY:
        found.used_at = now  # at once, so that requests at the same time do not all write
        async with runtime.unit(found.actor) as unit:
            await queries.note_use(unit.db, found.id, now)


def actor_for(
    member: Member, scopes: frozenset[Scope] | None = None, limits: Limits = FREE
) -> Actor:
    """The actor that a member is, through a browser or by a token of some scopes."""
    return Actor(
        member_id=member.id,
        handle=member.handle,
        name=member.name,
        role=Role(member.role),
        locale=member.locale,
        reads=tuple(member.languages),
        little=frozenset(tag for tag, skill in member.skills.items() if skill == Skill.BASIC),
        zone=member.zone,
        scopes=scopes,
        limits=limits,
        joined_at=member.created_at,
    )
