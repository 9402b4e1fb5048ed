"""Speakers' lists and the requests on them."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Column, Field, SQLModel

from forum.core.ids import DelegationId, ItemId, MemberId, SlotId
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity
from forum.live.floor.rules import Appeal, ListState, Ruling, SlotKind, SlotState


class FloorList(SQLModel, table=True):
    """The speakers' list of an agenda item; made when it is first opened or asked for.

    Whoever changes the list or a request on it has this row locked.
    """

    __tablename__ = "floor_list"

    item_id: ItemId = Field(primary_key=True, foreign_key="agenda_item.id", sa_type=Id)
    state: ListState = Field(
        default=ListState.CLOSED, sa_column=Column(Choice(ListState), nullable=False)
    )
    opens_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closes_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appealable: SlotId | None = Field(default=None, sa_type=Id)
    """Point of order whose ruling can be appealed against."""


class FloorSlot(SQLModel, table=True):
    """A request for the floor; see `forum.live.floor.slots.Slot`."""

    __tablename__ = "floor_slot"
    __table_args__ = (Index("ix_floor_slot_item", "item_id", "place"),)

    id: SlotId | None = Field(default=None, primary_key=True, sa_type=Id)
    item_id: ItemId = Field(foreign_key="floor_list.item_id", sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    """`None`: they speak for themselves."""
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    """As what they act for the delegation."""
    group_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    """The group on whose behalf the delegation speaks."""
    region: str = ""
    level: int
    kind: SlotKind = Field(sa_column=Column(Choice(SlotKind), nullable=False))
    place: int = Field(sa_type=Id)
    """Orders the requests of an item; between two there may be any number."""
    state: SlotState = Field(sa_column=Column(Choice(SlotState), nullable=False))
    limit_ms: int
    requested_at: datetime = Field(sa_type=UtcDateTime)
    called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    running_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    spent_ms: int = Field(default=0, sa_type=BigInteger)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ruling: Ruling | None = Field(default=None, sa_column=Column(Choice(Ruling), nullable=True))
    appeal: Appeal | None = Field(default=None, sa_column=Column(Choice(Appeal), nullable=True))
    statement: str = ""
    """As handed in in writing; plain text."""
    language: str = ""
    """BCP 47 tag of the statement."""
    words: int = 0
    """Of the statement."""
    reading_seconds: int = 0
    """How long it takes to read the statement out, at the session's words a minute."""
