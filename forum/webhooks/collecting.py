"""From what happened to what is to be sent to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forum.core.actor import SYSTEM, Actor
from forum.core.ids import SpaceId
from forum.db.unit import Unit
from forum.runtime import Runtime
from forum.webhooks import queries
from forum.webhooks.events import CHANNEL, WebhooksChanged
from forum.webhooks.rules import EVENTS, DisabledFor
from forum.webhooks.sight import may_tell, viewer_of
from forum.webhooks.tables import Webhook

DELIVER = "webhooks.deliver"
"""Kind of the job (`delivery_id`, `turn`) that sends one event to one webhook."""
SWITCHED_OFF = "webhooks.switched_off"
"""Kind of the job (`webhook_id`) that tells the owner."""


async def wanted(runtime: Runtime) -> frozenset[str]:
    """The events that some webhook waits for; see `Runtime.wanted`.

    It is kept until webhooks change, so that changes cost nothing where nobody waits for them.
    """

    async def make() -> frozenset[str]:
        async with runtime.database.reading() as db:
            return frozenset(name for row in await queries.working(db) for name in row.events)

    found: frozenset[str] = await runtime.caches.parts.get(("webhooks",), [CHANNEL], make)
    return found


async def collect(runtime: Runtime, happened: Sequence[Mapping[str, Any]]) -> None:
    """Let each event wait for the webhooks that want it, may be told, and have not been yet.

    Args:
        runtime: the process's.
        happened: data of the jobs that the events left; see `Unit.tell`.
    """
    async with runtime.unit(SYSTEM) as unit:
        told = Telling(unit)
        hooks = await queries.working(unit.db)
        rows = [row for one in happened for row in await told.rows(hooks, one)]
        await leave(unit, rows)


async def leave(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Store deliveries and the jobs that send them; gives their ids."""
    ids = await queries.add_deliveries(unit.db, rows)
    for delivery_id in ids:
        unit.later(DELIVER, delivery_id=delivery_id, turn=0)
    return ids


@dataclass(slots=True)
class Telling:
    """Finds out what goes to whom; who looks for a webhook is asked once."""

    unit: Unit
    _viewers: dict[int, Actor | None] = field(default_factory=dict)

    async def rows(
        self, hooks: Sequence[Webhook], happened: Mapping[str, Any]
    ) -> Sequence[Mapping[str, Any]]:
        """The deliveries of one event."""
        name, data = str(happened["event"]), happened["data"]
        if name not in EVENTS:
            return ()
        place = await queries.place_of(self.unit.db, EVENTS[name], data)
        return [
            _row(hook, happened)
            for hook in hooks
            if name in hook.events and await self._may(hook, place, name, data)
        ]

    async def _may(
        self, hook: Webhook, place: SpaceId | None, name: str, data: Mapping[str, Any]
    ) -> bool:
        if hook.space_id not in (None, place):
            return False
        viewer = await self._viewer(hook)
        return viewer is not None and await may_tell(self.unit.db, viewer, name, data)

    async def _viewer(self, hook: Webhook) -> Actor | None:
        assert hook.id is not None  # noqa: S101 (it was read)
        if hook.id not in self._viewers:
            self._viewers[hook.id] = viewer = await viewer_of(self.unit.db, hook)
            if viewer is None:
                switch_off(self.unit, hook, DisabledFor.OWNER)
        return self._viewers[hook.id]


def switch_off(unit: Unit, webhook: Webhook, why: DisabledFor) -> None:
    """Send nothing more by a webhook, and let its owner know."""
    webhook.disabled = why
    unit.emit(WebhooksChanged())
    unit.later(SWITCHED_OFF, webhook_id=webhook.id)


def _row(hook: Webhook, happened: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "webhook_id": hook.id,
        "message_id": f"msg_{happened['id']}",
        "event": happened["event"],
        "data": happened["data"],
        "made_at": datetime.fromisoformat(happened["at"]),
    }
