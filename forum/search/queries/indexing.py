"""What the index is made from, and writing it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import TextClause, bindparam, delete, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic, TopicTag
from forum.search.documents import Document, Source, Wording
from forum.search.matching import tsvector
from forum.search.rules import place
from forum.search.tables import WORDS
from forum.translations.tables import Translation

_TURN = text("SELECT pg_advisory_xact_lock(hashtext('forum.search'))")
_INTO_SQLITE = text(
    "INSERT INTO search_words (rowid, language, title, body)"
    " VALUES (:rowid, :language, :title, :body)"
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


async def sources(db: AsyncSession, subjects: Collection[str]) -> Mapping[PostId, Source | None]:
    """The posts that `subjects` (`post:12`, `topic:3`) are part of, as they stand.

    A topic's title belongs to its first post. Other kinds of subjects are left out. A post without
    a text, because it was deleted or never was, is `None`.
    """
    wanted = await _posts_of(db, subjects)
    found: dict[PostId, Source | None] = dict.fromkeys(wanted)
    query = (
        select(Post, Topic)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .where(col(Post.id).in_(wanted), Post.state != PostState.DELETED)
    )
    rows = (await db.exec(query)).all()
    first = [post.topic_id for post, _ in rows if post.number == 1]
    others = await _translations(db, [post for post, _ in rows])
    tags = await tags_of(db, first)
    for post, topic in rows:
        assert post.id is not None  # noqa: S101 (it was read)
        is_first = post.number == 1
        found[PostId(post.id)] = Source(
            post_id=PostId(post.id),
            language=post.language,
            original=Wording(topic.title if is_first else "", post.source),
            tags=tags[post.topic_id] if is_first else (),
            others=others[PostId(post.id)],
        )
    return found


async def _posts_of(db: AsyncSession, subjects: Collection[str]) -> list[PostId]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        kind, _, number = subject.partition(":")
        numbers[kind].append(int(number))
    found = {PostId(number) for number in numbers["post"]}
    if numbers["topic"]:
        query = select(Post.id).where(col(Post.topic_id).in_(numbers["topic"]), Post.number == 1)
        found |= {PostId(number) for number in await db.exec(query) if number is not None}
    return sorted(found)


async def _translations(
    db: AsyncSession, posts: Iterable[Post]
) -> Mapping[PostId, Mapping[str, Wording]]:
    """Translations that are of the text as it is now, with those of the title for first posts."""
    of = {f"post:{post.id}": PostId(post.id or 0) for post in posts}
    of |= {f"topic:{post.topic_id}": PostId(post.id or 0) for post in posts if post.number == 1}
    query = select(Translation).where(
        col(Translation.subject).in_(of), col(Translation.outdated_at).is_(None)
    )
    found: defaultdict[PostId, dict[str, Wording]] = defaultdict(dict)
    for row in await db.exec(query):
        wordings = found[of[row.subject]]
        known = wordings.get(row.language, Wording())
        is_title = row.subject.startswith("topic:")
        wordings[row.language] = Wording(
            row.text if is_title else known.title, known.text if is_title else row.text
        )
    return found


async def tags_of(db: AsyncSession, topics: Collection[TopicId]) -> Mapping[TopicId, Sequence[str]]:
    """The tags of topics, in order; none for those that have none."""
    query = select(TopicTag).where(col(TopicTag.topic_id).in_(topics)).order_by(col(TopicTag.tag))
    found: defaultdict[TopicId, list[str]] = defaultdict(list)
    for row in await db.exec(query):
        found[row.topic_id].append(row.tag)
    return found


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
    columns = [{"title": " ".join(one.title), "body": " ".join(one.body)} for one in documents]
    return _INTO_SQLITE, [row | more for row, more in zip(about, columns, strict=True)]
