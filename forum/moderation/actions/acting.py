"""Carrying out what moderators decide, and undoing it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from forum.core.errors import NotFound
from forum.core.ids import AuditId, HeldId, ParticipantId, PostId, TopicId
from forum.db.unit import Unit
from forum.moderation import queries
from forum.moderation.actions.wording import translated_by
from forum.moderation.acts import undoing
from forum.moderation.acts.base import Act
from forum.moderation.queueing import Subject
from forum.moderation.recording import record
from forum.moderation.rules import (
    AlreadyDone,
    AlreadyDoneBy,
    NotUndoable,
    Standing,
    TargetKind,
)
from forum.moderation.tables import AuditEntry, Decision
from forum.web.inputs import row_id

ACTED = "moderation.acted"
"""Kind of the job that an act leaves (`audit_id`) for whoever tells members of it."""
TELL = "moderation.tell"
"""Kind of the job (`audit_id`) that tells a member of an act by a mail of its own."""


async def carry_out(unit: Unit, act: Act, undone: AuditEntry | None = None) -> AuditId:
    """Do what a moderator decided, settle what it answers, and write it down.

    Args:
        unit: of the moderator.
        act: what to do.
        undone: the entry that it is to undo, if somebody asked for that.

    Raises:
        NotFound: there is no such target for this actor.
        AlreadyDone: the target does not stand as the act needs it.
        NotUndoable: something came after what is to be undone.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row_id(act.target.id)
    moderator = await queries.may_decide(unit.db, unit.actor, act.needs, act.target)
    target = str(act.target)
    standing = await queries.standing_for_update(unit.db, unit.actor, act.target, unit.now)
    if undone is not None:
        await _check_newest(unit, undone)
    if not act.fits(standing):
        raise await _overtaken(unit, target)
    answered = undone or await _answered(unit, act, target)
    noted = await act.carry_out(unit, answered)
    entry = AuditEntry(
        made_at=unit.now,
        actor_id=moderator,
        act=act.name,
        target=target,
        reason=act.reason,
        details=_details(act, standing, noted or {}),
        undoes=answered.id if answered else None,
    )
    audit_id = await record(unit, entry)
    await _settle(unit, act, entry, undone)
    await _tell(unit, act, entry, standing)
    return audit_id


async def _answered(unit: Unit, act: Act, target: str) -> AuditEntry | None:
    return await queries.last_standing(unit.db, act.undoes, target) if act.undoes else None


async def _overtaken(unit: Unit, target: str) -> AlreadyDone:
    """What to tell a moderator who comes second: who was first."""
    found = await queries.newest_on(unit.db, target)
    if found is None or found.actor.id == unit.actor.member_id:
        return AlreadyDone()
    return AlreadyDoneBy(name=found.actor.name, when=found.made_at)


async def _check_newest(unit: Unit, undone: AuditEntry) -> None:
    newest = await queries.last_standing(unit.db, undone.act, undone.target)
    if newest is None or newest.id != undone.id:
        raise NotUndoable


async def _settle(unit: Unit, act: Act, entry: AuditEntry, undone: AuditEntry | None) -> None:
    """Close what waited for this act; what an act that is undone had closed waits again."""
    if act.on == TargetKind.TOPIC:
        await queries.follow_topic(unit.db, TopicId(act.target.id))
    if act.on not in {TargetKind.POST, TargetKind.HELD, TargetKind.REQUEST}:
        return
    if undone is not None and undone.id is not None:
        await queries.reopen_flags(unit.db, undone.id)
        await queries.reopen_hints(unit.db, undone.id)
        await queries.reopen_case(unit.db, undone.id)
    elif act.on == TargetKind.HELD:
        await _close(unit, Subject(held_id=HeldId(act.target.id)), entry)
    elif act.on == TargetKind.REQUEST:
        about = Subject(participant_id=ParticipantId(act.target.id))
        await queries.close_case(unit.db, about, entry)
    else:
        post_id = PostId(act.target.id)
        await queries.resolve_flags(unit.db, post_id, entry)
        await _close(unit, Subject(post_id=post_id), entry)


async def _close(unit: Unit, about: Subject, entry: AuditEntry) -> None:
    await queries.resolve_hints(unit.db, about, entry)
    await queries.close_case(unit.db, about, entry)


async def _tell(unit: Unit, act: Act, entry: AuditEntry, standing: Standing) -> None:
    assert entry.id is not None  # noqa: S101 (it was flushed)
    if act.on in {TargetKind.POST, TargetKind.TOPIC}:
        unit.later(ACTED, audit_id=entry.id)
    if act.tells and standing.author not in (None, entry.actor_id):
        assert standing.author is not None  # noqa: S101 (see above)
        row = Decision(audit_id=entry.id, member_id=standing.author, made_at=unit.now)
        queries.add_decision(unit.db, row)
        due = await translated_by(unit, row.member_id, f"reason:{entry.id}", act.reason)
        if act.mailed:
            unit.later(TELL, due=due, audit_id=entry.id)


def _details(act: Act, standing: Standing, noted: Mapping[str, Any]) -> dict[str, Any]:
    own = act.model_dump(mode="json", exclude={"target", "reason", *act.unrecorded})
    was = {name: value for name, value in asdict(standing).items() if name != "author"}
    was["sanctions"] = list(standing.sanctions)
    return {"was": was, **own, **noted}


async def undo(unit: Unit, audit_id: AuditId, reason: str) -> AuditId:
    """Undo an act on record, and let what it answered wait for a decision again.

    Raises:
        NotFound: there is no such entry, or its target is not there for this actor.
        NotUndoable: nothing undoes it, or something came after it.
        AlreadyDone: the target does not stand as it left it.
        InvalidInput: the reason does not fit.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    entry = await queries.entry_row(unit.db, row_id(audit_id))
    if entry is None:
        raise NotFound
    return await carry_out(unit, undoing(entry, reason), entry)
