"""An address that a mail server has refused: its owner shows by a link that mail arrives again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.accounts.tables import Member
from forum.core.errors import N_
from forum.core.ids import MemberId
from forum.jobs.kinds import Handler
from forum.mail.base import Mail, Mailer
from forum.notifications import queries
from forum.notifications.actions import PROVE
from forum.notifications.mailing import deliver, end_of_ids
from forum.notifications.words import proof_word
from forum.runtime import Runtime
from forum.settings import Settings
from i18n.catalogs import gettext

SUBJECT = N_("Does our mail arrive?")
TEXT = N_(
    "Your mail server refused mail from us, so we stopped sending any. "
    "If you can read this, please open this link, then mail comes to you again. "
    "It is good for one day:\n\n{link}\n\n"
    "If you did not ask for it, you need not do anything."
)


@dataclass(frozen=True, slots=True)
class Proving:
    """The job that mails such a link, by a mailer."""

    mailer: Mailer

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job."""
        return {PROVE: self.send}

    async def send(self, runtime: Runtime, data: Mapping[str, Any]) -> None:
        """Send the link; what the server says when it refuses again stands in the settings.

        Raises:
            MailNotSent: to be tried again later.
        """
        async with runtime.database.reading() as db:
            to = await queries.recipient(db, MemberId(data["member_id"]))
        if to is not None:
            await deliver(
                runtime, self.mailer, _mail(runtime, await runtime.named_settings(), to.member)
            )


def _mail(runtime: Runtime, settings: Settings, member: Member) -> Mail:
    assert member.id is not None  # noqa: S101 (it was read)
    locale, now = member.locale, runtime.clock()
    word = proof_word(runtime.key, member.id, member.email_key, now)
    text = gettext(TEXT, locale).format(link=f"{settings.public_url}/prove/{word}")
    foot = f"-- \n{gettext(settings.site_name, locale)}\n{settings.public_url}\n"
    return Mail(
        member.email,
        gettext(SUBJECT, locale),
        f"{text}\n\n{foot}",
        locale,
        message_id=f"<proof-{int(now.timestamp())}{end_of_ids(runtime, member)}>",
    )
