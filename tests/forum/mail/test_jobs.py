import logging

import pytest

from forum.mail.base import Mail, MailNotSent, MailRefused
from forum.mail.jobs import deliver

LETTER = Mail("maria@example.org", "Hello", "text", "en")


class Mailer:
    """Takes mail, or raises what a test gave it."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.sent: list[Mail] = []
        self._refusal = refusal

    async def send(self, mail: Mail) -> None:
        if self._refusal:
            raise self._refusal
        self.sent.append(mail)

    async def check(self) -> None: ...

    async def aclose(self) -> None: ...


async def test_a_job_sends_its_mail() -> None:
    mailer = Mailer()
    await deliver(mailer, LETTER)
    assert mailer.sent == [LETTER]


async def test_a_mail_that_is_refused_for_good_is_not_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        await deliver(Mailer(MailRefused("550 no such mailbox")), LETTER)
    assert "550 no such mailbox" in caplog.text
    assert LETTER.to not in caplog.text


async def test_a_mail_that_is_refused_for_now_is_tried_again() -> None:
    with pytest.raises(MailNotSent):
        await deliver(Mailer(MailNotSent("away")), LETTER)
