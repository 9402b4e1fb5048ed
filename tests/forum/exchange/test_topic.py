"""A topic out to a translator's tool and back, by program and by page."""

import re

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from tests import factories
from tests.client import API, Client, find_form

BODY = "See **the rules** first.\n\nThen `go on`."
REPLY = "I have read [them](https://example.org/rules)."
MEDIA = {"content-type": "application/xliff+xml"}


@pytest.fixture
def translator(client: Client) -> Actor:
    """Reviews German in a space that lets reviewers approve their own words."""
    client.do(factories.space, self_review=True)
    return client.member("gero", factories.Role.MODERATOR, languages=["de"])


@pytest.fixture
def topic(client: Client, translator: Actor) -> TopicId:
    author = client.member("maria")
    return client.do(
        factories.topic, author, title="A & B", body=BODY, language="en", replies=[REPLY, "Gut."]
    )


def translated(file: str) -> str:
    """What a translator sends back who writes `Ü` before every segment of English."""
    return re.sub(
        r"<source>(.*?)</source>(?:<target>.*?</target>)?",
        r"<source>\1</source><target>Ü \1</target>",
        file,
        flags=re.DOTALL,
    )


def test_a_topic_goes_out_and_its_translation_comes_back_once(
    client: Client, translator: Actor, topic: TopicId
) -> None:
    url, headers = f"{API}/topics/{topic}/translations/de/xliff", client.token(translator)
    given = client.get(url, headers=headers)
    assert given.headers["content-type"] == "application/xliff+xml"
    assert f'filename="topic-{topic}-en-de.xlf"' in given.headers["content-disposition"]
    names = re.findall(r'<file id="(.*?)" original="(.*?)"', given.text)
    assert [name for name, _ in names][:2] == [f"topic-{topic}", "post-1"]
    assert names[1][1].endswith("/p/1")
    back = translated(given.text)
    sent = client.post(url, content=back, headers=headers | MEDIA)
    assert sent.status_code == 200
    outcomes = {one["subject"]: one["outcome"] for one in sent.json()["texts"]}
    assert set(outcomes.values()) == {"taken"}
    assert {f"topic:{topic}", "post:1", "post:2"} <= set(outcomes)
    found = client.get(f"{API}/posts/1/translations/de").json()
    assert (found["text"], found["status"]) == (
        "Ü See **the rules** first.\n\nÜ Then `go on`.",
        "human",
    )
    again = client.post(url, content=back, headers=headers | MEDIA).json()
    assert {one["outcome"] for one in again["texts"]} == {"same"}
    second = client.get(url, headers=headers).text
    assert 'state="final"' in second
    assert {
        one["outcome"]
        for one in client.post(url, content=second, headers=headers | MEDIA).json()["texts"]
    } == {"same"}


def test_what_a_member_sends_back_waits_for_a_reviewer(
    client: Client, translator: Actor, topic: TopicId
) -> None:
    url = f"{API}/topics/{topic}/translations/de/xliff"
    headers = client.token(client.member("gerd", languages=["de"]))
    back = translated(client.get(url, headers=headers).text)
    texts = client.post(url, content=back, headers=headers | MEDIA).json()["texts"]
    assert {one["outcome"] for one in texts} == {"proposed"}
    assert client.get(f"{API}/posts/1?lang=de").json()["translation"] is None
    assert translator.member_id


def test_what_was_edited_or_is_not_done_is_left_and_broken_codes_leave_all(
    client: Client, translator: Actor, topic: TopicId
) -> None:
    url, headers = f"{API}/topics/{topic}/translations/de/xliff", client.token(translator)
    back = translated(client.get(url, headers=headers).text)
    broken = re.sub(r"(<target>Ü See )<ph.*?/>", r"\1", back)
    refused = client.post(url, content=broken, headers=headers | MEDIA)
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["#/post-1/s0"]
    assert client.get(f"{API}/posts/2?lang=de").json()["translation"] is None
    owner = client.token(client.member("ada", factories.Role.ADMIN))
    client.patch(f"{API}/posts/2", json={"body": "Other words.", "language": "en"}, headers=owner)
    half = re.sub("<target>Ü Then.*?</target>", "<target/>", back, count=1)
    texts = client.post(url, content=half, headers=headers | MEDIA).json()["texts"]
    outcomes = {one["subject"]: one["outcome"] for one in texts}
    assert outcomes[f"topic:{topic}"] == "taken"
    assert (outcomes["post:1"], outcomes["post:2"]) == ("unfinished", "changed")


def test_by_page_too_and_only_for_who_reads_the_language(
    client: Client, translator: Actor, topic: TopicId
) -> None:
    page = f"/t/{topic}/xliff/de"
    assert client.get(page).status_code == 401
    client.sign_in(translator)
    shown = client.get(page).text
    (link,) = re.findall(rf'href="({page}/file\?source=en)"', shown)
    back = translated(client.get(link).text)
    fields = find_form(shown, "").fields
    sent = client.post(page, data=fields, files={"file": ("back.xlf", back.encode())})
    assert sent.status_code == 200
    assert "Shown now" in sent.text
    wrong = client.post(page, data=fields, files={"file": ("back.xlf", b"<!DOCTYPE a>")})
    assert wrong.status_code == 422
    assert "XLIFF 2 file" in wrong.text
    client.sign_in(client.member("jo", languages=["fr"]))
    fields = find_form(client.get(page).text, "").fields
    refused = client.post(
        page, data=fields, files={"file": ("back.xlf", back.replace("Ü", "Ä").encode())}
    )
    assert refused.status_code == 403
