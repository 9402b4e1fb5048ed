"""What helps members while they write, for programs."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import model_validator
from starlette.requests import Request

from forum.accounts.schemas import MemberOut
from forum.core.errors import N_, Forbidden, InvalidInput
from forum.core.ids import TopicId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions import queries
from forum.discussions.previewing import PreviewDraft, PreviewOut, preview
from forum.discussions.schemas import TagOut
from forum.runtime import runtime
from forum.web.fields import COUNTED, Line
from forum.web.identity import actor_of
from forum.web.openapi import operation
from forum.web.shapes import Input, Output

SUGGESTED = 8
"""Members or tags that are suggested at once."""


class NameQuery(Input):
    """What has been typed of a name, and where: in a topic, or in a new one of a space."""

    q: Annotated[str, Line(0, 60)] = ""
    topic: Annotated[int | None, COUNTED] = None
    space: Annotated[str, Line(0, 60)] = ""

    @model_validator(mode="after")
    def _one_place(self) -> "NameQuery":
        if (self.topic is None) == (not self.space):
            raise ValueError(N_("Name either a topic or a space."))
        return self


class TagQuery(Input):
    """What has been typed of a tag."""

    q: Annotated[str, Line(1, 40)]


class SuggestedMembers(Output):
    """Members who may be named; those who wrote in the topic come first."""

    items: Sequence[MemberOut]


class SuggestedTags(Output):
    """Tags that exist; those of most topics come first."""

    items: Sequence[TagOut]


@operation(
    "GET",
    "/suggestions/members",
    query=NameQuery,
    answer=SuggestedMembers,
    scope=Scope.READ,
    refuses=[InvalidInput],
)
async def suggest_members(request: Request[Any], *, query: NameQuery) -> SuggestedMembers:
    """Suggest whom to mention: only members who see what is written about."""
    begin = query.q.removeprefix("@").casefold()
    actor = actor_of(request)
    found: list[MemberOut] = []
    async with runtime(request).database.reading() as db:
        if query.topic is not None:
            topic = TopicId(query.topic)
            found += await queries.participants_like(db, actor, topic, begin, SUGGESTED)
        if begin and len(found) < SUGGESTED:
            place = query.space if query.topic is None else TopicId(query.topic)
            others = await queries.members_like(db, actor, place, begin, SUGGESTED)
            found += [one for one in others if one not in found]
    return SuggestedMembers.model_construct(items=found[:SUGGESTED])


@operation(
    "GET",
    "/suggestions/tags",
    query=TagQuery,
    answer=SuggestedTags,
    refuses=[InvalidInput],
)
async def suggest_tags(request: Request[Any], *, query: TagQuery) -> SuggestedTags:
    """Suggest tags that topics have already."""
    begin = query.q.removeprefix("#").casefold()
    async with runtime(request).database.reading() as db:
        found = await queries.tags_like(db, actor_of(request), begin, SUGGESTED)
    return SuggestedTags.model_construct(items=found)


@operation(
    "POST",
    "/preview",
    body=PreviewDraft,
    answer=PreviewOut,
    scope=Scope.WRITE,
    refuses=[Forbidden, InvalidInput],
)
async def preview_post(request: Request[Any], _unit: Unit, *, body: PreviewDraft) -> PreviewOut:
    """Show how a text will look once it is posted; nothing is stored."""
    return await preview(request, body)


ROUTES = [suggest_members, suggest_tags, preview_post]
