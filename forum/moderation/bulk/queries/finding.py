"""What an act is to be done to: the posts, topics, texts that wait or members of a query."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, exists, literal, or_
from sqlmodel import col, select

from forum.accounts.queries import visible_to as member_visible_to
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import HeldId, MemberId, PostId, TopicId
from forum.core.permissions import GRANTS, Permission, Role
from forum.db.places import held
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.queries import visible_to
from forum.discussions.tables import HeldPost, Post, Topic
from forum.moderation import queries as moderation
from forum.moderation.bulk.rules import SAMPLE
from forum.moderation.bulk.schemas import BulkQuery, Sampled
from forum.moderation.rules import TargetKind
from forum.moderation.tables import Case, Decision
from forum.spaces import queries as spaces
from forum.spaces.tables import Space

_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    Attributes:
        needs: what the actor must be allowed where it is.
        states: in which it is.
        wanted: what else is true of it; its words are for the caller to look for.
    """

    needs: Permission
    states: Collection[str]
    wanted: BulkQuery


@dataclass(frozen=True, slots=True)
class Found:
    """One of them: its id, a line of plain text, and HTML, as far as words are looked for."""

    id: int
    line: str
    html: str


async def found(unit: Unit, on: TargetKind, search: Search) -> AsyncIterator[Found]:
    """What is there of one kind that the actor may decide about, the newest first."""
    query, number = _KINDS[on](unit.actor, search)
    query = query.order_by(number.desc()).limit(_CHUNK)
    before: int | None = None
    while True:
        part = query if before is None else query.where(number < before)
        rows = (await unit.db.exec(part)).all()
        for row in rows:
            yield Found(*row)
        if len(rows) < _CHUNK:
            return
        before = rows[-1][0]


_Query: TypeAlias = tuple[Any, Any]
"""A query for what makes a `Found`, and the column of its id."""


def _posts(actor: Actor, search: Search) -> _Query:
    wanted = search.wanted
    query = (
        select(col(Post.id), literal(""), _if_words(wanted, Post.html))
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            visible_to(actor),
            held(actor, search.needs, Topic.space_id, Post.language),
            col(Post.state).in_(search.states),
            *_common(wanted, Post.author_id, Post.created_at),
            *_in_space(wanted),
        )
    )
    if wanted.cases:
        query = query.where(col(Post.id).in_(_of_cases(wanted, Case.post_id)))
    return query, col(Post.id)


def _topics(actor: Actor, search: Search) -> _Query:
    wanted = search.wanted
    query = (
        select(col(Topic.id), col(Topic.title), literal(""))
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            visible_to(actor),
            held(actor, search.needs, Topic.space_id, Topic.language),
            col(Topic.state).in_(search.states),
            *_common(wanted, Topic.author_id, Topic.created_at),
            *_in_space(wanted),
        )
    )
    if wanted.cases:
        posts = select(Post.topic_id).where(col(Post.id).in_(_of_cases(wanted, Case.post_id)))
        query = query.where(col(Topic.id).in_(posts))
    return query, col(Topic.id)


def _texts(actor: Actor, search: Search) -> _Query:
    wanted = search.wanted
    query = (
        select(col(HeldPost.id), col(HeldPost.title), _if_words(wanted, HeldPost.html))
        .join(Space, col(Space.id) == HeldPost.space_id)
        .outerjoin(Topic, col(Topic.id) == HeldPost.topic_id)
        .where(
            spaces.visible_to(actor),
            or_(col(HeldPost.title) != "", visible_to(actor)),
            held(actor, search.needs, HeldPost.space_id, HeldPost.language),
            col(HeldPost.state).in_(search.states),
            *_common(wanted, HeldPost.author_id, HeldPost.made_at),
            *_in_space(wanted),
        )
    )
    if wanted.cases:
        query = query.where(col(HeldPost.id).in_(_of_cases(wanted, Case.held_id)))
    return query, col(HeldPost.id)


def _members(actor: Actor, search: Search) -> _Query:
    actor.require(search.needs)
    wanted = search.wanted
    below = [role for role in Role if GRANTS[role] < GRANTS[actor.role]]
    query = select(col(Member.id), col(Member.name), literal("")).where(
        member_visible_to(actor),
        col(Member.id) != actor.member_id,
        col(Member.role).in_(below),
        col(Member.email_verified_at).is_not(None),
        col(Member.state).in_(search.states),
        *_common(wanted, Member.id, Member.created_at),
    )
    if wanted.space:
        wrote = (
            select(Post.id)
            .join(Topic, col(Topic.id) == Post.topic_id)
            .join(Space, col(Space.id) == Topic.space_id)
            .where(col(Post.author_id) == Member.id, *_in_space(wanted))
        )
        query = query.where(exists(wrote))
    if wanted.cases:
        query = query.where(_wrote_what_is_in(wanted))
    return query, col(Member.id)


def _wrote_what_is_in(wanted: BulkQuery) -> ColumnElement[bool]:
    posts = select(Post.author_id).where(col(Post.id).in_(_of_cases(wanted, Case.post_id)))
    texts = select(HeldPost.author_id).where(col(HeldPost.id).in_(_of_cases(wanted, Case.held_id)))
    appeals = select(Decision.member_id).where(
        col(Decision.audit_id).in_(_of_cases(wanted, Case.decision_id))
    )
    return or_(*(col(Member.id).in_(some) for some in (posts, texts, appeals)))


def _common(wanted: BulkQuery, author: Any, made: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.author:
        handle = wanted.author.removeprefix("@").casefold()
        conditions.append(
            col(author) == select(Member.id).where(Member.handle == handle).scalar_subquery()
        )
    if wanted.since is not None:
        conditions.append(col(made) >= wanted.since)
    if wanted.until is not None:
        conditions.append(col(made) < wanted.until)
    return conditions


def _in_space(wanted: BulkQuery) -> list[ColumnElement[bool]]:
    return [col(Space.slug) == wanted.space] if wanted.space else []


def _if_words(wanted: BulkQuery, html: Any) -> Any:
    return col(html) if wanted.words else literal("")


def _of_cases(wanted: BulkQuery, column: Any) -> Any:
    return select(column).where(col(Case.id).in_(wanted.cases), col(column).is_not(None))


_KINDS: Mapping[TargetKind, Callable[[Actor, Search], _Query]] = {
    TargetKind.POST: _posts,
    TargetKind.TOPIC: _topics,
    TargetKind.HELD: _texts,
    TargetKind.MEMBER: _members,
}


async def sample(unit: Unit, on: TargetKind, ids: Sequence[int]) -> Sequence[Sampled]:
    """The first of some things of one kind, as the actor reads them."""
    return [await _one(unit, on, number) for number in ids[:SAMPLE]]


async def _one(unit: Unit, on: TargetKind, number: int) -> Sampled:
    match on:
        case TargetKind.TOPIC:
            return await discussions.topic(unit.db, unit.actor, TopicId(number))
        case TargetKind.HELD:
            return await discussions.held(unit.db, unit.actor, HeldId(number))
        case TargetKind.MEMBER:
            return await moderation.member(unit.db, unit.actor, MemberId(number), unit.now)
        case _:
            return await discussions.post(unit.db, unit.actor, PostId(number))
