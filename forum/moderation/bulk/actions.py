"""Asking for one act on many things, and for undoing it as a whole."""

from collections.abc import AsyncIterator

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation.acts import ACTS, make
from forum.moderation.bulk import queries
from forum.moderation.bulk.queries import Found, Search
from forum.moderation.bulk.rules import (
    MOST,
    MOST_SEARCHED,
    UNDO,
    NotFinished,
    NothingFound,
    RunState,
    TooManyTargets,
    TooMuchToSearch,
    UndoneAlready,
    check_act,
    states_for,
)
from forum.moderation.bulk.schemas import BulkIn, BulkOut, BulkQuery
from forum.moderation.bulk.tables import BulkRun
from forum.moderation.rules import Target
from forum.text.plain import html_text
from i18n.wordlists import WordList, key_of

RUN = "moderation.bulk"
"""Kind of the job (`run_id`) that deals with the next targets of a run."""


async def rehearse(unit: Unit, asked: BulkIn) -> BulkOut:
    """Say what a run would be about, and change nothing.

    Raises: see `start`.
    """
    found = await _targets(unit, asked)
    return BulkOut.model_construct(
        id=None,
        url=None,
        act=asked.act,
        reason=asked.reason,
        fields=asked.fields,
        query=asked.query.model_dump(mode="json"),
        state=RunState.WAITING,
        by=None,
        made_at=None,
        finished_at=None,
        total=len(found),
        done=0,
        refused=0,
        sample=await queries.sample(unit, ACTS[asked.act].on, found),
        refusals=[],
        undoes=None,
        undone_by=None,
        dry_run=True,
    )


async def start(unit: Unit, asked: BulkIn) -> BulkOut:
    """Have an act done to all that a query finds now; a job does it.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not, anywhere.
        InvalidInput: the act cannot be done to many at once, or its fields do not fit.
        TooManyTargets, TooMuchToSearch, NothingFound: the query does not fit.
    """
    found = await _targets(unit, asked)
    if not found:
        raise NothingFound
    run = BulkRun(
        actor_id=unit.actor.require_member(),
        act=asked.act,
        reason=asked.reason,
        fields=asked.fields,
        query=asked.query.model_dump(mode="json", exclude_defaults=True),
        state=RunState.WAITING,
        total=len(found),
        made_at=unit.now,
    )
    on = ACTS[asked.act].on
    targets = [{"target": str(Target(on, one))} for one in found]
    run_id = await queries.add_run(unit.db, run, targets)
    unit.later(RUN, run_id=run_id)
    return await queries.run(unit.db, unit.actor, run_id)


async def undo_all(unit: Unit, run_id: int, reason: str) -> BulkOut:
    """Have all that a run did undone; what came after it on one of them stays as it is.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not, anywhere.
        NotFound: there is no such run for this actor.
        NotFinished: it still runs.
        UndoneAlready: it was undone, or asked to be.
        NothingFound: it did nothing.
    """
    unit.actor.require_somewhere(Permission.FLAG_RESOLVE)
    await queries.run(unit.db, unit.actor, run_id)
    before = await queries.run_for_update(unit.db, run_id)
    if before.state != RunState.DONE:
        raise NotFinished
    if await queries.is_undone(unit.db, run_id):
        raise UndoneAlready
    done = await queries.carried_out(unit.db, run_id)
    if not done:
        raise NothingFound
    run = BulkRun(
        actor_id=unit.actor.require_member(),
        act=UNDO,
        reason=reason,
        query={},
        state=RunState.WAITING,
        total=len(done),
        made_at=unit.now,
        undoes=run_id,
    )
    targets = [{"target": target, "answers": entry} for target, entry in done]
    new_id = await queries.add_run(unit.db, run, targets)
    unit.later(RUN, run_id=new_id)
    return await queries.run(unit.db, unit.actor, new_id)


async def _targets(unit: Unit, asked: BulkIn) -> list[int]:
    check_act(asked.act)
    act = ACTS[asked.act]
    make(asked.act, str(Target(act.on, 1)), asked.reason, asked.fields)  # its fields fit, or not
    unit.actor.require_somewhere(act.needs)
    search = Search(act.needs, states_for(act.name), asked.query)
    targets: list[int] = []
    async for number in _with_words(queries.found(unit, act.on, search), asked.query):
        targets.append(number)
        if len(targets) > MOST:
            raise TooManyTargets(most=MOST)
    return targets


async def _with_words(found: AsyncIterator[Found], wanted: BulkQuery) -> AsyncIterator[int]:
    words = WordList([key_of(wanted.words)]) if wanted.words else None
    searched = 0
    async for one in found:
        searched += 1
        if words is not None and searched > MOST_SEARCHED:
            raise TooMuchToSearch(most=MOST_SEARCHED)
        if words is None or words.found_in(f"{one.line}\n{html_text(one.html)}"):
            yield one.id
