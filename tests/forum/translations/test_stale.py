"""What a change of the glossary does to what machines said before."""

from typing import Any

import pytest

from forum.app import SUBJECTS
from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.glossaries import actions, jobs
from forum.glossaries.rules import CHANGED
from forum.glossaries.schemas import TermChange, TermDraft
from forum.jobs.tables import Job
from forum.translations import anew
from forum.translations.rules import Status
from forum.translations.tables import Translation, TranslationUnit
from tests import factories
from tests.forum.translations.house import House
from tests.forum.translations.test_jobs import announced


async def act(house: House, do: Any, *args: Any) -> Any:
    """Change the glossary, and do the job that this leaves."""
    house.later(seconds=1)
    made = await house.change(
        do, *args, who=Actor(role=Role.ADMIN, member_id=house.author.member_id)
    )
    for job in [one for one in await house.rows(Job) if one.kind == CHANGED]:
        await jobs.mark_stale(house.runtime, SUBJECTS, job.data)
    return made


async def stale(house: House) -> set[str]:
    return {row.subject for row in await house.rows(Translation) if row.stale_at}


async def test_a_new_term_marks_what_uses_other_words_and_only_those_segments_are_sent_again(
    house: House,
    topic: TopicId,
) -> None:
    post = await house.post(topic, "The working group met.\n\nQuite another thing.")
    other = await house.post(topic, "Nothing of that.")
    for one in (post, other):
        await house.translated(one)
    house.engine.sent.clear()
    term = TermDraft(source="en", target="de", term="working group", translation="Arbeitsgruppe")
    made = await act(house, actions.add_term, term)
    assert await stale(house) == {f"post:{post}"}
    shown = await house.shown(post)
    assert shown is not None
    assert (shown.status, shown.outdated) == (Status.MACHINE, True)
    unmarked = await house.shown(other)
    assert unmarked is not None
    assert not unmarked.outdated
    assert f'"id":{post},"language":"de"' in (await announced(house, topic))[-1]
    assert await act(house, anew.retranslate) == 1
    assert await act(house, anew.retranslate) == 0
    await house.work()
    assert len(house.engine.sent) == 1
    assert "Arbeitsgruppe" in (await house.translated(post)).text
    assert await stale(house) == set()
    house.engine.sent.clear()
    await act(house, actions.change_term, made.id, TermChange(translation="Ausschuss"))
    await act(house, anew.retranslate)
    assert "Ausschuss" in (await house.translated(post)).text
    await act(house, actions.remove_term, made.id)
    assert await stale(house) == {f"post:{post}"}
    await act(house, anew.retranslate)
    assert "Ausschuss" not in (await house.translated(post)).text
    assert len(house.engine.sent) == 2


async def test_a_space_s_term_touches_that_space_and_no_words_of_people(
    house: House,
    topic: TopicId,
    reader: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    await factories.space(house.runtime, "courses")
    elsewhere = await factories.topic(house.runtime, house.author, "courses", language="en")
    here, there, said = [
        await house.post(place, text)
        for place, text in ((topic, "A hub."), (elsewhere, "A hub."), (topic, "Our hub."))
    ]
    for one in (here, there, said):
        await house.translated(one)
    await house.correct(said, "Unser Netz.", reader)
    units = len(await house.rows(TranslationUnit))
    term = TermDraft(source="en", target="de", term="hub", translation="Netzwerk", space="courses")
    await act(house, actions.add_term, term)
    for _ in range(units):
        for job in [one for one in await house.rows(Job) if one.kind == CHANGED]:
            await jobs.mark_stale(house.runtime, SUBJECTS, job.data)
    assert await stale(house) == {f"post:{there}"}
