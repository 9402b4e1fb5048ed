"""Bookmarks, as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from forum.core.ids import PostId
from forum.discussions.schemas import PostOut, TopicOut
from forum.web.fields import Text

LONGEST_NOTE = 500


class BookmarkNote(BaseModel):
    """What a member notes about a post that they keep."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: Annotated[str, Text(0, LONGEST_NOTE)] = ""


class BookmarkOut(BaseModel):
    """A bookmark, for its owner; `post` and `topic` are empty where they may not be read now."""

    model_config = ConfigDict(frozen=True)

    post_id: PostId
    note: str
    made_at: datetime
    post: PostOut | None
    topic: TopicOut | None
