"""What moderation does later: write down acts of other features, and tell of decisions by mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from forum.accounts import queries as members
from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.actor import SYSTEM
from forum.core.ids import AuditId, HeldId, MemberId, ParticipantId, PostId
from forum.db.unit import Unit
from forum.discussions.events import HELD_ADDED, POST_ADDED, POST_EDITED
from forum.jobs.kinds import Batch, Handler
from forum.live.accreditation.actions import WAITING
from forum.mail.base import Mailer
from forum.mail.jobs import deliver
from forum.moderation import beside, queries
from forum.moderation.actions import (
    ANSWERED,
    TELL,
    follow_request,
    hint_at_held,
    look_at_posts,
    open_held,
)
from forum.moderation.actions.wording import translated_for
from forum.moderation.bulk.actions import RUN
from forum.moderation.bulk.running import go_on
from forum.moderation.hints.signs import REPEATED_WITHIN
from forum.moderation.mails import Letterhead, word_for
from forum.moderation.recording import record
from forum.moderation.schemas import DecisionOut
from forum.moderation.tables import AuditEntry, Decision
from forum.runtime import Runtime
from forum.spaces.record import JOB

FORGET = "moderation.forget_prints"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(days=1)}


async def queue_held(runtime: Runtime, data: Mapping[str, object]) -> None:
    """Put a text that waits into the queue."""
    async with runtime.unit(SYSTEM) as unit:
        held_id = HeldId(int(str(data["held_id"])))
        await hint_at_held(unit, held_id)
        await open_held(unit, held_id)


async def queue_request(runtime: Runtime, data: Mapping[str, object]) -> None:
    """Put a request to take part into the queue, or take it out."""
    async with runtime.unit(SYSTEM) as unit:
        await follow_request(unit, ParticipantId(int(str(data["participant_id"]))))


async def look(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
    """Make hints about posts that are new or have another text."""
    await look_at_posts(runtime, [PostId(int(job["post_id"])) for job in jobs])


async def forget(runtime: Runtime, _data: Mapping[str, object]) -> None:
    """Forget by what texts are found that are too old to be repeated."""
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_prints(unit.db, unit.now - REPEATED_WITHIN)


async def write_down(runtime: Runtime, data: Mapping[str, object]) -> None:
    """Add an act to the record, once however often the job comes; see `spaces.record`."""
    entry = AuditEntry(
        made_at=datetime.fromisoformat(str(data["made_at"])),
        actor_id=MemberId(int(str(data["actor_id"]))),
        act=str(data["act"]),
        target=str(data["target"]),
        reason=str(data.get("reason", "")),
        details=cast("dict[str, Any]", data["details"]),
    )
    async with runtime.unit(SYSTEM) as unit:
        if await queries.is_noted(unit.db, entry):
            return
        audit_id = await record(unit, entry)
        if data.get("tells") is not None:
            await _announce(unit, audit_id, entry, MemberId(int(str(data["tells"]))))


async def _announce(unit: Unit, audit_id: AuditId, entry: AuditEntry, to: MemberId) -> None:
    """Have somebody told of an act of another feature, in their language, as of a decision."""
    queries.add_decision(unit.db, Decision(audit_id=audit_id, member_id=to, made_at=entry.made_at))
    author = await members.member_by_id(unit.db, entry.actor_id)
    language = queries.language_of(entry.reason, author)
    due = await translated_for(unit, to, f"reason:{audit_id}", language)
    unit.later(TELL, due=due, audit_id=audit_id)


def kinds(mailer: Mailer) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""
    telling = _Telling(mailer)
    return {
        JOB: write_down,
        HELD_ADDED: queue_held,
        WAITING: queue_request,
        POST_ADDED: Batch(look),
        POST_EDITED: Batch(look),
        FORGET: forget,
        RUN: go_on,
        TELL: telling.decided,
        ANSWERED: telling.answered,
    }


@dataclass(frozen=True, slots=True)
class _Telling:
    mailer: Mailer

    async def decided(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Tell a member what was decided about them.

        Raises:
            MailNotSent: to be tried again later.
        """
        row, member, decision = await _decided(runtime, data)
        if member.state in _REACHED:
            await deliver(self.mailer, (await _letterhead(runtime, member, row)).decided(decision))

    async def answered(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Tell a member what became of their appeal.

        Raises:
            MailNotSent: to be tried again later.
        """
        row, member, decision = await _decided(runtime, data)
        if row.outcome is not None and decision.appeal is not None and member.state in _REACHED:
            letter = await _letterhead(runtime, member, row)
            await deliver(self.mailer, letter.answered(row.outcome, decision.appeal))


async def _decided(
    runtime: Runtime, data: Mapping[str, object]
) -> tuple[Decision, Member, DecisionOut]:
    """A decision, whom it is about, and what it says to them, in their language too."""
    async with runtime.database.reading() as db:
        row = await queries.decision_row(db, AuditId(int(str(data["audit_id"]))))
        member = await members.member_by_id(db, row.member_id)
        decision = await queries.decision(db, row.member_id, row.audit_id)
        assert decision is not None  # noqa: S101 (rows of decisions are never removed)
        reader = beside.somebody(member.languages, member.locale)
        return row, member, await beside.decision(db, reader, decision)


_REACHED = {MemberState.ACTIVE, MemberState.SUSPENDED}


async def _letterhead(runtime: Runtime, member: Member, row: Decision) -> Letterhead:
    word = word_for(runtime.key, row.member_id, row.audit_id)
    link = f"{runtime.settings.public_url}/decisions/of/{word}"
    return Letterhead(member, link, await runtime.named_settings())
