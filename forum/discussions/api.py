"""Topics and posts for programs."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from starlette.requests import Request

from forum.blocked_words.rules import WordRefused
from forum.core.addresses import canonical
from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound, SignInRequired
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page
from forum.core.permissions import Permission, Scope
from forum.db.unit import Unit
from forum.discussions import (
    actions,
    adding,
    held_api,
    holding,
    marks_api,
    queries,
    reading,
    writing_api,
)
from forum.discussions.keeping import audience, listed_channels, topic_channels
from forum.discussions.queries import TopicFilter
from forum.discussions.revisions import revisions
from forum.discussions.rules import Kind, ParentElsewhere, PostGone, TopicLocked, UnderApproval
from forum.discussions.schemas import (
    HeldOut,
    OptionalLanguage,
    PostChange,
    PostDraft,
    PostOut,
    RevisionOut,
    Shape,
    TopicChange,
    TopicDraft,
    TopicOut,
    TopicWithBody,
)
from forum.discussions.seen import unread_by
from forum.discussions.subjects import post_subject
from forum.resources.rules import AlreadyShared
from forum.resources.schemas import WebAddress
from forum.runtime import runtime
from forum.spaces.rules import ModeratorsStart, SpaceArchived
from forum.translations.asking import ask_for, language_asked, obtain
from forum.translations.rules import BudgetSpent, NoTranslation, SameLanguage
from forum.translations.schemas import SegmentSuggestions, TranslationOut
from forum.translations.suggesting import suggestions
from forum.web.conditions import etag, version_asked
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import ApiRoute, Reply, operation
from forum.web.shapes import Input

_CHANGES = (Forbidden, NotFound, EditedMeanwhile, UnderApproval, InvalidInput)
"""What refuses another text of something."""


class TopicsQuery(ListQuery):
    """Which topics, in which order; `address` of a resource that they share."""

    space: Annotated[str, Line(0, 60)] = ""
    kind: Kind | None = None
    tag: Annotated[str, Line(0, 40)] = ""
    language: OptionalLanguage = None
    address: WebAddress | None = None
    unanswered: bool = False
    unread: bool = False
    """Only topics with posts that you have not seen."""
    sort: queries.Sort = "latest"
    q: Annotated[str, Line(0, 300)] = ""
    lang: OptionalLanguage = None
    """Language that titles are wanted in, where they are translated."""


class PostsQuery(ListQuery):
    """Which posts of a topic, in which order; `lang` asks for translations too."""

    view: Shape = "tree"
    lang: OptionalLanguage = None


class ReadQuery(Input):
    """In which language one thing is wanted."""

    lang: OptionalLanguage = None


TopicSearch = Callable[[Request[Any], TopicsQuery], Awaitable[Page[TopicOut]]]
"""Finds topics by words, for `topics_route`."""


def topics_route(search: TopicSearch) -> ApiRoute:
    """The list of topics.

    Args:
        search: finds those that hold the words of `q`.
    """

    @operation(
        "GET",
        "/topics",
        query=TopicsQuery,
        answer=ListOut[TopicOut],
        refuses=[InvalidInput, SignInRequired],
        kept=listed_channels,
        audience=audience,
    )
    async def list_topics(request: Request[Any], *, query: TopicsQuery) -> Reply:
        """List topics, the latest first; with `q` those in which it is found, the best first."""
        if query.q:
            return listed(request, await search(request, query))
        wanted = TopicFilter(
            query.space,
            query.kind,
            query.tag.casefold(),
            query.language or "",
            query.sort,
            address=canonical(query.address) if query.address else "",
            unanswered=query.unanswered,
            unread=unread_by(request) if query.unread else None,
        )
        window = query.window(queries.SHAPES[query.sort])
        async with runtime(request).database.reading() as db:
            page = await queries.topics_page(db, actor_of(request), wanted, window)
            items = await reading.with_titles(db, page.items, query.lang)
        if query.lang is not None:
            await ask_for(request, reading.missing_titles(items, query.lang), query.lang)
        return listed(request, Page(items, page.next, page.previous))

    return list_topics


@operation(
    "POST",
    "/topics",
    body=TopicDraft,
    answer=TopicWithBody,
    status=201,
    also={202: HeldOut},
    scope=Scope.WRITE,
    refuses=[
        Forbidden,
        NotFound,
        AlreadyShared,
        SpaceArchived,
        ModeratorsStart,
        WordRefused,
        InvalidInput,
    ],
)
async def start_topic(_request: Request[Any], unit: Unit, *, body: TopicDraft) -> Reply:
    """Start a topic; answers 202 where it waits for a moderator first."""
    started = await holding.start_topic(unit, body.space, body)
    if isinstance(started, HeldOut):
        return _held(started)
    found = await reading.topic_with_body(unit.db, unit.actor, started.topic_id)
    return Reply(found, headers={"location": found.url, "etag": etag(found.version)})


@operation(
    "GET",
    "/topics/{topic_id:int}",
    query=ReadQuery,
    answer=TopicWithBody,
    refuses=[NotFound],
    kept=topic_channels,
)
async def get_topic(request: Request[Any], *, query: ReadQuery) -> Reply:
    """Show one topic."""
    async with runtime(request).database.reading() as db:
        found = await reading.topic_with_body(db, actor_of(request), _topic_id(request), query.lang)
    if query.lang is not None:
        await ask_for(request, reading.missing((), query.lang, found), query.lang)
        return Reply(found)  # a translation comes and goes without a new version
    return Reply(found, headers={"etag": etag(found.version)})


@operation(
    "PATCH",
    "/topics/{topic_id:int}",
    body=TopicChange,
    answer=TopicWithBody,
    scope=Scope.WRITE,
    refuses=[*_CHANGES, TopicLocked, AlreadyShared, WordRefused],
)
async def change_topic(request: Request[Any], unit: Unit, *, body: TopicChange) -> Reply:
    """Change a topic's title, kind, language, tags or card."""
    topic_id = _topic_id(request)
    await actions.change_topic(unit, topic_id, body, version=version_asked(request))
    found = await reading.topic_with_body(unit.db, unit.actor, topic_id)
    return Reply(found, headers={"etag": etag(found.version)})


@operation(
    "GET",
    "/topics/{topic_id:int}/posts",
    query=PostsQuery,
    answer=ListOut[PostOut],
    refuses=[NotFound, InvalidInput],
    kept=topic_channels,
)
async def list_posts(request: Request[Any], *, query: PostsQuery) -> Reply:
    """List a topic's posts, as a tree or by time."""
    window = query.window(queries.CURSORS[query.view])
    wanted = reading.Wanted(query.view, window, language=query.lang)
    async with runtime(request).database.reading() as db:
        posts = await reading.posts(db, actor_of(request), _topic_id(request), wanted)
    if query.lang is not None:
        await ask_for(request, reading.missing(posts.items, query.lang), query.lang)
    return listed(request, posts)


@operation(
    "POST",
    "/topics/{topic_id:int}/posts",
    body=PostDraft,
    answer=PostOut,
    status=201,
    also={202: HeldOut},
    scope=Scope.WRITE,
    refuses=[
        Forbidden,
        NotFound,
        TopicLocked,
        PostGone,
        ParentElsewhere,
        WordRefused,
        InvalidInput,
    ],
    together=lambda request, body: adding.together(_topic_id(request), body),
)
async def reply(request: Request[Any], unit: Unit, *, body: PostDraft) -> Reply:
    """Reply to a topic, or to a post of it; answers 202 where it waits for a moderator first."""
    made = await holding.reply(unit, _topic_id(request), body)
    return _held(made) if isinstance(made, HeldOut) else _shown(made)


@operation(
    "GET",
    "/posts/{post_id:int}",
    query=ReadQuery,
    answer=PostOut,
    refuses=[NotFound],
    also={304: None},
)
async def get_post(request: Request[Any], *, query: ReadQuery) -> Reply:
    """Show one post."""
    async with runtime(request).database.reading() as db:
        found = await reading.post_in(db, actor_of(request), _post_id(request), query.lang)
    if query.lang is not None:
        await ask_for(request, reading.missing([found], query.lang), query.lang)
        return Reply(found)
    return Reply(found, headers={"etag": _etag(found)})


@operation(
    "PATCH",
    "/posts/{post_id:int}",
    body=PostChange,
    answer=PostOut,
    scope=Scope.WRITE,
    refuses=[*_CHANGES, TopicLocked, PostGone, WordRefused],
)
async def edit_post(request: Request[Any], unit: Unit, *, body: PostChange) -> Reply:
    """Give a post another text."""
    version = body.version if body.version is not None else version_asked(request)
    post_id = _post_id(request)
    await actions.edit_post(unit, post_id, body.model_copy(update={"version": version}))
    return await _post(unit, post_id)


@operation(
    "DELETE",
    "/posts/{post_id:int}",
    status=204,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, TopicLocked, PostGone],
)
async def delete_post(request: Request[Any], unit: Unit) -> None:
    """Delete a post."""
    await actions.delete_post(unit, _post_id(request))


class RevisionsQuery(Input):
    """Whether it is to be said, word by word, what each edit changed."""

    diff: bool = False


@operation(
    "GET",
    "/posts/{post_id:int}/revisions",
    query=RevisionsQuery,
    answer=ListOut[RevisionOut],
    refuses=[NotFound, InvalidInput],
)
async def list_revisions(request: Request[Any], *, query: RevisionsQuery) -> Reply:
    """List the earlier texts of a post, the newest first."""
    actor, post_id = actor_of(request), _post_id(request)
    async with runtime(request).database.reading() as db:
        found = await revisions(db, actor, post_id, changes=query.diff)
    return listed(request, Page(found))


@operation(
    "GET",
    "/posts/{post_id:int}/translations/{language}",
    answer=TranslationOut,
    refuses=[NotFound, NoTranslation, BudgetSpent, SameLanguage, InvalidInput],
    also={202: None},
)
async def get_translation(request: Request[Any]) -> Reply:
    """Show a post in another language; 202 while it is being translated."""
    language, post_id = language_asked(request), _post_id(request)
    async with runtime(request).database.reading() as db:
        post = await reading.post_in(db, actor_of(request), post_id, language)
        subject = await post_subject(db, post_id)
    if subject is None:  # it is out of sight: nothing is made, what was made can be read
        if post.translation is None:
            raise NotFound
        return Reply(post.translation)
    found = await obtain(request, subject, language)
    if found is None:
        return Reply(status=202, headers={"retry-after": "1"})
    return Reply(found)


@operation(
    "GET",
    "/posts/{post_id:int}/translations/{language}/suggestions",
    answer=ListOut[SegmentSuggestions],
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, SameLanguage, InvalidInput],
)
async def list_suggestions(request: Request[Any]) -> Reply:
    """List what was translated before that is like a post's segments, for who corrects them."""
    language, post_id, actor = language_asked(request), _post_id(request), actor_of(request)
    actor.require(Permission.TRANSLATION_CORRECT)
    async with runtime(request).database.reading() as db:
        await queries.post(db, actor, post_id)
        subject = await post_subject(db, post_id)
        if subject is None:
            raise NotFound
        if subject.language == language:
            raise SameLanguage
        return listed(request, Page(await suggestions(db, subject, language)))


async def _post(unit: Unit, post_id: PostId) -> Reply:
    return _shown(await queries.post(unit.db, unit.actor, post_id))


def _shown(post: PostOut) -> Reply:
    return Reply(post, headers={"location": post.url, "etag": _etag(post)})


def _held(made: HeldOut) -> Reply:
    return Reply(made, status=202, headers={"location": made.url})


def _etag(post: PostOut) -> str:
    sums = "".join(f"{name}{many}" for name, many in post.reactions.items())
    return etag(post.version, "a" * post.accepted + sums)


def _topic_id(request: Request[Any]) -> TopicId:
    return TopicId(row_id(request.path_params["topic_id"]))


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [
    start_topic,
    get_topic,
    change_topic,
    list_posts,
    reply,
    get_post,
    edit_post,
    delete_post,
    list_revisions,
    get_translation,
    list_suggestions,
    *marks_api.ROUTES,
    *writing_api.ROUTES,
    *held_api.ROUTES,
]
