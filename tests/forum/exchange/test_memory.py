"""Translation memories as files, by page and by program."""

from collections.abc import Iterator

import pytest

from forum.app import SUBJECTS
from forum.core.actor import Actor
from forum.core.permissions import Role, Scope
from forum.jobs.runner import Runner
from forum.runtime import Runtime
from forum.translations import actions, queries
from forum.translations.engines import Engines
from forum.translations.jobs import kinds
from forum.translations.rules import Status
from i18n.exchange.tmx import TmxUnit, write_tmx
from tests import factories
from tests.client import API, Client, running
from tests.services.databases import Databases

MEDIA = {"content-type": "application/x-tmx+xml"}
URL = f"{API}/translations/memory"
OPEN = "/s/general/settings/memory"


@pytest.fixture(scope="module")
def forum(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("memory")
    more = {"translators": ("pseudo",)}
    with sqlite_databases.fresh(factories.prepared) as url, running(url, folder, **more) as client:
        client.do(factories.space)
        yield client


@pytest.fixture(scope="module")
def admin(forum: Client) -> Actor:
    return forum.member("ada", Role.ADMIN)


@pytest.fixture(scope="module")
def moderator(forum: Client) -> Actor:
    return forum.member("olga", Role.MODERATOR)


def tmx(*pairs: tuple[str, str]) -> bytes:
    units = [TmxUnit({"en": original, "de": text}, "en") for original, text in pairs]
    units.append(TmxUnit({"en": "Unsaid", "de": "x"}))
    return b"".join(write_tmx(units, tool="t", version="1"))


def test_a_program_brings_a_file_and_gets_it_back(
    forum: Client, admin: Actor, moderator: Actor
) -> None:
    ours = forum.token(moderator, Scope.MODERATE)
    sent = forum.post(URL, content=tmx(("Hello", "Hallo")), headers=ours | MEDIA)
    assert sent.json() == {"pairs": 1, "passed_over": 1}
    given = forum.get(URL, headers=ours)
    assert given.headers["content-type"] == "application/x-tmx+xml"
    assert "<seg>Hallo</seg>" in given.text
    assert 'type="x-origin">human' in given.text
    theirs = f"{URL}?space=general"
    assert forum.get(theirs, headers=ours).status_code == 403
    assert forum.post(theirs, content=tmx(), headers=ours | MEDIA).status_code == 403
    full = forum.token(admin, Scope.ADMIN, Scope.MODERATE)
    assert "Hallo" not in forum.get(theirs, headers=full).text


def test_a_repeated_request_is_answered_from_before(forum: Client, moderator: Actor) -> None:
    headers = forum.token(moderator, Scope.MODERATE) | MEDIA | {"idempotency-key": "once"}
    first = forum.post(URL, content=tmx(("One", "Eins")), headers=headers)
    assert forum.post(URL, content=tmx(("One", "Eins")), headers=headers).json() == first.json()
    assert forum.post(URL, content=tmx(("Two", "Zwei")), headers=headers).status_code == 422


BROKEN = [
    b"<html/>",
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx>&x;</tmx>',
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><tmx>&b;</tmx>',
    tmx(("Half", "Halb"))[:-20],
]


@pytest.mark.parametrize("file", BROKEN)
def test_a_broken_file_is_refused_whole(forum: Client, moderator: Actor, file: bytes) -> None:
    headers = forum.token(moderator, Scope.MODERATE)
    answer = forum.post(URL, content=file, headers=headers | MEDIA)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert "Halb" not in forum.get(URL, headers=headers).text


def test_a_space_has_a_memory_of_its_own_that_comes_first(forum: Client, admin: Actor) -> None:
    forum.sign_in(admin)
    assert f'href="{OPEN}"' in forum.get("/s/general/settings").text
    shown = forum.get(OPEN).text
    token = shown.partition('name="csrf" value="')[2].partition('"')[0]
    file = {"file": ("memory.tmx", tmx(("A bus.", "Ein Omnibus.")))}
    done = forum.post(OPEN, data={"csrf": token}, files=file)
    assert "1 translated segment was taken. 1 unit was passed over" in done.text
    assert "Omnibus" in forum.get(f"{OPEN}/file").text
    assert "Omnibus" not in forum.get("/moderation/memory/file").text
    refused = forum.post(OPEN, data={"csrf": token}, files={"file": ("a.tmx", b"<a/>")})
    assert refused.status_code == 422
    assert "This is not a TMX file that can be read." in refused.text
    assert forum.post(OPEN, data={"csrf": token}).status_code == 422
    forum.do(factories.topic, admin, language="en", body="A bus.")
    assert forum.do(german, forum.app_state["engines"]) == ("Ein Omnibus.", Status.HUMAN)


async def german(runtime: Runtime, engines: Engines) -> tuple[str, Status]:
    """The first post in German."""
    async with runtime.unit(factories.ADMIN) as unit:
        await actions.ask(unit, "post:1", "de")
    await Runner(runtime, kinds(engines, SUBJECTS)).drain()
    async with runtime.database.reading() as db:
        found = (await queries.translations(db, ["post:1"], "de"))["post:1"]
    return found.text, found.status
