"""How far texts are translated: what is counted for all is what one counts by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count as numbers
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.paging import Window
from forum.core.permissions import GRANTS, Grant, Permission, Role
from forum.discussions.rules import PostState, TopicState, child_path
from forum.discussions.tables import Post, Topic
from forum.live.chat.tables import ChatLine
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.states import SessionState
from forum.reviews import queries
from forum.reviews.jobs import count
from forum.reviews.queries import ProposalFilter
from forum.reviews.queries.originals import FINDERS
from forum.reviews.rules import AREAS, Count
from forum.roles import queries as roles
from forum.roles.tables import NamedRole, RoleGrant
from forum.runtime import Runtime
from forum.spaces.rules import Access
from forum.spaces.tables import Space
from forum.translations.rules import BY_PEOPLE, ProposalKind, Status
from forum.translations.tables import Translation, TranslationProposal
from tests import factories
from tests.factories import NOON
from tests.forum.reviews.conftest import Desk

LANGUAGES = ("en", "fr", "lo")
SLUGS = (f"counted-{number}" for number in numbers())


class Made(NamedTuple):
    """A translation of a text that is to be there."""

    language: str
    status: Status
    outdated: bool
    stale: bool
    locked: bool


class Written(NamedTuple):
    """A post that is to be there."""

    language: str
    state: PostState
    made: Mapping[str, Made]


class Thread(NamedTuple):
    """A topic that is to be there."""

    state: TopicState
    posts: Sequence[Written]


languages = st.sampled_from(LANGUAGES)
_made = st.builds(
    Made,
    languages,
    st.sampled_from([Status.MACHINE, Status.PARTIAL, *BY_PEOPLE]),
    *[st.booleans()] * 3,
)
_posts = st.builds(
    Written,
    languages,
    st.sampled_from(PostState),
    st.lists(_made).map(lambda every: {one.language: one for one in every}),
)
threads = st.lists(
    st.builds(Thread, st.sampled_from(TopicState), st.lists(_posts, min_size=1, max_size=5)),
    min_size=1,
    max_size=4,
)


async def fill(
    runtime: Runtime,
    slug: str,
    author: Actor,
    wanted: Sequence[Thread],
    access: Access = Access.PUBLIC,
) -> int:
    """Make a space with all that; gives its number."""
    async with runtime.unit(author) as unit:
        db, author_id = unit.db, author.require_member()
        space = Space(slug=slug, name=slug, language="en", created_at=NOON, access=access)
        db.add(space)
        await db.flush()
        for thread in wanted:
            topic = Topic(
                space_id=space.id,
                author_id=author_id,
                state=thread.state,
                title="Title",
                language="en",
                created_at=NOON,
                last_post_at=NOON,
            )
            db.add(topic)
            await db.flush()
            for number, one in enumerate(thread.posts, 1):
                post = Post(
                    topic_id=topic.id,
                    author_id=author_id,
                    state=one.state,
                    number=number,
                    path=child_path(b"", number),
                    created_at=NOON,
                    source="Text",
                    html="",
                    renderer=1,
                    language=one.language,
                )
                db.add(post)
                await db.flush()
                db.add_all(_row(post, made) for made in one.made.values())
    return space.id or 0


def _row(post: Post, made: Made) -> Translation:
    return Translation(
        subject=f"post:{post.id}",
        language=made.language,
        source=post.language,
        source_version=1,
        status=made.status,
        text="",
        html="",
        made_at=NOON,
        outdated_at=NOON if made.outdated else None,
        stale_at=NOON if made.stale else None,
        locked_at=NOON if made.locked else None,
    )


def by_hand(wanted: Sequence[Thread]) -> Mapping[str, Count]:
    """How far the posts are translated, by language."""
    shown = [
        post
        for thread in wanted
        for post in thread.posts
        if thread.state is not TopicState.HIDDEN and post.state is PostState.VISIBLE
    ]
    found = {}
    for language in LANGUAGES:
        others = [post for post in shown if post.language != language]
        made = [post.made[language] for post in others if language in post.made]
        old = [one for one in made if one.outdated or one.stale]
        good = [one for one in made if one.status in BY_PEOPLE and one not in old]
        if made:
            found[language] = Count(len(others), len(made), len(good), len(old))
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(threads)
def test_what_is_counted_is_what_one_counts_by_hand(desk: Desk, wanted: Sequence[Thread]) -> None:
    slug = next(SLUGS)

    async def counted(runtime: Runtime) -> Any:
        await fill(runtime, slug, desk.seng, wanted)
        await count(runtime, {})
        async with runtime.database.reading() as db:
            return await queries.coverage(db, desk.olga, slug)

    found = {one.language: one.areas["posts"] for one in desk.client.do(counted)}
    assert found == by_hand(wanted)


async def propose(runtime: Runtime, author: Actor, space: int) -> None:
    """Let a proposal wait about the space's name, each title and, into each language, each post."""
    async with runtime.unit(author) as unit:
        named = {f"space_name:{space}": "fr"}
        for topic in await unit.db.exec(select(Topic.id).where(Topic.space_id == space)):
            named |= {f"topic:{topic}": "fr", f"tags:{topic}": "lo"}
        rows = select(Translation).where(col(Translation.subject).startswith("post:"))
        posts = select(Post.id).join(Topic, col(Topic.id) == Post.topic_id)
        there = {f"post:{one}" for one in await unit.db.exec(posts.where(Topic.space_id == space))}
        made = [(one.subject, one.language) for one in await unit.db.exec(rows)]
        unit.db.add_all(
            TranslationProposal(
                subject=name,
                number=int(name.partition(":")[2]),
                kind=ProposalKind.TEXT,
                language=language,
                version=1,
                text="Texte",
                author_id=author.require_member(),
                made_at=NOON,
            )
            for name, language in [*named.items(), *(one for one in made if one[0] in there)]
        )


async def listed(db: AsyncSession, who: Actor) -> Mapping[str, int]:
    """How many proposals wait in all pages of the list, by language."""
    found: Counter[str] = Counter()
    window = Window(100)
    while True:
        page = await queries.proposals(db, who, ProposalFilter(), window)
        found.update(one.language for one in page.items)
        if page.next is None:
            return found
        window = Window(100, after=page.next)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(threads, st.sampled_from(Access))
def test_of_what_waits_everybody_is_told_as_much_as_they_are_shown(
    desk: Desk, wanted: Sequence[Thread], access: Access
) -> None:
    reviews = {Permission.TRANSLATION_REVIEW}

    async def check(runtime: Runtime) -> None:
        space = await fill(runtime, next(SLUGS), desk.seng, wanted, access)
        await propose(runtime, desk.anouk, space)
        grants = [
            *(Grant.of(reviews, *place) for place in [(None, ""), (None, "fr"), (space, "lo")]),
            Grant.of(GRANTS[Role.MODERATOR], space, ""),
            Grant.of(GRANTS[Role.MODERATOR], None, "lo"),
        ]
        reviewers = [replace(desk.remy, grants=(one,)) for one in grants]
        async with runtime.database.reading() as db:
            for who in (desk.olga, replace(desk.remy, grants=()), *reviewers):
                assert dict(await queries.waiting(db, who)) == await listed(db, who)

    desk.client.do(check)


def test_every_kind_of_text_that_is_corrected_is_in_one_area() -> None:
    assert sorted(kind for area in AREAS.values() for kind in area) == sorted(FINDERS)


@pytest.fixture(scope="module")
def steward(desk: Desk) -> Actor:
    """Looks after the glossary, by a role made for that, and moderates nothing."""
    gerda = desk.client.member("gerda", languages=["fr"])

    async def let(runtime: Runtime) -> None:
        async with runtime.unit(factories.ADMIN) as unit:
            permissions = [Permission.GLOSSARY_MANAGE.value]
            row = NamedRole(word="words", name="Words", permissions=permissions, made_at=NOON)
            await roles.add_role(unit.db, row)
            grant = RoleGrant(member_id=gerda.require_member(), role="words", granted_at=NOON)
            await roles.add_grant(unit.db, grant)

    desk.client.do(let)
    return gerda


def said(desk: Desk, space_id: int, **more: Any) -> None:
    """A line of chat with a French translation, in a session of a space."""

    async def say(runtime: Runtime) -> None:
        session_id = await factories.live_session(runtime, desk.seng, space_id=space_id, **more)
        async with runtime.unit(desk.seng) as unit:
            values = {"session_id": session_id, "author_id": desk.seng.member_id}
            line = ChatLine(**values, language="lo", text="ສະບາຍດີ", said_at=NOON)
            unit.db.add(line)
            await unit.db.flush()
            made = Made("fr", Status.MACHINE, outdated=False, stale=False, locked=False)
            row = _row(Post(id=line.id, language="lo"), made)
            row.subject = f"chat:{line.id}"
            unit.db.add(row)

    desk.client.do(say)


def test_nobody_is_told_how_much_there_is_where_they_do_not_enter(
    desk: Desk, steward: Actor
) -> None:
    opened, closed = ("opened", Access.PUBLIC), ("shut", Access.PRIVATE)
    for slug, access in (opened, closed):
        desk.client.do(factories.space, slug, language="lo", access=access)
        number = desk.ask(desk.olga, "GET", f"/spaces/{slug}").json()["id"]
        said(desk, number, access=SessionAccess.MEMBERS)
        said(desk, number, access=SessionAccess.ACCREDITED)
        said(desk, number, state=SessionState.DRAFT)

    def french(who: Actor) -> dict[str, int]:
        rows = [one for one in desk.covered(who) if one["language"] == "fr"]
        return {
            one["space"]: one["areas"]["sessions"]["translated"]
            for one in rows
            if one["space"] in ("opened", "shut")
        }

    assert french(desk.olga) == {"opened": 2, "shut": 2}
    assert french(steward) == {"opened": 1}


def test_it_is_said_as_of_when_was_counted(desk: Desk) -> None:
    desk.put(desk.post(), "Un.")
    assert desk.covered()
    found = desk.ask(desk.olga, "GET", "/admin/translations/coverage").json()
    assert found["counted_at"] is not None
    desk.client.sign_in(desk.olga)
    assert "As of " in desk.client.get("/moderation/translations").text
