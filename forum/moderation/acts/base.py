"""What a moderator's act must be able to do."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, field_validator

from forum.core.errors import N_
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation.rules import Standing, Target, TargetKind
from forum.moderation.schemas import AnyTarget, Reason
from forum.moderation.tables import AuditEntry


class Act(BaseModel):
    """One act on one thing; fields are its form, and what the record keeps.

    Attributes:
        name: word of the act in the API and in the record; never given a second meaning.
        needs: who may.
        on: what it is done to.
        text: what it is called in a menu.
        remark: what it does, for who chooses it; may be empty.
        past: what it is called in the record.
        undoes: name of the act whose newest entry it undoes.
        target: what it is done to.
        reason: why, in the moderator's own words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    needs: ClassVar[Permission]
    on: ClassVar[TargetKind]
    text: ClassVar[str]
    remark: ClassVar[str] = ""
    past: ClassVar[str]
    undoes: ClassVar[str | None] = None

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

    async def carry_out(self, unit: Unit, undone: AuditEntry | None) -> None:
        """Change what is to change.

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


class TopicAct(Act):
    """An act on a topic."""

    on: ClassVar[TargetKind] = TargetKind.TOPIC
    needs: ClassVar[Permission] = Permission.TOPIC_MODERATE

    @property
    def topic_id(self) -> TopicId:
        """The topic."""
        return TopicId(self.target.id)
