"""Replies to one topic at the same time: one transaction, and an answer for each."""

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.db.unit import Unit
from forum.discussions import holding
from forum.discussions.rules import ParentElsewhere
from forum.discussions.schemas import PostDraft
from forum.discussions.tables import Post, Topic
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


async def _reply_all(
    runtime: Runtime, maria: Actor, topic: TopicId, drafts: list[PostDraft]
) -> tuple[list[Any], int]:
    """What became of each, and in how many transactions."""
    begun: set[int] = set()

    async def reply(draft: PostDraft) -> Any:
        async def act(unit: Unit) -> Any:
            begun.add(id(unit.db))
            return await holding.reply(unit, topic, draft)

        return await runtime.change(f"topic:{topic}", maria, act)

    found = await asyncio.gather(*map(reply, drafts), return_exceptions=True)
    return found, len(begun)


async def _stored(runtime: Runtime, topic: TopicId) -> tuple[list[tuple[int, str]], Topic]:
    async with runtime.database.reading() as db:
        query = select(Post.number, Post.source).where(Post.topic_id == topic, Post.number > 1)
        posts = [*(await db.exec(query.order_by(col(Post.number))))]
        return posts, (await db.exec(select(Topic).where(Topic.id == topic))).one()


async def _heard(runtime: Runtime, topic: TopicId) -> list[str]:
    """What the topic's channel says of posts, its first one among them."""
    page = await runtime.log.read(f"topic:{topic}", after=0)
    return [entry.data for entry in page.entries if '"post.added"' in entry.data]


def test_those_that_come_together_are_stored_together_one_by_one(
    client: Client, maria: Actor
) -> None:
    topic = client.do(factories.topic, maria)
    drafts = [PostDraft(body=f"reply {number}", language="cs") for number in range(5)]
    made, transactions = client.do(_reply_all, maria, topic, drafts)
    assert transactions == 1
    assert [one.number for one in made] == [2, 3, 4, 5, 6]
    posts, after = client.do(_stored, topic)
    assert posts == [(number + 2, f"reply {number}") for number in range(5)]
    assert (after.post_count, after.branches, after.people_count) == (6, 5, 1)
    assert after.languages.count("cs") == 1
    heard = client.do(_heard, topic)
    assert len(heard) == 6
    for one, entry in zip(made, heard[1:], strict=True):
        assert f'"id":{one.id},' in entry
        assert f'"number":{one.number}}}' in entry


def test_one_that_is_refused_keeps_no_other_from_being_stored(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria)
    drafts = [
        PostDraft(body="before"),
        PostDraft(body="refused", parent_id=PostId(999)),
        PostDraft(body="after"),
    ]
    (before, refused, after), _ = client.do(_reply_all, maria, topic, drafts)
    assert isinstance(refused, ParentElsewhere)
    assert [before.number, after.number] == [2, 3]
    posts, _ = client.do(_stored, topic)
    assert posts == [(2, "before"), (3, "after")]
    assert len(client.do(_heard, topic)) == 3


def test_a_reply_that_is_sent_again_is_answered_from_before(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria)
    headers = client.token(maria) | {"idempotency-key": "the same"}
    url = f"{API}/topics/{topic}/posts"
    first, again = (client.post(url, json={"body": "once"}, headers=headers) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    posts, _ = client.do(_stored, topic)
    assert posts == [(2, "once")]


def test_whatever_is_changed_is_stored_together_where_one_change_goes_at_a_time(
    client: Client, maria: Actor
) -> None:
    async def note(runtime: Runtime) -> int:
        begun = set[AsyncSession]()  # keeps them: another could be where one was that has gone

        async def act(unit: Unit) -> None:
            begun.add(unit.db)

        things = ("topic:1", "topic:2", runtime.only_line or "topic:3")
        await asyncio.gather(*(runtime.change(one, maria, act) for one in things))
        return len(begun) if runtime.database.is_serial else len(begun) - 2

    assert client.do(note) == 1
