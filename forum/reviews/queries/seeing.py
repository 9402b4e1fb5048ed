"""Which proposals and translations somebody sees: those of texts that they read."""

from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ColumnElement
from sqlmodel import and_, case, cast, col, func, or_, select

from forum.core.actor import Actor
from forum.core.permissions import Permission
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
    return _with_places(query, of, Post.topic_id, post=Post)


def with_places_alone(query: Any, of: Naming = Proposal) -> Any:
    """The same, without posts: they are looked up one by one, and hidden ones lie nowhere.

    For what counts many rows. PostgreSQL would read all posts there are to join so many.
    """
    topic = (
        select(Post.topic_id)
        .where(col(Post.id) == _number_in(of, "post"), Post.state == PostState.VISIBLE)
        .correlate(of)
        .scalar_subquery()
    )
    return _with_places(query, of, topic)


def _with_places(query: Any, of: Naming, topic_of_post: Any, post: type[Post] | None = None) -> Any:
    def number(*kinds: str) -> ColumnElement[Any]:
        return _number_in(of, *kinds)

    meeting = func.coalesce(
        session_of_decision(),
        number(*OF_SESSIONS),
        *(table.session_id for table in _IN_SESSIONS),
    )
    space = func.coalesce(Topic.space_id, LiveSession.space_id, number(*SPACES))
    topic = func.coalesce(topic_of_post, number("topic", "tags"))
    query = query.select_from(of)
    if post is not None:
        query = query.outerjoin(post, col(post.id) == number("post"))
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
        .outerjoin(Space, or_(col(Space.id) == space, col(Space.slug) == space_of_decision()))
    )


def session_of_decision() -> ColumnElement[Any]:
    """The number of the session in which a decision is taken; NULL for others, or without one."""
    place = col(Decision.place)
    number = cast(func.substr(place, len(_SESSION) + 1), BigInteger)
    return case((place.startswith(_SESSION), number), else_=None)


def space_of_decision() -> ColumnElement[Any]:
    """The slug of the space in which a decision is taken; NULL for others, or without one."""
    place = col(Decision.place)
    return case((place.startswith(_SPACE), func.substr(place, len(_SPACE) + 1)), else_=None)


def _number_in(of: Naming, *kinds: str) -> ColumnElement[Any]:
    """The number of the text that a row names, where it is of one of these kinds; else NULL."""
    name = col(of.subject)
    found = [(_is_of(of, one), cast(func.substr(name, len(one) + 2), BigInteger)) for one in kinds]
    return case(*found, else_=None)


def _is_of(of: Naming, kind: str) -> ColumnElement[bool]:
    """Whether a row names a text of a kind."""
    return col(of.subject).startswith(f"{kind}:", autoescape=True)


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


def reviewed_by(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor decides about the proposal, in a query `with_places`."""
    return held(actor, Permission.TRANSLATION_REVIEW, Space.id, Proposal.language)
