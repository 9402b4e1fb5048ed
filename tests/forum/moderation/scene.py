"""What tests of moderation work with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from httpx2 import Response
from sqlalchemy import text

from forum.core.actor import SYSTEM, Actor, Limits
from forum.core.ids import HeldId, ParticipantId, PostId, TopicId
from forum.core.paging import Window
from forum.core.permissions import Role
from forum.discussions import actions, holding, queries
from forum.discussions.schemas import HeldOut, PostDraft
from forum.jobs.kinds import Batch
from forum.live.accreditation import actions as accreditation
from forum.live.accreditation.schemas import RequestDraft
from forum.live.parts import Part
from forum.live.sessions.states import SessionState
from forum.moderation.jobs import kinds
from forum.moderation.rules import TargetKind
from forum.reviews.queries import original
from forum.runtime import Runtime
from forum.translations import actions as translations
from forum.translations import parts
from forum.translations.rules import Status
from forum.translations.tables import Translation
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]
WHY = "It sells watches."


@dataclass
class Scene:
    """One topic by `maria` with a reply, read by `linh`, moderated by `olga`.

    Attributes:
        post: the reply, which no other post answers.
        participant: maria's part in a live session, once it is a target.
        held: another reply by maria, which waits for a moderator, once it is a target.
        request: her request to take part in a live session, once it is a target.
    """

    client: Client
    maria: Actor
    linh: Actor
    olga: Actor
    topic: TopicId
    post: PostId
    held: HeldId | None = None
    participant: ParticipantId | None = None
    request: ParticipantId | None = None
    _olgas: dict[str, str] = field(default_factory=dict)

    def as_program(self, who: Actor) -> dict[str, str]:
        """Headers of somebody's program; olga, who asks most, has one program for everything."""
        if who != self.olga:
            return self.client.token(who)
        if not self._olgas:
            self._olgas.update(self.client.token(who))
        return self._olgas

    def flag(self, who: Actor, post: int | None = None, **more: str) -> Response:
        url = f"{API}/posts/{post or self.post}/flags"
        return self.client.post(url, json={"reason": "spam"} | more, headers=self.as_program(who))

    def act(self, name: str, target: str, who: Actor | None = None, **more: Any) -> Response:
        body = {"act": name, "target": target, "reason": WHY} | more
        headers = self.as_program(who or self.olga)
        return self.client.post(f"{API}/admin/actions", json=body, headers=headers)

    def target(self, kind: TargetKind) -> str:
        """What acts on this kind of thing are done to here."""
        if kind == TargetKind.HELD and self.held is None:
            self.held = self.hold()
        if kind == TargetKind.PARTICIPANT and self.participant is None:
            self.participant = self.seat()
        if kind == TargetKind.REQUEST and self.request is None:
            self.request = self.client.do(self.ask_to_take_part)
        ids = {
            "post": self.post,
            "topic": self.topic,
            "member": self.maria.member_id,
            "held": self.held,
            "participant": self.participant,
            "request": self.request,
        }
        if kind == TargetKind.TEXT:
            return f"text:topic:{self.topic}"
        return f"{kind}:{ids[kind]}"

    def seat(self) -> ParticipantId:
        """Let maria in to a live session."""
        session = self.client.do(factories.live_session, self.olga)
        row = self.client.do(factories.participant, session, self.maria)
        assert row.id is not None
        return row.id

    async def ask_to_take_part(self, runtime: Runtime) -> ParticipantId:
        """Let maria ask to observe a session."""
        session = await factories.live_session(runtime, self.olga, state=SessionState.ANNOUNCED)
        async with runtime.unit(self.maria) as unit:
            row = await accreditation.ask(unit, session, RequestDraft(part=Part.OBSERVER))
        assert row.id is not None
        return row.id

    def hold(self, body: str = "Dear watches!", parent: PostId | None = None) -> HeldId:
        """Let a reply of maria's wait for a moderator."""

        async def write(runtime: Runtime) -> HeldId:
            maria = replace(self.maria, limits=Limits(held=True))
            async with runtime.unit(maria) as unit:
                draft = PostDraft(body=body, parent_id=parent)
                made = await holding.reply(unit, self.topic, draft)
                assert isinstance(made, HeldOut)
                return made.id

        return self.client.do(write)

    def fill(self, fields: Mapping[str, Any]) -> Json:
        """Fields of an act, with what only this scene knows."""
        known = {"{post}": self.post, "{topic}": self.topic}
        return {name: known.get(value, value) for name, value in fields.items()}

    def undo(self, audit_id: int, who: Actor | None = None) -> Response:
        url = f"{API}/admin/audit/{audit_id}/undo"
        body, headers = {"reason": "A mistake."}, self.as_program(who or self.olga)
        return self.client.post(url, json=body, headers=headers)

    def translate(self, language: str, name: str = "", *, by_machine: bool = False) -> None:
        """Give the reply, or another text, a translation by a member who reads the language."""
        name = name or f"post:{self.post}"
        who = self.client.member(f"t{len(self.rows('member'))}", languages=[language])

        async def write(runtime: Runtime) -> None:
            async with runtime.unit(who) as unit:
                text = (await original(unit.db, unit.actor, name)).subject
                whole = await parts.write("Billige Uhren!", markdown=text.markdown)
                await translations.correct(unit, text, language, whole)
                if by_machine:
                    row = await unit.db.get(Translation, (name, language))
                    assert row is not None
                    row.status, row.reviewer_id = Status.MACHINE, None

        self.client.do(write)

    def work(self, *names: str) -> None:
        """Do the jobs of some kinds that are left, each once."""

        async def do(runtime: Runtime) -> None:
            handlers = kinds(cast("Any", None))
            for row in rows:
                handler, data = handlers[row["kind"]], _json(row["data"])
                if isinstance(handler, Batch):
                    await handler.do(runtime, [data])
                else:
                    await handler(runtime, data)

        rows = [row for row in self.rows("job") if row["kind"] in names]
        self.client.do(do)

    def anew(self) -> "Scene":
        """The same forum with another topic, by another author."""
        number = len(self.rows("member"))
        maria = self.client.member(f"maria{number}")
        topic = self.client.do(factories.topic, maria, replies=["Cheap watches!"])
        return replace(
            self,
            maria=maria,
            topic=topic,
            post=_reply_in(self.client, topic),
            held=None,
            participant=None,
            request=None,
        )

    def queue(self, **query: Any) -> list[Json]:
        return self.listed("flags", **query)["items"]  # type: ignore[no-any-return]

    def record(self, **query: Any) -> list[Json]:
        return self.listed("audit", **query)["items"]  # type: ignore[no-any-return]

    def listed(self, name: str, **query: Any) -> Json:
        headers = self.as_program(self.olga)
        answer = self.client.get(f"{API}/admin/{name}", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def reply(self, body: str, parent: int | None = None, who: Actor | None = None) -> PostId:
        async def write(runtime: Runtime) -> PostId:
            async with runtime.unit(who or self.maria) as unit:
                draft = PostDraft(body=body, parent_id=PostId(parent) if parent else None)
                return (await actions.reply(unit, self.topic, draft)).id

        return self.client.do(write)

    def topic_as_seen_by(self, who: Actor) -> Json:
        answer = self.client.get(f"{API}/topics/{self.topic}", headers=self.as_program(who))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def rows(self, table: str) -> list[Json]:
        """Everything a table holds, as it is stored."""
        return self.tables([table])[table]

    def tables(self, names: Iterable[str]) -> dict[str, list[Json]]:
        """The same of several tables, at one moment."""

        async def read(runtime: Runtime) -> dict[str, list[Json]]:
            async with runtime.database.reading() as db:
                connection = await db.connection()
                found = {}
                for one in names:
                    rows = await connection.execute(text(f"SELECT * FROM {one}"))  # noqa: S608
                    columns = [*rows.keys()]
                    found[one] = [dict(zip(columns, row, strict=True)) for row in rows.all()]
                return found

        return self.client.do(read)


def _json(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored


def build(client: Client) -> Scene:
    """A topic of Maria, who has just joined."""
    client.do(factories.space)
    maria = client.member("maria", created_at=datetime.now(UTC))
    linh = client.member("linh", languages=["vi"])
    olga = client.member("olga", Role.MODERATOR)
    topic = client.do(factories.topic, maria, replies=["Cheap watches!"])

    return Scene(client, maria, linh, olga, topic, _reply_in(client, topic))


def _reply_in(client: Client, topic: TopicId) -> PostId:
    async def reply(runtime: Runtime) -> PostId:
        async with runtime.database.reading() as db:
            posts = await queries.posts_page(db, SYSTEM, topic, "flat", Window())
            return posts.items[1].id

    return client.do(reply)
