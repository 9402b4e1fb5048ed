"""What becomes of a member who goes."""

from datetime import timedelta
from typing import Any

import pytest

from forum.accounts.rules import MemberState, Way
from forum.accounts.tables import Departure, Member
from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.db import holdings
from forum.discussions import actions, erasing
from forum.discussions.rules import TopicState
from forum.discussions.tables import Post, PostRevision, Topic
from forum.moderation.tables import AuditEntry
from forum.notifications.tables import Subscription
from forum.runtime import Runtime
from forum.uploads.tables import Upload
from i18n import catalogs
from tests import factories
from tests.client import API, Client
from tests.forum.privacy.working import WEEK, copy_of, leave, work
from tests.forum.uploads.sending import sent

Headers = dict[str, str]


def rows(client: Client, table: Any) -> list[Any]:
    return client.do(factories.rows, table)


def row_of(client: Client, who: Actor) -> Member:
    return next(one for one in rows(client, Member) if one.id == who.member_id)


@pytest.fixture
def topic(client: Client, maria: Actor) -> int:
    """A topic of Maria's with a reply of Jun's, to which Maria has answered."""
    found = client.do(factories.topic, maria, body="What does Maria know?")
    jun = client.token(client.member("jun"))
    reply = client.post(f"{API}/topics/{found}/posts", json={"body": "Ask @maria"}, headers=jun)
    answer = {"body": "Here I am", "parent_id": reply.json()["id"]}
    client.post(f"{API}/topics/{found}/posts", json=answer, headers=client.token(maria))
    return int(found)


@pytest.mark.parametrize("way", Way)
def test_nothing_is_left_that_says_who_it_was(
    client: Client, maria: Actor, topic: int, way: Way
) -> None:
    leave(client, maria, way)
    work(client, WEEK)
    row = row_of(client, maria)
    assert (row.name, row.email, row.bio, row.password_hash) == ("Former member", "", "", "")
    assert (row.state, row.handle) == (MemberState.DELETED, f"member-{row.id}")
    assert rows(client, Departure) == []
    assert [one for one in rows(client, Subscription) if one.member_id == maria.member_id] == []
    assert client.get("/m/maria").status_code == 404
    page = client.get(f"/t/{topic}", follow_redirects=True).text
    assert "maria@" not in page
    assert ">Maria<" not in page


def test_posts_stay_with_nobody_s_name(client: Client, maria: Actor, topic: int) -> None:
    leave(client, maria, Way.ANONYMISE)
    work(client, WEEK)
    posts = client.get(f"{API}/topics/{topic}/posts").json()["items"]
    assert [one["author"]["name"] for one in posts] == ["Former member", "Jun", "Former member"]
    assert "Here I am" in posts[2]["body"]["html"]
    assert "@maria" in posts[1]["body"]["html"]


def test_posts_go_and_others_keep_theirs(client: Client, maria: Actor, topic: int) -> None:
    change = {"body": "What else does Maria know?"}
    client.patch(f"{API}/posts/1", json=change, headers=client.token(maria))
    assert len(rows(client, PostRevision)) == 1
    leave(client, maria, Way.DELETE)
    work(client, WEEK)
    posts = client.get(f"{API}/topics/{topic}/posts").json()["items"]
    assert [(one["state"], one["body"]["source"]) for one in posts] == [
        ("deleted", ""),
        ("visible", "Ask @maria"),
    ]
    texts = [one.source for one in rows(client, Post) if one.author_id == maria.member_id]
    assert texts == ["", ""]
    assert rows(client, PostRevision) == []


def test_a_topic_in_which_nobody_else_wrote_goes_with_its_title(
    client: Client, maria: Actor, topic: int
) -> None:
    alone = client.do(factories.topic, maria, title="About me", tags=["me"])
    leave(client, maria, Way.DELETE)
    work(client, WEEK)
    assert client.get(f"{API}/topics/{alone}").status_code == 404
    assert client.get(f"{API}/topics/{topic}").json()["title"] == "Open courses"
    assert [one.title for one in rows(client, Topic)] == ["Open courses", "…"]


async def _lock(runtime: Runtime, who: Actor, topic: Any) -> None:
    async with runtime.unit(who) as unit:
        await actions.set_state(unit, topic, TopicState.LOCKED)


def test_texts_go_in_steps_from_wherever_they_stand(
    client: Client, maria: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "MOST", 2)
    client.do(factories.space, "closed", access="private")
    as_moderator = Actor(maria.member_id, role=Role.ADMIN)
    closed = client.do(factories.topic, as_moderator, "closed", replies=["1", "2", "3", "4"])
    client.do(_lock, as_moderator, closed)
    leave(client, maria, Way.DELETE)
    assert work(client, WEEK) >= 5
    assert {one.source for one in rows(client, Post)} == {""}
    assert row_of(client, maria).state == MemberState.DELETED


@pytest.mark.parametrize(("way", "kept"), [(Way.ANONYMISE, 1), (Way.DELETE, 0)])
def test_files_go_with_the_posts(client: Client, maria: Actor, way: Way, kept: int) -> None:
    made = sent(client, client.token(maria), b"minutes", "minutes.txt")
    client.do(factories.topic, maria, body=made["markdown"])
    leave(client, maria, way)
    work(client, WEEK)
    assert len(rows(client, Upload)) == kept
    assert client.get(made["url"]).status_code == (200 if kept else 404)


def test_a_copy_goes_with_its_bytes(client: Client, maria: Actor, tmp_path: Any) -> None:
    copy_of(client, client.token(maria))
    leave(client, maria, Way.ANONYMISE)
    work(client, WEEK)
    assert list((tmp_path / "uploads" / "exports").iterdir()) == []


def test_the_record_says_that_somebody_went_and_not_who(client: Client, maria: Actor) -> None:
    leave(client, maria, Way.DELETE)
    work(client, WEEK)
    (entry,) = rows(client, AuditEntry)
    assert (entry.act, entry.reason, entry.details) == ("erase_member", "", {"way": "delete"})
    boss = client.member("boss", Role.ADMIN)
    client.sign_in(boss)
    page = client.get("/moderation/audit").text
    assert "Left the forum" in page
    assert "maria" not in page.casefold()


def test_nothing_happens_before_the_week_is_over(client: Client, maria: Actor) -> None:
    leave(client, maria, Way.DELETE)
    client.do(factories.member, "jun")
    work(client, timedelta(days=6))
    assert row_of(client, maria).name == "Maria"
    assert [one.way for one in rows(client, Departure)] == [Way.DELETE]


async def _reopen(runtime: Runtime, who: Actor, *, departs: bool) -> None:
    async with runtime.unit(Actor()) as unit:
        row = await unit.db.get(Member, who.member_id)
        assert row is not None
        row.state = MemberState.ACTIVE
        if not departs:
            await unit.db.delete(await unit.db.get(Departure, who.member_id))


@pytest.mark.parametrize("departs", [True, False])
def test_who_has_come_back_is_let_be(client: Client, maria: Actor, departs: bool) -> None:
    leave(client, maria, Way.DELETE)
    client.do(_reopen, maria, departs=departs)
    work(client, WEEK)
    assert row_of(client, maria).name == "Maria"
    assert rows(client, Departure) == []


def test_pages_that_were_kept_show_no_name_any_more(
    client: Client, maria: Actor, topic: int
) -> None:
    address = f"/t/{topic}"
    assert ">Maria<" in client.get(address, follow_redirects=True).text
    leave(client, maria, Way.ANONYMISE)
    work(client, WEEK)
    assert ">Maria<" not in client.get(address, follow_redirects=True).text
    assert "Former member" in client.get(address, follow_redirects=True).text


def test_pages_translate_the_word_for_those_who_have_gone(
    client: Client, maria: Actor, topic: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(client, maria, Way.ANONYMISE)
    work(client, WEEK)
    words = {"Former member": "Ancien membre"}
    monkeypatch.setattr(catalogs, "gettext", lambda text, _locale: words.get(text, text))
    page = client.get(f"/t/{topic}?ui=fr", follow_redirects=True).text
    assert "<bdi>Ancien membre</bdi>" in page
    assert "<bdi>Former member</bdi>" not in page


def test_open_connections_are_ended(
    client: Client, maria: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []

    async def disconnect(_hub: object, member: str) -> None:
        ended.append(member)

    monkeypatch.setattr(type(client.runtime.hub), "disconnect", disconnect)
    leave(client, maria, Way.ANONYMISE)
    assert ended == [str(maria.member_id)]


def test_many_rows_go_some_at_a_time(
    client: Client, maria: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "BATCH", 1)
    hers = client.token(maria)
    for name in "abc":
        sent(client, hers, name.encode(), f"{name}.txt")
    assert len(rows(client, Upload)) == 3
    leave(client, maria, Way.DELETE)
    work(client, WEEK)
    assert rows(client, Upload) == []
    assert row_of(client, maria).state == MemberState.DELETED
