"""What the memory suggests to who translates or corrects; nothing of it is ever used by itself."""

from collections.abc import Sequence

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.translations import parts, queries
from forum.translations.rules import Origin
from forum.translations.schemas import SegmentSuggestions, SuggestionOut
from forum.translations.subjects import Subject
from i18n.translate.fuzzy import Near, lengths, near
from i18n.translate.memory import Unit

MOST_SEGMENTS = 50
"""Segments of one text that are compared with the memory; the first ones."""


async def suggestions(
    db: AsyncSession, subject: Subject, language: str
) -> Sequence[SegmentSuggestions]:
    """For each segment of a text: what is like it in the memories that the text may use."""
    segments = (await parts.take_apart(subject.text, markdown=subject.markdown)).texts
    segments = segments[:MOST_SEGMENTS]
    bounds = [lengths(segment) for segment in segments]
    if not bounds:
        return []
    between = min(low for low, _ in bounds), max(high for _, high in bounds)
    pair = subject.language, language
    units = await queries.units_of_length(db, set(subject.memories), pair, between)
    return await to_thread.run_sync(_compared, segments, units)


def _compared(segments: Sequence[str], units: Sequence[Unit]) -> list[SegmentSuggestions]:
    return [
        SegmentSuggestions(original=text, suggestions=[_out(one) for one in near(text, units)])
        for text in segments
    ]


def _out(found: Near) -> SuggestionOut:
    return SuggestionOut(
        original=found.unit.original,
        text=found.unit.text,
        score=round(found.score, 1),
        origin=Origin(found.unit.origin),
        engine=found.unit.engine,
    )
