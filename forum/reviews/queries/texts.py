"""Every text that there is to translate, and where it stands."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, literal, union_all
from sqlmodel import and_, cast, col, exists, false, func, or_, select

from forum.decisions.tables import Decision, DecisionRemark, DecisionText
from forum.discussions.rules import PostState, TopicState
from forum.discussions.tables import Post, Topic, TopicTag
from forum.live.captions.tables import LiveCaption
from forum.live.chat.tables import ChatLine
from forum.live.floor.queries import statement_is_for_all
from forum.live.floor.subjects import KIND as STATEMENT
from forum.live.floor.tables import FloorSlot
from forum.live.questions.rules import QuestionState
from forum.live.questions.tables import LiveQuestion
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.resources.tables import ResourceCompetence
from forum.reviews.queries.seeing import session_of_decision, space_of_decision
from forum.spaces.tables import Space


def texts() -> Any:
    """A row for each text that everybody reads who enters the place where it stands.

    Columns: its name as `subject`, its `kind` and `language`, the `space_id` (0: in no space), and
    `is_closed`, whether only those read it who were let in to a session.
    """
    every = (*_in_topics(), *_of_spaces(), *_announcing(), *_said(), *_decided())
    return union_all(*every).subquery("texts")


def _rows(kind: str, number: Any, language: Any, space: Any, is_closed: Any = None) -> Any:
    columns: list[Any] = [
        (literal(f"{kind}:") + cast(number, Text)).label("subject"),
        literal(kind).label("kind"),
        language.label("language"),
        func.coalesce(space, 0).label("space_id"),
        (false() if is_closed is None else is_closed).label("is_closed"),
    ]
    return select(*columns)


def _in_topics() -> Sequence[Any]:
    is_shown = Topic.state != TopicState.HIDDEN
    tagged = or_(
        exists().where(col(TopicTag.topic_id) == Topic.id),
        exists().where(col(ResourceCompetence.topic_id) == Topic.id),
    )
    posts = _rows("post", Post.id, col(Post.language), Topic.space_id).select_from(Post)
    topic = (Topic.id, col(Topic.language), Topic.space_id)
    return [
        posts.join(Topic, col(Topic.id) == Post.topic_id).where(
            is_shown, Post.state == PostState.VISIBLE
        ),
        _rows("topic", *topic).where(is_shown),
        _rows("tags", *topic).where(is_shown, tagged),
    ]


def _of_spaces() -> Sequence[Any]:
    space = (Space.id, col(Space.language), Space.id)
    told = _rows("space_text", *space).where(col(Space.description) != "")
    return [_rows("space_name", *space), told]


def _announcing() -> Sequence[Any]:
    """All members are told of sessions, of those of the accredited, too."""
    language, space = col(LiveSession.language), LiveSession.space_id
    session = (LiveSession.id, language, space)
    has_items = exists().where(col(AgendaItem.session_id) == LiveSession.id)
    items = _rows("item_text", AgendaItem.id, language, space).select_from(AgendaItem)
    items = items.join(LiveSession, col(LiveSession.id) == AgendaItem.session_id)
    every = (
        _rows("session_title", *session),
        _rows("session_text", *session).where(col(LiveSession.description) != ""),
        _rows("agenda", *session).where(has_items),
        items.where(col(AgendaItem.description) != ""),
    )
    return [one.where(_is_announced()) for one in every]


def _is_announced() -> ColumnElement[bool]:
    return col(LiveSession.state) != SessionState.DRAFT


def _is_closed() -> ColumnElement[bool]:
    return col(LiveSession.access) == SessionAccess.ACCREDITED


def _said() -> Sequence[Any]:
    is_shown = col(LiveQuestion.state).not_in([QuestionState.REMOVED, QuestionState.WAITING])
    is_answered = LiveQuestion.state == QuestionState.ANSWERED_IN_WRITING
    is_said = and_(col(ChatLine.removed_at).is_(None), ~col(ChatLine.waits))
    return [
        _in_session("caption", LiveCaption, LiveCaption.language),
        _in_session("chat", ChatLine, ChatLine.language).where(is_said),
        _in_session("question", LiveQuestion, LiveQuestion.language).where(is_shown),
        _in_session("answer", LiveQuestion, LiveQuestion.answer_language).where(is_answered),
        _statements(),
    ]


def _statements() -> Any:
    language, space = col(FloorSlot.language), LiveSession.space_id
    rows = _rows(STATEMENT, FloorSlot.id, language, space, _is_closed()).select_from(FloorSlot)
    rows = rows.join(AgendaItem, col(AgendaItem.id) == FloorSlot.item_id)
    rows = rows.join(LiveSession, col(LiveSession.id) == AgendaItem.session_id)
    return rows.where(col(FloorSlot.statement) != "", statement_is_for_all(), _is_announced())


def _in_session(kind: str, table: Any, language: Any) -> Any:
    rows = _rows(kind, table.id, language, LiveSession.space_id, _is_closed()).select_from(table)
    return rows.join(LiveSession, col(LiveSession.id) == table.session_id).where(_is_announced())


def _decided() -> Sequence[Any]:
    """What was opened to be decided in spaces and sessions, and the remarks on it."""
    has_text = exists().where(
        col(DecisionText.decision_id) == Decision.id,
        col(DecisionText.version) == Decision.version,
        col(DecisionText.words) != "",
    )
    has_options = cast(Decision.options, Text).not_in(["[]", "null"])
    decision = (Decision.id, col(Decision.language))
    remarks = (DecisionRemark.id, col(DecisionRemark.language), DecisionRemark)
    return [
        _in_place("poll_title", *decision),
        _in_place("poll_text", *decision).where(has_text),
        _in_place("poll_options", *decision).where(has_options),
        _in_place("remark", *remarks),
    ]


def _in_place(kind: str, number: Any, language: Any, remarks: Any = None) -> Any:
    is_closed = func.coalesce(_is_closed(), false())
    rows = _rows(kind, number, language, Space.id, is_closed).select_from(Decision)
    if remarks is not None:
        rows = rows.join(remarks, col(remarks.decision_id) == Decision.id)
    is_there = or_(_is_announced(), col(Space.slug) == space_of_decision())
    return (
        rows.outerjoin(LiveSession, col(LiveSession.id) == session_of_decision())
        .outerjoin(
            Space,
            or_(col(Space.id) == LiveSession.space_id, col(Space.slug) == space_of_decision()),
        )
        .where(col(Decision.opened_at).is_not(None), is_there)
    )
