from collections import Counter
from datetime import timedelta

import pytest

from forum.accounts.partners import PARTNERS, is_zone
from forum.accounts.rules import is_choosable
from forum.core.permissions import Role
from forum.demo.build import SOURCES, Article
from forum.demo.content import read_script
from forum.demo.declaration import (
    EVERYWHERE,
    TARGETS,
    first_item,
    parallel,
    read_texts,
    title,
    topics,
)
from forum.demo.people import EVERYBODY, MEMBERS
from forum.demo.script import PostScript, Script, TopicScript
from i18n.languages import LANGUAGES


@pytest.fixture(scope="module")
def script() -> Script:
    return read_script()


@pytest.fixture(scope="module")
def declared() -> list[TopicScript]:
    return list(topics(read_texts()))


def made(paragraphs: list[str], number: int = 1, heading: str = "Article 1") -> Article:
    return Article(number=number, title=heading, paragraphs=paragraphs)


def posts(script: Script) -> list[PostScript]:
    return [post for topic in script.topics for post in topic.posts]


def test_there_is_a_member_for_each_language() -> None:
    assert {person.language for person in MEMBERS} == set(SOURCES)
    assert len(MEMBERS) == len(SOURCES)


def test_members_have_what_registration_asks_for() -> None:
    assert len({person.handle for person in EVERYBODY}) == len(EVERYBODY)
    for person in EVERYBODY:
        assert is_choosable(person.handle)
        assert person.partner in PARTNERS
        assert is_zone(person.zone)
        assert set(person.reads) <= LANGUAGES.keys()
        assert len(set(person.reads)) == len(person.reads)


def test_one_administers_and_one_moderates() -> None:
    roles = Counter(person.role for person in EVERYBODY)
    assert (roles[Role.ADMIN], roles[Role.MODERATOR]) == (1, 1)


def test_every_language_is_written_in(script: Script) -> None:
    written = {post.language for post in posts(script) if post.language}
    assert written == set(SOURCES)
    assert len(posts(script)) >= 500


def test_everything_is_said_by_somebody_who_is_there(script: Script) -> None:
    handles = {person.handle for person in EVERYBODY}
    for post in posts(script):
        assert post.by in handles
        assert {flag.by for flag in post.flagged} <= handles - {post.by}
    for space in script.spaces:
        assert set(space.members) <= handles


def test_posts_come_one_after_the_other_and_all_before_now(script: Script) -> None:
    for topic in script.topics:
        ages = topic.ages()
        assert list(ages) == sorted(ages, reverse=True)
        assert timedelta(minutes=5) < ages[-1] <= ages[0] < timedelta(days=45)


def test_replies_answer_earlier_posts(script: Script) -> None:
    for topic in script.topics:
        for number, post in enumerate(topic.posts, 1):
            assert 1 <= post.to < max(number, 2)


def test_some_replies_answer_replies(declared: list[TopicScript]) -> None:
    for topic in declared:
        assert any(post.to > 1 for post in topic.posts)


def test_one_thread_goes_deep(declared: list[TopicScript]) -> None:
    numbers = [post.to for post in declared[19].posts[1:]]
    assert numbers == list(range(1, len(declared[19].posts)))


def test_nobody_writes_twice_about_an_article(declared: list[TopicScript]) -> None:
    for topic in declared:
        languages = [post.language for post in topic.posts]
        assert len(set(languages)) == len(languages)


def test_there_is_a_topic_for_the_preamble_and_for_each_article(
    declared: list[TopicScript],
) -> None:
    texts = read_texts()
    assert len(declared) == 31
    assert declared[0].title == texts[declared[0].language]["title"]
    for number, topic in enumerate(declared[1:], 1):
        article = texts[topic.language]["articles"][number - 1]
        assert topic.title.startswith(article["title"].rstrip(" .:۔") + " · ")
        assert topic.posts[0].body == "\n\n".join(article["paragraphs"])


def test_topics_begin_in_many_languages(declared: list[TopicScript]) -> None:
    assert len({topic.language for topic in declared}) == 31


def test_translations_are_the_same_article_in_the_other_language(
    declared: list[TopicScript],
) -> None:
    texts = read_texts()
    for number, topic in enumerate(declared[1:]):
        for step, post in enumerate(topic.posts):
            assert post.language not in post.others
            anywhere = not step and number + 1 in EVERYWHERE
            assert set(post.others) <= (set(texts) if anywhere else set(TARGETS))
            assert not anywhere or len(post.others) > 40
            for tag, other in post.others.items():
                item = first_item(texts[tag]["articles"][number])
                assert other.removeprefix("> ").removeprefix("1. ").startswith(item)


def test_nearly_every_post_can_be_read_in_every_language_of_the_memory(
    declared: list[TopicScript],
) -> None:
    wanted = [
        tag for topic in declared for post in topic.posts for tag in TARGETS if tag != post.language
    ]
    had = [tag for topic in declared for post in topic.posts for tag in post.others]
    assert sum(tag in TARGETS for tag in had) >= 0.98 * len(wanted)


def test_texts_with_other_paragraphs_or_items_are_no_translations() -> None:
    assert parallel(made(["a", "1. b\n2. c"]), made(["x", "1. y\n2. z"]))
    assert not parallel(made(["a"]), made(["x", "y"]))
    assert not parallel(made(["1. a\n2. b"]), made(["1. x"]))


def test_a_title_is_the_number_and_the_first_sentence() -> None:
    assert title(made(["All are equal. They are free."])) == "Article 1 · All are equal."
    assert title(made(["Both."], heading="Art. 2.")) == "Art. 2 · Both."
    assert title(made(["1. All may rest.\n2. All may work."])) == "Article 1 · All may rest."


def test_a_long_title_is_cut_between_words() -> None:
    found = title(made(["word " * 60]))
    assert found.endswith("word…")
    assert len(found) <= 100


def test_the_preamble_is_called_by_the_title_of_the_whole() -> None:
    assert title(made(["Whereas"], number=0, heading="Declaration")) == "Declaration"


def test_there_is_something_of_every_kind(script: Script) -> None:
    assert {topic.kind for topic in script.topics} == {
        "announcement",
        "discussion",
        "question",
        "resource",
    }
    assert [topic.title for topic in script.topics if topic.pinned]
    assert [topic.title for topic in script.topics if topic.locked]
    assert {space.access for space in script.spaces} == {"public", "members", "private"}
    assert sum(len(post.flagged) for post in posts(script)) >= 3


def test_resources_are_open_ones_mostly_and_two_are_language_versions(script: Script) -> None:
    cards = {topic.resource.url: topic for topic in script.topics if topic.resource is not None}
    assert len(cards) >= 5
    assert all(url.startswith("https://") for url in cards)
    [french] = [topic for topic in script.topics if topic.version_of]
    assert cards[french.version_of].days > french.days
