"""What moderation holds of a member. The record of acts stays whole: it names nobody by name."""

from sqlalchemy import ColumnElement, String, cast, literal, or_
from sqlmodel import col, select

from forum.core.ids import MemberId
from forum.db.holdings import Holding
from forum.discussions.tables import Post, Topic
from forum.moderation.bulk.tables import BulkRun
from forum.moderation.tables import AuditEntry, Case, Decision, Flag


def _about(member_id: MemberId) -> ColumnElement[bool]:
    """Acts on what a member wrote, and on the member."""
    target = col(AuditEntry.target)
    posts = select(literal("post:") + cast(Post.id, String)).where(Post.author_id == member_id)
    topics = select(literal("topic:") + cast(Topic.id, String)).where(Topic.author_id == member_id)
    return or_(target == f"member:{member_id}", target.in_(posts), target.in_(topics))


HOLDINGS = (
    Holding(
        Flag,
        ("reporter_id",),
        name="flags",
        without=frozenset({"resolved_by"}),
        wiped={"remark": ""},
    ),
    Holding(Flag, ("resolved_by",), why="these are words of others; the act is among the acts"),
    Holding(
        Decision,
        ("member_id",),
        name="decisions",
        without=frozenset({"decided_by"}),
        wiped={"appeal": ""},
    ),
    Holding(Decision, ("decided_by",), why="these are about others; the act is among the acts"),
    Holding(
        Case, ("claimed_by", "closed_by"), why="these are about others; the act is among the acts"
    ),
    Holding(AuditEntry, ("actor_id",), name="acts"),
    Holding(BulkRun, ("actor_id",), name="bulk_acts"),
    Holding(AuditEntry, rows=_about, name="acts_about", without=frozenset({"actor_id"})),
)
