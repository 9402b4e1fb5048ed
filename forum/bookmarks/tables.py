"""Posts that members keep for themselves."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from forum.core.ids import MemberId, PostId, TopicId
from forum.db.base import Id, UtcDateTime


class Bookmark(SQLModel, table=True):
    """That a member keeps a post, and what they noted about it."""

    __table_args__ = (
        Index("ix_bookmark_list", "member_id", "made_at", "post_id"),
        Index("ix_bookmark_topic", "member_id", "topic_id"),
    )

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    post_id: PostId = Field(foreign_key="post.id", primary_key=True, sa_type=Id)
    topic_id: TopicId = Field(foreign_key="topic.id", sa_type=Id)
    note: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
