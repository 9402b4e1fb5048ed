"""What is done with decisions when its hour has come."""

from collections.abc import Mapping
from typing import Any

from forum.core.actor import SYSTEM
from forum.core.clock import Watch
from forum.core.ids import DecisionId
from forum.decisions import actions
from forum.decisions.actions.silence import SETTLE
from forum.jobs.kinds import Handler
from forum.runtime import Runtime


def kinds(watch: Watch) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs.

    Args:
        watch: made when the worker started.
    """

    async def settle(runtime: Runtime, data: Mapping[str, Any]) -> None:
        """Adopt a text at its deadline, if nobody objected to it; one with a later one waits."""
        async with runtime.unit(SYSTEM) as unit:
            await actions.settle(unit, DecisionId(data["decision_id"]), watch.leapt())

    return {SETTLE: settle}
