"""What the demonstration knows in several languages, collected to be stored at once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.demo import queries
from forum.translations import queries as translations
from forum.translations.parts import Whole, counterparts, write, write_line
from forum.translations.rules import Status
from forum.translations.subjects import Subject
from forum.translations.tables import Translation, TranslationSegment
from i18n.translate.memory import Unit as Segment
from i18n.translate.memory import segment_key

_Place = tuple[str, str, str]


class Memory:
    """Translations made by people, and the segments they consist of.

    Args:
        translators: who translates into a language, by BCP 47 tag.
    """

    def __init__(self, translators: Mapping[str, MemberId]) -> None:
        self._translators = translators
        self._rows: list[Translation] = []
        self._segments: defaultdict[str, dict[_Place, Segment]] = defaultdict(dict)
        self._owned: list[TranslationSegment] = []
        self._rendered: dict[str, Whole] = {}

    async def add(self, subject: Subject, others: Mapping[str, str], made_at: datetime) -> None:
        """Remember a text in other languages, by BCP 47 tag."""
        keys = set()
        for language, text in others.items():
            whole = await self._whole(text) if subject.markdown else write_line(text)
            self._rows.append(self._row(subject, language, whole, made_at))
            for segment in await _segments(subject, language, whole):
                keys.add(segment.key)
                place = (segment.key, segment.source, segment.target)
                self._segments[subject.memory][place] = segment
        self._owned += [
            TranslationSegment(subject=subject.name, memory=subject.memory, key=key) for key in keys
        ]

    async def _whole(self, text: str) -> Whole:
        if text not in self._rendered:  # the same article is wanted many times
            self._rendered[text] = await write(text)
        return self._rendered[text]

    def _row(self, subject: Subject, language: str, whole: Whole, made_at: datetime) -> Translation:
        return Translation(
            subject=subject.name,
            language=language,
            source=subject.language,
            source_version=subject.version,
            status=Status.HUMAN,
            text=whole.text,
            html=whole.html,
            made_at=made_at,
            reviewer_id=self._translators[language],
        )

    async def store(self, unit: Unit) -> int:
        """Write everything; gives the number of translations."""
        queries.add_all(unit.db, [*self._rows, *self._owned])
        for memory, segments in self._segments.items():
            await translations.save_units(unit.db, memory, segments.values(), unit.now)
        return len(self._rows)


async def _segments(subject: Subject, language: str, whole: Whole) -> list[Segment]:
    pairs = await counterparts(subject.text, whole.text, markdown=subject.markdown)
    return [
        Segment(segment_key(one), subject.language, language, one, other, "human")
        for one, other in pairs
    ]
