"""Being told that a translation is there, by those who asked for it, on each database."""

import pytest

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import PostId
from forum.discussions import actions as discussions
from forum.notifications import actions, rules
from forum.translations.rules import SameLanguage
from tests import factories
from tests.forum.notifications.stage import Stage


async def _wait(stage: Stage, who: Actor, post: PostId, language: str = "fr") -> None:
    async with stage.runtime.unit(who) as unit:
        await actions.await_translation(unit, post, language)


async def _translate(stage: Stage, who: Actor, post: PostId, body: str = "Oui.") -> None:
    async with stage.runtime.unit(who) as unit:
        await factories.translate(unit, post, "fr", body)


async def _scene(stage: Stage) -> tuple[Actor, Actor, PostId]:
    """Maria reads, Linh translates, and somebody has written a post."""
    maria, linh = await stage.member("maria"), await stage.member("linh", languages=["fr"])
    nok = await stage.member("nok")
    post = await stage.reply(nok, await stage.topic(nok))
    await stage.work()
    return maria, linh, post


async def test_who_asked_for_a_translation_is_told_once_that_it_is_there(stage: Stage) -> None:
    maria, linh, post = await _scene(stage)
    await _wait(stage, maria, post)
    await stage.mail()
    assert await stage.told(maria) == ()
    await _translate(stage, linh, post)
    await stage.mail()
    (told,) = await stage.told(maria)
    assert (told.kind, told.post_id) == ("translation_ready", post)
    (mail,) = stage.box.mails
    assert mail.subject == "A translation you asked for is there: “Open courses”"
    await _translate(stage, linh, post, "Bien sûr.")
    await stage.work()
    assert len(await stage.told(maria)) == 1
    assert await stage.told(linh) == ()


async def test_a_translation_that_is_there_already_is_told_of_too(stage: Stage) -> None:
    maria, linh, post = await _scene(stage)
    await _translate(stage, linh, post)
    await stage.work()
    await _wait(stage, maria, post)
    await stage.work()
    assert await stage.kinds(maria) == ["translation_ready"]


async def test_another_language_is_not_what_was_asked_for(stage: Stage) -> None:
    maria, linh, post = await _scene(stage)
    await _wait(stage, maria, post, "th")
    await _translate(stage, linh, post)
    await stage.work()
    assert await stage.told(maria) == ()


async def test_who_waits_no_more_is_not_told(stage: Stage) -> None:
    maria, linh, post = await _scene(stage)
    await _wait(stage, maria, post)
    async with stage.runtime.unit(maria) as unit:
        await actions.forget_translation(unit, post, "fr")
    await _translate(stage, linh, post)
    await stage.work()
    assert await stage.told(maria) == ()


async def test_more_than_one_batch_of_those_who_wait_are_all_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    _, linh, post = await _scene(stage)
    crowd = [await stage.member(f"reader-{n}") for n in range(5)]
    for one in crowd:
        await _wait(stage, one, post)
    await _translate(stage, linh, post)
    await stage.work()
    assert [await stage.kinds(one) for one in crowd] == [["translation_ready"]] * 5


async def test_nobody_is_told_of_a_post_that_is_gone(stage: Stage) -> None:
    maria, linh, _ = await _scene(stage)
    post = await stage.reply(linh, await stage.topic(linh))
    await _wait(stage, maria, post)
    await _translate(stage, linh, post)
    async with stage.runtime.unit(linh) as unit:
        await discussions.delete_post(unit, post)
    await stage.work()
    assert await stage.told(maria) == ()


async def test_a_post_in_the_readers_language_or_out_of_sight_is_refused(stage: Stage) -> None:
    maria, _, post = await _scene(stage)
    with pytest.raises(SameLanguage):
        await _wait(stage, maria, post, "en")
    with pytest.raises(NotFound):
        await _wait(stage, maria, PostId(post + 1))


async def test_the_mail_says_the_post_in_the_readers_language(stage: Stage) -> None:
    _, linh, post = await _scene(stage)
    anne = await stage.member("anne", locale="fr", languages=["fr"])
    await _wait(stage, anne, post)
    await _translate(stage, linh, post)
    await stage.mail()
    (mail,) = stage.box.mails
    assert "> Oui." in mail.text
    assert mail.html is not None
    assert '<blockquote lang="fr" dir="auto">Oui.</blockquote>' in mail.html
