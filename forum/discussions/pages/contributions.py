"""What a member has written, for the page of the member."""

from typing import Any

from starlette.requests import Request

from forum.accounts.pages.profile import Contributions
from forum.core.ids import MemberId
from forum.core.paging import Window
from forum.discussions import queries
from forum.discussions.queries import TopicFilter
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import render

LATEST = 20


async def contributed(request: Request[Any], member_id: MemberId) -> Contributions:
    """How many posts of a member the reader may see, and the latest topics of theirs."""
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        count = await queries.post_count_of(db, actor, member_id)
        wanted = TopicFilter(author=member_id)
        topics = (await queries.topics_page(db, actor, wanted, Window(LATEST))).items
    if not topics:
        return Contributions(count)
    context = {"topics": topics, "with_space": True}
    return Contributions(count, render(request, "discussions/_topic_rows.html", context))
