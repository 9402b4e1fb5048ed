"""Adding to the record of acts, and making sure that nobody has tampered with it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import AuditId
from forum.db.unit import Unit
from forum.moderation import queries
from forum.moderation.chain import Breach, Inspection, Tampering
from forum.moderation.tables import AuditEntry


async def record(unit: Unit, entry: AuditEntry) -> AuditId:
    """Write an act down; it joins the chain when the change commits."""
    audit_id = await queries.add_entry(unit.db, entry)
    unit.at_last(partial(queries.seal, unit.db, entry))
    return audit_id


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of the chain that an operator has noted elsewhere, written as `12:0f3a…`."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Read it back.

        Raises:
            ValueError: it is not written like this.
        """
        number, _, hash_ = text.partition(":")
        return cls(int(number), hash_.lower())


class Verification:
    """Walks the whole chain once.

    Attributes:
        newest: the end of the chain, to be noted elsewhere; known when the walk is over.
    """

    def __init__(self, noted: Anchor | None = None) -> None:
        self._noted = noted
        self._inspection = Inspection()

    @property
    def newest(self) -> Anchor:
        """The last link read."""
        return Anchor(self._inspection.number, self._inspection.hash)

    async def breaches(self, db: AsyncSession) -> AsyncIterator[Breach]:
        """Everything that is not as it was written."""
        is_noted = self._noted is None
        while links := await queries.links_after(db, self._inspection.number):
            is_noted = is_noted or any(
                Anchor(link.number, link.hash) == self._noted for link in links
            )
            for breach in self._inspection.read(links):
                yield breach
        for entry_id in await queries.entries_without_link(db):
            yield Breach(Tampering.INSERTED, None, entry_id)
        if self._noted is not None and not is_noted:
            yield Breach(Tampering.REWRITTEN, self._noted.number, None)
