"""Notifications by mail."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.identity import actor_for
from forum.core.actor import SYSTEM
from forum.core.errors import N_, NotFound
from forum.core.ids import MemberId, NotificationId, PostId
from forum.discussions import reading
from forum.jobs.kinds import Handler
from forum.mail.base import AddressRefused, Mail, Mailer, MailRefused
from forum.notifications import queries
from forum.notifications.actions import DIGEST, MAIL
from forum.notifications.grouping import grouped
from forum.notifications.kinds import KINDS, names
from forum.notifications.letters import Frame, Letter, Said
from forum.notifications.queries import Recipient
from forum.notifications.rules import Group, Rhythm
from forum.notifications.schemas import NotificationOut
from forum.notifications.words import unsubscribe_word
from forum.runtime import Runtime
from forum.text.excerpt import excerpt
from forum.translations.rules import Status
from i18n.catalogs import gettext

log = logging.getLogger(__name__)

MOST_IN_DIGEST = 100
"""Notifications that one digest tells of; the page shows the others."""
LONGEST_SAID = 1000
"""Characters of a post that a mail quotes."""
BY_MACHINE = N_("Translated by a machine; the original is on the page.")
BY_PEOPLE = N_("Translated by members; the original is on the page.")


@dataclass(frozen=True, slots=True)
class Thread:
    """What a mail client puts a mail beside: ids of messages, without angle brackets."""

    own: str
    root: str
    parent: str | None = None

    def of(self, end: str) -> "Thread":
        """The same with an end to each id."""
        parent = self.parent + end if self.parent is not None else None
        return Thread(self.own + end, self.root + end, parent)

    def headers(self) -> list[tuple[str, str]]:
        """As headers (RFC 5322 §3.6.4)."""
        before = [self.root] + ([self.parent] if self.parent else [])
        return [
            ("In-Reply-To", f"<{before[-1]}>"),
            ("References", " ".join(f"<{one}>" for one in before)),
        ]


@dataclass(frozen=True, slots=True)
class Mailing:
    """The jobs that mail notifications, by a mailer."""

    mailer: Mailer

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job."""
        return {MAIL: self.one, DIGEST: self.digest}

    async def one(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Mail one notification, unless it was read meanwhile or is out of sight.

        Raises:
            MailNotSent: to be tried again later.
        """
        number = NotificationId(int(str(data["notification_id"])))
        async with runtime.database.reading() as db:
            row = await queries.to_mail(db, number)
            if row is None or row.read_at is not None or row.mailed_at is not None:
                return
            to = await queries.recipient(db, row.member_id)
            group = KINDS[row.kind].group
            if to is None or to.rhythm(group) != Rhythm.AT_ONCE:
                return
            try:
                told = await queries.notification(db, actor_for(to.member), number)
            except NotFound:
                return
            said, parent = await _said(db, to, told)
        letter = frame(runtime, to, [group]).one(told, said)
        own, root = row.thing.replace(":", "-"), f"topic-{told.topic.id}"
        thread = Thread(own, root, f"post-{parent}" if parent else None)
        await self._send(runtime, to, letter, thread)
        await _note(runtime, row.member_id, [number])

    async def digest(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Mail what has come together, unless the digest was put off to another moment.

        Raises:
            MailNotSent: to be tried again later.
        """
        member_id, rhythm = MemberId(int(str(data["member_id"]))), Rhythm(str(data["rhythm"]))
        moment, which = datetime.fromisoformat(str(data["at"])), queries.DUE[rhythm]
        async with runtime.database.reading() as db:
            to = await queries.recipient(db, member_id)
            if to is None or getattr(to.settings, which) != moment:
                return
            groups = [group for group in Group if to.rhythm(group) == rhythm]
            kinds = [name for group in groups for name in names(group=group)]
            actor = actor_for(to.member)
            told = await queries.unread_to_mail(db, actor, kinds, MOST_IN_DIGEST)
        if told:
            gathered = grouped(told, to.member.locale)
            letter = frame(runtime, to, groups).digest(gathered, len(told))
            own = f"{rhythm}-{int(moment.timestamp())}"
            await self._send(runtime, to, letter, Thread(own, f"digest-{rhythm}"))
        await _note(runtime, member_id, [one.id for one in told])
        async with runtime.unit(SYSTEM) as unit:
            await queries.take_due(unit.db, member_id, which, moment)

    async def _send(self, runtime: Runtime, to: Recipient, letter: Letter, thread: Thread) -> None:
        """Send a letter to who can be reached; an address that is refused for good is noted."""
        async with runtime.database.reading() as db:
            if await queries.bounce(db, to.member.email) is not None:
                return
        try:
            await self.mailer.send(mail(runtime, to, letter, thread))
        except AddressRefused as reason:
            async with runtime.unit(SYSTEM) as unit:
                await queries.note_bounce(unit.db, to.member.email, str(reason), unit.now)
        except MailRefused as reason:
            log.warning("mail refused for good: %s", reason)


def mail(runtime: Runtime, to: Recipient, letter: Letter, thread: Thread) -> Mail:
    """A letter as mail, with what mail clients need: threads, and a way to stop it (RFC 8058)."""
    ids = thread.of(_reader_at(runtime, to))
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


def _reader_at(runtime: Runtime, to: Recipient) -> str:
    """The end of ids of messages to one reader: theirs say other words than others' do."""
    domain = runtime.settings.mail_from.rpartition("@")[2].encode("idna").decode()
    return f".{to.member.id}@{domain}"


def frame(runtime: Runtime, to: Recipient, groups: Sequence[Group]) -> Frame:
    """What every mail to a reader has in common."""
    assert to.member.id is not None  # noqa: S101 (it was read)
    settings = runtime.settings
    word = unsubscribe_word(runtime.key, to.member.id, groups, runtime.clock())
    return Frame(
        to.member.locale,
        settings.public_url,
        gettext(settings.site_name, to.member.locale),
        f"{settings.public_url}/unsubscribe/{word}",
        groups[-1],
    )


async def _said(
    db: AsyncSession, to: Recipient, told: NotificationOut
) -> tuple[Said | None, PostId | None]:
    """What a post says, in the reader's language where it can be, and which post it answers."""
    if told.post_id is None:
        return None, None
    actor = actor_for(to.member)
    reads: Sequence[str] = actor.reads or (actor.locale,)
    try:
        post = await reading.post_in(db, actor, told.post_id, reads[0])
    except NotFound:
        return None, None
    if post.translation is None or post.language in reads:
        said = Said(excerpt(post.body.source, LONGEST_SAID), post.language)
        return said, post.parent_id
    people = post.translation.status in (Status.HUMAN, Status.REVIEWED)
    note = gettext(BY_PEOPLE if people else BY_MACHINE, actor.locale)
    found = post.translation
    return Said(excerpt(found.text, LONGEST_SAID), found.language, note), post.parent_id


async def _note(runtime: Runtime, member_id: MemberId, ids: Sequence[NotificationId]) -> None:
    async with runtime.unit(SYSTEM) as unit:
        await queries.note_mailed(unit.db, member_id, ids, unit.now)
