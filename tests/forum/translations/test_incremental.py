"""What an edit, a repeat and a near repeat cost."""

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.translations.rules import Status
from tests.forum.translations.house import House

WORDS = [f"{first}{second}" for first in "abcdef" for second in "uvxyz"]
PARAGRAPHS = [f"Paragraph {word}, with a few words of its own." for word in WORDS]


async def test_a_repeat_makes_no_call_and_one_new_word_in_thirty_paragraphs_sends_one_of_them(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, "\n\n".join(PARAGRAPHS))
    first = await house.translated(post)
    assert house.engine.sent == PARAGRAPHS
    house.engine.sent.clear()
    again = await house.post(topic, "\n\n".join(PARAGRAPHS))
    assert (await house.translated(again)).html == first.html
    assert house.engine.sent == []
    changed = [*PARAGRAPHS]
    changed[17] = changed[17].replace("few", "couple of")
    await house.edit(post, "\n\n".join(changed))
    await house.work()
    assert house.engine.sent == [changed[17]]
    assert sum(map(len, house.engine.sent)) == len(changed[17])
    shown = await house.shown(post)
    assert shown is not None
    assert shown.status == Status.MACHINE
    before, after = first.text.split("\n\n"), shown.text.split("\n\n")
    assert [n for n in range(30) if before[n] != after[n]] == [17]


async def test_what_is_like_a_segment_is_suggested_and_not_used(
    house: House, topic: TopicId, reader: Actor
) -> None:
    known = await house.post(topic, "The working group meets on Monday.")
    await house.translated(known)
    await house.correct(known, "Die Arbeitsgruppe tagt am Montag.", reader)
    post = await house.post(topic, "The working group meets on Tuesday.\n\nQuite another thing.")
    path = f"/api/v1/posts/{post}/translations"
    house.use(none=True)
    await house.ask(post)
    await house.work()
    assert await house.shown(post) is None
    async with house.client(reader) as client:
        found = (await client.get(f"{path}/de/suggestions")).json()["items"]
        assert (await client.get(f"{path}/en/suggestions")).status_code == 422
    assert [len(one["suggestions"]) for one in found] == [1, 0]
    (suggestion,) = found[0]["suggestions"]
    assert suggestion["original"] == "The working group meets on Monday."
    assert 75 <= suggestion["score"] < 100


async def test_only_who_may_correct_is_shown_suggestions(house: House, topic: TopicId) -> None:
    post = await house.post(topic, "Hello")
    async with house.client() as client:
        answer = await client.get(f"/api/v1/posts/{post}/translations/de/suggestions")
    assert answer.status_code == 401


async def test_what_a_person_said_of_one_text_is_suggested_for_no_other(
    house: House, topic: TopicId, reader: Actor
) -> None:
    known = await house.post(topic, "The working group meets on Monday.")
    await house.translated(known)
    await house.correct(known, "Die Arbeitsgruppe tagt am Montag.", reader)
    post = await house.post(topic, "The working group meets on Monday!")
    async with house.client(reader) as client:
        path = f"/api/v1/posts/{post}/translations/de/suggestions"
        (first,) = (await client.get(path)).json()["items"]
    assert [one["origin"] for one in first["suggestions"]] == ["machine"]
