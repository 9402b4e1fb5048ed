"""Which proposals and translations somebody sees: those of texts that they read."""

from collections.abc import Collection
from typing import Any, TypeAlias

from sqlalchemy import CTE, BigInteger, ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import and_, case, cast, col, func, or_, select

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.db.base import written
from forum.db.places import held
from forum.decisions.tables import Decision, DecisionRemark
from forum.discussions import queries as discussions
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.live.captions.tables import LiveCaption
from forum.live.chat.tables import ChatLine
from forum.live.floor.queries import statement_is_for_all
from forum.live.floor.subjects import KIND as STATEMENT
from forum.live.floor.tables import FloorSlot
from forum.live.questions.tables import LiveQuestion
from forum.live.sessions import queries as sessions
from forum.live.sessions.subjects import OF_SESSIONS
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.reviews.queries.originals import POLLS, SPACES
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from forum.translations.tables import Translation
from forum.translations.tables import TranslationProposal as Proposal

_SESSION, _SPACE = "session:", "space:"
"""With which the name of a decision's place begins."""
_SPOKEN = (LiveCaption, ChatLine, LiveQuestion)
_IN_SESSIONS = (AgendaItem, *_SPOKEN)


Naming: TypeAlias = type[Proposal] | type[Translation]
"""Tables whose rows name a text."""


def with_places(query: Any, of: Naming = Proposal) -> Any:
    """A query over rows of `of`, joined with whatever the text of each is of, and its space."""
    subject = col(of.subject)
    query = query.select_from(of).outerjoin(Post, col(Post.id) == _number_in(subject, "post"))
    return _with_places(query, subject, Post.topic_id)


def alone(of: Naming, *columns: Any) -> Any:
    """Rows of `of`, each with the topic of its post, for a query `with_places_alone`.

    Posts are looked up one by one, and hidden ones lie nowhere: for what counts many rows.
    PostgreSQL would read all posts there are to join so many.
    """
    subject = col(of.subject)
    topic = (
        select(Post.topic_id)
        .where(
            col(Post.id) == _number_in(subject, "post"),
            col(Post.state) == written(PostState.VISIBLE),
        )
        .correlate(of)
        .scalar_subquery()
    )
    return select(subject.label("subject"), topic.label("topic_of_post")).add_columns(*columns)


def with_places_alone(query: Any, rows: CTE) -> Any:
    """A query over `rows`, which are `alone`, joined as `with_places` does."""
    return _with_places(query.select_from(rows), rows.c.subject, rows.c.topic_of_post)


def _with_places(query: Any, subject: Any, topic_of_post: Any) -> Any:
    def number(*kinds: str) -> ColumnElement[Any]:
        return _number_in(subject, *kinds)

    meeting = func.coalesce(
        session_of_decision(),
        number(*OF_SESSIONS),
        *(table.session_id for table in _IN_SESSIONS),
    )
    space = func.coalesce(
        Topic.space_id, LiveSession.space_id, number(*SPACES), _space_with(space_of_decision())
    )
    topic = func.coalesce(topic_of_post, number("topic", "tags"))
    return (
        query.outerjoin(Topic, col(Topic.id) == topic)
        .outerjoin(DecisionRemark, col(DecisionRemark.id) == number("remark"))
        .outerjoin(
            Decision,
            col(Decision.id) == func.coalesce(number(*POLLS), DecisionRemark.decision_id),
        )
        .outerjoin(FloorSlot, col(FloorSlot.id) == number(STATEMENT))
        .outerjoin(
            AgendaItem,
            col(AgendaItem.id) == func.coalesce(number("item_text"), FloorSlot.item_id),
        )
        .outerjoin(LiveCaption, col(LiveCaption.id) == number("caption"))
        .outerjoin(ChatLine, col(ChatLine.id) == number("chat"))
        .outerjoin(LiveQuestion, col(LiveQuestion.id) == number("answer", "question"))
        .outerjoin(LiveSession, col(LiveSession.id) == meeting)
        .outerjoin(Space, col(Space.id) == space)
    )


def _space_with(slug: ColumnElement[Any]) -> ColumnElement[Any]:
    """The number of the space with a slug."""
    named = aliased(Space)
    return select(named.id).where(col(named.slug) == slug).correlate(Decision).scalar_subquery()


def session_of_decision() -> ColumnElement[Any]:
    """The number of the session in which a decision is taken; NULL for others, or without one."""
    place = col(Decision.place)
    number = cast(func.substr(place, len(_SESSION) + 1), BigInteger)
    return case((place.startswith(_SESSION), number), else_=None)


def space_of_decision() -> ColumnElement[Any]:
    """The slug of the space in which a decision is taken; NULL for others, or without one."""
    place = col(Decision.place)
    return case((place.startswith(_SPACE), func.substr(place, len(_SPACE) + 1)), else_=None)


def _number_in(subject: Any, *kinds: str) -> ColumnElement[Any]:
    """The number of the text that `subject` names, where it is of one of these kinds; else NULL."""
    found = [
        (_is_of(subject, one), cast(func.substr(subject, len(one) + 2), BigInteger))
        for one in kinds
    ]
    return case(*found, else_=None)


def _is_of(subject: Any, kind: str) -> ColumnElement[bool]:
    """Whether a text of a kind is named."""
    found: ColumnElement[bool] = subject.startswith(f"{kind}:", autoescape=True)
    return found


def seen(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor reads the text, in a query `with_places`: by the rule of the text itself.

    Of what is proposed to be decided, nothing is seen before it is opened.
    """
    is_there = or_(col(Post.id).is_(None), col(Post.state) == PostState.VISIBLE)
    return and_(seen_alone(actor), or_(is_there, col(Topic.id).is_(None)))


def seen_alone(actor: Actor) -> ColumnElement[bool]:
    """The same in a query `with_places_alone`."""
    no_topic, is_meeting = col(Topic.id).is_(None), col(LiveSession.id).is_not(None)
    is_poll, is_opened = col(Decision.id).is_not(None), col(Decision.opened_at).is_not(None)
    is_spoken = or_(*(col(table.id).is_not(None) for table in (*_SPOKEN, FloorSlot)))
    is_heard = or_(col(FloorSlot.id).is_(None), statement_is_for_all())
    in_space = and_(no_topic, ~is_meeting, col(Space.id).is_not(None), spaces.visible_to(actor))
    return or_(
        and_(~no_topic, discussions.visible_to(actor)),
        and_(~is_poll, ~is_spoken, is_meeting, sessions.announced_to(actor)),
        and_(is_spoken, is_heard, sessions.visible_to(actor)),
        and_(is_poll, is_opened, is_meeting, sessions.visible_to(actor)),
        and_(is_poll, is_opened, in_space),
        and_(~is_poll, in_space),
    )


def reviewed_by(actor: Actor, language: Any = Proposal.language) -> ColumnElement[bool]:
    """Whether the actor decides about the proposal, in a query `with_places` of either kind."""
    return held(actor, Permission.TRANSLATION_REVIEW, Space.id, language)


def languages_of(actor: Actor) -> Collection[str] | None:
    """The languages into which the actor decides about proposals anywhere; `None`: any.

    For what looks at fewer rows before it asks `reviewed_by`.
    """
    if actor.may(Permission.TRANSLATION_REVIEW):
        return None
    languages = {place.language for place in actor.places(Permission.TRANSLATION_REVIEW)}
    return None if "" in languages else languages
