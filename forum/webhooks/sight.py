"""What a webhook may be told: the one rule of who sees what, asked when something is to be sent."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts import queries as members
from forum.accounts.rules import MemberState
from forum.core.actor import Actor
from forum.core.permissions import Grant, Permission, Role
from forum.roles import queries as roles
from forum.webhooks import queries
from forum.webhooks.rules import EVENTS, PING
from forum.webhooks.tables import Webhook


async def viewer_of(db: AsyncSession, webhook: Webhook) -> Actor | None:
    """Whose eyes decide; `None` when whoever made the webhook may not have it any more.

    What is sent leaves the house: for no space in particular it is what a visitor sees. For one
    space, which its owner has to see, it is what those see who belong there, and never what only
    moderators do.
    """
    owner = await _owner(db, webhook)
    if owner is None or not owner.may(Permission.WEBHOOK_MANAGE):
        return None
    if webhook.space_id is None:
        return Actor()
    if not await queries.space_seen(db, owner, webhook.space_id):
        return None
    return Actor(webhook.owner_id, grants=(Grant(frozenset(), webhook.space_id),))


async def may_tell(db: AsyncSession, viewer: Actor, event: str, data: Mapping[str, Any]) -> bool:
    """Whether an event may be told to `viewer` now."""
    return event == PING or await queries.is_seen(db, viewer, EVENTS[event], data)


async def _owner(db: AsyncSession, webhook: Webhook) -> Actor | None:
    member = await members.find_by_id(db, webhook.owner_id)
    if member is None or member.state != MemberState.ACTIVE:
        return None
    held = await roles.held_by(db, webhook.owner_id, Role(member.role))
    return Actor(
        member_id=webhook.owner_id, role=Role(member.role), grants=tuple(one.grant for one in held)
    )
