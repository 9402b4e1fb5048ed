"""The text that a proposal is about, with the space that it stands in."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, PostId, TopicId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.rules import PostState, TopicState
from forum.discussions.subjects import post_text, title_text
from forum.reviews.rules import Reviewing
from forum.spaces import queries as spaces
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
        space: where it stands.
        author_id: who wrote it.
        translation: what there is in the language that was asked for.
        reviewing: how the actor stands to that.
    """

    subject: Subject
    space: Space
    author_id: MemberId
    translation: Translation | None
    reviewing: Reviewing

    async def written(self, text: str) -> Whole:
        """A translation that a person has written of it."""
        return await parts.write(text, markdown=self.subject.markdown)


async def place(unit: Unit, name: str, language: str) -> Place:
    """Load and lock a text by its name, such as `post:12`, and its translation.

    Raises:
        NotFound: there is none to read for this actor.
    """
    subject, space, author_id = await _text(unit, name)
    row = await translations.translation(unit.db, name, language)
    stands = _reviewing(unit.actor, space, row, language)
    return Place(subject, space, author_id, row, stands)


async def _text(unit: Unit, name: str) -> tuple[Subject, Space, MemberId]:
    kind, _, digits = name.partition(":")
    if kind == "post":
        post, topic, space = await discussions.post_for_update(
            unit.db, unit.actor, PostId(int(digits))
        )
        if post.state != PostState.VISIBLE or topic.state == TopicState.HIDDEN:
            raise NotFound
        return post_text(post, space), space, post.author_id
    topic, space = await discussions.topic_for_update(unit.db, unit.actor, TopicId(int(digits)))
    if topic.state == TopicState.HIDDEN:
        raise NotFound
    return title_text(topic, space), space, topic.author_id


async def reviewing(
    db: AsyncSession, actor: Actor, slug: str, name: str, language: str
) -> Reviewing:
    """How an actor stands to the translation of a text, by its name, in the space `slug`."""
    space = await spaces.space_by_slug(db, actor, slug)
    row = await translations.translation(db, name, language)
    return _reviewing(actor, space, row, language)


def _reviewing(actor: Actor, space: Space, row: Translation | None, language: str) -> Reviewing:
    assert space.id is not None  # noqa: S101 (it was read)
    return Reviewing(
        actor.at(space.id),
        language,
        declared=actor.writes,
        self_review=space.self_review,
        locked=row is not None and row.locked_at is not None,
    )
