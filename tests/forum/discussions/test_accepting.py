"""Which post answers a question."""

import json
import re
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.events import AnswerAccepted
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


def asked(client: Client, who: Actor, replies: int = 2, kind: str = "question") -> tuple[int, Json]:
    topic = client.do(factories.topic, who, kind=kind, replies=["I know"] * replies)
    return topic, client.get(f"{API}/topics/{topic}/posts").json()["items"]


def accepted(client: Client, topic: int) -> list[int]:
    found = client.get(f"{API}/topics/{topic}/posts").json()["items"]
    return [post["id"] for post in found if post["accepted"]]


def test_who_asked_accepts_one_answer_in_the_place_of_another(client: Client, maria: Actor) -> None:
    topic, (_, one, two) = asked(client, maria)
    headers = client.token(maria)
    for post in (one, two):
        answer = client.put(f"{API}/posts/{post['id']}/accepted", headers=headers)
        assert (answer.status_code, answer.json()["accepted"]) == (200, True)
        assert accepted(client, topic) == [post["id"]]
        assert client.get(f"{API}/topics/{topic}").json()["accepted_id"] == post["id"]
    assert client.delete(f"{API}/posts/{one['id']}/accepted", headers=headers).status_code == 204
    assert accepted(client, topic) == [two["id"]]
    assert client.delete(f"{API}/posts/{two['id']}/accepted", headers=headers).status_code == 204
    assert accepted(client, topic) == []
    assert client.get(f"{API}/topics/{topic}").json()["accepted_id"] is None


def test_moderators_accept_too_and_others_do_not(client: Client, maria: Actor) -> None:
    topic, (_, one, _) = asked(client, maria)
    url = f"{API}/posts/{one['id']}/accepted"
    jan = client.token(client.member("jan"))
    assert client.put(url, headers=jan).json()["code"] == "forbidden"
    assert client.delete(url, headers=jan).json()["code"] == "forbidden"
    assert accepted(client, topic) == []
    ada = client.token(client.member("ada", Role.MODERATOR))
    assert client.put(url, headers=ada).status_code == 200
    assert accepted(client, topic) == [one["id"]]


def test_only_a_reply_to_a_question_answers_it(client: Client, maria: Actor) -> None:
    headers = client.token(maria)
    _, (first, gone, *_) = asked(client, maria)
    client.delete(f"{API}/posts/{gone['id']}", headers=headers)
    _, (_, elsewhere, *_) = asked(client, maria, kind="discussion")
    refused = {first["id"]: "not_an_answer", gone["id"]: "post_gone"}
    refused[elsewhere["id"]] = "not_a_question"
    for post, code in refused.items():
        answer = client.put(f"{API}/posts/{post}/accepted", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_an_answer_out_of_sight_is_not_accepted_any_more(client: Client, maria: Actor) -> None:
    topic, (_, one, two) = asked(client, maria)
    headers = client.token(maria)
    client.put(f"{API}/posts/{one['id']}/accepted", headers=headers)
    client.delete(f"{API}/posts/{one['id']}", headers=headers)
    assert client.get(f"{API}/topics/{topic}").json()["accepted_id"] is None
    client.put(f"{API}/posts/{two['id']}/accepted", headers=headers)

    async def hide(runtime: Runtime) -> None:
        async with runtime.unit(factories.ADMIN) as unit:
            await actions.hide_post(unit, two["id"], "spam")
            said = [one for one in unit.events if isinstance(one, AnswerAccepted)]
            assert [(one.id, one.accepted) for one in said] == [(two["id"], False)]

    client.do(hide)
    assert client.get(f"{API}/topics/{topic}").json()["accepted_id"] is None


def test_what_changes_on_open_pages_is_announced_once(client: Client, maria: Actor) -> None:
    topic, (first, one, two) = asked(client, maria)

    async def heads(runtime: Runtime) -> int:
        return (await runtime.log.heads([f"topic:{topic}"]))[f"topic:{topic}"][0]

    headers, before = client.token(maria), client.do(heads)
    for post in (one, two, two):
        client.put(f"{API}/posts/{post['id']}/accepted", headers=headers)
    assert client.do(heads) == before + 2
    event = AnswerAccepted(TopicId(topic), "general", two["id"], True, [first["id"], one["id"]])
    assert event.payload()["others"] == [first["id"], one["id"]]


def test_an_answer_is_accepted_by_a_form_and_found_from_the_question(
    client: Client, maria: Actor
) -> None:
    topic, (_, one, _) = asked(client, maria)
    client.sign_in(maria)
    page = client.get(client.get(f"/t/{topic}").headers["location"]).text
    assert f'href="/p/{one["id"]}/accept"' in page
    answer = client.fill_in(f"/p/{one['id']}/accept", {"accepted": "true"})
    assert answer.status_code == 303
    page = client.get(f"/t/{topic}/open-courses").text
    assert f"?at={one['id']}#p{one['id']}" in page
    assert page.count("Accepted answer") == 1
    client.fill_in(f"/p/{one['id']}/accept", {"accepted": "false"})
    assert "Accepted answer" not in client.get(f"/t/{topic}/open-courses").text


def test_the_form_says_what_does_not_fit(client: Client, maria: Actor) -> None:
    _, (first, one, _) = asked(client, maria)
    client.sign_in(maria)
    shown = client.fill_in(f"/p/{first['id']}/accept", {"accepted": "true"})
    assert shown.status_code == 422
    assert "cannot be its answer" in shown.text
    client.sign_in(client.member("jan"))
    assert client.get(f"/p/{one['id']}/accept").status_code == 403


def test_machines_read_the_question_and_its_answer(client: Client, maria: Actor) -> None:
    topic, (_, one, _) = asked(client, maria)

    def read() -> Json:
        page = client.get(f"/t/{topic}/open-courses").text
        [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        found: Json = json.loads(text)
        return found

    found = read()
    assert (found["@type"], found["mainEntity"]["answerCount"]) == ("QAPage", 2)
    assert "acceptedAnswer" not in found["mainEntity"]
    client.put(f"{API}/posts/{one['id']}/accepted", headers=client.token(maria))
    answer = read()["mainEntity"]["acceptedAnswer"]
    assert (answer["@type"], answer["text"]) == ("Answer", "I know")
    assert answer["url"] == f"http://testserver/p/{one['id']}"


def test_questions_that_nobody_has_answered_can_be_listed(client: Client, maria: Actor) -> None:
    asked(client, maria, kind="discussion")
    alone, _ = asked(client, maria)
    settled, (_, one, _) = asked(client, maria)
    client.put(f"{API}/posts/{one['id']}/accepted", headers=client.token(maria))
    told, _ = asked(client, maria)
    jan = client.token(client.member("jan"))
    client.post(f"{API}/topics/{told}/posts", json={"body": "I know"}, headers=jan)
    found = client.get(f"{API}/topics", params={"unanswered": "true"}).json()["items"]
    assert [one["id"] for one in found] == [alone]
    page = client.get("/s/general?unanswered=1").text
    assert re.findall(r'data-topic="(\d+)"', page) == [str(alone)]
    assert 'name="unanswered" value="1" checked' in page
    every = re.findall(r'data-topic="(\d+)"', client.get("/s/general?unanswered=").text)
    assert {str(settled), str(told), str(alone)} < set(every)
