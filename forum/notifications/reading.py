"""What a member chose, as they see it."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts import queries as accounts
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.notifications import queries
from forum.notifications.schemas import MailSettingsOut, SubscriptionOut


async def mail_settings(db: AsyncSession, member_id: MemberId) -> MailSettingsOut:
    """How and when mail goes to a member."""
    chosen = await queries.mail_settings(db, member_id)
    member = await accounts.member_by_id(db, member_id)
    refused = await queries.bounce(db, member.email)
    return MailSettingsOut(
        direct=chosen.direct,
        watched=chosen.watched,
        hour=chosen.hour,
        weekday=chosen.weekday,
        refused=refused.reason if refused is not None else "",
    )


async def followed(db: AsyncSession, actor: Actor) -> Sequence[SubscriptionOut]:
    """Everything that the actor has said something of and still sees, the newest first."""
    return await queries.followed(db, actor)
