"""Files that members uploaded."""

from datetime import datetime

from sqlmodel import Column, Field, Index, SQLModel

from forum.core.ids import MemberId, UploadId
from forum.db.base import Choice, Id, UtcDateTime
from forum.uploads.kinds import Kind


class UploadFile(SQLModel, table=True):
    """Bytes in the store, once for all who uploaded the same."""

    __tablename__ = "upload_file"

    digest: str = Field(primary_key=True)
    """SHA-256 of the bytes as they are stored, in hexadecimal."""
    kind: Kind = Field(sa_column=Column(Choice(Kind), nullable=False))
    size: int
    """In bytes."""
    width: int = 0
    """Of a picture, in pixels; 0 for everything else."""
    height: int = 0
    moving: bool = False
    """Whether a picture has several frames."""
    touched_at: datetime = Field(sa_type=UtcDateTime)
    """When somebody last uploaded it; a file is never removed right after that."""


class Upload(SQLModel, table=True):
    """One member's file, at an address of its own."""

    __table_args__ = (
        Index("ix_upload_member", "member_id", "created_at"),
        Index("ix_upload_created", "created_at"),
    )

    id: UploadId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    digest: str = Field(foreign_key="upload_file.digest", index=True)
    name: str
    """As the member called it, cleaned; in any script."""
    created_at: datetime = Field(sa_type=UtcDateTime)
