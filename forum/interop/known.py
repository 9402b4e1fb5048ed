"""What was imported before, as far as a few mails ask for it: the port `threads.Known`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from forum.core.ids import TopicId
from forum.interop.mbox.identifiers import derived, digest
from forum.interop.mbox.mails import Mail
from forum.interop.mbox.subjects import topic_key
from forum.interop.mbox.threads import Placement, ancestors_of
from forum.interop.tables import ImportedMail, ImportedReference


def opaque(mail: Mail) -> Mail:
    """The same mail with hashes for identifiers, which may name people and machines."""
    return replace(
        mail,
        message_id=digest(mail.message_id),
        in_reply_to=digest(mail.in_reply_to) if mail.in_reply_to else None,
        references=tuple(map(digest, mail.references)),
    )


def asked(mails: Iterable[Mail]) -> set[str]:
    """The identifiers that have to be looked up before `mails` can be placed."""
    found: set[str] = set()
    for mail in mails:
        found |= {mail.message_id, derived(mail.digest), *ancestors_of(mail)}
    return found


def subject_hash(mail: Mail) -> str:
    """Hash of a mail's folded subject."""
    return digest(topic_key(mail.topic))


@dataclass(slots=True)
class KnownMails:
    """Rows that were looked up, and those that come to them.

    Attributes:
        mails: by identifier.
        references: by identifier.
        topics: by the root that they go by.
        under: the last mail under the subject of the mail that is being placed.
        fresh: rows that are not stored yet.
    """

    mails: dict[str, ImportedMail] = field(default_factory=dict)
    references: dict[str, ImportedReference] = field(default_factory=dict)
    topics: dict[str, TopicId] = field(default_factory=dict)
    under: ImportedMail | None = None
    fresh: list[ImportedMail | ImportedReference] = field(default_factory=list)

    @classmethod
    def of(
        cls, mails: Sequence[ImportedMail], references: Sequence[ImportedReference]
    ) -> "KnownMails":
        """What these rows say."""
        return cls(
            {row.message_id: row for row in mails},
            {row.message_id: row for row in references},
            {row.root: row.topic_id for row in references}
            | {row.root: row.topic_id for row in mails},
        )

    def placement(self, message_id: str) -> Placement | None:
        """See `threads.Known`."""
        row = self.mails.get(message_id)
        return _placement(row) if row else None

    def topic_named(self, message_id: str) -> str | None:
        """See `threads.Known`."""
        row = self.references.get(message_id)
        return row.root if row else None

    def last_under(self, topic: str, since: datetime, until: datetime) -> Placement | None:  # noqa: ARG002
        """See `threads.Known`; whoever asks has looked for it."""
        return _placement(self.under) if self.under else None

    def learn(self, row: ImportedMail) -> None:
        """Take in a mail that was found or imported just now."""
        self.mails[row.message_id] = row
        self.topics[row.root] = row.topic_id

    def add(self, mail: Mail, row: ImportedMail) -> None:
        """Take in a mail that was imported just now, and what it refers to."""
        # A topic that is known has its own reference, looked up or not.
        begun = () if row.root in self.topics else (row.root,)
        self.learn(row)
        self.fresh.append(row)
        for message_id in (*begun, *ancestors_of(mail)):
            if message_id not in self.references:
                reference = ImportedReference(
                    space_id=row.space_id,
                    message_id=message_id,
                    root=row.root,
                    topic_id=row.topic_id,
                )
                self.references[message_id] = reference
                self.fresh.append(reference)


def _placement(row: ImportedMail) -> Placement:
    return Placement(row.message_id, row.digest, row.root)
