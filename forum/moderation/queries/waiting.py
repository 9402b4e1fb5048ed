"""Which cases wait for an actor."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.db.places import held
from forum.discussions.queries import visible_to
from forum.discussions.rules import PostState
from forum.discussions.tables import HeldPost, Post, Topic
from forum.live.sessions.tables import Participant
from forum.moderation.queueing import CaseKind
from forum.moderation.tables import Case
from forum.spaces import queries as spaces
from forum.spaces.tables import Space


def waiting_for(query: Any, actor: Actor) -> Any:
    """A query over `Case`, of those that are open and that the actor decides about."""
    return (
        query.outerjoin(Post, col(Post.id) == Case.post_id)
        .outerjoin(HeldPost, col(HeldPost.id) == Case.held_id)
        .outerjoin(Topic, col(Topic.id) == func.coalesce(Post.topic_id, HeldPost.topic_id))
        .outerjoin(Participant, col(Participant.id) == Case.participant_id)
        .outerjoin(Space, col(Space.id) == Case.space_id)
        .where(
            col(Case.closed_at).is_(None),
            # What its author deleted leaves nothing to decide.
            or_(col(Case.post_id).is_(None), col(Post.state) != PostState.DELETED),
            # A hint is never shown to whom it is about.
            or_(col(Case.kind) != CaseKind.HINT, col(Post.author_id) != actor.member_id),
            # Somebody else decides about one's own request.
            or_(
                col(Case.participant_id).is_(None),
                col(Participant.member_id) != actor.member_id,
            ),
            *_decided_by(actor),
        )
    )


def _decided_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    if actor.may(Permission.FLAG_RESOLVE):
        return (_seen_by(actor),)
    may = held(actor, Permission.FLAG_RESOLVE, Case.space_id, Case.language)
    return may, _seen_by(actor), col(Case.kind) != CaseKind.APPEAL


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """The topic where it is, or the space in which it begins one, or a session is; others: none."""
    return or_(
        visible_to(actor),
        and_(col(Topic.id).is_(None), or_(col(Case.space_id).is_(None), spaces.visible_to(actor))),
    )
