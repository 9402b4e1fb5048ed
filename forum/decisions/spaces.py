"""Spaces as places where decisions are taken: moderators lead, delegations or members vote."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import SYSTEM, Actor
from forum.core.errors import ForumError
from forum.core.permissions import Permission
from forum.decisions import queries
from forum.decisions.rules import VoterKind
from forum.decisions.venues import Asked, Body, Entitled, Venue
from forum.delegations.queries import acting_for
from forum.delegations.rules import DECIDING
from forum.spaces.queries import space_by_slug
from forum.spaces.rules import Access
from forum.spaces.subjects import name_subject
from forum.translations.subjects import Subject

BODY = Body()


class SpaceVenues:
    """`space:<slug>`; see `Venues`."""

    async def enter(self, db: AsyncSession, asked: Asked) -> Venue:
        """See `Venues`."""
        space = await space_by_slug(db, asked.actor, asked.key)
        assert space.id is not None  # noqa: S101 (it was read)
        member = asked.actor.member_id
        voices = () if member is None else await acting_for(db, member, asked.now)
        return Venue(
            place=f"space:{space.slug}",
            title=space.name,
            language=space.language,
            url=f"/s/{space.slug}/polls",
            body=BODY,
            leading=_why_not(asked.actor.at(space.id)),
            voices={one.delegation.id: one.capacity for one in voices if one.capacity in DECIDING},
        )

    async def entitled(
        self, db: AsyncSession, asked: Asked, kind: VoterKind, words: Sequence[str]
    ) -> Sequence[Entitled]:
        """See `Venues`."""
        space = await space_by_slug(db, asked.actor, asked.key)
        if kind is VoterKind.DELEGATIONS:
            return await queries.partner_delegations(db, words)
        assert space.id is not None  # noqa: S101 (it was read)
        is_private = space.access is Access.PRIVATE
        return await queries.space_members(db, space.id, words, only_inside=is_private)

    async def subject(self, db: AsyncSession, key: str) -> Subject | None:
        """See `Venues`."""
        space = await space_by_slug(db, SYSTEM, key)
        return None if space.id is None else await name_subject(db, space.id)


def _why_not(actor: Actor) -> ForumError | None:
    try:
        actor.require(Permission.TOPIC_MODERATE)
    except ForumError as refusal:
        return refusal
    return None
