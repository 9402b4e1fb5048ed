"""The moderators' view of translation: how much there is, what it costs, and how engines do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.reviews import queries
from forum.reviews.rules import Covered, Sent, Stale
from forum.translations import queries as translations
from forum.translations.health import Health

DAYS = 30
"""Days of which it tells what engines were sent."""
MOST_STALE = 50
"""Stale translations that it names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        now: when.
        engines: those that the settings name.
        space: slug of the space whose texts are counted; "" for all that the actor reads.
    """

    now: datetime
    engines: Sequence[str]
    space: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The moderators' view of translation.

    Attributes:
        covered: by space and language.
        counted_at: when that was counted; `None`: not yet.
        stale: the translations that have been of an earlier text or glossary for longest.
        sent: by day and engine.
        failures: how many translations were not made, by reason; "" for those under way.
        engines: how each does.
        today: characters that each was sent today, by UTC; those that were sent any.
    """

    covered: Sequence[Covered]
    counted_at: datetime | None
    stale: Sequence[Stale]
    sent: Sequence[Sent]
    failures: Sequence[tuple[str, int]]
    engines: Sequence[Health]
    today: Mapping[str, int]


async def figures(db: AsyncSession, actor: Actor, asked: Asked) -> Figures:
    """How far texts are translated, what engines were sent, and how they do.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor is no moderator.
    """
    actor.require(Permission.GLOSSARY_MANAGE)
    today = asked.now.astimezone(UTC).date()
    sent = await queries.sent(db, today - timedelta(days=DAYS))
    return Figures(
        await queries.coverage(db, actor, asked.space),
        await queries.counted_at(db),
        await queries.stale(db, actor, asked.space, MOST_STALE),
        sent,
        await queries.failures(db, asked.now),
        await translations.health(db, asked.engines, asked.now),
        {one.engine: one.characters for one in sent if one.day == today},
    )
