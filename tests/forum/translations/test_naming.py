"""Names of topics and spaces in the language of a list: tags, cards, space names, descriptions."""

from typing import Any

from forum.discussions.actions import change_topic
from forum.discussions.schemas import TopicChange
from forum.spaces import actions as spaces
from forum.spaces.schemas import SpaceChange, SpaceText
from forum.translations.rules import Reach
from tests import factories
from tests.forum.translations.house import House

API = "/api/v1"
SPACE = f"{API}/spaces/general"


async def get(house: House, path: str) -> Any:
    async with house.client() as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(house: House, language: str = "de") -> Any:
    """The one topic of a list as it is read in a language, once what was missing is made."""
    await get(house, f"{API}/topics?lang={language}")
    await house.work()
    return (await get(house, f"{API}/topics?lang={language}"))["items"][0]


async def test_a_list_names_topics_in_the_readers_language(house: House) -> None:
    tags = ["moocs", "open access"]
    topic = await factories.topic(house.runtime, house.author, language="en", tags=tags)
    found = await listed(house)
    words = found["translated_words"]
    assert (words["status"], words["engine"], words["language"]) == ("machine", "pseudo", "de")
    assert set(words["words"]) == set(tags)
    assert all(made and made != tag for tag, made in words["words"].items())
    assert found["tags"] == tags
    assert found["space"]["name"] == "General"
    assert found["space"]["translated_name"]["status"] == "machine"
    asked = len(house.engine.sent)
    await house.change(change_topic, topic, TopicChange(tags=["moocs", "quality"]))
    words = (await get(house, f"{API}/topics?lang=de"))["items"][0]["translated_words"]
    assert (words["status"], words["words"]) == ("outdated", {})
    await house.work()
    assert set((await listed(house))["translated_words"]["words"]) == {"moocs", "quality"}
    assert house.engine.sent[asked:] == ["quality"]


async def test_what_is_in_the_language_itself_asks_for_nothing(house: House) -> None:
    await factories.topic(house.runtime, house.author, language="en", tags=["moocs"])
    found = await listed(house, "en")
    assert found["translated_words"] is None
    assert found["space"]["translated_name"] is None
    assert await house.jobs() == []


async def test_a_space_is_described_in_the_readers_language(house: House) -> None:
    change = SpaceChange(description="Where teachers\nmeet.")
    await house.change(spaces.change_space, "general", change, who=factories.ADMIN)
    await get(house, f"{SPACE}?lang=de")
    await house.work()
    found = await get(house, f"{SPACE}?lang=de")
    assert found["description"] == "Where teachers\nmeet."
    assert found["translated_description"]["engine"] == "pseudo"
    before = found["translated_name"]["text"]
    change = SpaceChange(name="Assembly")
    await house.change(spaces.change_space, "general", change, who=factories.ADMIN)
    assert (await get(house, f"{SPACE}?lang=de"))["translated_name"]["status"] == "outdated"
    await house.work()
    found = await get(house, f"{SPACE}?lang=de")
    assert found["translated_name"]["status"] == "machine"
    assert found["translated_name"]["text"] != before
    words = SpaceText(name="Versammlung")
    await house.change(spaces.write_texts, "general", "de", words, who=factories.ADMIN)
    assert (await get(house, f"{SPACE}?lang=de"))["translated_name"] is None
    topic = await factories.topic(house.runtime, house.author, language="en")
    async with house.client() as client:
        page = (await client.get(f"{API}/topics/{topic}?lang=de")).json()
    assert (page["space"]["name"], page["space"]["language"]) == ("Versammlung", "de")


async def test_names_leave_the_house_no_more_than_posts_do(house: House) -> None:
    change = SpaceChange(engines=Reach.NONE)
    await house.change(spaces.change_space, "general", change, who=factories.ADMIN)
    await factories.topic(house.runtime, house.author, language="en", tags=["moocs"])
    await listed(house)
    assert house.engine.sent == []


async def test_an_edit_has_made_what_the_space_wants_though_it_failed_before(house: House) -> None:
    change = SpaceChange(translated_into=["de"])
    await house.change(spaces.change_space, "general", change, who=factories.ADMIN)
    topic = await factories.topic(house.runtime, house.author, language="en")
    post = await house.post(topic, "First words.")
    await house.edit(post, "Other words.")
    await house.work()
    found = await house.shown(post)
    assert found is not None
    assert found.status == "machine"
    assert "Other words." in house.engine.sent
    await house.change(change_topic, topic, TopicChange(title="Another title"))
    await house.work()
    assert "Another title" in house.engine.sent
