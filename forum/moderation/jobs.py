"""What other features leave for the record of acts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from forum.core.actor import SYSTEM
from forum.core.ids import MemberId
from forum.jobs.kinds import Handler
from forum.moderation import queries
from forum.moderation.recording import record
from forum.moderation.tables import AuditEntry
from forum.runtime import Runtime
from forum.spaces.record import JOB


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
        if not await queries.is_noted(unit.db, entry):
            await record(unit, entry)


KINDS: Mapping[str, Handler] = {JOB: write_down}
