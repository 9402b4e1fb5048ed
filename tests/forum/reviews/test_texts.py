"""Corrections of texts that are no posts: over the API, on each kind of database."""

from collections.abc import Callable
from typing import Any

import pytest

from forum.core.ids import SessionId
from forum.live.agenda.queries import rows_of
from forum.live.captions.rules import Via
from forum.live.captions.tables import LiveCaption
from forum.live.chat.tables import ChatLine
from forum.live.floor.rules import ListState, SlotKind, SlotState
from forum.live.floor.tables import FloorList, FloorSlot
from forum.live.questions.rules import QuestionState
from forum.live.questions.tables import LiveQuestion
from forum.live.sessions.queries import session_for_update
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem
from forum.notifications.translated import tell_of_decision
from forum.runtime import Runtime
from forum.spaces.actions import change_space
from forum.spaces.rules import Access
from forum.spaces.schemas import SpaceChange
from tests import factories
from tests.client import API
from tests.forum.reviews.conftest import Desk

Place = Callable[[Desk], str]
"""Makes a text, and gives its name."""


def session(desk: Desk, **more: Any) -> int:
    """A session in Lao with two items on its agenda."""

    async def write(runtime: Runtime) -> int:
        values = {"language": "lo", "title": "ກອງປະຊຸມ", "description": "ຍິນດີຕ້ອນຮັບ."} | more
        number = await factories.live_session(runtime, desk.olga, **values)
        async with runtime.unit(desk.olga) as unit:
            for place, title in enumerate(("ເປີດ", "ປິດ"), 1):
                row = AgendaItem(session_id=number, place=place, number="", title=title)
                row.minutes = 5
                unit.db.add(row)
        return number

    return desk.client.do(write)


def item(desk: Desk) -> int:
    """An item of a session's agenda that says what it is about."""
    number = session(desk)

    async def tell(runtime: Runtime) -> int:
        async with runtime.unit(desk.olga) as unit:
            row = (await rows_of(unit.db, SessionId(number)))[0]
            row.description = "ເລື່ອງ **ໃໝ່**."
            return row.id or 0

    return desk.client.do(tell)


def spoken(desk: Desk, table: type[Any], session_id: int | None = None, **more: Any) -> int:
    """Something that seng says in a session."""
    number = session(desk) if session_id is None else session_id

    async def say(runtime: Runtime) -> int:
        async with runtime.unit(desk.seng) as unit:
            values = {"session_id": number, "author_id": desk.seng.member_id} | more
            row = table(**{"language": "lo", "text": "ສະບາຍດີ", **values})
            unit.db.add(row)
            await unit.db.flush()
            return int(row.id)

    return desk.client.do(say)


def caption(desk: Desk, session_id: int | None = None) -> int:
    more = {"key": "1", "via": Via.TYPED, "began": 1, "ended": 2, "said_at": factories.NOON}
    return spoken(desk, LiveCaption, session_id, **more)


def line(desk: Desk, session_id: int | None = None, **more: Any) -> int:
    return spoken(desk, ChatLine, session_id, said_at=factories.NOON, **more)


def question(desk: Desk, session_id: int | None = None, **more: Any) -> int:
    return spoken(desk, LiveQuestion, session_id, asked_at=factories.NOON, **more)


def statement(desk: Desk, slot: SlotState = SlotState.DONE, **more: Any) -> int:
    """What seng hands in with a request for the floor; the number of the request."""
    number = session(desk, **more)

    async def ask(runtime: Runtime) -> int:
        async with runtime.unit(desk.seng) as unit:
            agenda = AgendaItem(session_id=number, place=9, number="9", title="ສິດ")
            unit.db.add(agenda)
            await unit.db.flush()
            unit.db.add(FloorList(item_id=agenda.id, state=ListState.OPEN))
            await unit.db.flush()
            values = {"limit_ms": 300_000, "requested_at": factories.NOON, "place": 1, "level": 5}
            row = FloorSlot(
                item_id=agenda.id,
                member_id=desk.seng.member_id,
                kind=SlotKind.STATEMENT,
                state=slot,
                statement="ສະບາຍດີ.\n\nຂອບໃຈ.",
                language="lo",
                **values,
            )
            unit.db.add(row)
            await unit.db.flush()
            return int(row.id or 0)

    return desk.client.do(ask)


def answered(desk: Desk) -> int:
    more = {"answer": "ແມ່ນ.", "answer_html": "<p>ແມ່ນ.</p>", "answer_language": "lo"}
    return question(desk, state=QuestionState.ANSWERED_IN_WRITING, **more)


def remark(desk: Desk, words: str = "ພວກເຮົາເຫັນດີ.", **more: Any) -> tuple[int, int]:
    """A decision in English, and the number of a remark in Lao on it."""
    number = poll(desk, language="en", method="consensus", options=[], **more)
    body = {"words": words, "language": "lo", "version": 1}
    answer = desk.ask(desk.olga, "POST", f"/polls/{number}/reservations", body)
    assert answer.status_code == 201, answer.text
    return number, int(desk.ask(desk.olga, "GET", f"/polls/{number}").json()["remarks"][0]["id"])


def poll(desk: Desk, slug: str = "general", /, **more: Any) -> int:
    draft = {"title": "ຫຼັກສູດ", "language": "lo", "method": "straw", "voters": "members"}
    draft |= {
        "text": "ພວກເຮົາແບ່ງປັນ.",
        "electors": ["olga"],
        "options": ["ໜຶ່ງ", "ສອງ"],
        "is_open": True,
    } | more
    answer = desk.ask(desk.olga, "POST", f"/spaces/{slug}/polls", draft)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def space(desk: Desk, slug: str, **more: Any) -> int:
    values = {"language": "lo", "description": "ບ່ອນສົນທະນາ."} | more
    desk.client.do(factories.space, slug, **values)
    return int(desk.ask(desk.olga, "GET", f"/spaces/{slug}").json()["id"])


def tags(desk: Desk) -> int:
    number = desk.client.do(
        factories.topic, desk.seng, language="lo", title="ປ້າຍ", body="ຂໍ້ຄວາມ.", tags=["ສິດ", "ໂຮງຮຽນ"]
    )
    return int(number)


KINDS: dict[str, tuple[Place, str]] = {
    "session_title": (lambda desk: f"session_title:{session(desk)}", "Réunion"),
    "session_text": (lambda desk: f"session_text:{session(desk)}", "Bienvenue."),
    "agenda": (lambda desk: f"agenda:{session(desk)}", "Ouverture\n\nClôture"),
    "item_text": (lambda desk: f"item_text:{item(desk)}", "Un *nouveau* sujet."),
    "caption": (lambda desk: f"caption:{caption(desk)}", "Bonjour"),
    "chat": (lambda desk: f"chat:{line(desk)}", "Bonjour"),
    "question": (lambda desk: f"question:{question(desk)}", "Bonjour ?"),
    "answer": (lambda desk: f"answer:{answered(desk)}", "Oui."),
    "statement": (lambda desk: f"statement:{statement(desk)}", "Bonjour.\n\nMerci."),
    "remark": (lambda desk: f"remark:{remark(desk)[1]}", "Nous sommes d'accord."),
    "poll_title": (lambda desk: f"poll_title:{poll(desk)}", "Cours"),
    "poll_text": (lambda desk: f"poll_text:{poll(desk)}", "Nous partageons."),
    "poll_options": (lambda desk: f"poll_options:{poll(desk)}", "Un\n\nDeux"),
    "space_name": (lambda desk: f"space_name:{space(desk, 'named')}", "Nommé"),
    "space_text": (lambda desk: f"space_text:{space(desk, 'told')}", "Un lieu."),
    "tags": (lambda desk: f"tags:{tags(desk)}", "droits\n\nécole"),
}


def of(name: str) -> str:
    return f"/texts/{name}/translations/fr"


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_of_text_is_proposed_reviewed_approved_and_credited(desk: Desk, kind: str) -> None:
    make, words = KINDS[kind]
    name = make(desk)
    sent = desk.ask(desk.anouk, "PUT", of(name), {"body": words})
    assert sent.status_code == 202, sent.text
    about = sent.json()["about"]
    assert (about["subject"], about["language"]) == (name, "lo")
    queue = desk.ask(desk.remy, "GET", "/translations/proposals?language=fr&limit=100").json()
    assert sent.json()["id"] in [one["id"] for one in queue["items"]]
    assert desk.ask(desk.remy, "GET", f"/translations/proposals/{sent.json()['id']}").json()[
        "original"
    ]
    assert desk.decide(desk.remy, sent.json()["id"]).json()["state"] == "approved"
    shown = desk.client.get(f"{API}{of(name)}").json()
    made = shown["translation"]
    assert (made["text"], made["status"]) == (words, "human")
    assert (made["author"], made["reviewer"]) == ("Anouk", "Remy")
    history = desk.client.get(f"{API}{of(name)}/history").json()["items"]
    assert [one["deed"] for one in history] == ["approved", "proposed"]
    assert desk.client.get(of(name)).status_code == 200
    assert desk.client.get(shown["url"], headers={"accept-language": "fr"}).status_code == 200


def test_a_corrected_title_of_a_session_is_shown_where_the_session_is(desk: Desk) -> None:
    number = session(desk)
    sent = desk.ask(desk.anouk, "PUT", of(f"session_title:{number}"), {"body": "La rencontre"})
    desk.decide(desk.remy, sent.json()["id"])
    desk.client.sign_in(desk.anouk)
    page = desk.client.get(f"/sessions/{number}/about").text
    assert "La rencontre" in page
    assert f'href="{of(f"session_title:{number}")}"' in page


def test_a_poll_is_read_with_its_translations_in_the_language_that_is_asked_for(desk: Desk) -> None:
    number = poll(desk)
    sent = desk.ask(desk.anouk, "PUT", of(f"poll_options:{number}"), {"body": "Un\n\nDeux"})
    desk.decide(desk.remy, sent.json()["id"])
    shown = desk.client.get(f"{API}/polls/{number}?lang=fr").json()
    assert shown["translated_options"]["words"] == {"ໜຶ່ງ": "Un", "ສອງ": "Deux"}
    assert shown["translated_title"] is None
    assert desk.client.get(f"{API}/polls/{number}").json()["translated_options"] is None


@pytest.mark.parametrize(
    "name",
    [
        "held:1",
        "flag:1",
        "chat:99999",
        "remark:99999",
        "nothing:1",
        "post:x",
        "post:",
        f"topic:{9**30}",
    ],
)
def test_what_is_no_text_to_correct_is_not_found(desk: Desk, name: str) -> None:
    assert desk.ask(desk.anouk, "PUT", of(name), {"body": "Rien."}).status_code == 404


def test_a_remark_is_read_in_the_language_that_is_asked_for(desk: Desk) -> None:
    number, said = remark(desk)
    sent = desk.ask(desk.anouk, "PUT", of(f"remark:{said}"), {"body": "Nous *consentons*."})
    desk.decide(desk.remy, sent.json()["id"])
    (shown,) = desk.client.get(f"{API}/polls/{number}?lang=fr").json()["remarks"]
    assert shown["words"] == "ພວກເຮົາເຫັນດີ."
    assert (shown["translation"]["text"], shown["translation"]["status"]) == (
        "Nous *consentons*.",
        "human",
    )
    assert desk.client.get(f"{API}/polls/{number}").json()["remarks"][0]["translation"] is None
    page = desk.client.get(f"/polls/{number}?lang=fr").text
    assert f'href="{of(f"remark:{said}")}"' in page
    assert "Nous *consentons*." in page


@pytest.mark.parametrize(
    ("slot", "meeting", "is_read"),
    [
        (SlotState.LISTED, SessionState.IN_SESSION, False),
        (SlotState.CALLED, SessionState.IN_SESSION, False),
        (SlotState.SPEAKING, SessionState.IN_SESSION, True),
        (SlotState.DONE, SessionState.IN_SESSION, True),
        (SlotState.LISTED, SessionState.CLOSED, True),
        (SlotState.WITHDRAWN, SessionState.CLOSED, False),
    ],
)
def test_a_statement_is_corrected_and_its_proposals_seen_once_everybody_reads_it(
    desk: Desk, slot: SlotState, meeting: SessionState, is_read: bool
) -> None:
    said = statement(desk, slot, state=meeting)
    sent = desk.ask(desk.anouk, "PUT", of(f"statement:{said}"), {"body": "Bonjour."})
    assert sent.status_code == (202 if is_read else 404), sent.text
    shown = desk.client.get(f"{API}{of(f'statement:{said}')}")
    assert shown.status_code == (200 if is_read else 404)


def test_what_is_proposed_on_a_statement_goes_with_it_when_it_is_put_back(desk: Desk) -> None:
    said = statement(desk)
    sent = desk.ask(desk.anouk, "PUT", of(f"statement:{said}"), {"body": "Bonjour."}).json()
    path = f"/translations/proposals/{sent['id']}"
    assert desk.ask(desk.remy, "GET", path).status_code == 200

    async def put_back(runtime: Runtime) -> None:
        async with runtime.unit(desk.seng) as unit:
            row = await unit.db.get(FloorSlot, said)
            assert row is not None
            row.state = SlotState.LISTED

    desk.client.do(put_back)
    assert desk.ask(desk.remy, "GET", path).status_code == 404


def test_what_an_item_is_about_is_shown_and_is_outdated_by_an_edit(desk: Desk) -> None:
    number = item(desk)
    sent = desk.ask(desk.anouk, "PUT", of(f"item_text:{number}"), {"body": "Un sujet."})
    about = sent.json()["about"]["url"]
    desk.decide(desk.remy, sent.json()["id"])
    page = desk.client.get(f"{about}?lang=fr").text
    assert "<strong>ໃໝ່</strong>" in page
    assert "Un sujet." in page
    session_id = about.split("/")[2]
    (first, _) = desk.client.get(f"{API}/sessions/{session_id}/agenda?lang=fr").json()
    assert first["translated_description"]["status"] == "human"
    path = f"/sessions/{session_id}/agenda/{number}"
    changed = desk.ask(desk.olga, "PATCH", path, {"description": "ອື່ນ."})
    assert changed.status_code == 200, changed.text
    shown = desk.client.get(f"{API}{of(f'item_text:{number}')}").json()
    assert shown["translation"]["status"] == "outdated"


def test_what_is_said_in_a_session_is_corrected_by_who_follows_it_alone(desk: Desk) -> None:
    here = session(desk, access=SessionAccess.ACCREDITED)
    names = [
        f"caption:{caption(desk, here)}",
        f"chat:{line(desk, here)}",
        f"question:{question(desk, here)}",
    ]
    for name in names:
        assert desk.ask(desk.anouk, "PUT", of(name), {"body": "Ah."}).status_code == 404, name
        assert desk.client.get(f"{API}{of(name)}").status_code == 404, name
        sent = desk.ask(desk.olga, "PUT", of(name), {"body": "Ah."})
        assert sent.status_code == 202, sent.text
        path = f"/translations/proposals/{sent.json()['id']}"
        assert desk.ask(desk.remy, "GET", path).status_code == 404
    waits = [
        f"chat:{line(desk, waits=True)}",
        f"chat:{line(desk, removed_at=factories.NOON)}",
        f"question:{question(desk, state=QuestionState.WAITING)}",
        f"answer:{question(desk)}",
    ]
    for name in waits:
        assert desk.ask(desk.olga, "PUT", of(name), {"body": "Ah."}).status_code == 404, name


def test_a_line_that_is_removed_takes_what_was_proposed_about_it_along(desk: Desk) -> None:
    here = session(desk)
    said = line(desk, here)
    sent = desk.ask(desk.anouk, "PUT", of(f"chat:{said}"), {"body": "Bonjour"})
    assert sent.status_code == 202
    gone = desk.ask(desk.olga, "DELETE", f"/sessions/{here}/chat/{said}")
    assert gone.status_code in (200, 204), gone.text
    path = f"/translations/proposals/{sent.json()['id']}"
    assert desk.ask(desk.remy, "GET", path).status_code == 404
    assert desk.ask(desk.anouk, "GET", path).status_code == 404


@pytest.mark.parametrize("kind", ["agenda", "poll_options", "tags"])
def test_a_list_keeps_as_many_paragraphs_as_it_has(desk: Desk, kind: str) -> None:
    name = KINDS[kind][0](desk)
    answer = desk.ask(desk.anouk, "PUT", of(name), {"body": "Un seul."})
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["#/body"]


def test_an_edit_of_a_session_keeps_a_proposal_from_being_approved_unread(desk: Desk) -> None:
    number = session(desk)
    name = f"session_title:{number}"
    sent = desk.ask(desk.anouk, "PUT", of(name), {"body": "Réunion"}).json()

    async def rename(runtime: Runtime) -> None:
        async with runtime.unit(desk.olga) as unit:
            row = await session_for_update(unit.db, desk.olga, SessionId(number))
            row.title = "ຊື່ໃໝ່"

    desk.client.do(rename)
    waits = desk.ask(desk.remy, "GET", f"/translations/proposals/{sent['id']}").json()
    assert waits["outdated"]
    assert desk.decide(desk.remy, sent["id"]).json()["code"] == "edited_meanwhile"
    version = waits["about"]["version"]
    assert desk.decide(desk.remy, sent["id"], version=version).status_code == 200


def test_who_does_not_read_a_text_neither_corrects_nor_sees_what_is_proposed(desk: Desk) -> None:
    hidden = space(desk, "closed", access="private")
    names = [f"space_name:{hidden}", f"space_text:{hidden}"]
    closed = session(desk, access=SessionAccess.MEMBERS, space_id=hidden)
    names += [f"{kind}:{closed}" for kind in ("session_title", "session_text", "agenda")]
    draft = poll(desk, is_open=False)
    names += [f"{kind}:{draft}" for kind in ("poll_title", "poll_text", "poll_options")]
    for name in names:
        assert desk.ask(desk.anouk, "PUT", of(name), {"body": "Ah."}).status_code == 404, name
        assert desk.client.get(f"{API}{of(name)}").status_code == 404, name
    for name in names[:4]:
        sent = desk.ask(desk.olga, "PUT", of(name), {"body": "Ah."})
        assert sent.status_code == 202, sent.text
        number = sent.json()["id"]
        path = f"/translations/proposals/{number}"
        assert desk.ask(desk.remy, "GET", path).status_code == 404
        queue = desk.ask(desk.remy, "GET", "/translations/proposals?language=fr&limit=100").json()
        assert number not in [one["id"] for one in queue["items"]]


@pytest.mark.parametrize(
    ("kind", "area", "slug"),
    [
        ("tags", "tags", "general"),
        ("space_text", "spaces", "counted"),
        ("chat", "sessions", ""),
        ("item_text", "sessions", ""),
        ("session_title", "sessions", ""),
        ("session_text", "sessions", ""),
        ("agenda", "sessions", ""),
        ("caption", "sessions", ""),
        ("question", "sessions", ""),
        ("answer", "sessions", ""),
        ("statement", "sessions", ""),
        ("poll_title", "decisions", "general"),
        ("poll_text", "decisions", "general"),
        ("poll_options", "decisions", "general"),
        ("remark", "decisions", "general"),
        ("space_name", "spaces", "called"),
    ],
)
def test_every_kind_of_text_is_counted_where_it_stands(
    desk: Desk, kind: str, area: str, slug: str
) -> None:
    def french() -> list[int]:
        rows = [one for one in desk.covered() if (one["space"], one["language"]) == (slug, "fr")]
        counts = rows[0]["areas"].get(area, {}) if rows else {}
        return [counts.get(name, 0) for name in ("translated", "reviewed", "texts")]

    make, words = KINDS[kind]
    name = f"{kind}:{space(desk, slug)}" if area == "spaces" else make(desk)
    before = french()
    sent = desk.ask(desk.anouk, "PUT", of(name), {"body": words})
    assert desk.decide(desk.remy, sent.json()["id"]).status_code == 200
    now = french()
    assert [after - had for after, had in zip(now[:2], before[:2], strict=True)] == [1, 1]
    assert now[2] >= now[0]


async def close(runtime: Runtime, slug: str) -> None:
    async with runtime.unit(factories.ADMIN) as unit:
        await change_space(unit, slug, SpaceChange(access=Access.PRIVATE))


@pytest.mark.parametrize("kind", ["session_title", "chat", "poll_text", "space_text"])
def test_who_proposed_any_text_is_told_what_became_of_it(desk: Desk, kind: str) -> None:
    slug = f"told-{kind}".replace("_", "-")
    place = space(desk, slug)
    make = {
        "session_title": lambda: session(desk, space_id=place),
        "chat": lambda: line(desk, session(desk, space_id=place)),
        "poll_text": lambda: poll(desk, slug),
        "space_text": lambda: place,
    }[kind]
    sent = desk.ask(desk.anouk, "PUT", of(f"{kind}:{make()}"), {"body": "Bonjour"})
    number = sent.json()["id"]
    desk.decide(desk.remy, number)
    for _ in range(2):
        desk.client.do(tell_of_decision, {"proposal_id": number})

    def told() -> list[Any]:
        items = desk.ask(desk.anouk, "GET", "/notifications").json()["items"]
        return [one for one in items if one["url"] == f"/translate/{number}"]

    (one,) = told()
    assert (one["kind"], one["member"]["name"], one["topic"]) == ("proposal_decided", "Remy", None)
    assert (one["session"] or one["space"])["title"] in ("ກອງປະຊຸມ", slug.title())
    desk.client.sign_in(desk.anouk)
    page = desk.client.get("/notifications").text
    assert f'href="/translate/{number}"' in page
    bell = desk.client.get("/notifications/bell").text
    desk.client.do(close, slug)
    assert told() == []
    assert desk.client.get("/notifications/bell").text != bell
