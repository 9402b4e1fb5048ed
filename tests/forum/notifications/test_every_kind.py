"""Every kind of notification, from what happened to the page, the bell and both kinds of mail."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from markupsafe import escape

from forum.core.actor import Actor
from forum.core.ids import PostId
from forum.core.permissions import Role
from forum.discussions.accepting import accept_answer
from forum.moderation.actions import carry_out
from forum.moderation.acts import make
from forum.notifications import actions
from forum.notifications.kinds import KINDS
from forum.notifications.rules import NotificationLevel, Rhythm
from forum.notifications.schemas import MailSettings
from forum.reviews import actions as reviews
from forum.reviews.schemas import Decision
from forum.runtime import Runtime
from forum.spaces.actions import change_space
from forum.spaces.rules import Access
from forum.spaces.schemas import SpaceChange
from forum.translations.schemas import Correction
from tests import factories
from tests.client import Client
from tests.forum.notifications.stage import Stage

TITLE = "Rivers & lakes"


@dataclass
class Cast:
    """Who takes part; `reader` is to be told of something, exactly once."""

    stage: Stage
    reader: Actor
    linh: Actor
    robin: Actor

    async def answered(self) -> PostId:
        """A post of the reader's in a question of Linh's, of which nobody is told any more."""
        topic = await self.stage.topic(self.linh, title=TITLE, kind="question")
        return await self.stage.reply(self.reader, topic)

    async def decide(self, act: str, post: PostId) -> None:
        async with self.stage.runtime.unit(self.robin) as unit:
            await carry_out(unit, make(act, f"post:{post}", "It was asked for."))
        await self.stage.work()


async def _mention(cast: Cast) -> None:
    topic = await cast.stage.topic(cast.robin, title=TITLE)
    await cast.stage.reply(cast.linh, topic, f"What does @{cast.reader.handle} say?")


async def _quote(cast: Cast) -> None:
    topic = await cast.stage.topic(cast.robin, title=TITLE)
    post = await cast.stage.reply(cast.reader, topic)
    await cast.stage.reply(cast.linh, topic, f"> [said](/p/{post})\n\nIndeed.")


async def _reply(cast: Cast) -> None:
    topic = await cast.stage.topic(cast.robin, title=TITLE)
    post = await cast.stage.reply(cast.reader, topic)
    await cast.stage.reply(cast.linh, topic, parent=post)


async def _topic(cast: Cast) -> None:
    tag = f"of-{cast.reader.handle}"
    await cast.stage.follow_tag(cast.reader, tag, NotificationLevel.WATCH)
    await cast.stage.topic(cast.linh, title=TITLE, tags=[tag])


async def _post(cast: Cast) -> None:
    topic = await cast.stage.topic(cast.robin, title=TITLE)
    await cast.stage.follow(cast.reader, topic, NotificationLevel.WATCH)
    await cast.stage.reply(cast.linh, topic)


async def _accepted(cast: Cast) -> None:
    post = await cast.answered()
    async with cast.stage.runtime.unit(cast.linh) as unit:
        await accept_answer(unit, post)


async def _translation(cast: Cast) -> None:
    post = await cast.stage.reply(cast.robin, await cast.stage.topic(cast.robin, title=TITLE))
    async with cast.stage.runtime.unit(cast.reader) as unit:
        await actions.await_translation(unit, post, "fr")
    async with cast.stage.runtime.unit(cast.linh) as unit:
        await factories.translate(unit, post, "fr", "Oui.")


async def _proposal(cast: Cast) -> None:
    post = await cast.stage.reply(cast.robin, await cast.stage.topic(cast.robin, title=TITLE))
    reader = replace(cast.reader, reads=("fr",))
    async with cast.stage.runtime.unit(reader) as unit:
        proposed = await reviews.correct(unit, f"post:{post}", "fr", Correction(body="Oui."))
    reviewer = replace(cast.linh, role=Role.MODERATOR, reads=("fr",))
    async with cast.stage.runtime.unit(reviewer) as unit:
        assert proposed is not None
        await reviews.decide(unit, proposed, Decision(outcome="approve"))


async def _hidden(cast: Cast) -> None:
    await cast.decide("hide_post", await cast.answered())


async def _restored(cast: Cast) -> None:
    post = await cast.answered()
    await cast.decide("hide_post", post)
    await cast.stage.read(cast.reader)
    await cast.decide("restore_post", post)


async def _decided(cast: Cast) -> None:
    topic = await cast.stage.topic(cast.reader, title=TITLE)
    async with cast.stage.runtime.unit(cast.robin) as unit:
        await carry_out(unit, make("lock_topic", f"topic:{topic}", "It was asked for."))


CASES: Mapping[str, Callable[[Cast], Awaitable[None]]] = {
    "mention": _mention,
    "quote": _quote,
    "reply": _reply,
    "topic": _topic,
    "post": _post,
    "answer_accepted": _accepted,
    "translation_ready": _translation,
    "proposal_decided": _proposal,
    "post_hidden": _hidden,
    "post_restored": _restored,
    "decision": _decided,
}
BY_LINH = {"mention", "quote", "reply", "topic", "post", "answer_accepted", "proposal_decided"}


def test_every_kind_of_which_mail_tells_has_a_case() -> None:
    """The others are about sessions; see the tests of accreditation."""
    assert CASES.keys() == {name for name, kind in KINDS.items() if kind.is_mailed}


@pytest.mark.parametrize("kind", CASES)
def test_a_kind_is_told_on_the_page_by_the_bell_and_by_mail(client: Client, kind: str) -> None:
    name = "Linh" if kind in BY_LINH else ""
    sentence = KINDS[kind].told(1, "en").format(name=name, num=1)
    told, subjects = client.do(_play, client, kind)
    for who in ("maria", "olga"):
        client.sign_in(told[who])
        page = client.get("/notifications").text
        assert page.count(f"<bdi>{escape(sentence)}</bdi>") == 1
        assert f'<bdi lang="en">{escape(TITLE)}</bdi>' in page
        assert "Notifications: 1 unread" in client.get("/notifications/bell").text
    at_once, digest = subjects
    assert at_once == ("maria@example.org", KINDS[kind].subject.format(name=name, title=TITLE))
    assert digest == ("olga@example.org", f"1 new notification about “{TITLE}”")
    client.do(_close, "general")
    for who in ("maria", "olga"):
        client.sign_in(told[who])
        assert str(escape(TITLE)) not in client.get("/notifications").text
        assert "<b>" not in client.get("/notifications/bell").text


@pytest.mark.parametrize("kind", CASES)
async def test_no_mail_tells_of_a_space_that_was_closed_meanwhile(stage: Stage, kind: str) -> None:
    cast = await _cast(stage, "maria", Rhythm.AT_ONCE)
    await CASES[kind](cast)
    await stage.work()
    assert kind in await stage.kinds(cast.reader)
    await _close(stage.runtime, "general")
    await stage.mail()
    assert stage.box.mails == []
    assert await stage.told(cast.reader) == ()


async def _play(
    _runtime: Runtime, client: Client, kind: str
) -> tuple[Mapping[str, Actor], tuple[tuple[str, str], ...]]:
    """Let it happen to Maria, who has mail at once, and to Olga, who has a digest; their mails."""
    stage = Stage(client)  # type: ignore[arg-type]
    await factories.space(stage.runtime)
    readers = {}
    for handle, rhythm in (("maria", Rhythm.AT_ONCE), ("olga", Rhythm.DAILY)):
        cast = await _cast(stage, handle, rhythm)
        readers[handle] = cast.reader
        before = await _announced(stage, cast.reader)
        await CASES[kind](cast)
        await stage.work()
        assert await _announced(stage, cast.reader) > before
    await stage.mail()
    stage.clock.now += timedelta(days=1)
    await stage.work()
    return readers, tuple((mail.to, mail.subject) for mail in stage.box.mails)


async def _cast(stage: Stage, handle: str, rhythm: Rhythm) -> Cast:
    """Everybody but the reader has no mail."""
    cast = Cast(
        stage,
        await stage.member(handle),
        await stage.member(f"linh-{handle}", name="Linh", languages=["fr"]),
        await stage.member(f"robin-{handle}", role=Role.MODERATOR),
    )
    for who, chosen in (
        (cast.reader, rhythm),
        (cast.linh, Rhythm.NEVER),
        (cast.robin, Rhythm.NEVER),
    ):
        async with stage.runtime.unit(who) as unit:
            await actions.change_mail(unit, MailSettings(direct=chosen, watched=chosen))
    return cast


async def _announced(stage: Stage, who: Actor) -> int:
    """How far the reader's own channel has come: their open pages hear all of it."""
    channel = f"member:{who.member_id}"
    heads = await stage.runtime.log.heads([channel])
    return heads.get(channel, (0, ""))[0]


async def _close(runtime: Runtime, slug: str) -> None:
    async with runtime.unit(factories.ADMIN) as unit:
        await change_space(unit, slug, SpaceChange(access=Access.PRIVATE))
