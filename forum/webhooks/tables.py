"""Webhooks, and the log of what they sent."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, Index, SQLModel, UniqueConstraint

from forum.core.ids import MemberId, SpaceId
from forum.db.base import Choice, Id, UtcDateTime
from forum.webhooks.rules import DeliveryState


class Webhook(SQLModel, table=True):
    """An address that is told of events of one space, or of all that anybody sees."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    name: str
    url: str
    events: list[str] = Field(sa_column=Column(JSON, nullable=False))
    space_id: SpaceId | None = Field(default=None, foreign_key="space.id", sa_type=Id)
    """`None`: what anybody may see, wherever it is."""
    owner_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    """Who made it; it works as long as they may."""
    word: str
    """Random; with the site's secret it makes the webhook's own."""
    former_word: str = ""
    """The one before, which signs too for a while."""
    former_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    disabled: str = ""
    """One of `DisabledFor`, or "" while it works."""
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The first failure after which nothing arrived."""
    rest_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Nothing is tried before, since what was sent last did not arrive."""


class WebhookDelivery(SQLModel, table=True):
    """One event on its way to one webhook, and how its last attempt went."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "message_id", name="uq_webhook_delivery_message"),
        Index("ix_webhook_delivery_log", "webhook_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    webhook_id: int = Field(foreign_key="webhook.id", ondelete="CASCADE", sa_type=Id)
    message_id: str
    """What the receiver gets as `webhook-id`, the same however often it is sent."""
    event: str
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """What is told of the event."""
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When it happened."""
    state: DeliveryState = Field(
        default=DeliveryState.PENDING, sa_column=Column(Choice(DeliveryState), nullable=False)
    )
    attempts: int = 0
    turn: int = 0
    """Grows with every attempt and replay; a job left for an earlier turn is passed over."""
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    took_ms: int | None = None
    """Milliseconds until the last answer, or until nothing more was waited for."""
    status: int | None = None
    """HTTP status of the last answer; `None` if there was none."""
    answer: str = ""
    """The first bytes of the last answer, or why there was none."""
