"""Who is told of what, on each database."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from forum.accounts.rules import MemberState
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import PostId
from forum.core.permissions import Role
from forum.db.unit import Later
from forum.discussions import actions as discussions
from forum.discussions.events import POST_ADDED
from forum.jobs.queries import add
from forum.moderation.actions import carry_out
from forum.moderation.acts import make
from forum.notifications import rules
from forum.notifications.rules import NotificationLevel
from tests import factories
from tests.forum.notifications.stage import Stage


async def test_who_started_a_topic_is_told_of_replies_and_others_are_not(stage: Stage) -> None:
    maria, linh, olga = [await stage.member(one) for one in ("maria", "linh", "olga")]
    topic = await stage.topic(maria)
    post = await stage.reply(linh, topic)
    await stage.work()
    (told,) = await stage.told(maria)
    assert (told.kind, told.post_id, told.topic.id) == ("reply", post, topic)
    assert told.member is not None
    assert told.member.handle == "linh"
    assert await stage.kinds(linh) == await stage.kinds(olga) == []


async def test_an_answer_to_a_post_tells_its_author_and_the_topics_author_as_watcher(
    stage: Stage,
) -> None:
    maria, linh, olga = [await stage.member(one) for one in ("maria", "linh", "olga")]
    topic = await stage.topic(maria)
    post = await stage.reply(linh, topic)
    await stage.reply(olga, topic, parent=post)
    await stage.work()
    assert await stage.kinds(linh) == ["reply"]
    assert await stage.kinds(maria) == ["post", "reply"]


async def test_of_several_reasons_the_strongest_counts_and_there_is_one_notification(
    stage: Stage,
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await stage.follow(maria, topic, NotificationLevel.WATCH)
    first = await stage.first_post(topic)
    await stage.reply(linh, topic, f"@maria look:\n\n> [said](/p/{first})", parent=first)
    await stage.work()
    assert await stage.kinds(maria) == ["mention"]


async def test_who_is_quoted_is_told_whether_the_link_names_the_site_or_not(stage: Stage) -> None:
    maria, linh, olga = [await stage.member(one) for one in ("maria", "linh", "olga")]
    topic = await stage.topic(maria)
    post = await stage.reply(olga, topic)
    for link in (f"/p/{post}", f"{stage.runtime.settings.public_url}/p/{post}"):
        await stage.reply(linh, topic, f"> [olga]({link}) said so\n\nIndeed.")
    await stage.work()
    assert await stage.kinds(olga) == ["quote", "quote"]


async def test_nobody_is_told_of_what_they_wrote_themselves(stage: Stage) -> None:
    maria = await stage.member("maria")
    topic = await stage.topic(maria)
    await stage.follow(maria, topic, NotificationLevel.WATCH)
    await stage.reply(maria, topic, "@maria talks to herself")
    await stage.work()
    assert await stage.told(maria) == ()


@pytest.mark.parametrize(
    "level", [NotificationLevel.MUTE, NotificationLevel.FOLLOW, NotificationLevel.WATCH]
)
async def test_a_topics_level_says_what_is_heard_of_it(
    stage: Stage, level: NotificationLevel
) -> None:
    maria, linh, olga = [await stage.member(one) for one in ("maria", "linh", "olga")]
    topic = await stage.topic(maria)
    await stage.follow(olga, topic, level)
    await stage.reply(linh, topic, "News.")
    await stage.reply(linh, topic, "For @olga.")
    await stage.work()
    expected = {
        NotificationLevel.MUTE: [],
        NotificationLevel.FOLLOW: ["mention"],
        NotificationLevel.WATCH: ["mention", "post"],
    }
    assert await stage.kinds(olga) == expected[level]


async def test_new_topics_of_watched_spaces_and_tags_are_told(stage: Stage) -> None:
    maria, linh, olga = [await stage.member(one) for one in ("maria", "linh", "olga")]
    await stage.follow_space(linh, NotificationLevel.WATCH)
    await stage.follow_tag(olga, "water", NotificationLevel.WATCH)
    await stage.topic(maria, tags=["water"])
    await stage.topic(maria, tags=["air"])
    await stage.work()
    assert await stage.kinds(linh) == ["topic", "topic"]
    assert await stage.kinds(olga) == ["topic"]


async def test_who_may_not_see_a_space_is_told_nothing_of_it(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    olga = await stage.member("olga", role=Role.MODERATOR)
    await factories.space(stage.runtime, "closed", access="private")
    topic = await stage.topic(olga, slug="closed")
    await stage.reply(olga, topic, "@maria @linh")
    async with stage.runtime.unit(SYSTEM) as unit:
        for actor in (maria,):
            await (await unit.db.connection()).execute(
                text("INSERT INTO space_member (space_id, member_id, added_at) VALUES (2, :m, :t)"),
                {"m": actor.member_id, "t": stage.clock()},
            )
    await stage.work()
    assert await stage.kinds(maria) == ["mention"]
    async with stage.runtime.unit(SYSTEM) as unit:
        await (await unit.db.connection()).execute(text("DELETE FROM space_member"))
    assert await stage.kinds(maria) == []
    assert await stage.unread(maria) == 0
    assert await stage.kinds(linh) == []


async def test_a_moderator_is_told_of_private_spaces_without_belonging_to_them(
    stage: Stage,
) -> None:
    olga = await stage.member("olga", role=Role.MODERATOR)
    ada = await stage.member("ada", role=Role.ADMIN)
    await factories.space(stage.runtime, "closed", access="private")
    topic = await stage.topic(ada, slug="closed")
    await stage.reply(ada, topic, "@olga")
    await stage.work()
    assert await stage.kinds(olga) == ["mention"]


@pytest.mark.parametrize("more", [{"state": MemberState.SUSPENDED}, {"state": MemberState.DELETED}])
async def test_who_cannot_use_the_account_is_told_nothing(
    stage: Stage, more: dict[str, str]
) -> None:
    maria, olga = await stage.member("maria"), await stage.member("olga", **more)
    await stage.reply(maria, await stage.topic(maria), "@olga")
    await stage.mail()
    assert await stage.told(olga) == ()
    assert stage.box.mails == []


async def test_a_job_that_is_done_twice_tells_once(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    post = await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    async with stage.runtime.unit(SYSTEM) as unit:
        unit.later(POST_ADDED, post_id=post)
    assert await stage.work() == 1
    assert await stage.kinds(maria) == ["reply"]
    await stage.mail()
    assert len(stage.box.mails) == 1


async def test_watchers_beyond_one_batch_are_all_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BATCH", 3)
    maria = await stage.member("maria")
    crowd = [await stage.member(f"watcher-{n}") for n in range(10)]
    topic = await stage.topic(maria)
    for one in crowd:
        await stage.follow(one, topic, NotificationLevel.WATCH)
    await stage.reply(maria, topic)
    await stage.work()
    assert [await stage.kinds(one) for one in crowd] == [["post"]] * 10


async def test_only_the_first_fifty_named_are_told(stage: Stage) -> None:
    maria = await stage.member("maria")
    crowd = [await stage.member(f"guest-{n}") for n in range(rules.MOST_NAMED + 2)]
    body = " ".join([f"@guest-{n}" for n in range(rules.MOST_NAMED + 2)] + ["@nobody"] * 500)
    await stage.reply(maria, await stage.topic(maria), body)
    await stage.work()
    told = [await stage.kinds(one) for one in crowd]
    assert told == [["mention"]] * rules.MOST_NAMED + [[], []]


async def test_old_news_is_told_to_nobody(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await stage.reply(linh, await stage.topic(maria))
    stage.clock.now += rules.STALE + timedelta(minutes=1)
    await stage.work()
    assert await stage.told(maria) == ()


async def test_a_post_that_is_hidden_takes_its_notifications_along_and_brings_them_back(
    stage: Stage,
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    olga = await stage.member("olga", role=Role.MODERATOR)
    post = await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    await _act(stage, olga, "hide_post", f"post:{post}")
    assert await stage.kinds(maria) == []
    assert await stage.unread(maria) == 0
    await _act(stage, olga, "restore_post", f"post:{post}")
    assert await stage.kinds(maria) == ["reply"]


async def test_an_author_is_told_that_a_post_was_hidden_and_why(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    olga = await stage.member("olga", role=Role.MODERATOR)
    post = await stage.reply(linh, await stage.topic(maria))
    await _act(stage, olga, "hide_post", f"post:{post}")
    (told,) = await stage.told(linh)
    assert (told.kind, told.reason, told.member) == ("post_hidden", "It sells watches.", None)
    await _act(stage, olga, "restore_post", f"post:{post}")
    assert await stage.kinds(linh) == ["post_restored", "post_hidden"]


async def test_a_moderator_who_hides_a_post_of_their_own_is_not_told(stage: Stage) -> None:
    olga = await stage.member("olga", role=Role.MODERATOR)
    post = await stage.reply(olga, await stage.topic(olga))
    await _act(stage, olga, "hide_post", f"post:{post}")
    assert await stage.told(olga) == ()


async def test_a_hidden_topic_and_a_deleted_post_are_out_of_sight(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    olga = await stage.member("olga", role=Role.MODERATOR)
    topic = await stage.topic(maria)
    post = await stage.reply(linh, topic)
    await stage.reply(linh, topic)
    await stage.work()
    async with stage.runtime.unit(linh) as unit:
        await discussions.delete_post(unit, post)
    await stage.work()
    assert await stage.unread(maria) == 1
    await _act(stage, olga, "hide_topic", f"topic:{topic}")
    assert await stage.unread(maria) == 0


async def test_bells_hear_of_what_comes_and_of_what_goes_out_of_sight(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    post = await stage.reply(linh, await stage.topic(maria))
    channel = f"member:{maria.member_id}"
    await stage.work()
    heard = await stage.runtime.log.read(channel, after=0)
    assert [entry.data for entry in heard.entries] == [
        f'{{"event":"notifications.changed","member_id":{maria.member_id}}}'
    ]
    async with stage.runtime.unit(linh) as unit:
        await discussions.delete_post(unit, PostId(post))
    await stage.work()
    assert len((await stage.runtime.log.read(channel, after=0)).entries) == 2


async def test_a_post_that_is_gone_before_its_turn_is_told_to_nobody(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    post = await stage.reply(linh, await stage.topic(maria))
    async with stage.runtime.unit(linh) as unit:
        await discussions.delete_post(unit, post)
    await stage.work()
    assert await stage.told(maria) == ()


async def test_an_act_that_is_no_longer_on_record_tells_nobody(stage: Stage) -> None:
    async with stage.runtime.database.writer() as db, db.begin():
        await add(db, [Later("moderation.acted", {"audit_id": 7}, stage.clock())])
    assert await stage.work() == 1


async def test_what_was_read_long_ago_is_forgotten(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await stage.reply(linh, topic)
    await stage.work()
    await stage.read(maria)
    await stage.reply(linh, topic)
    await stage.work()
    stage.clock.now += rules.READ_KEPT + timedelta(days=1)
    await stage.forget()
    assert len(await stage.told(maria)) == 1
    stage.clock.now += rules.KEPT
    await stage.forget()
    assert await stage.told(maria) == ()


async def _act(stage: Stage, who: Actor, name: str, target: str) -> None:
    async with stage.runtime.unit(who) as unit:
        await carry_out(unit, make(name, target, "It sells watches."))
    await stage.work()
