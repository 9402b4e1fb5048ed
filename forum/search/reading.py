"""What a reader gets: posts with what was found in them, topics, and suggestions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page, Window, cut
from forum.discussions.queries import space_ref, topic_url, topics_by_id
from forum.discussions.schemas import TopicOut
from forum.search import queries
from forum.search.documents import one_line
from forum.search.marking import Piece, as_html, excerpt, marked
from forum.search.queries import Found, Hit, key_of
from forum.search.rules import Asked, Filters, Phrase, Sort
from forum.search.schemas import FoundTopic, HitOut, MarkedOut, SuggestionOut
from forum.spaces import queries as spaces
from forum.text.plain import html_text
from forum.translations import queries as translations

SHAPE: tuple[type, ...] = (int, int)
"""What a cursor of search holds: a hit's score and its post."""
_TITLES, _TAGS, _SPACES = 5, 3, 2


async def search(
    db: AsyncSession, actor: Actor, asked: Asked, sort: Sort, window: Window
) -> Page[HitOut]:
    """One page of what is found."""
    return (await results(db, actor, asked, sort, window)).page


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what is found.

    Attributes:
        is_all: whether its list holds all that fits; else only the newest posts were ranked.
    """

    page: Page[HitOut]
    is_all: bool


async def results(
    db: AsyncSession, actor: Actor, asked: Asked, sort: Sort, window: Window
) -> Results:
    """The same, with what there is to say of the whole list."""
    hits = await queries.hits_page(db, actor, asked, sort, window)
    page = hits.page
    languages = await queries.languages_of(db, page.items)
    found = await queries.found_posts(db, [hit.post_id for hit in page.items])
    others = await _translated(db, found, languages)
    first = [topic.id for post, topic, _, _ in found.values() if post.number == 1 and topic.id]
    tags = await queries.tags_of(db, first)
    out = [
        _hit_out(found[hit.post_id], asked.words, languages.get(hit.post_id), others, tags)
        for hit in page.items
    ]
    return Results(Page(out, page.next, page.previous), hits.is_all)


@dataclass(frozen=True, slots=True)
class Shown:
    """A translation in which something was found: title, text as HTML, and if it is outdated."""

    title: str = ""
    html: str = ""
    outdated: bool = False


Others = Mapping[PostId, Shown]


async def _translated(
    db: AsyncSession, found: Mapping[PostId, Found], languages: Mapping[PostId, str]
) -> Others:
    """Title and text of the translations in which posts were found."""
    by_language: defaultdict[str, list[PostId]] = defaultdict(list)
    for post_id, language in languages.items():
        by_language[language].append(post_id)
    others = {}
    for language, ids in by_language.items():
        names = {one: (f"topic:{found[one][0].topic_id}", f"post:{one}") for one in ids}
        wanted = [name for pair in names.values() for name in pair]
        texts = await translations.translations(db, wanted, language)
        for one, pair in names.items():
            title, text = (texts.get(name) for name in pair)
            others[one] = Shown(
                title.text if title else "",
                text.html if text else "",
                any(part.outdated for part in (title, text) if part),
            )
    return others


def _hit_out(
    found: Found,
    phrases: Sequence[Phrase],
    found_in: str | None,
    others: Others,
    tags: Mapping[TopicId, Sequence[str]],
) -> HitOut:
    post, topic, space, author = found
    assert post.id is not None  # noqa: S101 (it was read)
    assert topic.id is not None  # noqa: S101
    other = others.get(PostId(post.id), Shown())
    title = (other.title if post.number == 1 else "") or topic.title
    text = one_line(html_text(other.html or post.html))
    return HitOut.model_construct(
        id=post.id,
        url=f"/p/{post.id}",
        topic=FoundTopic.model_construct(
            id=topic.id,
            url=topic_url(topic),
            kind=topic.kind,
            title=_marked_out(marked(title, phrases)),
            title_language=(found_in if title != topic.title else None) or topic.language,
        ),
        space=space_ref(space),
        author=member_out(author),
        created_at=post.created_at,
        state=post.state,
        language=post.language,
        tags=tags[topic.id] if post.number == 1 else (),
        found_in=found_in,
        outdated=other.outdated,
        excerpt=_marked_out(excerpt(text, phrases)),
    )


def _marked_out(pieces: Sequence[Piece]) -> MarkedOut:
    text = "".join(piece.text for piece in pieces)
    return MarkedOut.model_construct(text=text, html=str(as_html(pieces)))


async def topics_found(
    db: AsyncSession, actor: Actor, asked: Asked, window: Window
) -> Page[TopicOut]:
    """One page of the topics in which something is found, the best first."""
    best: dict[int, Hit] = {}
    for hit in (await queries.best_hits(db, actor, asked)).hits:
        best.setdefault(hit.topic_id, hit)
    after = window.after
    left = [hit for hit in best.values() if after is None or key_of(hit) < after]
    page = cut(left[: window.limit + 1], window, key_of)
    found = await topics_by_id(db, actor, [hit.topic_id for hit in page.items])
    return Page([found[hit.topic_id] for hit in page.items], page.next, page.previous)


async def suggestions(db: AsyncSession, actor: Actor, asked: Asked) -> Sequence[SuggestionOut]:
    """Spaces, titles and tags that fit what has been typed so far."""
    typed = " ".join(phrase.text for phrase in asked.words).casefold()
    if not typed:
        return []
    return [
        *await _spaces(db, actor, typed),
        *await _titles(db, actor, Asked(asked.words, (), Filters(in_title=True))),
        *await _tags(db, actor, typed),
    ]


async def _spaces(db: AsyncSession, actor: Actor, typed: str) -> list[SuggestionOut]:
    fits = [one for one in await spaces.spaces(db, actor) if typed in one.name.casefold()]
    return [
        SuggestionOut(kind="space", text=one.name, language=one.language, url=one.url)
        for one in fits[:_SPACES]
    ]


async def _tags(db: AsyncSession, actor: Actor, typed: str) -> list[SuggestionOut]:
    def address(tag: str) -> str:
        return "/search?" + urlencode({"q": f'"{tag}"'})

    fits = await queries.tags_like(db, actor, typed, _TAGS)
    return [SuggestionOut(kind="tag", text=tag, language=None, url=address(tag)) for tag in fits]


async def _titles(db: AsyncSession, actor: Actor, asked: Asked) -> list[SuggestionOut]:
    page = (await queries.hits_page(db, actor, asked, "new", Window(_TITLES))).page
    found = await queries.found_posts(db, [hit.post_id for hit in page.items])
    topics = [found[hit.post_id][1] for hit in page.items]
    return [
        SuggestionOut(kind="topic", text=topic.title, language=topic.language, url=topic_url(topic))
        for topic in topics
    ]
