"""From which countries a topic was written, as its page and programs say."""

import pytest

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.schemas import PostDraft
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client


@pytest.fixture
def topic(client: Client) -> TopicId:
    client.do(factories.space)
    return client.do(factories.topic, client.member("malee", partner="TH"), replies=["More"])


async def reply(runtime: Runtime, who: Actor, topic: TopicId) -> PostId:
    async with runtime.unit(who) as unit:
        return (await actions.reply(unit, topic, PostDraft(body="I agree"))).id


async def moderate(runtime: Runtime, who: Actor, post: PostId, *, hidden: bool) -> None:
    async with runtime.unit(who) as unit:
        if hidden:
            await actions.hide_post(unit, post, "off topic")
        else:
            await actions.restore_post(unit, post)


def shown(client: Client, topic: TopicId) -> list[str]:
    """What programs are told, which the page has to agree with."""
    found: list[str] = client.get(f"{API}/topics/{topic}").json()["countries"]
    words = f"{len(found)} country" if len(found) == 1 else f"{len(found)} countries"
    assert f"<span>{words}</span>" in client.get(f"/t/{topic}/open-courses").text
    return found


def test_countries_follow_what_can_be_read(client: Client, topic: TopicId) -> None:
    jonas = client.member("jonas", partner="DE")
    assert shown(client, topic) == ["TH"]
    post = client.do(reply, jonas, topic)
    client.do(reply, client.member("eva", partner="DE"), topic)
    assert shown(client, topic) == ["TH", "DE"]
    last = client.do(reply, client.member("marie", partner="FR"), topic)
    assert shown(client, topic) == ["TH", "DE", "FR"]
    client.delete(f"{API}/posts/{post}", headers=client.token(jonas))
    assert shown(client, topic) == ["TH", "DE", "FR"]
    moderator = client.member("mod", Role.MODERATOR)
    client.do(moderate, moderator, last, hidden=True)
    assert shown(client, topic) == ["TH", "DE"]
    client.do(moderate, moderator, last, hidden=False)
    assert shown(client, topic) == ["TH", "DE", "FR"]


def test_countries_follow_members_who_move(client: Client, topic: TopicId) -> None:
    jonas = client.member("jonas", partner="DE")
    client.do(reply, jonas, topic)
    assert shown(client, topic) == ["TH", "DE"]
    moved = client.patch(f"{API}/me", json={"country": "FR"}, headers=client.token(jonas))
    assert moved.status_code == 200, moved.text
    assert shown(client, topic) == ["TH", "FR"]


def test_organisations_and_those_who_name_none_are_no_countries(
    client: Client, topic: TopicId
) -> None:
    for handle, partner in (("union", "EU"), ("asean", "XN"), ("nobody", "")):
        client.do(reply, client.member(handle, partner=partner), topic)
    assert shown(client, topic) == ["TH"]
