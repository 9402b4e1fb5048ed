"""Being told that one's answer was accepted, on each database."""

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Role
from forum.discussions.accepting import accept_answer, reject_answer
from forum.notifications.rules import NotificationLevel
from tests.forum.notifications.stage import Stage


async def _question(stage: Stage, author: Actor, answerer: Actor) -> tuple[TopicId, PostId]:
    topic = await stage.topic(author, kind="question", title="Which rivers?")
    post = await stage.reply(answerer, topic, "The Mekong.")
    await stage.mail()
    stage.box.mails.clear()
    return topic, post


async def _accept(stage: Stage, who: Actor, post: PostId) -> None:
    async with stage.runtime.unit(who) as unit:
        await accept_answer(unit, post)


async def test_who_wrote_an_accepted_answer_is_told_by_whom(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    _, post = await _question(stage, maria, linh)
    await _accept(stage, maria, post)
    await stage.mail()
    (told,) = await stage.told(linh)
    assert (told.kind, told.post_id, told.url) == ("answer_accepted", post, f"/p/{post}")
    assert told.member is not None
    assert told.member.handle == "maria"
    (mail,) = stage.box.mails
    assert mail.to == "linh@example.org"
    assert mail.subject == "Maria accepted your answer to “Which rivers?”"
    assert "> The Mekong." in mail.text


async def test_an_answer_that_is_accepted_again_is_told_once(stage: Stage) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    _, post = await _question(stage, maria, linh)
    for _ in range(2):
        await _accept(stage, maria, post)
        await stage.work()
        async with stage.runtime.unit(maria) as unit:
            await reject_answer(unit, post)
    await stage.work()
    assert await stage.kinds(linh) == ["answer_accepted"]


async def test_an_answer_that_is_accepted_no_more_when_its_turn_comes_is_told_to_nobody(
    stage: Stage,
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    _, post = await _question(stage, maria, linh)
    await _accept(stage, maria, post)
    async with stage.runtime.unit(maria) as unit:
        await reject_answer(unit, post)
    await stage.work()
    assert await stage.kinds(linh) == []


async def test_who_accepts_an_answer_of_their_own_is_not_told(stage: Stage) -> None:
    maria = await stage.member("maria")
    _, post = await _question(stage, maria, maria)
    await _accept(stage, maria, post)
    await stage.work()
    assert await stage.kinds(maria) == []


async def test_who_muted_the_topic_is_not_told_that_a_moderator_accepted_their_answer(
    stage: Stage,
) -> None:
    maria, linh = await stage.member("maria"), await stage.member("linh")
    olga = await stage.member("olga", role=Role.MODERATOR)
    topic, post = await _question(stage, maria, linh)
    await stage.follow(linh, topic, NotificationLevel.MUTE)
    await _accept(stage, olga, post)
    await stage.work()
    assert await stage.kinds(linh) == []
