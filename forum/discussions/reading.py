"""What a reader of a topic gets: the topic, one page of its posts, in the language asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page, Window
from forum.discussions import naming, queries
from forum.discussions.rules import PostState
from forum.discussions.schemas import PostOut, Shape, TopicOut, TopicWithBody
from forum.resources.schemas import LanguageVersionOut
from forum.translations import queries as translations
from forum.translations.asking import Missing


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a topic is read.

    Attributes:
        shape: `tree`, every reply under what it answers, or `flat`, by time.
        window: which part; replaced where `at` is given.
        at: a post that the page begins with.
        language: BCP 47 tag that posts are wanted in besides their own; `None`: as written.
    """

    shape: Shape = "tree"
    window: Window = field(default_factory=Window)
    at: PostId | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class TopicView:
    """One page of a topic.

    Attributes:
        before: how many posts of the list stand before the page.
        read_to: number up to which all posts stand on this page, or on those before it.
        answer: the accepted one, where the topic asks a question and has one.
        language_versions: other resources that are the same in other languages.
    """

    topic: TopicOut
    posts: Page[PostOut]
    before: int
    read_to: int
    answer: PostOut | None = None
    language_versions: Sequence[LanguageVersionOut] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and how many topics it leaves out for the language they began in."""

    topics: Page[TopicOut]
    left_out: int


async def listing(
    db: AsyncSession, actor: Actor, wanted: queries.TopicFilter, window: Window
) -> Listing:
    """Read a page of a list of topics; only a list of one language costs a query more."""
    topics = await queries.topics_page(db, actor, wanted, window)
    left_out = 0
    if wanted.language:
        left_out = await queries.topics_in_other_languages(db, actor, wanted)
    return Listing(topics, left_out)


async def topic_view(
    db: AsyncSession, actor: Actor, topic_id: TopicId, wanted: Wanted
) -> TopicView:
    """Read one page of a topic.

    Raises:
        NotFound: there is no such topic, or post to begin with, for this actor.
    """
    topic = await queries.topic(db, actor, topic_id)
    here = actor.at(topic.space.id)
    page = await _page(db, here, topic_id, wanted)
    before = 0
    if page.previous is not None and page.items:
        upto = await queries.post_count_before(db, here, topic_id, wanted.shape, page.previous)
        before = upto - 1
    read_to = await queries.last_on_page(db, topic_id, wanted.shape, page.next)
    answer = await queries.post(db, actor, topic.accepted_id) if topic.accepted_id else None
    versions = await _versions(db, actor, topic)
    topic = await _in_language(db, topic, wanted.language)
    return TopicView(topic, page, before, read_to, answer, versions)


async def _versions(
    db: AsyncSession, actor: Actor, topic: TopicOut
) -> Sequence[LanguageVersionOut]:
    if topic.resource is None:
        return ()
    return await queries.language_versions(db, actor, topic.id)


async def posts(db: AsyncSession, actor: Actor, topic_id: TopicId, wanted: Wanted) -> Page[PostOut]:
    """Read one page of a topic's posts.

    Raises:
        NotFound: there is no such topic, or post to begin with, for this actor.
    """
    topic = await queries.topic(db, actor, topic_id)
    return await _page(db, actor.at(topic.space.id), topic_id, wanted)


async def _page(db: AsyncSession, actor: Actor, topic_id: TopicId, wanted: Wanted) -> Page[PostOut]:
    window = wanted.window
    if wanted.at is not None:
        before_it = await queries.key_before(db, topic_id, wanted.shape, wanted.at)
        window = Window(window.limit, after=before_it)
    page = await queries.posts_page(db, actor, topic_id, wanted.shape, window)
    items = await with_translations(db, page.items, wanted.language)
    is_last = window.before == queries.END[wanted.shape]
    return Page(items, None if is_last else page.next, page.previous)


async def with_translations(
    db: AsyncSession, posts: Sequence[PostOut], language: str | None
) -> Sequence[PostOut]:
    """The same posts, each with its translation where there is one and its text may be read."""
    if language is None:
        return posts
    wanted = [
        f"post:{post.id}"
        for post in posts
        if post.state == PostState.VISIBLE and post.language != language
    ]
    found = await translations.translations(db, wanted, language)
    return [post.model_copy(update={"translation": found.get(f"post:{post.id}")}) for post in posts]


def missing(
    posts: Iterable[PostOut], language: str, topic: TopicOut | None = None
) -> Sequence[Missing]:
    """What has no translation into `language` of `posts` and, where given, of a topic's names."""
    found = [
        Missing(f"post:{post.id}", post.language)
        for post in posts
        if post.state == PostState.VISIBLE
        and post.translation is None
        and post.language != language
    ]
    return found if topic is None else [*found, *naming.missing(topic, language)]


async def _in_language(db: AsyncSession, topic: TopicOut, language: str | None) -> TopicOut:
    return (await with_titles(db, [topic], language))[0]


async def with_titles(
    db: AsyncSession, topics: Sequence[TopicOut], language: str | None
) -> Sequence[TopicOut]:
    """The same topics, each with what names it in `language` too where there is that; one query."""
    if language is None:
        return topics
    wanted = {text.subject for topic in topics for text in naming.texts_of(topic, language)}
    found = await translations.translations(db, wanted, language)
    return [naming.named(topic, language, found) for topic in topics]


def missing_titles(topics: Iterable[TopicOut], language: str) -> Sequence[Missing]:
    """What names the topics of a list, and has no translation into `language`."""
    return [one for topic in topics for one in missing((), language, topic)]


async def topic_with_body(
    db: AsyncSession, actor: Actor, topic_id: TopicId, language: str | None = None
) -> TopicWithBody:
    """A topic and the text of its first post; its title also in `language` where there is one.

    Raises:
        NotFound: there is none for this actor.
    """
    topic = await _in_language(db, await queries.topic(db, actor, topic_id), language)
    body = (await queries.opening_posts(db, actor, [topic_id]))[topic_id].body
    versions = await _versions(db, actor, topic)
    return TopicWithBody.model_construct(
        **dict(topic),
        body=body,
        language_versions=list(versions),
        countries=list(await queries.countries(db, topic_id)),
    )


async def post_in(db: AsyncSession, actor: Actor, post_id: PostId, language: str | None) -> PostOut:
    """One post, with its translation into `language` where there is one.

    Raises:
        NotFound: there is none for this actor.
    """
    post = await queries.post(db, actor, post_id)
    return (await with_translations(db, [post], language))[0]
