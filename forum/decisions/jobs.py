"""What is done with decisions when its hour has come."""

from collections.abc import Mapping
from typing import Any

from forum.core.actor import SYSTEM
from forum.core.ids import DecisionId
from forum.decisions import actions
from forum.decisions.actions.silence import SETTLE
from forum.jobs.kinds import Handler
from forum.runtime import Runtime


async def settle(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Adopt a text at its deadline, if nobody objected to it; one with a later one waits."""
    async with runtime.unit(SYSTEM) as unit:
        await actions.settle(unit, DecisionId(data["decision_id"]))


KINDS: Mapping[str, Handler] = {SETTLE: settle}
