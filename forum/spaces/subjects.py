"""What of spaces is translated: their names and descriptions."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import SpaceId
from forum.spaces import queries
from forum.spaces.rules import Access
from forum.spaces.tables import Space
from forum.translations.subjects import Subject


async def name_subject(db: AsyncSession, number: int) -> Subject | None:
    """`space_name:<id>`; see `forum.translations.subjects.Source`."""
    space = await queries.space_to_translate(db, SpaceId(number))
    return None if space is None else _line(space, "space_name", space.name)


async def description_subject(db: AsyncSession, number: int) -> Subject | None:
    """`space_text:<id>`; see `forum.translations.subjects.Source`."""
    space = await queries.space_to_translate(db, SpaceId(number))
    if space is None or not space.description:
        return None
    return _line(space, "space_text", " ".join(space.description.split()))


def _line(space: Space, kind: str, text: str) -> Subject:
    return Subject(
        name=f"{kind}:{space.id}",
        text=text,
        markdown=False,
        language=space.language,
        version=space.version,
        channel=f"space:{space.slug}",
        reach=space.engines,
        ceiling=space.translation_budget,
        memory=memory_of(space),
        space=f"space:{space.id}",
        lists=("site",),  # pages of its topics say where they are, too
    )


def memory_of(space: Space) -> str:
    """Words from a space that not everybody reads are reused only there."""
    return "" if space.access == Access.PUBLIC else f"space:{space.id}"
