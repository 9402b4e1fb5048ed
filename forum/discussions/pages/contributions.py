"""What a member has written, for the page of the member."""

from typing import Any

from starlette.requests import Request

from forum.accounts.pages.profile import Contributions
from forum.core.ids import MemberId
from forum.core.paging import Window
from forum.discussions import queries, reading
from forum.discussions.pages.rows import topic_rows
from forum.discussions.queries import TopicFilter
from forum.discussions.rules import Kind
from forum.discussions.schemas import OptionalLanguage
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.shapes import QueryString

LATEST = 20


class ProfileQuery(QueryString):
    """The part of a member's address after `?`: the language that titles are wanted in."""

    lang: OptionalLanguage = None


async def contributed(request: Request[Any], member_id: MemberId) -> Contributions:
    """How many posts of a member the reader may see, and their latest topics and resources."""
    actor, lang = actor_of(request), query(request, ProfileQuery).lang
    async with runtime(request).database.reading() as db:
        count = await queries.post_count_of(db, actor, member_id)
        lists = []
        for kind in (None, Kind.RESOURCE):
            wanted = TopicFilter(author=member_id, kind=kind)
            topics = (await queries.topics_page(db, actor, wanted, Window(LATEST))).items
            lists.append(await reading.with_titles(db, topics, lang))
    started, shared = [await topic_rows(request, topics, lang, with_space=True) for topics in lists]
    return Contributions(count, started, shared)
