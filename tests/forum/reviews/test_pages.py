"""The same at a browser."""

import pytest

from forum.runtime import Runtime
from forum.translations.calls import Calls
from i18n.translate.engine import Call
from tests.forum.reviews.conftest import Desk


def test_from_the_link_under_a_translation_to_the_reviewers_decision(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Salut.")
    desk.client.sign_in(desk.anouk)
    path = f"/p/{post}/translations/fr"
    assert f'href="{path}"' in desk.client.get(f"/p/{post}?lang=fr").text
    sent = desk.client.fill_in(path, {"body": "Bonjour."})
    assert sent.headers["location"] == f"{path}?is=proposed"
    page = desk.client.get(sent.headers["location"]).text
    assert "you will be told" in page
    assert "Proposed a correction" in page
    desk.client.sign_in(desk.remy)
    queue = desk.client.get("/translate?language=fr").text
    (number,) = {one["id"] for one in waiting(desk) if one["about"]["post_id"] == post}
    assert f'href="/translate/{number}"' in queue
    one = f"/translate/{number}"
    shown = desk.client.get(one).text
    assert "<ins>" in shown
    assert "<del>" in shown
    refused = desk.client.fill_in(one, {"outcome": "decline"})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert desk.client.fill_in(one, {"outcome": "approve"}).status_code == 303
    assert "Approved" in desk.client.get(one).text
    label = desk.client.get(f"/p/{post}?lang=fr").text
    assert "Translated from Lao by Anouk, reviewed by Remy" in label
    assert desk.client.fill_in(one, {"outcome": "undo"}).status_code == 303
    assert desk.shown(post)["text"] == "Salut."


def waiting(desk: Desk) -> list[dict[str, object]]:
    found = desk.ask(desk.remy, "GET", "/translations/proposals?language=fr&limit=100").json()
    return list(found["items"])


def test_one_press_says_that_a_translation_is_wrong(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Faux.")
    desk.client.sign_in(desk.seng)
    path = f"/p/{post}/translations/fr"
    sent = desk.client.fill_in(path, {}, to=f"{path}/wrong")
    assert sent.headers["location"] == f"{path}?is=reported"
    assert desk.history(post)[0] == "reported"


@pytest.mark.parametrize(("who", "label"), [("seng", "Change it"), ("anouk", "Propose it")])
def test_what_language_is_this(desk: Desk, who: str, label: str) -> None:
    post = desk.post("Bonjour à tous, voici nos cours ouverts.", "lo")
    desk.client.sign_in(getattr(desk, who))
    path = f"/p/{post}/language"
    page = desk.client.get(path).text
    assert label in page
    assert '<option value="fr" lang="fr" selected>' in page
    sent = desk.client.fill_in(path, {"language": "fr"})
    assert sent.status_code == 303


def test_visitors_see_the_history_and_no_form(desk: Desk) -> None:
    post = desk.post()
    desk.decide(desk.remy, desk.proposed(post))
    desk.client.cookies.clear()
    page = desk.client.get(f"/p/{post}/translations/fr").text
    assert "Approved a proposal" in page
    assert "textarea" not in page


def test_who_says_how_well_they_know_a_language_is_credited_with_it(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post)
    assert desk.ask(desk.remy, "PATCH", "/me", {"skills": {"fr": "native"}}).status_code == 200
    desk.decide(desk.remy, number)
    label = desk.client.get(f"/p/{post}?lang=fr").text
    assert "Translated from Lao by Anouk, reviewed by Remy (native speaker)" in label
    shown = desk.shown(post)
    assert (shown["reviewer_skill"], shown["author_skill"]) == ("native", None)
    desk.ask(desk.remy, "PATCH", "/me", {"skills": {}})


def test_who_knows_a_language_a_little_reports_and_does_not_correct(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Salut.")
    desk.ask(desk.anouk, "PATCH", "/me", {"skills": {"fr": "basic"}})
    try:
        refused = desk.correct(desk.anouk, post, "Bonjour.")
        assert (refused.status_code, refused.json()["code"]) == (403, "language_not_declared")
        path = f"/posts/{post}/translations/fr/reports"
        assert desk.ask(desk.anouk, "POST", path, {"note": "Faux."}).status_code == 201
    finally:
        desk.ask(desk.anouk, "PATCH", "/me", {"skills": {}})


def test_the_queue_begins_with_the_languages_that_its_reader_knows_well(desk: Desk) -> None:
    one = desk.proposed(desk.post())
    desk.client.sign_in(desk.olga)
    assert f'href="/translate/{one}"' in desk.client.get("/translate").text
    desk.ask(desk.olga, "PATCH", "/me", {"skills": {"fr": "basic"}})
    try:
        page = desk.client.get("/translate").text
        assert f'href="/translate/{one}"' not in page
        assert "/translate?language=fr" not in page
        assert f'href="/translate/{one}"' in desk.client.get("/translate?language=fr").text
    finally:
        desk.ask(desk.olga, "PATCH", "/me", {"skills": {}})


def test_moderators_see_how_engines_do_and_have_old_texts_translated_anew(desk: Desk) -> None:
    desk.client.do(rested)
    post = desk.post()
    desk.put(post, "Bonjour.")
    edit = {"body": "ໃໝ່.", "language": "lo"}
    desk.ask(desk.seng, "PATCH", f"/posts/{post}", edit)
    [one] = desk.ask(desk.olga, "GET", "/admin/translations/coverage").json()["engines"]
    assert (one["engine"], one["state"], one["failure"]) == ("deepl", "rests", "quota")
    assert one["hour"] == one["day"] == HOUR
    assert one["rests_since"] == one["failed_at"]
    desk.client.sign_in(desk.olga)
    page = desk.client.get("/moderation/translations").text
    assert "Resting since" in page
    assert "1 of 2" in page
    assert f"/p/{post}/translations/fr" in page
    form = "/moderation/translations/stale"
    assert desk.client.fill_in("/moderation/translations", {}, form).status_code == 303


HOUR = {
    "calls": 2,
    "failed": 1,
    "late": 0,
    "quota": 1,
    "error_rate": 0.5,
    "average": 200,
    "slowest": 200,
}


async def rested(runtime: Runtime) -> None:
    """Let an engine answer once, and then rest."""
    calls = Calls(runtime.database, runtime.clock)
    for failure, rest in (("", 0), ("quota", 3600)):
        calls.note(Call("deepl", failure, 0.2, rest))
    await calls.store()
