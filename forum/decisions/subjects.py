"""What of decisions is translated, for readers: what counts is the original."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.ids import DecisionId, RemarkId
from forum.decisions import queries
from forum.decisions.tables import Decision
from forum.decisions.venues import Venues, parted
from forum.translations.several import as_paragraphs
from forum.translations.subjects import Subject, Subjects


@dataclass(frozen=True, slots=True)
class Sources:
    """Loads the texts of decisions; each is named by the decision's number.

    Attributes:
        venues: places by kind: where their texts may go, those of decisions may.
    """

    venues: Mapping[str, Venues]

    @property
    def all(self) -> Subjects:
        """By kind."""
        return {**self.of_decisions, "remark": self._remark}

    @property
    def of_decisions(self) -> Subjects:
        """Those that are named by the decision's number; a remark is named by its own."""
        return {"poll_options": self._options, "poll_text": self._text, "poll_title": self._title}

    async def _title(self, db: AsyncSession, number: int) -> Subject | None:
        if (row := await _decision(db, number)) is None:
            return None
        return await self._subject(db, row, "poll_title", row.title)

    async def _text(self, db: AsyncSession, number: int) -> Subject | None:
        if (row := await _decision(db, number)) is None:
            return None
        words = (await queries.current_text(db, row)).words
        if not words:
            return None
        text = as_paragraphs(words.split("\n\n"))
        return await self._subject(db, row, "poll_text", text, markdown=True)

    async def _options(self, db: AsyncSession, number: int) -> Subject | None:
        row = await _decision(db, number)
        if row is None or not row.options:
            return None
        text = as_paragraphs(row.options)
        return await self._subject(db, row, "poll_options", text, markdown=True)

    async def _remark(self, db: AsyncSession, number: int) -> Subject | None:
        remark = await queries.remark(db, RemarkId(number))
        if remark is None or (row := await _decision(db, remark.decision_id)) is None:
            return None
        text = as_paragraphs(remark.words.split("\n\n"))
        said = await self._subject(db, row, "remark", text, markdown=True)
        return said and replace(
            said, name=f"remark:{number}", language=remark.language, version=1, is_fixed=True
        )

    async def _subject(
        self, db: AsyncSession, row: Decision, kind: str, text: str, *, markdown: bool = False
    ) -> Subject | None:
        place, key = parted(row.place)
        if (there := await self.venues[place].subject(db, key)) is None:
            return None
        return replace(
            there,
            name=f"{kind}:{row.id}",
            text=text,
            markdown=markdown,
            language=row.language,
            version=row.version,
            lists=(),
        )


async def _decision(db: AsyncSession, number: int) -> Decision | None:
    try:
        return await queries.decision(db, DecisionId(number))
    except NotFound:
        return None
