"""Mail as a job, so that it goes if, and after, a change commits."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict

from forum.mail.base import Mail, Mailer, MailRefused

log = logging.getLogger(__name__)

MAIL = "mail"
"""Kind of the job; its data is made by `job_data`."""


def job_data(mail: Mail) -> dict[str, object]:
    """What `unit.later(MAIL, **job_data(mail))` needs."""
    return asdict(mail)


def kinds(
    mailer: Mailer,
) -> Mapping[str, Callable[[object, Mapping[str, object]], Awaitable[None]]]:
    """The handlers of this package, for the registry of jobs."""

    async def send(_runtime: object, data: Mapping[str, object]) -> None:
        await deliver(mailer, Mail(**{name: str(value) for name, value in data.items()}))

    return {MAIL: send}


async def deliver(mailer: Mailer, mail: Mail) -> None:
    """Send `mail`; one that is refused for good is noted and let go.

    Raises:
        MailNotSent: to be tried again later.
    """
    try:
        await mailer.send(mail)
    except MailRefused as reason:
        log.warning("mail refused for good: %s", reason)
