"""Sends what is to be sent, and writes down what came of it."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forum.core.actor import SYSTEM
from forum.db.unit import Unit
from forum.runtime import Runtime
from forum.settings import Settings
from forum.web.outside import Ask, Outside
from forum.web.places import NoAnswer, NotAllowedOutside
from forum.webhooks import queries, rules
from forum.webhooks.actions import check_address
from forum.webhooks.collecting import DELIVER, switch_off
from forum.webhooks.rules import DeliveryState, DisabledFor, NotOutside
from forum.webhooks.sight import may_tell, viewer_of
from forum.webhooks.signing import secret_of, signed
from forum.webhooks.tables import Webhook, WebhookDelivery

SHIFT = 60.0
"""Seconds after which one webhook's deliveries make room for other work."""

NOT_OUTSIDE = "The address is not one that webhooks may be sent to."
NO_ANSWER = "There was no answer in time, or not of HTTP."

Opened = Callable[[Settings], Outside]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt.

    Attributes:
        status: HTTP status of the answer; `None` if there was none.
        answer: its first bytes, or why there was none.
        took: seconds.
    """

    status: int | None
    answer: str
    took: float


def _open(settings: Settings) -> Outside:
    return Outside(settings.public_url, inside=settings.webhooks_inside)


class Sender:
    """Sends what the jobs of one batch ask for: to each webhook one after the other.

    A receiver that does not answer keeps one worker's place for one attempt; after it, what else is
    for the same receiver waits, and what is for others goes on.

    Args:
        opened: gives what asks other sites.
        chance: a random number in [0, 1).
    """

    def __init__(self, opened: Opened = _open, chance: Callable[[], float] = random.random) -> None:
        self._opened, self._chance = opened, chance
        self._busy: set[int] = set()

    async def deliver(self, runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
        """Send what jobs (`delivery_id`, `turn`) were left for, or leave other jobs for it."""
        turns = {(int(job["delivery_id"]), int(job["turn"])) for job in jobs}
        async with runtime.database.reading() as db:
            found = await queries.to_deliver(db, turns)
        groups: defaultdict[int, list[WebhookDelivery]] = defaultdict(list)
        hooks: dict[int, Webhook] = {}
        for row, webhook in found:
            groups[row.webhook_id].append(row)
            hooks[row.webhook_id] = webhook
        await asyncio.gather(
            *(self._serve(runtime, hooks[number], rows) for number, rows in groups.items())
        )

    async def _serve(
        self, runtime: Runtime, webhook: Webhook, rows: Sequence[WebhookDelivery]
    ) -> None:
        number, rest = rows[0].webhook_id, webhook.rest_until
        if rest is not None and rest > runtime.clock():
            await _postpone(runtime, rows, rest)
        elif number in self._busy:
            await _postpone(runtime, rows, runtime.clock() + rules.DELAYS[0])
        else:
            self._busy.add(number)
            try:
                await self._work(runtime, rows)
            finally:
                self._busy.discard(number)

    async def _work(self, runtime: Runtime, rows: Sequence[WebhookDelivery]) -> None:
        until = time.monotonic() + SHIFT
        for place, row in enumerate(rows):
            rest = await self._attempt(runtime, row)
            if rest is None and time.monotonic() >= until:
                rest = runtime.clock()
            if rest is not None:
                await _postpone(runtime, rows[place + 1 :], rest)
                return

    async def _attempt(self, runtime: Runtime, row: WebhookDelivery) -> datetime | None:
        """Try to send one; says until when the receiver is left alone, if it failed."""
        webhook = await self._ready(runtime, row)
        if webhook is None:
            return None
        # It may have failed to answer since these were read.
        if (rest := webhook.rest_until) is not None and rest > runtime.clock():
            await _postpone(runtime, [row], rest)
            return rest
        # Nothing is locked while the receiver takes its time.
        outcome = await self._send(runtime, row, webhook)
        async with runtime.unit(SYSTEM) as unit:
            again = await _this_turn(unit, row)
            return None if again is None else self._note(unit, *again, outcome)

    async def _ready(self, runtime: Runtime, row: WebhookDelivery) -> Webhook | None:
        """The webhook as it is now; `None` if this is not to be sent, which is then noted."""
        async with runtime.unit(SYSTEM) as unit:
            again = await _this_turn(unit, row)
            if again is None:
                return None
            fresh, webhook = again
            if webhook.disabled:
                fresh.state = DeliveryState.FAILED
                return None
            viewer = await viewer_of(unit.db, webhook)
            if viewer is None:
                fresh.state = DeliveryState.FAILED
                switch_off(unit, webhook, DisabledFor.OWNER)
                return None
            if not await may_tell(unit.db, viewer, row.event, row.data):
                fresh.state = DeliveryState.WITHHELD
                return None
            return webhook

    async def _send(self, runtime: Runtime, row: WebhookDelivery, webhook: Webhook) -> Outcome:
        started, settings = time.monotonic(), runtime.settings
        try:
            check_address(webhook.url, settings)
            ask = _message(runtime, row, webhook)
            answer = await self._opened(settings).ask(ask, seconds=rules.PATIENCE)
        except (NotOutside, NotAllowedOutside):
            return Outcome(None, NOT_OUTSIDE, time.monotonic() - started)
        except NoAnswer:
            return Outcome(None, NO_ANSWER, time.monotonic() - started)
        told = answer.body.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
        return Outcome(answer.status, told, time.monotonic() - started)

    def _note(
        self, unit: Unit, row: WebhookDelivery, webhook: Webhook, outcome: Outcome
    ) -> datetime | None:
        row.attempts, row.turn = row.attempts + 1, row.turn + 1
        row.tried_at, row.took_ms = unit.now, round(outcome.took * 1000)
        row.status, row.answer = outcome.status, outcome.answer
        failing = rules.failing_for(webhook.failing_since, unit.now)
        found = rules.verdict(outcome.status, row.attempts, failing, self._chance())
        row.state = found.state
        if found.state == DeliveryState.DELIVERED:
            webhook.failing_since = webhook.rest_until = None
            return None
        if found.off is not None:
            switch_off(unit, webhook, found.off)
        if found.wait is not None:
            due = unit.now + found.wait
            unit.later(DELIVER, due=due, delivery_id=row.id, turn=row.turn)
        webhook.failing_since = webhook.failing_since or unit.now
        webhook.rest_until = unit.now + min(found.wait or timedelta(), rules.LONGEST_REST)
        return webhook.rest_until


def _message(runtime: Runtime, row: WebhookDelivery, webhook: Webhook) -> Ask:
    data = row.data | {"url": runtime.settings.public_url + rules.path_of(row.data)}
    told = {"type": row.event, "timestamp": row.made_at.isoformat(), "data": data}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    now, words = runtime.clock(), [webhook.word]
    if webhook.former_until is not None and webhook.former_until > now:
        words.append(webhook.former_word)
    secrets = [secret_of(runtime.key, word) for word in words]
    headers = signed(secrets, row.message_id, now, body)
    return Ask(webhook.url, "POST", headers, body, most=rules.ANSWER_KEPT, redirects=0)


async def _this_turn(unit: Unit, row: WebhookDelivery) -> tuple[WebhookDelivery, Webhook] | None:
    assert row.id is not None  # noqa: S101 (it was read)
    return await queries.delivery_for_update(unit.db, row.webhook_id, row.id, row.turn)


async def _postpone(runtime: Runtime, rows: Sequence[WebhookDelivery], until: datetime) -> None:
    if not rows:
        return
    async with runtime.unit(SYSTEM) as unit:
        for row in rows:
            unit.later(DELIVER, due=until, delivery_id=row.id, turn=row.turn)
