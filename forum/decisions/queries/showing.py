"""Decisions as they go out: with what can be shown of them now, and no more."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DecisionId, ElectorId
from forum.decisions import terms
from forum.decisions.majorities import Majority, Outcome, Qualified, Terms
from forum.decisions.queries import ballots, electors, remarks, writing
from forum.decisions.queries.reading import Written
from forum.decisions.results import sums
from forum.decisions.rules import ABSTAIN, COUNTED, DecisionState, Method
from forum.decisions.schemas import (
    CountOut,
    DecisionOut,
    DecisionRow,
    ElectorOut,
    OptionOut,
    RemarkOut,
    TermsOut,
)
from forum.decisions.tables import Decision, DecisionElector
from forum.decisions.tallies import Tally

Remarks = Mapping[DecisionId, Sequence[RemarkOut]]
"""Those on each of some decisions."""


def row_out(row: Decision, now: datetime) -> DecisionRow:
    """A decision as lists have it: of a text whose deadline has come, that it is adopted."""
    return DecisionRow(**_row(row, now))


def _row(row: Decision, now: datetime) -> dict[str, object]:
    names = {"id", "place", "title", "language", "method", "opened_at", "deadline"}
    state, outcome, closed = standing(row, now)
    ends = {"state": state, "outcome": outcome, "closed_at": closed}
    return {**row.model_dump(include=names), **ends, "url": f"/polls/{row.id}"}


def standing(row: Decision, now: datetime) -> tuple[DecisionState, Outcome | None, datetime | None]:
    """State, outcome and when it was closed, at an instant, whether or not a job has noticed."""
    is_over = row.deadline is not None and now >= row.deadline
    if row.method is Method.SILENCE and row.state is DecisionState.OPEN and is_over:
        return DecisionState.CLOSED, Outcome.ADOPTED, row.deadline
    return row.state, row.outcome, row.closed_at


async def shown(db: AsyncSession, row: Decision, now: datetime) -> DecisionOut:
    """A decision, with all that whoever may see it can see now."""
    assert row.id is not None  # noqa: S101 (it was read)
    text = await writing.current_text(db, row)
    tally = await tally_shown(db, row)
    who = (await _electors(db, row), await remarks.remarks_of(db, row.id))
    return _out((row, text), now, tally, who)


async def several_shown(
    db: AsyncSession, found: Sequence[Written], said: Remarks, now: datetime
) -> Sequence[DecisionOut]:
    """Several decisions with the remarks on them, and without those who vote; one query."""
    tallies = await ballots.counts(db, [row for row, _ in found if is_tally_shown(row)])
    return [
        _out((row, text), now, tallies.get(row.id), ((), said[row.id]))
        for row, text in found
        if row.id is not None
    ]


def uncounted(found: Written, said: Remarks, now: datetime) -> DecisionOut:
    """The same of one decision without how its vote stands, which asks nothing."""
    assert found[0].id is not None  # noqa: S101 (it was read)
    return _out(found, now, None, ((), said[found[0].id]))


_People = tuple[Sequence[ElectorOut], Sequence[RemarkOut]]
"""Those who vote, and what they wrote."""


def _out(found: Written, now: datetime, tally: Tally | None, people: _People) -> DecisionOut:
    row, text = found
    is_over = row.method is Method.SECRET and row.state is DecisionState.CLOSED
    return DecisionOut.model_validate(
        {
            **_row(row, now),
            "text": text.words,
            "version": row.version,
            "digest": text.digest,
            "translations": text.translations,
            "voters": row.voters,
            "options": options_of(row, tally),
            "terms": terms_out(terms.read(row.terms)),
            "count": None if tally is None else count_out(row, tally),
            "chosen": row.chosen,
            "casting": row.casting,
            "electors": people[0],
            "remarks": people[1],
            "commitment": row.commitment,
            "seed": row.seed if row.opened_at is not None else "",
            "second_of": row.second_of_id,
            "receipts": 0 if tally is None or not is_over else tally.cast.votes,
        }
    )


async def _electors(db: AsyncSession, row: Decision) -> Sequence[ElectorOut]:
    assert row.id is not None  # noqa: S101 (it was read)
    named = await ballots.voted(db, row) if row.method is Method.ROLL_CALL else {}
    return [elector_out(one, named) for one in await electors.electors_of(db, row.id)]


async def tally_shown(db: AsyncSession, row: Decision) -> Tally | None:
    """How a vote stands, as far as that can be shown: never of a secret one that goes on."""
    return await ballots.count(db, row) if is_tally_shown(row) else None


def is_tally_shown(row: Decision) -> bool:
    """Whether it can be shown how a vote stands."""
    if row.method not in COUNTED or row.opened_at is None:
        return False
    return row.method is not Method.SECRET or row.state is DecisionState.CLOSED


def options_of(row: Decision, tally: Tally | None) -> Sequence[OptionOut]:
    """What can be voted, with its votes where they can be shown."""
    if row.method not in COUNTED:
        return []
    words = dict(zip(ballots.keys_of(row), row.options, strict=False))
    keys = (*ballots.keys_of(row), ABSTAIN)
    return [_option(key, words.get(key, ""), tally) for key in keys]


def _option(key: str, text: str, tally: Tally | None) -> OptionOut:
    if tally is None:
        return OptionOut(key=key, text=text, votes=None, weight=None, population=None)
    one = tally.of(key)
    return OptionOut(
        key=key, text=text, votes=one.votes, weight=one.weight, population=one.population
    )


def count_out(row: Decision, tally: Tally) -> CountOut:
    """The numbers by which a vote is decided."""
    found = sums(tally, terms.read(row.terms), row.present)
    return CountOut(
        cast=tally.cast.votes,
        cast_weight=tally.cast.weight,
        entitled=tally.entitled.votes,
        entitled_weight=tally.entitled.weight,
        members=tally.members,
        base=found.base,
        needed=found.needed,
        present=found.present,
        quorum=found.quorum,
    )


def terms_out(agreed: Terms) -> TermsOut:
    """Terms in exact numbers."""
    majority, quorum = agreed.majority, agreed.quorum
    share = majority.voters if isinstance(majority, Qualified) else majority.share
    people = majority.population if isinstance(majority, Qualified) else None
    return TermsOut(
        majority=(share.numerator, share.denominator),
        is_more=isinstance(majority, Majority) and majority.is_more,
        base=majority.base if isinstance(majority, Majority) else None,
        population=None if people is None else (people.numerator, people.denominator),
        quorum=(quorum.share.numerator, quorum.share.denominator),
        quorum_is_more=quorum.is_more,
        tie=agreed.tie,
    )


def elector_out(row: DecisionElector, voted: Mapping[ElectorId, str]) -> ElectorOut:
    """A vote as it goes out."""
    assert row.id is not None  # noqa: S101 (it was read)
    values = row.model_dump(exclude={"decision_id"})
    return ElectorOut(**values, choice=voted.get(row.id))
