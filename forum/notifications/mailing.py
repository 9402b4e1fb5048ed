"""Notifications by mail."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.identity import of_member
from forum.accounts.tables import Member
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import MemberId, NotificationId
from forum.jobs.kinds import Handler
from forum.mail.base import AddressRefused, Mail, Mailer, MailRefused
from forum.notifications import queries
from forum.notifications.actions import MAIL, plan_mail
from forum.notifications.grouping import grouped
from forum.notifications.kinds import KINDS, mailed_names
from forum.notifications.letters import Frame, Letter
from forum.notifications.queries import Recipient
from forum.notifications.rules import Group, Rhythm
from forum.notifications.saying import said, with_titles
from forum.notifications.schemas import NotificationOut
from forum.notifications.threads import Thread, thread_of_many, thread_of_one
from forum.notifications.words import message_end, unsubscribe_word
from forum.runtime import Runtime
from i18n.catalogs import gettext

log = logging.getLogger(__name__)

MOST_IN_MAIL = 50
"""Notifications that one mail tells of, the newest; it says how many more there are."""
MOST_COUNTED = 5000
"""What is beyond this number is left for the next mail."""


@dataclass(frozen=True, slots=True)
class Due:
    """The mail that a job is to send.

    Attributes:
        at: when it was due; another moment in the member's settings means another mail.
    """

    member_id: MemberId
    rhythm: Rhythm
    at: datetime

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Due":
        """From the data of a job."""
        at = datetime.fromisoformat(data["at"])
        return cls(MemberId(data["member_id"]), Rhythm(data["rhythm"]), at)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail goes to, and what they may see by now, as at a browser."""

    recipient: Recipient
    actor: Actor


@dataclass(frozen=True, slots=True)
class Mailing:
    """The job that mails notifications, by a mailer."""

    mailer: Mailer

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job."""
        return {MAIL: self.send}

    async def send(self, runtime: Runtime, data: Mapping[str, Any]) -> None:
        """Mail what has come together, unless the mail was put off to another moment.

        Raises:
            MailNotSent: to be tried again later.
        """
        due = Due.of(data)
        if (actor := await of_member(runtime, due.member_id)) is None:
            return
        async with runtime.database.reading() as db:
            recipient = await queries.recipient(db, due.member_id)
            which = queries.DUE[due.rhythm]
            if recipient is None or getattr(recipient.settings, which) != due.at:
                return
            to = Reader(recipient, actor)
            ids = await _waiting(db, to, due.rhythm)
            found = await _compose(runtime, db, to, due, ids)
        if found is not None:
            await deliver(runtime, self.mailer, found)
        await _note(runtime, to, due, ids)


async def deliver(runtime: Runtime, mailer: Mailer, mail: Mail) -> None:
    """Send a mail; an address that is refused for good is noted.

    Raises:
        MailNotSent: to be tried again later.
    """
    try:
        await mailer.send(mail)
    except AddressRefused as reason:
        async with runtime.unit(SYSTEM) as unit:
            await queries.note_bounce(unit.db, mail.to, str(reason), unit.now)
    except MailRefused as reason:
        log.warning("mail refused for good: %s", reason)


async def _waiting(db: AsyncSession, to: Reader, rhythm: Rhythm) -> Sequence[NotificationId]:
    groups = [group for group in Group if to.recipient.rhythm(group) == rhythm]
    kinds = [name for group in groups for name in mailed_names(group)]
    return await queries.unmailed(db, to.actor, kinds, MOST_COUNTED)


async def _compose(
    runtime: Runtime, db: AsyncSession, reader: Reader, due: Due, ids: Sequence[NotificationId]
) -> Mail | None:
    """One mail about all of it; `None` if there is nothing to say, or nowhere to send it."""
    to, actor = reader.recipient, reader.actor
    told = await queries.some(db, actor, ids[:MOST_IN_MAIL])
    if not told or await queries.bounce(db, to.member.email) is not None:
        return None
    told = await with_titles(db, actor, told)
    about = await frame(runtime, to, told)
    if due.rhythm == Rhythm.AT_ONCE and len(ids) == 1:
        words, answered = await said(db, actor, told[0].post_id)
        return mail(runtime, to, about.one(told[0], words), thread_of_one(told[0], answered))
    letter = about.digest(grouped(told, to.member.locale), len(ids))
    thread = thread_of_many(told, due.rhythm, int(due.at.timestamp()))
    return mail(runtime, to, letter, thread)


async def _note(runtime: Runtime, to: Reader, due: Due, ids: Sequence[NotificationId]) -> None:
    """Note what was mailed; for what came meanwhile, and found this mail planned, plan the next."""
    async with runtime.unit(SYSTEM) as unit:
        which = queries.DUE[due.rhythm]
        was_due = await queries.take_due(unit.db, due.member_id, which, due.at)
        await queries.note_mailed(unit.db, due.member_id, ids, unit.now)
        if was_due and await _waiting(unit.db, to, due.rhythm):
            await plan_mail(unit, {due.member_id: (to.recipient, [due.rhythm])})


def mail(runtime: Runtime, to: Recipient, letter: Letter, thread: Thread) -> Mail:
    """A letter as mail, with what mail clients need: threads, and a way to stop it (RFC 8058)."""
    ids = thread.of(end_of_ids(runtime, to.member))
    stop = letter.foot[0][1]
    headers = [
        *ids.headers(),
        ("List-Unsubscribe", f"<{stop}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    return Mail(
        to.member.email,
        letter.subject,
        letter.text(),
        letter.locale,
        html=letter.html(),
        message_id=f"<{ids.own}>",
        headers=tuple(headers),
    )


def end_of_ids(runtime: Runtime, member: Member) -> str:
    """The end of ids of messages to one reader: theirs say other words than others' do.

    A report that such a message was refused shows by it that the message was ours.
    """
    assert member.id is not None  # noqa: S101 (it was read)
    domain = runtime.settings.mail_from.rpartition("@")[2].encode("idna").decode()
    return message_end(runtime.key, member.id, member.email_key, domain)


async def frame(runtime: Runtime, to: Recipient, told: Sequence[NotificationOut]) -> Frame:
    """What a mail to a reader says around what it tells; its link stops mail of these groups."""
    assert to.member.id is not None  # noqa: S101 (it was read)
    found = {KINDS[one.kind].group for one in told}
    groups = [group for group in Group if group in found]
    settings = await runtime.named_settings()
    word = unsubscribe_word(runtime.key, to.member.id, groups, runtime.clock())
    return Frame(
        to.member.locale,
        settings.public_url,
        gettext(settings.site_name, to.member.locale),
        f"{settings.public_url}/unsubscribe/{word}",
        groups[-1],
    )
