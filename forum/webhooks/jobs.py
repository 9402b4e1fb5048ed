"""What webhooks do later: collect, send, tell their owners, forget."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from forum.accounts import queries as members
from forum.accounts.rules import MemberState
from forum.core.actor import SYSTEM
from forum.db.unit import EVENT_HAPPENED
from forum.jobs.kinds import Batch, Handler
from forum.mail.base import Mailer
from forum.mail.jobs import deliver as send_mail
from forum.runtime import Runtime
from forum.webhooks import queries, rules
from forum.webhooks.collecting import DELIVER, SWITCHED_OFF, collect
from forum.webhooks.mails import compose
from forum.webhooks.sender import Sender

FORGET = "webhooks.forget"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(days=1)}


def kinds(mailer: Mailer, sender: Sender | None = None) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""

    async def tell(runtime: Runtime, data: Mapping[str, Any]) -> None:
        async with runtime.database.reading() as db:
            webhook = await queries.switched_off(db, int(data["webhook_id"]))
            owner = webhook and await members.find_by_id(db, webhook.owner_id)
        if webhook and owner and owner.state == MemberState.ACTIVE:
            await send_mail(mailer, compose(owner, runtime.settings, webhook))

    return {
        EVENT_HAPPENED: Batch(collect),
        DELIVER: Batch((sender or Sender()).deliver),
        SWITCHED_OFF: tell,
        FORGET: forget,
    }


async def forget(runtime: Runtime, _data: Mapping[str, Any]) -> None:
    """Remove what the log has kept long enough."""
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_before(unit.db, unit.now - rules.KEPT)
