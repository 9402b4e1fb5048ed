"""What invitations do later: mails, and forgetting."""

from collections.abc import Mapping
from datetime import timedelta

from forum.accounts import queries as members
from forum.accounts.words import digest
from forum.core.actor import SYSTEM
from forum.core.ids import InvitationId
from forum.db.unit import Unit
from forum.invitations import queries, words
from forum.invitations.actions import MAIL
from forum.invitations.mails import Letter, compose
from forum.invitations.rules import KEPT, State, state
from forum.invitations.tables import Invitation
from forum.jobs.kinds import Handler
from forum.mail.base import Mailer
from forum.mail.jobs import deliver
from forum.runtime import Runtime

FORGET = "invitation.forget"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(days=1)}


def kinds(mailer: Mailer) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""

    async def send(runtime: Runtime, data: Mapping[str, object]) -> None:
        await send_mail(runtime, mailer, InvitationId(int(str(data["invitation_id"]))))

    return {MAIL: send, FORGET: forget}


async def send_mail(runtime: Runtime, mailer: Mailer, invitation_id: InvitationId) -> None:
    """Send an invitation; its word is made now, so that it is written nowhere but in the mail.

    Raises:
        MailNotSent: to be tried again later, with a word of its own.
    """
    word = words.fresh(runtime.key)
    async with runtime.unit(SYSTEM) as unit:
        row = await queries.by_id(unit.db, invitation_id)
        if row is None or not _is_open(unit, row):
            return
        row.hash = digest(word)
        by = await members.member_by_id(unit.db, row.invited_by_id)
        space = await queries.space_of(unit.db, row)
        name = space.name if space else ""
        link = f"{runtime.settings.public_url}/invitation/{word}"
        letter = Letter(by.name, name, link, row.expires_at)
        to, language = row.email, row.language
    await deliver(mailer, compose(to, language, letter, await runtime.named_settings()))


def _is_open(unit: Unit, row: Invitation) -> bool:
    return state(row.used_at, row.revoked_at, row.expires_at, unit.now) == State.OPEN


async def forget(runtime: Runtime, _data: Mapping[str, object]) -> None:
    """Forget invitations that have been over for long."""
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_old(unit.db, unit.now - KEPT)
