"""What accreditation does later: it tells people what became of their requests."""

from collections.abc import Mapping

from forum.accounts.rules import MemberState
from forum.core.ids import ParticipantId
from forum.jobs.kinds import Handler
from forum.live.accreditation import queries
from forum.live.accreditation.actions import DECIDED
from forum.live.accreditation.mails import outcome
from forum.live.sessions.rules import RequestState
from forum.mail.base import Mailer
from forum.mail.jobs import deliver
from forum.runtime import Runtime


def kinds(mailer: Mailer) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""

    async def tell(runtime: Runtime, data: Mapping[str, object]) -> None:
        await send_outcome(runtime, mailer, ParticipantId(int(str(data["participant_id"]))))

    return {DECIDED: tell}


async def send_outcome(runtime: Runtime, mailer: Mailer, participant_id: ParticipantId) -> None:
    """Send the mail about a request, as it stands by now.

    Raises:
        MailNotSent: to be tried again later.
    """
    async with runtime.database.reading() as db:
        found = await queries.decided_about(db, participant_id)
    if found is None or found[0].state is RequestState.RECEIVED:
        return
    row, member, session = found
    if member.state == MemberState.ACTIVE and member.email_verified_at is not None:
        await deliver(mailer, outcome(row, member, session, await runtime.named_settings()))
