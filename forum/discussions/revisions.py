"""The earlier texts of a post, and what each edit changed."""

from collections.abc import Sequence

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import PostId
from forum.discussions import queries
from forum.discussions.schemas import ChangeOut, RevisionOut
from forum.text.diff import diff


async def revisions(
    db: AsyncSession, actor: Actor, post_id: PostId, *, changes: bool
) -> Sequence[RevisionOut]:
    """The texts of a post that newer ones have replaced, the newest first.

    Args:
        db: to read from.
        actor: who reads.
        post_id: of which post.
        changes: whether to say, word by word, what the next edit made of each.

    Raises:
        NotFound: the actor may not read the post.
    """
    post = await queries.post(db, actor, post_id)
    earlier = await queries.revisions(db, post_id)
    if not changes or not earlier:
        return earlier
    sources = [post.body.source, *(one.body.source for one in earlier)]
    return await to_thread.run_sync(_with_changes, earlier, sources)


def _with_changes(earlier: Sequence[RevisionOut], sources: Sequence[str]) -> list[RevisionOut]:
    return [
        one.model_copy(update={"changes": _changes(one.body.source, later)})
        for one, later in zip(earlier, sources[:-1], strict=True)
    ]


def _changes(old: str, new: str) -> list[ChangeOut]:
    return [ChangeOut(kind=kind, text=text) for kind, text in diff(old, new)]
