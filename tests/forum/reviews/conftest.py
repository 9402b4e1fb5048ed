"""One application for all tests of a module: each works on a post of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission, Role, Scope
from forum.discussions.actions import reply
from forum.discussions.schemas import PostDraft
from forum.reviews import jobs
from forum.roles import queries as roles
from forum.roles.tables import NamedRole, RoleGrant
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client, running
from tests.services.databases import Databases
from tests.services.fixtures import KINDS

LAO = "ສະບາຍດີທຸກຄົນ.\n\nຍິນດີຕ້ອນຮັບ."
_NUMBERS = count(1)


@dataclass
class Desk:
    """A forum with a Lao writer, a French reader, and people who look after translations.

    Attributes:
        anouk: reads French, and is nobody else.
        remy: reviews French, by a role for that language.
        olga: moderates, and reads French and German.
    """

    client: Client
    seng: Actor
    anouk: Actor
    remy: Actor
    olga: Actor
    topic: TopicId
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    def post(self, body: str = LAO, language: str = "lo", topic: TopicId | None = None) -> PostId:
        """A post of seng's that no other test knows."""

        async def write(runtime: Runtime) -> PostId:
            async with runtime.unit(self.seng) as unit:
                draft = PostDraft(body=f"{body}\n\n{next(_NUMBERS)}", language=language)
                return (await reply(unit, topic or self.topic, draft)).id

        return self.client.do(write)

    def ask(self, who: Actor, method: str, path: str, body: Any = None) -> Response:
        """Ask the API by a token of somebody's."""
        if who.handle not in self.tokens:
            self.tokens[who.handle] = self.client.token(who, *Scope)
        url, headers = f"{API}{path}", self.tokens[who.handle]
        return self.client.request(method, url, json=body, headers=headers)

    def correct(self, who: Actor, post: PostId, text: str, **more: Any) -> Response:
        return self.ask(who, "PUT", f"/posts/{post}/translations/fr", {"body": text, **more})

    def proposed(
        self, post: PostId, text: str = "Bonjour à tous.", who: Actor | None = None
    ) -> int:
        """The number of a correction by anouk, which waits."""
        answer = self.correct(who or self.anouk, post, text)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["id"])

    def decide(self, who: Actor, number: int, outcome: str = "approve", **more: Any) -> Response:
        body = {"outcome": outcome, **more}
        return self.ask(who, "POST", f"/translations/proposals/{number}/decision", body)

    def shown(self, post: PostId) -> Any:
        """The French translation of a post, as anybody reads it; `None` if there is none."""
        answer = self.client.get(f"{API}/topics/{self.topic}/posts?lang=fr&limit=100")
        return next(one["translation"] for one in answer.json()["items"] if one["id"] == post)

    def put(self, post: PostId, text: str) -> None:
        """Give a post a translation, whoever by."""

        async def write(runtime: Runtime) -> None:
            async with runtime.unit(self.olga) as unit:
                await factories.translate(unit, post, "fr", text)

        self.client.do(write)

    def covered(self, who: Actor | None = None, space: str = "") -> list[Any]:
        """How far texts are translated, counted anew; as moderators see it, unless for another."""
        self.client.do(jobs.count, {})
        answer = self.ask(who or self.olga, "GET", f"/admin/translations/coverage?space={space}")
        assert answer.status_code == 200, answer.text
        found: list[Any] = answer.json()["covered"]
        return found

    def history(self, post: PostId) -> list[str]:
        answer = self.client.get(f"{API}/posts/{post}/translations/fr/history")
        return [one["deed"] for one in answer.json()["items"]]


async def _review(runtime: Runtime, who: Actor, language: str) -> None:
    """Let somebody review translations into a language, by a role made for that."""
    async with runtime.unit(factories.ADMIN) as unit:
        row = NamedRole(
            word="reviewer",
            name="Reviewer",
            permissions=[Permission.TRANSLATION_REVIEW.value],
            made_at=unit.now,
        )
        await roles.add_role(unit.db, row)
        grant = RoleGrant(
            member_id=who.require_member(), role="reviewer", language=language, granted_at=unit.now
        )
        await roles.add_grant(unit.db, grant)


@pytest.fixture(scope="module", params=KINDS)
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """The same application for all tests of a module, on each kind of database."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("desk")
    with databases.fresh(factories.prepared) as url, running(url, folder) as client:
        client.do(factories.space)
        seng = client.member("seng", languages=["lo"])
        anouk, remy = (
            client.member("anouk", languages=["fr"]),
            client.member("remy", languages=["fr"]),
        )
        olga = client.member("olga", Role.MODERATOR, languages=["fr", "de"])
        client.do(_review, remy, "fr")
        topic = client.do(factories.topic, seng, language="lo", title="ຄອສເປີດ", body=LAO)
        yield Desk(client, seng, anouk, remy, olga, topic)
