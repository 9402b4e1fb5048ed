"""The page of search, the API, and what comes in that was never meant well."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import update

from forum.core.actor import SYSTEM
from forum.core.permissions import Role
from forum.discussions.subjects import post_subject, topic_subject
from forum.runtime import Runtime
from forum.search.actions import build
from forum.search.queries import finding
from forum.translations import actions as translations
from forum.translations.parts import Whole
from forum.translations.subjects import Source
from forum.translations.tables import Translation
from tests import factories
from tests.client import API, Client


async def index(runtime: Runtime) -> None:
    """Have everything found that there is."""
    await build(runtime, lambda _: None, anew=True)


def talk(client: Client) -> None:
    """A topic with a reply, in the index."""
    maria = client.member("maria", reads=["en"])
    client.do(factories.space, language="en")
    client.do(
        factories.topic,
        maria,
        title="Open <courses>",
        body="What do *we* know of <b>badges</b>?",
        replies=["Die Anerkennung von Zeugnissen ist Sache der Länder."],
        tags=["credits"],
    )
    client.do(index)


async def translated(runtime: Runtime, source: Source, number: int, text: str) -> None:
    """Store a French translation."""
    async with runtime.unit(
        await factories.member(runtime, f"f{text[:3]}".lower(), languages=["fr"])
    ) as unit:
        subject = await source(unit.db, number)
        assert subject is not None
        await translations.correct(unit, subject, "fr", Whole(text, f"<p>{text}</p>"))


def test_the_page_shows_hints_before_anything_is_looked_for(client: Client) -> None:
    shown = client.get("/search")
    assert shown.status_code == 200
    assert "How to find things" in shown.text
    assert 'action="/search"' in client.get("/").text


def test_what_is_found_is_marked_and_escaped(client: Client) -> None:
    talk(client)
    shown = client.get("/search?q=badges").text
    assert "<mark>badges</mark>" in shown
    assert "&lt;courses&gt;" in shown
    assert "?at=1#p1" in shown
    assert "<bdi>#credits</bdi>" in client.get("/search?q=credits").text
    assert "Open &lt;<mark>courses</mark>&gt;" in client.get("/search?q=courses").text


def test_nothing_found_says_what_was_looked_for_and_offers_to_drop_filters(
    client: Client,
) -> None:
    talk(client)
    shown = client.get("/search?q=badges+kind:question").text
    assert "Nothing that you can read holds “badges”." in shown
    assert 'href="/search?q=badges"' in shown
    assert "Nothing was found" in client.get("/search?q=nowhere").text


async def outdated(runtime: Runtime) -> None:
    """Let all translations say something else than the glossary."""
    async with runtime.unit(SYSTEM) as unit:
        await unit.db.exec(update(Translation).values(stale_at=unit.now))


def test_a_translation_is_found_and_named(client: Client) -> None:
    talk(client)
    client.do(translated, post_subject, 2, "La reconnaissance des diplômes.")
    client.do(translated, topic_subject, 1, "Cours ouverts")
    client.do(index)
    shown = client.get("/search?q=diplomes").text
    assert "Found in the translation into French" in shown
    assert "<mark>diplômes</mark>" in shown
    [hit] = client.get(f"{API}/search?q=diplomes").json()["items"]
    assert (hit["id"], hit["language"], hit["found_in"]) == (2, "de", "fr")
    assert hit["excerpt"]["html"] == "La reconnaissance des <mark>diplômes</mark>."
    [hit] = client.get(f"{API}/search?q=ouverts").json()["items"]
    assert hit["topic"]["title"] == {"text": "Cours ouverts", "html": "Cours <mark>ouverts</mark>"}
    assert hit["topic"]["title_language"] == "fr"
    assert not hit["outdated"]
    assert "out of date" not in shown
    client.do(outdated)
    [hit] = client.get(f"{API}/search?q=diplomes").json()["items"]
    assert hit["outdated"]
    assert "This translation is out of date." in client.get("/search?q=diplomes").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("x" * 10_000, 422),
        ("\0", 422),
        ("a\0b", 422),
        ('"' * 299, 422),
        ("!!! ??? ---", 422),
        ("-badges", 422),
        ("in:title", 422),
        ("a " * 40, 422),
        ("badges AND NEAR( * col: ^ ) OR", 200),
        ('"badges', 200),
        ("' | !badges & <-> :*", 200),
        ("before:0001", 422),
        ("badges after:9999-99-99", 422),
        ('badges "after:9999-99-99"', 200),
        ("before:8999-12-31 after:1970", 200),
        ("法" * 300, 200),
        ("\u202e\u200bbadges\ufeff", 200),
    ],
)
def test_odd_queries_are_refused_or_are_words(client: Client, query: str, status: int) -> None:
    talk(client)
    for address in ("/search", f"{API}/search"):
        answer = client.get(f"{address}?{urlencode({'q': query})}")
        assert answer.status_code == status, (address, answer.text)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("badges Kind:song", "“Kind:song”: the kinds are discussion, question"),
        ("language:klingon", "“language:klingon”: this language is not known."),
        ("after:tomorrow", "“after:tomorrow”: write a day, a month or a year"),
        ("space:no/such", "“space:no/such”: write the name of a space"),
        ("in:text badges", "“in:text”: words can be looked for in titles only"),
    ],
)
def test_a_filter_with_a_wrong_value_is_refused_and_explained(
    client: Client, query: str, says: str
) -> None:
    talk(client)
    shown = client.get(f"/search?{urlencode({'q': query})}")
    assert shown.status_code == 422
    assert says in shown.text
    assert client.get(f"{API}/search?{urlencode({'q': query})}").status_code == 422
    assert client.get(f"{API}/topics?{urlencode({'q': f'badges {query}'})}").status_code == 422


@pytest.mark.parametrize("broken", ["%ED%A0%80", "%FF%FE", "%00"])
def test_bytes_that_are_no_text_break_nothing(client: Client, broken: str) -> None:
    for address in ("/search", f"{API}/search", f"{API}/search/suggest"):
        assert client.get(f"{address}?q={broken}").status_code in {200, 422}


@pytest.mark.parametrize(
    "more", ["kind=song", "language=klingon", "before=tomorrow", "limit=0", "cursor=x", "sort=odd"]
)
def test_filters_beside_the_query_are_checked(client: Client, more: str) -> None:
    assert client.get(f"{API}/search?q=a&{more}").status_code == 422


def test_the_api_takes_filters_beside_the_query(client: Client) -> None:
    talk(client)

    def numbers(more: str) -> list[int]:
        answer = client.get(f"{API}/search?{more}")
        assert answer.status_code == 200, answer.text
        return [hit["id"] for hit in answer.json()["items"]]

    assert numbers("q=badges&language=en") == [1]
    assert numbers("q=badges&language=de") == []
    assert numbers("language=de") == [2]
    assert numbers("q=language:de&language=en") == [1]
    assert numbers("author=@Maria&sort=new") == [2, 1]
    assert numbers("space=general&kind=discussion&after=2020-01-01&before=2999-01-01") == [2, 1]


def test_the_list_goes_on(client: Client) -> None:
    maria = client.member()
    client.do(factories.space, language="en")
    client.do(factories.topic, maria, body="word", replies=["word"] * 24)
    client.do(index)
    first = client.get("/search?q=word").text
    assert first.count("<mark>word</mark>") == 20
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(following).text
    assert second.count("<mark>word</mark>") == 5
    assert 'href="/search?q=word"' in second
    answer = client.get(f"{API}/search?q=word&limit=10")
    assert 'rel="next"' in answer.headers["link"]
    assert client.get(f"/search?q=word&next={quote('nonsense')}").status_code == 422


def test_the_page_says_that_only_the_newest_were_ranked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 2)
    maria = client.member()
    client.do(factories.space, language="en")
    client.do(factories.topic, maria, body="word", replies=["word", "other word"])
    client.do(index)
    shown = client.get("/search?q=word").text
    assert 'href="/search?q=word&amp;sort=new">List all of them, newest first' in shown
    for query in ("other", "word&sort=new"):
        assert "List all of them" not in client.get(f"/search?q={query}").text


def suggested(client: Client, typed: str, **more: Any) -> list[tuple[str, str]]:
    """Kind and text of what is suggested."""
    answer = client.get(f"{API}/search/suggest?{urlencode({'q': typed})}", **more)
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["text"]) for one in json.loads(answer.text)["items"]]


def test_titles_tags_and_spaces_are_suggested_to_those_who_see_them(client: Client) -> None:
    talk(client)
    moderator = client.member("mod", Role.MODERATOR)
    client.do(factories.space, "closed", access="private", language="en")
    client.do(
        factories.topic,
        moderator,
        "closed",
        title="Courses in secret",
        body="-",
        tags=["creditors"],
    )
    client.do(index)
    assert suggested(client, "cour") == [("topic", "Open <courses>")]
    assert suggested(client, "cred") == [("tag", "credits")]
    assert suggested(client, "gene") == [("space", "General")]
    assert suggested(client, "") == suggested(client, "%") == suggested(client, "_") == []
    head = client.token(moderator)
    assert suggested(client, "cred", headers=head) == [("tag", "creditors"), ("tag", "credits")]
    assert [text for _, text in suggested(client, "cour", headers=head)] == [
        "Courses in secret", "Open <courses>",
    ]  # fmt: skip


def test_topics_are_found_by_words(client: Client) -> None:
    talk(client)
    maria = client.member("ada")
    client.do(factories.topic, maria, title="Badges", body="Nothing else")

    def titles(more: str) -> list[str]:
        answer = client.get(f"{API}/topics?{more}")
        assert answer.status_code == 200, answer.text
        return [topic["title"] for topic in answer.json()["items"]]

    assert titles("q=badges") == ["Open <courses>"]
    client.do(index)  # no channel tells of this: the list is not kept
    assert titles("q=badges") == ["Badges", "Open <courses>"]
    assert titles("q=badges&limit=1") == ["Badges"]
    assert titles("q=zeugnisse&language=de") == ["Open <courses>"]
    assert titles("q=badges&kind=question") == []
    for more in ("tag=x", "sort=new"):
        assert client.get(f"{API}/topics?q=badges&{more}").status_code == 422
    assert client.get(f"{API}/topics?q=language:de").status_code == 422
    cursor = client.get(f"{API}/topics?q=badges&limit=1").json()["next"]
    assert titles(f"q=badges&cursor={cursor}") == ["Open <courses>"]
