"""What members and moderators say to each other about posts and decisions, to be translated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import AuditId, FlagId, MemberId
from forum.discussions.tables import HeldPost, Post, Topic
from forum.moderation.rules import TargetKind, parse_target, written_in
from forum.moderation.tables import AuditEntry, Decision, Flag
from forum.spaces.tables import Space
from forum.translations.tables import Translation


@dataclass(frozen=True, slots=True)
class Said:
    """A text of one person, as they wrote it.

    Attributes:
        text: plain; may be empty.
        language: BCP 47 tag.
        space: where what it is about stands; `None` for what is about a member.
    """

    text: str
    language: str
    space: Space | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said about one act: why, what was answered to it, and what to that."""

    reason: Said
    appeal: Said
    verdict: Said | None


def language_of(text: str, author: Member) -> str:
    """BCP 47 tag of the language of a text that does not say it."""
    return written_in(text, author.languages, author.locale)


async def said_by_flag(db: AsyncSession, flag_id: FlagId) -> Said | None:
    """The remark of a report, if there is such a one."""
    query = (
        select(Flag.remark, Flag.language, Space)
        .join(Post, col(Post.id) == Flag.post_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Flag.id == flag_id)
    )
    row = (await db.exec(query)).first()
    return None if row is None else Said(*row)


async def said_about(db: AsyncSession, audit_id: AuditId) -> Exchange | None:
    """What was said about an act, if somebody was told of it."""
    query = (
        select(Decision, AuditEntry, Member)
        .join(AuditEntry, col(AuditEntry.id) == Decision.audit_id)
        .join(Member, col(Member.id) == AuditEntry.actor_id)
        .where(Decision.audit_id == audit_id)
    )
    row = (await db.exec(query)).first()
    if row is None:
        return None
    decision, entry, moderator = row
    space = await _space_of(db, entry.target)
    reason = Said(entry.reason, language_of(entry.reason, moderator), space)
    appeal = Said(decision.appeal, decision.language, space)
    verdict = None
    if decision.decided_by is not None:
        other = await db.get_one(Member, decision.decided_by)
        verdict = Said(decision.answer, language_of(decision.answer, other), space)
    return Exchange(reason, appeal, verdict)


async def _space_of(db: AsyncSession, target: str) -> Space | None:
    about = parse_target(target)
    query = select(Space)
    match about.kind:
        case TargetKind.HELD:
            query = query.join(HeldPost, col(HeldPost.space_id) == Space.id)
            query = query.where(HeldPost.id == about.id)
        case TargetKind.TOPIC:
            query = query.join(Topic, col(Topic.space_id) == Space.id).where(Topic.id == about.id)
        case TargetKind.POST:
            query = query.join(Topic, col(Topic.space_id) == Space.id)
            query = query.join(Post, col(Post.topic_id) == Topic.id).where(Post.id == about.id)
        case _:
            return None
    return (await db.exec(query)).first()


async def translated_of(db: AsyncSession, member_id: MemberId, most: int) -> Sequence[str]:
    """Names of texts of a member's in moderation that there are translations of."""
    names = union_all(
        select(_name("held", HeldPost.id)).where(col(HeldPost.author_id) == member_id),
        select(_name("flag", Flag.id)).where(col(Flag.reporter_id) == member_id),
        select(_name("appeal", Decision.audit_id)).where(col(Decision.member_id) == member_id),
    )
    query = select(Translation.subject).where(col(Translation.subject).in_(names))
    return (await db.exec(query.distinct().limit(most))).all()


def _name(kind: str, number: Any) -> ColumnElement[str]:
    return literal(f"{kind}:") + cast(number, String)
