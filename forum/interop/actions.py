"""Bringing mails in. The caller commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forum.core.ids import PostId, TopicId
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions.events import POST_ADDED
from forum.discussions.rules import PostGone
from forum.discussions.schemas import PostDraft, TopicText
from forum.interop import queries
from forum.interop.authors import Authors
from forum.interop.drafts import Draft, draft
from forum.interop.known import KnownMails, asked, opaque, subject_hash
from forum.interop.mbox.mails import Mail
from forum.interop.mbox.threads import WINDOW, Placement, ancestors_of, place
from forum.interop.people import People
from forum.interop.tables import ImportedMail
from forum.spaces.tables import Space


@dataclass(slots=True)
class Brought:
    """What became of some mails.

    Attributes:
        topics: that were begun.
        posts: that were written, those that began topics among them.
        known: mails that had been imported before.
    """

    topics: int = 0
    posts: int = 0
    known: int = 0

    def add(self, other: "Brought") -> None:
        """Count what became of other mails, too."""
        self.topics += other.topics
        self.posts += other.posts
        self.known += other.known


@dataclass(frozen=True, slots=True)
class Importing:
    """An import into one space, from the first mail to the last.

    Attributes:
        space: slug.
    """

    space: str
    authors: Authors
    people: People = field(default_factory=People)


async def bring(unit: Unit, importing: Importing, mails: Sequence[Mail]) -> Brought:
    """Post `mails` at the times they were sent; those that were imported before stay as they are.

    Raises:
        NotFound: there is no such space.
    """
    space = await queries.space_for_import(unit.db, importing.space)
    assert space.id is not None  # noqa: S101 (it was read)
    hashed = [opaque(mail) for mail in mails]
    wanted = asked(hashed)
    known = KnownMails.of(
        await queries.imported(unit.db, space.id, wanted),
        await queries.referred(unit.db, space.id, wanted),
    )
    work = _Work(unit, importing, space, known)
    for mail in hashed:
        await work.take(mail)
    await work.finish()
    return work.brought


class _Work:
    """Some mails in one change."""

    def __init__(self, unit: Unit, importing: Importing, space: Space, known: KnownMails) -> None:
        self._unit, self._importing, self._space, self._known = unit, importing, space, known
        self._touched: set[TopicId] = set()
        self.brought = Brought()

    async def take(self, mail: Mail) -> None:
        """Post one mail, unless that was done before."""
        if mail.is_reply and not ancestors_of(mail):
            await self._look_under(mail)
        placement = place(mail, self._known)
        people = self._importing.people.of(placement.root, mail)
        if placement.message_id in self._known.mails:
            self.brought.known += 1
            return
        row = await self._post(mail, placement, people)
        self._known.add(mail, row)
        self._touched.add(row.topic_id)

    async def _look_under(self, mail: Mail) -> None:
        """Have the last mail under the same subject at hand."""
        self._store()
        assert self._space.id is not None  # noqa: S101 (it was read)
        found = await queries.last_under(
            self._unit.db,
            self._space.id,
            subject_hash(mail),
            since=mail.date - WINDOW,
            until=mail.date,
        )
        if found is not None:
            self._known.learn(found)
        self._known.under = found

    async def _post(
        self, mail: Mail, placement: Placement, people: Mapping[str, str]
    ) -> ImportedMail:
        authors = self._importing.authors
        text = draft(mail, hide=authors.hide, people=people, language=self._space.language)
        self._unit.actor = await authors.actor(self._unit, mail, self._space.language)
        self._unit.now = mail.date
        topic_id = self._known.topics.get(placement.root)
        if topic_id is None:
            topic_id, post_id = await self._begin(text)
        else:
            post_id = await self._reply(topic_id, placement, text)
        for body in text.bodies[1:]:
            await self._add(topic_id, body, text.language, post_id)
        assert self._space.id is not None  # noqa: S101 (it was read)
        return ImportedMail(
            space_id=self._space.id,
            message_id=placement.message_id,
            digest=placement.digest,
            root=placement.root,
            subject=subject_hash(mail),
            sent_at=mail.date,
            topic_id=topic_id,
            post_id=post_id,
        )

    async def _begin(self, text: Draft) -> tuple[TopicId, PostId]:
        first = TopicText(title=text.title, body=text.bodies[0], language=text.language)
        started = await discussions.start_topic(self._unit, self._space.slug, first)
        self.brought.topics += 1
        self.brought.posts += 1
        return started.topic_id, started.post_id

    async def _reply(self, topic_id: TopicId, placement: Placement, text: Draft) -> PostId:
        parent = self._known.mails.get(placement.parent) if placement.parent else None
        parent_id = parent.post_id if parent else None
        return await self._add(topic_id, text.bodies[0], text.language, parent_id)

    async def _add(
        self, topic_id: TopicId, body: str, language: str, parent_id: PostId | None
    ) -> PostId:
        self.brought.posts += 1
        reply = PostDraft(body=body, parent_id=parent_id, language=language)
        try:
            return (await discussions.reply(self._unit, topic_id, reply)).id
        except PostGone:  # a moderator has taken away what this mail answers
            reply = reply.model_copy(update={"parent_id": None})
            return (await discussions.reply(self._unit, topic_id, reply)).id

    def _store(self) -> None:
        queries.add(self._unit.db, self._known.fresh)
        self._known.fresh = []

    async def finish(self) -> None:
        """Store what was imported."""
        self._store()
        # What was said elsewhere, and long ago, is no news that anybody is to be told.
        self._unit.jobs[:] = [job for job in self._unit.jobs if job.kind != POST_ADDED]
        if self._touched:
            await queries.date_topics(self._unit.db, self._touched)
