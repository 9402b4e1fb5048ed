"""Sharing resources by forms, and what people and machines read of them."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from tests import factories
from tests.client import Client

FORM = {
    "title": "The sea",
    "body": "Watch it.",
    "url": "https://course.example/sea",
    "type": "course",
    "languages": "th",
    "licence": "CC-BY-4.0",
    "provider": "Open University of Thailand",
    "level": "higher",
    "subject": "science",
    "competences": "Data, Mapping",
    "country": "TH",
}


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    maria = client.member("maria")
    client.sign_in(maria)
    return maria


def share(client: Client, **more: str) -> Response:
    return client.fill_in("/s/general/share", FORM | more)


def shared(client: Client, **more: str) -> str:
    sent = share(client, **more)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def test_a_resource_is_shared_by_a_form_and_shown_before_the_text(
    client: Client, maria: Actor
) -> None:
    page = client.get(shared(client)).text
    card, text = page.index('class="card"'), page.index("Watch it.")
    assert card < text
    for said in (
        'href="https://course.example/sea" rel="nofollow noopener ugc"',
        "Online course",
        "ไทย",
        "CC BY 4.0",
        "Open University of Thailand",
        "Higher education",
        "Natural sciences",
        "mapping",
        "Thailand",
    ):
        assert said in page[card:text]


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(
    client: Client, maria: Actor
) -> None:
    again = share(client, url="course", licence="")
    assert again.status_code == 422
    assert "This is needed." in again.text
    for said in ('id="e-url"', 'id="e-licence"', 'value="course"', 'value="The sea"'):
        assert said in again.text
    assert re.search(r'value="th" checked', again.text)
    assert 'option value="course" selected' in again.text


def test_an_address_that_is_known_is_shown_and_shared_again_on_purpose(
    client: Client, maria: Actor
) -> None:
    first = shared(client)
    again = share(client, url="http://course.example/sea/?utm_source=mail")
    assert again.status_code == 422
    assert f'href="{first}"' in again.text
    assert 'name="shared_again"' in again.text
    assert shared(client, url="http://course.example/sea/", shared_again="yes") != first


def test_visitors_are_asked_to_sign_in_first(client: Client, maria: Actor) -> None:
    client.cookies.clear()
    assert client.get("/s/general/share").status_code == 401
    assert client.get("/s/nowhere/share").status_code == 401
    client.sign_in(maria)
    assert client.get("/s/nowhere/share").status_code == 404


def edit_of(topic: str) -> str:
    return f"/t/{topic.split('/')[2]}/resource/edit"


def test_a_card_is_changed_by_a_form(client: Client, maria: Actor) -> None:
    topic = shared(client)
    other = shared(client, url="https://other.example/", languages="km")
    shown = client.get(edit_of(topic)).text
    assert 'value="https://course.example/sea"' in shown
    assert 'value="data, mapping"' in shown
    values = {"licence": "CC0-1.0", "languages": "lo", "version_of": other, "provider": ""}
    sent = client.fill_in(edit_of(topic), values)
    assert (sent.status_code, sent.headers["location"]) == (303, topic)
    page = client.get(topic).text
    assert "Public domain" in page
    assert "Open University" not in page
    assert "In other languages" in page
    assert f'href="{other}"' in page
    assert f'href="{topic}"' in client.get(other).text
    assert f'value="{other}"' in client.get(edit_of(topic)).text


def test_of_two_changes_of_a_card_at_once_the_second_is_told(client: Client, maria: Actor) -> None:
    topic = shared(client)
    late = client.get(edit_of(topic)).text
    assert client.fill_in(edit_of(topic), {"licence": "MIT", "languages": "th"}).status_code == 303
    [version] = re.findall(r'name="version" value="(\d+)"', late)
    sent = client.fill_in(edit_of(topic), {"version": version, "languages": "th"})
    assert sent.status_code == 422
    assert "Somebody changed this" in sent.text
    assert f'name="version" value="{int(version) + 1}"' in sent.text


def test_a_card_is_changed_by_its_topic_s_author_only(client: Client, maria: Actor) -> None:
    topic = shared(client)
    client.sign_in(client.member("stranger"))
    assert client.get(edit_of(topic)).status_code == 403
    assert "act-own" in client.get(topic).text


def test_an_older_topic_of_this_kind_can_be_given_its_card(client: Client, maria: Actor) -> None:
    plain = client.do(factories.topic, maria)
    assert 'class="card"' not in client.get(f"/t/{plain}/open-courses").text
    sent = client.fill_in(f"/t/{plain}/resource/edit", {"url": "https://a.example/", "type": "oer"})
    assert sent.status_code == 422
    values = {name: FORM[name] for name in ("url", "type", "languages", "licence")}
    assert client.fill_in(f"/t/{plain}/resource/edit", values).status_code == 303
    assert 'class="card"' in client.get(f"/t/{plain}/open-courses").text


def test_new_topics_of_other_kinds_have_their_own_form(client: Client, maria: Actor) -> None:
    assert '<option value="resource"' not in client.get("/s/general/new").text
    assert 'href="/s/general/share"' in client.get("/s/general").text


def test_the_card_stands_on_the_first_page_only(client: Client, maria: Actor) -> None:
    topic = shared(client)
    number = int(topic.split("/")[2])
    token = client.token(maria)
    for text in range(25):
        url = f"/api/v1/topics/{number}/posts"
        client.post(url, json={"body": f"reply {text}"}, headers=token)
    assert 'class="card"' in client.get(topic).text
    assert 'class="card"' not in client.get(f"{topic}?before=end").text


def test_machines_read_the_card_in_words_of_schema_org(client: Client, maria: Actor) -> None:
    other = shared(client, url="https://other.example/", languages="km", provider="</script><b>")
    topic = shared(client, version_of=other)
    texts = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(topic).text, re.DOTALL
    )
    found = json.loads(texts[1])
    assert found.pop("dateModified")
    assert found == {
        "@context": "https://schema.org",
        "@type": ["LearningResource", "Course"],
        "name": "The sea",
        "url": "https://course.example/sea",
        "inLanguage": ["th"],
        "learningResourceType": "course",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "provider": {"@type": "Organization", "name": "Open University of Thailand"},
        "educationalLevel": "higher",
        "about": "science",
        "teaches": ["data", "mapping"],
        "countryOfOrigin": {"@type": "Country", "name": "TH"},
        "discussionUrl": f"http://testserver{topic}",
        "workTranslation": [
            {
                "@type": "LearningResource",
                "@id": f"http://testserver{other}",
                "inLanguage": ["km"],
            }
        ],
    }
    second = re.findall(r'ld\+json">(.*?)</script>', client.get(other).text, re.DOTALL)[1]
    assert json.loads(second)["provider"]["name"] == "</script><b>"


def test_a_feed_names_address_licence_and_type(client: Client, maria: Actor) -> None:
    shared(client)
    shared(client, url="https://b.example/", licence="LicenseRef-not-stated", type="oer")
    root = ET.fromstring(client.get("/s/general/feed.atom").content)  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    newest, first = root.findall(f"{atom}entry")
    links = {one.get("rel"): one.get("href") for one in first.findall(f"{atom}link")}
    assert links["related"] == "https://course.example/sea"
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"
    category = newest.find(f"{atom}category")
    assert category is not None
    assert category.get("term") == "oer"
    assert "license" not in {one.get("rel") for one in newest.findall(f"{atom}link")}
