"""How many texts there are to translate, by space, area and language."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlmodel import and_, case, cast, col, exists, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.decisions.tables import Decision, DecisionRemark, DecisionText
from forum.discussions import queries as discussions
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic, TopicTag
from forum.live.captions.tables import LiveCaption
from forum.live.chat.tables import ChatLine
from forum.live.questions.rules import QuestionState
from forum.live.questions.tables import LiveQuestion
from forum.live.sessions import queries as sessions
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.reviews.queries.seeing import session_of_decision, space_of_decision
from forum.spaces import queries as spaces
from forum.spaces.tables import Space

Written = Mapping[tuple[tuple[str, str], str], Mapping[str, int]]
"""By slug and name of the space ("" for none) and by area: how many are in each language."""


async def written_in(db: AsyncSession, actor: Actor, slug: str = "") -> Written:
    """Count the texts that the actor reads.

    Args:
        db: to read from.
        actor: who counts.
        slug: of one space alone; "" for all.
    """
    found: defaultdict[tuple[tuple[str, str], str], defaultdict[str, int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for area, query in _counts(actor):
        wanted = query.where(col(Space.slug) == slug) if slug else query
        for place, name, language, many in await db.exec(wanted):
            found[(place or "", name or ""), area][language] += int(many or 0)
    return found


def _counts(actor: Actor) -> list[tuple[str, Any]]:
    in_topics = discussions.visible_to(actor)
    told, followed = sessions.announced_to(actor), sessions.visible_to(actor)
    is_shown = col(LiveQuestion.state).not_in([QuestionState.REMOVED, QuestionState.WAITING])
    is_answered = LiveQuestion.state == QuestionState.ANSWERED_IN_WRITING
    is_said = and_(col(ChatLine.removed_at).is_(None), ~col(ChatLine.waits))
    tagged = exists().where(col(TopicTag.topic_id) == Topic.id)
    return [
        ("posts", _in_topics(Post.language, Post, in_topics, Post.state == PostState.VISIBLE)),
        ("titles", _in_topics(Topic.language, None, in_topics)),
        ("tags", _in_topics(Topic.language, None, in_topics, tagged)),
        ("spaces", _of_spaces(actor)),
        ("sessions", _in_sessions(LiveSession.language, None, told, many=_announcing())),
        ("sessions", _in_sessions(LiveSession.language, AgendaItem, told, _has_text())),
        ("sessions", _in_sessions(LiveCaption.language, LiveCaption, followed)),
        ("sessions", _in_sessions(ChatLine.language, ChatLine, followed, is_said)),
        ("sessions", _in_sessions(LiveQuestion.language, LiveQuestion, followed, is_shown)),
        (
            "sessions",
            _in_sessions(LiveQuestion.answer_language, LiveQuestion, followed, is_answered),
        ),
        *_deciding(actor),
    ]


def _in_topics(language: Any, table: Any, *conditions: Any) -> Any:
    query: Any = select(Space.slug, Space.name, language, func.count()).select_from(Topic)
    if table is not None:
        query = query.join(table, col(table.topic_id) == Topic.id)
    query = query.join(Space, col(Space.id) == Topic.space_id).where(*conditions)
    return query.group_by(col(Space.slug), col(Space.name), language)


def _of_spaces(actor: Actor) -> Any:
    many = func.sum(1 + case((col(Space.description) != "", 1), else_=0))
    query: Any = select(Space.slug, Space.name, Space.language, many)
    groups = (col(Space.slug), col(Space.name), col(Space.language))
    return query.where(spaces.visible_to(actor)).group_by(*groups)


def _announcing() -> ColumnElement[int]:
    """Title, description and agenda of a session, as far as it has them."""
    agenda = exists().where(col(AgendaItem.session_id) == LiveSession.id)
    described = col(LiveSession.description) != ""
    return 1 + case((described, 1), else_=0) + case((agenda, 1), else_=0)


def _has_text() -> ColumnElement[bool]:
    return col(AgendaItem.description) != ""


def _in_sessions(
    language: Any, table: Any, *conditions: Any, many: ColumnElement[int] | None = None
) -> Any:
    counted = func.count() if many is None else func.sum(many)
    query: Any = select(Space.slug, Space.name, language, counted).select_from(LiveSession)
    if table is not None:
        query = query.join(table, col(table.session_id) == LiveSession.id)
    query = query.outerjoin(Space, col(Space.id) == LiveSession.space_id).where(*conditions)
    return query.group_by(col(Space.slug), col(Space.name), language)


def _deciding(actor: Actor) -> list[tuple[str, Any]]:
    """What was opened to be decided in spaces and sessions, and the remarks on it."""
    has_text = exists().where(
        col(DecisionText.decision_id) == Decision.id,
        col(DecisionText.version) == Decision.version,
        col(DecisionText.words) != "",
    )
    has_options = cast(Decision.options, Text).not_in(["[]", "null"])
    texts = 1 + case((has_text, 1), else_=0) + case((has_options, 1), else_=0)
    return [
        ("decisions", _decided(actor, Decision.language, func.sum(texts))),
        ("decisions", _decided(actor, DecisionRemark.language, func.count(), DecisionRemark)),
    ]


def _decided(actor: Actor, language: Any, many: Any, table: Any = None) -> Any:
    query: Any = select(Space.slug, Space.name, language, many).select_from(Decision)
    if table is not None:
        query = query.join(table, col(table.decision_id) == Decision.id)
    in_space = and_(col(LiveSession.id).is_(None), spaces.visible_to(actor))
    return (
        query.outerjoin(LiveSession, col(LiveSession.id) == session_of_decision())
        .outerjoin(
            Space,
            or_(col(Space.id) == LiveSession.space_id, col(Space.slug) == space_of_decision()),
        )
        .where(
            col(Decision.opened_at).is_not(None),
            or_(and_(col(LiveSession.id).is_not(None), sessions.visible_to(actor)), in_space),
        )
        .group_by(col(Space.slug), col(Space.name), language)
    )
