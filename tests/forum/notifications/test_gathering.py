"""Mail at once: one for all that comes within a minute, on each database."""

import asyncio
from datetime import timedelta

import pytest

from forum.core.actor import SYSTEM, Actor
from forum.mail.base import Mail, MailNotSent
from forum.notifications import actions, mailing, queries
from forum.notifications.actions import MAIL
from forum.notifications.rules import SOON, NotificationLevel
from forum.notifications.schemas import MailSettings
from tests.forum.notifications.stage import Postbox, Stage


async def test_many_replies_within_a_minute_are_one_mail(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria, title="Rivers")
    for _ in range(5):
        await stage.reply(linh, topic)
        await stage.work()
    assert stage.box.mails == []
    await stage.mail()
    (mail,) = stage.box.mails
    assert mail.subject == "5 new notifications about “Rivers”"
    assert "Rivers\n5 replies to you, the newest by Linh" in mail.text
    headers = dict(mail.headers)
    assert headers["In-Reply-To"].startswith(f"<topic-{topic}.{maria.member_id}.")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_mail_goes_out_a_minute_after_the_first_and_not_the_last(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await stage.reply(linh, topic)
    await stage.work()
    stage.clock.now += SOON / 2
    await stage.reply(linh, topic)
    await stage.work()
    assert stage.box.mails == []
    stage.clock.now += SOON / 2
    await stage.work()
    assert [mail.subject[:2] for mail in stage.box.mails] == ["2 "]


async def test_several_topics_stand_apart_in_one_mail(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    for title in ("Rivers", "Lakes"):
        await stage.reply(linh, await stage.topic(maria, title=title))
    await stage.mail()
    (mail,) = stage.box.mails
    assert mail.subject == "2 new notifications from Stakeholders’ Forum"
    lakes, rivers, *_ = (part.splitlines() for part in mail.text.split("\n\n"))
    assert lakes[:2] == ["Lakes", "Linh replied to you"]
    assert lakes[2].endswith("/lakes")
    assert rivers[:2] == ["Rivers", "Linh replied to you"]
    assert rivers[2].endswith("/rivers")
    assert dict(mail.headers)["In-Reply-To"].startswith("<digest-at_once.")


async def test_a_long_mail_tells_the_newest_and_how_many_more_there_are(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "MOST_IN_MAIL", 3)
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    for _ in range(5):
        await stage.reply(linh, topic)
    await stage.mail()
    (mail,) = stage.box.mails
    assert mail.subject.startswith("5 new notifications")
    assert "3 replies to you" in mail.text
    assert "\n\nAnd 2 more.\n\nSee all notifications: " in mail.text
    assert mail.html is not None
    assert "<p>And 2 more.</p>" in mail.html
    await stage.reply(linh, topic)
    await stage.mail()
    assert stage.box.mails[1].subject == "Linh replied to you in “Open courses”"


async def test_nothing_is_mailed_when_all_was_read_meanwhile(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await stage.reply(linh, topic)
    await stage.work()
    await stage.read(maria)
    await stage.mail()
    assert stage.box.mails == []
    await stage.reply(linh, topic)
    await stage.mail()
    assert len(stage.box.mails) == 1


async def test_what_is_read_on_the_site_is_left_out_of_the_mail(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    for title in ("Rivers", "Lakes"):
        topic = await stage.topic(maria, title=title)
        await stage.reply(linh, topic)
    await stage.work()
    await stage.read(maria, topic_id=topic)
    await stage.mail()
    assert [mail.subject for mail in stage.box.mails] == ["Linh replied to you in “Rivers”"]


async def test_a_mail_that_is_sent_twice_has_the_same_name_and_says_the_same(
    stage: Stage,
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    for _ in range(2):
        await stage.reply(linh, topic)
    stage.box.failures.append(MailNotSent("away"))
    sent = _Remembering(stage.box)
    stage.runner = stage.worker(sent)
    await stage.mail()
    stage.clock.now += timedelta(minutes=5)
    await stage.work()
    first, again = sent.tried
    assert (first.message_id, first.subject) == (again.message_id, again.subject)
    assert len(stage.box.mails) == 1


async def test_a_job_that_comes_again_after_its_mail_sends_nothing(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    async with stage.runtime.database.reading() as db:
        due = (await queries.mail_settings(db, maria.require_member())).soon_due
    assert due is not None
    await stage.mail()
    async with stage.runtime.unit(SYSTEM) as unit:
        unit.later(MAIL, member_id=maria.member_id, rhythm="at_once", at=due.isoformat())
    assert await stage.work() == 1
    assert len(stage.box.mails) == 1


@pytest.mark.racing
async def test_what_comes_while_a_mail_is_on_its_way_is_in_the_next(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await stage.reply(linh, topic)
    await stage.work()
    slow = _Slow(stage.box)
    sending = stage.worker(slow)
    stage.clock.now += SOON
    task = asyncio.create_task(sending.drain())
    await slow.begun.wait()
    await stage.reply(linh, topic)
    telling = stage.worker(stage.box)
    await telling.drain()
    slow.may_end.set()
    await task
    assert len(stage.box.mails) == 1
    await stage.mail()
    assert len(stage.box.mails) == 2


async def test_both_groups_share_a_mail_whose_link_stops_both(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await _at_once(stage, maria)
    topic = await stage.topic(linh)
    await stage.follow(maria, topic, NotificationLevel.WATCH)
    await stage.reply(linh, topic)
    await stage.reply(linh, topic, "@maria")
    await stage.mail()
    (mail,) = stage.box.mails
    assert "Linh mentioned you" in mail.text
    assert "Linh wrote a post" in mail.text
    assert ".direct-watched." in dict(mail.headers)["List-Unsubscribe"]


async def test_a_new_choice_of_days_leaves_mail_at_once_where_it_was(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    stage.clock.now += SOON / 2
    await _at_once(stage, maria)
    stage.clock.now += SOON / 2
    await stage.work()
    assert len(stage.box.mails) == 1


async def _at_once(stage: Stage, who: Actor) -> None:
    async with stage.runtime.unit(who) as unit:
        chosen = MailSettings.model_validate({"direct": "at_once", "watched": "at_once"})
        await actions.change_mail(unit, chosen)


class _Remembering(Postbox):
    """Keeps also what it was given in vain."""

    def __init__(self, box: Postbox) -> None:
        super().__init__(box.mails, box.failures)
        self.tried: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.tried.append(mail)
        await super().send(mail)


class _Slow(Postbox):
    """Sends when it is told to."""

    def __init__(self, box: Postbox) -> None:
        super().__init__(box.mails, box.failures)
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def send(self, mail: Mail) -> None:
        self.begun.set()
        await self.may_end.wait()
        await super().send(mail)
