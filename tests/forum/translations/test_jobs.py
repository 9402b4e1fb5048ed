import asyncio
from dataclasses import replace

import pytest
from sqlmodel import select

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.db.tables import LogEntry
from forum.db.unit import Unit
from forum.discussions import actions
from forum.discussions.schemas import TopicChange
from forum.jobs.runner import Pace
from forum.translations import actions as translations
from forum.translations import jobs
from forum.translations.making import TIME_ALLOWED
from forum.translations.rules import Status
from forum.translations.schemas import LONGEST_TRANSLATION
from forum.translations.tables import (
    Translation,
    TranslationRequest,
    TranslationSegment,
    TranslationUnit,
)
from i18n.translate.base import Limits
from i18n.translate.refusals import CallRefused, EngineUnavailable
from tests import factories
from tests.forum.translations.house import House

TWO = "First paragraph.\n\nSecond paragraph."


async def announced(house: House, topic: TopicId) -> list[str]:
    async with house.runtime.database.reading() as db:
        query = select(LogEntry.data).where(LogEntry.channel == f"topic:{topic}")
        return [data for data in await db.exec(query) if "translation.ready" in data]


async def test_what_is_asked_for_is_made_shown_and_announced(house: House, topic: TopicId) -> None:
    post = await house.post(topic, "Hello **dear** `members`.")
    assert await house.shown(post) is None
    found = await house.translated(post)
    assert found.status == Status.MACHINE
    assert found.engine == "pseudo"
    assert found.reviewer is None
    assert found.text == "⟦de Ĥéļļõ **đéàŕ** `members`. ····⟧"
    assert "<strong>đéàŕ</strong>" in found.html
    expected = (
        f'{{"event":"translation.ready","id":{post},"language":"de","subject":"post:{post}"}}'
    )
    assert await announced(house, topic) == [expected]
    assert await house.rows(TranslationRequest) == []


async def test_the_same_job_again_asks_no_engine_and_announces_nothing(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    await house.translated(post)
    sent = list(house.engine.sent)
    await house.translated(post)
    assert house.engine.sent == sent
    assert len(await announced(house, topic)) == 1


async def test_the_same_text_elsewhere_asks_no_engine(house: House, topic: TopicId) -> None:
    first, second = await house.post(topic, TWO), await house.post(topic, TWO)
    await house.translated(first)
    sent = list(house.engine.sent)
    assert (await house.translated(second)).text == (await house.translated(first)).text
    assert house.engine.sent == sent


async def test_an_edit_outdates_at_once_and_one_paragraph_is_sent(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    await house.translated(post)
    house.engine.sent.clear()
    await house.edit(post, "First paragraph.\n\nAnother second paragraph.")
    outdated = await house.shown(post)
    assert outdated is not None
    assert outdated.status == Status.OUTDATED
    await house.work()
    fresh = await house.shown(post)
    assert fresh is not None
    assert fresh.status == Status.MACHINE
    assert "Àñõţĥéŕ" in fresh.text
    assert house.engine.sent == ["Another second paragraph."]


async def test_an_edit_of_what_nobody_wanted_otherwise_sets_off_nothing(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    await house.edit(post, "One paragraph.")
    assert await house.jobs() == []


async def test_a_deletion_takes_everything_along_but_what_others_share(
    house: House, topic: TopicId
) -> None:
    first = await house.post(topic, "Shared.\n\nSecret of one.")
    second = await house.post(topic, "Shared.")
    for post in (first, second):
        await house.translated(post)
    await house.ask(first, "fr")
    await house.change(actions.delete_post, first)
    assert [row.subject for row in await house.rows(Translation)] == [f"post:{second}"]
    assert [row.original for row in await house.rows(TranslationUnit)] == ["Shared."]
    assert [row.subject for row in await house.rows(TranslationSegment)] == [f"post:{second}"]
    assert await house.rows(TranslationRequest) == []
    await house.change(actions.delete_post, second)
    assert await house.rows(TranslationUnit) == []
    await house.work()
    assert await house.rows(Translation) == []


async def test_two_deletions_at_once_leave_nothing_of_what_they_shared(
    house: House, topic: TopicId
) -> None:
    elsewhere = await factories.topic(house.runtime, house.author)
    posts = [await house.post(place, "Shared.") for place in (topic, elsewhere)]
    for post in posts:
        await house.translated(post)
    await asyncio.gather(*(house.change(actions.delete_post, post) for post in posts))
    assert await house.rows(TranslationUnit) == []


@pytest.mark.parametrize("fate", ["deleted", "hidden"])
async def test_a_text_that_goes_while_it_is_translated_leaves_nothing(
    house: House, topic: TopicId, fate: str
) -> None:
    post = await house.post(topic, TWO)

    async def go() -> None:
        act = actions.delete_post if fate == "deleted" else actions.hide_post
        await house.change(act, post, *(["spam"] if fate == "hidden" else []))

    house.engine.meanwhile = go
    await house.ask(post)
    await house.work()
    for table in (Translation, TranslationUnit, TranslationSegment, TranslationRequest):
        assert await house.rows(table) == []


async def test_a_text_that_is_edited_while_it_is_translated_is_translated_anew(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)

    async def edit() -> None:
        house.engine.meanwhile = None
        await house.edit(post, "Quite another text.")

    house.engine.meanwhile = edit
    found = await house.translated(post)
    assert house.engine.sent == ["First paragraph.", "Second paragraph.", "Quite another text."]
    assert "ţéxţ" in found.text
    assert found.status == Status.MACHINE


async def test_a_hidden_text_is_not_translated(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    await house.change(actions.hide_post, post, "spam")
    await house.ask(post)
    await house.work()
    assert house.engine.sent == []
    assert await house.rows(TranslationRequest) == []


async def test_a_text_in_the_language_it_is_wanted_in_is_left_alone(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, "Guten Tag zusammen.", "de")
    await house.ask(post)
    await house.work()
    assert house.engine.sent == []
    assert await house.rows(Translation) == []


async def test_many_who_ask_at_once_make_one_job(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    await asyncio.gather(*(house.ask(post) for _ in range(8)))
    assert len(await house.jobs()) == 1
    assert await house.work() == 1


async def test_asking_for_what_is_being_made_sets_off_work_again_after_a_day(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    await house.ask(post)
    house.later(hours=23)
    await house.ask(post)
    assert len(await house.jobs()) == 1
    house.later(hours=2)
    await house.ask(post)
    assert len(await house.jobs()) == 2


async def test_a_closed_space_sends_nothing_to_an_outside_engine(house: House) -> None:
    house.use(inside=False)
    await factories.space(house.runtime, "closed", engines="inside")
    closed = await factories.topic(house.runtime, house.author, "closed")
    post = await house.post(closed, "Between us.")
    await house.ask(post)
    await house.work()
    assert house.engine.sent == []
    assert await house.shown(post) is None
    assert [row.failure for row in await house.rows(TranslationRequest)] == ["no_translation"]
    house.use(inside=True)
    house.later(hours=2)
    assert (await house.translated(post)).status == Status.MACHINE


async def test_words_from_a_space_that_not_all_read_are_reused_only_there(house: House) -> None:
    await factories.space(house.runtime, "members", access="members")
    inner = await factories.topic(house.runtime, house.author, "members")
    outer = await factories.topic(house.runtime, house.author)
    inside, again = [await house.post(inner, "Between us.") for _ in range(2)]
    outside = await house.post(outer, "Between us.")
    for post in (inside, again, outside):
        await house.ask(post)
        await house.work()
    assert house.engine.sent == ["Between us."] * 2


async def test_what_fails_for_now_is_tried_again_until_it_works(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    house.engine.failures = [EngineUnavailable("down")]
    await house.ask(post)
    await house.work()
    assert await house.shown(post) is None
    (job,) = await house.jobs()
    assert "unavailable" in job.last_error
    await house.ask(post)
    assert len(await house.jobs()) == 1
    house.later(minutes=1)
    await house.work()
    assert (await house.shown(post)) is not None
    assert await house.jobs() == []


async def test_a_part_that_fails_is_told_and_only_that_part_is_sent_again(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    house.engine.limits = Limits(items=1)
    house.engine.failures = [None, EngineUnavailable("down")]
    partial = await house.translated(post)
    assert partial.status == Status.PARTIAL
    assert partial.text.endswith("\n\nSecond paragraph.")
    house.later(minutes=1)
    await house.work()
    whole = await house.shown(post)
    assert whole is not None
    assert whole.status == Status.MACHINE
    assert house.engine.sent == ["First paragraph.", "Second paragraph."]
    assert len(await announced(house, topic)) == 2


async def test_a_part_that_fails_again_is_not_announced_again(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    house.engine.limits = Limits(items=1)
    house.engine.failures = [None, EngineUnavailable("down"), EngineUnavailable("still down")]
    await house.translated(post)
    house.later(minutes=1)
    assert await house.work() == 1
    assert len(await announced(house, topic)) == 1


async def test_a_part_that_no_engine_takes_stays_in_the_original(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    house.engine.limits = Limits(items=1)
    house.engine.failures = [None, CallRefused("no")]
    assert (await house.translated(post)).status == Status.PARTIAL
    assert await house.jobs() == []
    assert await house.rows(TranslationRequest) == []


async def test_a_language_that_fails_is_tried_again_alone(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    languages = ["de", "fr", "th"]
    house.engine.failures = [None, EngineUnavailable("down")]
    for language in languages:
        await house.ask(post, language)
    assert await house.work() == 1
    (job,) = await house.jobs()
    assert "unavailable" in job.last_error
    assert len(await house.rows(Translation)) == 2
    house.later(minutes=1)
    assert await house.work() == 1
    assert {row.language for row in await house.rows(Translation)} == {*languages}
    assert len(house.engine.sent) == 2 * len(languages)
    assert len(await announced(house, topic)) == len(languages)
    assert await house.rows(TranslationRequest) == []


async def test_a_slow_language_keeps_no_other_waiting(house: House, topic: TopicId) -> None:
    post = await house.post(topic, "Hello.")
    hanging, first = asyncio.Event(), True

    async def hang() -> None:
        nonlocal first
        if first:
            first = False
            await hanging.wait()

    house.engine.meanwhile = hang
    for language in ("de", "fr"):
        await house.ask(post, language)
    working = asyncio.create_task(house.work())
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if rows := await house.rows(Translation):
            break
    assert [row.language for row in rows] == ["fr"]
    assert not working.done()
    hanging.set()
    await working
    assert len(await house.rows(Translation)) == 2


async def test_a_slow_engine_keeps_no_batch_longer_than_its_worker_waits(
    house: House, topic: TopicId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BEGUN_WITHIN", 0.05)
    languages = ["de", "fr", "th", "vi", "ur", "lo", "km", "my", "id", "ms", "nl", "pl"]
    house.engine.meanwhile = lambda: asyncio.sleep(0.1)
    post = await house.post(topic, "Hello.")
    for language in languages:
        await house.ask(post, language)
    await asyncio.gather(*await house.runner.take())
    made = {row.language for row in await house.rows(Translation)}
    left = {job.data["language"]: job.last_error for job in await house.jobs()}
    assert made
    assert left
    assert sorted([*made, *left]) == sorted(languages)
    assert all("NotBegun" in error for error in left.values())
    house.later(minutes=1)
    await house.work()
    assert {row.language for row in await house.rows(Translation)} == {*languages}
    assert len(house.engine.sent) == len(languages)


def test_what_begins_last_ends_before_its_worker_gives_it_up() -> None:
    assert Pace().longest > jobs.BEGUN_WITHIN + TIME_ALLOWED


async def test_texts_asked_for_together_end_each_in_its_own_way(
    house: House, topic: TopicId
) -> None:
    hidden, german, known, fresh = [
        await house.post(topic, body, language)
        for body, language in [("Bad.", "en"), ("Hallo.", "de"), (TWO, "en"), ("New.", "en")]
    ]
    await house.translated(known)
    house.engine.sent.clear()
    house.later(days=2)  # what is known can be asked for again
    for post in (hidden, german, known, fresh):
        await house.ask(post)
    await house.change(actions.hide_post, hidden, "spam")
    assert await house.work() == 1
    assert house.engine.sent == ["New."]
    rows = {row.subject for row in await house.rows(Translation)}
    assert rows == {f"post:{known}", f"post:{fresh}"}
    assert await house.rows(TranslationRequest) == []
    assert await house.jobs() == []


async def test_one_of_many_that_is_edited_meanwhile_keeps_no_other_from_being_stored(
    house: House, topic: TopicId
) -> None:
    posts = [await house.post(topic, f"Text of number {chr(97 + n)}.") for n in range(4)]

    async def edit() -> None:
        house.engine.meanwhile = None
        await house.edit(posts[0], "Quite another text.")

    house.engine.meanwhile = edit
    for post in posts:
        await house.ask(post)
        await house.ask(post, "fr")
    await house.work()
    for post in posts:
        for language in ("de", "fr"):
            found = await house.shown(post, language=language)
            assert found is not None
            assert found.status == Status.MACHINE
    assert await house.jobs() == []


async def test_what_no_engine_can_do_is_not_tried_again_for_an_hour(
    house: House, topic: TopicId
) -> None:
    house.use(none=True)
    post = await house.post(topic, TWO)
    await house.ask(post)
    assert await house.work() == 1
    await house.ask(post)
    assert await house.work() == 0
    house.use()
    house.later(hours=2)
    assert (await house.translated(post)).status == Status.MACHINE


async def test_an_old_translation_stays_outdated_while_no_engine_makes_another(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, "One.")
    await house.translated(post)
    house.use(none=True)
    await house.edit(post, "Two.")
    await house.work()
    found = await house.shown(post)
    assert found is not None
    assert found.status == Status.OUTDATED


async def test_without_words_there_is_nothing_to_send(house: House, topic: TopicId) -> None:
    post = await house.post(topic, "`code`\n\nhttps://example.org/")
    found = await house.translated(post)
    assert house.engine.sent == []
    assert (found.status, found.engine) == (Status.MACHINE, "")
    assert found.text == "`code`\n\nhttps://example.org/"


async def test_an_answer_that_is_far_too_long_is_not_stored(house: House, topic: TopicId) -> None:
    house.engine.padding = "x" * LONGEST_TRANSLATION
    post = await house.post(topic, TWO)
    await house.ask(post)
    await house.work()
    assert await house.rows(Translation) == []
    assert [row.failure for row in await house.rows(TranslationRequest)] == ["too_long"]


async def test_a_title_is_plain_text_whatever_it_looks_like(house: House) -> None:
    title = r"C:\new *and* [old] a_b <b> & `x`"
    topic = await factories.topic(house.runtime, house.author, title=title, language="en")
    await house.change(translations.ask, f"topic:{topic}", "de")
    await house.work()
    (row,) = await house.rows(Translation)
    for word in ("*", "[", "]", "<", ">", "&", "`", "C:\\"):
        assert word in row.text.replace("Ç", "C")
    assert "\\*" not in row.text
    assert "<b>" not in row.html


async def test_another_title_or_language_outdates_and_a_pin_does_not(house: House) -> None:
    topic = await factories.topic(house.runtime, house.author, title="Good news", language="en")
    await house.change(translations.ask, f"topic:{topic}", "de")
    await house.work()

    async def is_outdated() -> bool:
        (row,) = await house.rows(Translation)
        return row.outdated_at is not None

    async def pin(unit: Unit) -> None:
        await actions.set_pinned(unit, topic, pinned=True)

    await house.change(pin)
    assert not await is_outdated()
    await house.change(actions.change_topic, topic, TopicChange(title="Bad news"))
    assert await is_outdated()
    await house.work()
    assert not await is_outdated()
    await house.change(actions.change_topic, topic, TopicChange(language="fr"))
    assert await is_outdated()


async def test_a_topic_that_changes_while_its_title_is_translated_loses_nothing(
    house: House,
) -> None:
    topic = await factories.topic(house.runtime, house.author, title="Good news", language="en")

    async def pin(unit: Unit) -> None:
        await actions.set_pinned(unit, topic, pinned=True)

    async def meanwhile() -> None:
        await house.change(pin)

    house.engine.meanwhile = meanwhile
    await house.change(translations.ask, f"topic:{topic}", "de")
    await house.work()
    assert len(await house.rows(Translation)) == 1


async def test_members_see_what_visitors_see(house: House, topic: TopicId, reader: Actor) -> None:
    post = await house.post(topic, TWO)
    found = await house.translated(post)
    assert await house.shown(post, reader) == found
    assert await house.shown(post, replace(reader, member_id=None)) == found
