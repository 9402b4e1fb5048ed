"""What a moderator's act must be able to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import field_validator

from forum.core.errors import N_
from forum.core.ids import HeldId, MemberId, ParticipantId, PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.subjects import post_text
from forum.live.accreditation.deciding import Matter, matter_of_moderator
from forum.moderation.rules import Standing, Target, TargetKind
from forum.moderation.schemas import AnyTarget, Reason
from forum.moderation.tables import AuditEntry
from forum.reviews.queries import original
from forum.translations.subjects import Subject
from forum.web.shapes import Input

Noted = dict[str, Any]
"""What an act writes into the record besides its own fields: what undoing it needs."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A field of an act's form.

    Attributes:
        name: of the act's field.
        kind: how it is asked for.
        text: what it is called.
        hint: what to know about it; may be empty.
        needed: whether it may not be left empty.
    """

    name: str
    kind: Literal["days", "kind", "language", "line", "minutes", "sanction", "space", "text"]
    text: str
    hint: str = ""
    needed: bool = True


class Act(Input):
    """One act on one thing; fields are its form, and what the record keeps.

    Attributes:
        name: word of the act in the API and in the record; never given a second meaning.
        needs: who may.
        on: what it is done to.
        text: what it is called in a menu.
        remark: what it does, for who chooses it; may be empty.
        past: what it is called in the record.
        undoes: name of the act whose newest entry it undoes.
        undone_by: name of the act that undoes it, where none says so by its `undoes`.
        asks: its form, beside the reason.
        in_menus: whether it is offered, and not only carried out to undo another one.
        for_many: whether it makes sense for many at once, as its form asks the same of each.
        unrecorded: fields that the record leaves out, as it is kept for ever.
        tells: whether whom it is about is told of it, and may answer.
        told: what they are told, in words for them; empty if they are not.
        mailed: whether a mail of its own tells them, as a notification would not reach them.
        target: what it is done to.
        reason: why, in the moderator's own words.
    """

    name: ClassVar[str]
    needs: ClassVar[Permission]
    on: ClassVar[TargetKind]
    text: ClassVar[str]
    remark: ClassVar[str] = ""
    past: ClassVar[str]
    undoes: ClassVar[str | None] = None
    undone_by: ClassVar[str | None] = None
    asks: ClassVar[Sequence[Ask]] = ()
    unrecorded: ClassVar[frozenset[str]] = frozenset()
    in_menus: ClassVar[bool] = True
    for_many: ClassVar[bool] = True
    tells: ClassVar[bool] = True
    told: ClassVar[str] = ""
    mailed: ClassVar[bool] = False

    target: AnyTarget
    reason: Reason

    @field_validator("target")
    @classmethod
    def _is_fitting(cls, target: Target) -> Target:
        if target.kind != cls.on:
            raise ValueError(N_("This act is not for such a thing."))
        return target

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """Whether it makes sense for a target that stands like this."""
        raise NotImplementedError

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG003
        """The fields of the act that undoes one of which the record keeps `details`."""
        return {}

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> Noted | None:
        """Change what is to change, and give what the record keeps besides.

        The caller has checked `needs` and `fits`, holds the lock of the target, writes the record
        and resolves flags.

        Args:
            unit: the change that it is part of.
            undone: the entry that it undoes, if the record has one.
        """
        raise NotImplementedError


class PostAct(Act):
    """An act on a post."""

    on: ClassVar[TargetKind] = TargetKind.POST

    @property
    def post_id(self) -> PostId:
        """The post."""
        return PostId(self.target.id)

    async def translated(self, unit: Unit) -> Subject:
        """The post, which the caller has locked, as something to translate."""
        post, _, space = await discussions.post_for_update(unit.db, unit.actor, self.post_id)
        return post_text(post, space)


class TextAct(Act):
    """An act on the translations of a text that is no post."""

    on: ClassVar[TargetKind] = TargetKind.TEXT

    async def translated(self, unit: Unit) -> Subject:
        """The text, which the caller has locked, as something to translate."""
        return (await original(unit.db, unit.actor, self.target.name)).subject


class HeldAct(Act):
    """An act on a text that waits."""

    on: ClassVar[TargetKind] = TargetKind.HELD
    needs: ClassVar[Permission] = Permission.FLAG_RESOLVE
    mailed: ClassVar[bool] = True

    @property
    def held_id(self) -> HeldId:
        """The text."""
        return HeldId(self.target.id)


class RequestAct(Act):
    """An act on a wish to take part in a live session; who wished it is told by accreditation."""

    on: ClassVar[TargetKind] = TargetKind.REQUEST
    needs: ClassVar[Permission] = Permission.FLAG_RESOLVE

    async def matter(self, unit: Unit) -> Matter:
        """The request and its session, which the caller has locked; see `Matter`."""
        return await matter_of_moderator(unit, ParticipantId(self.target.id))


class TopicAct(Act):
    """An act on a topic."""

    on: ClassVar[TargetKind] = TargetKind.TOPIC
    needs: ClassVar[Permission] = Permission.TOPIC_MODERATE

    @property
    def topic_id(self) -> TopicId:
        """The topic."""
        return TopicId(self.target.id)


class ParticipantAct(Act):
    """An act on somebody's part in a live session."""

    on: ClassVar[TargetKind] = TargetKind.PARTICIPANT
    needs: ClassVar[Permission] = Permission.MEMBER_SANCTION
    mailed: ClassVar[bool] = True

    @property
    def participant_id(self) -> ParticipantId:
        """The part."""
        return ParticipantId(self.target.id)


class MemberAct(Act):
    """An act on a member."""

    on: ClassVar[TargetKind] = TargetKind.MEMBER
    needs: ClassVar[Permission] = Permission.MEMBER_SANCTION
    mailed: ClassVar[bool] = True

    @property
    def member_id(self) -> MemberId:
        """The member."""
        return MemberId(self.target.id)
