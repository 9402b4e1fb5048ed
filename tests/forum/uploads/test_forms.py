"""Files by forms, without scripts."""

from pathlib import Path
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from tests import factories
from tests.client import API, Client, find_form
from tests.forum.uploads import samples
from tests.forum.uploads.sending import bytes_stored

PICTURE = ("map.png", samples.picture(), "image/png")


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    found = client.do(factories.topic, maria)
    client.sign_in(maria)
    return found


def fields(client: Client, page: str, to: str | None = None) -> dict[str, str]:
    shown = client.get(page)
    assert shown.status_code == 200
    return find_form(shown.text, to).fields


def reply_form(client: Client, topic: TopicId) -> dict[str, str]:
    return fields(client, f"/t/{topic}/open-courses", f"/t/{topic}/reply")


def post(client: Client, url: str, data: dict[str, str], file: Any = ("", b"")) -> Any:
    return client.post(url, data=data, files={"file": file})


def newest(client: Client, topic: TopicId) -> str:
    found = client.get(f"{API}/topics/{topic}/posts").json()["items"][-1]["body"]["source"]
    return str(found)


def test_a_reply_with_a_file_shows_it_at_its_end(client: Client, topic: TopicId) -> None:
    typed = reply_form(client, topic) | {"body": "Here it is:"}
    answer = post(client, f"/t/{topic}/reply", typed, PICTURE)
    assert answer.status_code == 303
    assert newest(client, topic) == "Here it is:\n\n![map](/u/1/40x30/map.png)"
    client.cookies.clear()
    assert client.get("/u/1/40x30/map.png").status_code == 200


def test_a_reply_sent_twice_is_one_reply(client: Client, topic: TopicId) -> None:
    typed = reply_form(client, topic) | {"body": "Here it is:"}
    first, again = [post(client, f"/t/{topic}/reply", typed, PICTURE) for _ in range(2)]
    assert again.headers["location"] == first.headers["location"]
    assert client.get(f"{API}/topics/{topic}").json()["post_count"] == 2


def test_a_form_without_a_file_is_as_it_was(client: Client, topic: TopicId) -> None:
    typed = reply_form(client, topic) | {"body": "Only «words» 你好"}
    assert post(client, f"/t/{topic}/reply", typed).status_code == 303
    assert newest(client, topic) == "Only «words» 你好"


def test_new_topics_and_edits_take_files_too(client: Client, topic: TopicId) -> None:
    typed = fields(client, "/s/general/new") | {"title": "Maps", "body": "A map:"}
    assert post(client, "/s/general/new", typed, PICTURE).status_code == 303
    first = client.get(f"{API}/topics/{topic}/posts").json()["items"][0]["id"]
    changed = fields(client, f"/p/{first}/edit")
    assert post(client, f"/p/{first}/edit", changed, ("a.pdf", samples.PDF)).status_code == 303
    assert "[a.pdf](/u/2/a.pdf)" in newest(client, topic)


def test_a_refused_file_keeps_what_was_typed(
    client: Client, topic: TopicId, tmp_path: Path
) -> None:
    typed = reply_form(client, topic) | {"body": "My long text"}
    answer = post(client, f"/t/{topic}/reply", typed, ("a.svg", samples.SVG, "image/png"))
    assert answer.status_code == 422
    assert "My long text" in answer.text
    assert "Files of this type are not taken." in answer.text
    assert newest(client, topic) == "What do we know?"
    assert bytes_stored(tmp_path) == []


def test_a_form_of_another_site_stores_no_file(
    client: Client, topic: TopicId, tmp_path: Path
) -> None:
    answer = post(client, f"/t/{topic}/reply", {"body": "x", "csrf": "y"}, PICTURE)
    assert answer.status_code == 422
    assert "This form has expired." in answer.text
    assert bytes_stored(tmp_path) == []


def test_a_visitor_stores_no_file(client: Client, topic: TopicId, tmp_path: Path) -> None:
    client.cookies.clear()
    answer = post(client, f"/t/{topic}/reply", {"body": "x"}, PICTURE)
    assert answer.status_code == 401
    assert bytes_stored(tmp_path) == []


def test_the_page_for_files_gives_what_a_text_shows_them_with(
    client: Client, topic: TopicId
) -> None:
    answer = post(client, "/uploads/new", fields(client, "/uploads/new"), PICTURE)
    assert answer.status_code == 200
    assert 'value="![map](/u/1/40x30/map.png)"' in answer.text


@pytest.mark.parametrize(
    ("file", "status", "words"),
    [
        (("", b""), 422, "Choose a file that is not empty."),
        (("a.png", b""), 422, "Choose a file that is not empty."),
        (("a.html", b"<html>"), 415, "Files of this type are not taken."),
        (("a.pdf", samples.picture()), 415, "ends in .pdf, but the content is of the type png"),
    ],
)
def test_the_page_for_files_says_what_is_wrong(
    client: Client, topic: TopicId, file: Any, status: int, words: str
) -> None:
    answer = post(client, "/uploads/new", fields(client, "/uploads/new"), file)
    assert answer.status_code == status
    assert words in answer.text


def test_the_page_for_files_is_for_members(client: Client, topic: TopicId) -> None:
    old = fields(client, "/uploads/new")
    client.cookies.clear()
    assert client.get("/uploads/new").status_code == 401
    assert post(client, "/uploads/new", old, PICTURE).status_code == 401


def test_who_saves_data_gets_links_for_pictures(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    data = reply_form(client, topic) | {"body": "Here it is:"}
    assert post(client, f"/t/{topic}/reply", data, PICTURE).status_code == 303
    client.cookies.clear()
    for _ in range(2):  # made, and kept
        whole = client.get(f"/t/{topic}/open-courses").text
        saving = client.get(f"/t/{topic}/open-courses", headers={"save-data": "on"}).text
        assert '<img src="/u/1/40x30/map.png" alt="map"' in whole
        assert '<a href="/u/1/40x30/map.png">map (40 × 30)</a>' in saving
        assert "<img src=" not in saving
