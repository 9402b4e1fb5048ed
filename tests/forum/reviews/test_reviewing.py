"""Suggest, review, approve: over the API, on each kind of database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Window
from forum.core.permissions import Grant, Permission
from forum.discussions.actions import hide_post
from forum.reviews import queries
from forum.reviews.queries import ProposalFilter
from forum.runtime import Runtime
from tests import factories
from tests.client import API
from tests.forum.reviews.conftest import LAO, Desk

TWO = "Bonjour à tous.\n\nBienvenue."


def test_a_members_correction_waits_beside_what_is_shown(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Salut.")
    answer = desk.correct(desk.anouk, post, TWO)
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert desk.shown(post)["text"] == "Salut."
    mine = desk.ask(desk.anouk, "GET", "/translations/proposals?mine=true").json()["items"]
    assert answer.json()["id"] in [one["id"] for one in mine]


def test_a_reviewer_sees_what_would_change_and_approves_it(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Bonjour à tous.\n\nAdieu.")
    number = desk.proposed(post, TWO)
    seen = desk.ask(desk.remy, "GET", f"/translations/proposals/{number}").json()
    assert seen["original"].startswith("ສະບາຍດີ")
    assert seen["current"]["text"].endswith("Adieu.")
    changes = {(one["kind"], one["text"]) for one in seen["changes"]}
    assert {("removed", "Adieu"), ("added", "Bienvenue")} <= changes
    assert desk.decide(desk.remy, number).json()["state"] == "approved"
    shown = desk.shown(post)
    assert (shown["text"], shown["status"]) == (TWO, "human")
    assert (shown["author"], shown["reviewer"]) == ("Anouk", "Remy")
    assert desk.history(post)[:2] == ["approved", "proposed"]


def test_a_reviewer_puts_it_in_better_words_and_its_author_keeps_the_credit(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post)
    decided = desk.decide(desk.remy, number, body="Bonjour à toutes et à tous.")
    assert decided.json()["state"] == "changed"
    shown = desk.shown(post)
    assert (shown["text"], shown["author"]) == ("Bonjour à toutes et à tous.", "Anouk")


def test_who_declines_says_why_and_nothing_changes(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post)
    refused = desk.decide(desk.remy, number, "decline")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["#/reason"]
    declined = desk.decide(desk.remy, number, "decline", reason="Too free.").json()
    assert (declined["state"], declined["reason"]) == ("declined", "Too free.")
    assert desk.shown(post) is None


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [("anouk", 403, "forbidden"), ("seng", 404, "not_found")],
)
def test_who_does_not_review_decides_nothing(desk: Desk, who: str, status: int, code: str) -> None:
    number = desk.proposed(desk.post())
    answer = desk.decide(getattr(desk, who), number)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_nobody_approves_their_own_words(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post, who=desk.remy)
    assert desk.decide(desk.remy, number).json()["code"] == "own_proposal"
    assert desk.decide(desk.olga, number).status_code == 200
    shown = desk.shown(post)
    assert (shown["author"], shown["reviewer"]) == ("Remy", "Olga")


def test_what_a_reviewer_sends_unchanged_is_checked_at_once(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Bonjour.")
    answer = desk.correct(desk.remy, post, "Bonjour.")
    assert (answer.status_code, answer.json()["reviewer"]) == (200, "Remy")
    assert desk.history(post)[0] == "checked"


@pytest.mark.racing
def test_of_two_reviewers_at_once_one_decides(desk: Desk) -> None:
    number = desk.proposed(desk.post())
    for who in (desk.remy, desk.olga):
        desk.ask(who, "GET", "/me")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: desk.decide(who, number), (desk.remy, desk.olga)))
    codes = sorted(one.status_code for one in answers)
    assert codes == [200, 409]
    lost = next(one for one in answers if one.status_code == 409)
    assert lost.json()["code"] == "proposal_decided"


def test_undoing_shows_what_was_there_and_lets_it_wait_again(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Salut.")
    number = desk.proposed(post, TWO)
    desk.decide(desk.remy, number)
    path = f"/translations/proposals/{number}/decision"
    assert desk.ask(desk.olga, "DELETE", path).json()["state"] == "waiting"
    assert desk.shown(post)["text"] == "Salut."
    assert desk.ask(desk.olga, "DELETE", path).json()["code"] == "not_taken_back"
    assert desk.decide(desk.remy, number).status_code == 200
    assert desk.shown(post)["text"] == TWO


def test_what_was_the_first_translation_goes_when_its_approval_is_undone(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post)
    desk.decide(desk.remy, number)
    desk.ask(desk.remy, "DELETE", f"/translations/proposals/{number}/decision")
    assert desk.shown(post) is None


def test_what_came_after_an_approval_is_not_undone_with_it(desk: Desk) -> None:
    post = desk.post()
    first, second = desk.proposed(post), desk.proposed(post, "Coucou.", desk.remy)
    desk.decide(desk.remy, first)
    desk.decide(desk.olga, second)
    undone = desk.ask(desk.olga, "DELETE", f"/translations/proposals/{first}/decision")
    assert undone.json()["code"] == "not_taken_back"
    assert desk.shown(post)["text"] == "Coucou."


def test_an_edit_makes_proposals_of_the_earlier_text_wait_for_another_look(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post)
    desk.ask(desk.seng, "PATCH", f"/posts/{post}", {"body": "ສະບາຍດີ.", "language": "lo"})
    found = desk.ask(desk.remy, "GET", f"/translations/proposals/{number}").json()
    assert found["outdated"]
    assert desk.decide(desk.remy, number).status_code == 412
    assert desk.decide(desk.remy, number, version=2).status_code == 200


def test_with_its_original_a_proposal_goes_from_everywhere(desk: Desk) -> None:
    post = desk.post()
    number = desk.proposed(post)
    path = f"/translations/proposals/{number}"
    desk.ask(desk.seng, "DELETE", f"/posts/{post}")
    for who in (desk.remy, desk.anouk, desk.olga):
        assert desk.ask(who, "GET", path).status_code == 404
    waiting = desk.ask(desk.remy, "GET", "/translations/proposals?limit=100").json()["items"]
    assert number not in [one["id"] for one in waiting]


def test_what_waits_is_counted_as_it_is_listed(desk: Desk) -> None:
    def waiting(who: Actor) -> int:
        async def count(runtime: Runtime) -> int:
            async with runtime.database.reading() as db:
                found = dict(await queries.waiting(db, who)).get("fr", 0)
                wanted = ProposalFilter("fr")
                listed = (await queries.proposals(db, who, wanted, Window(100))).items
                assert found == len(listed)
                return found

        return desk.client.do(count)

    async def hide(runtime: Runtime) -> None:
        async with runtime.unit(desk.olga) as unit:
            await hide_post(unit, hidden, "spam")

    reviews = Grant.of({Permission.TRANSLATION_REVIEW}, None, "fr")
    remy = replace(desk.remy, grants=(reviews,))
    before = waiting(remy), waiting(desk.olga)
    hidden, deleted = desk.post(), desk.post()
    for post in (desk.post(), hidden, deleted):
        desk.proposed(post)
    title = desk.ask(
        desk.anouk, "PUT", f"/texts/topic:{desk.topic}/translations/fr", {"body": "Titre"}
    )
    assert title.status_code == 202
    assert (waiting(remy), waiting(desk.olga)) == (before[0] + 4, before[1] + 4)
    desk.client.do(hide)
    desk.ask(desk.seng, "DELETE", f"/posts/{deleted}")
    assert (waiting(remy), waiting(desk.olga)) == (before[0] + 2, before[1] + 2)
    of_german = Grant.of({Permission.TRANSLATION_REVIEW}, None, "de")
    of_space = Grant.of({Permission.TRANSLATION_REVIEW}, 1, "")
    assert waiting(replace(remy, grants=(of_german,))) == 0
    assert waiting(replace(remy, grants=(of_german, of_space))) == waiting(remy)


def test_a_newer_proposal_of_the_same_member_takes_the_place_of_theirs(desk: Desk) -> None:
    post = desk.post()
    assert desk.proposed(post, "Un.") == desk.proposed(post, "Deux.")


def test_its_author_takes_a_proposal_back(desk: Desk) -> None:
    number = desk.proposed(desk.post())
    path = f"/translations/proposals/{number}"
    assert desk.ask(desk.remy, "DELETE", path).status_code == 404
    assert desk.ask(desk.anouk, "DELETE", path).status_code == 204
    assert desk.decide(desk.remy, number).json()["code"] == "proposal_decided"


def test_a_reader_reports_a_wrong_translation_and_a_reviewer_takes_it_away(desk: Desk) -> None:
    post = desk.post()
    report = f"/posts/{post}/translations/fr/reports"
    assert desk.ask(desk.seng, "POST", report, {}).json()["code"] == "nothing_to_report"
    desk.put(post, "Faux.")
    number = desk.ask(desk.seng, "POST", report, {}).json()["id"]
    assert desk.decide(desk.remy, number).json()["state"] == "approved"
    assert desk.shown(post) is None
    desk.ask(desk.remy, "DELETE", f"/translations/proposals/{number}/decision")
    assert desk.shown(post)["text"] == "Faux."


def test_a_report_is_answered_with_a_better_translation(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Faux.")
    said = {"note": "Faux !"}
    number = desk.ask(desk.seng, "POST", f"/posts/{post}/translations/fr/reports", said).json()[
        "id"
    ]
    assert desk.decide(desk.remy, number, body="Juste.").json()["state"] == "changed"
    assert desk.shown(post)["text"] == "Juste."


def test_a_title_is_reported_as_a_post_is(desk: Desk) -> None:
    post = desk.post()
    topic = desk.client.get(f"{API}/posts/{post}").json()["topic_id"]
    path = f"/topics/{topic}/translations/fr"
    assert desk.ask(desk.seng, "POST", f"{path}/reports", {}).json()["code"] == "nothing_to_report"
    number = desk.ask(desk.anouk, "PUT", path, {"body": "Un titre faux"}).json()["id"]
    assert desk.decide(desk.remy, number).json()["state"] == "approved"
    answer = desk.ask(desk.seng, "POST", f"{path}/reports", {"note": "Faux !"})
    assert answer.status_code == 201
    assert desk.decide(desk.remy, answer.json()["id"]).json()["state"] == "approved"
    shown = desk.client.get(f"{API}/topics/{topic}?lang=fr").json()
    assert shown["translated_title"] is None


def language_of(desk: Desk, post: PostId) -> str:
    return str(desk.client.get(f"{API}/posts/{post}").json()["language"])


def test_its_author_says_at_once_what_language_a_post_is_in(desk: Desk) -> None:
    post = desk.post("Bonjour à tous.", "lo")
    path = f"/posts/{post}/language"
    assert desk.ask(desk.seng, "PUT", path, {"language": "fr"}).status_code == 204
    assert language_of(desk, post) == "fr"
    again = desk.ask(desk.seng, "PUT", path, {"language": "fr"})
    assert again.json()["code"] == "says_so_already"


def test_what_others_say_of_its_language_a_reviewer_decides(desk: Desk) -> None:
    post = desk.post("Bonjour à tous.", "lo")
    said = desk.ask(desk.anouk, "PUT", f"/posts/{post}/language", {"language": "fr"})
    assert (said.status_code, said.json()["kind"]) == (202, "language")
    assert language_of(desk, post) == "lo"
    number = said.json()["id"]
    assert desk.decide(desk.remy, number).status_code == 200
    assert language_of(desk, post) == "fr"
    undone = desk.ask(desk.remy, "DELETE", f"/translations/proposals/{number}/decision")
    assert undone.status_code == 200
    assert language_of(desk, post) == "lo"


def test_a_title_is_corrected_in_the_same_way(desk: Desk) -> None:
    path = f"/topics/{desk.topic}/translations/fr"
    number = desk.ask(desk.anouk, "PUT", path, {"body": "Cours ouverts"}).json()["id"]
    assert desk.decide(desk.remy, number).status_code == 200
    topic = desk.client.get(f"{API}/topics/{desk.topic}?lang=fr").json()
    assert topic["translated_title"]["text"] == "Cours ouverts"


REFUSED = [
    ("seng", {"body": "Bonjour."}, 403, "language_not_declared"),
    ("anouk", {"body": " "}, 422, "invalid_input"),
    ("anouk", {"body": "Bonjour.", "version": 7}, 412, "edited_meanwhile"),
]


@pytest.mark.parametrize(("who", "body", "status", "code"), REFUSED)
def test_who_may_not_propose_changes_nothing(
    desk: Desk, who: str, body: dict[str, object], status: int, code: str
) -> None:
    post = desk.post()
    answer = desk.ask(getattr(desk, who), "PUT", f"/posts/{post}/translations/fr", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert desk.history(post) == []


def test_visitors_propose_nothing(desk: Desk) -> None:
    path = f"{API}/posts/{desk.post()}/translations/fr"
    assert desk.client.put(path, json={"body": "Bonjour."}).status_code == 401
    assert desk.client.get(f"{API}/translations/proposals").status_code == 401


def test_moderators_see_how_far_posts_are_translated(desk: Desk) -> None:
    def french() -> dict[str, int]:
        rows = {one["language"]: one["areas"] for one in desk.covered(space="general")}
        found: dict[str, int] = rows["fr"]["posts"]
        return found

    desk.put(desk.post(), "Un.")
    before = french()
    post = desk.post()
    desk.put(post, "Deux.")
    now = french()
    grown = {name: now[name] - before[name] for name in now}
    assert grown == {"texts": 1, "translated": 1, "reviewed": 1, "stale": 0}
    desk.ask(desk.seng, "PATCH", f"/posts/{post}", {"body": "ໃໝ່.", "language": "lo"})
    later = french()
    assert (later["stale"], later["reviewed"]) == (now["stale"] + 1, now["reviewed"] - 1)
    found = desk.ask(desk.olga, "GET", "/admin/translations/coverage").json()
    [stale] = [one for one in found["stale"] if one["subject"] == f"post:{post}"]
    assert stale["url"] == f"/p/{post}/translations/fr"
    assert desk.ask(desk.remy, "GET", "/admin/translations/coverage").status_code == 403


def test_titles_are_counted_beside_posts(desk: Desk) -> None:
    topic = desk.client.do(factories.topic, desk.seng, language="lo", title="ຫົວຂໍ້")
    answer = desk.ask(desk.anouk, "PUT", f"/topics/{topic}/translations/fr", {"body": "Sujet"})
    desk.decide(desk.remy, answer.json()["id"])
    covered = desk.covered(space="general")
    [french] = [one["areas"] for one in covered if one["language"] == "fr"]
    titles = french["titles"]
    assert titles["texts"] >= titles["translated"] >= 1
    assert titles["reviewed"] == titles["translated"]


def test_a_lock_holds_members_and_reviewers_but_not_moderators(desk: Desk) -> None:
    post = desk.post()
    desk.put(post, "Salut.")
    number = desk.proposed(post)
    body = {"act": "lock_translation", "target": f"post:{post}", "reason": "It is in dispute."}
    locked = desk.ask(desk.olga, "POST", "/admin/actions", {**body, "fields": {"language": "fr"}})
    assert locked.status_code == 200
    assert desk.correct(desk.anouk, post, "Coucou.").json()["code"] == "translation_locked"
    assert desk.decide(desk.remy, number).json()["code"] == "translation_locked"
    assert desk.decide(desk.olga, number).status_code == 200
    assert desk.history(post)[:2] == ["approved", "locked"]


def test_a_title_that_was_taken_away_comes_back_as_it_was(desk: Desk) -> None:
    async def begin(runtime: Runtime) -> TopicId:
        return await factories.topic(runtime, desk.seng, language="lo", title="ຫຼັກສູດ", body=LAO)

    topic = desk.client.do(begin)
    path = f"/topics/{topic}/translations/fr"
    proposed = desk.ask(desk.anouk, "PUT", path, {"body": "Cours *ouverts*"}).json()["id"]
    assert desk.decide(desk.remy, proposed).status_code == 200
    wrong = desk.ask(desk.seng, "POST", f"{path}/reports", {}).json()["id"]
    assert desk.decide(desk.remy, wrong).status_code == 200
    address = f"{API}/topics/{topic}?lang=fr"
    assert desk.client.get(address).json()["translated_title"] is None
    undone = desk.ask(desk.remy, "DELETE", f"/translations/proposals/{wrong}/decision")
    assert undone.status_code == 200
    shown = desk.client.get(address).json()["translated_title"]
    assert (shown["text"], shown["html"]) == ("Cours *ouverts*", "Cours *ouverts*")
