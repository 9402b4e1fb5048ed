"""The text that a proposal is about, with the space that it stands in."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import MemberId, SpaceId
from forum.db.unit import Unit
from forum.reviews import queries
from forum.reviews.queries import Original
from forum.reviews.rules import LISTS, Reviewing, as_list
from forum.spaces.tables import Space
from forum.translations import parts
from forum.translations import queries as translations
from forum.translations.parts import Whole
from forum.translations.subjects import Subject
from forum.translations.tables import Translation


@dataclass(frozen=True, slots=True)
class Place:
    """One text, locked until the change ends.

    Attributes:
        subject: as something to translate.
        author_id: who wrote it, where that matters.
        translation: what there is in the language that was asked for.
        reviewing: how the actor stands to that.
    """

    subject: Subject
    author_id: MemberId | None
    translation: Translation | None
    reviewing: Reviewing

    async def written(self, text: str) -> Whole:
        """A translation that a person has written of it.

        Raises:
            InvalidInput: it has not as many paragraphs, where each is shown alone.
        """
        if self.subject.kind in LISTS:
            text = as_list(self.subject.text, text)
        return await parts.write(text, markdown=self.subject.markdown)


async def place(unit: Unit, name: str, language: str) -> Place:
    """Load and lock a text by its name, such as `post:12`, and its translation.

    Raises:
        NotFound: there is none to read for this actor.
    """
    found = await queries.original(unit.db, unit.actor, name, lock=True)
    row = await translations.translation(unit.db, name, language)
    stands = _reviewing(unit.actor, found.space, row, language)
    return Place(found.subject, found.author_id, row, stands)


async def reviewing(db: AsyncSession, actor: Actor, text: Original, language: str) -> Reviewing:
    """How an actor stands to the translation of a text."""
    row = await translations.translation(db, text.subject.name, language)
    return _reviewing(actor, text.space, row, language)


def _reviewing(
    actor: Actor, space: Space | None, row: Translation | None, language: str
) -> Reviewing:
    return Reviewing(
        actor if space is None else actor.at(SpaceId(space.id or 0)),
        language,
        declared=actor.writes,
        self_review=space is not None and space.self_review,
        locked=row is not None and row.locked_at is not None,
    )
