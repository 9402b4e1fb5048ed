"""A forum in which there is one of everything, and people of every standing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forum.accounts.actions.sign_ins import sign_in
from forum.accounts.identity import signed_in
from forum.core.actor import Actor, Limits
from forum.core.permissions import Role, Scope
from forum.discussions import holding
from forum.discussions.actions import reply
from forum.discussions.rules import Kind as TopicKind
from forum.discussions.schemas import HeldOut, PostDraft
from forum.roles import queries as roles
from forum.roles.tables import RoleGrant
from forum.runtime import Runtime
from forum.spaces import queries as spaces
from forum.web.identity import SIGN_IN_COOKIE
from forum.web.signing import sign
from tests import factories
from tests.client import API, Client
from tests.permissions.rules import Kind, Thing, Who

NOTHING = "404404"
SUSPENDED = "sonja"
"""Whose account is closed: what is theirs opens nothing."""
INSIDE = frozenset({"closed"})
WHY = "Because of this."


@dataclass
class World:
    """What rules are tried on.

    Attributes:
        whos: who asks, by name; `…:scope` asks by a narrower token.
        headers: how each is known, over the API and at a browser.
        things: what addresses can be about, by kind; the last of each kind is not there.
        names: what other parts of addresses and bodies stand for.
    """

    client: Client
    whos: dict[str, Who] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    sign_ins: dict[str, int] = field(default_factory=dict)
    things: dict[Kind, list[Thing]] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)

    def csrf(self, who: str) -> str:
        """The word that a form of somebody's browser carries."""
        browser = f"sign-in {self.sign_ins[who]}" if who in self.sign_ins else "visitor x"
        now = f"{int(time.time()):x}"
        return f"{now}.{sign(self.client.runtime.key, 'csrf', f'{now}.{browser}')}"

    def cookie(self, who: str) -> str:
        """The `Cookie` header of somebody's browser."""
        if who in self.cookies:
            return f"{SIGN_IN_COOKIE}={self.cookies[who]}"
        return "visitor=x"

    def ask(self, method: str, path: str, who: str = "ada", **more: Any) -> Any:
        """Ask the API, while the world is made; what it answers."""
        answer = self.client.request(method, f"{API}{path}", headers=self.tokens[who], **more)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def people(self) -> None:
        """Everybody who asks."""
        everyone = [
            Who("maria", handle="maria", spaces=INSIDE),
            Who("linh", handle="linh"),
            Who("silas", handle="silas", silenced=True),
            Who("pari", handle="pari"),  # under approval: may what others may, and it waits
            Who(SUSPENDED, None, SUSPENDED),
            Who("keeper", handle="keeper", keeps={"space": "closed"}),
            Who("somchai", handle="somchai", keeps={"language": "th"}),
            Who("olga", Role.MODERATOR, "olga"),
            Who("ada", Role.ADMIN, "ada"),
        ]
        self.whos["visitor"] = Who("visitor", None)
        for who in everyone:
            actor = self.client.member(who.handle, who.role or Role.MEMBER, languages=["de", "en"])
            self.whos[who.name], self.actors[who.name] = who, actor
            self.tokens[who.name] = self.client.token(actor)
        for scope in (Scope.READ, Scope.WRITE, Scope.MODERATE):
            name = f"ada:{scope}"
            self.tokens[name] = self.client.token(self.actors["ada"], scope)
            self.whos[name] = Who(name, Role.ADMIN, "ada", frozenset({scope}))

    def conversations(self) -> None:
        """Spaces, topics and posts of every state."""
        for slug, access in (("open", "public"), ("closed", "private")):
            self.client.do(factories.space, slug, access=access)
        self.ask("PUT", "/spaces/closed/members/maria")
        topics = {
            "open": self._topic("open"),
            "thai": self._topic("open", language="th"),
            "hidden": self._topic("open"),
            "closed": self._topic("closed"),
        }
        posts = {name: self._reply(topic, name) for name, topic in topics.items()}
        posts["out of sight"] = self._reply(topics["open"], "open")
        self._act("hide_topic", f"topic:{topics['hidden']}")
        self.names["audit_id"] = self._act("hide_post", f"post:{posts['out of sight']}")
        self.things[Kind.SPACE] = [
            Thing(Kind.SPACE, "open", "open", author=""),
            Thing(Kind.SPACE, "closed", "closed", "closed", author=""),
        ]
        self.things[Kind.TOPIC] = [_thing(Kind.TOPIC, *one) for one in topics.items()]
        self.things[Kind.POST] = [_thing(Kind.POST, *one) for one in posts.items()]

    def waiting(self) -> None:
        """What waits for moderators, and what is on record."""
        open_topic = int(self.things[Kind.TOPIC][0].key)
        held = self.client.do(_hold, self.actors["maria"], open_topic)
        self.things[Kind.HELD] = [Thing(Kind.HELD, "held", str(held), state="")]
        post = self.things[Kind.POST][0].key
        self.ask("POST", f"/posts/{post}/flags", "linh", json={"reason": "spam"})
        case = self.ask("GET", "/admin/flags")["items"][0]["id"]
        self.things[Kind.CASE] = [Thing(Kind.CASE, "case", str(case), author="")]
        for who, kind in (("pari", "approval"), (SUSPENDED, "suspension"), ("silas", "silence")):
            decided = {
                "member_id": self.actors[who].member_id,
                "kind": kind,
                "reason": WHY,
                "days": 7,
            }
            self.ask("POST", "/admin/sanctions", json=decided)
        self.names["sanction_id"] = self.ask("GET", "/admin/sanctions")["items"][0]["id"]
        made = self.ask("GET", "/me/tokens", "maria")[0]["id"]
        self.things[Kind.TOKEN] = [Thing(Kind.TOKEN, "token", str(made), state="own")]

    def places(self) -> None:
        """Who looks after what; a role that administrators made."""
        self.client.do(_grant, self.actors["keeper"], "closed", "")
        self.client.do(_grant, self.actors["somchai"], "", "th")
        desk = {"word": "old-desk", "name": "Desk", "permissions": ["flag:resolve"]}
        self.ask("POST", "/admin/roles", json=desk)
        grants = self.ask("GET", "/admin/role-grants")["items"]
        self.names["grant_id"] = grants[0]["id"]

    def finish(self) -> None:
        """Add what is not there, and what else addresses are made of."""
        for kind, things in self.things.items():
            things.append(Thing(kind, "nothing", NOTHING, is_there=False))
        for headers in self.tokens.values():  # when each was last used is noted once in a while
            self.client.get(f"{API}/me", headers=headers)
        for name, actor in self.actors.items():
            if name == SUSPENDED:
                continue
            self.cookies[name], self.sign_ins[name] = self.client.do(_sign_in, actor)
        nadja = self.client.member("nadja").member_id
        others = ("upload_id", "sign_in_id", "identity_id", "passkey_id", "term_id")
        others += ("webhook_id", "delivery_id", "word_id", "invitation_id", "run_id")
        others += ("organisation_id", "mandate_id", "session_id", "item_id", "participant_id")
        others += ("line_id", "question_id", "index")
        others += ("proposal_id",)
        self.names |= dict.fromkeys(others, NOTHING) | {
            "member_id": nadja,
            "handle": "nadja",
            "kind": "welcome",
            "language": "de",
            "name": "agree",
            "path": "css/forum.css",
            "place": "topic:1",
            "slug": "x",
            "tag": "math",
            "word": "old-desk",
        }

    def _topic(self, slug: str, language: str = "en") -> int:
        more = {"kind": TopicKind.QUESTION, "language": language}
        return int(self.client.do(factories.topic, self.actors["maria"], slug, **more))

    def _reply(self, topic: int, name: str) -> int:
        language = "th" if name == "thai" else "en"
        return self.client.do(_reply, self.actors["maria"], topic, language)

    def _act(self, act: str, target: str) -> int:
        body = {"act": act, "target": target, "reason": WHY}
        made: int = self.ask("POST", "/admin/actions", "olga", json=body)["audit"]["id"]
        return made


def build(client: Client) -> World:
    """Make it."""
    world = World(client)
    for step in (world.people, world.conversations, world.waiting, world.places, world.finish):
        step()
    return world


STATES: Mapping[str, str] = {"hidden": "buried", "out of sight": "hidden"}


def _thing(kind: Kind, name: str, key: int) -> Thing:
    space = "closed" if name == "closed" else "open"
    language = "th" if name == "thai" else "en"
    return Thing(kind, name, str(key), space, language, STATES.get(name, ""))


async def _sign_in(runtime: Runtime, who: Actor) -> tuple[str, int]:
    async with runtime.unit(who) as unit:
        word = await sign_in(unit, who.require_member(), "test")
    found = await signed_in(runtime, word)
    assert found is not None
    return word, found.id


async def _reply(runtime: Runtime, who: Actor, topic: int, language: str) -> int:
    async with runtime.unit(who) as unit:
        draft = PostDraft(body="> Quoted.\n\nAn answer.", language=language)
        return int((await reply(unit, topic, draft)).id)  # type: ignore[arg-type]


async def _hold(runtime: Runtime, who: Actor, topic: int) -> int:
    async with runtime.unit(replace(who, limits=Limits(held=True))) as unit:
        made = await holding.reply(unit, topic, PostDraft(body="It waits."))  # type: ignore[arg-type]
        assert isinstance(made, HeldOut)
        return int(made.id)


async def _grant(runtime: Runtime, who: Actor, slug: str, language: str) -> None:
    async with runtime.unit(factories.ADMIN) as unit:
        row = RoleGrant(
            member_id=who.require_member(),
            role="moderator",
            language=language,
            granted_at=unit.now,
        )
        if slug:
            found = await spaces.space_by_slug(unit.db, factories.ADMIN, slug)
            row.space_id = row.place = found.id  # type: ignore[assignment]
        await roles.add_grant(unit.db, row)
