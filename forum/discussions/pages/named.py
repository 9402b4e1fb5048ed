"""What the address of a page about one post names."""

from typing import Any

from starlette.requests import Request

from forum.core.ids import PostId
from forum.discussions import queries
from forum.discussions.schemas import PostOut, TopicOut
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id


def named_post(request: Request[Any]) -> PostId:
    """The number of the post.

    Raises:
        NotFound: no post can have it.
    """
    return PostId(row_id(request.path_params["post_id"]))


async def topic_and_post(request: Request[Any]) -> tuple[TopicOut, PostOut]:
    """The post, and the topic that it is of.

    Raises:
        NotFound: there is none whose text the one who asks may read.
    """
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        post = await queries.post(db, actor, named_post(request))
        return await queries.topic(db, actor, post.topic_id), post
