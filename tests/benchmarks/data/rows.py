"""A forum of a given size as rows: pure, and the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from forum.accounts.tables import Member
from forum.core.ids import MemberId, PostId, SpaceId, TopicId
from forum.discussions.rules import child_path
from forum.discussions.tables import Post, Topic, TopicTag
from forum.spaces.tables import Space
from tests.benchmarks.data.texts import Text

Row = dict[str, Any]

SPACES, MEMBERS, LONG, SHORT = 8, 200, 1000, 20
"""How many spaces and members there are; posts of the first topic and of every other one."""
LONG_TOPIC, BUSY_SPACE = TopicId(1), "space-1"
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_TAGS = ("courses", "pedagogy", "accessibility", "funding", "research", "events", "credits")


def spaces(posts: int) -> list[Row]:
    """The spaces, with what they count."""
    counts = [0] * SPACES
    sizes = [0] * SPACES
    for topic, size in enumerate(sizes_of(posts), 1):
        counts[_space(topic) - 1] += 1
        sizes[_space(topic) - 1] += size
    return [
        Space(
            id=SpaceId(number),
            slug=f"space-{number}",
            name=f"Space {number}",
            language="en",
            place=number,
            topic_count=counts[number - 1],
            post_count=sizes[number - 1],
            created_at=_BEGAN,
        ).model_dump()
        for number in range(1, SPACES + 1)
    ]


def members() -> list[Row]:
    """The members, of whom the first reads English alone."""
    return [
        Member(
            id=MemberId(number),
            handle=f"member{number}",
            email=f"member{number}@example.org",
            email_key=f"member{number}@example.org",
            email_verified_at=_BEGAN,
            name=f"Member {number}",
            languages=["en"],
            created_at=_BEGAN,
        ).model_dump()
        for number in range(1, MEMBERS + 1)
    ]


def sizes_of(posts: int) -> list[int]:
    """How many posts each topic has, in the order of their ids."""
    return [LONG] + [SHORT] * ((posts - LONG) // SHORT)


def title(topic: int) -> str:
    """What a topic is about."""
    return f"What should be taught in course {topic}?"


@dataclass(frozen=True, slots=True)
class Thread:
    """One topic with its tags and posts."""

    topic: Row
    tags: Sequence[Row]
    posts: Sequence[Row]


def threads(posts: int, texts: Sequence[Text]) -> Iterator[Thread]:
    """Every topic; the first is the longest, and the latest to have had a reply comes last."""
    first = count(1)
    for number, size in enumerate(sizes_of(posts), 1):
        ids = [PostId(next(first)) for _ in range(size)]
        yield _thread(TopicId(number), ids, texts)


def _thread(number: TopicId, ids: Sequence[PostId], texts: Sequence[Text]) -> Thread:
    began = _BEGAN + timedelta(minutes=number)
    posts = [
        _post(number, ids, place, texts[(number * 7 + place.index) % len(texts)], began)
        for place in shape(len(ids))
    ]
    languages = list(dict.fromkeys(post["language"] for post in posts))
    topic = Topic(
        id=number,
        space_id=SpaceId(_space(number)),
        author_id=posts[0]["author_id"],
        title=title(number),
        language="en",
        created_at=began,
        last_post_at=posts[-1]["created_at"],
        last_number=len(ids),
        branches=sum(post["parent_id"] is None for post in posts[1:]),
        post_count=len(ids),
        people_count=len({post["author_id"] for post in posts}),
        languages=languages,
    )
    words = {_TAGS[number % len(_TAGS)], _TAGS[number * 3 % len(_TAGS)]}
    tags = [TopicTag(topic_id=number, tag=word).model_dump() for word in sorted(words)]
    return Thread(topic.model_dump(), tags, posts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one post of a thread hangs; `parent` is an index, `None` for the topic itself."""

    index: int
    parent: int | None
    path: bytes
    depth: int
    children: int = 0


@cache
def shape(size: int) -> Sequence[Place]:
    """A thread in which every fifth reply is to the topic and the others go on from the last."""
    places = [Place(0, None, b"", 0)]
    children = [0] * size
    branches = 0
    for index in range(1, size):
        before = places[-1]
        if index % 5 == 1:
            branches += 1
            places.append(Place(index, None, child_path(b"", branches), 0))
        else:
            children[before.index] += 1
            path = child_path(before.path, children[before.index])
            places.append(Place(index, before.index, path, before.depth + 1))
    return [
        Place(one.index, one.parent, one.path, one.depth, children[one.index]) for one in places
    ]


def _post(topic: TopicId, ids: Sequence[PostId], place: Place, text: Text, began: datetime) -> Row:
    return {
        **_blank_post(),
        "id": ids[place.index],
        "topic_id": topic,
        "parent_id": None if place.parent is None else ids[place.parent],
        "number": place.index + 1,
        "path": place.path,
        "depth": place.depth,
        "children": place.children,
        "author_id": (topic * 13 + place.index * 5) % MEMBERS + 1,
        "source": text.source,
        "html": text.html,
        "renderer": text.renderer,
        "language": text.language,
        "created_at": began + timedelta(seconds=place.index),
    }


@cache
def _blank_post() -> Row:
    """A post as far as its table fills it in itself."""
    post = Post(
        topic_id=TopicId(1),
        number=1,
        path=b"",
        author_id=MemberId(1),
        source="",
        html="",
        renderer=1,
        language="en",
        created_at=_BEGAN,
    )
    return post.model_dump()


def _space(topic: int) -> int:
    """The space of a topic, by its number; the first one has the longest topic."""
    return (topic - 1) % SPACES + 1
