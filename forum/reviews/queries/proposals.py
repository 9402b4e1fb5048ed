"""All SQL of proposals about translations; what is read starts from `seen`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import PostId, SessionId, SpaceId, TopicId
from forum.core.paging import Page, Window, cut
from forum.db.base import written
from forum.decisions.tables import Decision
from forum.discussions.queries import topic_url
from forum.discussions.tables import Post, Topic
from forum.live.sessions.tables import LiveSession
from forum.reviews.queries.originals import SPOKEN, text_now
from forum.reviews.queries.seeing import (
    alone,
    languages_of,
    reviewed_by,
    seen,
    seen_alone,
    with_places,
    with_places_alone,
)
from forum.reviews.schemas import ProposalOut, TextRef
from forum.spaces.tables import Space
from forum.translations.rules import ProposalKind, ProposalState
from forum.translations.tables import TranslationProposal as Proposal

CURSOR: tuple[type, ...] = (int,)
"""What a cursor of a list of proposals holds: the number of one."""

_Decider = aliased(Member, name="decider")


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """Which proposals are wanted; `None` and empty mean any.

    Attributes:
        decided: whether they wait no more.
        subject: name of the text that they are about.
        known: only those into these languages; none: into any.
    """

    language: str | None = None
    kind: ProposalKind | None = None
    state: ProposalState | None = ProposalState.WAITING
    mine: bool = False
    decided: bool = False
    subject: str = ""
    known: tuple[str, ...] = ()


async def proposals(
    db: AsyncSession, actor: Actor, wanted: ProposalFilter, window: Window
) -> Page[ProposalOut]:
    """One page of the proposals that the actor may decide about or made, the oldest first."""
    query = _readable(actor).where(*_conditions(actor, wanted))
    number = col(Proposal.id)
    if window.before is not None:
        query = query.where(number < window.before[0]).order_by(number.desc())
    else:
        if window.after is not None:
            query = query.where(number > window.after[0])
        query = query.order_by(number)
    rows = [await _out(db, *row) for row in (await db.exec(query.limit(window.limit + 1))).all()]
    return cut(rows, window, lambda one: (one.id,))


async def proposal(db: AsyncSession, actor: Actor, number: int) -> ProposalOut:
    """One of them.

    Raises:
        NotFound: there is none for this actor.
    """
    found = (await db.exec(_readable(actor).where(Proposal.id == number))).first()
    if found is None:
        raise NotFound
    return await _out(db, *found)


async def waiting(db: AsyncSession, actor: Actor) -> Sequence[tuple[str, int]]:
    """How many proposals wait for this actor, by language, the most first."""
    waits = [col(Proposal.state) == written(ProposalState.WAITING)]
    if (languages := languages_of(actor)) is not None:
        waits.append(col(Proposal.language).in_(languages))
    # Written down first: PostgreSQL would look up each post again where it compares its topic.
    found = alone(Proposal, col(Proposal.language)).where(*waits)
    rows = found.cte("waiting").prefix_with("MATERIALIZED")
    counted, language = func.count(), rows.c.language
    query = (
        with_places_alone(select(language, counted), rows)
        .where(seen_alone(actor), reviewed_by(actor, language))
        .group_by(language)
        .order_by(counted.desc(), language)
    )
    return [(language, many) for language, many in await db.exec(query)]


def _readable(actor: Actor) -> Any:
    mine: ColumnElement[bool] = col(Proposal.author_id) == actor.member_id
    return _with_everything().where(seen(actor), or_(mine, reviewed_by(actor)))


@cache
def _with_everything() -> Any:
    """Proposals with what `_out` tells of each; made once, as so many joins take milliseconds."""
    columns: Any = select(Proposal, Member, _Decider.name)
    columns = columns.add_columns(Topic, Post, LiveSession, Decision, Space)
    return (
        with_places(columns)
        .join(Member, col(Member.id) == Proposal.author_id)
        .outerjoin(_Decider, col(_Decider.id) == Proposal.decided_by_id)
    )


def _conditions(actor: Actor, wanted: ProposalFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.language is not None:
        found.append(col(Proposal.language) == wanted.language)
    if wanted.known:
        found.append(col(Proposal.language).in_(wanted.known))
    if wanted.kind is not None:
        found.append(col(Proposal.kind) == wanted.kind)
    if wanted.state is not None:
        found.append(col(Proposal.state) == wanted.state)
    if wanted.decided:
        found.append(col(Proposal.state) != ProposalState.WAITING)
    if wanted.subject:
        found.append(col(Proposal.subject) == wanted.subject)
    if wanted.mine:
        found.append(col(Proposal.author_id) == actor.member_id)
    return found


async def _out(
    db: AsyncSession, row: Proposal, author: Member, decider: str | None, *things: Any
) -> ProposalOut:
    assert row.id is not None  # noqa: S101 (it was read)
    about = await _about(db, row, *things)
    return ProposalOut.model_construct(
        id=row.id,
        url=f"/translate/{row.id}",
        kind=row.kind,
        state=row.state,
        about=about,
        language=row.language,
        text=row.text,
        note=row.note,
        author=member_out(author),
        made_at=row.made_at,
        outdated=row.version != about.version,
        decided_by=decider,
        decided_at=row.decided_at,
        reason=row.reason,
    )


async def _about(
    db: AsyncSession, row: Proposal, topic: Topic | None, post: Post | None, *others: Any
) -> TextRef:
    if topic is None:
        return await _elsewhere(db, row.subject, *others)
    text = topic if post is None else post
    version = text.version
    if row.subject.startswith("tags:"):
        tags = await text_now(db, row.subject)
        version = tags.version if tags else 0
    return TextRef.model_construct(
        subject=row.subject,
        url=topic_url(topic) if post is None else f"/p/{post.id}",
        topic_id=TopicId(topic.id or 0),
        post_id=None if post is None else PostId(post.id or 0),
        title=topic.title,
        title_language=topic.language,
        language=text.language,
        version=version,
    )


async def _elsewhere(
    db: AsyncSession,
    name: str,
    session: LiveSession | None,
    decision: Decision | None,
    space: Space | None,
) -> TextRef:
    """A text that belongs to no topic; the nearest thing that it belongs to gives the title."""
    if decision is not None:
        title, language, url = decision.title, decision.language, f"/polls/{decision.id}"
    elif session is not None:
        spoken = SPOKEN.get(name.partition(":")[0])
        page = spoken.page if spoken else "about"
        title, language, url = session.title, session.language, f"/sessions/{session.id}/{page}"
    else:
        assert space is not None  # noqa: S101 (`seen` has looked)
        title, language, url = space.name, space.language, f"/s/{space.slug}"
    text = await text_now(db, name)
    return TextRef.model_construct(
        subject=name,
        url=url,
        topic_id=None,
        post_id=None,
        title=title,
        title_language=language,
        language=text.language if text else language,
        version=text.version if text else 0,
    )


async def around(
    db: AsyncSession, actor: Actor, number: int
) -> tuple[SessionId | None, SpaceId | None] | None:
    """The session and the space of the text that a proposal is about.

    `None`: the actor does not read it, or not any more.
    """
    query = _with_where()
    found: tuple[SessionId | None, SpaceId | None] | None = (
        await db.exec(query.where(Proposal.id == number, seen(actor)))
    ).first()
    return found


@cache
def _with_where() -> Any:
    return with_places(select(LiveSession.id, Space.id))


async def opening_post(db: AsyncSession, topic_id: int) -> PostId:
    """The first post of a topic, by which its members are told of it."""
    query = select(Post.id).where(Post.topic_id == topic_id, Post.number == 1)
    return PostId((await db.exec(query)).one() or 0)
