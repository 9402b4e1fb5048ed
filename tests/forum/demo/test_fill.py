"""The demonstration in each kind of database."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from forum.accounts.credentials import proven
from forum.accounts.identity import actor_for
from forum.accounts.schemas import Credentials
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.paging import Window
from forum.core.permissions import Role
from forum.demo import queries
from forum.demo.declaration import TARGETS, read_texts
from forum.demo.fill import NotEmpty, fill
from forum.demo.meetings import set_up
from forum.demo.people import ADMINISTRATOR, EVERYBODY, PASSWORD
from forum.discussions import queries as discussions
from forum.discussions.queries import TopicFilter
from forum.discussions.reading import Wanted, topic_view
from forum.discussions.rules import TopicState
from forum.discussions.tables import Post, Topic
from forum.moderation.tables import AuditEntry, Flag
from forum.runtime import Runtime
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from forum.translations import queries as translations
from i18n.translate.memory import segment_key
from tests.factories import prepared
from tests.forum.demo.short import filled_with, opened, script
from tests.services.databases import Databases


def filled(url: str) -> None:
    """Used as a template, so that the tests share the work."""
    filled_with(script(), url, sessions=False)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(filled) as found:
        yield found


@pytest.fixture
async def runtime(url: str, tmp_path: Path) -> AsyncIterator[Runtime]:
    async with opened(url, tmp_path) as found:
        yield found


async def signed_in(runtime: Runtime, email: str) -> Actor:
    return actor_for(await proven(runtime, Credentials(email=email, password=PASSWORD)))


async def test_everybody_can_sign_in_with_the_password_that_is_told(runtime: Runtime) -> None:
    found = [await signed_in(runtime, person.email) for person in EVERYBODY[:3]]
    assert [actor.role for actor in found] == [Role.ADMIN, Role.MODERATOR, Role.MEMBER]
    assert found[2].handle == "elena"
    assert (found[2].reads, found[2].locale) == (("bg", "en", "ru"), "bg")
    assert found[2].zone == "Europe/Sofia"


async def test_without_its_sessions_it_was_broken_off_and_is_made_whole(runtime: Runtime) -> None:
    async with runtime.database.reading() as db:
        assert not await queries.is_finished(db)
    await set_up(runtime)
    async with runtime.database.reading() as db:
        assert await queries.is_finished(db)


async def test_another_site_has_nothing_to_finish(runtime: Runtime) -> None:
    async with runtime.unit(Actor()) as unit:
        (administrator,) = await unit.db.exec(
            select(Member).where(Member.handle == ADMINISTRATOR.handle)
        )
        administrator.handle = "somebody-else"
    async with runtime.database.reading() as db:
        assert await queries.is_finished(db)


async def test_spaces_count_what_is_in_them(runtime: Runtime) -> None:
    told = script()
    async with runtime.database.reading() as db:
        found = {space.slug: space for space in await db.exec(select(Space))}
    for space in told.spaces:
        topics = [topic for topic in told.topics if topic.space == space.slug]
        assert found[space.slug].topic_count == len(topics)
        assert found[space.slug].post_count == sum(len(topic.posts) for topic in topics)


async def test_visitors_see_the_public_spaces_and_a_member_what_is_theirs(
    runtime: Runtime,
) -> None:
    seen = {}
    who = [Actor(), await signed_in(runtime, "elena@example.org")]
    who.append(await signed_in(runtime, "camille@example.org"))
    async with runtime.database.reading() as db:
        for number, actor in enumerate(who):
            seen[number] = [space.slug for space in await spaces.spaces(db, actor)]
    assert seen[0] == ["open-courses", "declaration"]
    assert seen[1] == [*seen[0], "network"]
    assert seen[2] == [*seen[1], "translators"]


@pytest.mark.parametrize("language", TARGETS)
async def test_the_declaration_can_be_read_without_an_engine(
    runtime: Runtime, language: str
) -> None:
    wanted = Wanted(window=Window(100), language=language)
    async with runtime.database.reading() as db:
        found = (await db.exec(select(Topic).where(col(Topic.title).contains(" · ")))).all()
        assert len(found) == 3
        for topic in found:
            assert topic.id is not None
            view = await topic_view(db, Actor(), topic.id, wanted)
            if topic.language != language:
                assert view.topic.translated_title is not None
                assert " · " in view.topic.translated_title.text
            others = [post for post in view.posts.items if post.language not in (language, "mn")]
            assert len(others) >= 10
            for post in others:
                assert post.translation is not None
                assert post.translation.status == "human"
                assert post.translation.reviewer


async def test_the_memory_knows_the_paragraphs(runtime: Runtime) -> None:
    texts = read_texts()
    own, other = texts["fil"]["articles"][2], texts["fr"]["articles"][2]
    key = segment_key(own["paragraphs"][0])
    async with runtime.database.reading() as db:
        [(_, unit)] = await translations.find_units(db, [""], [key], ["fil"], ["fr"])
    assert (unit.text, unit.origin) == (other["paragraphs"][0], "human")


async def test_what_a_private_space_says_is_remembered_there_alone(runtime: Runtime) -> None:
    key = segment_key("中文常用“慕课”。")
    async with runtime.database.reading() as db:
        place = (await db.exec(select(Space.id).where(Space.slug == "translators"))).one()
        assert not await translations.find_units(db, [""], [key], ["zh-Hans"], ["en"])
        assert await translations.find_units(db, [f"space:{place}"], [key], ["zh-Hans"], ["en"])


async def test_posts_are_spread_over_the_past_weeks(runtime: Runtime) -> None:
    async with runtime.database.reading() as db:
        times = list(await db.exec(select(Post.created_at).order_by(col(Post.id))))
    assert times == sorted(times)
    assert times[-1] - times[0] > timedelta(days=40)
    assert times[-1] < runtime.clock()


async def test_threads_are_several_posts_deep(runtime: Runtime) -> None:
    async with runtime.database.reading() as db:
        assert (await db.exec(select(func.max(Post.depth)))).one() >= 10
        nested = (await db.exec(select(func.count()).where(col(Post.depth) > 0))).one()
    assert nested >= 40


async def test_a_topic_is_pinned_and_another_locked_on_record(runtime: Runtime) -> None:
    async with runtime.database.reading() as db:
        listed = await discussions.topics_page(
            db, Actor(), TopicFilter(space="open-courses"), Window()
        )
        locked = (await db.exec(select(Topic).where(Topic.state == TopicState.LOCKED))).all()
        acts = list(await db.exec(select(AuditEntry.act).order_by(col(AuditEntry.act))))
    assert listed.items[0].pinned
    assert not listed.items[1].pinned
    assert len(locked) == 1
    assert acts == ["lock_topic", "pin_topic"]


async def test_flags_wait_for_the_moderator(runtime: Runtime) -> None:
    async with runtime.database.reading() as db:
        flags = (await db.exec(select(Flag))).all()
    assert len(flags) >= 3
    assert all(flag.resolved_at is None for flag in flags)
    assert {str(flag.reason) for flag in flags} == {"spam", "off_topic"}


async def test_a_filled_database_is_left_as_it_is(runtime: Runtime) -> None:
    async with runtime.database.reading() as db:
        before = (await db.exec(select(func.count()).select_from(Post))).one()
    with pytest.raises(NotEmpty):
        await fill(runtime, script(), lambda _done: None)
    async with runtime.database.reading() as db:
        assert (await db.exec(select(func.count()).select_from(Post))).one() == before


class Broken(Exception):
    pass


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    with databases.fresh(prepared) as found:
        yield found


async def test_half_a_demonstration_is_none(empty_url: str, tmp_path: Path) -> None:
    def fail(done: int) -> None:
        if done == 20:
            raise Broken

    async with opened(empty_url, tmp_path) as runtime:
        with pytest.raises(Broken):
            await fill(runtime, script(), fail)
        async with runtime.database.reading() as db:
            assert (await db.exec(select(func.count()).select_from(Post))).one() == 0
