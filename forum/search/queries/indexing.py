"""What the index is made from, and writing it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, TextClause, and_, bindparam, delete, or_, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.resources.tables import Resource, ResourceCompetence
from forum.search.documents import Card, Document, Source, Wording
from forum.search.facets import About
from forum.search.matching import tsvector
from forum.search.queries.statements import TAGS
from forum.search.rules import place
from forum.search.tables import WORDS
from forum.translations.tables import Translation

_TURN = text("SELECT pg_advisory_xact_lock(hashtext('forum.search'))")
_INTO_SQLITE = text(
    "INSERT INTO search_words (rowid, language, title, body, facets)"
    " VALUES (:rowid, :language, :title, :body, :facets)"
)
_INTO_POSTGRES = text(
    "INSERT INTO search_words (rowid, language, words)"
    " VALUES (:rowid, :language, CAST(:words AS tsvector))"
)


async def take_turn(db: AsyncSession) -> None:
    """Wait until nobody else writes the index, and keep it so until the transaction ends.

    On SQLite whoever writes anything has the turn already.
    """
    if db.get_bind().dialect.name == "postgresql":
        await (await db.connection()).execute(_TURN)


async def posts_of(db: AsyncSession, subjects: Collection[str]) -> Sequence[PostId]:
    """The posts whose rows `subjects` are part of; other kinds of subjects are left out.

    A topic's title, tags and card (`topic:3`) belong to its first post; what filters ask of a whole
    topic (`thread:3`) to all of its posts.
    """
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        kind, _, number = subject.partition(":")
        numbers[kind].append(int(number))
    found = {PostId(number) for number in numbers["post"]}
    first = and_(col(Post.topic_id).in_(numbers["topic"]), col(Post.number) == 1)
    whole = col(Post.topic_id).in_(numbers["thread"])
    if numbers["topic"] or numbers["thread"]:
        query = select(Post.id).where(or_(first, whole))
        found |= {PostId(number) for number in await db.exec(query) if number is not None}
    return sorted(found)


# Columns, not objects: every new post comes by here twice.
_SOURCES = (
    select(  # type: ignore[call-overload]
        Post.id,
        Post.topic_id,
        Post.number,
        Post.author_id,
        Post.created_at,
        Post.language,
        Post.html,
        Topic.space_id,
        Topic.kind,
        Topic.title,
    )
    .join(Topic, col(Topic.id) == Post.topic_id)
    .where(col(Post.id).in_(bindparam("wanted", expanding=True)), Post.state != PostState.DELETED)
)


async def sources(db: AsyncSession, wanted: Collection[PostId]) -> Mapping[PostId, Source | None]:
    """Posts as they stand; `None` for one without a text: it was deleted, or never was."""
    found: dict[PostId, Source | None] = dict.fromkeys(wanted)
    rows = (await (await db.connection()).execute(_SOURCES, {"wanted": list(wanted)})).all()
    first = [row.topic_id for row in rows if row.number == 1]
    others = await _translations(db, rows)
    tags, cards = await tags_of(db, first), await cards_of(db, first) if first else {}
    for row in rows:
        is_first = row.number == 1
        found[row.id] = Source(
            post_id=PostId(row.id),
            about=About(row.space_id, row.author_id, row.kind, row.created_at),
            language=row.language,
            original=Wording(row.title if is_first else "", row.html),
            tags=tags[row.topic_id] if is_first else (),
            card=cards.get(row.topic_id) if is_first else None,
            others=others[row.id],
        )
    return found


async def _translations(
    db: AsyncSession, posts: Iterable[Row[Any]]
) -> Mapping[PostId, Mapping[str, Wording]]:
    """Translations that are of the text as it is now, with those of the title for first posts."""
    of = {f"post:{post.id}": PostId(post.id) for post in posts}
    of |= {f"topic:{post.topic_id}": PostId(post.id) for post in posts if post.number == 1}
    query = select(Translation).where(
        col(Translation.subject).in_(of), col(Translation.outdated_at).is_(None)
    )
    found: defaultdict[PostId, dict[str, Wording]] = defaultdict(dict)
    for row in await db.exec(query):
        wordings = found[of[row.subject]]
        known = wordings.get(row.language, Wording())
        is_title = row.subject.startswith("topic:")
        wordings[row.language] = Wording(
            row.text if is_title else known.title, known.html if is_title else row.html
        )
    return found


async def tags_of(db: AsyncSession, topics: Collection[TopicId]) -> Mapping[TopicId, Sequence[str]]:
    """The tags of topics, in order; none for those that have none."""
    found: defaultdict[TopicId, list[str]] = defaultdict(list)
    if topics:
        rows = await (await db.connection()).execute(TAGS, {"topics": topics})
        for topic_id, tag in rows:
            found[topic_id].append(tag)
    return found


async def cards_of(db: AsyncSession, topics: Collection[TopicId]) -> Mapping[TopicId, Card]:
    """What the cards of topics say, of those that have one."""
    rows = (await db.exec(select(Resource).where(col(Resource.topic_id).in_(topics)))).all()
    ids = [row.topic_id for row in rows]
    learnt: defaultdict[TopicId, list[str]] = defaultdict(list)
    query = select(ResourceCompetence).where(col(ResourceCompetence.topic_id).in_(ids))
    for one in await db.exec(query.order_by(col(ResourceCompetence.competence))) if ids else ():
        learnt[one.topic_id].append(one.competence)
    return {
        row.topic_id: Card(row.provider, row.subject, tuple(learnt[row.topic_id])) for row in rows
    }


async def put(db: AsyncSession, posts: Collection[PostId], documents: Sequence[Document]) -> None:
    """Let the index hold of `posts` what `documents` says, and nothing else."""
    if not posts:
        return
    connection = await db.connection()
    await connection.execute(_EMPTY, [_rows_of(post) for post in posts])
    if documents:
        statement, rows = _written(documents, connection.dialect.name)
        await connection.execute(statement, rows)


_EMPTY = delete(WORDS).where(WORDS.c.rowid >= bindparam("first"), WORDS.c.rowid < bindparam("next"))


def _rows_of(post: PostId) -> dict[str, int]:
    return {"first": place(post, 0), "next": place(PostId(post + 1), 0)}


def _written(
    documents: Sequence[Document], dialect: str
) -> tuple[TextClause, list[dict[str, Any]]]:
    about = [{"rowid": one.row, "language": one.language} for one in documents]
    if dialect == "postgresql":
        words = [{"words": tsvector(one)} for one in documents]
        return _INTO_POSTGRES, [row | more for row, more in zip(about, words, strict=True)]
    columns = [
        {name: " ".join(getattr(one, name)) for name in ("title", "body", "facets")}
        for one in documents
    ]
    return _INTO_SQLITE, [row | more for row, more in zip(about, columns, strict=True)]
