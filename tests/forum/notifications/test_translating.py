"""Mail to readers of other languages, on each database."""

import pytest

from forum.app import SUBJECTS
from forum.discussions.actions import delete_post
from forum.jobs.kinds import merged
from forum.jobs.runner import Pace, Runner
from forum.notifications.jobs import kinds
from forum.translations.engines import engines_of
from forum.translations.jobs import kinds as translating
from tests.forum.notifications.stage import Stage
from tests.forum.translations.house import Watched

WORDS = "We have three of them."
NOTE = "Translated by a machine; the original is on the page."


@pytest.fixture
def engine(stage: Stage) -> Watched:
    """The engine of a stage whose worker translates, too."""
    found = Watched()
    handlers = merged(kinds(stage.box), translating(engines_of([found], {"pseudo"}), SUBJECTS))
    stage.runner = Runner(stage.runtime, handlers, pace=Pace(parallel=1))
    return found


async def test_a_reply_comes_in_the_language_that_its_reader_reads(
    stage: Stage, engine: Watched
) -> None:
    gero, linh = await stage.member("gero", languages=["de"]), await stage.member("linh")
    topic = await stage.topic(gero, title="Open courses", language="en")
    await stage.reply(linh, topic, WORDS)
    await stage.mail()
    (mail,) = stage.box.mails
    assert NOTE in mail.text
    assert NOTE in mail.html
    assert WORDS in engine.sent
    assert WORDS not in mail.text
    assert "(Open courses)" in mail.text
    assert "Open courses" not in mail.subject
    (told,) = await stage.told(gero)
    assert told.topic.title == "Open courses"


async def test_who_reads_the_language_or_says_nothing_gets_the_words_as_written(
    stage: Stage, engine: Watched
) -> None:
    maria, linh = await stage.member("maria", languages=["th", "en"]), await stage.member("linh")
    await stage.reply(linh, await stage.topic(maria, language="en"), WORDS)
    await stage.reply(maria, await stage.topic(linh, language="en"), WORDS)
    await stage.mail()
    assert [WORDS in mail.text for mail in stage.box.mails] == [True, True]
    assert engine.sent == []


async def test_what_was_deleted_meanwhile_is_in_no_mail(stage: Stage, engine: Watched) -> None:
    gero, linh = await stage.member("gero", languages=["de"]), await stage.member("linh")
    post = await stage.reply(linh, await stage.topic(gero, language="en"), WORDS)
    await stage.work()
    assert WORDS in engine.sent
    async with stage.runtime.unit(linh) as unit:
        await delete_post(unit, post)
    await stage.mail()
    assert stage.box.mails == []
