"""Titles in lists, in the reader's language wherever they are translated."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from forum.app import SUBJECTS
from forum.core.actor import Actor
from forum.discussions.feeds import ATOM, LANG
from forum.jobs.runner import Runner
from forum.runtime import Runtime
from forum.translations.jobs import kinds
from tests import factories
from tests.client import API, Client, running
from tests.services.databases import Databases

TITLE = "Open courses"
NS = {"a": ATOM}


@pytest.fixture
def client(databases: Databases, tmp_path: Path) -> Iterator[Client]:
    """The application with an engine, one space and one topic in English."""
    with (
        databases.fresh(factories.prepared) as url,
        running(url, tmp_path, translators=("pseudo",)) as found,
    ):
        found.do(factories.space, language="fr")
        found.do(factories.topic, found.member("maria"), language="en")
        yield found


def work(client: Client) -> None:
    """Do the translations that were asked for."""

    async def drain(runtime: Runtime) -> None:
        await Runner(runtime, kinds(client.app_state["engines"], SUBJECTS)).drain()

    client.do(drain)


@pytest.fixture(params=["visitor", "member"])
def reader(request: pytest.FixtureRequest, client: Client) -> Client:
    """A reader's browser."""
    if request.param == "member":
        client.sign_in(client.member("linh", languages=["de"]))
    return client


@pytest.mark.parametrize("url", ["/", "/s/general", "/m/maria"])
def test_a_title_is_asked_for_and_shown_as_soon_as_it_is_translated(
    reader: Client, url: str
) -> None:
    first = reader.get(f"{url}?lang=de").text
    assert "data-translation" not in first
    work(reader)
    page = reader.get(f"{url}?lang=de").text
    assert f'<small lang="en" dir="auto">{TITLE}</small>' in page
    assert '/open-courses?lang=de" lang="de" dir="auto" data-translation="machine"' in page


@pytest.mark.parametrize("url", ["/", "/s/general", "/m/maria"])
def test_without_a_language_titles_stand_as_written(reader: Client, url: str) -> None:
    reader.get(f"{url}?lang=de")
    work(reader)
    page = reader.get(url).text
    assert f'/open-courses" lang="en" dir="auto">{TITLE}</a>' in page
    assert "data-translation" not in page


def test_readers_of_two_languages_are_not_given_each_others_list(reader: Client) -> None:
    for lang in ("de", "th"):
        reader.get(f"/?lang={lang}")
    work(reader)
    pages = {lang: reader.get(f"/?lang={lang}").text for lang in ("de", "th")}
    assert all(f'lang="{lang}" dir="auto" data-translation' in pages[lang] for lang in pages)


def test_the_language_of_a_list_goes_on_to_the_next_page_and_filter(reader: Client) -> None:
    for _ in range(31):
        reader.do(factories.topic, Actor(**_maria(reader)))
    page = reader.get("/s/general?lang=de&kind=discussion").text
    assert 'rel="next" href="/s/general?kind=discussion&amp;lang=de&amp;after=' in page
    assert '<input type="hidden" name="lang" value="de">' in page
    assert '<a href="/s/general?kind=discussion">As written</a>' in page


def _maria(client: Client) -> dict[str, object]:
    found = client.get(f"{API}/topics").json()["items"][0]["author"]
    return {"member_id": found["id"], "handle": "maria", "name": "Maria"}


def test_a_language_that_is_not_known_is_refused(reader: Client) -> None:
    for url in ("/", "/s/general", "/m/maria", "/s/general/feed.atom", f"{API}/topics"):
        assert reader.get(f"{url}?lang=nonsense").status_code == 422


def test_the_name_of_a_space_says_which_language_it_is_in(reader: Client) -> None:
    in_both_lists = reader.get("/").text.count(
        '<a href="/s/general"><bdi lang="fr">General</bdi></a>'
    )
    assert in_both_lists == 2


def test_programs_list_translated_titles(client: Client) -> None:
    url = f"{API}/topics?lang=de"
    assert client.get(url).json()["items"][0]["translated_title"] is None
    work(client)
    [topic] = client.get(url).json()["items"]
    assert topic["title"] == TITLE
    assert topic["translated_title"]["language"] == "de"
    assert client.get(f"{API}/topics").json()["items"][0]["translated_title"] is None


def test_the_library_shows_translated_titles(reader: Client) -> None:
    card = {
        "url": "https://course.example/",
        "type": "course",
        "languages": ["en"],
        "licence": "CC-BY-4.0",
    }
    maria = Actor(**_maria(reader))
    more = {"title": "Data for all", "kind": "resource", "resource": card, "language": "en"}
    reader.do(factories.topic, maria, **more)
    assert "data-translation" not in reader.get("/library?lang=de").text
    work(reader)
    page = reader.get("/library?lang=de&type=course").text
    assert '<small lang="en" dir="auto">Data for all</small>' in page
    assert '<a href="/library?type=course">As written</a>' in page
    assert "data-translation" not in reader.get("/library").text


@pytest.mark.parametrize("url", ["/s/general/feed.atom", "/t/1/feed.atom"])
def test_feeds_are_read_in_a_language_and_lead_to_the_original(client: Client, url: str) -> None:
    def entry() -> ET.Element:
        found = ET.fromstring(client.get(f"{url}?lang=de").content).find("a:entry", NS)  # noqa: S314
        assert found is not None
        return found

    def languages() -> list[str | None]:
        parts = [entry().find(f"a:{name}", NS) for name in ("title", "content")]
        return [None if part is None else part.get(LANG) for part in parts]

    assert languages() == ["en", "en"]
    work(client)
    assert languages() == ["de", "de"]
    text = entry().findtext("a:content", namespaces=NS) or ""
    assert "Machine translation from English by pseudo" in text
    assert '<a href="http://testserver/p/1">' in text
    plain = ET.fromstring(client.get(url).content)  # noqa: S314
    assert plain.findtext("a:entry/a:title", namespaces=NS) == TITLE
