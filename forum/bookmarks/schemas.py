"""Bookmarks, as they come in and go out."""

from datetime import datetime
from typing import Annotated

from forum.core.ids import PostId
from forum.discussions.schemas import PostOut, TopicOut
from forum.web.fields import Text
from forum.web.shapes import Input, Output

LONGEST_NOTE = 500


class BookmarkNote(Input):
    """What a member notes about a post that they keep."""

    note: Annotated[str, Text(0, LONGEST_NOTE)] = ""


class BookmarkOut(Output):
    """A bookmark, for its owner; `post` and `topic` are empty where they may not be read now."""

    post_id: PostId
    note: str
    made_at: datetime
    post: PostOut | None
    topic: TopicOut | None
