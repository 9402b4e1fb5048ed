"""Finding posts, on each database."""

import pytest

from forum.app import Product
from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Window
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.rules import Kind, TopicState
from forum.discussions.schemas import PostChange, PostDraft, TopicChange, TopicText
from forum.discussions.subjects import post_subject
from forum.resources.schemas import ResourceDraft
from forum.runtime import Runtime
from forum.search import queries
from forum.search.parsing import parse
from forum.search.queries import finding, walking
from forum.search.rules import Sort, is_original
from forum.spaces import queries as spaces
from forum.spaces.rules import Access
from forum.spaces.tables import SpaceMember
from forum.translations import actions as translations
from forum.translations.parts import Whole
from tests import factories
from tests.forum.search.asking import VISITOR, found, ids, indexed


async def opened(house: Product) -> Actor:
    """A space, and somebody to write in it."""
    await factories.space(house.runtime, language="en")
    return await factories.member(house.runtime)


async def test_a_post_is_found_by_its_words_in_any_order_and_form(house: Product) -> None:
    maria = await opened(house)
    await factories.topic(
        house.runtime, maria, title="Open courses", body="We teach **Éducation** for all.",
        replies=["Nothing of that kind", "人人有受教育的权利，教育应当免费。"],
    )  # fmt: skip
    runtime = await indexed(house)
    assert await ids(runtime, "teach education") == [1]
    assert await ids(runtime, "EDUCATION we") == [1]
    assert await ids(runtime, "educ") == [1]
    assert await ids(runtime, '"for all"') == [1]
    assert await ids(runtime, '"all for"') == []
    assert await ids(runtime, '"educ"') == []
    assert await ids(runtime, "教育") == [3]
    assert await ids(runtime, "权") == [3]
    assert await ids(runtime, "teach -kind") == [1]
    assert await ids(runtime, "teach -education") == []
    assert await ids(runtime, "nowhere") == []


async def test_what_looks_like_the_indexs_own_language_is_words(house: Product) -> None:
    maria = await opened(house)
    body = "NEAR here AND there OR not title body col:x"
    await factories.topic(house.runtime, maria, body=body)
    runtime = await indexed(house)
    for query in ["AND", "NEAR(", "there OR", "NOT here", "col:x", "title : body", "(here", "he*",
                  "here' | 'there", "!here", "<->", "'", "\\", "here:*", "^here"]:  # fmt: skip
        expected = [] if not parse(query).words else [1]
        assert (await ids(runtime, query) if expected else []) == expected, query


async def test_titles_weigh_more_than_texts_and_newer_posts_come_first_among_equals(
    house: Product,
) -> None:
    maria = await opened(house)
    await factories.topic(house.runtime, maria, title="Glossary", body="One")
    await factories.topic(
        house.runtime, maria, title="Other", body="Two",
        replies=["glossary", "glossary"],
    )  # fmt: skip
    runtime = await indexed(house)
    assert await ids(runtime, "glossary") == [1, 4, 3]
    assert await ids(runtime, "glossary in:title") == [1]
    assert [one.post_id for one in await found(runtime, "glossary", sort="new")] == [4, 3, 1]


async def test_filters_narrow_and_stand_alone(house: Product) -> None:
    maria = await opened(house)
    await factories.space(house.runtime, "teaching", language="en")
    linh = await factories.member(house.runtime, "linh")
    question = await factories.topic(
        house.runtime, maria, title="Why", body="Common words", kind=Kind.QUESTION
    )
    async with house.runtime.unit(linh) as unit:
        draft = PostDraft(body="Từ ngữ chung common", language="vi")
        await actions.reply(unit, question, draft)
    await factories.topic(house.runtime, maria, "teaching", title="What", body="Common words")
    runtime = await indexed(house)
    assert sorted(await ids(runtime, "common kind:question")) == [1, 2]
    assert await ids(runtime, "common space:teaching") == [3]
    assert await ids(runtime, "common author:linh") == [2]
    assert await ids(runtime, "common language:vi") == [2]
    assert await ids(runtime, "language:vi") == [2]
    assert await ids(runtime, "space:general") == [2, 1]
    assert await ids(runtime, "common before:2000") == []
    assert await ids(runtime, "common after:2026-03-02 before:2026-03-02") == []
    assert await ids(runtime, "after:2026-03-02 before:2020") == []
    assert sorted(await ids(runtime, "common after:2020 before:2999")) == [1, 2, 3]


async def test_what_changes_is_found_as_it_is_now(house: Product) -> None:
    maria = await opened(house)
    topic = await factories.topic(house.runtime, maria, title="Before", body="Early words")
    runtime = await indexed(house)
    async with runtime.unit(maria) as unit:
        await actions.edit_post(unit, PostId(1), PostChange(body="Late words"))
        await actions.change_topic(unit, topic, TopicChange(title="Afterwards", tags=["credits"]))
    assert await ids(runtime, "early") == [1]
    await indexed(house)
    assert await ids(runtime, "early") == []
    assert await ids(runtime, "before") == []
    assert await ids(runtime, "late in:title") == []
    assert await ids(runtime, "afterwards late credits") == [1]


async def readers(house: Product) -> dict[str, Actor]:
    """People who see different things, and a private space in which the third one is."""
    maria = await opened(house)
    runtime = house.runtime
    await factories.space(runtime, "closed", access=Access.PRIVATE, language="en")
    await factories.space(runtime, "inside", access=Access.MEMBERS, language="en")
    belongs = await factories.member(runtime, "belongs")
    async with runtime.unit(factories.ADMIN) as unit:
        space = await spaces.space_by_slug(unit.db, unit.actor, "closed")
        unit.db.add(
            SpaceMember(
                space_id=space.id, member_id=belongs.require_member(), added_at=factories.NOON
            )
        )
    moderator = await factories.member(runtime, "mod", Role.MODERATOR)
    return {"visitor": VISITOR, "member": maria, "belongs": belongs, "moderator": moderator}


async def seen(runtime: Runtime, people: dict[str, Actor], query: str) -> dict[str, list[int]]:
    """What each of them finds."""
    return {name: sorted(await ids(runtime, query, who)) for name, who in people.items()}


async def test_nobody_finds_what_they_may_not_see(house: Product) -> None:
    people = await readers(house)
    for slug in ("general", "inside", "closed"):
        await factories.topic(
            house.runtime, people["moderator"], slug, title="Secret", body="Secret plan"
        )
    runtime = await indexed(house)
    for query in ("secret", "secret in:title", "after:2020", "author:mod"):
        assert await seen(runtime, people, query) == {
            "visitor": [1],
            "member": [1, 2],
            "belongs": [1, 2, 3],
            "moderator": [1, 2, 3],
        }, query
    assert await ids(runtime, "secret space:closed", people["member"]) == []


async def test_what_is_hidden_or_deleted_vanishes_before_the_index_hears_of_it(
    house: Product,
) -> None:
    people = await readers(house)
    topic = await factories.topic(
        house.runtime, people["belongs"], body="First plan", replies=["Second plan", "Third plan"]
    )
    runtime = await indexed(house)
    async with runtime.unit(people["moderator"]) as unit:
        await actions.hide_post(unit, PostId(2), "rude")
        await actions.delete_post(unit, PostId(3))
    assert await seen(runtime, people, "plan") == {
        "visitor": [1],
        "member": [1],
        "belongs": [1, 2],  # their own
        "moderator": [1, 2],
    }
    await indexed(house)
    assert await ids(runtime, "third", people["moderator"]) == []
    async with runtime.unit(people["moderator"]) as unit:
        await actions.restore_post(unit, PostId(2))
    assert await ids(runtime, "second") == [2]
    async with runtime.unit(people["moderator"]) as unit:
        await actions.set_state(unit, topic, TopicState.HIDDEN)
    assert await seen(runtime, people, "plan") == {
        "visitor": [],
        "member": [],
        "belongs": [],
        "moderator": [1, 2],
    }


@pytest.mark.parametrize("sort", ["relevance", "new"])
async def test_pages_follow_each_other_without_gap_or_repeat(house: Product, sort: Sort) -> None:
    maria = await opened(house)
    await factories.topic(
        house.runtime, maria, title="Word", body="word", replies=["word"] * 8 + ["word word"] * 3
    )
    runtime = await indexed(house)
    whole = [hit.post_id for hit in await found(runtime, "word", sort=sort)]
    assert sorted(whole) == list(range(1, 13))
    walked: list[int] = []
    window = Window(5)
    while True:
        async with runtime.database.reading() as db:
            page = (await queries.hits_page(db, VISITOR, parse("word"), sort, window)).page
        walked += [hit.post_id for hit in page.items]
        if page.next is None:
            break
        window = Window(5, after=page.next)
    assert walked == whole


async def test_of_a_common_word_the_newest_are_ranked_and_all_titles(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 3)
    maria = await opened(house)
    await factories.topic(
        house.runtime, maria, title="Word", body="Much more", replies=["word"] * 6
    )
    runtime = await indexed(house)
    assert await ids(runtime, "word") == [1, 7, 6, 5]
    newest = await found(runtime, "word", sort="new", limit=20)
    assert [hit.post_id for hit in newest] == [7, 6, 5, 4, 3, 2, 1]


async def test_filters_hold_for_every_post_of_a_topic_that_becomes_of_another_kind(
    house: Product,
) -> None:
    maria = await opened(house)
    topic = await factories.topic(house.runtime, maria, body="Common", replies=["Common words"])
    runtime = await indexed(house)
    assert await ids(runtime, "common kind:question") == []
    async with runtime.unit(maria) as unit:
        await actions.change_topic(unit, topic, TopicChange(kind=Kind.QUESTION))
    await indexed(house)
    assert sorted(await ids(runtime, "common kind:question")) == [1, 2]
    assert await ids(runtime, "kind:discussion") == []


async def test_what_stands_far_from_the_newest_posts_is_found_in_its_place(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "NEWEST", 3)
    monkeypatch.setattr(walking, "FARTHER", 4)
    monkeypatch.setattr(walking, "are_common", lambda _walk, count, _posts: count > 0)
    maria = await opened(house)
    replies = ["common rare", *["common"] * 6, *["common often"] * 4]
    await factories.topic(house.runtime, maria, title="Rare", body="common", replies=replies)
    runtime = await indexed(house)
    for word, expected in (("common", 12), ("often", 4), ("rare", 2), ("com", 12)):
        newest = [one.post_id for one in await found(runtime, word, sort="new")]
        assert newest == sorted(newest, reverse=True)
        assert len(newest) == len(await ids(runtime, word)) == expected, word
    assert await ids(runtime, "rare") == [1, 2]
    assert await ids(runtime, "author:maria rare in:title") == [1]
    assert await ids(runtime, "author:nobody") == []
    assert await ids(runtime, "common space:nowhere") == []


async def test_the_list_says_whether_all_that_fits_was_ranked(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 3)
    maria = await opened(house)
    await factories.topic(house.runtime, maria, body="word", replies=["word", "other"])
    runtime = await indexed(house)

    async def is_all(query: str) -> bool:
        async with runtime.database.reading() as db:
            asked = parse(query)
            return (await queries.hits_page(db, VISITOR, asked, "relevance", Window(9))).is_all

    assert await is_all("word")
    async with runtime.unit(maria) as unit:
        await actions.reply(unit, TopicId(1), PostDraft(body="word"))
    await indexed(house)
    assert not await is_all("word")
    assert await is_all("word author:nobody")


async def test_titles_beyond_the_newest_posts_are_ranked_unless_they_hold_what_is_unwanted(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 4)
    maria = await opened(house)
    replies = ["word"] * 3
    await factories.topic(house.runtime, maria, title="Word", body="One", replies=replies)
    await factories.topic(house.runtime, maria, title="Word", body="Two, bad", replies=replies)
    await factories.topic(house.runtime, maria, title="Words", body="Three", replies=replies)
    runtime = await indexed(house)
    assert sorted(await ids(runtime, "word")) == [1, 5, 9, 10, 11, 12]
    assert sorted(await ids(runtime, "word -bad")) == [1, 9, 10, 11, 12]
    assert sorted(await ids(runtime, "in:title word -two")) == [1, 5, 9]
    monkeypatch.setattr(finding, "_TITLES", 2)
    assert {5, 9, 10, 11, 12} <= set(await ids(runtime, "word"))


async def test_a_card_is_found_by_its_words_and_by_its_subject_in_every_language(
    house: Product,
) -> None:
    await factories.space(house.runtime, language="en")
    maria = await factories.member(house.runtime, languages=["fr"])
    card = ResourceDraft.model_validate(
        {
            "url": "https://example.org/course",
            "type": "course",
            "languages": ["km"],
            "licence": "CC-BY-4.0",
            "provider": "Royal University of Phnom Penh",
            "subject": "health",
            "competences": ["first aid"],
        }
    )
    async with house.runtime.unit(maria) as unit:
        draft = TopicText(
            kind=Kind.RESOURCE, title="Course", body="Look", language="en", resource=card
        )
        await actions.start_topic(unit, "general", draft)
        subject = await post_subject(unit.db, 1)
        assert subject is not None
        await translations.correct(unit, subject, "fr", Whole("Voyez", "<p>Voyez</p>"))
    runtime = await indexed(house)
    assert await ids(runtime, '"phnom penh" "first aid"') == [1]
    assert await ids(runtime, "welfare") == [1]
    [hit] = await found(runtime, "voyez santé")
    assert not is_original(hit.row)
