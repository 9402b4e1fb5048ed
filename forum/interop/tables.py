"""What was imported, so that importing it again adds nothing.

Identifiers of mails often name their authors' machines, so only hashes of them are kept.
"""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from forum.core.ids import PostId, SpaceId, TopicId
from forum.db.base import Id, UtcDateTime


class ImportedMail(SQLModel, table=True):
    """A mail that became a post, or several."""

    __tablename__ = "imported_mail"
    __table_args__ = (
        Index("ix_imported_mail_under", "space_id", "subject", "sent_at", "message_id"),
    )

    space_id: SpaceId = Field(foreign_key="space.id", primary_key=True, sa_type=Id)
    message_id: str = Field(primary_key=True)
    """Hash of its identifier."""
    digest: str
    """Hash of its content."""
    root: str
    """Hash of the identifier that its topic goes by; see `mbox.threads.Placement`."""
    subject: str
    """Hash of its folded subject."""
    sent_at: datetime = Field(sa_type=UtcDateTime)
    topic_id: TopicId = Field(foreign_key="topic.id", sa_type=Id)
    post_id: PostId = Field(foreign_key="post.id", sa_type=Id)
    """The post it became; the first one where it was cut into several."""


class ImportedReference(SQLModel, table=True):
    """A mail that imported mails refer to, imported or not, and the topic they are in."""

    __tablename__ = "imported_reference"

    space_id: SpaceId = Field(foreign_key="space.id", primary_key=True, sa_type=Id)
    message_id: str = Field(primary_key=True)
    """Hash of its identifier."""
    root: str
    """Hash of the identifier that the topic goes by."""
    topic_id: TopicId = Field(foreign_key="topic.id", sa_type=Id)
