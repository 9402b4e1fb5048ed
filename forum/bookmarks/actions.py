"""Keeping posts for oneself. An action checks and changes; its caller commits."""

from forum.bookmarks import queries
from forum.bookmarks.events import BookmarksChanged
from forum.bookmarks.tables import Bookmark
from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions


async def save_bookmark(unit: Unit, post_id: PostId, note: str) -> None:
    """Keep a post; of one that is kept already, the note is replaced.

    Raises:
        SignInRequired: nobody is signed in.
        NotFound: there is no such post whose text the actor may read.
    """
    member = unit.actor.require_member()
    post = await discussions.post(unit.db, unit.actor, post_id)
    row = Bookmark(
        member_id=member, post_id=post_id, topic_id=post.topic_id, note=note, made_at=unit.now
    )
    await queries.save(unit.db, row)
    unit.emit(BookmarksChanged(member))


async def remove_bookmark(unit: Unit, post_id: PostId) -> None:
    """Keep a post no longer, whether it can be read or not; what was not kept changes nothing.

    Raises:
        SignInRequired: nobody is signed in.
    """
    member = unit.actor.require_member()
    await queries.remove(unit.db, member, post_id)
    unit.emit(BookmarksChanged(member))
