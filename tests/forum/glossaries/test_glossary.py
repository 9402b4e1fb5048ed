"""Glossaries by page and by program, and what they do to translations."""

from typing import Any

import pytest
from sqlmodel import func, select

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.runtime import Runtime
from forum.translations.tables import GlossaryTerm
from tests import factories
from tests.client import API, Client

URL = f"{API}/admin/translations/glossary"
TERM = {"source": "en", "target": "de", "term": "Working group", "translation": "Arbeitsgruppe"}


@pytest.fixture
def olga(client: Client) -> Actor:
    async def make(runtime: Runtime) -> Actor:
        olga = await factories.member(runtime, "olga", Role.MODERATOR)
        await factories.space(runtime, "courses")
        return olga

    return client.do(make)


@pytest.fixture
def headers(client: Client, olga: Actor) -> dict[str, str]:
    return client.token(olga)


def terms(client: Client, headers: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    answer = client.get(URL, params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_a_term_is_added_changed_looked_for_and_removed(
    client: Client, headers: dict[str, str]
) -> None:
    made = client.post(URL, json=TERM | {"space": "courses"}, headers=headers)
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    assert made.json() == TERM | {"space": "courses", "note": "", "id": number}
    change = client.patch(f"{URL}/{number}", json={"translation": "AG"}, headers=headers)
    assert change.json()["translation"] == "AG"
    assert [one["id"] for one in terms(client, headers, term="WORK", space="courses")] == [number]
    assert terms(client, headers, space="") == terms(client, headers, target="fr") == []
    assert client.delete(f"{URL}/{number}", headers=headers).status_code == 204
    assert client.delete(f"{URL}/{number}", headers=headers).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (TERM | {"term": "working  GROUP"}, 409, "term_taken"),
        (TERM | {"term": "Arbeitsgruppe", "translation": "working group"}, 422, "term_loops"),
        (TERM | {"space": "nowhere", "term": "x"}, 404, "not_found"),
        (TERM | {"target": None, "term": "x"}, 422, "invalid_input"),
        (TERM | {"target": "en", "term": "x"}, 422, "invalid_input"),
        (TERM | {"term": "…"}, 422, "invalid_input"),
    ],
)
def test_a_term_that_does_not_fit_is_refused(
    client: Client, headers: dict[str, str], body: dict[str, Any], status: int, code: str
) -> None:
    client.post(URL, json=TERM, headers=headers)
    answer = client.post(URL, json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(terms(client, headers)) == 1


def test_a_term_for_any_language_gets_no_translation_later(
    client: Client, headers: dict[str, str]
) -> None:
    number = client.post(URL, json={"term": "ASEM"}, headers=headers).json()["id"]
    answer = client.patch(f"{URL}/{number}", json={"translation": "x"}, headers=headers)
    assert answer.status_code == 422


def test_a_list_is_read_in_parts(client: Client, headers: dict[str, str]) -> None:
    for word in ("b", "a", "c"):
        client.post(URL, json={"term": word}, headers=headers)
    first = client.get(URL, params={"limit": 2}, headers=headers).json()
    rest = client.get(URL, params={"limit": 2, "cursor": first["next"]}, headers=headers).json()
    assert [one["term"] for one in first["items"] + rest["items"]] == ["a", "b", "c"]


def test_a_file_is_taken_whole_or_not_at_all(client: Client, headers: dict[str, str]) -> None:
    client.post(URL, json=TERM, headers=headers)
    sent = headers | {"content-type": "text/csv; charset=utf-8"}
    body = "source,target,term,translation\nen,de,working group,AG\nen,de,hub,\n"
    assert client.post(f"{URL}/file", content=body + ",,,x\n", headers=sent).status_code == 422
    assert len(terms(client, headers)) == 1
    taken = client.post(f"{URL}/file", content=body, headers=sent)
    assert taken.json() == {"added": 1, "changed": 1}
    file = client.get(f"{URL}/file", headers=headers)
    assert file.headers["content-disposition"] == 'attachment; filename="glossary.csv"'
    assert file.text.splitlines()[1:] == ["en,de,hub,,", "en,de,working group,AG,"]
    tmx = client.get(f"{URL}/file", params={"format": "tmx"}, headers=headers)
    again = client.post(
        f"{URL}/file?space=courses",
        content=tmx.content,
        headers=headers | {"content-type": "application/x-tmx+xml"},
    )
    assert again.json() == {"added": 2, "changed": 0}
    other = headers | {"content-type": "text/plain"}
    assert client.post(f"{URL}/file", content=body, headers=other).status_code == 415


def test_members_neither_see_nor_change_glossaries(client: Client, olga: Actor) -> None:
    linh = client.do(lambda runtime: factories.member(runtime, "linh"))
    headers = client.token(linh)
    assert client.get(URL, headers=headers).status_code == 403
    assert client.post(URL, json=TERM, headers=headers).status_code == 403
    client.sign_in(linh)
    assert client.get("/moderation/glossary").status_code == 403


def test_a_moderator_adds_and_removes_on_a_page(client: Client, olga: Actor) -> None:
    client.sign_in(olga)
    page = "/moderation/glossary"
    assert "No terms" in client.get(page).text
    wrong = client.fill_in(page, TERM | {"target": "", "space": "", "note": ""})
    assert wrong.status_code == 422
    assert "choose which" in wrong.text
    assert client.fill_in(page, TERM | {"space": "courses", "note": "n"}).status_code == 303
    shown = client.get(page).text
    assert "Working group" in shown
    assert "Courses" in shown
    gone = client.fill_in(page, {}, f"{page}/remove")
    assert gone.status_code == 303
    assert "No terms" in client.get(page).text


def test_no_row_is_left_of_what_was_refused(client: Client, headers: dict[str, str]) -> None:
    async def rows(runtime: Runtime) -> int:
        async with runtime.database.reading() as db:
            return (await db.exec(select(func.count()).select_from(GlossaryTerm))).one()

    client.post(URL, json=TERM | {"space": "nowhere"}, headers=headers)
    assert client.do(rows) == 0
