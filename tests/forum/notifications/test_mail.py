"""Mail about notifications, to a real SMTP server, on each database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from forum.accounts.actions.profile import change_profile
from forum.accounts.schemas import ProfileChange
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Role
from forum.discussions.actions import delete_post
from forum.jobs.runner import Pace, Runner
from forum.mail.base import MailNotSent, MailRefused, Sender
from forum.mail.smtp import SmtpMailer
from forum.moderation.actions import carry_out
from forum.moderation.acts import make
from forum.notifications import actions, queries, reading
from forum.notifications.actions import unsubscribe
from forum.notifications.jobs import kinds
from forum.notifications.rules import Group, NotificationLevel, Rhythm
from forum.notifications.schemas import MailSettings
from forum.notifications.words import message_end
from forum.translations.tables import TranslationRequest
from tests.forum.mail.server import MailServer, mail_server
from tests.forum.notifications.stage import Stage


@pytest.fixture
async def server(stage: Stage) -> AsyncIterator[MailServer]:
    """A server that the stage's mail goes to."""
    async with mail_server() as found:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{found.port}", Sender("Forum", "forum@example.org"))
        stage.runner = Runner(stage.runtime, kinds(mailer), pace=Pace(parallel=1))
        yield found
        await mailer.aclose()


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


async def choose(stage: Stage, who: Actor, **more: object) -> None:
    async with stage.runtime.unit(who) as unit:
        await actions.change_mail(unit, MailSettings.model_validate(more))


async def test_a_reply_comes_by_mail_at_once_in_two_forms(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh", name="Linh & Co")
    topic = await stage.topic(maria, title="Open <courses>")
    post = await stage.reply(linh, topic, "We have **three** of them.")
    await stage.mail()
    message = server.message()
    assert server.taken[0].rcpt_tos == ["maria@example.org"]
    assert message["Subject"] == "Linh & Co replied to you in “Open <courses>”"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message.get_content_type() == "multipart/alternative"
    text, html = part(message, "plain"), part(message, "html")
    assert "> We have three of them." in text
    assert f"http://testserver/p/{post}" in text
    assert '<html lang="en" dir="ltr">' in html
    assert "Open &lt;courses&gt;" in html
    assert "Linh &amp; Co replied to you" in html


async def test_only_what_a_mail_quotes_is_translated_for_it(stage: Stage) -> None:
    maria = await stage.member("maria", languages=["fr"])
    linh = await stage.member("linh")
    topic = await stage.topic(maria, title="Open courses")
    post = await stage.reply(linh, topic, "We have three of them.")
    await stage.work()
    await stage.reply(linh, topic, "And a fourth one.")
    await stage.reply(linh, topic, "And a fifth one.")
    await stage.work()
    async with stage.runtime.database.reading() as db:
        rows = (await db.exec(select(TranslationRequest))).all()
    assert {(row.subject, row.language) for row in rows} == {
        (f"post:{post}", "fr"),
        (f"topic:{topic}", "fr"),
    }


async def test_mails_of_a_topic_hang_together(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await choose(stage, maria, watched="at_once")
    first = await stage.reply(linh, topic)
    await stage.mail()
    root = server.message()
    second = await stage.reply(linh, topic, parent=first)
    await stage.mail()
    answer = server.message()
    number = maria.require_member()
    end = f"{message_end(stage.runtime.key, number, 'maria@example.org', 'localhost')}>"
    assert root["Message-ID"] == f"<post-{first}{end}"
    assert root["In-Reply-To"] == root["References"] == f"<topic-{topic}{end}"
    assert answer["Message-ID"] == f"<post-{second}{end}"
    assert answer["In-Reply-To"] == root["Message-ID"]
    assert answer["References"] == f"<topic-{topic}{end} {root['Message-ID']}"


async def test_a_mail_can_be_stopped_in_one_step(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await stage.reply(linh, await stage.topic(maria))
    await stage.mail()
    message = server.message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"]
    assert link.startswith("<http://testserver/unsubscribe/")
    assert link.strip("<>") in part(message, "plain")
    assert len(link.encode()) < 200


async def test_a_mail_speaks_the_readers_language_and_direction(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria", locale="ur"), await stage.member("linh")
    await stage.reply(linh, await stage.topic(maria), "ฉันชอบสิ่งนี้")
    await stage.mail()
    message = server.message()
    assert message["Content-Language"] == "ur"
    assert '<html lang="ur" dir="rtl">' in part(message, "html")
    assert "ฉันชอบสิ่งนี้" in part(message, "plain")


async def test_what_was_read_meanwhile_is_not_mailed(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await choose(stage, maria, direct="daily")
    await stage.reply(linh, topic)
    await stage.work()
    await stage.read(maria)
    stage.clock.now += timedelta(days=2)
    await stage.work()
    assert server.taken == []


async def test_a_digest_tells_at_the_readers_hour_what_has_come_together(
    stage: Stage, server: MailServer
) -> None:
    maria = await stage.member("maria", zone="Asia/Kathmandu")
    linh = await stage.member("linh")
    topic = await stage.topic(linh, title="Rivers")
    await stage.follow(maria, topic, NotificationLevel.WATCH)
    for _ in range(3):
        await stage.reply(linh, topic)
    await stage.work()
    assert server.taken == []
    stage.clock.now = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
    await stage.work()
    assert server.taken == []
    stage.clock.now = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)
    await stage.work()
    message = server.message()
    assert message["Subject"] == "3 new notifications about “Rivers”"
    told = "Rivers\n3 new posts, the newest by Linh\nhttp://testserver/t/"
    assert told in part(message, "plain")
    assert len(server.taken) == 1
    await stage.reply(linh, topic)
    await stage.work()
    stage.clock.now = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
    await stage.work()
    assert server.message()["Subject"] == "1 new notification about “Rivers”"
    assert len(server.taken) == 2


async def test_a_weekly_digest_waits_for_its_day(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await choose(stage, maria, direct="weekly", hour=6, weekday=4)
    await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    stage.clock.now = datetime(2026, 11, 27, 5, 59, tzinfo=UTC)
    await stage.work()
    assert server.taken == []
    stage.clock.now = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
    await stage.work()
    assert len(server.taken) == 1


async def test_a_digest_goes_out_at_the_new_hour_when_that_is_changed(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await choose(stage, maria, direct="daily", hour=6)
    await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    await choose(stage, maria, direct="daily", hour=10)
    stage.clock.now = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    await stage.work()
    assert server.taken == []
    stage.clock.now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    await stage.work()
    assert len(server.taken) == 1


async def test_a_digest_goes_out_at_the_hour_of_the_new_time_zone_when_that_is_changed(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await choose(stage, maria, direct="daily", hour=8)
    await stage.reply(linh, await stage.topic(maria))
    await stage.work()
    async with stage.runtime.unit(maria) as unit:
        await change_profile(unit, ProfileChange(zone="Asia/Tokyo"))
    await stage.work()
    stage.clock.now = datetime(2026, 11, 21, 22, 59, tzinfo=UTC)
    await stage.work()
    assert server.taken == []
    stage.clock.now = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    await stage.work()
    assert len(server.taken) == 1
    stage.clock.now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    await stage.work()
    assert len(server.taken) == 1


async def test_another_time_zone_plans_no_digest_where_none_waits(
    stage: Stage, server: MailServer
) -> None:
    maria = await stage.member("maria")
    async with stage.runtime.unit(maria) as unit:
        await change_profile(unit, ProfileChange(zone="Asia/Tokyo"))
    assert await stage.work() == 1
    stage.clock.now += timedelta(days=2)
    assert await stage.work() == 0
    assert server.taken == []


async def test_who_wants_no_mail_gets_none(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    await choose(stage, maria, direct="never", watched="never")
    await stage.reply(linh, topic)
    await stage.work()
    stage.clock.now += timedelta(days=10)
    await stage.work()
    assert server.taken == []
    assert await stage.kinds(maria) == ["reply"]


async def test_nothing_goes_to_an_address_that_nobody_has_confirmed(
    stage: Stage, server: MailServer
) -> None:
    linh = await stage.member("linh")
    async with stage.runtime.unit(SYSTEM) as unit:
        row = await queries.recipient(unit.db, linh.require_member())
        assert row is not None
        row.member.email_verified_at = None
    maria = await stage.member("maria")
    await stage.reply(maria, await stage.topic(maria), "@linh")
    await stage.mail()
    assert server.taken == []


async def test_what_is_hidden_before_its_mail_goes_is_not_mailed(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    post = await stage.reply(linh, topic)
    server.refusals.append("451 Try later")
    await stage.mail()
    async with stage.runtime.unit(linh) as unit:
        await delete_post(unit, post)
    stage.clock.now += timedelta(minutes=5)
    await stage.mail()
    assert server.taken == []


async def test_a_server_that_is_busy_is_asked_again(stage: Stage, server: MailServer) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    server.refusals += ["451 Try later", "421 Not now"]
    await stage.reply(linh, await stage.topic(maria))
    await stage.mail()
    for _ in range(2):
        assert server.taken == []
        stage.clock.now += timedelta(minutes=5)
        await stage.work()
    assert len(server.taken) == 1
    stage.clock.now += timedelta(minutes=5)
    await stage.work()
    assert len(server.taken) == 1


async def test_an_address_that_is_refused_for_good_gets_no_more_until_it_is_proven(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    topic = await stage.topic(maria)
    server.refusals.append("550 No such person")
    await stage.reply(linh, topic)
    await stage.mail()
    assert "No such person" in await _refused(stage, maria)
    await stage.reply(linh, topic)
    await stage.mail()
    assert server.taken == []
    server.refusals.append("550 Still nobody")
    for said in ("Still nobody", "Still nobody"):
        async with stage.runtime.unit(maria) as unit:
            await actions.ask_for_proof(unit)
        await stage.work()
        assert said in await _refused(stage, maria)
    assert "http://testserver/prove/" in part(server.message(), "plain")
    async with stage.runtime.unit(SYSTEM) as unit:
        await actions.take_proof(unit, "maria@example.org")
    assert await _refused(stage, maria) == ""
    await stage.reply(linh, topic)
    await stage.mail()
    assert len(server.taken) == 2


async def test_a_mail_that_is_refused_says_nothing_of_the_address(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    server.data_refusals.append("554 Looks like advertising")
    await stage.reply(linh, await stage.topic(maria))
    await stage.mail()
    assert await _refused(stage, maria) == ""
    assert await stage.mail() == 0


async def _refused(stage: Stage, who: Actor) -> str:
    async with stage.runtime.database.reading() as db:
        return (await reading.mail_settings(db, who.require_member())).refused


async def test_an_address_with_a_line_break_is_refused_and_harms_nobody(
    stage: Stage, server: MailServer
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    async with stage.runtime.unit(SYSTEM) as unit:
        row = await queries.recipient(unit.db, maria.require_member())
        assert row is not None
        row.member.email = "maria@example.org\r\nBcc: everybody@example.org"
    await stage.reply(linh, await stage.topic(maria))
    await stage.mail()
    assert server.taken == []
    assert await stage.kinds(maria) == ["reply"]


async def test_a_digest_that_could_not_be_sent_is_sent_later(
    stage: Stage,
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await choose(stage, maria, direct="daily")
    topic = await stage.topic(maria)
    await stage.reply(linh, topic)
    await stage.work()
    stage.box.failures += [MailNotSent("away")]
    stage.clock.now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    await stage.work()
    await stage.reply(linh, topic)
    stage.clock.now += timedelta(minutes=1)
    await stage.work()
    assert [mail.subject[:1] for mail in stage.box.mails] == ["2"]


async def test_a_digest_that_was_given_up_does_not_stop_the_next(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    await choose(stage, maria, direct="daily")
    topic = await stage.topic(maria)
    lost = stage.clock.now - timedelta(days=3)
    async with stage.runtime.unit(SYSTEM) as unit:
        rows = await queries.settings_for_update(unit.db, [maria.require_member()])
        rows[maria.require_member()].daily_due = lost
    await stage.reply(linh, topic)
    await stage.work()
    stage.clock.now += timedelta(days=1)
    await stage.work()
    assert len(stage.box.mails) == 1


async def test_a_moderators_reason_stands_in_the_mail(stage: Stage) -> None:
    linh, olga = await stage.member("linh"), await stage.member("olga", role=Role.MODERATOR)
    post = await stage.reply(linh, await stage.topic(olga))
    await stage.mail()
    stage.box.mails.clear()
    async with stage.runtime.unit(olga) as unit:
        await carry_out(unit, make("hide_post", f"post:{post}", "It sells watches."))
    await stage.mail()
    (mail,) = stage.box.mails
    assert mail.to == "linh@example.org"
    assert mail.subject == "A moderator hid your post in “Open courses”"
    assert "It sells watches." in mail.text


async def test_a_mail_that_can_never_be_built_is_let_go(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    stage.box.failures.append(MailRefused("not sound"))
    await stage.reply(linh, await stage.topic(maria))
    await stage.mail()
    stage.clock.now += timedelta(hours=1)
    assert await stage.mail() == 0


@pytest.mark.parametrize("group", Group)
async def test_unsubscribing_stops_its_own_group_alone(stage: Stage, group: Group) -> None:
    maria = await stage.member("maria")
    async with stage.runtime.unit(SYSTEM) as unit:
        await unsubscribe(unit, maria.require_member(), [group])
    async with stage.runtime.database.reading() as db:
        found = await reading.mail_settings(db, maria.require_member())
    stopped = {Group.DIRECT: found.direct, Group.WATCHED: found.watched}
    assert [one for one in Group if stopped[one] == Rhythm.NEVER] == [group]
