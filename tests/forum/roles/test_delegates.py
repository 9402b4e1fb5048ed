"""Members who look after a space or a language: what they see and do there, and nowhere else."""

from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.ids import PostId, SpaceId, TopicId
from forum.core.paging import Window
from forum.core.permissions import Role
from forum.discussions import actions, queries
from forum.discussions.schemas import PostDraft
from forum.roles import queries as roles
from forum.roles.tables import RoleGrant
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

THAI = "บทเรียนออนไลน์เปิดสำหรับทุกคนในหมู่บ้านของเรา"


@dataclass
class Delegation:
    """Two topics in two spaces, each with a Thai and an English reply; `somchai` is a member."""

    client: Client
    somchai: Actor
    olga: Actor
    topics: dict[str, TopicId]
    posts: dict[str, PostId]

    def give(self, role: str, space: str = "", language: str = "") -> None:
        """Have `somchai` look after a place."""

        async def give(runtime: Runtime) -> None:
            async with runtime.unit(self.olga) as unit:
                row = RoleGrant(
                    member_id=self.somchai.require_member(),
                    role=role,
                    language=language,
                    granted_at=unit.now,
                )
                if space:
                    topic = await queries.topic(unit.db, self.olga, self.topics[space])
                    row.space_id, row.place = SpaceId(topic.space.id), topic.space.id
                await roles.add_grant(unit.db, row)

        self.client.do(give)

    def act(self, name: str, target: str, who: Actor | None = None) -> Response:
        body = {"act": name, "target": target, "reason": "It sells watches."}
        headers = self.client.token(who or self.somchai)
        return self.client.post(f"{API}/admin/actions", json=body, headers=headers)

    def get(self, path: str) -> Any:
        return self.client.get(f"{API}/{path}", headers=self.client.token(self.somchai))

    def texts(self, space: str) -> list[str]:
        """What `somchai` reads of a topic by API."""
        found = self.get(f"topics/{self.topics[space]}/posts").json()["items"]
        return [post["language"] for post in found if post["body"]["source"]]


@pytest.fixture
def forum(client: Client) -> Delegation:
    maria, olga = client.member("maria"), client.member("olga", Role.MODERATOR)
    somchai = client.member("somchai", languages=["th"])
    topics: dict[str, TopicId] = {}
    posts: dict[str, PostId] = {}
    for slug in ("open", "closed"):
        client.do(factories.space, slug, access="private" if slug == "closed" else "public")
        topics[slug] = client.do(factories.topic, olga, slug)

        async def reply(runtime: Runtime, body: str, language: str, slug: str = slug) -> PostId:
            async with runtime.unit(olga) as unit:
                draft = PostDraft(body=body, language=language)
                return (await actions.reply(unit, topics[slug], draft)).id

        posts[f"{slug} th"] = client.do(reply, THAI, "th")
        posts[f"{slug} en"] = client.do(reply, "Cheap watches!", "en")
    assert maria.member_id is not None
    return Delegation(client, somchai, olga, topics, posts)


def hide(forum: Delegation, name: str) -> None:
    assert forum.act("hide_post", f"post:{forum.posts[name]}", forum.olga).status_code == 200


def test_who_looks_after_a_space_acts_in_it_and_nowhere_else(forum: Delegation) -> None:
    forum.give("moderator", "open")
    mine, other = (f"topic:{forum.topics[slug]}" for slug in ("open", "closed"))
    assert forum.act("lock_topic", mine).status_code == 200
    assert forum.act("lock_topic", other).status_code == 404  # it is private, and not seen
    assert forum.act("hide_post", f"post:{forum.posts['open en']}").status_code == 200
    assert forum.get("admin/audit").status_code == 403


def test_who_looks_after_a_private_space_sees_it_without_belonging_to_it(
    forum: Delegation,
) -> None:
    assert forum.get(f"topics/{forum.topics['closed']}").status_code == 404
    forum.give("moderator", "closed")
    assert forum.get(f"topics/{forum.topics['closed']}").status_code == 200
    assert [one["slug"] for one in forum.get("spaces").json()["items"]] == ["open", "closed"]
    forum.client.sign_in(forum.somchai)
    assert (
        f"/p/{forum.posts['closed en']}/moderate"
        in forum.client.get(f"/t/{forum.topics['closed']}", follow_redirects=True).text
    )


def test_who_looks_after_a_language_acts_on_its_texts_only(forum: Delegation) -> None:
    forum.give("moderator", language="th")
    assert forum.act("hide_post", f"post:{forum.posts['open th']}").status_code == 200
    assert forum.act("hide_post", f"post:{forum.posts['open en']}").status_code == 403
    assert forum.act("hide_post", f"post:{forum.posts['closed th']}").status_code == 404


def test_hidden_texts_are_read_where_they_are_looked_after(forum: Delegation) -> None:
    hide(forum, "open th")
    hide(forum, "open en")
    assert forum.texts("open") == ["en"]  # the first post alone
    forum.give("moderator", language="th")
    assert forum.texts("open") == ["en", "th"]
    assert forum.get(f"posts/{forum.posts['open th']}").status_code == 200
    assert forum.get(f"posts/{forum.posts['open en']}").status_code == 404
    forum.give("moderator", "open")
    assert forum.texts("open") == ["en", "th", "en"]


def test_pages_show_the_same_and_no_other_member_gets_them(forum: Delegation) -> None:
    hide(forum, "open en")
    forum.give("moderator", "open")
    address = f"/t/{forum.topics['open']}"
    forum.client.sign_in(forum.somchai)
    assert "It sells watches." in forum.client.get(address, follow_redirects=True).text
    assert "/moderation" in forum.client.get(address, follow_redirects=True).text
    forum.client.sign_in(forum.client.member("linh"))
    assert "It sells watches." not in forum.client.get(address, follow_redirects=True).text
    forum.client.cookies.clear()
    assert "It sells watches." not in forum.client.get(address, follow_redirects=True).text


def test_the_queue_holds_what_is_looked_after(forum: Delegation) -> None:
    linh = forum.client.member("linh")
    for name in ("open th", "open en"):
        url = f"{API}/posts/{forum.posts[name]}/flags"
        body = {"reason": "spam"}
        assert (
            forum.client.post(url, json=body, headers=forum.client.token(linh)).status_code == 201
        )
    assert forum.get("admin/flags").status_code == 403
    forum.give("moderator", language="th")
    queue = forum.get("admin/flags").json()["items"]
    assert [case["post"]["id"] for case in queue] == [forum.posts["open th"]]
    assert queue[0]["post"]["body"]["source"]
    headers = forum.client.token(forum.somchai)
    url = f"{API}/admin/flags/{queue[0]['id']}/claim"
    assert forum.client.put(url, headers=headers).status_code == 200
    other = f"{API}/admin/flags/{queue[0]['id'] + 1}/claim"
    assert forum.client.put(other, headers=headers).status_code == 404


def test_may_i_and_which_ones_are_one_rule(forum: Delegation) -> None:
    """Every post, asked one by one and by the condition of queries."""
    for place in ({"space": "open"}, {"language": "th"}, {"space": "closed", "language": "th"}):
        forum.give("moderator", **place)
    for name in forum.posts:
        hide(forum, name)

    async def both(runtime: Runtime) -> tuple[set[PostId], set[PostId]]:
        async with runtime.database.reading() as db:
            grants = await roles.held_by(db, forum.somchai.require_member(), Role.MEMBER)
            who = Actor(forum.somchai.member_id, grants=tuple(one.grant for one in grants[1:]))
            listed: set[PostId] = set()
            for topic in forum.topics.values():
                place = await queries.topic_place(db, forum.olga, topic)
                page = await queries.posts_page(db, who.at(place.space), topic, "flat", Window())
                listed |= {post.id for post in page.items if post.body.source}
            asked = set()
            for post in forum.posts.values():
                where = await queries.post_place(db, forum.olga, post)
                if who.at(where.space).may("post:hide", where.language):  # type: ignore[arg-type]
                    asked.add(post)
            return listed & set(forum.posts.values()), asked

    listed, asked = forum.client.do(both)
    assert listed == asked
    assert len(asked) == 3


def test_a_role_of_ones_own_carries_what_it_names(forum: Delegation) -> None:
    async def make(runtime: Runtime) -> None:
        async with runtime.unit(forum.olga) as unit:
            row = roles.NamedRole(
                word="pins", name="Pins", permissions=["topic:moderate"], made_at=unit.now
            )
            await roles.add_role(unit.db, row)

    forum.client.do(make)
    forum.give("pins", "open")
    assert forum.act("pin_topic", f"topic:{forum.topics['open']}").status_code == 200
    assert forum.act("hide_post", f"post:{forum.posts['open en']}").status_code == 403


def test_nothing_is_moved_to_where_it_is_not_looked_after(forum: Delegation) -> None:
    forum.give("moderator", "open")
    forum.client.do(factories.space, "elsewhere")
    body = {"act": "move_topic", "target": f"topic:{forum.topics['open']}", "reason": "There."}
    headers = forum.client.token(forum.somchai)
    url = f"{API}/admin/actions"
    moved = forum.client.post(url, json=body | {"fields": {"space": "elsewhere"}}, headers=headers)
    assert moved.status_code == 403, moved.text
