"""Runs over many things, and what becomes of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import JSON, Column, Field, SQLModel

from forum.core.ids import AuditId, MemberId
from forum.db.base import Choice, Id, UtcDateTime, partial_index
from forum.moderation.bulk.rules import RunState

_LEFT = text("audit_id IS NULL AND refused = ''")


class BulkRun(SQLModel, table=True):
    """One act that is done to many things of a kind."""

    __tablename__ = "bulk_run"

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    actor_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    act: str
    """A name of `acts.ACTS`, or `rules.UNDO`."""
    reason: str
    fields: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """Of the act's own, the same for all."""
    query: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: RunState = Field(sa_column=Column(Choice(RunState), nullable=False))
    total: int
    done: int = 0
    refused: int = 0
    made_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undoes: int | None = Field(default=None, foreign_key="bulk_run.id", unique=True, sa_type=Id)


class BulkTarget(SQLModel, table=True):
    """One thing of a run. It is dealt with in the transaction that notes what became of it."""

    __tablename__ = "bulk_target"
    __table_args__ = (partial_index("ix_bulk_target_left", "run_id", "number", where=_LEFT),)

    run_id: int = Field(
        primary_key=True,
        foreign_key="bulk_run.id",
        sa_type=Id,
        sa_column_kwargs={"autoincrement": False},
    )
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """From 1 on, in the order in which they are dealt with."""
    target: str
    """As `post:12`."""
    answers: AuditId | None = Field(default=None, foreign_key="audit_entry.id", sa_type=Id)
    """The entry that is to be undone, of a run that undoes another one."""
    audit_id: AuditId | None = Field(default=None, foreign_key="audit_entry.id", sa_type=Id)
    """The act, once it is carried out."""
    refused: str = ""
    """Code of why it was not."""
