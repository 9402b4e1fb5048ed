"""Checking closed decisions: ballots counted again, texts hashed again."""

from collections.abc import AsyncIterator

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DecisionId
from forum.decisions import queries
from forum.decisions.actions.closing import ended, sums_of
from forum.decisions.rules import COUNTED
from forum.decisions.schemas import Recount
from forum.decisions.silence import Text
from forum.decisions.tables import Decision

_SOME = 100


async def recounted(db: AsyncSession, row: Decision) -> Recount:
    """Count the ballots of a closed vote one by one, and compare with what was stored."""
    tally = await queries.counted_again(db, row)
    came, sums = ended(row, tally), sums_of(tally)
    is_same = (sums, came.outcome, came.chosen) == (row.sums, row.outcome, row.chosen)
    return Recount(agrees=is_same, sums=sums, outcome=came.outcome, chosen=came.chosen)


async def wrong_texts(db: AsyncSession, decision_id: DecisionId) -> list[int]:
    """Versions of a decision's text whose words are not those that its hash was made of."""
    found = await queries.texts_of(db, decision_id)
    return [one.version for one in found if Text(one.words).digest != one.digest]


async def defects(db: AsyncSession) -> AsyncIterator[str]:
    """What does not agree in any closed decision, each in a line; nothing, if all is well."""
    after = 0
    while rows := await queries.decisions_to_verify(db, after, _SOME):
        for row in rows:
            assert row.id is not None  # noqa: S101 (it was read)
            after = row.id
            for version in await wrong_texts(db, row.id):
                yield f"decision {row.id}: version {version} of the text is not what was adopted"
            if row.method in COUNTED and not (await recounted(db, row)).agrees:
                yield f"decision {row.id}: its ballots do not come to the stored result"
