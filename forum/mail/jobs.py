"""Mail sent by a job: tried again later, or let go."""

import logging

from forum.mail.base import Mail, Mailer, MailRefused

log = logging.getLogger(__name__)


async def deliver(mailer: Mailer, mail: Mail) -> None:
    """Send `mail`; one that is refused for good is noted and let go.

    Raises:
        MailNotSent: to be tried again later.
    """
    try:
        await mailer.send(mail)
    except MailRefused as reason:
        log.warning("mail refused for good: %s", reason)
