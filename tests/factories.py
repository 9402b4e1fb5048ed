"""Values for tests; each takes only what a test cares about."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, make_url
from sqlmodel import select

from forum.accounts.tables import Member
from forum.app import Product, open_product
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, PostId, SessionId, TopicId
from forum.core.permissions import Role, Scope
from forum.db.unit import Unit
from forum.discussions import actions, queries
from forum.discussions.rules import PostState, TopicState
from forum.discussions.schemas import PostDraft, TopicText
from forum.discussions.subjects import post_text
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import RequestState, SessionAccess
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession, Participant
from forum.revisions import migrate
from forum.runtime import Runtime
from forum.settings import Settings
from forum.spaces import actions as spaces
from forum.spaces.schemas import SpaceDraft
from forum.translations import actions as translations
from forum.translations import parts
from tests.services.templates import NAMED

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def prepared(url: str) -> None:
    """Give an empty database its tables; for `databases.fresh(prepared)`."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        shutil.copyfile(_file_with_tables(), address.database)
    else:
        asyncio.run(migrate(url))


@cache
def _file_with_tables() -> Path:
    """A database that is made once for all processes of a run, as migrating takes a second."""
    folder = Path(os.environ[NAMED])
    kept = folder / "forum.db"
    if not kept.exists():
        made = folder / f"{os.getpid()}.db"
        asyncio.run(migrate(f"sqlite+aiosqlite:///{made}"))
        made.replace(kept)  # at once, as another process may do the same
    return kept


class Ticking:
    """A clock that moves on by a second whenever it is asked, so that no two moments are equal."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start
        self.step = timedelta(seconds=1)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


def settings(url: str, folder: Path, /, **more: Any) -> Settings:
    """Settings of a product in `folder`; the usual ones are read and checked once."""
    found = _checked(**more) if more else _usual()
    return found.model_copy(update={"database": url, "data": folder})


@cache
def _usual() -> Settings:
    return _checked()


def _checked(**more: Any) -> Settings:
    values = {"secret": "x" * 32, "url": "http://testserver", "require_second_factor": False}
    values["rate_limits"] = False
    return Settings(**values | more)  # type: ignore[arg-type]


@asynccontextmanager
async def product(url: str, folder: Path, **more: Any) -> AsyncIterator[Product]:
    """The product, open, with tables in its database and nothing running beside it."""
    async with open_product(settings(url, folder, **more)) as found:
        yield found


def actor(role: Role | None = Role.MEMBER, member: int = 7, *scopes: Scope) -> Actor:
    """Somebody with a role, through tokens of `scopes` if any; `None` makes a visitor."""
    if role is None:
        return Actor()
    return Actor(
        MemberId(member), f"m{member}", f"Member {member}", role, scopes=frozenset(scopes) or None
    )


def fresh(who: Actor) -> Actor:
    """Somebody who has just shown at a browser who they are."""
    return replace(who, proven_at=datetime.now(UTC))


ADMIN = Actor(MemberId(1), "ada", "Ada", Role.ADMIN)


async def member(
    runtime: Runtime, handle: str = "maria", role: Role = Role.MEMBER, **more: Any
) -> Actor:
    """A member whose row is stored."""
    row = Member(
        handle=handle,
        email=f"{handle}@example.org",
        email_key=f"{handle}@example.org",
        email_verified_at=more.pop("email_verified_at", NOON),
        name=more.pop("name", handle.title()),
        role=role,
        created_at=more.pop("created_at", NOON),
        **more,
    )
    async with runtime.unit(Actor()) as unit:
        unit.db.add(row)
    return Actor(row.id, row.handle, row.name, role, row.locale, tuple(row.languages))


async def space(runtime: Runtime, slug: str = "general", **more: Any) -> str:
    """A space, by an administrator who has no row."""
    draft = SpaceDraft(slug=slug, name=slug.title(), **more)
    async with runtime.unit(ADMIN) as unit:
        await spaces.make_space(unit, draft)
    return slug


async def topic(
    runtime: Runtime, author: Actor, slug: str = "general", replies: Sequence[str] = (), **more: Any
) -> TopicId:
    """A topic with replies to the topic itself."""
    text = TopicText(**{"title": "Open courses", "body": "What do we know?"} | more)
    async with runtime.unit(author) as unit:
        started = await actions.start_topic(unit, slug, text)
    for body in replies:
        async with runtime.unit(author) as unit:
            await actions.reply(unit, started.topic_id, PostDraft(body=body))
    return started.topic_id


async def live_session(runtime: Runtime, host: Actor, **more: Any) -> SessionId:
    """A session of an hour from noon in UTC, announced and for everybody."""
    values: dict[str, Any] = {
        "title": "Open courses, together",
        "language": "en",
        "languages": ["en", "fr", "th"],
        "access": SessionAccess.PUBLIC,
        "state": SessionState.ANNOUNCED,
        "profile": ProfileName.ASEM_INFORMAL,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        "zone": "Asia/Bangkok",
        "created_at": NOON,
        "changed_at": NOON,
    }
    row = LiveSession(host_id=host.require_member(), **values | more)
    async with runtime.unit(host) as unit:
        return await sessions.add_session(unit.db, row)


async def participant(
    runtime: Runtime, session_id: SessionId, who: Actor, part: Part = Part.OBSERVER, **more: Any
) -> Participant:
    """Somebody who was let in to a session."""
    values = {"state": RequestState.APPROVED, "asked_at": NOON} | more
    row = Participant(session_id=session_id, member_id=who.require_member(), part=part, **values)
    async with runtime.unit(who) as unit:
        await sessions.add_participant(unit.db, row)
    return row


async def translate(
    unit: Unit, post_id: PostId, language: str, body: str, author: MemberId | None = None
) -> None:
    """Put a translation of a post in the place of what there is, by a reviewer."""
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    if post.state != PostState.VISIBLE or topic.state == TopicState.HIDDEN:
        raise NotFound
    whole = await parts.write(body)
    await translations.correct(unit, post_text(post, space), language, whole, author=author)


async def rows(runtime: Runtime, table: type[Any]) -> list[Any]:
    """All rows of a table, in the order of their keys: a database gives them as they lie."""
    async with runtime.database.reading() as db:
        found = await db.exec(select(table))
    return sorted(found, key=lambda row: inspect(row).identity)
