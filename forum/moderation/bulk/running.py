"""Dealing with the targets of a run, one change each, so that nothing is done twice or lost."""

from collections.abc import Mapping

from forum.accounts.identity import of_member
from forum.core.actor import SYSTEM, Actor
from forum.core.errors import Forbidden, ForumError
from forum.core.ids import AuditId
from forum.db.unit import Unit
from forum.moderation.actions.acting import carry_out, undo
from forum.moderation.acts import make
from forum.moderation.bulk import queries
from forum.moderation.bulk.actions import RUN
from forum.moderation.bulk.events import BulkProgressed
from forum.moderation.bulk.rules import AT_ONCE, TOLD_EVERY, RunState
from forum.moderation.bulk.tables import BulkRun, BulkTarget
from forum.runtime import Runtime


async def go_on(runtime: Runtime, data: Mapping[str, object]) -> None:
    """Deal with the next targets of a run, and leave a job for those after them.

    A worker that is killed has dealt with one, and noted so, or has not.
    """
    run_id = int(str(data["run_id"]))
    for _ in range(AT_ONCE):
        if not await _step(runtime, run_id):
            return
    async with runtime.unit(SYSTEM) as unit:
        unit.later(RUN, run_id=run_id)


async def _step(runtime: Runtime, run_id: int) -> bool:
    """Deal with one target, if one is left."""
    number = 0
    actor = await _actor(runtime, run_id)
    try:
        async with runtime.unit(actor) as unit:
            run, target = await _next(unit, run_id)
            if target is None:
                return False
            number = target.number
            target.audit_id = await _do(unit, run, target)
            _note(unit, run, refused=False)
    except ForumError as error:
        async with runtime.unit(actor) as unit:
            run, target = await _next(unit, run_id)
            if target is not None and target.number == number:  # no other worker has dealt with it
                target.refused = error.code
                _note(unit, run, refused=True)
    return True


async def _actor(runtime: Runtime, run_id: int) -> Actor:
    """Who asked for a run, with the rights that they have by now; a visitor if they have gone."""
    async with runtime.database.reading() as db:
        member_id = await queries.asked_by(db, run_id)
    return await of_member(runtime, member_id) or Actor()


async def _next(unit: Unit, run_id: int) -> tuple[BulkRun, BulkTarget | None]:
    run = await queries.run_for_update(unit.db, run_id)
    target = await queries.next_target(unit.db, run_id)
    if target is None and run.state != RunState.DONE:
        run.state, run.finished_at = RunState.DONE, unit.now
        _tell(unit, run)
    return run, target


async def _do(unit: Unit, run: BulkRun, target: BulkTarget) -> AuditId:
    if unit.actor.member_id is None:
        raise Forbidden
    if target.answers is not None:
        return await undo(unit, target.answers, run.reason)
    return await carry_out(unit, make(run.act, target.target, run.reason, run.fields))


def _note(unit: Unit, run: BulkRun, *, refused: bool) -> None:
    run.state = RunState.RUNNING
    run.done, run.refused = run.done + (not refused), run.refused + refused
    if (run.done + run.refused) % TOLD_EVERY == 0:
        _tell(unit, run)


def _tell(unit: Unit, run: BulkRun) -> None:
    assert run.id is not None  # noqa: S101 (it was read)
    unit.emit(BulkProgressed(run.actor_id, run.id, run.total, run.done, run.refused))
