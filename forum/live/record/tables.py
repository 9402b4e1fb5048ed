"""Which items of agendas became topics."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from forum.core.ids import ItemId, SessionId, TopicId
from forum.db.base import Id, UtcDateTime


class HandedOver(SQLModel, table=True):
    """That an item was made a topic; the key is what makes it one topic."""

    __tablename__ = "handed_over"

    session_id: SessionId = Field(foreign_key="live_session.id", primary_key=True, sa_type=Id)
    item_id: ItemId = Field(foreign_key="agenda_item.id", primary_key=True, sa_type=Id)
    topic_id: TopicId = Field(foreign_key="topic.id", index=True, sa_type=Id)
    made_at: datetime = Field(sa_type=UtcDateTime)
