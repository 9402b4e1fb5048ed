"""What forms offer beside posting, with no script at work."""

import re

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from tests import factories
from tests.client import API, Client, find_form


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    found = client.member("maria", languages=["en", "fr"])
    client.sign_in(found)
    return found


@pytest.fixture
def topic(client: Client, maria: Actor) -> TopicId:
    return client.do(factories.topic, maria, replies=["first reply"])


def press(client: Client, page: str, button: str, to: str | None = None, **values: str) -> str:
    """Press a button beside the form's own, and give the page that the reader then sees."""
    sent = client.fill_in(page, {**values, "press": button}, to=to)
    if sent.status_code == 303:
        sent = client.get(sent.headers["location"])
    assert sent.status_code == 200, sent.text
    return sent.text


def preview_in(page: str) -> tuple[str, str]:
    """The language and the HTML of the preview on a page."""
    found = re.search(
        r'id="preview".*?<div class="text" lang="([^"]*)" dir="auto">(.*?)</div>', page, re.DOTALL
    )
    assert found is not None, page
    return found[1], found[2].strip()


def test_a_preview_shows_what_would_be_posted_and_posts_nothing(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    text = "Bonjour **à tous**, voici <script>alert(1)</script> une réponse en français."
    page = press(client, f"/t/{topic}/open-courses", "preview", f"/t/{topic}/reply", body=text)
    language, html = preview_in(page)
    assert language == "fr"
    hers = client.token(maria)
    shown = client.post(f"{API}/preview", json={"body": text}, headers=hers).json()
    assert (shown["language"], shown["direction"], shown["html"].strip()) == ("fr", "ltr", html)
    assert find_form(page).fields["body"].strip() == text
    posts = client.get(f"{API}/topics/{topic}/posts").json()["items"]
    assert [one["body"]["source"] for one in posts] == ["What do we know?", "first reply"]
    made = client.post(f"{API}/topics/{topic}/posts", json={"body": text}, headers=hers).json()
    assert made["body"]["html"] == shown["html"]


@pytest.mark.parametrize("page", ["/s/general/new", "/s/general/share"])
def test_a_preview_needs_no_more_than_a_text(client: Client, maria: Actor, page: str) -> None:
    shown = press(client, page, "preview", body="*hello*")
    assert preview_in(shown)[1] == '<p dir="ltr"><em>hello</em></p>'
    assert "Nothing was changed yet" not in shown
    empty = client.fill_in(page, {"press": "preview"})
    assert (empty.status_code, "This is needed." in empty.text) == (422, True)


def test_visitors_render_nothing(client: Client) -> None:
    assert client.post(f"{API}/preview", json={"body": "x"}).status_code == 401


def test_a_draft_is_saved_by_a_button_and_fills_the_form(client: Client, topic: TopicId) -> None:
    page = press(
        client, f"/t/{topic}/open-courses", "draft", f"/t/{topic}/reply", body="half", language="fr"
    )
    form = find_form(page)
    assert (form.action, form.fields["body"].strip()) == (f"/t/{topic}/reply", "half")
    assert form.fields["language"] == "fr"
    assert "This is your draft, saved" in page
    posted = client.post(form.action, data={**form.fields, "body": "whole"})
    assert posted.status_code == 303
    assert "This is your draft, saved" not in client.get(f"/t/{topic}/reply/new").text


def test_another_window_is_shown_the_draft_that_it_would_replace(
    client: Client, topic: TopicId
) -> None:
    url, to = f"/t/{topic}/open-courses", f"/t/{topic}/reply"
    press(client, url, "draft", to, body="from the first window")
    late = client.fill_in(url, {"body": "from the second", "press": "draft"}, to=to)
    assert late.status_code == 422
    assert "from the first window" in late.text
    form = find_form(late.text)
    assert form.fields["body"].strip() == "from the second"
    again = client.post(form.action, data={**form.fields, "press": "draft"})
    assert again.status_code == 303
    assert find_form(client.get(f"{to}/new").text).fields["body"].strip() == "from the second"


def test_the_draft_of_an_edit_remembers_the_text_that_it_began_from(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    hers = client.token(maria)
    post = client.get(f"{API}/topics/{topic}/posts", headers=hers).json()["items"][0]["id"]
    url = f"/p/{post}/edit"
    press(client, url, "draft", body="my better words", title="Another title")
    client.patch(f"{API}/posts/{post}", json={"body": "changed elsewhere"}, headers=hers)
    form = find_form(client.get(url).text)
    assert (form.fields["title"], form.fields["body"].strip()) == (
        "Another title",
        "my better words",
    )
    saved = client.post(url, data=form.fields)
    assert (saved.status_code, "changed elsewhere" in saved.text) == (409, True)


def test_all_drafts_stand_on_one_page_and_can_be_deleted(
    client: Client, maria: Actor, topic: TopicId
) -> None:
    assert "No drafts" in client.get("/drafts").text
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    press(client, f"/p/{post}/reply", "draft", body="to the reply")
    press(client, "/s/general/new", "draft", title="A question", body="to all")
    page = client.get("/drafts").text
    assert "Open courses" in page
    assert "General" in page
    assert page.index("A question") < page.index("to the reply")
    assert client.fill_in("/drafts", {"place": f"post:{post}"}).status_code == 303
    assert "to the reply" not in client.get("/drafts").text


def test_a_draft_stays_when_what_it_belongs_to_can_no_longer_be_seen(
    client: Client, maria: Actor
) -> None:
    hers = client.token(maria)
    for place in ("topic:999", "post:999", "space:nowhere"):
        client.put(f"{API}/me/drafts/{place}", json={"body": f"about {place}"}, headers=hers)
    page = client.get("/drafts").text
    assert page.count("no longer there for you") == 3
    assert "about post:999" in page


def test_a_form_that_has_expired_saves_no_draft(client: Client, topic: TopicId) -> None:
    form = find_form(client.get(f"/t/{topic}/reply/new").text)
    sent = {**form.fields, "body": "typed", "press": "draft", "csrf": "0.x"}
    refused = client.post(form.action, data=sent)
    assert refused.status_code == 422
    assert find_form(refused.text).fields["body"].strip() == "typed"
    assert "No drafts" in client.get("/drafts").text


def test_a_reply_can_begin_with_a_quote_unless_there_is_a_draft(
    client: Client, topic: TopicId
) -> None:
    post = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    url = f"/p/{post}/reply"
    assert f'href="{url}?quote=1"' in client.get(url).text
    quoted = f"> [Maria](/p/{post}):\n>\n> first reply"
    assert find_form(client.get(f"{url}?quote=1").text).fields["body"].strip() == quoted
    press(client, url, "draft", body="begun already")
    shown = client.get(f"{url}?quote=1").text
    assert find_form(shown).fields["body"].strip() == "begun already"
